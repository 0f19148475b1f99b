"""A response's bytes -> its body, never larger than allowed, unpacked or not.

In:   the chunks as they come over the wire, and the name of their packing
Out:  the unpacked body
Never: unpacks more than the limit, however small the packed bytes are; gives half a body.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

# What we say we can unpack. wbits 47 takes gzip and zlib alike.
ACCEPT_ENCODING = "gzip, deflate"
_WBITS = {"gzip": 47, "x-gzip": 47, "deflate": 47}


class BodyRefused(Exception):
    """A body too large, cut off, or packed in a way that was not asked for; one line."""


async def read_body(chunks: AsyncIterator[bytes], encoding: str, max_bytes: int) -> bytes:
    """Return the whole body. Raises BodyRefused, having read no more than needed to know."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", *_WBITS):
        raise BodyRefused(f"the body is packed as {encoding!r}, which was not asked for")
    body = bytearray()
    unpack = _Unpacker(_WBITS[encoding]) if encoding in _WBITS else None
    async for chunk in chunks:
        room = max_bytes - len(body) + 1
        body += unpack.feed(chunk, room) if unpack else chunk
        if len(body) > max_bytes:
            raise BodyRefused(f"the body is larger than {max_bytes:,} bytes")
    if unpack and not unpack.is_whole:
        raise BodyRefused("the packed body is cut off")
    return bytes(body)


class _Unpacker:
    """zlib with a limit on what comes out; several gzip members in a row are one body."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._zlib = zlib.decompressobj(wbits)
        self.is_whole = True  # nothing came yet: an empty body is whole

    def feed(self, chunk: bytes, room: int) -> bytes:
        """Unpack a chunk, stopping at `room` bytes."""
        out = b""
        try:
            while chunk and len(out) < room:
                if self._zlib.eof:
                    self._zlib = zlib.decompressobj(self._wbits)
                out += self._zlib.decompress(chunk, room - len(out))
                chunk = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail
        except zlib.error as error:
            raise BodyRefused(f"the packed body is broken ({error})") from None
        self.is_whole = self._zlib.eof
        return out
