"""WARC files of any origin: cut into parts, damaged, too large, not WARC at all."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from warehouse.warc import Capture, Damage, Part, captures, parts_of

MADE = Path("made.warc.gz")


def records(*bodies: bytes, is_packed: bool = True) -> tuple[bytes, list[int]]:
    """A WARC of answers with these bodies, each after its request, and the answers' offsets."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=is_packed)
    writer.write_record(writer.create_warcinfo_record("made.warc.gz", {"software": "a test"}))
    offsets = []
    for number, body in enumerate(bodies):
        url = f"http://star.example/{number}"
        request = StatusAndHeaders(f"GET /{number} HTTP/1.1", [], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
        offsets.append(out.tell())
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=head
            )
        )
    return out.getvalue(), offsets


BODIES = [b"<p>one</p>" * 9, b"<p>two</p>", bytes(range(256)) * 9, b""]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / MADE


def urls(found) -> list[str]:
    return [one.url.rpartition("/")[2] for one in found if isinstance(one, Capture)]


def whole(path: Path) -> Part:
    return Part(path, 0, path.stat().st_size)


@pytest.mark.parametrize("is_packed", [True, False], ids=["packed", "plain"])
def test_answers_come_in_order_with_their_offsets(file: Path, is_packed: bool):
    content, offsets = records(*BODIES, is_packed=is_packed)
    file.write_bytes(content)
    found = list(captures(whole(file)))
    assert [one.wire_body for one in found] == BODIES
    assert [one.offset for one in found] == offsets
    assert {one.status for one in found} == {200}
    assert found[0].header("content-TYPE") == "text/html"


@settings(max_examples=40, deadline=None)
@given(part_bytes=st.integers(1, 4_000))
def test_however_it_is_cut_each_answer_is_in_one_part(tmp_path_factory, part_bytes: int):
    path = tmp_path_factory.mktemp("cut") / MADE
    path.write_bytes(records(*BODIES)[0])
    found = [one for part in parts_of(path, part_bytes) for one in captures(part)]
    assert [one.wire_body for one in found] == BODIES


def test_a_plain_file_is_one_part(file: Path):
    file.write_bytes(records(*BODIES, is_packed=False)[0])
    assert parts_of(file, 10) == [whole(file)]


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10**6))
def test_a_changed_byte_is_told_and_costs_one_answer_at_most(tmp_path_factory, at: int):
    content, _ = records(*BODIES)
    damaged = bytearray(content)
    damaged[at % len(content)] ^= 0x55
    path = tmp_path_factory.mktemp("damaged") / MADE
    path.write_bytes(bytes(damaged))
    found = list(captures(whole(path)))
    bodies = [one.wire_body for one in found if isinstance(one, Capture)]
    assert len(bodies) >= len(BODIES) - 1
    assert all(body in BODIES for body in bodies)
    if len(bodies) < len(BODIES):
        assert any(isinstance(one, Damage) for one in found)


def test_rubbish_between_records_is_told_and_passed_over(file: Path):
    content, offsets = records(*BODIES)
    file.write_bytes(content[: offsets[1]] + b"rubbish" * 30 + content[offsets[1] :])
    found = list(captures(whole(file)))
    assert urls(found) == ["0", "1", "2", "3"]
    assert [str(one) for one in found if isinstance(one, Damage)]


def test_a_torn_end_is_told(file: Path):
    content, _ = records(*BODIES)
    file.write_bytes(content[:-30])
    found = list(captures(whole(file)))
    assert urls(found) == ["0", "1", "2"]
    assert isinstance(found[-1], Damage)
    assert "no whole record" in str(found[-1])


def test_a_body_over_the_limit_is_told_and_not_held(file: Path):
    file.write_bytes(records(b"small", b"large" * 1000, b"small")[0])
    found = list(captures(whole(file), largest_body_bytes=1000))
    assert urls(found) == ["0", "2"]
    assert [one.reason for one in found if isinstance(one, Damage)] == [
        "a body of more than 1,000 bytes"
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<html>no archive</html>" * 50, id="html"),
        pytest.param(gzip.compress(b"no archive"), id="another gzip"),
        pytest.param(b"\x00" * 1000, id="zeroes"),
    ],
)
def test_what_is_no_warc_is_told(file: Path, content: bytes):
    file.write_bytes(content)
    assert not urls(captures(whole(file)))


def test_an_empty_file_holds_nothing(file: Path):
    file.write_bytes(b"")
    assert parts_of(file, 100) == []
    assert list(captures(whole(file))) == []


def test_the_rest_of_a_file_is_cut_from_where_it_begins(file: Path):
    content, offsets = records(*BODIES)
    file.write_bytes(content)
    found = [one for part in parts_of(file, 300, offsets[1]) for one in captures(part)]
    assert urls(found) == ["1", "2", "3"]
    assert parts_of(file, 300, len(content)) == []
