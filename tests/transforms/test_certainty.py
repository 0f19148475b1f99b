"""How sure a source is, in words, on the scale of Intelligence Community Directive 203."""

import pytest

from transforms.certainty import certainty_at
from transforms.language import english

TABLE = [
    ("flat", "The NIS said North Korea has sent 3,000 soldiers to Russia.", "certain", None),
    ("confirmed", "The NIS confirmed that North Korea has sent 3,000 soldiers to Russia.", "certain", None),
    ("almost certainly", "The NIS said North Korea has almost certainly sent 3,000 soldiers to Russia.", "almost_certain", "almost certainly"),
    ("very likely", "The NIS said North Korea has very likely sent 3,000 soldiers to Russia.", "very_likely", "very likely"),
    ("highly likely", "It is highly likely that North Korea has sent 3,000 soldiers to Russia, the NIS said.", "very_likely", "highly likely"),
    ("highly likely in quotes", 'It is "highly likely" that North Korea has sent 3,000 soldiers to Russia, the NIS said.', "very_likely", "highly likely"),
    ("probably", "The NIS said North Korea has probably sent 3,000 soldiers to Russia.", "likely", "probably"),
    ("believed", "North Korea is believed to have sent 3,000 soldiers to Russia.", "likely", "believed"),
    ("appears", "The NIS said North Korea appears to have sent 3,000 soldiers to Russia.", "likely", "appears"),
    ("assesses", "The NIS assesses that North Korea has sent 3,000 soldiers to Russia.", "likely", "assesses"),
    ("claims", "The NIS claims that North Korea has sent 3,000 soldiers to Russia.", "likely", "claims"),
    ("reportedly", "North Korea has reportedly sent 3,000 soldiers to Russia.", "likely", "reportedly"),
    ("estimated number", "The NIS said North Korea has sent an estimated 3,000 soldiers to Russia.", "likely", "estimated"),
    ("doubts", "The NIS doubts that North Korea will send 3,000 soldiers to Russia.", "unlikely", "doubts"),
    ("cannot be ruled out", "The NIS said it could not be ruled out that North Korea had sent 3,000 soldiers to Russia.", "even", "could not be ruled out"),
    ("may", "The NIS said North Korea may have sent 3,000 soldiers to Russia.", "even", "may"),
    ("might", "The NIS said North Korea might send 3,000 soldiers to Russia.", "even", "might"),
    ("possibly", "The NIS said North Korea has possibly sent 3,000 soldiers to Russia.", "even", "possibly"),
    ("all but certain", "It is all but certain that North Korea has sent 3,000 soldiers to Russia, the NIS said.", "almost_certain", "all but certain"),
    ("in all likelihood", "North Korea has in all likelihood sent 3,000 soldiers to Russia, the NIS said.", "very_likely", "in all likelihood"),
    ("little doubt", "The NIS said there is little doubt that North Korea has sent 3,000 soldiers to Russia.", "almost_certain", "little doubt"),
    ("undoubtedly", "The NIS said North Korea has undoubtedly sent 3,000 soldiers to Russia.", "almost_certain", "undoubtedly"),
    ("purportedly", "North Korea has purportedly sent 3,000 soldiers to Russia.", "likely", "purportedly"),
    ("some reports", "Some reports say that North Korea has sent 3,000 soldiers to Russia.", "likely", "Some reports"),
    ("is said to", "North Korea is said to have sent 3,000 soldiers to Russia.", "likely", "said"),
    ("was reported to", "North Korea was reported to have sent 3,000 soldiers to Russia.", "likely", "reported"),
    ("might have", "The NIS said North Korea might have sent 3,000 soldiers to Russia.", "even", "might"),
    ("not sure", "The NIS said it was not sure that North Korea had sent 3,000 soldiers to Russia.", "even", "not sure"),
    ("likely, though not certain", "It is likely, though not certain, that North Korea has sent 3,000 soldiers to Russia, the NIS said.", "likely", "likely"),
    ("hard to believe", "It is hard to believe that North Korea has sent 3,000 soldiers to Russia, Moscow said.", "unlikely", "hard to believe"),
    ("rumours", "Rumours that North Korea has sent 3,000 soldiers to Russia are spreading, Moscow said.", "even", "Rumours"),
    ("rumours that are false", "Rumours that North Korea has sent 3,000 soldiers to Russia are false, Moscow said.", "certain", None),
    ("has not ruled out", "The NIS has not ruled out that North Korea will send 3,000 soldiers to Russia.", "even", "not ruled out"),
    ("unlikely", "The NIS said North Korea is unlikely to send 3,000 soldiers to Russia.", "unlikely", "unlikely"),
]


@pytest.mark.parametrize(("text", "certainty", "hedge"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_words_grade_the_claim(soldiers, text, certainty, hedge):
    claim = next(c for c in soldiers(text) if c.kind == "quantity")
    assert (claim.certainty, claim.hedge) == (certainty, hedge)


def test_a_hedge_of_another_clause_does_not_touch_the_claim(soldiers):
    text = "The NIS said North Korea has sent 3,000 soldiers to Russia, which may surprise nobody."
    assert soldiers(text)[0].certainty == "certain"


def test_a_hedge_of_the_statement_beside_does_not_touch_the_claim(soldiers):
    text = "Kyiv may be wrong, but North Korea has sent 3,000 soldiers to Russia, the NIS said."
    assert soldiers(text)[0].certainty == "certain"


AT = [
    ("flat", "The dam broke on Monday.", "broke", "certain", None),
    ("may", "The dam may break on Monday.", "break", "even", "may"),
    ("said to be likely", "Engineers said that the dam is likely to break.", "break", "likely", "likely"),
    ("believed", "The dam is believed to have broken.", "broken", "likely", "believed"),
    ("beside", "The dam may break, but the road has been closed.", "closed", "certain", None),
]


@pytest.mark.parametrize(("text", "word", "certainty", "hedge"), [pytest.param(*row[1:], id=row[0]) for row in AT])
def test_any_word_has_a_certainty_without_a_watch(text, word, certainty, hedge):
    found = certainty_at(next(t for t in english()(text) if t.text == word))
    assert (found.certainty, found.words) == (certainty, hedge)
