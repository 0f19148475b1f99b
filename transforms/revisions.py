"""Two readings of one address -> which claims stay, which are gone, which are new.

In:   the live claims of an address, as they were asserted; what its newest text says
Out:  Revision: each old claim is kept or gone; each new one is new or says what a kept one says
Never: compares offsets, or dates that nothing but the day of reading moved.

A claim that stays keeps its identity and its evidence, in the revision in which it was first read.
Its dates stay too: "on Friday", unchanged in a text that was corrected a week later, is still the
Friday of the first version.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.records import Article, Event

_SAYS = (
    *("indicator", "series", "kind", "polarity", "certainty", "value", "value_low", "value_high"),
    *("approximation", "unit", "is_increment", "level", "source"),
)
_DATES = ("stated_on", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new text does to the claims of its address."""

    kept: tuple[Event, ...] = ()
    gone: tuple[Event, ...] = ()
    new: tuple[Event, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the new text says what the old ones said."""
        return not self.gone and not self.new


def revision_of(article: Article, live: Sequence[Event], said: Sequence[Event]) -> Revision:
    """Compare the live claims of an address with what its newest text says.

    A retraction takes everything back, whatever the text still says. Of a live blog nothing is
    taken back for being gone, unless the text says that it was wrong: old posts move off the page.
    """
    if article.notice_kind == "retraction":
        return Revision(gone=tuple(live))
    kept, gone, new = _paired(live, said)
    if article.is_live_blog and article.notice_kind != "correction":
        return Revision((*kept, *gone), (), tuple(new))
    return Revision(tuple(kept), tuple(gone), tuple(new))


def reason_of(article: Article, known_notice: str | None) -> str:
    """Why claims of earlier texts are gone: the article's own words, where it gives any that the
    text before did not."""
    verb = {"correction": "corrected", "retraction": "retracted"}.get(article.notice_kind or "")
    if verb and article.notice and article.notice != known_notice:
        return f"{verb}: {article.notice}"
    return f"revised: {article.url} has a newer text"


def _paired(
    live: Sequence[Event], said: Sequence[Event]
) -> tuple[list[Event], list[Event], list[Event]]:
    """Pair one old claim with one new one: those alike to the day first."""
    kept: list[Event] = []
    gone, new = list(live), list(said)
    for with_dates in (True, False):
        waiting: dict[tuple[object, ...], list[Event]] = defaultdict(list)
        for claim in new:
            waiting[_content(claim, with_dates)].append(claim)
        unmatched = []
        for claim in gone:
            alike = waiting[_content(claim, with_dates)]
            if alike:
                alike.pop(0)
                kept.append(claim)
            else:
                unmatched.append(claim)
        left = {id(claim) for claims in waiting.values() for claim in claims}
        gone, new = unmatched, [claim for claim in new if id(claim) in left]
    return kept, gone, new


def _content(claim: Event, with_dates: bool) -> tuple[object, ...]:
    """What a claim says, in which words; their commas and quotation marks do not count."""
    words = tuple(re.findall(r"\w+", (claim.evidence or "").lower()))
    names = (*_SAYS, *_DATES) if with_dates else _SAYS
    return (*(getattr(claim, name) for name in names), words)
