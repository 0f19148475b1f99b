"""What the command line prints: states, claims, runs; as text, tables, or JSON.

In:   rows of the views, the outcome of a run
Out:  rich renderables, plain texts
Never: asks the database, or lets a word from outside steer the terminal: titles, sentences and
       addresses are shown without markup and without control characters. Colours only where
       somebody looks (rich leaves them out of a pipe).
"""

from __future__ import annotations

import json
import os
import pydoc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from flows.outcome import Outcome

# A pipe or a file has no width of its own: wide enough that few cells are folded.
_WIDTH_OF_A_PIPE = 160
_FLAGS_SHOWN = 20


def console() -> Console:
    """The terminal; in a pipe, plain text of a fixed width."""
    probe = Console()
    return probe if probe.is_terminal else Console(width=_WIDTH_OF_A_PIPE)


def write(*lines: Text | str | Table) -> None:
    """Print lines as they are: no markup is read, nothing but a table is wrapped."""
    _print(console(), lines)


def page(*lines: Text | str | Table) -> None:
    """The same; on a terminal, what is longer than the screen goes through the user's pager."""
    out = console()
    if not out.is_terminal:
        _print(out, lines)
        return
    with out.capture() as caught:
        _print(out, lines)
    text = caught.get()
    if text.count("\n") < out.height:
        out.file.write(text)
        return
    os.environ.setdefault("LESS", "FRX")  # colours as they are; as git does
    pydoc.pager(text)


def _print(out: Console, lines: Iterable[Text | str | Table]) -> None:
    for line in lines:
        text = Text(clean(line)) if isinstance(line, str) else line
        out.print(text, highlight=False, soft_wrap=not isinstance(text, Table))


def clean(text: str) -> str:
    """Text from outside on one line: white space becomes a blank, control characters visible.

    Escape sequences, bells, and marks that turn the direction of writing are control characters.
    """
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))


def number(value: float | None) -> str:
    """12,000; nothing for no number."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def range_of(row: Mapping[str, Any]) -> str:
    """The range of a quantity as words: "3,000 to 12,000", "at least 300"."""
    low, high = row.get("value_low"), row.get("value_high")
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {number(low)}"
    if low is None:
        return f"at most {number(high)}"
    if low == high:
        return number(low)
    return f"{number(low)} to {number(high)}"


def state_text(row: Mapping[str, Any]) -> str:
    """A state in a few words: its rung, or its value with the unit."""
    if row.get("kind") == "level":
        return row.get("level") or "no claim"
    value = row.get("value")
    if value is None:
        return "no claim"
    is_least = row.get("value_high") is None and row.get("value_low") == value
    return f"{'at least ' if is_least else ''}{number(value)} {row.get('unit') or ''}".strip()


def cell(value: Any) -> str:
    """Any value of a row, as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(v) for v in value)
    return clean(str(value))


