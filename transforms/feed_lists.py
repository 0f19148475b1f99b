"""Links without a feed: a page of links, and a text file of URLs -> entries.

In:   the body, the URL it came from, its content type
Out:  FeedContent; no dates, as neither has any
Never: leaves the site of a page of links, unless a regular expression chooses among its links.
"""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit

from transforms.feed_record import FeedContent, FeedEntry, web_url
from transforms.page_links import links_of

# What a page of news links to besides pages.
_NO_PAGES = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".pdf", ".zip"),
    *(".mp3", ".mp4", ".m4a", ".webm", ".xml", ".rss", ".json", ".doc", ".docx", ".xls", ".xlsx"),
)


def read_links(body: bytes, url: str, content_type: str, *, has_match: bool) -> FeedContent:
    """The links of a page, each once, in its order; those to other sites only with a match."""
    page = links_of(body, content_type, url)
    own = {urldefrag(url).url, page.canonical}
    found: dict[str, FeedEntry] = {}
    for target, text in page.anchors:
        is_page = not urlsplit(target).path.lower().endswith(_NO_PAGES)
        if target not in own and is_page and (has_match or is_same_site(target, url)):
            found.setdefault(target, FeedEntry(target, text))
    return FeedContent(form="page of links", title=page.title, entries=tuple(found.values()))


def read_urls(body: bytes, url: str) -> FeedContent:
    """The URLs of a text file, one a line; a # after a blank or at the start opens a comment."""
    lines = (line.strip() for line in body.decode("utf-8-sig", "replace").splitlines())
    written = [line.split(" #")[0].strip() for line in lines if line and not line.startswith("#")]
    read = [web_url(line, "") for line in written]
    return FeedContent(
        form="list of URLs",
        title=urlsplit(url).path.rpartition("/")[2] or None,
        entries=tuple(FeedEntry(link) for link in read if link),
        unusable=read.count(None),
    )


def host_of(url: str) -> str:
    """The host of a URL without its www; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_same_site(url: str, other: str) -> bool:
    """Whether a URL lies on the other's host, or below it."""
    host, site = host_of(url), host_of(other)
    return bool(host) and (host == site or host.endswith(f".{site}"))
