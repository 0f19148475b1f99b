"""What is printed: readable, and harmless whatever the titles, sentences and cells hold."""

import io
import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from flows.outcome import Outcome
from flows.terminal.show import (
    as_json,
    claim_lines,
    clean,
    outcome_lines,
    range_of,
    state_line,
    table,
)

CLAIM = {
    "indicator": "deaths",
    "source": "who",
    "outlet": "media.north",
    "polarity": "affirmed",
    "is_increment": False,
    "level": None,
    "value": 120.0,
    "value_low": 120.0,
    "value_high": 120.0,
    "reliability": "B",
    "certainty": "certain",
    "weight": 38400,
    "position_date": date(2025, 1, 24),
    "evidence": "The World Health Organization said 120 had died.",
    "title": "Toll at 120",
    "url": "http://site.example/one",
}
NAMES = {"who": "World Health Organization", "media.north": "The North Star"}
HOSTILE = "\x1b]0;owned\x07 \x1b[2J [bold red]loud[/bold red] [/] \x9b31m \u202egnp.exe a\nb"
anything = st.text(st.characters(exclude_categories=["Cs"]))


def printed(renderable):
    """What a terminal with colours would get."""
    out = io.StringIO()
    Console(file=out, force_terminal=True, width=300).print(renderable, soft_wrap=True)
    return out.getvalue()


def test_a_claim_is_who_what_how_sure_in_which_words_and_where():
    lines = [line.plain for line in claim_lines(CLAIM, NAMES)]
    assert lines == [
        "World Health Organization (who)  120  (reliability B, certain, weight 38400, 2025-01-24)",
        "    “The World Health Organization said 120 had died.”",
        "    Toll at 120  http://site.example/one",
    ]


def test_a_claim_without_a_party_is_put_to_its_outlet():
    own = [line.plain for line in claim_lines({**CLAIM, "source": "outlet"}, NAMES)]
    none = [line.plain for line in claim_lines({**CLAIM, "source": "unknown"}, NAMES)]
    assert own[0].startswith("The North Star, in its own voice  120")
    assert none[0].startswith("somebody not named, in The North Star  120")


def test_a_denied_rung_reads_as_denied():
    row = {**CLAIM, "polarity": "negated", "level": "launched", "value": None, "role": "supports"}
    (first, *_) = (line.plain for line in claim_lines(row, NAMES, with_indicator=True))
    assert "  deaths not launched  (supports, reliability B" in first


def test_a_state_is_one_line():
    row = {
        "indicator": "deaths",
        "kind": "quantity",
        "value": 300.0,
        "unit": "people",
        "value_low": 120.0,
        "value_high": None,
        "certainty": "likely",
        "reliability": "B",
        "credibility": 2,
        "origins": 1,
        "articles": 3,
        "since": date(2025, 1, 24),
        "is_disputed": True,
        "is_stale": False,
    }
    assert state_line(row).plain == (
        "deaths: 300 people (at least 120), likely, grade B2, 1 origin in 3 articles, "
        "since 2025-01-24, disputed"
    )


def test_ranges_are_words():
    bounds = [(1, 2), (2, 2), (1, None), (None, 2), (None, None)]
    shown = [range_of({"value_low": low, "value_high": high}) for low, high in bounds]
    assert shown == ["1 to 2", "2", "at least 1", "at most 2", ""]


def test_hostile_text_in_a_claim_is_shown_and_does_nothing():
    row = {**CLAIM, "evidence": HOSTILE, "title": HOSTILE, "url": HOSTILE, "source": HOSTILE}
    lines = list(claim_lines(row, NAMES))
    assert len(lines) == 3
    for line in lines:
        assert "[bold red]loud[/bold red]" in line.plain
        assert line.plain.isprintable()
        codes = printed(line).split("\x1b")[1:]
        assert {code.partition("m")[0] for code in codes} <= {"[1", "[2", "[0"}


@given(anything)
def test_clean_text_is_one_printable_line(text):
    assert clean(text).isprintable()


@given(st.lists(anything, min_size=1, max_size=3))
def test_any_cell_can_be_shown(cells):
    names = [f"c{n}" for n in range(len(cells))]
    assert "\x1b]" not in printed(table(names, [cells]))
    assert "\x9b" not in printed(table(names, [cells]))


@given(st.dictionaries(anything, anything))
def test_json_says_the_same_and_is_printable(value):
    text = as_json(value)
    assert json.loads(text) == value
    assert text.replace("\n", "").isprintable()


def test_a_run_without_feeds_tells_its_counts_and_one_with_nothing_due_its_warnings():
    now = datetime(2025, 1, 24, 12, tzinfo=UTC)
    backfill = Outcome("w-1", now)
    assert next(outcome_lines(backfill)).plain.startswith("0 listed")
    idle = Outcome("w-2", now, feeds=2, next_due_at=now, warnings=["the log was not sealed"])
    assert [line.plain for line in outcome_lines(idle)] == [
        "nothing is due: 2 feeds; the next at 2025-01-24 12:00 UTC",
        "flagged: the log was not sealed",
    ]


def test_of_many_flags_the_first_are_shown_and_the_rest_counted():
    idle = Outcome("w-3", datetime(2025, 1, 24, tzinfo=UTC), feeds=2, warnings=["x"] * 50)
    told = [line.plain for line in outcome_lines(idle)][1:]
    assert told == [*["flagged: x"] * 20, "flagged: 30 more; vedette checks shows all"]
