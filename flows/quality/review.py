"""An analyst's word on a claim: confirmed, rejected, or amended.

In:   a home, the id of a claim, a Ruling; for an amendment, the columns as they should be
Out:  one claim_reviewed event in the log; the views brought up to it
Never: changes what was read: an amendment stands beside it. Nor does it let an amendment pass that
       the gate would not have let pass as a claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.quality.quarantine import by_hand
from transforms.events import AMENDABLE, claim_reviewed, content_hash
from transforms.records import Event, Ruling
from warehouse.database import connect
from warehouse.held_rows import texts_of, watch_as_logged
from warehouse.log import EventLog
from warehouse.reviews import as_it_stands, claim_named, waived_of

# As they are typed; the names of the columns are understood, too.
_SHORT = {"low": "value_low", "high": "value_high", "increment": "is_increment"}
_NUMBERS = ("value", "value_low", "value_high")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


class AmendmentError(Exception):
    """What is wrong with an amendment, in one line."""


def review_claim(
    home: Path, name: str, ruling: Ruling, now: datetime, amended: Mapping[str, Any] | None = None
) -> Event:
    """Append what `ruling` says of the claim whose id begins with `name`. The views follow when
    they are published. Raises NoSuchClaim, AmendmentError, GateFault."""
    with connect(home) as con:
        row = claim_named(con, name)
        claim = as_it_stands(con, row)
        if amended:
            _check(con, claim, amended)
    event = claim_reviewed(claim, ruling, by_hand(now), amended)
    batch_id = content_hash({"events": [event.event_id]})
    EventLog(home).append([event], batch_id=batch_id, now=now)
    return event


def amendment_of(text: str) -> dict[str, Any]:
    """`value=300,certainty=likely` as columns; nothing after the sign means none. A value without
    bounds is exact. Raises AmendmentError."""
    amended: dict[str, Any] = {}
    for part in text.split(","):
        typed, sign, value = (piece.strip() for piece in part.partition("="))
        name = _SHORT.get(typed, typed)
        if not sign or name not in AMENDABLE:
            can = ", ".join(("value", *_SHORT, *AMENDABLE[3:4], *AMENDABLE[5:]))
            raise AmendmentError(f"{part.strip()!r}: write NAME=VALUE; names are {can}")
        amended[name] = _value(name, value)
    if "value" in amended and not amended.keys() & {"value_low", "value_high"}:
        amended |= dict.fromkeys(("value_low", "value_high"), amended["value"])
        amended.setdefault("approximation", "exact")
    return amended


def _value(name: str, text: str) -> Any:
    if not text:
        return None
    if name == "is_increment":
        if text.lower() not in _TRUTH:
            raise AmendmentError(f"increment={text}: write true or false")
        return _TRUTH[text.lower()]
    if name not in _NUMBERS:
        return text
    try:
        return float(text)
    except ValueError:
        raise AmendmentError(
            f"{name}={text}: is no number; write it as 1200 or 1200.5, without separators"
        ) from None


def _check(con: Any, claim: Event, amended: Mapping[str, Any]) -> None:
    """The claim as amended, before the gate. Raises AmendmentError."""
    from expectations.gate import Beside, sift

    claimed = replace(claim, **amended)
    if claimed == claim:
        raise AmendmentError("nothing would change: the claim says so already")
    watch = watch_as_logged(con, claim.watch_id)
    texts = texts_of(con, {claim.article_id}, claim.watch_id)
    waived = {claim.event_id: waived_of(con, claim.claim_id or "")}
    verdict = sift([claimed], watch, Beside(texts, waived=waived))
    for row in verdict.quarantined:
        raise AmendmentError(f"{row.expectation}: {row.column} is {row.observed}")