def as_json(value: Any, indent: int | None = 2) -> str:
    """JSON for a program: dates in ISO 8601, keys as in the views.

    What is not printable is escaped, so that it does no harm in a terminal either.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> Table:
    """A table of rows as they are; numbers to the right."""
    rows = [list(row) for row in rows]
    shown = Table(title=title, title_justify="left", header_style="bold", show_edge=False)
    for index, name in enumerate(columns):
        values = [row[index] for row in rows if row[index] is not None]
        numeric = bool(values) and all(
            isinstance(v, (int, float)) and not isinstance(v, bool) for v in values
        )
        shown.add_column(Text(clean(name)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell(value)) for value in row))
    return shown


def state_table(rows: Sequence[Mapping[str, Any]], as_of: str) -> Table:
    """The board in a terminal: one line an indicator."""
    columns = ("indicator", "state", "range", "certainty", "grade", "origins", "since", "newest")
    lines = [
        (
            row["indicator"],
            state_text(row),
            range_of(row),
            row["certainty"],
            grade(row),
            row["origins"],
            row["since"],
            row["newest_position_on"],
            ", ".join(_marks(row)),
        )
        for row in rows
    ]
    return table((*columns, ""), lines, title=f"State as of {as_of}")


def state_line(row: Mapping[str, Any]) -> Text:
    """A state on one line: what, range, grade, who, since when."""
    span = range_of(row)
    parts = [
        state_text(row) + ("" if state_text(row).startswith(span) else f" ({span})"),
        row["certainty"],
        f"grade {grade(row)}",
        f"{_count(row['origins'], 'origin')} in {_count(row['articles'], 'article')}",
        f"since {cell(row['since'])}" if row["since"] else "",
        *_marks(row),
    ]
    said = clean(", ".join(part for part in parts if part))
    return Text.assemble((row["indicator"], "bold"), f": {said}")


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def grade(row: Mapping[str, Any]) -> str:
    """Admiralty: the reliability of the source, the credibility of what is said."""
    return f"{row['reliability'] or 'F'}{row['credibility']}"


def _marks(row: Mapping[str, Any]) -> Iterator[str]:
    for word in ("disputed", "stale"):
        if row[f"is_{word}"]:
            yield word


def claim_lines(
    row: Mapping[str, Any], names: Mapping[str, str], *, with_indicator: bool = False
) -> Iterator[Text]:
    """A claim on three lines: who says what with which weight; the sentence; where it stands.

    `row` is of the view claims; of reasons, which knows the claim's role, too; or of claim_history,
    which knows its status, and why it was withdrawn.
    """
    what = row["level"] or range_of(row) or number(row["value"])
    about = f"{row['indicator']} " if with_indicator else ""
    no = "not " if row["polarity"] == "negated" else ""
    more = "plus " if row["is_increment"] else ""
    judged = [
        row.get("role", ""),
        f"reliability {row['reliability']}" if "reliability" in row else "",
        row["certainty"],
        f"weight {row['weight']}" if "weight" in row else row["status"],
        cell(row["position_date"]),
    ]
    yield Text.assemble(
        (_speaker(row, names), "bold"),
        f"  {about}{no}{more}{what}  ({', '.join(word for word in judged if word)})",
    )
    yield Text(f"    “{clean(row['evidence'])}”")
    title = f"{clean(row['title'])}  " if row["title"] else ""
    yield Text.assemble("    ", title, (clean(row["url"]), "dim"))
    if row.get("withdrawn_reason"):
        yield Text(f"    {clean(row['withdrawn_reason'])}", style="dim")


def _speaker(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who answers for a claim: the party's name and id; for nobody named, the outlet."""
    source, outlet = row["source"], names.get(row["outlet"], row["outlet"] or "?")
    if source == "outlet":
        return clean(f"{outlet}, in its own voice")
    if source == "unknown":
        return clean(f"somebody not named, in {outlet}")
    return clean(f"{names[source]} ({source})" if source in names else source)


def outcome_lines(outcome: Outcome) -> Iterator[Text]:
    """What a run came to."""
    asked = outcome.feeds_asked or outcome.ledger.listed or outcome.events_appended
    yield from _counts(outcome) if asked or not outcome.feeds else _nothing_due(outcome)
    for failure in outcome.failures:
        yield Text(f"failed: {clean(failure)}", style="dim")
    for warning in outcome.warnings[:_FLAGS_SHOWN]:
        yield Text(f"flagged: {clean(warning)}", style="yellow")
    if len(outcome.warnings) > _FLAGS_SHOWN:
        more = len(outcome.warnings) - _FLAGS_SHOWN
        yield Text(f"flagged: {more} more; vedette checks shows all", style="yellow")
    for event in outcome.alerts:
        yield Text.assemble(("ALERT ", "bold yellow"), clean(event.title or ""))
    for event in outcome.deliveries:
        if event.event_type == "alert_failed":
            said = f"alert not delivered to {event.target}: {event.reason}"
            yield Text(clean(said), style="yellow")


def _nothing_due(outcome: Outcome) -> Iterator[Text]:
    at = f"; the next at {cell(outcome.next_due_at)} UTC" if outcome.next_due_at else ""
    yield Text(f"nothing is due: {_count(outcome.feeds, 'feed')}{at}")


def _counts(outcome: Outcome) -> Iterator[Text]:
    ledger = outcome.ledger
    yield Text(
        f"{ledger.listed} listed, {ledger.known} known, {ledger.fetched} fetched: "
        f"{ledger.parsed} parsed ({ledger.with_claims} with claims), {ledger.unchanged} unchanged, "
        f"{ledger.duplicate} duplicate, {ledger.quarantined} quarantined, {ledger.failed} failed"
    )
    yield Text(
        f"{ledger.claims} claims, {ledger.claims_withdrawn} withdrawn, "
        f"{ledger.claims_quarantined} quarantined; {outcome.events_appended} events appended"
    )


@contextmanager
def progress_bar(doing: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error: (done, to do). None where nobody looks."""
    from rich.progress import Progress

    out = Console(stderr=True)
    with Progress(console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(doing, total=None, visible=False)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=done < total)

        yield step
