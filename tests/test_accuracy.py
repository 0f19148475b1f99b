"""What the extractor has reached on the sample newsroom, it does not lose unseen.

The floors stand in accuracy_floors.json, with a fingerprint of the texts and labels that they
were measured on. They rise by `python -m benchmarks.accuracy --raise-floors`, and only so.
"""

import json

import pytest

from benchmarks import accuracy

HELD = json.loads(accuracy.FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def readings():
    return accuracy.read_all()


def test_the_floors_were_measured_on_these_texts_and_labels(readings):
    assert accuracy.fingerprint(readings) == HELD["labels_sha256"], (
        "texts or labels of seeds/corpus have changed, so the floors compare with nothing; check "
        "the labels, then: python -m benchmarks.accuracy --raise-floors --new-labels"
    )


@pytest.mark.parametrize("depth", accuracy.DEPTHS)
def test_f1_is_not_below_its_floor(readings, depth):
    assert accuracy.score(readings, depth).f1 >= HELD["f1"][depth]


def test_every_evidence_is_verbatim(readings):
    assert accuracy.verbatim(readings) == 1.0


def test_each_label_is_paired_with_one_claim_at_most(readings):
    for reading in readings:
        for depth in accuracy.DEPTHS:
            paired = accuracy.score([reading], depth)
            assert paired.right <= min(paired.labels, paired.claims)


def test_what_is_right_in_full_is_right_in_content(readings):
    content, attributed, full = (accuracy.score(readings, d).right for d in accuracy.DEPTHS)
    assert content >= attributed >= full
