"""What comes of asking for a URL: an answer, or why there is none.

In:   what a server said
Out:  Answer, FetchError; Validators, to ask again with
Never: asks.

    FetchError            no answer that can be used; one line
      .is_final           asking again would give the same
"""

from __future__ import annotations

from dataclasses import dataclass, field

_MAX_VALIDATOR_CHARS = 1_000
_MAX_REASON_CHARS = 300


class FetchError(Exception):
    """No usable answer: why, in one line, and whether asking again is of no use."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(one_line(reason, _MAX_REASON_CHARS))
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with, letter for letter."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The request headers that carry them.

        What is not ASCII cannot go back as it came, and what is very long is refused there.
        """
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        fits = {k: v for k, v in pairs if v and v.isascii() and len(v) <= _MAX_VALIDATOR_CHARS}
        return fits


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `url` is where it came from, after redirects; the bodies are those of a 200.

    `wire_body` is the body as it came, still packed, the transfer coding removed.
    """

    url: str
    status: int
    reason_phrase: str
    headers: tuple[tuple[str, str], ...]
    request_headers: tuple[tuple[str, str], ...]
    wire_body: bytes = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


def one_line(text: str, max_chars: int) -> str:
    """What a server said, fit for a message: one line, not too long, nothing a terminal obeys."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= max_chars else f"{words[: max_chars - 1]}…"
