"""Settings: targets from the file and the environment; a wrong one is one line without secrets."""

from pathlib import Path

import pytest

from flows.settings import SettingsError, read_settings, settings_in_force
from transforms.heartbeat import Heartbeat

SECRET = "s3cr3t-t0ken"
URL = f"https://hooks.example/{SECRET}"


def write(home: Path, text: str) -> None:
    (home / "settings.toml").write_text(text, encoding="utf-8")


def test_no_file_and_no_variable_is_no_target(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {"PATH": "/bin"}).targets == {}


def test_a_variable_goes_before_the_file(tmp_path: Path) -> None:
    write(tmp_path, '[targets]\ndesk = "json://a"\nduty-officer = "json://b"\n')
    settings = read_settings(tmp_path, {"VEDETTE_TARGET_DUTY_OFFICER": URL})
    assert settings.targets == {"desk": "json://a", "duty-officer": URL}


def test_how_to_fetch_is_read(tmp_path: Path) -> None:
    write(tmp_path, '[fetch]\ncontact = "desk@x.example"\ndelay_seconds = 0\n')
    fetch = read_settings(tmp_path, {}).fetch
    assert (fetch.contact, fetch.delay_seconds, fetch.allow_loopback) == (
        "desk@x.example",
        0,
        False,
    )


def test_a_variable_sets_any_setting(tmp_path: Path) -> None:
    write(tmp_path, '[fetch]\ncontact = "desk@x.example"\ndelay_seconds = 5\n')
    settings = read_settings(
        tmp_path,
        {
            "VEDETTE_FETCH__DELAY_SECONDS": "2.5",
            "VEDETTE_FETCH__ALLOW_LOOPBACK": "true",
            "VEDETTE_FETCH__REVISIT_AFTER_HOURS": "[1, 2]",
            "VEDETTE_TARGET_DESK": URL,
            "VEDETTE_HEARTBEAT__TARGET": "desk",
            "VEDETTE_HOME": "elsewhere",
        },
    )
    fetch = settings.fetch
    assert (fetch.delay_seconds, fetch.allow_loopback) == (2.5, True)
    assert (fetch.contact, fetch.revisit_after_hours) == ("desk@x.example", (1, 2))
    assert settings.heartbeat == Heartbeat("desk")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        pytest.param(
            {"VEDETTE_FETCH__CONTCT": "x"}, "VEDETTE_FETCH__CONTCT: 'contct' is no setting; did you mean 'contact'?", id="key"
        ),
        pytest.param(
            {"VEDETTE_FECH__CONTACT": "x"}, "VEDETTE_FECH__CONTACT: no such setting; did you mean 'fetch'?", id="table"
        ),
        pytest.param({"VEDETTE_FETCH__DELAY_SECONDS": "soon"}, "DELAY_SECONDS: fetch.delay_seconds: must be a number", id="kind"),
        pytest.param({"VEDETTE_READERS__USE": "rules"}, "a list is written as JSON", id="list"),
        pytest.param({"VEDETTE_TARGETS__DESK": URL}, "VEDETTE_TARGETS__DESK: no such setting", id="targets"),
    ],
)
def test_a_wrong_variable_is_one_line(tmp_path: Path, variables: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, variables)
    line = str(caught.value)
    assert message in line
    assert "\n" not in line
    assert SECRET not in line


def test_a_message_names_the_line_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, "# ours\n[fetch]\n\ndelay_seconds = 'long'\n")
    with pytest.raises(SettingsError, match=r"settings\.toml:4: fetch\.delay_seconds: must be a number"):
        read_settings(tmp_path, {})


def test_each_setting_has_a_value_and_an_origin_and_no_secret(tmp_path: Path) -> None:
    write(tmp_path, f'[targets]\ndesk = "{URL}"\n[fetch]\ncontact = "a@x.example"\n')
    found = settings_in_force(tmp_path, {"VEDETTE_FETCH__DELAY_SECONDS": "3"})
    told = {one.key: (one.value, one.origin) for one in found}
    file = tmp_path / "settings.toml"
    assert told["fetch.contact"] == ("a@x.example", f"{file}:4")
    assert told["fetch.delay_seconds"] == (3.0, "VEDETTE_FETCH__DELAY_SECONDS")
    assert told["fetch.allow_loopback"] == (False, "default")
    assert told["targets.desk"] == (None, f"{file}:2")
    assert SECRET not in repr(found)


def test_settings_do_not_show_a_secret(tmp_path: Path) -> None:
    write(tmp_path, f'[targets]\ndesk = "{URL}"\n')
    assert SECRET not in repr(read_settings(tmp_path, {}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(f"[targets]\ndesk = {URL}", "line 2", id="no-toml"),
        pytest.param(f'desk = "{URL}"', "'desk' is no setting", id="no-table"),
        pytest.param(f'"{URL}" = "desk"', "one of its keys is no setting", id="swapped-no-table"),
        pytest.param(f'targets = "{URL}"', "must be a table", id="no-mapping"),
        pytest.param("[fetch]\ndelay = 1", "'delay' is no setting; did you mean 'delay_seconds'?", id="fetch-key"),
        pytest.param('[fetch]\nallow_loopback = "yes"', "must be true or false", id="fetch-kind"),
        pytest.param("[fetch]\ndelay_seconds = -1", "must not be below zero", id="fetch-range"),
        pytest.param("[fetch]\ndelay_seconds = true", "must be a number", id="fetch-bool"),
        pytest.param("[fetch]\nrevisit_after_hours = 3", "must be a list of hours", id="hours"),
        pytest.param("[fetch]\nrevisit_after_hours = [0.5]", "1 or more", id="hours-range"),
        pytest.param('[fetch]\ncontact = "café"', "letters without accents only", id="contact"),
        pytest.param('[fetch]\nextra_ca_file = "no.pem"', "no.pem: cannot be read", id="no-ca"),
        pytest.param('[fetch]\nextra_ca_file = "Makefile"', "no certificates in PEM", id="bad-ca"),
        pytest.param('[heartbeat]\nat = "07:00"', "must be the name of a target", id="no-target"),
        pytest.param('[targets]\nd = "json://a"\n[heartbeat]\ntarget = "d"\nat = "7"', "such as", id="at"),
        pytest.param('[targets]\nd = "json://a"\n[heartbeat]\ntarget = "d"\ntime_zone = "X"', "Europe/Berlin", id="zone"),
        pytest.param('[heartbeat]\nevery = "hour"', "'every' is no setting; there are target, at, time_zone", id="heartbeat-key"),
        pytest.param("[heartbeat]\ntarget = 1", "must be a text", id="heartbeat-kind"),
        pytest.param(f'[targets]\nDesk_1 = "{URL}"', "'Desk_1' is not", id="name"),
        pytest.param(f'[targets]\n"{URL}" = "desk"', "one of its keys is not", id="swapped"),
        pytest.param(f'[targets]\ndesk = "{SECRET}"', "targets.desk: must be a URL", id="no-url"),
        pytest.param(f'[targets]\ndesk = ["{URL}"]', "targets.desk: must be a URL", id="list"),
    ],
)
def test_a_wrong_file_is_one_line_without_secrets(text: str, message: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, {})
    line = str(caught.value)
    assert line.startswith(f"{tmp_path}/settings.toml:")
    assert message in line
    assert SECRET not in line
    assert "\n" not in line


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"VEDETTE_TARGET_DESK: targets\.desk: must be a URL"):
        read_settings(tmp_path, {"VEDETTE_TARGET_DESK": ""})
