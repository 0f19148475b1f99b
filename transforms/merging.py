"""The claims of one article -> the same without those that say a thing twice.

In:   Claim, in reading order
Out:  Claim, in the order of their places in the text
Never: joins two sources, two values or two dates. The outlet's own words yield to a named
       source's; a date given once goes for both mentions.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from transforms.records import Claim
from transforms.speakers import NOBODY

# A deed of longer ago is background, and not the one that the article tells of without a date.
_OF_NOW_DAYS = 31


def merged(claims: Iterable[Claim], published_on: date | None = None) -> list[Claim]:
    """Return one claim for what one source says twice: the first mention."""
    in_order = list(claims)
    spoken: dict[tuple[object, ...], list[Claim]] = {}
    for claim in in_order:
        if claim.source not in NOBODY:
            spoken.setdefault(_content(claim), []).append(claim)
    kept: dict[tuple[object, ...], list[Claim]] = {}
    for claim in in_order:
        said_by_others = spoken.get(_content(claim), ()) if claim.source == "outlet" else ()
        if any(_may_be_of_one_time(claim, other, published_on) for other in said_by_others):
            continue
        said = kept.setdefault((claim.source, *_content(claim)), [])
        if not any(_same_time(earlier, claim, published_on) for earlier in said):
            said.append(claim)
    return sorted((c for said in kept.values() for c in said), key=lambda c: c.start)


def _may_be_of_one_time(one: Claim, other: Claim, published_on: date | None) -> bool:
    """Whether two claims can be of one time; what is long past is none of now's."""
    if one.valid_from == other.valid_from:
        return True
    days = [day for c in (one, other) if (day := c.valid_to or c.valid_from)]
    if len(days) == 2:
        return False
    is_past = published_on is not None and (published_on - days[0]).days > _OF_NOW_DAYS
    return one.kind == "quantity" or not is_past


def _same_time(earlier: Claim, later: Claim, published_on: date | None) -> bool:
    both = earlier.valid_from is not None and later.valid_from is not None
    if both:
        return earlier.valid_from == later.valid_from
    return _may_be_of_one_time(earlier, later, published_on)


def _content(claim: Claim) -> tuple[object, ...]:
    """What a claim says, whoever says it."""
    about = (claim.indicator, claim.place, claim.thing)
    if claim.kind == "level":
        return (*about, claim.polarity, claim.level)
    number = claim.value or (claim.value_low, claim.value_high)
    return (*about, claim.polarity, number)
