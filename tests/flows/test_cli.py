"""The command line: what it answers, and the exit code and one line for whatever is wrong."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from flows.cli import app
from tests.test_architecture import HEAVY, OWNER, modules_loaded_by

ROOT = Path(__file__).parents[2]
CODE = "from flows.cli import main; main()"
ARTICLE = {
    "id": "a-1",
    "text": "The National Intelligence Service said 300 North Korean soldiers had been killed.",
    "published_at": "2025-01-13",
}


@pytest.fixture
def home(told_home):
    return told_home


def test_status_shows_every_indicator(vedette, home):
    code, out, err = vedette("status", "--home", home)
    assert (code, err) == (0, "")
    assert "150 people" in out


def test_status_as_of_answers_from_what_was_recorded_by_then(vedette, home):
    _, out, _ = vedette("status", "--home", home, "--as-of", "2025-01-24T12:30")
    assert "120 people" in out
    assert "as recorded by 2025-01-24T12:30" in out
    _, out, _ = vedette("status", "--home", home, "--as-of", "2025-01-24", "--json")
    assert json.loads(out)[0]["value"] == 150
    _, out, _ = vedette("status", "--home", home, "--as-of", "2025-01-23", "--json")
    assert json.loads(out) == []


def test_why_names_who_says_so_in_which_words(vedette, home):
    code, out, _ = vedette("why", "deaths", "--home", home)
    assert code == 0
    assert out.startswith("deaths: 150 people")
    assert "World Health Organization (who)  150  (supports, reliability B, certain" in out
    assert "“The World Health Organization said on Friday that 150 people had died" in out
    assert "[bold]Toll[/bold]: 150  http://127.0.0.1:" in out


def test_why_and_claims_are_json_for_a_program(vedette, home):
    _, out, _ = vedette("why", "deaths", "--home", home, "--json")
    answer = json.loads(out)
    assert answer["state"]["value"] == 150
    assert [claim["role"] for claim in answer["claims"]] == ["supports"]
    _, out, _ = vedette("claims", "--home", home, "--source", "who", "--json")
    assert [claim["value"] for claim in json.loads(out)] == [150]


def test_claims_are_limited_by_indicator_and_party(vedette, home):
    _, out, _ = vedette("claims", "--home", home, "-i", "deaths", "-s", "who")
    assert out.startswith("World Health Organization (who)  deaths 150")
    assert out.endswith("1 claims\n")
    _, out, _ = vedette("claims", "--home", home, "-s", "ao.health")
    assert out == "0 claims\n"


def test_sql_answers_with_a_table_or_json(vedette, home):
    ask = "select source, value from claims"
    _, out, _ = vedette("sql", ask, "--home", home)
    assert out.split()[:3] == ["source", "┃", "value"]
    _, out, _ = vedette("sql", ask, "--home", home, "--json")
    assert json.loads(out) == [{"source": "who", "value": 150.0}]


def test_verify_tells_a_sound_log_from_a_broken_one(vedette, home, tmp_path):
    assert vedette("verify", "--home", home)[0] == 0
    (tmp_path / "log" / "tail").mkdir(parents=True)
    (tmp_path / "log" / "tail" / "000000000000.parquet").write_bytes(b"not Parquet")
    code, out, err = vedette("verify", "--home", tmp_path)
    assert (code, err) == (1, "")
    assert "000000000000.parquet" in out
    told = json.loads(vedette("verify", "--home", tmp_path, "--json")[1])
    assert (told["is_sound"], told["events"]) == (False, 0)
    assert told["bad_file"].endswith("000000000000.parquet")


def test_a_sound_watch_is_json_for_a_program(vedette):
    told = json.loads(vedette("watch", "check", "dprk", "--json")[1])
    assert (told["watch"], told["indicators"]) == ("dprk", 10)


def test_seal_merges_the_files_and_changes_no_answer(vedette, home, tmp_path):
    again = tmp_path / "home"
    shutil.copytree(home / "log", again / "log")
    files = len(list((again / "log" / "tail").iterdir()))
    code, out, err = vedette("seal", "--home", again, "--all")
    assert (code, err) == (0, "")
    assert out.endswith("files sealed; the log has 1 files\n"), "both runs were in one month"
    assert vedette("verify", "--home", again)[1].startswith(f"{files + 1} files")
    _, out, _ = vedette("seal", "--home", again, "--json")
    assert json.loads(out) == {"sealed": [], "files": 1}


def test_rebuild_gives_the_same_answers_from_the_log_alone(vedette, home, tmp_path):
    again = tmp_path / "home"
    shutil.copytree(home / "log", again / "log")
    code, out, err = vedette("rebuild", "--home", again)
    assert (code, err) == (0, "")
    assert "made anew" in out
    day = ("--as-of", "2025-01-25", "--json")
    assert vedette("status", "--home", again, *day) == vedette("status", "--home", home, *day)
    (again / "vedette.duckdb").write_bytes(b"damaged")
    assert vedette("rebuild", "--home", again)[0] == 0
    assert vedette("status", "--home", again, *day) == vedette("status", "--home", home, *day)


def test_rebuild_without_a_log_is_one_line(vedette, tmp_path):
    code, _, err = vedette("rebuild", "--home", tmp_path)
    assert code == 2
    assert "no log in this folder" in err


def test_watch_check_counts_what_a_watch_holds(vedette):
    code, out, _ = vedette("watch", "check", "dprk")
    assert code == 0
    assert "10 indicators" in out


def test_watch_check_ends_well_with_notes_on_what_never_matches(vedette, tmp_path):
    watch = tmp_path / "watch.yaml"
    shipped = (ROOT / "seeds" / "watches" / "dprk.yaml").read_text(encoding="utf-8")
    watch.write_text(shipped.replace("verbs: [capture,", "verbs: [captured,"), encoding="utf-8")
    code, out, err = vedette("watch", "check", watch)
    assert (code, err) == (0, "")
    _, note = out.splitlines()
    line = next(n for n, text in enumerate(shipped.splitlines(), 1) if "verbs: [capture," in text)
    assert note.startswith(f"{watch}:{line}: note: troops-captured: 'captured' is not in its base")


def test_watch_try_shows_each_claim_under_its_sentence(vedette, tmp_path):
    lines = tmp_path / "in.jsonl"
    told = f"{ARTICLE['text']} It was cold. The agency added that about 1,000 were likely wounded."
    rows = [
        {**ARTICLE, "text": told},
        {"id": "a-2", "text": "300 soldiers were killed in a far land."},
        {"id": "a-3", "text": "North Korea is cold in January."},
        {"id": "a-4", "text": "North Korea is proud of its soldiers."},
    ]
    lines.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, out, err = vedette("watch", "try", "dprk", "--articles", lines)
    assert (code, err) == (0, "")
    one, two, three, four, summary = out.split("\n\n")
    head, sentence, claim, _, wounded = one.splitlines()
    assert (head, sentence) == ("a-1  2025-01-13", f"  {ARTICLE['text']}")
    assert claim.startswith("    troops-killed: 300 soldiers · affirmed · certain · kr.nis (“")
    assert "about 1,000 soldiers (900 to 1,100) · affirmed · likely “likely” · kr.nis" in wounded
    assert "no claim: no subject of the watch is named, though words of troops-" in two
    assert "names the subject (north-korea), but nothing that an indicator" in three
    assert "states no number or rung of them" in four
    assert summary.startswith("4 articles, 1 with claims; 2 claims\n  troops-killed ")
    assert "never: troops-deployed, troops-planned, troops-casualties" in summary
    assert "cold" not in one
    _, out, _ = vedette("watch", "try", "dprk", "--articles", lines, "--all")
    assert "  – It was cold. (" in out


def test_watch_try_of_a_text_is_json_for_a_program(vedette):
    text = (
        "North Korea has sent 300,000 soldiers to Russia. It is cold. North Korea has sent 300,000."
    )
    words = ("watch", "try", "dprk", "--text", text, "--published-at", "2025-01-13", "--json")
    code, out, _ = vedette(*words)
    answer = json.loads(out)
    (article,) = answer["articles"]
    assert (code, article["published_on"], article["nothing_because"]) == (0, "2025-01-13", None)
    first = article["sentences"][0]
    assert text[first["start"] : first["end"]] == first["text"]
    assert first["claims"][0]["value"] == 300000
    assert first["claims"][0]["marks"] == ["above the maximum: held back"]
    assert all(sentence["claims"] for sentence in article["sentences"])
    assert answer["summary"]["claims"]["troops-deployed"] == 1
    assert "troops-killed" in answer["summary"]["never_fired"]
    _, out, _ = vedette(*words, "--all")
    assert len(json.loads(out)["articles"][0]["sentences"]) == 3


def test_hostile_words_of_an_article_do_not_reach_the_terminal(vedette):
    text = "\x1b]0;owned\x07 North Korea has sent 3,000 soldiers to Russia.\u202e [bold]It.[/bold]"
    for more in ((), ("--all",), ("--all", "--json")):
        _, out, _ = vedette("watch", "try", "dprk", "--text", text, *more)
        assert out.replace("\n", "").isprintable()


def test_extract_reads_lines_and_pages(vedette, tmp_path):
    lines = tmp_path / "in.jsonl"
    lines.write_text(json.dumps(ARTICLE) + "\n\n", encoding="utf-8")
    code, out, _ = vedette("extract", "--articles", lines)
    row = json.loads(out)
    assert (code, row["id"]) == (0, "a-1")
    (claim,) = row["claims"]
    assert (claim["indicator"], claim["source"], claim["value"]) == ("troops-killed", "kr.nis", 300)
    assert ARTICLE["text"][claim["start"] : claim["end"]] == claim["evidence"]
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><p>{ARTICLE['text']}</p></article></body></html>")
    code, out, _ = vedette("extract", page, "--published-at", "2025-01-13")
    assert json.loads(out)["claims"] == [claim]


NO_ARTICLES = ["extract", "--articles"]
TRY = ["watch", "try", "dprk"]
WRONG = {
    "an unknown command": (["nonsense"], "nonsense"),
    "an unknown option": (["status", "--loud"], "--loud"),
    "no indicator": (["why"], "argument 'indicator'"),
    "a home that is not there": (["status", "--home", "{tmp}/none"], "no such home"),
    "a home without a log": (["status", "--home", "{tmp}"], "nothing is published yet"),
    "a folder to verify without a log": (["verify", "--home", "{tmp}"], "no log in this folder"),
    "a folder to seal without a log": (["seal", "--home", "{tmp}"], "no log in this folder"),
    "a home to verify that is not there": (["verify", "--home", "{tmp}/none"], "no such home"),
    "an as-of that is no instant": (["status", "--home", "{home}", "--as-of", "now"], "no instant"),
    "a day that is none": (["why", "deaths", "--home", "{home}", "--valid-at", "1/2"], "no day"),
    "an unknown indicator": (["why", "births", "--home", "{home}"], "there are: deaths"),
    "claims of an unknown indicator": (["claims", "-i", "births", "--home", "{home}"], "births"),
    "claims of an unknown party": (["claims", "-s", "me", "--home", "{home}"], "no such party"),
    "SQL that is wrong": (["sql", "select x from state", "--home", "{home}"], '"x" not found'),
    "two statements": (["sql", "select 1; select 2", "--home", "{home}"], "one statement"),
    "SQL that writes": (["sql", "drop view state", "--home", "{home}"], "only reading"),
    "a watch that is not there": (["watch", "check", "nowhere"], "no such watch"),
    "a watch that is a folder": (["watch", "check", "{tmp}"], "is a folder"),
    "a watch that is none": (
        ["watch", "check", "{tmp}/settings.toml"],
        "settings.toml:2: is not YAML",
    ),
    "a run of no watch": (["run", "--watch", "nowhere", "--home", "{tmp}/h"], "no such watch"),
    "wrong settings": (["run", "--watch", "dprk", "--home", "{tmp}"], "settings.toml"),
    "a home that is a file": (["run", "-w", "dprk", "--home", "{tmp}/file/h"], "{tmp}/file"),
    "a cron line that is none": (["serve", "-w", "dprk", "--cron", "hourly"], "no cron line"),
    "an interval that is none": (["serve", "-w", "dprk", "--every", "soon"], "no interval"),
    "two schedules": (["serve", "-w", "dprk", "--every", "1h", "--cron", "* * * * *"], "exclude"),
    "nothing to extract": (["extract"], "nothing to read"),
    "articles that are not there": ([*NO_ARTICLES, "{tmp}/none.jsonl"], "No such file"),
    "a line that is no JSON": ([*NO_ARTICLES, "{tmp}/broken.jsonl"], "broken.jsonl:2: not JSON"),
    "a line that is not UTF-8": ([*NO_ARTICLES, "{tmp}/latin.jsonl"], "latin.jsonl:2: not UTF-8"),
    "a line without a text": ([*NO_ARTICLES, "{tmp}/bare.jsonl"], "bare.jsonl:1: an article needs"),
    "a date that is none": ([*NO_ARTICLES, "{tmp}/date.jsonl"], "date.jsonl:1: published_at"),
    "nothing to try": (TRY, "name what to read"),
    "two things to try": ([*TRY, "--text", "x", "--articles", "{tmp}/date.jsonl"], "name what to"),
    "a day of a text that is none": ([*TRY, "--text", "x", "--published-at", "x"], "no day"),
    "a day of a file": ([*TRY, "--articles", "-", "--published-at", "2025-01-01"], "for --text"),
    "a line to try that is no JSON": ([*TRY, "--articles", "{tmp}/bad.jsonl"], "bad.jsonl:1: not"),
    "a watch to try that is not there": (["watch", "try", "nowhere", "--text", "x"], "no such"),
    "a page that is not there": (["extract", "{tmp}/none.html"], "No such file"),
    "a page without text": (["extract", "{tmp}/file"], "no article text"),
    "a day of a page that is none": (["extract", "{tmp}/file", "--published-at", "x"], "no day"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_one_line_and_exit_code_2(vedette, home, tmp_path, words, said):
    good = json.dumps(ARTICLE)
    (tmp_path / "settings.toml").write_text("[fetch]\ndelay_seconds = 'long'\n")
    (tmp_path / "file").write_text("<html><body></body></html>")
    (tmp_path / "broken.jsonl").write_text(f"{good}\n{good[:-5]}\n")
    (tmp_path / "latin.jsonl").write_bytes(f"{good}\n".encode() + b'{"id": "\xe9"}\n')
    (tmp_path / "bad.jsonl").write_text("{")
    (tmp_path / "bare.jsonl").write_text('{"id": 1}\n')
    (tmp_path / "date.jsonl").write_text(json.dumps({**ARTICLE, "published_at": "soon"}))
    filled = [word.format(tmp=tmp_path, home=home) for word in words]
    code, _, err = vedette(*filled)
    assert code == 2
    assert err.startswith("vedette: ")
    assert err.count("\n") == 1
    assert said.format(tmp=tmp_path) in err


def test_a_watch_with_two_faults_has_a_line_for_each(vedette, tmp_path):
    watch = tmp_path / "watch.yaml"
    shipped = (ROOT / "seeds" / "watches" / "dprk.yaml").read_text(encoding="utf-8")
    watch.write_text(shipped.replace("kind: level", "kind: colour"), encoding="utf-8")
    code, _, err = vedette("watch", "check", watch)
    lines = err.splitlines()
    assert code == 2
    assert len(lines) == 4
    assert all(line.startswith(f"vedette: {watch}:") for line in lines)


def test_hostile_words_in_a_message_do_not_reach_the_terminal(vedette, home):
    _, _, err = vedette("why", "\x1b]0;owned\x07\u202e", "--home", home)
    assert err.rstrip("\n").isprintable()


def test_a_word_without_a_command_shows_the_help(vedette):
    code, out, err = vedette()
    assert code == 2
    assert "Usage: vedette" in out + err


def commands():
    """Every command as it is typed, those of groups too."""
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        below = getattr(command, "commands", None)
        yield from ([name, one] for one in below) if below else ([name],)


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_each_command_has_help_with_an_example(vedette, command):
    code, out, _ = vedette(*command, "--help")
    assert code == 0
    assert f"Example: vedette {' '.join(command)}" in out


def test_the_help_says_what_exit_codes_mean_and_groups_the_commands(vedette):
    _, out, _ = vedette("--help")
    assert "Exit code: 0 done" in out
    panels = re.findall(r"╭─ (\w+) ─", out)
    assert panels == ["Options", "Run", "Ask", "Watch", "Decide", "Keep"]


def test_no_colours_in_a_pipe_or_where_nobody_wants_them(home):
    for more in ({}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}):
        done = subprocess.run(
            [sys.executable, "-c", CODE, "status", "--home", str(home)],
            cwd=ROOT,
            env={**os.environ, **more},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "150" in done.stdout
        assert not re.search(r"\x1b\[(?:\d;)*[34]\d", done.stdout), "a colour"


def test_a_question_loads_the_database_and_no_other_heavy_library(home):
    loaded = modules_loaded_by(CODE, "status", "--home", home)
    # typer asks pydantic to read the words
    assert loaded & {*HEAVY, *OWNER} <= {"typer", "pydantic", "rich", "duckdb"}


def test_completion_for_bash_completes_commands():
    shown = subprocess.run(
        [sys.executable, "-c", CODE, "--show-completion", "bash"],
        cwd=ROOT,
        env={
            **os.environ,
            "SHELL": "/bin/bash",
            "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
        },
        capture_output=True,
        text=True,
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "complete -o default -F _vedette_completion vedette" in shown.stdout
    words = {"COMP_WORDS": "vedette qua", "COMP_CWORD": "1", "_VEDETTE_COMPLETE": "complete_bash"}
    completed = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=ROOT,
        env={**os.environ, **words},
        capture_output=True,
        text=True,
    )
    assert completed.stdout.split() == ["quarantine"]


def test_a_reader_that_closes_the_pipe_ends_it_quietly(home):
    command = [
        sys.executable,
        "-c",
        CODE,
        "sql",
        "select * from range(200000)",
        "--json",
        "--home",
        str(home),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
        assert p.stdout
        assert p.stderr
        p.stdout.readline()
        p.stdout.close()
        assert p.stderr.read() == b""
