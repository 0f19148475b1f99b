"""A response's bytes -> its body, never larger than allowed, unpacked or not.

In:   the chunks as they come over the wire, and the name of their packing
Out:  Body: as it came, and unpacked
Never: unpacks more than the limits, however small the packed bytes are; gives half a body.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from flows.unpack import UNPACKERS, PackingError

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
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        wire = await _read_plain(chunks, max_bytes)
        return Body(wire, wire)
    if coding not in UNPACKERS:
        raise BodyRefused(f"the body is packed as {coding[:40]!r}, which was not asked for")
    return await _read_packed(chunks, coding, max_bytes)


async def _read_plain(chunks: AsyncIterator[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        _check_size(len(body), max_bytes)
    return bytes(body)


async def _read_packed(chunks: AsyncIterator[bytes], coding: str, max_bytes: int) -> Body:
    wire, plain = bytearray(), bytearray()
    unpacker = UNPACKERS[coding]()
    async for chunk in chunks:
        wire += chunk
        _check_size(len(wire), max_bytes)
        by_ratio = max(_ANY_RATIO_BYTES, _MOST_TIMES_LARGER * len(wire))
        try:
            plain += unpacker.feed(chunk, min(max_bytes, by_ratio) + 1 - len(plain))
        except PackingError as error:
            raise BodyRefused(str(error)) from None
        _check_size(len(plain), max_bytes)
        if len(plain) > by_ratio:
            raise BodyRefused(f"the body unpacks to more than {_MOST_TIMES_LARGER} times its size")
    if not unpacker.is_whole:
        raise BodyRefused("the packed body is cut off")
    return Body(bytes(wire), bytes(plain))


def _check_size(size_bytes: int, max_bytes: int) -> None:
    if size_bytes > max_bytes:
        raise BodyRefused(f"the body is larger than {max_bytes:,} bytes")
