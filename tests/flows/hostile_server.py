"""A web server that does what a server must not do, on 127.0.0.1: bytes are written by hand.

Each `listen` opens a port of its own, so that one bad host does not cover another. /robots.txt
is answered with a plain 404 unless the script asks for it; everything else is the script's.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Self

_NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_MOST_BYTES = 300_000_000  # of one answer, so that a test that fails ends all the same


class Wire:
    """One connection, after its request was read."""

    def __init__(self, path: str, writer: asyncio.StreamWriter) -> None:
        self.path = path
        self._writer = writer
        self._left_bytes = _MOST_BYTES

    async def send(self, data: bytes) -> None:
        self._left_bytes -= len(data)
        if self._left_bytes < 0:
            raise ConnectionAbortedError
        self._writer.write(data)
        await self._writer.drain()

    def reset(self) -> None:
        """End the connection by RST."""
        linger = struct.pack("ii", 1, 0)
        sock: socket.socket = self._writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._writer.transport.abort()


Script = Callable[[Wire], Awaitable[None]]


class HostileServer:
    """The ports, for the length of a `with`. `asked` lists every path that was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._servers: list[asyncio.Server] = []

    def listen(
        self,
        script: Script,
        *,
        tls: ssl.SSLContext | None = None,
        with_robots: bool = False,
        is_rash: bool = False,
    ) -> int:
        """Play a script on a new port; the port. A rash one does not wait for the request."""

        async def start() -> int:
            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                if is_rash:
                    await _close(writer, script(Wire("", writer)))
                else:
                    await _close(writer, self._serve(reader, writer, script, with_robots))

            server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
            self._servers.append(server)
            port: int = server.sockets[0].getsockname()[1]
            return port

        return asyncio.run_coroutine_threadsafe(start(), self._loop).result(10)

    def serve(self, protocol: Callable[[], asyncio.Protocol], tls: ssl.SSLContext) -> int:
        """Play a protocol of another kind on a new port; the port."""

        async def start() -> int:
            server = await self._loop.create_server(protocol, "127.0.0.1", 0, ssl=tls)
            self._servers.append(server)
            port: int = server.sockets[0].getsockname()[1]
            return port

        return asyncio.run_coroutine_threadsafe(start(), self._loop).result(10)

    async def _serve(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        script: Script,
        with_robots: bool,
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode()
        self.asked.append(path)
        if path == "/robots.txt" and not with_robots:
            writer.write(_NO_ROBOTS)
        else:
            await script(Wire(path, writer))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        async def stop() -> None:
            for server in self._servers:
                server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _close(writer: asyncio.StreamWriter, after: Awaitable[None]) -> None:
    with suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError):
        await after
    writer.close()


# --- scripts ---


def says(*parts: bytes, every_seconds: float = 0.0) -> Script:
    """Send the parts, so far apart, and close."""

    async def script(wire: Wire) -> None:
        for part in parts:
            await wire.send(part)
            await asyncio.sleep(every_seconds)

    return script


def answers(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    kind: str | None = "text/html; charset=utf-8",
    headers: Iterable[str] = (),
) -> Script:
    """A sound answer with this body. It says that the connection ends, for this server ends each."""
    end = "Connection: close"
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", end, *headers]
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    return says("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def by_path(scripts: dict[str, Script], otherwise: Script) -> Script:
    """A script for each path."""

    async def script(wire: Wire) -> None:
        await scripts.get(wire.path, otherwise)(wire)

    return script


def drips(head: bytes, body: bytes, every_seconds: float) -> Script:
    """The head at once, the body byte by byte."""
    return says(head, *(bytes([byte]) for byte in body), every_seconds=every_seconds)


def goes_on(head: bytes, again: bytes) -> Script:
    """The head, then the same bytes for ever."""

    async def script(wire: Wire) -> None:
        await wire.send(head)
        while True:
            await wire.send(again)

    return script


def falls_silent(head: bytes = b"") -> Script:
    """The head, then nothing, with the line open."""

    async def script(wire: Wire) -> None:
        await wire.send(head)
        await asyncio.sleep(60)

    return script


def resets(head: bytes = b"") -> Script:
    """The head, then RST."""

    async def script(wire: Wire) -> None:
        await wire.send(head)
        await asyncio.sleep(0.05)
        wire.reset()

    return script


def redirects(locations: dict[str, str], status: str = "302 Found") -> Script:
    """By path, a redirect. `{n}` in a location is the number after the path's last slash, plus 1."""

    async def script(wire: Wire) -> None:
        start, _, tail = wire.path.rpartition("/")
        location = locations.get(wire.path) or locations[f"{start}/*"]
        location = location.replace("{n}", str(int(tail) + 1) if tail.isdigit() else "")
        await wire.send(
            f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n".encode()
        )

    return script
