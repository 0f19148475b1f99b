"""The demo: the sample newsroom on this machine, watched date after date.

In:   a home for the demo's log
Out:  what happened, on the terminal; 0, or 1 where something did not come out
Never: reaches beyond 127.0.0.1, or today's clock for what it records: each run happens at the end
       of one of the newsroom's days, so that "as of" questions have the answers of that time.
       A second run over the same home finds nothing new.
"""

from __future__ import annotations

import time as stopwatch
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.alerting.receiver import Delivery, Receiver
from flows.newsroom import Newsroom
from flows.outcome import Outcome
from flows.prefect_home import use_prefect_home
from flows.terminal.show import clean, console, state_table
from seeds.newsroom import Corpus, load_corpus
from seeds.sample_watch import over_newsroom
from seeds.watch import find_watch, read_watch
from transforms.records import Feed, Party
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.verify import verify

CORPUS = Path(__file__).parent.parent / "seeds" / "corpus"
# The port is part of every URL: a home that was filled through one port goes on with it.
_FIRST_PORT = 8377
_PORT_FILE = "newsroom.port"


class DemoError(Exception):
    """Why the demo cannot run here; one line."""


def run_demo(home: Path) -> int:
    """Play the newsroom's days that the home has not seen; the last one again if it saw all."""
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    out, begun = console(), stopwatch.monotonic()
    corpus = load_corpus(CORPUS)
    days = _days_to_play(corpus, home)
    with _newsroom(corpus, days[0], home) as newsroom, Receiver() as receiver:
        _introduce(out, corpus, newsroom, days)
        watch = _write_settings(home, corpus, newsroom, receiver)
        use_prefect_home(home)
        outcomes = [_play(out, day, newsroom, receiver, watch, home) for day in days]
        _traffic(out, newsroom)
    problems = _check(home, outcomes, receiver)
    _conclude(out, home, stopwatch.monotonic() - begun)
    for problem in problems:
        out.print(Text(clean(problem), style="red"))
    return 1 if problems else 0


def _days_to_play(corpus: Corpus, home: Path) -> Sequence[date]:
    recorded_at = EventLog(home).head().recorded_at
    left = [d for d in corpus.dates if recorded_at is None or d > recorded_at.date()]
    return left or corpus.dates[-1:]


def _newsroom(corpus: Corpus, day: date, home: Path) -> Newsroom:
    port_file = home / _PORT_FILE
    if port_file.exists():
        port = int(port_file.read_text(encoding="ascii"))
        try:
            return Newsroom(corpus, day, port)
        except OSError:
            raise DemoError(
                f"port {port} of 127.0.0.1 is taken, and the log in {home} knows its pages by it; "
                f"free the port, or use another folder: vedette demo --home DIR"
            ) from None
    try:
        newsroom = Newsroom(corpus, day, _FIRST_PORT)
    except OSError:
        newsroom = Newsroom(corpus, day)
    port_file.write_text(newsroom.base_url.rpartition(":")[2], encoding="ascii")
    return newsroom


def _introduce(out: Console, corpus: Corpus, newsroom: Newsroom, days: Sequence[date]) -> None:
    out.print(
        f"[bold]Sample newsroom[/bold] at {newsroom.base_url}: {len(corpus.outlets)} outlets, "
        f"{len(corpus.articles)} articles, {days[0]} to {days[-1]}. "
        "One run at the end of each day.",
        highlight=False,
    )


def _write_settings(home: Path, corpus: Corpus, newsroom: Newsroom, receiver: Receiver) -> Path:
    """The watch with the newsroom's feeds, and where alerts go: what a user writes by hand."""
    urls = newsroom.feed_urls()
    feeds = [Feed(o.id, urls[o.id], f"media.{o.id}", o.name) for o in corpus.outlets]
    outlets = [
        Party(f"media.{o.id}", (o.name,), type="media", reliability="C") for o in corpus.outlets
    ]
    watch = home / "watch.yaml"
    text = find_watch("dprk").read_text(encoding="utf-8")
    watch.write_text(over_newsroom(text, outlets, feeds), encoding="utf-8")
    read_watch(watch)
    target = receiver.url.replace("http://", "json://")
    (home / "settings.toml").write_text(
        "# Written by `vedette demo`: loopback is allowed for its own newsroom only.\n"
        "[fetch]\nallow_loopback = true\ndelay_seconds = 0.0\n"
        "# A day of the newsroom passes in a second: nothing is corrected in between.\n"
        "revisit_after_hours = []\n\n"
        f'[targets]\nreceiver = "{target}"\n',
        encoding="utf-8",
    )
    return watch


