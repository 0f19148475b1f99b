"""The JSON-LD blocks of a page -> the node of its article, and that of the page around it.

In:   lxml's root element, the page's URL
Out:  plain dicts, as they were written; empty where nothing is stated
Never: recurses (a block may be nested a million deep), or raises for what a page writes.
Source: schema.org; https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from transforms.vocabulary.pages import ARTICLE_TYPES, PAGE_TYPES

Node = dict[str, Any]

_MOST_NODES = 2_000  # pages have a dozen
_INWARDS = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")


def article_and_page(tree: Any, url: str) -> tuple[Node, Node]:
    """The node of the page's article and the one of the page itself; {} where there is none.

    Of several articles, the one that states the page's URL; else the first.
    """
    nodes = list(_nodes(tree))
    articles = [n for n in nodes if any(t.endswith(ARTICLE_TYPES) for t in types_of(n))]
    own = [n for n in articles if _path(url) in map(_path, _addresses(n))]
    pages = (n for n in nodes if any(t in PAGE_TYPES for t in types_of(n)))
    return next(iter(own or articles), {}), next(pages, {})


def types_of(node: Node) -> tuple[str, ...]:
    """The schema.org types of a node, without their address."""
    return tuple(str(t).rpartition("/")[2] for t in as_list(node.get("@type")))


def text_of(value: object) -> str:
    """A value that should be a text: the first of a list, the name of a node; "" for others."""
    first = next(iter(as_list(value)), None)
    if isinstance(first, dict):
        first = first.get("name") or first.get("@value")
    return first if isinstance(first, str) else ""


def as_list(value: object) -> Sequence[Any]:
    """JSON-LD writes one value or a list of them."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _nodes(tree: Any) -> Iterator[Node]:
    queue: deque[object] = deque()
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            queue.append(_loads(script.text or ""))
    for _ in range(_MOST_NODES):
        if not queue:
            return
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item[:_MOST_NODES])
        elif isinstance(item, dict):
            yield item
            queue.extend(item[name] for name in _INWARDS if name in item)


def _loads(text: str) -> object:
    try:
        return json.loads(_WRAPPING.sub("", text).strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _addresses(node: Node) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        value = node.get(name)
        value = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
        if isinstance(value, str):
            yield value


def _path(url: str) -> str:
    """What two addresses of one article have in common, whatever their scheme and query."""
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:  # "http://[": the page's own fault
        return url
