"""Whether an event holds, and how sure that is: any word of any parsed text, no watch."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.certainty import certainty_at
from transforms.factuality import factuality_of
from transforms.language import english
from transforms.records import CERTAINTY_PCT
from transforms.vocabulary import implicatives


def factuality(text, word):
    """The factuality of the first token of a text that is the word."""
    return factuality_of(next(t for t in english()(text) if t.text == word))


YES, OPEN, NO = "yes", "open", "no"


def bin_of(value):
    return YES if value >= 1.5 else NO if value <= -1.0 else OPEN


TABLE = [
    # plain
    ("past", "The convoy left the harbour.", "left", YES),
    ("not", "The convoy did not leave the harbour.", "leave", NO),
    ("never", "The convoy never left the harbour.", "left", NO),
    ("no longer", "The convoy no longer leaves the harbour.", "leaves", NO),
    ("not only", "The convoy not only left the harbour but sank.", "left", YES),
    ("has yet to", "The convoy has yet to leave the harbour.", "leave", NO),
    ("no as subject", "No convoy left the harbour.", "left", NO),
    ("nobody", "Nobody left the harbour.", "left", NO),
    ("without", "The convoy left without warning.", "warning", NO),
    ("instead of", "Instead of leaving, the convoy waited.", "leaving", NO),
    # ahead, possible
    ("will", "The convoy will leave on Friday.", "leave", YES),
    ("will not", "The convoy will not leave on Friday.", "leave", NO),
    ("may", "The convoy may leave on Friday.", "leave", OPEN),
    ("may not", "The convoy may not leave on Friday.", "leave", OPEN),
    ("could", "The convoy could leave on Friday.", "leave", OPEN),
    ("cannot", "The convoy can not leave on Friday.", "leave", NO),
    ("would have", "The convoy would have left on Friday.", "left", OPEN),
    ("if", "The crew will sleep if the convoy leaves.", "leaves", OPEN),
    ("unless", "The crew will sleep unless the convoy leaves.", "leaves", OPEN),
    ("order", "Leave the harbour at once!", "Leave", OPEN),
    ("question", "Did the convoy leave?", "leave", OPEN),
    ("possibly", "The convoy has possibly left.", "left", OPEN),
    # implicatives
    ("managed", "The crew managed to start the engine.", "start", YES),
    ("did not manage", "The crew did not manage to start the engine.", "start", NO),
    ("failed", "The crew failed to start the engine.", "start", NO),
    ("did not fail", "The crew did not fail to start the engine.", "start", YES),
    ("forgot to", "The crew forgot to start the engine.", "start", NO),
    ("refused", "The crew refused to start the engine.", "start", NO),
    ("declined", "The crew declined to start the engine.", "start", NO),
    ("unable", "The crew was unable to start the engine.", "start", NO),
    ("tried", "The crew tried to start the engine.", "start", OPEN),
    ("wanted", "The crew wanted to start the engine.", "start", OPEN),
    ("no plans", "The crew has no plans to start the engine.", "start", NO),
    ("too tired", "The crew was too tired to start the engine.", "start", NO),
    ("continued", "The crew continued to repair the engine.", "repair", YES),
    ("kept", "The crew kept repairing the engine.", "repairing", YES),
    ("kept from", "The storm kept the crew from repairing the engine.", "repairing", NO),
    ("forced", "The storm forced the crew to return.", "return", YES),
    ("failure", "The failure to repair the engine cost a week.", "repair", NO),
    ("attempt", "The attempt to repair the engine cost a week.", "repair", OPEN),
    # factives, saying, denial
    ("regret", "The captain regrets that the convoy left.", "left", YES),
    ("does not regret", "The captain does not regret that the convoy left.", "left", YES),
    ("said", "The captain said that the convoy left.", "left", YES),
    ("denied", "The captain denied that the convoy left.", "left", NO),
    ("doubted", "The captain doubted that the convoy left.", "left", OPEN),
    ("thinks", "The captain thinks that the convoy left.", "left", YES),
    ("said may", "The captain said that the convoy may leave.", "leave", OPEN),
    ("said not", "The captain said that the convoy had not left.", "left", NO),
    ("demand", "The owners demanded that the convoy leave.", "leave", OPEN),
    ("because", "The crew slept because the convoy had left.", "left", YES),
    # nouns
    ("the deed as subject", "The attack lasted an hour.", "attack", YES),
    ("sought", "The rebels seek talks.", "talks", OPEN),
    ("no noun", "The rebels held no talks.", "talks", NO),
    ("lacks", "The city lacks supplies.", "supplies", NO),
    ("prevented", "The truce prevented an attack.", "attack", OPEN),
    ("ruled out", "The mayor ruled out an evacuation.", "evacuation", NO),
    ("not ruled out", "The mayor did not rule out an evacuation.", "evacuation", OPEN),
    ("neither nor", "The crew neither ate nor slept.", "slept", NO),
    ("possible", "The city fears a possible attack.", "attack", OPEN),
    ("under a negated verb", "The rebels did not hold any talks.", "talks", NO),
    # joined
    ("or under not", "The crew did not eat or sleep.", "sleep", NO),
    ("and after failed", "The crew failed to eat and left.", "left", YES),
    ("and under will", "The crew may eat and sleep.", "sleep", OPEN),
    ("but", "The crew did not eat but slept.", "slept", YES),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*r[1:], id=r[0]) for r in TABLE])
def test_an_event_is_told_as_so_as_open_or_as_not_so(text, word, expected):
    assert bin_of(factuality(text, word).value) == expected


def test_no_word_stands_in_two_classes_of_a_table():
    tree = ast.parse(Path(implicatives.__file__).read_text(encoding="utf-8"))
    tables = [n for n in ast.walk(tree) if isinstance(n, ast.Dict)]
    assert tables
    for table in tables:
        groups = [v for k, v in zip(table.keys, table.values, strict=True) if k is None]
        texts = [g.args[2].value for g in groups if getattr(g.func, "id", "") == "_entries"]
        alone = [k.value for k in table.keys if isinstance(k, ast.Constant)]
        words = [*alone, *" ".join(texts).split()]
        assert [w for w, n in Counter(words).items() if n > 1] == []


FLIPS = [
    ("arrived", "The ministers have arrived.", "The ministers have not arrived."),
    ("signed", "The parties have signed the treaty.", "The parties have not signed the treaty."),
    ("closed", "The border was closed.", "The border was not closed."),
    ("start", "Trials will start in May.", "Trials will not start in May."),
    ("pay", "They managed to pay the crew.", "They did not manage to pay the crew."),
    ("returned", "Kenya says the ship has returned.", "Kenya says the ship has not returned."),
    ("burning", "The depot is burning.", "The depot is not burning."),
    ("sold", "The mill that was sold stands empty.", "The mill that was not sold stands empty."),
]


@pytest.mark.parametrize(("word", "plain", "negated"), [pytest.param(*r, id=r[1]) for r in FLIPS])
def test_a_not_turns_the_sign(word, plain, negated):
    assert factuality(plain, word).value > 0 > factuality(negated, word).value
    assert factuality(plain, word).polarity == "affirmed"
    assert factuality(negated, word).polarity == "negated"


def test_less_sure_words_give_smaller_values():
    words = ("has", "will", "would", "may")
    verbs = ("left", "leave", "leave", "leave")
    values = [factuality(f"The convoy {w} {v}.", v).value for w, v in zip(words, verbs, strict=True)]
    assert values == sorted(values, reverse=True)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_word_of_any_text_has_a_value_in_range(text):
    for token in english()(text):
        found = factuality_of(token)
        assert -3 <= found.value <= 3
        assert found.certainty in CERTAINTY_PCT
        assert certainty_at(token).certainty in CERTAINTY_PCT


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("not no may if said failed to leave nobody without and the report that denied ,".split()), max_size=12))
def test_any_order_of_the_words_that_matter_has_a_value_in_range(words):
    for token in english()(" ".join(words)):
        assert -3 <= factuality_of(token).value <= 3
