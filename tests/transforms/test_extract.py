"""From text to claims: laws that hold for any text, and watches that have nothing in common."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms import builders_watch
from transforms.extract import Extractor

_SOLDIERS = Extractor(builders_watch.soldiers())
_PUBLISHED_ON = date(2025, 1, 15)
_SENTENCES = (
    "North Korea has sent 3,000 soldiers to Russia, the Pentagon said on Monday.",
    "“We believe that about 300 of them have died,” a U.S. official said.",
    "It said that another 2,700 had been wounded.",
    "There are no signs of an imminent launch of a spy satellite by North Korea.",
    "Yonhap reported, citing the NIS, that the North was preparing a nuclear test.",
    "Kyiv — which had warned of it — captured two North Korean soldiers.",
    "The weather was fine\u2009… and nobody spoke.",
)
_BLANKS = st.sampled_from([" ", "  ", "\n", "\n\n", "\n \n", "\t", "\u00a0", " \r\n"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_SENTENCES), _BLANKS), max_size=5))
def test_evidence_is_verbatim_and_claims_are_whole(pieces):
    text = "".join(sentence + blank for sentence, blank in pieces)
    claims = _SOLDIERS.extract(text, _PUBLISHED_ON)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.evidence == claim.evidence.strip()
        assert claim.attribution[-1] == claim.source
        assert (claim.level is None) == (claim.kind == "quantity")
        assert (claim.unit is None) == (claim.kind == "level")
    assert [c.start for c in claims] == sorted(c.start for c in claims)
    assert _SOLDIERS.extract(text, _PUBLISHED_ON) == claims


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text):
    _SOLDIERS.extract(f"North Korea soldiers {text}", None)


@pytest.mark.parametrize("text", ["", "   ", "\n", "North Korea held a parade."])
def test_a_text_without_anything_gives_nothing(soldiers, text):
    assert soldiers(text) == ()


def test_a_fresh_extractor_gives_the_same(soldiers):
    text = " ".join(_SENTENCES)
    assert Extractor(builders_watch.soldiers()).extract(text, _PUBLISHED_ON) == soldiers(text)


def test_the_mark_of_the_extractor_names_rules_and_model():
    assert _SOLDIERS.name.startswith("rules-")
    assert "core_web" in _SOLDIERS.name


def test_without_a_date_of_publication_days_stay_open(soldiers):
    (claim,) = soldiers("On Monday the NIS said 300 North Korean soldiers had died.", None)
    assert claim.stated_at is None


def test_one_source_that_says_a_thing_twice_makes_one_claim(soldiers):
    text = "The NIS said 300 North Korean soldiers had died. The death toll is 300, the NIS said."
    assert [(c.source, c.value) for c in soldiers(text)] == [("kr.nis", 300)]


def test_a_lead_takes_the_source_of_the_sentence_that_repeats_it(soldiers):
    text = "Some 300 North Korean soldiers have died. The NIS said 300 North Korean soldiers had died."
    assert [c.source for c in soldiers(text)] == ["kr.nis"]


def test_two_sources_are_two_claims(soldiers):
    text = "The NIS said 300 North Korean soldiers had died. Kyiv said 300 North Korean soldiers had died."
    assert [c.source for c in soldiers(text)] == ["kr.nis", "ua.government"]


def test_two_launches_are_two_claims(soldiers):
    text = "North Korea launched a satellite in May 2023. North Korea launched a satellite in November 2023."
    assert [c.valid_from.isoformat() for c in soldiers(text)] == ["2023-05-01", "2023-11-01"]


SHIPS = [
    ("Taiwan's defense ministry said on Tuesday that 14 Chinese warships were operating around the island.", [("ships-present", 14, "tw.mnd")]),
    ("At least 45 Chinese aircraft crossed the median line of the strait, Taiwan's defense ministry said.", [("aircraft-crossed", 45, "tw.mnd")]),
    ("China announced a live-fire exercise for next week.", [("exercise", "announced", "cn.government")]),
    ("China has begun a live-fire exercise, Taiwan's defense ministry said.", [("exercise", "begun", "tw.mnd")]),
    ("Some 20 Japanese vessels sailed through the strait, China said.", []),
]
OUTBREAK = [
    ("The World Health Organization said on Friday that about 3,400 cases of cholera had been recorded.", [("cases", 3400, "who")]),
    ("Cholera has killed nearly 200 people, WHO said.", [("deaths", 200, "who")]),
    ("Angola's health ministry confirmed 92 new cases of cholera and 4 deaths.", [("cases", 92, "ao.health"), ("deaths", 4, "ao.health")]),
    ("A vaccination campaign against cholera will begin in March, the WHO said.", [("vaccination", "planned", "who")]),
]


def _shown(claims):
    return [(c.indicator, c.level or c.value, c.source) for c in claims]


@pytest.mark.parametrize(("text", "claims"), SHIPS)
def test_ships_around_an_island_are_read_by_the_same_rules(ships, text, claims):
    assert _shown(ships(text)) == claims


@pytest.mark.parametrize(("text", "claims"), OUTBREAK)
def test_an_outbreak_is_read_by_the_same_rules(outbreak, text, claims):
    assert _shown(outbreak(text)) == claims
