"""vedette settings, and --set: what is in force, where it comes from, no secret."""

import json
import os

import pytest

from flows.commands.arguments import InputError
from flows.commands.running import put_into_environment

SECRET = "s3cr3t"


def test_the_settings_in_force_with_their_origins(vedette, tmp_path, monkeypatch):
    (tmp_path / "settings.toml").write_text(f'[targets]\ndesk = "json://x/{SECRET}"\n')
    monkeypatch.setenv("VEDETTE_FETCH__CONTACT", "desk@x.example")
    code, out, _ = vedette("settings", "--home", tmp_path)
    assert code == 0
    assert '"desk@x.example"' in out
    assert "VEDETTE_FETCH__CONTACT" in out
    assert "(secret)" in out
    _, plain, _ = vedette("settings", "--home", tmp_path, "--json")
    told = {one["key"]: one for one in json.loads(plain)}
    assert told["targets.desk"]["origin"].endswith("settings.toml:2")
    assert told["targets.desk"]["is_secret"] is True
    assert SECRET not in out + plain


def test_a_setting_of_the_command_line_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv("VEDETTE_FETCH__DELAY_SECONDS", "1")
    monkeypatch.setenv("VEDETTE_TARGET_ON_CALL", "json://a")
    put_into_environment(["fetch.delay_seconds=5", "targets.on-call=json://b?x=1"])
    assert os.environ["VEDETTE_FETCH__DELAY_SECONDS"] == "5"
    assert os.environ["VEDETTE_TARGET_ON_CALL"] == "json://b?x=1"


@pytest.mark.parametrize("text", ["fetch", "contact=x", "fetch.contact"])
def test_what_is_no_setting_is_wrong_input(text):
    with pytest.raises(InputError, match="--set takes a table, a key and a value"):
        put_into_environment([text])


def test_a_wrong_setting_of_the_command_line_starts_nothing(vedette, tmp_path, monkeypatch):
    monkeypatch.setenv("VEDETTE_FETCH__DELAY_SECONDS", "1")  # put back after the test
    words = ("run", "-w", "dprk", "--home", tmp_path / "h", "--set", "fetch.delay_seconds=soon")
    code, _, err = vedette(*words)
    assert (code, err.count("\n")) == (2, 1)
    assert "fetch.delay_seconds: must be a number" in err
    assert not (tmp_path / "h" / "log").exists()
