"""The report of a run's checks: a JSON file and a page that needs nothing else to be read.

In:   what a run came to
Out:  HOME/checks/<run>.json and <run>.html; the newest ones are kept
Never: fails a run, asks the network, or trusts a word from outside: in the page everything is
       escaped, nothing is a script, and only web addresses are links.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from flows.outcome import Outcome
from transforms.events import as_plain, held_row

FOLDER = "checks"
_REPORTS_KEPT = 500
_ROWS_SHOWN = 500
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: 600 }
td, th { border-bottom: 1px solid #8884; padding: .3rem .6rem }
td, th { text-align: left; vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } .critical { color: #b3261e }
.warning { color: #8a5a00 } td, p { overflow-wrap: anywhere } :root { color-scheme: light dark }
"""


class NoReport(Exception):
    """A report that is not there, in one line."""


def report_of(outcome: Outcome, watch_id: str) -> dict[str, Any]:
    """What was asked of the rows of a run, and what came of it, as JSON values."""
    held = [
        {
            "row": event.event_id,
            "type": held_row(event).event_type,
            "reason": event.reason,
            "url": event.url,
            "evidence": held_row(event).evidence,
        }
        for event in outcome.checks.held
    ]
    return {
        "run_id": outcome.run_id,
        "watch_id": watch_id,
        "started_at": outcome.now.isoformat(),
        "ledger": outcome.ledger.as_detail(),
        "shape": outcome.checks.shape.as_plain(),
        "checks": [as_plain(check) for check in outcome.checks.asked.values()],
        "held": held,
        "flagged": list(outcome.warnings),
    }


def write_report(home: Path, report: Mapping[str, Any]) -> Path:
    """Write both files, and remove the oldest of many. The page's path. Raises OSError."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    run_id, page = report["run_id"], folder / f"{report['run_id']}.html"
    _put(folder / f"{run_id}.json", json.dumps(report, ensure_ascii=False, indent=1))
    _put(page, page_of(report))
    for old in sorted(folder.glob("*.json"), key=_age)[:-_REPORTS_KEPT]:
        old.unlink(missing_ok=True)
        old.with_suffix(".html").unlink(missing_ok=True)
    return page


def read_report(home: Path, run_id: str | None = None) -> tuple[dict[str, Any], Path]:
    """The report of a run, or the newest one, and where its page is. Raises NoReport."""
    found = sorted((home / FOLDER).glob("*.json"), key=_age)
    if run_id is not None:
        found = [path for path in found if path.stem == run_id]
    if not found:
        whose = f"run {run_id}" if run_id else "any run"
        raise NoReport(f"{home / FOLDER}: no report of {whose}; a run that reads pages writes one")
    try:
        report: dict[str, Any] = json.loads(found[-1].read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoReport(f"{found[-1]}: cannot be read: {error}") from None
    return report, found[-1].with_suffix(".html")


def markdown_of(report: Mapping[str, Any]) -> str:
    """A short form without a word from outside: counts, and the meanings of the suites."""
    shape = report["shape"]
    lines = [
        f"**{shape['rows']}** rows judged, **{shape['held']}** held back, "
        f"**{len(report['flagged'])}** flags",
        "",
        "| suite | expectation | severity | rows | failed |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    failed = [check for check in report["checks"] if check["failed"]]
    lines += (
        f"| {c['suite']} | {c['meaning']} | {c['severity']} | {c['rows']} | {c['failed']} |"
        for c in failed
    )
    return "\n".join(lines if failed else [*lines[:2], "Every expectation holds."])


def page_of(report: Mapping[str, Any]) -> str:
    """The report as one page."""
    title = f"Checks of {report['run_id']}"
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        # Nothing is loaded and nothing runs, even if something slipped through.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(report['watch_id'])}, {escape(report['started_at'])}: "
        f"{report['shape']['rows']} rows judged, {report['shape']['held']} held back, "
        f"{len(report['flagged'])} flags.</p>",
        *_held(report["held"]),
        *_flags(report["flagged"]),
        *_checks(report["checks"]),
        *_table("Ledger", ("count", ""), report["ledger"].items()),
        "</body></html>",
    ]
    return "\n".join(parts)


def _held(rows: list[dict[str, Any]]) -> Iterator[str]:
    if not rows:
        return
    yield "<p>A row that was held back is explained, released or rejected by "
    yield "<code>vedette quarantine ROW</code>.</p>"
    shown = rows[:_ROWS_SHOWN]
    yield from _table(
        _title("Held back", rows),
        ("row", "why", "where", "says"),
        ((row["row"][:12], row["reason"], row["url"], row["evidence"]) for row in shown),
    )


def _flags(lines: list[str]) -> Iterator[str]:
    if lines:
        shown = ((line,) for line in lines[:_ROWS_SHOWN])
        yield from _table(_title("Passed with a flag", lines), ("what",), shown)


def _checks(checks: list[dict[str, Any]]) -> Iterator[str]:
    worst_first = sorted(checks, key=lambda check: (check["failed"] == 0, check["severity"]))
    names = ("suite", "meaning", "severity", "rows", "failed")
    yield from _table(
        "What was asked", names, ([check[name] for name in names] for check in worst_first)
    )


def _title(what: str, rows: list[Any]) -> str:
    more = f", the first {_ROWS_SHOWN}" if len(rows) > _ROWS_SHOWN else ""
    return f"{what}: {len(rows)}{more}"


def _table(title: str, names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    heads = "".join(f"<th>{escape(name)}</th>" for name in names)
    yield f"<h2>{escape(title)}</h2><table><thead><tr>{heads}</tr></thead><tbody>"
    for row in rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>"
    yield "</tbody></table>"


def _cell(value: Any) -> str:
    if isinstance(value, int):
        return f'<td class="n">{value:,}</td>'
    text = escape("" if value is None else str(value))
    if value in ("critical", "warning"):
        return f'<td class="{text}">{text}</td>'
    if text.startswith(("http://", "https://")):
        return f'<td><a rel="noreferrer noopener" href="{text}">{text}</a></td>'
    return f"<td>{text}</td>"


def _age(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name


def _put(path: Path, text: str) -> None:
    """Whole, or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8", errors="replace")
    os.replace(draft, path)
