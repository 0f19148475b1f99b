"""What a home stands on: each check says how it is, and what to do where it is not well."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

import pytest

from flows.quality import surroundings as examined
from flows.quality.surroundings import surroundings

NOW = datetime(2025, 1, 25, tzinfo=UTC)
SECRET = "s3cr3t"


@pytest.fixture
def home(told_home: Path, tmp_path: Path) -> Path:
    shutil.copytree(told_home / "log", tmp_path / "log")
    return tmp_path


def found(home: Path, check: str, environment=None, now=NOW):
    (one,) = (f for f in surroundings(home, environment or {}, now) if f.check == check)
    return one


def test_a_home_that_is_well(home: Path):
    environment = {"VEDETTE_FETCH__CONTACT": "desk@x.example"}
    listed = surroundings(home, environment, NOW)
    assert {one.check: one.status for one in listed if one.check not in ("packages", "disk")} == {
        "python": "ok",
        "language model": "ok",
        "settings": "ok",
        "clock": "ok",
        "rights": "ok",
    }


def test_a_clock_behind_the_log_is_a_fault(home: Path):
    clock = found(home, "clock", now=NOW - timedelta(days=30))
    assert (clock.status, clock.advice) == ("fail", "set the clock before the next run")
    assert "the log ends at 2025-01-24 13:00 UTC" in clock.said


def test_settings_that_others_may_read_are_a_warning_without_the_secret(home: Path):
    file = home / "settings.toml"
    file.write_text(f'[targets]\ndesk = "https://hooks.example/{SECRET}"\n')
    file.chmod(0o644)
    assert found(home, "secrets").status == "warn"
    assert not any(SECRET in repr(one) for one in surroundings(home, {}, NOW))
    file.chmod(0o600)
    assert found(home, "secrets").status == "ok"


def test_wrong_settings_are_a_fault_with_their_line(home: Path):
    (home / "settings.toml").write_text("[fetch]\ndelay_seconds = 'long'\n")
    settings = found(home, "settings")
    assert settings.status == "fail"
    assert "settings.toml:2: fetch.delay_seconds: must be a number" in settings.said


def test_packages_are_held_to_the_lock(tmp_path: Path):
    lock = tmp_path / "requirements.lock"
    here = metadata.version("rich")
    lock.write_text(
        f"# made by a tool\nrich=={here} \\\n    --hash=sha256:00\n"
        "pywin32==1 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    )
    assert examined._packages(lock).status == "ok"
    lock.write_text("rich==0.1 \\\n    --hash=sha256:00\nno-such-package==1\n")
    other = examined._packages(lock)
    assert other.status == "warn"
    assert f"rich {here} (lock: ==0.1), no-such-package is not there" in other.said
    assert examined._packages(tmp_path / "none").status == "ok"


@pytest.mark.parametrize(
    ("free", "status"), [(10**6, "fail"), (10**9, "warn"), (10**11, "ok")], ids=str
)
def test_room_on_the_disk(home: Path, monkeypatch, free: int, status: str):
    usage = type(shutil.disk_usage(home))(10**12, 10**12 - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert found(home, "disk").status == status


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_home_of_somebody_else_is_a_fault(home: Path):
    (home / "log").chmod(0o500)
    assert found(home, "rights").status == "fail"
