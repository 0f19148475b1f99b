"""Values of the views -> the words and addresses that a page may show.

In:   rows of the views
Out:  short texts; addresses that are safe to link; names of files
Never: markup: the templates escape whatever comes from here. A text from outside comes out bounded
       and without control characters; an address comes out only where it is one of the web, without
       a user's name or password in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from flows.terminal.show import clean, number, range_of, state_text

MOST_CHARS = 2_000
_TITLE_CHARS = 240
# NATO AJP-2.1 (the Admiralty code); apart from each other.
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    1: "confirmed",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
# Intelligence Community Directive 203, its ends added.
LIKELIHOOD = {
    "certain": "certain",
    "almost_certain": "almost certain (95 to 99 %)",
    "very_likely": "very likely (80 to 95 %)",
    "likely": "likely (55 to 80 %)",
    "even": "roughly even chance (45 to 55 %)",
    "unlikely": "unlikely (20 to 45 %)",
    "very_unlikely": "very unlikely (5 to 20 %)",
    "remote": "remote chance (1 to 5 %)",
}
_TRANSITIONS = {
    "baseline": "first state",
    "value_change": "value changed",
    "level_up": "up the ladder",
    "level_down": "down the ladder",
    "range_change": "range changed",
    "new_dispute": "disputed",
    "dispute_settled": "no longer disputed",
    "stale": "gone stale",
    "fresh": "fresh again",
}
# Not printable, and yet parts of a text: breaks, joiners, soft hyphens, blanks that hold together.
_KEPT = "\n\t\u200c\u200d\u00ad\u00a0"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def headline(row: Mapping[str, Any]) -> str:
    """A state or position in a word or two: "600 soldiers", "preparing", "no claim"."""
    return clean(state_text(row))


def span(row: Mapping[str, Any]) -> str:
    """The range where it says more than the value: "540 to 1,100"."""
    words = range_of(row)
    return "" if state_text(row).startswith(words) else words


def said(row: Mapping[str, Any]) -> str:
    """What a claim or position says: "not launched", "plus 100 soldiers", "540 to 660 soldiers"."""
    if row["kind"] == "level":
        what = clean(row["level"] or "")
    else:
        what = f"{range_of(row) or number(row['value'])} {clean(row['unit'] or '')}".strip()
    no = "not " if row.get("polarity") == "negated" else ""
    more = "plus " if row.get("is_increment") else ""
    return f"{no}{more}{what}" if what else ""


def likelihood(certainty: str | None) -> str:
    """The stated likelihood in the words of ICD 203."""
    return LIKELIHOOD.get(certainty or "", clean((certainty or "").replace("_", " ")))


def grade(row: Mapping[str, Any]) -> str:
    """Admiralty: the source's reliability, the credibility of what is said: B2."""
    return f"{row['reliability'] or 'F'}{row['credibility']}"


def transition_words(reason: str | None) -> str:
    """What a change of a state was, for a reader: "value changed, disputed"."""
    names = (name.strip() for name in (reason or "").split(","))
    return ", ".join(_TRANSITIONS.get(n, clean(n.replace("_", " "))) for n in names if n)


def day(value: date | datetime | None) -> str:
    """2024-11-03, UTC; nothing for none."""
    return value.strftime("%Y-%m-%d") if value else ""


def minute(value: datetime | None) -> str:
    """2024-11-03 23:30, UTC; nothing for none."""
    return value.strftime("%Y-%m-%d %H:%M") if value else ""


def title(text: str | None) -> str:
    """A headline or a name on one line, bounded."""
    words = " ".join((text or "").split())
    return _bounded(words if words.isprintable() else clean(words), _TITLE_CHARS)


def quotation(text: str | None) -> str:
    """Words as they stand in an article, letter for letter; bounded. What no page can hold shows
    as a replacement character."""
    if text and text.isprintable():
        return _bounded(text, MOST_CHARS)
    kept = (c if c.isprintable() or c in _KEPT else _shown(c) for c in text or "")
    return _bounded("".join(kept), MOST_CHARS)


def link(url: str | None) -> str | None:
    """The address, where it is one of the web that a reader may be sent to."""
    try:
        parts = urlsplit(url or "")
        names_somebody = parts.username is not None or parts.password is not None
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return url if is_web and not names_somebody and len(url or "") <= MOST_CHARS else None


def host(url: str | None) -> str:
    """The host of an address, without what may be secret in the rest of it."""
    try:
        return clean(urlsplit(url or "").hostname or "")
    except ValueError:
        return ""


def speaker(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who answers for a claim; for nobody named, where it stands."""
    source, outlet = row["source"], names.get(row["outlet"] or "", row["outlet"] or "?")
    if source == "outlet":
        return title(f"{outlet}, in its own voice")
    if source == "unknown":
        return title(f"somebody not named, in {outlet}")
    return title(names.get(source, source))


def page_name(watch_id: str, indicator: str, part: str = "") -> str:
    """The file of an indicator's page. A place or thing in the indicator's name may be anything,
    so what is no plain word is told apart by its hash."""
    return f"{_slug(watch_id)}.{_slug(indicator)}{'.' if part else ''}{part}.html"


def _slug(name: str) -> str:
    if _NAME.fullmatch(name):
        return name
    plain = _NOT_NAME.sub("-", name.lower()).strip("-")[:40]
    return f"{plain or 'x'}--{sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _bounded(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _shown(character: str) -> str:
    """White space of any kind is a blank; marks of direction are kept apart by the page; the rest
    is shown as what it is: not printable."""
    return " " if character.isspace() else "\ufffd"
