"""What a sound watch cannot mean is noted with its place, and what to do; a good one has no notes."""

from dataclasses import replace

import pytest

from seeds.verb_forms import base_form
from seeds.watch import SHIPPED, read_with_notes
from seeds.watch_check import check
from seeds.watch_notes import notes
from transforms.records import AlertRule, Indicator, Party, Subject, Watch
from transforms.rung import rung_at
from transforms.units import named_dimension

TUGS = Indicator(
    id="tugs-sent",
    kind="quantity",
    title="Tugs sent",
    subject="norland",
    unit="tugs",
    counts=("tug", "tugboat"),
    verbs=("send", "lend"),
    nouns=("shipment",),
    places=("Estland",),
    stage="done",
)
DOCK = Indicator(
    id="dock",
    kind="level",
    title="The dock",
    subject="norland",
    ladder=("idle", "announced", "in-works", "afloat"),
    stages=("none", "planned", "preparing", "done"),
    objects=("floating dock",),
    acts=("build", "launch"),
    signs=(("in-works", ("keel … laid",)), ("afloat", ("took to the water",))),
)
NORLAND = Subject("norland", ("Norland",), ("Norlandic",))
PORT = Party("no.port", ("Harbour Master",), reliability="B")


def watch_of(*indicators, subjects=(NORLAND,), parties=(PORT,), ruled=None):
    ids = tuple(i.id for i in indicators) if ruled is None else ruled
    rules = (AlertRule("all", ids, ("stale",)),) if ids else ()
    return Watch("harbour", "Harbour", subjects, indicators, parties, (), rules)


def noted(watch, written=frozenset({("parties", 0, "reliability")})):
    assert list(check(watch)) == [], "a note is of a watch without faults"
    return list(notes(watch, written, named_dimension))


def test_a_watch_that_says_what_it_means_has_no_notes():
    assert noted(watch_of(TUGS, DOCK)) == []


# (what is changed in tugs-sent or dock, the key that is named, words of the note)
WORDS = {
    "a past tense": (TUGS, {"verbs": ("sent",)}, ("verbs", 0), ["not in its base form", "write 'send'"]),
    "an -ed form": (TUGS, {"verbs": ("lend", "shipped")}, ("verbs", 1), ["write 'ship'"]),
    "an -ing form": (TUGS, {"verbs": ("arriving",)}, ("verbs", 0), ["as a noun only", "write 'arrive'"]),
    "a verb with its particle": (TUGS, {"verbs": ("set off",)}, ("verbs", 0), ["only single words", "write 'set'"]),
    "a form of a listed verb": (TUGS, {"verbs": ("send", "sent")}, ("verbs", 1), ["drop it, 'send' is listed"]),
    "a hyphen in an act": (DOCK, {"acts": ("sea-launch",)}, ("acts", 0), ["never matches", "write 'launch'"]),
    "a past tense as an act": (DOCK, {"acts": ("built",)}, ("acts", 0), ["write 'build'"]),
    "a count of three words": (TUGS, {"counts": ("tug", "deep sea tug")}, ("counts", 1), ["one or two words", "'tug' is listed"]),
    "a count with a hyphen": (TUGS, {"counts": ("push-boat",)}, ("counts", 0), ["a hyphen cuts it", "write 'boat'"]),
    "a noun of three words": (TUGS, {"nouns": ("big sea shipment",)}, ("nouns", 0), ["one or two words", "write 'shipment'"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "change", "where", "words"),
    [pytest.param(*case, id=name) for name, case in WORDS.items()],
)
def test_a_word_that_never_matches_is_noted(indicator, change, where, words):
    ((place, text),) = noted(watch_of(replace(indicator, **change)))
    assert place == ("indicators", 0, *where)
    assert text.startswith(f"{indicator.id}: ")
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("indicator", "change"),
    [
        (TUGS, {"verbs": ("need", "bring", "wound", "found", "put", "deployment")}),
        (DOCK, {"acts": ("launching", "build")}),
        (TUGS, {"counts": ("IR-1", "supply boat", "supply boats", "pilot tug", "tug")}),
    ],
    ids=["base forms and nouns", "a noun in -ing", "counts"],
)
def test_a_word_that_may_match_is_not_noted(indicator, change):
    assert noted(watch_of(replace(indicator, **change))) == []


EFFECTS = {
    "places of a number of no stage": (TUGS, {"stage": None}, ("places",), "have no effect"),
    "kept by no place": (DOCK, {"by": ("place",)}, ("by",), "no places are listed"),
    "planned alone": (TUGS, {"stage": "planned", "places": ()}, ("stage",), "has stage done"),
    "a measure that is not known": (TUGS, {"unit": "tonnes of coal per day"}, ("unit",), "looks like a measure"),
    "money": (TUGS, {"unit": "dollars"}, ("unit",), "looks like a measure"),
    "two rungs of one stage": (DOCK, {"stages": ("none", "planned", "planned", "done"), "signs": ()}, ("ladder",), "'announced' is never read"),
    "a sign inside a higher one": (DOCK, {"signs": (("in-works", ("keel laid",)), ("afloat", ("keel", "sea trial")))}, ("signs", "in-works", 0), "'keel' of 'afloat'"),
    "the same sign twice": (DOCK, {"signs": (("in-works", ("sea trial",)), ("afloat", ("sea trial",)))}, ("signs", "in-works", 0), "drop one"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "change", "where", "said"),
    [pytest.param(*case, id=name) for name, case in EFFECTS.items()],
)
def test_what_has_no_effect_is_noted(indicator, change, where, said):
    ((place, text),) = noted(watch_of(replace(indicator, **change)))
    assert place == ("indicators", 0, *where)
    assert said in text