def _play(
    out: Console, day: date, newsroom: Newsroom, receiver: Receiver, watch: Path, home: Path
) -> Outcome:
    """One run at the end of a day."""
    from flows.monitor import run_monitor  # Prefect reads its settings when it is imported

    newsroom.day = day
    seen = len(receiver.received)
    now = datetime.combine(day, time(23, 30), UTC)
    outcome = run_monitor(str(watch), home, now)
    ledger = outcome.ledger
    out.print(
        f"\n[bold]{day}[/bold]  {ledger.fetched} fetched: {ledger.parsed} parsed "
        f"({ledger.with_claims} with claims), {ledger.unchanged} unchanged, "
        f"{ledger.duplicate} duplicate, {ledger.quarantined} quarantined, {ledger.failed} failed; "
        f"{ledger.claims} claims, {ledger.claims_withdrawn} withdrawn",
        highlight=False,
    )
    for failure in outcome.failures:
        out.print(Text(f"  {clean(failure)}", style="dim"))
    for delivery in receiver.received[seen:]:
        _show_alert(out, delivery)
    return outcome


def _show_alert(out: Console, delivery: Delivery) -> None:
    """An alert as it arrived over HTTP, in short: what changed, and one voice of each side."""
    title, message = (str(delivery.payload.get(key, "")) for key in ("title", "message"))
    out.print(Text.assemble("  ", ("ALERT", "bold yellow"), f" {clean(title)}"))
    lines = message.splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("Who says") and after.startswith("- "):
            shown = f"{line} {after.removeprefix('- ')}"
            out.print(Text(f"    {clean(shown)}"), soft_wrap=True)


def _traffic(out: Console, newsroom: Newsroom) -> None:
    traffic = newsroom.traffic()
    counts = ", ".join(f"{n} × {status}" for status, n in sorted(traffic.requests.items()))
    total_kb = sum(traffic.body_bytes.values()) / 1000
    by_status = f" ({counts})" if counts else ""
    out.print(
        f"\nThe newsroom answered {traffic.total} requests{by_status}, {total_kb:,.0f} kB.",
        highlight=False,
    )


def _check(home: Path, outcomes: Sequence[Outcome], receiver: Receiver) -> list[str]:
    """What did not come out: nothing, in a demo that is right."""
    problems = []
    queued = sum(len(o.alerts) for o in outcomes)
    if len(receiver.received) != queued:
        problems.append(f"{queued} alerts queued, {len(receiver.received)} arrived")
    report = verify(home)
    if not report.is_sound:
        problems.append(str(report))
    with connect(home) as con:
        open_ledgers = query(con, "select count(*) from runs where not is_closed").rows[0][0]
    if open_ledgers:
        problems.append(f"{open_ledgers} ledgers do not close")
    return problems


def _conclude(out: Console, home: Path, seconds: float) -> None:
    with connect(home) as con:
        answer = query(con, "select * from state")
        counts = query(
            con,
            "select (select count(*) from events), (select count(*) from articles), "
            "(select count(*) from claims), (select count(*) from alerts)",
        ).rows[0]
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    out.print()
    out.print(state_table(rows, rows[0]["as_of_on"].isoformat()))
    events, articles, claims, alerts = counts
    out.print(
        f"\n{events} events in the log: {articles} articles, {claims} live claims, "
        f"{alerts} alerts. {seconds:.0f} s.\n"
        f"Ask on: vedette why troops-killed --home {home.name} · "
        f"vedette status --as-of 2024-11-03 --home {home.name}\n"
        f"The board, to be opened in a browser: {home.name}/board/index.html",
        highlight=False,
    )
