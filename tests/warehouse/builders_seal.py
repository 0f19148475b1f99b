"""Logs to seal and sweep, and what their files are called."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.warehouse.builders_events import NOON, some_events
from warehouse.log import EventLog
from warehouse.seal import seal, sweep

TOMORROW = NOON + timedelta(days=1)


def fill(home: Path, *batch_ids: str, now: datetime = NOON, n: int = 2) -> None:
    for batch_id in batch_ids:
        EventLog(home).append(some_events(n, batch_id), batch_id=batch_id, now=now)


def seal_all(home: Path, now: datetime = NOON) -> list[Path]:
    return seal(home, now=now, has_to=True)


def sweep_all(home: Path, now: datetime = NOON) -> list[Path]:
    return sweep(home, in_use=(), grace=timedelta(0), now=now)


def names(home: Path) -> list[str]:
    return [f"{path.parent.name}/{path.name}" for path in EventLog(home).files()]


def all_names(home: Path) -> list[str]:
    return sorted(str(p.relative_to(home / "log")) for p in (home / "log").glob("*/*.parquet"))


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
