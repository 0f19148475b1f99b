"""The examination of what a home stands on: Python, packages, model, disk, clock, rights, settings.

In:   a home, the environment, the present time
Out:  Finding: each check, how it is, what to do
Never: asks the network, or shows a secret.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from flows.quality.doctor import Finding
from flows.settings import read_settings
from flows.settings_places import SETTINGS_FILE, SettingsError
from warehouse.log import EventLog

_PYTHONS = ((3, 11), (3, 13))
_LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
_PIN = re.compile(r"^[A-Za-z0-9][^\\\n]*", re.MULTILINE)
_NAMED = 5  # packages in a line
_MONTH = timedelta(days=30)
_MB = 1_000_000
_LEAST_MB, _LITTLE_MB = 200, 2_000
_SKEW = timedelta(minutes=5)
# What systemd's own time service leaves behind once it has set the clock.
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")


def surroundings(home: Path, environment: Mapping[str, str], now: datetime) -> list[Finding]:
    """Each in a line, in this order. `now` in UTC."""
    return [
        _python(),
        _packages(_LOCK),
        _model(),
        _settings(home, environment),
        _disk(home, now),
        _clock(home, now),
        *_rights(home),
    ]


def _python() -> Finding:
    version = sys.version.split()[0]
    if _PYTHONS[0] <= sys.version_info[:2] <= _PYTHONS[1]:
        return Finding("python", "ok", version)
    return Finding("python", "fail", version, "make .venv anew with Python 3.11, 3.12 or 3.13")


def _packages(lock: Path) -> Finding:
    if not lock.is_file():
        return Finding("packages", "ok", "installed without a lock: not compared")
    listed = [Requirement(line) for line in _PIN.findall(lock.read_text(encoding="utf-8"))]
    pins = [one for one in listed if one.marker is None or one.marker.evaluate()]
    others = [said for one in pins if (said := _other_than(one))]
    if not others:
        return Finding("packages", "ok", f"{len(pins)}, as in requirements.lock")
    more = f", and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    said = f"{len(others)} of {len(pins)} differ from requirements.lock: "
    return Finding(
        "packages",
        "warn",
        said + ", ".join(others[:_NAMED]) + more,
        "remove .venv and run make, which installs what the lock names",
    )


def _other_than(pin: Requirement) -> str | None:
    try:
        found = metadata.version(pin.name)
    except metadata.PackageNotFoundError:
        return f"{pin.name} is not there"
    return None if found in pin.specifier else f"{pin.name} {found} (lock: {pin.specifier})"


def _model() -> Finding:
    from transforms.language import ModelMissing, english

    try:
        meta = english().meta
    except (ModelMissing, OSError, ValueError) as error:
        return Finding("language model", "fail", str(error).splitlines()[0], "see README.md")
    return Finding("language model", "ok", f"{meta['lang']}_{meta['name']} {meta['version']}")


def _settings(home: Path, environment: Mapping[str, str]) -> Finding:
    try:
        found = read_settings(home, environment)
    except SettingsError as error:
        return Finding("settings", "fail", str(error), "vedette settings shows what is in force")
    said = f"{len(found.targets)} targets"
    if not found.fetch.contact:
        return Finding("settings", "warn", f"{said}; no contact", "set fetch.contact: sites see it")
    return Finding("settings", "ok", said)


def _disk(home: Path, now: datetime) -> Finding:
    free_mb = shutil.disk_usage(home).free // _MB
    files = [path.stat() for path in (home / "archive").glob("**/*") if path.is_file()]
    begins = (now - _MONTH).timestamp()
    grown_mb = sum(file.st_size for file in files if file.st_mtime >= begins) / _MB
    said = f"{free_mb:,} MB free; the archive grew by {grown_mb:,.1f} MB in 30 days"
    if free_mb < max(_LEAST_MB, grown_mb):
        return Finding("disk", "fail", said, "make room, or move the home to another disk")
    if free_mb < max(_LITTLE_MB, 6 * grown_mb):
        return Finding("disk", "warn", said, "make room within this half-year")
    return Finding("disk", "ok", said)


def _clock(home: Path, now: datetime) -> Finding:
    ntp = "set by NTP" if _SYNCHRONISED.exists() else "whether NTP sets it is not known"
    last = EventLog(home).head().recorded_at
    if last is not None and last > now + _SKEW:
        said = f"it is {now:%Y-%m-%d %H:%M} here, and the log ends at {last:%Y-%m-%d %H:%M} UTC"
        return Finding("clock", "fail", said, "set the clock before the next run")
    return Finding("clock", "ok", f"not behind the log; {ntp}")


def _rights(home: Path) -> Iterator[Finding]:
    barred = [
        path.name or str(path)
        for path in (home, *(home / name for name in ("log", "archive", "derived")))
        if path.exists() and not os.access(path, os.R_OK | os.W_OK | os.X_OK)
    ]
    if barred:
        said = f"this user cannot write to {', '.join(barred)}"
        yield Finding("rights", "fail", said, "run as the home's owner")
    else:
        yield Finding("rights", "ok", "this user may read and write the home")
    file = home / SETTINGS_FILE
    if file.is_file() and "://" in file.read_text("utf-8", "replace"):
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & 0o077:
            said = f"{SETTINGS_FILE} has addresses of targets, and others may read it ({mode:o})"
            yield Finding("secrets", "warn", said, f"chmod 600 {file}")
        else:
            yield Finding("secrets", "ok", f"only this user may read {SETTINGS_FILE}")
