"""How sure a source is, in words, on the scale of Intelligence Community Directive 203."""

import pytest

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
    ("unlikely", "The NIS said North Korea is unlikely to send 3,000 soldiers to Russia.", "unlikely", "unlikely"),
]


@pytest.mark.parametrize(("text", "certainty", "hedge"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_words_grade_the_claim(soldiers, text, certainty, hedge):
    claim = next(c for c in soldiers(text) if c.kind == "quantity")
    assert (claim.certainty, claim.hedge) == (certainty, hedge)


def test_a_hedge_of_another_clause_does_not_touch_the_claim(soldiers):
    text = "The NIS said North Korea has sent 3,000 soldiers to Russia, which may surprise nobody."
    assert soldiers(text)[0].certainty == "certain"
