"""Which indicator a number counts."""

import pytest

TABLE = [
    ("sent", "North Korea has sent 3,000 soldiers to Russia.", [("deployed", 3000)]),
    ("there", "Some 3,000 North Korean soldiers are now in Russia.", [("deployed", 3000)]),
    ("will send", "North Korea will send 3,000 soldiers to Russia.", [("to-come", 3000)]),
    ("killed", "Some 300 North Korean soldiers were killed.", [("killed", 300)]),
    ("have died", "About 300 North Korean soldiers have died.", [("killed", 300)]),
    ("lost", "North Korea has lost 300 soldiers.", [("killed", 300)]),
    ("deaths", "North Korea suffered 300 deaths in Kursk.", [("killed", 300)]),
    ("toll stands at", "North Korean soldiers die in Kursk. The death toll stands at 300.", [("killed", 300)]),
    ("number of … reached", "The number of North Korean soldiers killed has reached 300.", [("killed", 300)]),
    ("number of … rose", "The number of North Korean soldiers sent to Russia rose to 3,000.", [("deployed", 3000)]),
    ("members", "More than 300 North Koreans have been wounded.", [("wounded", 300)]),
    ("two numbers", "Some 300 North Korean soldiers died and another 2,700 were wounded.", [("killed", 300), ("wounded", 2700)]),
    ("casualties reached", "North Korea's casualties in Kursk have reached 300.", [("casualties", 300)]),
    ("put at", "Zelensky put the number of North Korean soldiers killed at 300.", [("killed", 300)]),
    ("range said short", "The 11-12,000 North Korean soldiers sent to Kursk are tired.", [("deployed", 11500)]),
    ("promised", "North Korea has promised to send Russia 3,000 soldiers.", [("to-come", 3000)]),
    ("losses of another clause", "Some 8,000 North Korean soldiers are in Kursk and they suffered casualties.", [("deployed", 8000)]),
    ("one of them", "Ukraine captured two North Korean soldiers, one of them wounded.", [("captured", 2)]),
    ("sent, then killed", "About 100 North Korean soldiers sent to fight in Kursk have died.", [("killed", 100)]),
    ("sent to fight, then killed, and others wounded", "At least 100 North Korean soldiers sent to fight for Russia have been killed and around 1,000 have been wounded.", [("killed", 100), ("wounded", 1000)]),
    ("another verb's", "About 15,000 North Korean soldiers were sent to Kursk, and some 4,000 are thought to have been killed.", [("deployed", 15000), ("killed", 4000)]),
    ("a part of the wounded", "Around 2,000 of the wounded North Korean soldiers were taken home from Kursk.", []),
    ("times as many", "North Korea has sent 10,000 soldiers to Kursk, more than three times as many as before.", [("deployed", 10000)]),
    ("told of", "The NIS told lawmakers of 300 North Korean soldiers killed and 2,700 wounded.", [("killed", 300), ("wounded", 2700)]),
    ("half of a whole", "Half of the 12,000 North Korean soldiers sent to Kursk have died.", [("deployed", 12000)]),
    ("what it was before", "The NIS raised its estimate of North Korean deaths to 2,000 from 600.", [("killed", 2000)]),
    ("sum", "Some 300 North Korean soldiers were killed or wounded.", [("casualties", 300)]),
    ("casualties", "North Korea has suffered 300 casualties.", [("casualties", 300)]),
    ("captured", "Ukraine captured two North Korean soldiers.", [("captured", 2)]),
    ("of its soldiers", "North Korea sent 3,000 of its soldiers to Russia.", [("deployed", 3000)]),
]


@pytest.mark.parametrize(("text", "counts"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_a_number_goes_to_the_indicator_whose_words_are_nearest(soldiers, text, counts):
    claims = [c for c in soldiers(text) if c.kind == "quantity"]
    assert [(c.indicator, c.value) for c in claims] == counts


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ukraine lost 300 soldiers in Kursk, and North Korea said nothing.", id="another country's soldiers"),
        pytest.param("North Korea sent 300 shells to Russia.", id="another thing"),
        pytest.param("North Korea sent 40 per cent of its soldiers to Russia.", id="share"),
        pytest.param("North Korean soldiers killed 20 Ukrainian soldiers.", id="what they did to others"),
        pytest.param("If North Korea has sent 3,000 soldiers to Russia, it will be seen.", id="condition"),
        pytest.param("North Korean soldiers of the 94th brigade are in Russia.", id="a unit's number"),
    ],
)
def test_what_is_not_counted_gives_no_number(soldiers, text):
    assert [c for c in soldiers(text) if c.kind == "quantity"] == []


def test_a_part_of_a_total_is_no_number_of_its_own(soldiers):
    claims = soldiers("North Korea sent 3,000 soldiers to Russia, 1,000 of them as reinforcements.")
    assert [c.value for c in claims] == [3000]


def test_a_reinforcement_is_an_increment(soldiers):
    (claim,) = soldiers("North Korea has sent an additional 3,000 soldiers to Russia.")
    assert claim.increment


def test_another_after_a_first_number_comes_on_top_of_nothing(soldiers):
    claims = soldiers("Some 300 North Korean soldiers died and another 2,700 were wounded.")
    assert [c.increment for c in claims] == [False, False]


def test_the_date_of_a_number_that_is_compared_is_not_the_first_ones(soldiers):
    claims = soldiers("There are 12,000 North Korean soldiers in Kursk, up from 11,000 on 3 January.")
    assert claims[0].value == 12000
    assert claims[0].valid_from is None


def test_each_number_takes_the_date_nearest_to_it(soldiers):
    claims = soldiers("North Korea sent a first batch of 11,000 troops last year and a second of about 4,000 in January.")
    assert [c.valid_from.isoformat() for c in claims] == ["2024-01-01", "2025-01-01"]


def test_the_number_of_a_period_keeps_the_period(soldiers):
    (claim,) = soldiers("Some 300 North Korean soldiers were killed in the past week.")
    assert (claim.valid_from.isoformat(), claim.valid_to.isoformat()) == ("2025-01-08", "2025-01-15")
