"""A name as written stands for a party; what cannot be placed is unknown."""

import pytest

from tests.transforms import builders_watch
from transforms.party import Parties
from transforms.party_memory import PartyMemory

NAMES = [
    ("name", "the Joint Chiefs of Staff", ("kr.jcs",)),
    ("short name", "the JCS", ("kr.jcs",)),
    ("adjective and role", "the South Korean military", ("kr.jcs",)),
    ("capital and role", "Seoul's spy agency", ("kr.nis",)),
    ("role of a country", "the defense ministry of South Korea", ("kr.mnd",)),
    ("country", "Ukraine", ("ua.government",)),
    ("capital", "Kyiv", ("ua.government",)),
    ("two countries", "Ukrainian and U.S. officials", ("ua.officials", "us.officials")),
    ("two names", "the Pentagon and the White House", ("us.pentagon", "us.whitehouse")),
    ("explained", "the National Intelligence Service (NIS)", ("kr.nis",)),
    ("bloc", "Western intelligence", ("western.officials",)),
    ("bloc and country", "South Korean and Western officials", ("kr.officials", "western.officials")),
    ("body not listed", "the French defense ministry", ("fr.mod",)),
    ("country not listed", "France", ("fr.government",)),
    ("United Kingdom", "British police", ("uk.police",)),
    ("newspaper not listed", "The Daily Herald", ("media.daily-herald",)),
    ("expert", "Jane Doe, an analyst", ("experts.doe",)),
    ("shorter role", "South Korea's intelligence unit", ("kr.nis",)),
    ("media of a country", "South Korean media", ("unknown",)),
    ("experts of a country", "a South Korean think tank", ("unknown",)),
    ("experts without a name", "Analysts", ("unknown",)),
    ("nobody", "several people", ("unknown",)),
]


@pytest.fixture
def memory():
    return PartyMemory(Parties(builders_watch.soldiers().parties))


@pytest.mark.parametrize(("phrase", "parties"), [pytest.param(*row[1:], id=row[0]) for row in NAMES])
def test_a_phrase_stands_for_parties(memory, phrase, parties):
    assert memory.place(phrase) == parties


def test_a_role_alone_is_of_the_country_that_spoke_last(memory):
    memory.place("Kyiv")
    assert memory.place("the officials") == ("ua.officials",)


def test_a_pronoun_is_who_spoke_last(memory):
    memory.place("the Pentagon")
    assert memory.place("it") == ("us.pentagon",)


def test_a_surname_stands_for_the_person_named_before(memory):
    memory.place("Seoul's defense minister Hong Gildong")
    memory.place("the Pentagon")
    assert memory.place("Hong") == ("kr.mnd",)
    assert memory.place("he") == ("kr.mnd",)


def test_a_pronoun_with_nobody_before_it_is_unknown(memory):
    assert memory.place("it") == ("unknown",)


def test_a_party_that_was_only_named_can_be_meant_later(memory):
    memory.mention("Lawmakers came from a briefing by the NIS.")
    memory.place("South Korean lawmakers")
    assert memory.place("the agency") == ("kr.nis",)
