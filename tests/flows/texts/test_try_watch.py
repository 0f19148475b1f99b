"""What is shown of a tried watch: a claim is one line, and says what would become of it."""

from dataclasses import replace
from datetime import date

import pytest

from flows.terminal.trial import article_lines, summary_lines
from flows.texts.try_watch import Finding, Summary, Trial, TriedArticle, TriedSentence, shortened
from tests.transforms.builders_watch import soldiers
from transforms.records import Claim

CLAIM = Claim(
    indicator="killed",
    kind="quantity",
    polarity="affirmed",
    certainty="likely",
    source="kr.nis",
    evidence="The agency said about 300 had been killed.",
    start=0,
    end=42,
    unit="soldiers",
    value=300.0,
    value_low=270.0,
    value_high=330.0,
    approximation="about",
    hedge="believed to",
    source_text="the agency",
    attribution=("yonhap", "kr.nis"),
    cue="said",
    stated_at=date(2025, 1, 13),
    valid_from=date(2024, 12, 1),
    valid_to=date(2025, 1, 12),
    place="Kursk",
    confidence=0.4,
    rules=("number:counted", "source:verb"),
)


def line_of(claim, marks=(), is_repeated=False):
    finding = Finding(claim, marks, is_repeated)
    sentence = TriedSentence(claim.evidence, 0, 42, True, ("killed",), (finding,))
    article = TriedArticle("a-1", None, (sentence,), None)
    (_, _, line) = (text.plain for text in article_lines(article, with_all=False))
    return line.strip()


def test_a_claim_is_all_that_was_read_on_one_line():
    assert line_of(CLAIM, ("above the maximum: held back",)) == (
        "killed: about 300 soldiers (270 to 330) · affirmed · likely “believed to”"
        " · kr.nis (“the agency”, said, through yonhap) · stated 2025-01-13"
        " · holds 2024-12-01 to 2025-01-12 · place Kursk · confidence 0.40"
        " · above the maximum: held back · rules number:counted, source:verb"
    )


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"approximation": "exact", "value_low": 300, "value_high": 300}, "300 soldiers ·"),
        ({"approximation": "at_least", "value_high": None}, "at least 300 soldiers ·"),
        ({"approximation": "at_most", "value_low": 0, "value_high": 300}, "at most 300 soldiers (0"),
        ({"approximation": "range", "value_low": 200, "value_high": 400}, "300 soldiers (200 to 400)"),
        ({"approximation": "order", "value": None, "value_low": 200, "value_high": None}, "at least 200 soldiers ·"),
        ({"increment": True}, "plus about 300 soldiers"),
        ({"kind": "level", "level": "planned", "value": None}, "planned ·"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)  # fmt: skip
def test_a_value_reads_as_it_was_said(change, shown):
    assert line_of(replace(CLAIM, **change)).startswith(f"killed: {shown}")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2025, 1, 1), date(2025, 1, 1), "· holds 2025-01-01 ·"),
        (date(2025, 1, 1), None, "· holds from 2025-01-01 ·"),
        (None, date(2025, 1, 1), "· holds until 2025-01-01 ·"),
    ],
)
def test_dates_are_shown_where_there_are_any(first, last, shown):
    assert shown in line_of(replace(CLAIM, valid_from=first, valid_to=last))
    assert "holds" not in line_of(replace(CLAIM, valid_from=None, valid_to=None))


def test_a_repeated_claim_says_so_and_counts_once():
    trial = Trial(soldiers())
    text = "North Korea has sent 3,000 soldiers to Russia. It has sent 3,000 soldiers to Russia."
    article = trial.article("a-1", text, None)
    repeated = [f.is_repeated for s in article.sentences for f in s.findings]
    assert (repeated[0], repeated[-1]) == (False, True)
    assert trial.summary().claims["deployed"] == 1
    assert "told elsewhere" in line_of(CLAIM, is_repeated=True)


def test_a_number_above_the_maximum_and_a_doubtful_reading_are_marked():
    watch = soldiers()
    capped = [replace(i, maximum=1000) for i in watch.indicators]
    trial = Trial(replace(watch, indicators=tuple(capped), review_below=0.5))
    assert list(trial.marks(replace(CLAIM, value=5000))) == [
        "above the maximum: held back",
        "below review_below: waits for an analyst",
    ]
    assert list(trial.marks(replace(CLAIM, confidence=0.5))) == []
    assert list(trial.marks(replace(CLAIM, confidence=None))) == []


def test_a_subject_that_is_not_the_indicators_is_why():
    watch = soldiers()
    other = replace(watch.subjects[0], id="norland", names=("Norland",), adjectives=(), members=())
    trial = Trial(replace(watch, subjects=(*watch.subjects, other)))
    article = trial.article("a-1", "Norland is proud of its soldiers.", None)
    assert article.nothing_because.endswith("whose subject is not named")


def test_an_empty_text_is_no_error():
    article = Trial(soldiers()).article("a-1", "", None)
    assert article.sentences == ()
    assert article.nothing_because == "no subject of the watch is named"


def test_the_summary_leaves_out_no_indicator():
    lines = [line.plain for line in summary_lines(Summary(2, 1, {"killed": 3, "sending": 0}))]
    assert lines == ["2 articles, 1 with claims; 3 claims", "  killed   3", "  never: sending"]


def test_a_long_list_is_shortened():
    assert shortened(("a", "b")) == "a, b"
    assert shortened(("a", "b", "c", "d", "e")) == "a, b, c and 2 more"
