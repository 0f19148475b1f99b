"""A response's bytes -> its body, never larger than allowed, unpacked or not.

In:   the chunks as they come over the wire, and the name of their packing
Out:  Body: as it came, and unpacked
Never: unpacks more than the limits, however small the packed bytes are; gives half a body.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from flows.web.unpack import UNPACKERS, PackingError

# What we say we can unpack.
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
# A body that unpacks to more than this many times its size is a bomb, not a text: HTML packs to a
# tenth, seldom to a thirtieth. A small body may repeat itself more. Both numbers are those of
# Apache POI's ZipSecureFile.
_MOST_TIMES_LARGER = 100
_ANY_RATIO_BYTES = 100 * 1024


class BodyRefused(Exception):
    """A body too large, cut off, or packed in a way that was not asked for; one line."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it came (`wire`, without the transfer coding), and unpacked (`plain`)."""

    wire: bytes = field(default=b"", repr=False)
    plain: bytes = field(default=b"", repr=False)


async def read_body(chunks: AsyncIterator[bytes], encoding: str, max_bytes: int) -> Body:
    """Return the whole body. Raises BodyRefused, having read no more than needed to know."""
    reader = _reader_of(encoding, max_bytes)
    async for chunk in chunks:
        reader.feed(chunk)
    return reader.body()


def unpacked(wire: bytes, encoding: str, max_bytes: int) -> bytes:
    """A body that is there whole, unpacked. Raises BodyRefused."""
    reader = _reader_of(encoding, max_bytes)
    reader.feed(wire)
    return reader.body().plain


def _reader_of(encoding: str, max_bytes: int) -> _Plain | _Packed:
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return _Plain(max_bytes)
    if coding not in UNPACKERS:
        raise BodyRefused(f"the body is packed as {coding[:40]!r}, which was not asked for")
    return _Packed(coding, max_bytes)


class _Plain:
    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._wire = bytearray()

    def feed(self, chunk: bytes) -> None:
        self._wire += chunk
        _check_size(len(self._wire), self._max_bytes)

    def body(self) -> Body:
        wire = bytes(self._wire)
        return Body(wire, wire)


class _Packed:
    def __init__(self, coding: str, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._wire, self._plain = bytearray(), bytearray()
        self._unpacker = UNPACKERS[coding]()

    def feed(self, chunk: bytes) -> None:
        wire, plain = self._wire, self._plain
        wire += chunk
        _check_size(len(wire), self._max_bytes)
        by_ratio = max(_ANY_RATIO_BYTES, _MOST_TIMES_LARGER * len(wire))
        room = min(self._max_bytes, by_ratio) + 1 - len(plain)
        try:
            plain += self._unpacker.feed(chunk, room)
        except PackingError as error:
            raise BodyRefused(str(error)) from None
        _check_size(len(plain), self._max_bytes)
        if len(plain) > by_ratio:
            raise BodyRefused(f"the body unpacks to more than {_MOST_TIMES_LARGER} times its size")

    def body(self) -> Body:
        if not self._unpacker.is_whole:
            raise BodyRefused("the packed body is cut off")
        return Body(bytes(self._wire), bytes(self._plain))


def _check_size(size_bytes: int, max_bytes: int) -> None:
    if size_bytes > max_bytes:
        raise BodyRefused(f"the body is larger than {max_bytes:,} bytes")
