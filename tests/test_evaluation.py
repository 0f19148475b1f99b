"""How accuracy is measured: scores, floors, reliability, and files of labelled articles."""

import json
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.calibration import calibration_error, reliability
from benchmarks.corpora import CorpusUnreadable, from_file
from benchmarks.floors import LabelsChanged, Measured, raised, shortfalls
from benchmarks.public.peers import SETS
from benchmarks.public.sets import SetFailed, measure, why_not_here
from benchmarks.scoring import Reading, dates_right, score
from benchmarks.tables import public_table, reliability_table
from seeds.articles import Label
from transforms.records import Claim

TEXT = "Seoul said 300 soldiers were killed."


def label(value, **more):
    return Label("troops-killed", "kr.nis", TEXT, value=value, approximation="exact", **more)


def claim(value, confidence=None, source="kr.nis"):
    return Claim(
        indicator="troops-killed",
        kind="quantity",
        polarity="affirmed",
        certainty="certain",
        source=source,
        evidence=TEXT,
        start=0,
        end=len(TEXT),
        value=value,
        approximation="exact",
        confidence=confidence,
    )


def reading(labels=(), claims=()):
    return Reading("one", TEXT, tuple(labels), tuple(claims))


# --- scores --------------------------------------------------------------------------------


def test_a_claim_read_twice_is_right_once():
    both = score([reading([label(300)], [claim(300), claim(300)])], "content")
    assert (both.right, both.precision, both.recall) == (1, 0.5, 1.0)


def test_another_source_is_right_in_content_only():
    readings = [reading([label(300)], [claim(300, source="outlet")])]
    assert score(readings, "content").f1 == 1.0
    assert score(readings, "attributed").f1 == 0.0


def test_dates_count_where_the_content_is_right():
    first, second = date(2025, 1, 13), date(2025, 1, 14)
    labels = [label(300, valid_from=first), label(300, valid_from=second), label(500)]
    dated = replace(claim(300), valid_from=second, valid_to=second)
    assert dates_right([reading(labels, [dated, claim(400)])]) == (1, 0, 1)


# --- reliability ---------------------------------------------------------------------------


def test_of_two_like_claims_the_surer_one_is_right():
    sure, unsure = claim(300, 0.95), claim(300, 0.3)
    low, high = reliability([reading([label(300)], [unsure, sure])])
    assert (low.mean, low.share_right) == (0.3, 0.0)
    assert (high.mean, high.share_right) == (0.95, 1.0)


def test_full_confidence_has_a_place():
    (found,) = reliability([reading([label(300)], [claim(300, 1.0)])])
    assert (found.low, found.high, found.claims) == (0.9, 1.0, 1)


def test_claims_without_confidence_stand_apart_and_err_in_nothing():
    bins = reliability([reading([label(300)], [claim(300), claim(400)])])
    assert [(b.low, b.claims, b.right) for b in bins] == [(None, 2, 1)]
    assert calibration_error(bins) is None
    assert "none given" in reliability_table([reading([], [claim(300)])])


def test_the_error_of_calibration_is_the_mean_gap():
    bins = reliability([reading([label(300)], [claim(300, 0.9), claim(400, 0.2)])])
    assert calibration_error(bins) == pytest.approx((0.1 + 0.2) / 2)


# --- floors --------------------------------------------------------------------------------


def pinned(sha256="a", **floors):
    return {"x": {"sha256": sha256, "floors": floors}}


def test_a_floor_stands_a_little_below_and_a_ceiling_a_little_above():
    figures = {"content": 0.8, "false claims": 0.5, "verbatim": 1.0}
    held = raised([Measured("x", "a", figures)], {}, are_labels_new=False)
    assert held["x"]["floors"] == {"content": 0.77, "false claims": 0.53, "verbatim": 1.0}


def test_floors_under_the_same_labels_only_rise():
    worse = Measured("x", "a", {"content": 0.6, "false claims": 0.9})
    held = pinned(**{"content": 0.7, "false claims": 0.5})
    assert raised([worse], held, are_labels_new=True) == held


