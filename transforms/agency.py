"""A text, its byline -> the news agency whose report it is, and who speaks in its own voice.

In:   a text, normalised; its author and the organisations that the page names as authors; parties
Out:  the agency's name, or None; the party that stands for it
Never: takes a mention for a byline: what "Reuters reported" is told by another outlet. Two
       agencies in the bylines make a report of neither.

Forty outlets that print one agency's report are one origin, and so are those that rewrote it
until no near-copy is left: what such a text says in its own voice, the agency says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from transforms.records import Claim, Party
from transforms.vocabulary.agencies import AGENCIES, OF_PICTURES, WIRE_CREDITS

_HEAD, _FOOT = 2, 3  # paragraphs
_MOST_CHARS = 400
_NAME_OF = {form: name for name, forms in AGENCIES.items() for form in (name, *forms)}
_FORM = "(?P<form>" + "|".join(sorted(map(re.escape, _NAME_OF), key=len, reverse=True)) + r")\b"
_A = rf"(?:[Tt]he )?{_FORM}"
_HEAD_LINE = [
    # "SEOUL, Oct. 31 (Yonhap) -- ", "BERLIN/PARIS (Reuters) - "
    re.compile(rf"(?:[A-Z][\w.'’/-]*|\d{{1,2}}|of|and|,|:| )+\({_A}\)(?=\W)"),
    # "(Reuters) - ", "AP — "
    re.compile(rf"\(?{_A}\)?\s?[-–—:]+ "),
]
_FOOT_LINE = [
    re.compile(rf".*(?:[-–—]\s?|\(){_A}\)?\.?$"),  # "… the ministry said. – AFP"
    re.compile(rf".*(?:©|\([Cc]\)|[Cc]opyright)\s?(?:\d{{4}},? )?{_A}"),
    re.compile(rf".*\b[Rr]eporting by [^\n]{{0,120}}\bfor {_A}"),
]
_WHOLE_LINE = re.compile(
    rf"\W*(?:(?:[Bb]y|[Ss]ource|[Vv]ia|[Ff]rom|[Aa]gency)\b:? )?{_A}(?: staff| News Agency)?\W*$"
)
_CREDITS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in WIRE_CREDITS]
_PARTS = (*_NAME_OF, "eporting by ")
_PICTURE = re.compile(OF_PICTURES, re.IGNORECASE)


def agency_of(text: str, author: str | None, organisations: Iterable[str] = ()) -> str | None:
    """The agency of a text's bylines; None where there is none, or more than one."""
    authors = re.split(r"[,;|/]| and | with ", author or "")
    found = {*_in_bylines((*authors, *organisations)), *_in_text(text)}
    return found.pop() if len(found) == 1 else None


def in_its_voice(
    claims: Sequence[Claim], agency: str | None, parties: Sequence[Party]
) -> list[Claim]:
    """The claims of a text, those in its own voice given to its agency."""
    if agency is None:
        return list(claims)
    speaker = _party_of(agency, parties)
    return [
        replace(claim, source=speaker, source_text=agency, attribution=(speaker,))
        if claim.source == "outlet"
        else claim
        for claim in claims
    ]


def _in_bylines(bylines: Iterable[str]) -> Iterator[str]:
    for byline in bylines:
        if match := _WHOLE_LINE.match(byline.strip()):
            yield _NAME_OF[match["form"]]


def _in_text(text: str) -> Iterator[str]:
    lines = text.split("\n")
    for patterns, part in (
        ((*_HEAD_LINE, _WHOLE_LINE), lines[:_HEAD]),
        ((*_FOOT_LINE, _WHOLE_LINE), lines[-_FOOT:]),
    ):
        for line in part:
            yield from _in_line(line, patterns)


def _in_line(line: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[str]:
    # A dateline opens a line, a credit closes it.
    for piece in {line[:_MOST_CHARS], line[-_MOST_CHARS:]}:
        # Most lines name no agency: the search for a part costs a hundredth of the patterns.
        if not any(part in piece for part in _PARTS) or _PICTURE.search(piece):
            continue
        for pattern in patterns:
            if match := pattern.match(piece):
                yield _NAME_OF[match["form"]]
        for name, credit in _CREDITS:
            if credit.match(piece):
                yield name


def _party_of(agency: str, parties: Sequence[Party]) -> str:
    """The watch's party of that name, or an id in the style of the others."""
    names = {agency, *AGENCIES[agency]}
    known = (party.id for party in parties if names & set(party.names))
    return next(known, "media." + re.sub(r"\W+", "-", agency.lower()))
