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

The environment goes before the file: VEDETTE_FETCH__CONTACT sets fetch.contact, and
VEDETTE_TARGET_DUTY_OFFICER the target duty-officer, so that a secret need not lie on the disk.
`vedette run --set fetch.contact=…` goes before both.

In:   the home folder, the environment
Out:  Settings; each value with where it comes from
Never: a target's URL in a message or a repr: URLs hold tokens. Targets are named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as EnvironmentFault

from flows.settings_places import (
    PREFIX,
    Places,
    SettingsError,
    did_you_mean,
    fault_line,
    is_target,
    named,
    target_of,
)
from flows.web.fetch import FetchOptions
from flows.web.transport import TrustError, trust
from transforms.heartbeat import Heartbeat
from transforms.reader import RULES

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://\S+")


@dataclass(frozen=True, slots=True)
class Settings:
    """Targets by name: an apprise URL, or a webhook's http(s) URL. How to fetch. Who reads."""

    fetch: FetchOptions = field(default_factory=FetchOptions)
    targets: Mapping[str, str] = field(default_factory=dict, repr=False)
    readers: tuple[str, ...] = (RULES,)
    heartbeat: Heartbeat | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting, its value (None where it is a secret), and where it comes from."""

    key: str
    value: Any
    origin: str
    is_secret: bool = False


def read_settings(home: Path, environment: Mapping[str, str]) -> Settings:
    """Read HOME/settings.toml (which may be missing) and the environment. Raises SettingsError."""
    model = _read(home, environment)
    hours = {"revisit_after_hours": tuple(model.fetch.revisit_after_hours)}
    return Settings(
        FetchOptions(**model.fetch.model_dump() | hours),
        {name: url.get_secret_value() for name, url in model.targets.items()},
        tuple(model.readers.use),
        Heartbeat(**model.heartbeat.model_dump()) if model.heartbeat else None,
    )


def settings_in_force(home: Path, environment: Mapping[str, str]) -> list[Origin]:
    """Every setting, in the order of the tables above. Raises SettingsError."""
    model, places = _read(home, environment), Places(home, environment)
    found = [
        Origin(f"{table}.{key}", value, places.of((table, key)) or "default")
        for table in ("fetch", "readers")
        for key, value in getattr(model, table).model_dump().items()
    ]
    found += [
        Origin(f"targets.{name}", None, places.of(("targets", name)) or "", is_secret=True)
        for name in model.targets
    ]
    sign = model.heartbeat.model_dump() if model.heartbeat else {}
    return found + [
        Origin(f"heartbeat.{key}", value, places.of(("heartbeat", key)) or "default")
        for key, value in sign.items()
    ]


# --- what a setting may be -------------------------------------------------------------------


def _is_for_a_header(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise ValueError("goes into a header: letters without accents only")
    return text


def _is_trusted(file: str) -> str:
    try:
        trust(file)
    except TrustError as error:
        raise ValueError(str(error)) from None
    return file


def _are_hours(hours: list[float]) -> list[float]:
    if not all(hour >= 1 for hour in hours):
        raise ValueError("must be a list of hours, 1 or more, such as [3, 24, 72]")
    return hours


def _is_url(url: SecretStr) -> SecretStr:
    if not _URL.fullmatch(url.get_secret_value()):
        raise ValueError("must be a URL in text, such as https://… or mailto://…")
    return url


def _is_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"a target's name is of a-z, 0-9 and single hyphens, and {named(name)} is not"
        )
    return name


def _is_time_of_day(text: str) -> str:
    if not _TIME_OF_DAY.fullmatch(text):
        raise ValueError('must be a time of day, such as "07:00"')
    return text


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        said = 'must be the name of a time zone, such as "Europe/Berlin"'
        raise ValueError(said) from None
    return name


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Fetch(_Table):
    contact: Annotated[str, AfterValidator(_is_for_a_header)] = ""
    revisit_after_hours: Annotated[list[float], AfterValidator(_are_hours)] = list(
        FetchOptions().revisit_after_hours
    )
    allow_loopback: bool = False
    delay_seconds: Annotated[float, Field(ge=0)] = FetchOptions().delay_seconds
    extra_ca_file: Annotated[str, AfterValidator(_is_trusted)] = ""


class _Readers(_Table):
    use: Annotated[list[str], Field(min_length=1)] = [RULES]


class _Heartbeat(_Table):
    target: str = ""
    at: Annotated[str, AfterValidator(_is_time_of_day)] = "07:00"
    time_zone: Annotated[str, AfterValidator(_is_zone)] = "UTC"


_TABLES = {"fetch": _Fetch, "readers": _Readers, "targets": None, "heartbeat": _Heartbeat}


class _Model(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", strict=True
    )
    fetch: _Fetch = _Fetch()
    readers: _Readers = _Readers()
    targets: dict[
        Annotated[str, AfterValidator(_is_name)], Annotated[SecretStr, AfterValidator(_is_url)]
    ] = {}
    heartbeat: _Heartbeat | None = None

    @model_validator(mode="after")
    def _heartbeat_has_a_target(self) -> _Model:
        if self.heartbeat and self.heartbeat.target not in self.targets:
            raise ValueError("heartbeat.target: must be the name of a target")
        return self


# --- where it comes from ---------------------------------------------------------------------


class _Given(EnvSettingsSource):
    """The variables that are handed in, in place of this process's own."""

    def __init__(self, model: type[BaseSettings], environment: Mapping[str, str]) -> None:
        self._given = {name.lower(): text for name, text in environment.items() if "__" in name}
        super().__init__(model)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._given


def _read(home: Path, environment: Mapping[str, str]) -> _Model:
    given = Places(home, environment)
    targets = {target_of(name): url for name, url in environment.items() if is_target(name)}

    class Read(_Model):
        """The model with these sources, the weightiest first."""

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (
                InitSettingsSource(settings_cls, {"targets": targets} if targets else {}),
                _Given(settings_cls, environment),
                InitSettingsSource(settings_cls, given.content),
            )

    _check_variables(environment)
    try:
        return Read()
    except ValidationError as error:
        raise SettingsError(fault_line(error, given, _TABLES)) from None
    except EnvironmentFault:
        said = "a list is written as JSON: [3, 24, 72]"
        raise SettingsError(f"a variable {PREFIX}…__… cannot be read: {said}") from None


def _check_variables(environment: Mapping[str, str]) -> None:
    tables = [name for name in _TABLES if name != "targets"]
    for name in environment:
        table = name.removeprefix(PREFIX).partition("__")[0].lower()
        is_ours = name.startswith(PREFIX) and "__" in name and not is_target(name)
        if is_ours and table not in tables:
            raise SettingsError(f"{name}: no such setting; {did_you_mean(table, tables)}")
