"""How long the board takes to draw, beside a plain page of the same rows.

    python -m benchmarks.bench_board [CLAIMS]

In:   a log of so many claims on ten indicators, 10,000 where nothing is said, over 18 months
Out:  seconds by the clock and of the processors, files and bytes: the first time, again with
      nothing new, and as of a past day. Ratios are of processors' time
Never: compares runs: every ratio is of figures of the same run. The most that 10,000 claims may
       take is 3 seconds; the first time in a home, making Vega's scripts is a second or two more.

The peer asks the same database for the same claims and states, and writes for each indicator one
table by jinja2 and one chart by Altair, with no thought of what an analyst asks: no ladders, no
history, no positions, no corrections, no cut by year.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from flows.board.write import FOLDER, write_as_of, write_board
from flows.texts.crew import cores
from transforms.events import article_fetched, article_id_of, claim_asserted, watch_changed
from transforms.records import Article, Claim, Event, Indicator, Party, Watch
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish

ROUNDS = 3
_START = datetime(2024, 1, 1, 12, tzinfo=UTC)
_DAYS = 540
_LADDER = ("none", "planned", "preparing", "imminent", "launched")
_PARTIES = tuple(
    Party(f"party-{n}", (f"Party number {n}",), reliability="ABCDE"[n % 5]) for n in range(12)
)
_INDICATORS = tuple(
    Indicator(f"count-{n}", "quantity", f"Counted, number {n}", "x", unit="soldiers")
    if n < 6
    else Indicator(f"ladder-{n}", "level", f"A launch, number {n}", "x", ladder=_LADDER)
    for n in range(10)
)
WATCH = Watch("bench", "A watch of ten indicators", (), _INDICATORS, _PARTIES, (), ())
_PLAIN = """<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}
</tr>{% endfor %}</table>{{ chart|safe }}"""


def events(n_claims: int) -> Iterator[Event]:
    """The watch, then an article and a claim in it, one indicator after the other."""
    yield watch_changed(WATCH, "run")
    for number in range(n_claims):
        at = _START + timedelta(days=_DAYS * number / n_claims)
        indicator = _INDICATORS[number % len(_INDICATORS)]
        party = _PARTIES[(number // 7) % len(_PARTIES)]
        article = _article(number, party, at)
        yield article_fetched(article, WATCH, "run")
        yield claim_asserted(_claim(number, indicator, party, article), article, WATCH, "run")


def _article(number: int, party: Party, at: datetime) -> Article:
    url = f"http://news.example/{number}"
    text = f"{party.names[0]} said on {at:%A} that it had counted again, for the {number}th time."
    return Article(
        article_id=article_id_of(url, text),
        url=url,
        text=text,
        published_at=at,
        is_published_uncertain=False,
        title=f"{party.names[0]} counts again: report {number}",
        language="en",
        fetched_at=at,
    )


def _claim(number: int, indicator: Indicator, party: Party, article: Article) -> Claim:
    value = float(1_000 + 37 * (number % 211))
    is_level = indicator.kind == "level"
    return Claim(
        indicator=indicator.id,
        kind=indicator.kind,
        polarity="affirmed",
        certainty="likely",
        source=party.id,
        evidence=article.text,
        start=0,
        end=len(article.text),
        level=_LADDER[number % 5] if is_level else None,
        unit=None if is_level else "soldiers",
        value=None if is_level else value,
        value_low=None if is_level else value * 0.9,
        value_high=None if is_level else value * 1.1,
        reader="rules",
    )


def write_home(home: Path, n_claims: int) -> None:
    """The log, a commit for each thousand claims on the day of the last of them; published."""
    log, held = EventLog(home), list(events(n_claims))
    now = _START
    for start in range(0, len(held), 2_000):
        part = held[start : start + 2_000]
        now = part[-1].published_at or now
        log.append(part, batch_id=f"batch-{start}", now=now)
    publish(home, now=now)


def plain_pages(home: Path, folder: Path) -> None:
    """The peer: each indicator's claims and state as a table and a chart."""
    import altair as alt
    from jinja2 import Environment

    template = Environment(autoescape=True).from_string(_PLAIN)
    folder.mkdir(exist_ok=True)
    with connect(home) as con:
        states = query(con, "select * from state").rows
        for indicator in _INDICATORS:
            rows = query(con, "select * from reasons where indicator = ?", [indicator.id])
            named = [dict(zip(rows.columns, map(str, row), strict=True)) for row in rows.rows]
            chart = alt.Chart(alt.Data(values=named)).mark_point()
            chart = chart.encode(x="position_date:T", y="value:Q", color="source:N")
            html = template.render(rows=[*states, *rows.rows], chart=chart.to_html())
            (folder / f"{indicator.id}.html").write_text(html, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took: by the clock, and of all processors."""

    seconds: float
    cpu_seconds: float


def measured(what: Callable[[], object], rounds: int = ROUNDS) -> Taken:
    """The median of some rounds."""
    taken = []
    for _ in range(rounds):
        began, cpu_began = perf_counter(), process_time()
        what()
        taken.append((perf_counter() - began, process_time() - cpu_began))
    return Taken(*(median(column) for column in zip(*taken, strict=True)))


def main() -> None:
    """The table."""
    n_claims = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{cores()} cores, Python {platform.python_version()}, {n_claims:,} claims")
    with tempfile.TemporaryDirectory(prefix="bench-board-") as name:
        home, plain = Path(name) / "home", Path(name) / "plain"
        write_home(home, n_claims)
        lines = (
            ("the board, first, with Vega's scripts", measured(lambda: write_board(home), 1)),
            ("the board again, nothing new", measured(lambda: write_board(home))),
            ("as of a day", measured(lambda: write_as_of(home, date(2024, 11, 3)))),
            ("plain pages of the same rows", measured(lambda: plain_pages(home, plain))),
        )
        peer = lines[-1][1]
        print(f"{'':40}{'seconds':>8}{'CPU s':>8}{'ratio':>7}")
        for what, took in lines:
            ratio = took.cpu_seconds / peer.cpu_seconds
            print(f"{what:40}{took.seconds:>8.2f}{took.cpu_seconds:>8.2f}{ratio:>7.2f}")
        for folder in (home / FOLDER, plain):
            sizes = [path.stat().st_size for path in folder.iterdir()]
            print(f"{folder.name}: {len(sizes)} files, {sum(sizes) / 1_000:,.0f} kB")


if __name__ == "__main__":
    main()
