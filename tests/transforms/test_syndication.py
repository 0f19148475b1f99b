"""Near-copies are recognised, independent reports are not."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.syndication import (
    NEAR_COPY,
    Fingerprint,
    bands,
    clusters_of,
    fingerprint,
    overlap,
    resemblance,
)

PINNED = "0c2c8b4f1ede07a21acc0e1a186fc7fc"
WIRE = (
    "North Korea has moved another group of soldiers to western Russia, the military in Seoul said on "
    "Thursday. It put the group at about 1,000 men. They left by ship in the first days of the month and "
    "were taken on by train, the military said in a note to reporters. Moscow has not commented."
)
OTHER = (
    "The military in Seoul told reporters on Thursday that about 1,000 more North Korean soldiers had "
    "reached western Russia. The men travelled by sea early this month, then by rail. There was no "
    "comment from Moscow on the figure."
)


def test_an_edited_copy_resembles_its_original():
    copy = "SEOUL (Wire) - " + WIRE.replace(" Moscow has not commented.", " It gave no more details.")
    assert overlap(fingerprint(WIRE), [fingerprint(copy)])[0] >= NEAR_COPY


def test_an_independent_report_of_the_same_facts_does_not():
    assert overlap(fingerprint(WIRE), [fingerprint(OTHER)])[0] < NEAR_COPY / 2


def test_a_copy_joins_the_cluster_of_its_original():
    known = [
        Fingerprint("a", "a", fingerprint(OTHER)),
        Fingerprint("b", "first", fingerprint(WIRE)),
    ]
    assert clusters_of(fingerprint(WIRE + " More soon."), known) == ["first"]
    assert clusters_of(fingerprint("Gold rose to a record on Friday in London trading."), known) == []


def test_a_report_that_comes_after_its_parts_shows_that_they_are_one():
    parts = (WIRE[: len(WIRE) // 2], OTHER, WIRE[len(WIRE) // 2 :], WIRE[: len(WIRE) // 3])
    known = [Fingerprint(name, name, fingerprint(part)) for name, part in zip("abcd", parts, strict=True)]
    assert clusters_of(known[2].signature, known[:2]) == []
    assert clusters_of(fingerprint(WIRE), known) == ["a", "c", "d"]


def test_texts_too_short_for_a_run_resemble_nothing():
    assert fingerprint("Gold rose today.") == ""
    assert resemblance("", "") == 0.0
    assert bands("") == []


def test_the_first_third_of_a_text_is_a_part_of_it():
    third = WIRE[: len(WIRE) // 3]
    assert overlap(fingerprint(third), [fingerprint(WIRE)])[0] >= NEAR_COPY


def test_a_signature_of_another_kind_is_like_nothing():
    known = [Fingerprint("a", "a", "f0"), Fingerprint("b", "b", "2:" + fingerprint(WIRE))]
    assert overlap(fingerprint(WIRE), [k.signature for k in known]) == [0.0, 0.0]
    assert clusters_of(fingerprint(WIRE), known) == []
    assert bands("2:" + fingerprint(WIRE)) == []


def test_a_signature_stays_what_it_was():
    signature = fingerprint("The ferry left the harbour of Port Selm before dawn on Tuesday.")
    assert signature.startswith(PINNED)
    assert len(signature) == 512
    assert len(set(bands(signature))) == 32


@given(st.text(), st.text())
def test_resemblance_is_a_share_and_symmetric(one, other):
    a, b = fingerprint(one), fingerprint(other)
    assert 0.0 <= resemblance(a, b) == resemblance(b, a) <= 1.0
    assert not a or resemblance(a, a) == 1.0
