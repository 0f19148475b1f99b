"""`vedette board`: pages where they are said to be; a server that ends at once."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.flows.board.builders_board import a_home

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return a_home(tmp_path_factory.mktemp("board") / "home")


def test_the_board_is_written_and_its_place_is_told(vedette, home):
    code, out, _ = vedette("board", "--home", home)
    assert code == 0
    assert Path(out.strip()).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_page_of_a_day_is_written_and_the_first_page_leads_to_it(vedette, home):
    code, out, _ = vedette("board", "--as-of", "2024-11-12", "--home", home)
    assert code == 0
    assert out.strip().endswith("board/as-of_2024-11-12.html")
    assert "as-of_2024-11-12.html" in (home / "board" / "index.html").read_text(encoding="utf-8")


def test_two_days_are_written_side_by_side(vedette, home):
    words = ("board", "--then", "2024-11-02", "--now", "2024-11-12", "--home", home)
    code, out, _ = vedette(*words)
    assert code == 0
    assert out.strip().endswith("then_2024-11-02_now_2024-11-12.html")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--as-of", "yesterday"), "is no day"),
        (("--as-of", "2030-01-01"), "is not over"),
        (("--then", "2024-11-02"), "go together"),
        (("--then", "2024-11-12", "--now", "2024-11-02"), "is not before"),
    ],
)
def test_what_cannot_be_written_is_told_in_a_line(vedette, home, words, why):
    code, _, err = vedette("board", *words, "--home", home)
    assert code == 2
    assert why in err
    assert err.count("\n") == 1


def test_a_home_that_is_not_there_is_told(vedette, tmp_path):
    code, _, err = vedette("board", "--home", tmp_path / "none")
    assert code == 2
    assert "no such home" in err


@pytest.mark.slow
def test_the_server_answers_and_ends_within_a_second_of_an_interrupt(home):
    words = [sys.executable, "-m", "flows", "board", "--serve", "--port", "0", "--home", str(home)]
    words[1:3] = ["-c", "from flows.cli import main; main()"]
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        url = re.search(r"http://127\.0\.0\.1:\d+/index\.html", running.stdout.readline())[0]
        with urllib.request.urlopen(url, timeout=5) as answer:
            assert b"The board" in answer.read()
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=5) == 0
        assert time.monotonic() - begun < 1
    finally:
        running.kill()
        running.wait()
        running.stdout.close()
