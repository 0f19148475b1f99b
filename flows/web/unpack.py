"""Packed bytes -> unpacked ones, a chunk at a time, and never more than asked for.

In:   the name of a content coding (RFC 9110, section 8.4.1; br: RFC 7932; zstd: RFC 8878)
Out:  an Unpacker
Never: takes more memory than the room it is given, and what the coding's window needs (8 MiB).

    PackingError        bytes that are not packed as they claim; one line
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

import brotli
from backports import zstd

_BROTLI_STEP_BYTES = 32_768  # brotli doubles its buffer, so its own limit is a rough one
# A larger window than this is not allowed on the web (RFC 9659).
_ZSTD_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


class PackingError(Exception):
    """The bytes are not packed as they claim; one line."""


class Unpacker(Protocol):
    """One body being unpacked."""

    is_whole: bool  # whether the body may end here

    def feed(self, chunk: bytes, room_bytes: int) -> bytes:
        """Unpack a chunk. Once `room_bytes` are there it stops: nothing may be fed after that.

        Raises PackingError.
        """


class _Frames:
    """gzip, deflate, zstd: frame after frame, each with a decompressor of its own."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._frame: zlib._Decompress | zstd.ZstdDecompressor | None = None
        self._held = b""
        self.is_whole = True  # nothing came yet: an empty body is whole

    def feed(self, chunk: bytes, room_bytes: int) -> bytes:
        chunk, self._held = self._held + chunk, b""
        out = bytearray()
        try:
            while chunk and len(out) < room_bytes:
                if self._frame is None or self._frame.eof:
                    if self._coding == "deflate" and len(chunk) < 2:
                        self._held, self.is_whole = chunk, False
                        break
                    self._frame = _new_frame(self._coding, chunk)
                chunk = self._step(self._frame, chunk, out, room_bytes - len(out))
        except (zlib.error, zstd.ZstdError) as error:
            raise PackingError(f"the packed body is broken ({error})") from None
        return bytes(out)

    def _step(
        self,
        frame: zlib._Decompress | zstd.ZstdDecompressor,
        chunk: bytes,
        out: bytearray,
        room_bytes: int,
    ) -> bytes:
        """Unpack into `out`; return what of the chunk is left."""
        out += frame.decompress(chunk, room_bytes)
        self.is_whole = frame.eof
        if frame.eof:
            return frame.unused_data
        return b"" if isinstance(frame, zstd.ZstdDecompressor) else frame.unconsumed_tail


def _new_frame(coding: str, start: bytes) -> zlib._Decompress | zstd.ZstdDecompressor:
    if coding == "zstd":
        return zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
    if coding == "gzip":
        return zlib.decompressobj(31)
    # "deflate" means zlib's format, but servers send bare deflate, too (RFC 9110, section
    # 8.4.1.2). Two bytes tell them apart: the header of zlib is a multiple of 31 (RFC 1950).
    has_header = start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.decompressobj(15 if has_header else -15)


class _Brotli:
    """br: one stream, which ends where it says so."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self.is_whole = True

    def feed(self, chunk: bytes, room_bytes: int) -> bytes:
        out = bytearray()
        try:
            # Output may be left inside although can_accept_more_data() says yes: an empty step
            # alone tells that all is out.
            while len(out) < room_bytes:
                step = self._stream.process(chunk, output_buffer_limit=_BROTLI_STEP_BYTES)
                if not step and not chunk:
                    break
                out += step
                chunk = b""
        except brotli.error as error:
            raise PackingError(f"the packed body is broken ({error})") from None
        self.is_whole = self._stream.is_finished()
        return bytes(out)


UNPACKERS: dict[str, Callable[[], Unpacker]] = {
    "gzip": lambda: _Frames("gzip"),
    "x-gzip": lambda: _Frames("gzip"),
    "deflate": lambda: _Frames("deflate"),
    "br": _Brotli,
    "zstd": lambda: _Frames("zstd"),
}
