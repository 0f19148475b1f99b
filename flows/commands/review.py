"""The command of an analyst: review.

In:   a home; a claim and what to make of it, or a terminal to ask in
Out:  doubtful claims, one after the other; what was decided; the tally of reviews
Never: imports anything heavy before a command is run; asks where nobody can answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.commands.arguments import (
    DEFAULT_HOME,
    AsJson,
    Home,
    InputError,
    Reason,
    Reviewer,
    reason_of,
    reviewer_of,
    with_log,
)

_KEYS = {"c": "confirmed", "r": "rejected", "a": "amended"}


def review(
    claim: Annotated[str | None, typer.Argument(help="Id of a claim, or its first digits.")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="It was read right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It was read wrong.")] = False,
    amend: Annotated[
        str | None, typer.Option("--amend", help="It should be: value=300,certainty=likely.")
    ] = None,
    reason: Reason = None,
    reviewer: Reviewer = None,
    below: Annotated[
        float | None,
        typer.Option(
            "--below", min=0, max=1, help="Claims read with less confidence; else the watch says."
        ),
    ] = None,
    tally: Annotated[
        bool, typer.Option("--table", help="How reviews fell out, by source and by rule.")
    ] = False,
    home: Home = DEFAULT_HOME,
    json: AsJson = False,
) -> None:
    """Look at doubtful claims, the least sure first; confirm, reject or amend them.

    Example: vedette review 3f9a61c04b1e --amend value=300 --reason "300, not 3,000"
    """
    home = with_log(home)
    chosen = [confirm, reject, amend is not None]
    if tally:
        _show_tally(home, json=json)
    elif any(chosen):
        if sum(chosen) > 1 or claim is None:
            raise InputError("name one claim, and one of --confirm, --reject, --amend")
        verdict = "confirmed" if confirm else "rejected" if reject else "amended"
        _rule(home, claim, verdict, reviewer_of(reviewer), reason_of(reason), amend)
        _republish(home)
        _say(home, claim, json=json)
    elif claim is not None:
        _say(home, claim, json=json)
    elif json or not sys.stdin.isatty():
        _list(home, below, json=json)
    else:
        _ask(home, below, reviewer_of(reviewer))


def _rule(
    home: Path, claim: str, verdict: str, reviewer: str, reason: str, amend: str | None
) -> None:
    from flows.quality.review import amendment_of, review_claim
    from transforms.records import Ruling

    now = datetime.now(UTC)
    amended = amendment_of(amend) if amend is not None else None
    review_claim(home, claim, Ruling(verdict, reviewer, now, reason), now, amended)


def _republish(home: Path) -> None:
    from flows.republish import republish

    republish(home)


def _ask(home: Path, below: float | None, reviewer: str) -> None:
    """Claim after claim, until there are no more or somebody has had enough."""
    from flows.terminal.review import claim_card
    from flows.terminal.show import write

    waiting = list(_doubtful(home, below))
    done = 0
    try:
        for place, (row, text) in enumerate(waiting, 1):
            write(f"{place} of {len(waiting)}", *claim_card(row, text))
            answer = _answer()
            if answer == "q":
                break
            if answer in _KEYS and _ruled_here(home, row["claim_id"], _KEYS[answer], reviewer):
                done += 1
    finally:
        if done:
            _republish(home)
    write(f"{done} reviewed, {len(waiting) - done} left")


def _answer() -> str:
    said: str = typer.prompt("[c]onfirm, [r]eject, [a]mend, [s]kip, [q]uit", default="s")
    return said.strip().lower()[:1]


def _ruled_here(home: Path, claim_id: str, verdict: str, reviewer: str) -> bool:
    """Ask for the rest, and write it down; False, with the cause, where that cannot be."""
    from flows.quality.review import AmendmentError
    from flows.terminal.show import write

    amend = None
    if verdict == "amended":
        amend = typer.prompt("It should be (value=300,certainty=likely)")
    reason: str = typer.prompt("Why", default="read it" if verdict == "confirmed" else None)
    try:
        _rule(home, claim_id, verdict, reviewer, reason_of(reason), amend)
    except (AmendmentError, InputError) as error:
        write(f"nothing was written: {error}")
        return False
    return True


def _doubtful(home: Path, below: float | None) -> Iterator[tuple[dict[str, Any], str | None]]:
    """The claims that wait, each with its article's text."""
    from warehouse.database import connect
    from warehouse.held_rows import texts_of
    from warehouse.reviews import doubtful_claims

    with connect(home) as con:
        rows = doubtful_claims(con, below)
        texts: dict[tuple[str, str], str] = {}
        for watch_id in {row["watch_id"] for row in rows}:
            ids = {row["article_id"] for row in rows if row["watch_id"] == watch_id}
            found = texts_of(con, ids, watch_id)
            texts |= {(watch_id, name): text for name, text in found.items()}
    for row in rows:
        yield row, texts.get((row["watch_id"], row["article_id"]))


def _list(home: Path, below: float | None, *, json: bool) -> None:
    from flows.terminal.review import claim_card
    from flows.terminal.show import as_json, write

    found = list(_doubtful(home, below))
    if json:
        print(as_json([_with_context(row, text) for row, text in found]))
        return
    for row, text in found:
        write(*claim_card(row, text), "")
    write(f"{len(found)} claims wait for a review")


def _say(home: Path, claim: str, *, json: bool) -> None:
    """One claim as it stands now."""
    from flows.terminal.review import claim_card
    from flows.terminal.show import as_json, write
    from warehouse.database import connect
    from warehouse.held_rows import texts_of
    from warehouse.reviews import claim_named

    with connect(home) as con:
        row = claim_named(con, claim)
        text = texts_of(con, {row["article_id"]}, row["watch_id"]).get(row["article_id"])
    if json:
        print(as_json(_with_context(row, text)))
        return
    write(*claim_card(row, text), f"status: {row['status']}")
    if row["amended_from"]:
        write(f"amended from {row['amended_from']}")


def _with_context(row: Mapping[str, Any], text: str | None) -> dict[str, Any]:
    from flows.terminal.review import context_of

    before, after = context_of(row, text)
    return {**row, "before": before, "after": after}


def _show_tally(home: Path, *, json: bool) -> None:
    from flows.terminal.show import as_json, page, table
    from warehouse.database import connect
    from warehouse.reviews import tally

    with connect(home) as con:
        answer = tally(con)
    if json:
        print(as_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows]))
    else:
        page(table(answer.columns, answer.rows))
