"""A new home: what it is told to do works, and nothing that is there is written over."""

import os
import re
import shlex
from pathlib import Path

import pytest

from flows.settings import read_settings
from tests.flows.builders_site import Site


@pytest.fixture
def home(vedette, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = vedette("init", "new/home")
    assert (code, err) == (0, "")
    assert out.startswith("new/home/README.md\nnew/home/settings.toml\nnew/home/watch.yaml\n")
    monkeypatch.chdir("new/home")
    return Path.cwd()


def steps_of(home: Path) -> list[list[str]]:
    text = (home / "README.md").read_text(encoding="utf-8")
    return [shlex.split(line)[1:] for line in re.findall(r"^    (vedette .+)", text, re.MULTILINE)]


def test_the_watch_is_sound_and_finds_what_the_readme_says(vedette, home):
    check, trial, *_ = steps_of(home)
    code, out, _ = vedette(*check)
    assert (code, out.count("\n")) == (0, 1), "no notes"
    code, out, _ = vedette(*trial)
    assert code == 0
    assert "cholera-deaths" in out


def test_the_settings_are_those_that_hold_without_them(home):
    file = home / "settings.toml"
    assert read_settings(home, {}) == read_settings(home / "nowhere", {})
    lines = file.read_text(encoding="utf-8").splitlines()
    # Of the comments, those that are settings: `key = …`, and the table [heartbeat].
    plain = [re.sub(r"^# (?=[a-z_-]+ = |\[)", "", line) for line in lines]
    file.write_text("\n".join(plain), encoding="utf-8")
    settings = read_settings(home, {})
    assert set(settings.targets) == {"desk", "duty-officer"}
    assert settings.fetch.contact == "desk@newsroom.example"
    assert settings.heartbeat
    default = read_settings(home / "nowhere", {}).fetch
    assert settings.fetch.revisit_after_hours == default.revisit_after_hours
    assert settings.fetch.delay_seconds == default.delay_seconds


@pytest.mark.slow
def test_the_steps_of_the_readme_run_one_after_the_other(vedette, home, monkeypatch):
    monkeypatch.setenv("VEDETTE_FETCH__ALLOW_LOOPBACK", "true")
    watch = home / "watch.yaml"
    with Site() as site:
        site.page("/one", "The WHO said on Friday that 120 people had died of cholera in Angola.")
        site.feed(("/one", "Toll"))
        text = watch.read_text(encoding="utf-8")
        watch.write_text(re.sub(r'url: ".*"', f'url: "{site.url}/feed"', text), encoding="utf-8")
        steps = steps_of(home)
        assert [step[0] for step in steps] == ["watch", "watch", "run", "status", "doctor"]
        told = [vedette(*step) for step in steps]
    assert [code for code, _, _ in told] == [0] * 5, told
    assert "(who)  cholera-deaths 120" in vedette("claims", "--home", ".")[1]


@pytest.mark.parametrize("content", ["a file", "hidden"])
def test_a_folder_that_has_something_is_refused(vedette, tmp_path, content):
    (tmp_path / (".hidden" if content == "hidden" else "settings.toml")).write_text("mine")
    code, _, err = vedette("init", tmp_path)
    assert (code, err.count("\n")) == (2, 1)
    assert "has something in it" in err
    assert len(os.listdir(tmp_path)) == 1


def test_a_file_in_the_place_of_the_folder_is_refused(vedette, tmp_path):
    (tmp_path / "file").write_text("mine")
    for folder in ("file", "file/home"):
        code, _, err = vedette("init", tmp_path / folder)
        assert (code, err.count("\n")) == (2, 1)
