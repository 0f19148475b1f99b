"""Settings: targets from the file and the environment; a wrong one is one line without secrets."""

from pathlib import Path

import pytest

from flows.settings import SettingsError, read_settings

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
        pytest.param("[fetch]\ndelay = 1", "'delay' is not one of", id="fetch-key"),
        pytest.param('[fetch]\nallow_loopback = "yes"', "must be true or false", id="fetch-kind"),
        pytest.param("[fetch]\ndelay_seconds = -1", "must not be below zero", id="fetch-range"),
        pytest.param("[fetch]\ndelay_seconds = true", "must be a number", id="fetch-bool"),
        pytest.param("[fetch]\nrevisit_after_hours = 3", "must be a list of hours", id="hours"),
        pytest.param("[fetch]\nrevisit_after_hours = [0.5]", "1 or more", id="hours-range"),
        pytest.param('[fetch]\ncontact = "café"', "letters without accents only", id="contact"),
        pytest.param('[fetch]\nextra_ca_file = "no.pem"', "no.pem: cannot be read", id="no-ca"),
        pytest.param('[fetch]\nextra_ca_file = "Makefile"', "no certificates in PEM", id="bad-ca"),
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
    assert line.startswith(f"{tmp_path}/settings.toml: ")
    assert message in line
    assert SECRET not in line
    assert "\n" not in line


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="VEDETTE_TARGET_DESK: must be a URL"):
        read_settings(tmp_path, {"VEDETTE_TARGET_DESK": ""})
