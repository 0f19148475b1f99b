"""The claims of one article -> the same without those that say a thing twice.

In:   Claim, in reading order
Out:  Claim, in the order of their places in the text
Never: joins two sources, two values or two dates. The outlet's own words yield to a named
       source's; a date given once goes for both mentions.
"""

from __future__ import annotations

from collections.abc import Iterable

from transforms.records import Claim
from transforms.speakers import NOBODY


def merged(claims: Iterable[Claim]) -> list[Claim]:
    """Return one claim for what one source says twice: the first mention."""
    in_order = list(claims)
    spoken: dict[tuple[object, ...], list[Claim]] = {}
    for claim in in_order:
        if claim.source not in NOBODY:
            spoken.setdefault(_content(claim), []).append(claim)
    kept: dict[tuple[object, ...], list[Claim]] = {}
    for claim in in_order:
        said_by_others = spoken.get(_content(claim), ()) if claim.source == "outlet" else ()
        if any(_may_be_of_one_time(claim, other) for other in said_by_others):
            continue
        said = kept.setdefault((claim.source, *_content(claim)), [])
        if not any(_same_time(earlier, claim) for earlier in said):
            said.append(claim)
    return sorted((c for said in kept.values() for c in said), key=lambda c: c.start)


def _may_be_of_one_time(one: Claim, other: Claim) -> bool:
    return one.valid_from == other.valid_from or None in (one.valid_from, other.valid_from)


def _same_time(earlier: Claim, later: Claim) -> bool:
    return earlier.valid_from is None or later.valid_from in (None, earlier.valid_from)


def _content(claim: Claim) -> tuple[object, ...]:
    """What a claim says, whoever says it."""
    about = (claim.indicator, claim.place, claim.thing)
    if claim.kind == "level":
        return (*about, claim.polarity, claim.level)
    number = claim.value or (claim.value_low, claim.value_high)
    return (*about, claim.polarity, number)
