"""Whose soldiers, whose satellite."""

import pytest

NUMBERS = [
    ("adjective", "Some 300 North Korean soldiers died.", 1),
    ("another's adjective", "Some 300 Ukrainian soldiers died near North Korean lines.", 0),
    ("doer", "North Korea has lost 300 soldiers.", 1),
    ("another doer", "Ukraine has lost 300 soldiers, North Korea said.", 0),
    ("of", "Some 300 soldiers of North Korea died.", 1),
    ("context", "North Korea fights in Kursk. Some 300 soldiers died.", 1),
    ("name that opens a sentence", "The North has lost 300 soldiers.", 1),
]


@pytest.mark.parametrize(("text", "count"), [pytest.param(*row[1:], id=row[0]) for row in NUMBERS])
def test_words_on_the_thing_or_its_doer_say_whose_it_is(soldiers, text, count):
    assert len([c for c in soldiers(text) if c.indicator == "killed"]) == count


LEVELS = [
    ("own", "North Korea is preparing to launch its satellite.", 1),
    ("another's", "Japan is preparing to launch its satellite, North Korea said.", 0),
    ("against it", "Japan is preparing to shoot down a North Korean satellite.", 0),
    ("put", "South Korea put a satellite into orbit, North Korea said.", 0),
]


@pytest.mark.parametrize(("text", "count"), [pytest.param(*row[1:], id=row[0]) for row in LEVELS])
def test_what_others_do_is_not_the_subjects(soldiers, text, count):
    assert len([c for c in soldiers(text) if c.indicator == "satellite"]) == count
