"""read_body: the same body however packed and cut, and no more of it than allowed."""

import asyncio
import gzip
import random
import subprocess
import sys
import zlib
from contextlib import suppress

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from flows.web.http_body import BodyRefused, read_body


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKINGS = {
    "": (bytes, ""),
    "gzip": (gzip.compress, "gzip"),
    "gzip, in two members": (
        lambda b: gzip.compress(b[: len(b) // 2]) + gzip.compress(b[len(b) // 2 :]),
        "GZip",
    ),
    "deflate": (zlib.compress, "deflate"),
    "deflate without a header": (bare_deflate, "deflate"),
    "br": (lambda body: brotli.compress(body, quality=4), "br"),
    "zstd": (zstd.compress, "zstd"),
}
CODINGS = {name: PACKINGS[name] for name in ("gzip", "deflate", "br", "zstd")}


class Wire:
    """A body cut into chunks, which knows how much of it was read."""

    def __init__(self, body: bytes, size: int) -> None:
        self.body, self.size, self.read_bytes = body, size, 0

    async def chunks(self):
        for at in range(0, len(self.body), self.size):
            chunk = self.body[at : at + self.size]
            self.read_bytes += len(chunk)
            yield chunk


def read(body: bytes, encoding: str, max_bytes: int, size: int = 4096):
    return asyncio.run(read_body(Wire(body, size).chunks(), encoding, max_bytes))


@given(st.binary(max_size=400), st.integers(1, 64), st.sampled_from(list(PACKINGS)))
def test_a_body_is_the_same_however_packed_and_cut(body, size, packing):
    pack, encoding = PACKINGS[packing]
    packed = pack(body)
    got = read(packed, encoding, 500, size)
    assert (got.plain, got.wire) == (body, packed)
    if body:
        with pytest.raises(BodyRefused, match="larger than"):
            read(packed, encoding, len(body) - 1, size)


@pytest.mark.parametrize("size", [700, 100_000])
@pytest.mark.parametrize("packing", CODINGS)
def test_a_longer_body_is_whole_whatever_the_steps(packing, size):
    """Longer than the steps of the decompressors."""
    words = random.Random(7).choices([b"soldiers ", b"said ", b"<p>", b"3,000 "], k=60_000)
    pack, encoding = CODINGS[packing]
    assert read(pack(b"".join(words)), encoding, 1_000_000, size).plain == b"".join(words)


@given(st.binary(min_size=1, max_size=400), st.sampled_from(list(CODINGS)), st.data())
def test_a_packed_body_that_is_cut_off_is_refused(body, packing, data):
    pack, encoding = CODINGS[packing]
    packed = pack(body)
    kept = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(BodyRefused, match=r"cut off|broken"):
        read(packed[:kept], encoding, 500)


@given(st.binary(max_size=300), st.sampled_from(list(CODINGS)))
def test_bytes_that_are_not_packed_as_they_claim_are_refused_or_read(noise, packing):
    with suppress(BodyRefused):
        read(noise, CODINGS[packing][1], 500)


@pytest.mark.parametrize("packing", CODINGS)
def test_a_bomb_is_refused_by_its_ratio_before_the_most_of_it_is_read(packing):
    pack, encoding = CODINGS[packing]
    wire = Wire(pack(bytes(100_000_000)), size=16)
    with pytest.raises(BodyRefused, match="more than 100 times its size"):
        asyncio.run(read_body(wire.chunks(), encoding, 50_000_000))
    assert wire.read_bytes < 2_000


READ_AND_TELL_PEAK = """
import asyncio, re, sys
from flows.web.http_body import BodyRefused, read_body

def peak_kib():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])

async def one_chunk(packed):
    yield packed

packed, before = sys.stdin.buffer.read(), peak_kib()
try:
    asyncio.run(read_body(one_chunk(packed), sys.argv[1], 5_000_000))
except BodyRefused as error:
    print(peak_kib() - before, error)
"""


@pytest.mark.parametrize("packing", CODINGS)
def test_a_bomb_in_one_chunk_takes_no_more_memory_than_the_limit(packing):
    pack, encoding = CODINGS[packing]
    said = subprocess.run(
        [sys.executable, "-c", READ_AND_TELL_PEAK, encoding],
        input=pack(bytes(100_000_000)),
        capture_output=True,
        check=True,
    ).stdout.decode()
    grown_kib, _, words = said.partition(" ")
    assert "larger than 5,000,000 bytes" in words or "times its size" in words
    assert int(grown_kib) < 32 * 1024, "twice the body and zstd's window, and no more"


def test_a_text_that_repeats_itself_is_no_bomb_while_it_is_small():
    text = b"<td>0</td>" * 10_000
    packed = brotli.compress(text)
    assert len(text) / len(packed) > 1_000
    assert read(packed, "br", 5_000_000).plain == text


def test_a_zstd_window_larger_than_the_web_allows_is_refused():
    options = {zstd.CompressionParameter.window_log: 27}
    packer = zstd.ZstdCompressor(options=options)
    packed = packer.compress(b"x") + packer.flush()
    with pytest.raises(BodyRefused, match="broken"):
        read(packed, "zstd", 500)


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip", "gzip, br", "x" * 5_000])
def test_a_packing_that_was_not_asked_for_is_refused(encoding):
    with pytest.raises(BodyRefused, match="which was not asked for") as refused:
        read(b"page", encoding, 500)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize("packing", ["br", "deflate", "gzip"])
def test_bytes_after_the_end_are_refused(packing):
    pack, encoding = CODINGS[packing]
    with pytest.raises(BodyRefused, match="broken"):
        read(pack(b"page") + b"\x00<more>", encoding, 500)