@pytest.mark.parametrize(
    "change",
    [
        {"by": ("place",), "stage": None},
        {"unit": "kg"},
        {"unit": "percent"},
    ],
    ids=["kept by place", "kilograms", "per cent"],
)
def test_what_has_an_effect_is_not_noted(change):
    assert noted(watch_of(replace(TUGS, **change))) == []


def test_planned_and_done_of_the_same_words_are_twins():
    planned = replace(TUGS, id="tugs-planned", stage="planned", places=())
    assert noted(watch_of(TUGS, planned)) == []
    other_counts = replace(planned, counts=("tug",))
    texts = [text for _, text in noted(watch_of(TUGS, other_counts))]
    assert any("has stage done" in text for text in texts)


def test_a_rung_with_signs_may_share_its_stage():
    shared = replace(DOCK, stages=("none", "planned", "planned", "done"))
    signs = (("announced", ("plans were shown",)),)
    assert noted(watch_of(replace(shared, signs=signs))) == []


@pytest.mark.parametrize("rungs", [("alpha", "beta"), ("beta", "alpha")])
def test_the_rung_that_is_called_unread_is_the_one_the_reader_passes_over(rungs):
    ladder = ("idle", *rungs, "afloat")
    shared = replace(DOCK, ladder=ladder, stages=("none", "planned", "planned", "done"), signs=())
    taken = rung_at(shared, "planned")
    (unread,) = {*rungs} - {taken}
    assert f"rung {unread!r} is never read" in noted(watch_of(shared))[0][1]


def test_two_numbers_of_the_same_words_are_noted_at_the_second():
    lost = replace(TUGS, id="tugs-lost", verbs=("lose", "lend"), nouns=())
    ((place, text),) = noted(watch_of(TUGS, lost))
    assert place == ("indicators", 1, "verbs")
    assert "tugs-sent" in text
    assert "(lend)" in text
    assert noted(watch_of(TUGS, replace(lost, unit="tonnes"))) == []
    assert noted(watch_of(TUGS, replace(lost, counts=("barge",)))) == []
    assert noted(watch_of(TUGS, replace(lost, verbs=("lose",)))) == []


def test_an_object_of_two_ladders_is_noted_at_the_second():
    other = replace(DOCK, id="dock-sale", objects=("Floating-Dock", "dock sale"))
    ((place, text),) = noted(watch_of(DOCK, other))
    assert place == ("indicators", 1, "objects", 0)
    assert "object of dock, too" in text
    estland = Subject("estland", ("Estland",))
    theirs = replace(other, subject="estland")
    assert noted(watch_of(DOCK, theirs, subjects=(NORLAND, estland))) == []


@pytest.mark.parametrize("name", ["the", "north", "Government", "May", "ship", "X", "eu"])
def test_a_name_that_stands_everywhere_is_noted(name):
    ((place, text),) = noted(watch_of(TUGS, subjects=(replace(NORLAND, names=("Norland", name)),)))
    assert place == ("subjects", 0, "names", 1)
    assert repr(name) in text


@pytest.mark.parametrize("name", ["WHO", "US", "cholera", "the North", "median line", "EVD"])
def test_a_name_of_its_own_is_not_noted(name):
    assert noted(watch_of(TUGS, subjects=(replace(NORLAND, names=(name,)),))) == []


def test_a_party_in_small_letters_or_without_a_letter_is_noted():
    common = replace(PORT, names=("officials", "Harbour Master", "Council", "port officials"))
    found = noted(watch_of(TUGS, parties=(common,)), written=frozenset())
    assert [place for place, _ in found] == [
        ("parties", 0, "names", 0),
        ("parties", 0, "names", 2),
        ("parties", 0),
    ]
    assert "move a common word to roles" in found[0][1]
    assert "no reliability" in found[2][1]


def test_an_indicator_without_a_rule_is_noted():
    ((place, text),) = noted(watch_of(TUGS, DOCK, ruled=("dock",)))
    assert (place, text.partition(";")[0]) == (("indicators", 0), "tugs-sent: no rule names it")


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda f: f.stem)
def test_no_shipped_watch_has_notes(file):
    assert read_with_notes(file, named_dimension)[1] == []


@pytest.mark.parametrize(
    ("form", "base"),
    [
        pair.split()
        for pair in "sent send · fought fight · died die · carried carry · stopped stop · arrived arrive · hoped hope"
        " · deployed deploy · captured capture · evacuated evacuate · settled settle · visited visit · joined join"
        " · trained train · shouted shout · invaded invade · damaged damage · cancelled cancel · installed install"
        " · added add · killing kill · firing fire · crossing cross · leaving leave · used use".split(
            " · "
        )
    ],
)
def test_the_base_form_is_guessed_from_the_ending(form, base):
    assert base_form(form) == base


@pytest.mark.parametrize(
    "word", "send need exceed bring found wound lay put hurt ship mass".split()
)
def test_a_base_form_is_left_alone(word):
    assert base_form(word) is None
