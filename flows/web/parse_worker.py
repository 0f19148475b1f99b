"""The process that parses what came from outside: python -m flows.web.parse_worker.

In:   requests on standard input, each a pickle: (name of a parser, its arguments)
Out:  answers on standard output, each a pickle with its length before it: ("ok", value), or
      ("error", message) where the parser refused its input
Never: opens a file or a connection, or outlives the one who asked. A crash, a hang or too much
       memory ends this process, and costs its parent one page.
"""

from __future__ import annotations

import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, BinaryIO

from transforms.records import Page

LENGTH = struct.Struct(">I")
# The parent gives up first; this is for a worker whose parent was killed in the middle.
_ALARM_GRACE_SECONDS = 5
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = Page(
    url="",
    body=b"<html><p>A first page, of a length that makes it an article.</p></html>",
    content_type="text/html",
    fetched_at=_NEVER,
    outlet="",
    feed_id="",
    sha256="",
)


def main(memory_bytes: int, limit_seconds: float) -> None:
    """Answer until the input ends."""
    parsers = _parsers()
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C reaches the whole group; the parent ends this process in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not stand among the answers.
    sys.stdout = sys.stderr
    while True:
        try:
            name, arguments = pickle.load(asked)
        except EOFError:
            return
        # Without a handler of ours, the alarm ends the process wherever it is.
        signal.alarm(int(limit_seconds) + _ALARM_GRACE_SECONDS)
        answer = _answer(parsers[name], arguments)
        signal.alarm(0)
        _send(answers, answer)


def _parsers() -> dict[str, tuple[Callable[..., Any], type[Exception]]]:
    """What can be asked, each with the exception by which it refuses. Loaded before any limit."""
    from transforms.feed import read_feed
    from transforms.feed_record import FeedError
    from transforms.parse import PageUnreadable, parse_page

    parsers: dict[str, tuple[Callable[..., Any], type[Exception]]] = {
        "page": (parse_page, PageUnreadable),
        "feed": (read_feed, FeedError),
    }
    # What the libraries load at their first use, they load before there is a limit.
    _answer(parsers["page"], (_FIRST,))
    return parsers


def _answer(
    parser: tuple[Callable[..., Any], type[Exception]], arguments: tuple[Any, ...]
) -> tuple[str, Any]:
    function, refusal = parser
    try:
        return "ok", function(*arguments)
    except refusal as error:
        return "error", str(error)
    except MemoryError:
        return "error", "it takes too much memory to parse"
    except RecursionError:
        return "error", "it is nested too deeply"
    except Exception as error:
        return "error", f"the parser fails on it: {type(error).__name__}"


def _send(answers: BinaryIO, answer: tuple[str, Any]) -> None:
    packed = pickle.dumps(answer)
    answers.write(LENGTH.pack(len(packed)) + packed)
    answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
