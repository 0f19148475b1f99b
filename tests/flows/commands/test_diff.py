"""Then and now on the command line: what changed, with the sentences, on either axis."""

import json

import pytest

HALF_PAST = "2025-01-24T12:30"


def test_a_change_is_told_with_before_and_after_and_the_sentence(vedette, told_home):
    code, out, err = vedette("diff", HALF_PAST, "--home", told_home)
    assert (code, err) == (0, "")
    assert out.startswith("deaths: 120 people (120), certain, B2 → 150 people (150), certain, B2\n")
    assert "  ~ World Health Organization (who)  150  (supports, reliability B" in out
    assert "“The World Health Organization said on Friday that 150 people had died" in out
    assert "was: value 120, now 150" in out
    assert out.endswith(
        "1 of 1 indicators have another state; 0 claims came, 0 went, 1 were corrected\n"
    )


def test_before_anything_was_recorded_there_was_no_watch(vedette, told_home):
    _, out, _ = vedette("diff", "2025-01-23", HALF_PAST, "--home", told_home)
    assert out.startswith("deaths: not watched → 120 people")


def test_a_program_gets_whole_rows(vedette, told_home):
    _, out, _ = vedette("diff", HALF_PAST, "--home", told_home, "--json", "-i", "deaths")
    (change,) = json.loads(out)
    assert (change["before"]["value"], change["after"]["value"]) == (120, 150)
    (corrected,) = change["corrected"]
    assert corrected["fields"] == ["value", "value_high", "value_low"]
    assert "150 people had died" in corrected["after"]["evidence"]


def test_days_in_the_world_are_compared_by_what_was_known_then(vedette, told_home):
    days = ("diff", "--world", "2025-01-23", "2025-01-24", "--home", told_home)
    assert vedette(*days)[1].startswith("deaths: no claim → 150 people")
    assert vedette(*days, "--as-of", HALF_PAST)[1].startswith("deaths: no claim → 120 people")
    _, out, _ = vedette("diff", HALF_PAST, "--valid-at", "2025-01-23", "--home", told_home)
    assert out.startswith("0 of 1 indicators have another state")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["yesterday"], "no instant", id="no-instant"),
        pytest.param(["2025-01-24", "2025-01-23"], "name the earlier one first", id="backwards"),
        pytest.param(["--world", "2025-01-24", "2025-01-23"], "earlier one first", id="world-back"),
        pytest.param(["--world", "2025-01-24T12:00"], "no day", id="world-instant"),
        pytest.param(["2025-01-24", "--as-of", "2025-01-24"], "is for --world", id="as-of"),
        pytest.param(["--world", "2025-01-01", "--valid-at", "2025-01-02"], "two days", id="valid"),
        pytest.param(["2025-01-24", "-i", "births"], "there are: deaths", id="indicator"),
    ],
)
def test_wrong_words_are_one_line(vedette, told_home, words, said):
    code, _, err = vedette("diff", *words, "--home", told_home)
    assert (code, err.count("\n")) == (2, 1)
    assert said in err


def test_hostile_titles_do_not_reach_the_terminal(vedette, told_home):
    _, out, _ = vedette("diff", HALF_PAST, "--home", told_home)
    assert "[bold]Toll[/bold]: 150" in out
    assert out.replace("\n", "").isprintable()
