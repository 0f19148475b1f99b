"""What the extractor has reached on our labelled corpora, it does not lose unseen.

The floors stand in accuracy_floors.json, each corpus with a fingerprint of the texts and labels
that they were measured on. They rise by `make eval FLAGS=--raise-floors`, and only so.
"""

import pytest

from benchmarks.evaluate import evaluate_own, measured
from benchmarks.floors import read_floors, shortfalls
from benchmarks.scoring import DEPTHS, score
from seeds.labelled import labelled_watches

NAMES = ["newsroom", *(f"labelled/{watch}" for watch in labelled_watches())]


@pytest.fixture(scope="module")
def evaluated():
    return {one.corpus.name: one for one in evaluate_own()}


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_is_below_its_floor(evaluated, name):
    assert shortfalls(measured(evaluated[name]), read_floors()) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_evidence_is_verbatim(evaluated, name):
    assert measured(evaluated[name]).figures["verbatim"] == 1.0


@pytest.mark.parametrize("name", NAMES)
def test_each_label_is_paired_with_one_claim_at_most(evaluated, name):
    for reading in evaluated[name].readings:
        for depth in DEPTHS:
            paired = score([reading], depth)
            assert paired.right <= min(paired.labels, paired.claims)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_right_in_full_is_right_in_content(evaluated, name):
    content, attributed, full = (score(evaluated[name].readings, d).right for d in DEPTHS)
    assert content >= attributed >= full
