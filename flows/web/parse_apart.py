"""Pages and feeds, parsed in a process apart: what hangs or crashes a parser costs one page.

In:   pages; the bytes of a feed
Out:  Parsed for each page, in order: its article, or why there is none; a feed's content
Never: trusts the other process: its answers are bounded, and may hold none but a few kinds of
       records. Waits longer than `limit_seconds` for one of them.

One process serves this one for as long as both live; another takes its place where it ended.
"""

from __future__ import annotations

import atexit
import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flows.web.parse_worker import LENGTH
from transforms.feed_record import FeedContent, FeedError
from transforms.records import Article, Page

# A page of news takes some 20 ms. The memory is virtual: the libraries alone map 1 GB.
LIMIT_SECONDS = 20.0
MEMORY_BYTES = 3_000_000_000
_START_SECONDS = 60.0
_LARGEST_ANSWER_BYTES = 50_000_000
_MAY_BE_ANSWERED = {
    ("transforms.records", "Article"),
    ("transforms.feed_record", "FeedContent"),
    ("transforms.feed_record", "FeedEntry"),
    ("transforms.feed_record", "FeedPart"),
    ("datetime", "datetime"),
    ("datetime", "date"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page and its article; where there is none, `reason` says why, in one line."""

    page: Page
    article: Article | None
    reason: str = ""


class _Refused(Exception):
    """The parser, or its end, says no; one line."""


class ParserProcess:
    """The other process. It starts at the first question; threads take turns."""

    def __init__(
        self, limit_seconds: float = LIMIT_SECONDS, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._limit_seconds = limit_seconds
        self._memory_bytes = memory_bytes
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def parse(self, page: Page) -> Parsed:
        """The article of a page."""
        try:
            return Parsed(page, self._ask("page", page))
        except _Refused as error:
            reason = str(error)
            return Parsed(
                page, None, reason if reason.startswith(page.url) else f"{page.url}: {reason}"
            )

    def read_feed(
        self, body: bytes, url: str, content_type: str, kind: str = "feed", match: str | None = None
    ) -> FeedContent:
        """The content of a source of links. Raises FeedError."""
        try:
            content: FeedContent = self._ask("feed", body, url, content_type, kind, match)
        except _Refused as error:
            raise FeedError(str(error)) from None
        return content

    def close(self) -> None:
        """End the other process; another question starts it anew."""
        with self._turn:
            self._end()

    def _ask(self, name: str, *arguments: Any) -> Any:
        with self._turn:
            is_new = self._process is None
            try:
                process = self._process or self._start()
                assert process.stdin is not None
                pickle.dump((name, arguments), process.stdin)
                process.stdin.flush()
                limit = self._limit_seconds + (_START_SECONDS if is_new else 0.0)
                kind, value = self._answer(process, time.monotonic() + limit)
            except TimeoutError:
                self._end()
                raise _Refused(self._too_long()) from None
            except (OSError, EOFError):
                code = self._end()
                if code == -signal.SIGALRM:  # its own, later limit: it was busy where nobody asked
                    raise _Refused(self._too_long()) from None
                raise _Refused(f"the parser crashed on it (exit code {code})") from None
            except BaseException:
                self._end()
                raise
        if kind == "error":
            raise _Refused(str(value))
        return value

    def _too_long(self) -> str:
        return f"it takes more than {self._limit_seconds:g} s to parse"

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).parents[2])
        # One thread: the page is the unit of work, and each thread maps memory.
        environment = {**os.environ, "PYTHONPATH": root, "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "flows.web.parse_worker"),
                *(str(self._memory_bytes), str(self._limit_seconds)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        atexit.register(self.close)
        return self._process

    def _end(self) -> int | None:
        """End the process; its exit code where it had ended by itself."""
        process, self._process = self._process, None
        if process is None:
            return None
        try:
            code = process.wait(0.5 if process.poll() is None else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be written to a process that is gone
                    pipe.close()
        atexit.unregister(self.close)
        return code

    def _answer(self, process: subprocess.Popen[bytes], until: float) -> tuple[str, Any]:
        (length,) = LENGTH.unpack(_read(process, LENGTH.size, until))
        if length > _LARGEST_ANSWER_BYTES:
            raise EOFError
        answer: tuple[str, Any] = _Answers(BytesIO(_read(process, length, until))).load()
        return answer


def _read(process: subprocess.Popen[bytes], n_bytes: int, until: float) -> bytes:
    """So many bytes of the answer. Raises TimeoutError, EOFError."""
    assert process.stdout is not None
    got = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while len(got) < n_bytes:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(process.stdout.fileno(), min(n_bytes - len(got), 1 << 20))
            if not part:
                raise EOFError
            got += part
    return bytes(got)


class _Answers(pickle.Unpickler):
    """Reads records and instants; nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, where answers may hold it."""
        if (module, name) not in _MAY_BE_ANSWERED:
            raise EOFError(f"the parser's answer holds {module}.{name}")
        return super().find_class(module, name)


_parser = ParserProcess()


def parse_pages(pages: Sequence[Page]) -> list[Parsed]:
    """The article of each page, in order."""
    return [_parser.parse(page) for page in pages]


def read_feed_apart(
    body: bytes, url: str, content_type: str, kind: str = "feed", match: str | None = None
) -> FeedContent:
    """The content of a source of links. Raises FeedError."""
    return _parser.read_feed(body, url, content_type, kind, match)
