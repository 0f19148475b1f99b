"""The claims, by what somebody looks for."""

import json

import pytest


@pytest.mark.parametrize(
    ("words", "count"),
    [
        pytest.param(["--since", "2025-01-24"], 1, id="since-the-day"),
        pytest.param(["--since", "2025-01-25"], 0, id="since-the-day-after"),
        pytest.param(["--text", "PEOPLE HAD died"], 1, id="text-of-the-sentence"),
        pytest.param(["--text", "[BOLD]toll"], 1, id="text-of-the-title"),
        pytest.param(["--text", "%"], 0, id="no-pattern"),
        pytest.param(["--text", "' or 1=1 --"], 0, id="no-sql"),
        pytest.param(["--status", "rejected"], 0, id="status"),
    ],
)
def test_claims_are_found_by_day_and_text(vedette, told_home, words, count):
    code, out, _ = vedette("claims", "--home", told_home, *words)
    assert (code, out.splitlines()[-1]) == (0, f"{count} claims")


def test_a_withdrawn_claim_says_why(vedette, told_home):
    words = ("claims", "--home", told_home, "--status", "withdrawn")
    _, out, _ = vedette(*words)
    assert "deaths 120  (certain, withdrawn, 2025-01-24)" in out
    assert "    revised: http://127.0.0.1:" in out
    (claim,) = json.loads(vedette(*words, "--json")[1])
    assert (claim["status"], claim["value"]) == ("withdrawn", 120)


def test_an_unknown_status_is_one_line(vedette, told_home):
    code, _, err = vedette("claims", "--home", told_home, "--status", "dead")
    assert (code, err.count("\n")) == (2, 1)
    assert "'live', 'withdrawn', 'rejected', 'review'" in err
