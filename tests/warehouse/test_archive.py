"""The archive: standard WARC, on the disk before it is acknowledged, readable after a crash."""

import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from transforms.records import Page
from warehouse.archive import Archive, ArchiveError, HttpHead

FETCHED_AT = datetime(2024, 11, 3, 10, 15, 30, 123456, tzinfo=UTC)


def a_page(number: int = 0, body: bytes = b"<p>Seoul said.</p>") -> Page:
    return Page(
        url=f"http://127.0.0.1/story/{number}?a=b",
        body=body,
        content_type="text/html; charset=utf-8",
        fetched_at=FETCHED_AT + timedelta(seconds=number),
        outlet="media.x",
        feed_id="x",
        sha256=hashlib.sha256(body).hexdigest(),
    )


def test_pages_come_back_byte_for_byte(tmp_path: Path):
    archive = Archive(tmp_path)
    pages = [a_page(0), a_page(1, b""), a_page(2, bytes(range(256)) * 40)]
    for page, placed in zip(pages, archive.write(pages, run_id="run-1"), strict=True):
        assert placed.archive_file == "2024-11/run-1.warc.gz"
        read = archive.read(placed.archive_file, placed.archive_offset)
        assert (read.url, read.body) == (page.url, page.body)
        assert (read.content_type, read.fetched_at) == (page.content_type, page.fetched_at)


def test_any_archive_tool_reads_it(tmp_path: Path):
    heads = {
        a_page(0).url: HttpHead(
            "203 Non-Authoritative Information",
            (("ETag", '"e"'), ("Content-Encoding", "br"), ("Content-Type", "text/html")),
        )
    }
    (placed,) = Archive(tmp_path).write([a_page(0)], run_id="run-1", heads=heads)
    with (tmp_path / "archive" / placed.archive_file).open("rb") as source:
        (record,) = [
            (r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read(), r.digest_checker)
            for r in ArchiveIterator(source, check_digests=True)
        ]
    kind, warc, http, body, digests = record
    assert (kind, body, digests.passed) == ("response", a_page(0).body, True)
    assert warc.get_header("WARC-Date") == "2024-11-03T10:15:30.123456Z"
    assert warc.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert http.statusline == "203 Non-Authoritative Information"
    assert http.get_header("ETag") == '"e"'
    # the body is unpacked: a header that says otherwise would make tools fail on it
    assert http.get_header("Content-Encoding") is None
    assert http.get_header("X-Archive-Orig-Content-Encoding") == "br"


def test_one_run_is_one_file_and_a_page_is_archived_once(tmp_path: Path):
    archive = Archive(tmp_path)
    first = archive.write([a_page(0)], run_id="run-1")
    both = archive.write([*first, a_page(1)], run_id="run-1")
    assert both[0] == first[0]
    assert both[1].archive_file == first[0].archive_file
    assert both[1].archive_offset > 0
    assert archive.read(both[1].archive_file, both[1].archive_offset).url == a_page(1).url


def test_nothing_to_archive_makes_no_file(tmp_path: Path):
    assert Archive(tmp_path).write([], run_id="run-1") == ()
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=25, deadline=None)
@given(cut=st.integers(1, 300))
def test_a_torn_last_record_does_not_stop_the_earlier_ones_or_a_new_process(
    tmp_path_factory: pytest.TempPathFactory, cut: int
):
    home = tmp_path_factory.mktemp("home")
    placed = Archive(home).write([a_page(n) for n in range(3)], run_id="run-1")
    path = home / "archive" / placed[0].archive_file
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    after = Archive(home)
    for page in placed[:2]:
        assert after.read(page.archive_file, page.archive_offset).body == page.body
    with path.open("rb") as source:
        seen = []
        try:
            for record in ArchiveIterator(source):
                seen.append(record.rec_headers.get_header("WARC-Target-URI"))
                record.content_stream().read()
        except Exception:  # what a reader does at the tear is its own affair
            pass
    assert seen[:2] == [placed[0].url, placed[1].url]
    (again,) = after.write([a_page(3)], run_id="run-1")
    assert again.archive_file == "2024-11/run-1-2.warc.gz"
    assert after.read(again.archive_file, again.archive_offset).url == a_page(3).url


@pytest.mark.parametrize(
    ("file", "offset", "message"),
    [
        pytest.param("2024-11/none.warc.gz", 0, "No such file", id="no-file"),
        pytest.param("2024-11/run-1.warc.gz", 7, r"no (whole|response) record", id="wrong-offset"),
        pytest.param("2024-11/run-1.warc.gz", 10**6, "no response record", id="past-the-end"),
        pytest.param("../../etc/passwd", 0, "outside the archive", id="outside"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, file, offset, message):
    archive = Archive(tmp_path)
    archive.write([a_page()], run_id="run-1")
    with pytest.raises(ArchiveError, match=message) as caught:
        archive.read(file, offset)
    assert "\n" not in str(caught.value)


def test_a_flipped_byte_in_a_record_is_found(tmp_path: Path):
    (placed,) = Archive(tmp_path).write([a_page(0, b"eleven thousand")], run_id="run-1")
    path = tmp_path / "archive" / placed.archive_file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"no (whole|response) record"):
        Archive(tmp_path).read(placed.archive_file, placed.archive_offset)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path):
    (tmp_path / "archive").write_text("a file where the folder belongs")
    with pytest.raises(ArchiveError, match=r"run-1 were not archived: .*Not a directory"):
        Archive(tmp_path).write([a_page()], run_id="run-1")


def test_a_run_id_that_is_a_path_is_refused(tmp_path: Path):
    with pytest.raises(ArchiveError, match="no file name"):
        Archive(tmp_path).write([dataclasses.replace(a_page())], run_id="../x")
