"""An HTML page -> where its links lead.

In:   the body, its content type, the URL it came from
Out:  PageLinks: the canonical address, the feeds it names, its anchors
Never: raises on markup; follows a link. HTML is read by the standard library, which runs no C on
       what came from outside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from transforms.charset import decode
from transforms.feed_record import one_line, web_url

_MAX_ANCHORS = 5_000
FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
)


@dataclass
class PageLinks:
    """The links of a page, absolute. `feeds` and `anchors` are (URL, title or text)."""

    canonical: str | None = None
    title: str | None = None
    feeds: list[tuple[str, str | None]] = field(default_factory=list)
    anchors: list[tuple[str, str | None]] = field(default_factory=list)


def links_of(body: bytes, content_type: str, url: str) -> PageLinks:
    """The links of a page in its order; the first 5,000 anchors."""
    reader = _LinkReader(url)
    reader.feed(decode(body, content_type))
    reader.close()
    return reader.links


class _LinkReader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links = PageLinks()
        self._base = url
        self._open: tuple[str, list[str]] | None = None  # the anchor whose text is being read
        self._title: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in reversed(attrs)}
        if tag == "base" and (base := web_url(said.get("href"), self._base)):
            self._base = base
        elif tag == "title" and self.links.title is None:
            self._title = []
        elif tag == "link":
            self._link(said)
        elif tag == "a":
            self._end_anchor()
            target = web_url(said.get("href"), self._base)
            self._open = (target, []) if target else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_anchor()
        elif tag == "title" and self._title is not None:
            self.links.title, self._title = one_line("".join(self._title)), None

    def handle_data(self, data: str) -> None:
        if self._title is not None:
            self._title.append(data)
        elif self._open is not None:
            self._open[1].append(data)

    def close(self) -> None:
        super().close()
        self._end_anchor()

    def _link(self, said: dict[str, str]) -> None:
        relations = said.get("rel", "").lower().split()
        target = web_url(said.get("href"), self._base)
        if target is None:
            return
        if "canonical" in relations and self.links.canonical is None:
            self.links.canonical = target
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in relations and kind in FEED_TYPES:
            self.links.feeds.append((target, one_line(said.get("title"))))

    def _end_anchor(self) -> None:
        if self._open is not None and len(self.links.anchors) < _MAX_ANCHORS:
            target, words = self._open
            self.links.anchors.append((target, one_line(" ".join(words))))
        self._open = None
