"""What one machine needs to know: how it asks, and the targets of its alerts.

    [fetch]
    contact = "desk@newsroom.example"               # told to every site that is asked
    allow_loopback = false                          # true only for a site on this machine
    delay_seconds = 1.0                             # between two requests to one host
    extra_ca_file = "/etc/ssl/newsroom.pem"         # authorities trusted beside the public ones
    revisit_after_hours = [3, 24, 72]               # when a page is looked at again; [] is never

    [readers]
    use = ["rules"]                                 # or "module:attribute", a reader of your own

    [targets]                                       # settings.toml, in the home folder
    desk = "https://hooks.example/T0/B0/secret"     # a webhook that takes JSON
    duty-officer = "mailto://user:secret@mail.example?to=duty@mail.example"

    [heartbeat]                                     # a sign of life, once a day; without it, none
    target = "desk"
    at = "07:00"
    time_zone = "Europe/Berlin"

The variable VEDETTE_TARGET_DUTY_OFFICER sets the target duty-officer, too, and goes before the
file: so a secret need not lie on the disk.

In:   the home folder, the environment
Out:  Settings
Never: a target's URL in a message or a repr: URLs hold tokens. Targets are named.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.web.fetch import FetchOptions
from flows.web.transport import TrustError, trust
from transforms.heartbeat import Heartbeat
from transforms.reader import RULES

SETTINGS_FILE = "settings.toml"
_VARIABLE = "VEDETTE_TARGET_"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TABLES = ("fetch", "readers", "targets", "heartbeat")
_FETCH: dict[str, tuple[type, ...]] = {
    "contact": (str,),
    "revisit_after_hours": (tuple,),
    "allow_loopback": (bool,),
    "delay_seconds": (int, float),
    "extra_ca_file": (str,),
}
_FETCH_WORDS = {(str,): "a text", (bool,): "true or false", (int, float): "a number"}
_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://\S+")


class SettingsError(Exception):
    """A setting that cannot be used: where, what, and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Targets by name: an apprise URL, or a webhook's http(s) URL. How to fetch. Who reads."""

    fetch: FetchOptions = field(default_factory=FetchOptions)
    targets: Mapping[str, str] = field(default_factory=dict, repr=False)
    readers: tuple[str, ...] = (RULES,)
    heartbeat: Heartbeat | None = None


def read_settings(home: Path, environment: Mapping[str, str]) -> Settings:
    """Read HOME/settings.toml (which may be missing) and the environment. Raises SettingsError."""
    file = home / SETTINGS_FILE
    tables = _tables_in(file)
    targets = {
        _checked_name(name, f"{file}: [targets]"): _checked_url(url, f"{file}: targets.{name}")
        for name, url in tables["targets"].items()
    }
    for variable, url in environment.items():
        if variable.startswith(_VARIABLE):
            name = variable.removeprefix(_VARIABLE).lower().replace("_", "-")
            targets[_checked_name(name, variable)] = _checked_url(url, variable)
    readers = _readers(tables["readers"], f"{file}: readers")
    sign = _heartbeat(tables["heartbeat"], targets, f"{file}: heartbeat")
    return Settings(_fetch_options(tables["fetch"], f"{file}: fetch"), targets, readers, sign)


def _heartbeat(
    table: dict[str, Any], targets: Mapping[str, str], where: str
) -> Heartbeat | None:
    if not table:
        return None
    known = ("target", "at", "time_zone")
    for name, value in table.items():
        if name not in known:
            raise SettingsError(f"{where}: {_named(name)} is not one of {', '.join(known)}")
        if not isinstance(value, str):
            raise SettingsError(f"{where}.{name}: must be a text")
    if table.get("target") not in targets:
        raise SettingsError(f"{where}.target: must be the name of a target")
    sign = Heartbeat(**table)
    if not _TIME_OF_DAY.fullmatch(sign.at):
        raise SettingsError(f'{where}.at: must be a time of day, such as "07:00"')
    try:
        ZoneInfo(sign.time_zone)
    except (ValueError, OSError, KeyError):
        said = 'must be the name of a time zone, such as "Europe/Berlin"'
        raise SettingsError(f"{where}.time_zone: {said}") from None
    return sign


def _readers(table: dict[str, Any], where: str) -> tuple[str, ...]:
    for name in table:
        if name != "use":
            raise SettingsError(f"{where}: {_named(name)} is no setting; there is `use`")
    names = table.get("use", [RULES])
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise SettingsError(f'{where}.use: must be a list of names, such as ["rules"]')
    return tuple(names)


def _fetch_options(table: dict[str, Any], where: str) -> FetchOptions:
    table = table | _hours(table, f"{where}.revisit_after_hours")
    for name, value in table.items():
        if name not in _FETCH:
            raise SettingsError(f"{where}: {_named(name)} is not one of {', '.join(_FETCH)}")
        kind = _FETCH[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kind):
            raise SettingsError(f"{where}.{name}: must be {_FETCH_WORDS[kind]}")
        if isinstance(value, float | int) and value < 0:
            raise SettingsError(f"{where}.{name}: must not be below zero")
    options = FetchOptions(**table)
    if not (options.contact.isascii() and options.contact.isprintable()):
        raise SettingsError(f"{where}.contact: goes into a header: letters without accents only")
    try:
        trust(options.extra_ca_file)
    except TrustError as error:
        raise SettingsError(f"{where}.extra_ca_file: {error}") from None
    return options


def _hours(table: dict[str, Any], where: str) -> dict[str, Any]:
    """The hours after which a page is looked at again, where the table has them."""
    if "revisit_after_hours" not in table:
        return {}
    hours = table["revisit_after_hours"]
    if not isinstance(hours, list) or not all(type(h) in (int, float) and h >= 1 for h in hours):
        raise SettingsError(f"{where}: must be a list of hours, 1 or more, such as [3, 24, 72]")
    return {"revisit_after_hours": tuple(hours)}


def _tables_in(file: Path) -> dict[str, dict[str, Any]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        content = {}
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8, at byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {error}") from None
    for name, table in content.items():
        if name not in _TABLES:
            raise SettingsError(
                f"{file}: {_named(name)} is no setting; there are [fetch], [readers] and [targets]"
            )
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: {name} must be a table: [{name}], then its lines")
    return {name: content.get(name, {}) for name in _TABLES}


def _checked_name(name: str, where: str) -> str:
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"{where}: a target's name is of a-z, 0-9 and single hyphens, and {_named(name)} is not"
        )
    return name


def _checked_url(url: object, where: str) -> str:
    if not isinstance(url, str) or not _URL.fullmatch(url):
        raise SettingsError(f"{where}: must be a URL in text, such as https://… or mailto://…")
    return url


def _named(key: str) -> str:
    """A key as a message may show it: where somebody swapped name and URL, it is the URL."""
    return repr(key) if re.fullmatch(r"[\w-]{1,40}", key) else "one of its keys"
