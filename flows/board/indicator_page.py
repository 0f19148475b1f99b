"""The page of an indicator: its state, who stands where, every claim, what changed and why.

In:   Rows
Out:  IndicatorPage; where there are many claims, one more for each year, or month of a full year
Never: markup, files, a clock; a claim that is on no page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.board.cards import Card, Change, card_of, changes_of
from flows.board.charts import chart_of, loudest_of
from flows.board.claim_lines import (
    AlertLine,
    ClaimLine,
    CorrectionLine,
    PositionLine,
    alerts_of,
    claim_line,
    correction_line,
    position_line,
)
from flows.board.rows import Key, Row, Rows
from flows.board.words import minute, page_name, title
from flows.terminal.show import number

# A page of so many claims opens at once; a reader who wants older ones wants them by time.
MOST_CLAIMS = 300


@dataclass(frozen=True, slots=True)
class Period:
    """A page with the claims of a year or a month: 2024, 2024-11."""

    name: str
    href: str
    claims: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """All of an indicator's page. `period` is empty on the first one, which has everything but the
    older claims; the page of a period has its claims and nothing else."""

    card: Card
    href: str
    period: str
    indicator: str
    unit: str
    watch: str
    at: str
    chart: dict[str, Any] | None
    positions: tuple[PositionLine, ...]
    claims: tuple[ClaimLine, ...]
    n_claims: str
    periods: tuple[Period, ...]
    changes: tuple[Change, ...]
    alerts: tuple[AlertLine, ...]
    corrections: tuple[CorrectionLine, ...]


def indicator_pages(rows: Rows, state: Row) -> Iterator[IndicatorPage]:
    """The pages of the indicator of a row of the view `state`."""
    key: Key = (state["watch_id"], state["indicator"])
    card, claims = card_of(rows, state), rows.claims.get(key, [])
    parts = _by_period(claims) if len(claims) > MOST_CLAIMS else {}
    periods = tuple(
        Period(name, page_name(*key, name), number(len(part))) for name, part in parts.items()
    )
    who = loudest_of(claims, rows.names, rows.indicators[key])
    yield _page(rows, card, claims[:MOST_CLAIMS], periods, who)
    for period in periods:
        yield _page(rows, card, parts[period.name], periods, who, period)


def _page(
    rows: Rows,
    card: Card,
    claims: Sequence[Row],
    periods: tuple[Period, ...],
    who: Sequence[str],
    of: Period | None = None,
) -> IndicatorPage:
    key, names = card.key, rows.names
    indicator = rows.indicators[key]
    is_first = of is None
    positions = rows.positions.get(key, []) if is_first else []
    corrections = rows.corrections.get(key, []) if is_first else []
    return IndicatorPage(
        card=card,
        href=of.href if of else card.href,
        period=of.name if of else "",
        indicator=title(key[1]),
        unit=title(indicator["unit"]),
        watch=title(rows.watches.get(key[0])),
        at=minute(rows.at),
        chart=chart_of(claims, rows.history.get(key, []), names, indicator, rows.at, who),
        positions=tuple(position_line(row, names) for row in positions),
        claims=tuple(claim_line(row, names) for row in claims),
        n_claims=number(len(rows.claims.get(key, []))),
        periods=periods,
        changes=tuple(changes_of(rows, key)) if is_first else (),
        alerts=tuple(alerts_of(rows, *key)) if is_first else (),
        corrections=tuple(correction_line(row, names) for row in corrections),
    )


def _by_period(claims: Sequence[Row]) -> dict[str, list[Row]]:
    """The claims by the year that they speak for, the newest first; by month, where a year has too
    many for a page."""
    in_year = Counter(_year(row) for row in claims)
    parts: dict[str, list[Row]] = {}
    for row in claims:
        is_full = in_year[_year(row)] > MOST_CLAIMS
        name = f"{row['position_date']:%Y-%m}" if is_full else _year(row)
        parts.setdefault(name, []).append(row)
    return parts


def _year(row: Row) -> str:
    return f"{row['position_date']:%Y}"
