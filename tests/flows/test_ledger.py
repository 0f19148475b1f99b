"""The law of the ledger: for any mix of what becomes of pages, the sums come out or it is said."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ledger import Ledger, LedgerOpen

WAYS = (
    *("parsed with claims", "parsed without", "unchanged", "duplicate", "quarantined", "failed"),
    "screened",
)


def ledger_of(ways):
    """Each way once booked as the steps of a run book it."""
    ledger = Ledger(fetched=len(ways))
    for way in ways:
        if way.startswith("parsed"):
            ledger.parsed += 1
            ledger.with_claims += way == "parsed with claims"
            ledger.without_claims += way == "parsed without"
        else:
            setattr(ledger, way, getattr(ledger, way) + 1)
    return ledger


pages = st.lists(st.sampled_from(WAYS))


@given(pages)
def test_any_mix_of_outcomes_closes(ways):
    ledger_of(ways).close()


@given(pages, pages)
def test_batches_add_up_to_the_run(one, other):
    total = ledger_of(one)
    total.add(ledger_of(other))
    assert total == ledger_of(one + other)


@given(pages, st.sampled_from(["fetched", "unchanged", "duplicate", "quarantined", "screened"]))
def test_a_page_too_many_or_too_few_leaves_it_open(ways, place):
    ledger = ledger_of(ways)
    setattr(ledger, place, getattr(ledger, place) + 1)
    with pytest.raises(LedgerOpen, match="pages fetched"):
        ledger.close()


@given(pages)
def test_an_article_that_nobody_read_leaves_it_open(ways):
    ledger = dataclasses.replace(ledger_of(ways), without_claims=len(ways) + 1)
    with pytest.raises(LedgerOpen, match="read for claims"):
        ledger.close()


@given(pages)
def test_a_run_is_idle_where_every_page_was_as_before(ways):
    assert ledger_of(ways).is_idle == all(way == "unchanged" for way in ways)
