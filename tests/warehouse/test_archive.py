"""The archive: standard WARC, on the disk before it is acknowledged, readable after a crash."""

import dataclasses
import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from transforms.records import Page
from warehouse.archive import Archive, ArchiveError, HttpExchange, page_of
from warehouse.warc import Part, captures

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
    for page, placed in zip(pages, archive.write(pages, run_id="run-1", watch_id="w"), strict=True):
        assert placed.archive_file == "2024-11/run-1.warc.gz"
        read = archive.read(placed.archive_file, placed.archive_offset)
        assert (read.url, read.wire_body) == (page.url, page.body)
        assert (read.header("content-type"), read.fetched_at) == (page.content_type, page.fetched_at)
        assert page_of(read, read.wire_body, placed.archive_file) == placed


def records_of(path: Path) -> list[tuple]:
    """Every record, as another archive library has it."""
    with path.open("rb") as source:
        return [
            (r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read(), r.digest_checker)
            for r in ArchiveIterator(source, check_digests=True)
        ]


def test_another_archive_tool_reads_it(tmp_path: Path):
    page = dataclasses.replace(a_page(0), listed_title="Séoul", listed_at=FETCHED_AT)
    exchange = HttpExchange(
        "203 Non-Authoritative Information",
        (
            ("ETag", '"e"'),
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
            ("Content-Type", "text/html"),
        ),
        (("Host", "127.0.0.1"), ("User-Agent", "Vedette/0.1")),
        gzip.compress(page.body),
    )
    (placed,) = Archive(tmp_path).write(
        [page], run_id="run-1", watch_id="w", exchanges={(page.url, page.sha256): exchange}
    )
    answer, request, listing = records_of(tmp_path / "archive" / placed.archive_file)
    kind, warc, http, body, digests = answer
    # the library unpacks what is kept as it came
    assert (kind, body, digests.passed) == ("response", page.body, True)
    assert warc.get_header("WARC-Date") == "2024-11-03T10:15:30.123456Z"
    assert warc.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert http.statusline == "203 Non-Authoritative Information"
    assert http.get_header("ETag") == '"e"'
    assert http.get_header("Content-Encoding") == "gzip"
    assert http.get_header("Content-Length") == str(len(exchange.wire_body))
    assert http.get_header("Transfer-Encoding") is None
    assert http.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
    assert request[0] == "request"
    assert request[2].statusline == "/story/0?a=b HTTP/1.1"
    assert request[2].get_header("User-Agent") == "Vedette/0.1"
    assert listing[0] == "metadata"
    assert json.loads(listing[3])["listed_title"] == "Séoul"
    answer_id = warc.get_header("WARC-Record-ID")
    assert {r[1].get_header("WARC-Concurrent-To") for r in (request, listing)} == {answer_id}


def test_a_header_that_is_no_longer_true_of_an_unpacked_body_is_renamed(tmp_path: Path):
    exchange = HttpExchange(headers=(("Content-Encoding", "br"),))
    (placed,) = Archive(tmp_path).write(
        [a_page()], run_id="run-1", watch_id="w", exchanges={(a_page().url, a_page().sha256): exchange}
    )
    http = records_of(tmp_path / "archive" / placed.archive_file)[0][2]
    assert http.get_header("Content-Encoding") is None
    assert http.get_header("X-Archive-Orig-Content-Encoding") == "br"


def test_the_archive_alone_gives_every_page_again_in_the_order_of_the_runs(tmp_path: Path):
    archive = Archive(tmp_path)
    late = dataclasses.replace(a_page(2), listed_title="A title", listed_at=FETCHED_AT)
    written = [
        archive.write([late], run_id="a-later-run", watch_id="w"),
        archive.write([a_page(0), a_page(1)], run_id="run-1", watch_id="w"),
    ]
    again = []
    for path in archive.files():
        for capture in captures(Part(path, 0, path.stat().st_size)):
            name = str(path.relative_to(archive.folder))
            again.append(page_of(capture, capture.wire_body, name))
            assert capture.listing["watch_id"] == "w"
    assert again == [*written[1], *written[0]]


def test_one_run_is_one_file_and_a_page_is_archived_once(tmp_path: Path):
    archive = Archive(tmp_path)
    first = archive.write([a_page(0)], run_id="run-1", watch_id="w")
    both = archive.write([*first, a_page(1)], run_id="run-1", watch_id="w")
    assert both[0] == first[0]
    assert both[1].archive_file == first[0].archive_file
    assert both[1].archive_offset > 0
    assert archive.read(both[1].archive_file, both[1].archive_offset).url == a_page(1).url


def test_a_run_goes_on_in_another_file_and_the_files_keep_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr("warehouse.archive.LARGEST_FILE_BYTES", 500)
    archive = Archive(tmp_path)
    # later pages were fetched earlier, as in archives of others
    placed = [
        archive.write([a_page(12 - n)], run_id="run-1", watch_id="w")[0] for n in range(12)
    ]
    names = [str(path.relative_to(archive.folder)) for path in archive.files()]
    assert names == [page.archive_file for page in placed]
    assert len(set(names)) == 12


def test_nothing_to_archive_makes_no_file(tmp_path: Path):
    assert Archive(tmp_path).write([], run_id="run-1", watch_id="w") == ()
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=25, deadline=None)
@given(cut=st.integers(1, 300))
def test_a_torn_last_record_does_not_stop_the_earlier_ones_or_a_new_process(
    tmp_path_factory: pytest.TempPathFactory, cut: int
):
    home = tmp_path_factory.mktemp("home")
    placed = Archive(home).write([a_page(n) for n in range(3)], run_id="run-1", watch_id="w")
    path = home / "archive" / placed[0].archive_file
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    after = Archive(home)
    for page in placed[:2]:
        assert after.read(page.archive_file, page.archive_offset).wire_body == page.body
    with path.open("rb") as source:
        seen = []
        try:
            for record in ArchiveIterator(source):
                seen.append(record.rec_headers.get_header("WARC-Target-URI"))
                record.content_stream().read()
        except Exception:  # what a reader does at the tear is its own affair
            pass
    assert list(dict.fromkeys(seen))[:2] == [placed[0].url, placed[1].url]
    (again,) = after.write([a_page(3)], run_id="run-1", watch_id="w")
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
    archive.write([a_page()], run_id="run-1", watch_id="w")
    with pytest.raises(ArchiveError, match=message) as caught:
        archive.read(file, offset)
    assert "\n" not in str(caught.value)


def test_a_flipped_byte_in_a_record_is_found(tmp_path: Path):
    (placed,) = Archive(tmp_path).write([a_page(0, b"eleven thousand")], run_id="run-1", watch_id="w")
    path = tmp_path / "archive" / placed.archive_file
    content = bytearray(path.read_bytes())
    content[100] ^= 1  # the answer is the first of the records
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"no (whole|response) record"):
        Archive(tmp_path).read(placed.archive_file, placed.archive_offset)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path):
    (tmp_path / "archive").write_text("a file where the folder belongs")
    with pytest.raises(ArchiveError, match=r"run-1 were not archived: .*Not a directory"):
        Archive(tmp_path).write([a_page()], run_id="run-1", watch_id="w")


def test_a_run_id_that_is_a_path_is_refused(tmp_path: Path):
    with pytest.raises(ArchiveError, match="no file name"):
        Archive(tmp_path).write([dataclasses.replace(a_page())], run_id="../x", watch_id="w")