def test_a_figure_that_is_not_measured_keeps_its_floor():
    held = pinned(content=0.7, placed=0.6)
    after = raised([Measured("x", "a", {"content": 0.5})], held, are_labels_new=False)
    assert after == held


def test_changed_labels_are_pinned_only_where_somebody_says_so():
    changed = Measured("x", "b", {"content": 0.5})
    with pytest.raises(LabelsChanged, match="x: texts or labels have changed"):
        raised([changed], pinned(content=0.7), are_labels_new=False)
    after = raised([changed], pinned(content=0.7), are_labels_new=True)
    assert after == pinned("b", content=0.47)


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        pytest.param(Measured("x", "a", {"content": 0.69}), "content is 0.690, below", id="below"),
        pytest.param(Measured("x", "a", {}), "not measured any more", id="gone"),
        pytest.param(Measured("x", "b", {"content": 0.9}), "are not those", id="other labels"),
        pytest.param(Measured("y", "a", {"content": 0.9}), "has no floors", id="never pinned"),
    ],
)
def test_each_shortfall_is_one_line(measured, said):
    (line,) = shortfalls(measured, pinned(content=0.7))
    assert said in line
    assert "\n" not in line


def test_what_is_not_ours_need_not_be_pinned():
    assert shortfalls(Measured("y", "a", {"content": 0.1}, is_ours=False), {}) == []


def test_more_false_claims_than_pinned_are_a_shortfall():
    (line,) = shortfalls(Measured("x", "a", {"false claims": 0.6}), pinned(**{"false claims": 0.5}))
    assert "above its ceiling" in line


# --- files and public sets -----------------------------------------------------------------


def test_labels_of_a_file_are_those_of_its_claims(tmp_path):
    said = {"indicator": "troops-killed", "value": 300, "approximation": "exact"}
    said |= {"source": "kr.nis", "attribution": ["yonhap", "kr.nis"], "evidence": TEXT}
    said |= {"valid_from": "2025-01-13", "hedge": None, "start": 0, "end": len(TEXT)}
    file = tmp_path / "some.jsonl"
    row = {"id": "one", "text": TEXT + "\u2028", "published_at": "2025-01-13", "claims": [said]}
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
    corpus = from_file(file, "dprk")
    (text,) = corpus.texts
    assert (corpus.name, corpus.is_ours) == ("some", False)
    assert text.labels[0].via == ("yonhap",)
    assert text.labels[0].valid_from == text.published_on


def test_a_file_that_cannot_be_read_is_named_with_its_article(tmp_path):
    file = tmp_path / "some.jsonl"
    file.write_text('{"id": "one"}\n', encoding="utf-8")
    with pytest.raises(CorpusUnreadable, match=r"some\.jsonl: article 1: needs id, text"):
        from_file(file, "dprk")


@pytest.fixture
def folder(tmp_path):
    """A public set of one page, whose scorer finds that it was read well or not at all."""
    page = tmp_path / "articles" / "page.html"
    page.parent.mkdir()
    body = "<p>The ministry of transport opened the northern bridge to trains on Monday.</p>" * 3
    page.write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")
    row = {"doc_id": "1", "url": "http://paper.example/1", "html": "page.html"}
    (page.parent / "dev.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (page.parent / "score.py").write_text(
        "import json, sys\n"
        "found = json.loads(open(sys.argv[2], encoding='utf-8').readline())\n"
        "print(json.dumps({'F1': float('northern bridge' in found['text'])}))\n"
    )
    return tmp_path


def test_a_public_set_is_scored_by_its_own_scorer(folder):
    assert measure("articles", folder).figures == {"text F1": 1.0}


def test_a_scorer_that_breaks_off_is_named(folder):
    (folder / "articles" / "score.py").write_text("raise SystemExit('no such metric')")
    with pytest.raises(SetFailed, match=r"score\.py .*no such metric"):
        measure("articles", folder)


def test_sets_that_are_not_given_are_listed(folder):
    missing = {name: why for name in SETS if (why := why_not_here(name, folder))}
    assert set(missing) == set(SETS) - {"articles"}
    table = public_table({"articles": measure("articles", folder)}, missing)
    assert "pubdate     not here: date of a page, github.com/adbar/htmldate" in table
    assert "trafilatura" in table
