"""An analyst at the terminal: doubtful claims in their context; confirmed, rejected, amended."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.quality.review import AmendmentError, amendment_of, review_claim
from tests.flows.builders_held import WATCH as _WATCH
from tests.flows.builders_held import ask, copy_of, make_home, of_type
from tests.flows.builders_run import START
from transforms.records import Ruling

ROOT = Path(__file__).parents[3]
WATCH = replace(_WATCH, review_below=0.999)  # nothing is as sure as that
NOW = START + timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("review") / "home", WATCH)


@pytest.fixture
def home(made, tmp_path):
    return copy_of(made, tmp_path / "home")


def only_claim(home):
    ((claim_id,),) = ask(home, "select claim_id from claim_history")
    return claim_id


def test_a_doubtful_claim_is_listed_with_its_sentence_in_its_context(vedette, home):
    code, out, err = vedette("review", "--home", home)
    assert (code, err) == (0, "")
    assert only_claim(home)[:12] in out
    assert "120 people had died" in out
    assert "Aid workers" in out
    assert "http://news.example/plain" in out
    _, out, _ = vedette("review", "--home", home, "--json")
    (row,) = json.loads(out)
    assert row["after"].strip().startswith("Aid workers")
    assert ask(home, "select count(*) from claims") == [(0,)]


def test_a_confirmed_claim_counts_at_once(vedette, home):
    words = (only_claim(home)[:10], "--confirm", "--reason", "It says so", "--reviewer", "ana")
    code, out, _ = vedette("review", *words, "--home", home)
    assert (code, "status: live" in out) == (0, True)
    assert ask(home, "select value from state") == [(120,)]
    (event,) = of_type(home, "claim_reviewed")
    assert (event.reason, json.loads(event.detail)["reviewer"]) == ("It says so", "ana")
    _, out, _ = vedette("review", "--home", home)
    assert "0 claims wait" in out


def test_an_amended_claim_counts_as_amended_and_a_rejected_one_not(vedette, home):
    claim = only_claim(home)
    words = ("--amend", "value=12,certainty=likely", "--reason", "A typing error, says the author")
    code, out, err = vedette("review", claim, *words, "--home", home)
    assert (code, err) == (0, "")
    assert '"value":120.0' in out
    assert ask(home, "select value, value_low, certainty from state") == [(12, 12, "likely")]
    vedette("review", claim, "--reject", "--reason", "No, it is not said at all", "--home", home)
    assert ask(home, "select value from state") == [(None,)]
    _, out, _ = vedette("review", "--table", "--json", "--home", home)
    assert {r["name"]: r["rejected"] for r in json.loads(out) if r["kind"] == "source"} == {
        "who": 1
    }


def test_an_amendment_goes_through_the_gate(home):
    ruling = Ruling("amended", "ana", NOW, "typo")
    for amended, said in (
        (
            {"value": 5e9, "value_low": 5e9, "value_high": 5e9},
            "larger than the watch holds possible",
        ),
        ({"certainty": "sure"}, "a word of the scale"),
        ({"certainty": "certain"}, "nothing would change"),
    ):
        with pytest.raises(AmendmentError, match=said):
            review_claim(home, only_claim(home), ruling, NOW, amended)
    assert of_type(home, "claim_reviewed") == []


def test_amendments_are_read_as_they_are_typed():
    assert amendment_of("value=300") == {
        **dict.fromkeys(("value", "value_low", "value_high"), 300.0),
        "approximation": "exact",
    }
    assert amendment_of("low=300, high=") == {"value_low": 300.0, "value_high": None}
    assert amendment_of("increment=yes,source=kr.nis") == {"is_increment": True, "source": "kr.nis"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("value", "write NAME=VALUE"),
        ("evidence=other", "names are value, low, high"),
        ("value=3,000", "write NAME=VALUE"),
        ("value=many", "is no number"),
        ("increment=perhaps", "true or false"),
    ],
)
def test_a_wrong_amendment_is_told_in_one_line(text, said):
    with pytest.raises(AmendmentError, match=said):
        amendment_of(text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--confirm", "--reason", "x"), "name one claim"),
        (("000000", "--confirm", "--reject", "--reason", "x"), "one of --confirm"),
        (("000000", "--confirm"), "say why"),
        (("000000", "--confirm", "--reason", "x"), "no such claim"),
    ],
)
def test_wrong_words_are_answered_in_one_line(vedette, made, words, said):
    code, out, err = vedette("review", *words, "--home", made)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_terminal_is_asked_claim_after_claim(home):
    """In a terminal of its own: amend with a slip, then right."""
    ours, theirs = pty.openpty()
    code = "from flows.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "review", "--home", str(home), "--reviewer", "ana"],
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(theirs)
    os.write(ours, b"r\nIt is a rumour\n")
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0, out
    assert b"1 of 1" in out
    assert b"1 reviewed, 0 left" in out
    assert ask(home, "select status, review from claim_history") == [("rejected", "rejected")]
