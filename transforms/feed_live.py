"""Does an entry announce a live blog, which changes with every line that is added?

In:   a URL, a title
Out:  yes or no
Never: looks at the host: a paper may be called so.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PATH = re.compile(
    r"(?:^|[/_-])live(?:$|[/_.-](?:blog|updates?|news|coverage|reporting|ticker|feed)|/)"
    r"|liveblog|live-?ticker|(?:^|/)live-|-live(?:$|[/.])",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^live\b\s*[:|–—-]|\blive (?:blog|updates?|coverage)\b|[–—|-]\s*live$", re.IGNORECASE
)


def is_live(url: str, title: str | None) -> bool:
    """Whether the URL's path or the title says that the page is a live blog."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return bool(_PATH.search(path) or _TITLE.search((title or "").strip()))
