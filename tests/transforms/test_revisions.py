"""What a newer text does to the claims of its address."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from transforms.events import claim_asserted
from transforms.records import Article, Claim, Watch
from transforms.revisions import reason_of, revision_of

URL = "https://outlet.example/toll"
WATCH = Watch("outbreak", "A disease", (), (), (), (), ())


def an_article(n=1, **fields):
    return Article(f"{n:064d}", URL, f"Text {n}.", **fields)


def a_claim(value, *, words="people had died", start=0, stated_at=date(2025, 1, 3), source="who", article=None):
    evidence = f"{value} {words}."
    claim = Claim(
        "deaths", "quantity", "affirmed", "certain", source, evidence, start, start + len(evidence),
        unit="people", value=value, stated_at=stated_at,
    )  # fmt: skip
    return claim_asserted(claim, article or an_article(), WATCH, "run")


def test_a_claim_that_stays_is_kept_whatever_its_place_and_punctuation():
    old = a_claim(120)
    new = a_claim(120, start=400, words="people, had died", article=an_article(2))
    revision = revision_of(an_article(2), [old], [new])
    assert (revision.kept, revision.gone, revision.new) == ((old,), (), ())
    assert revision.changes_nothing


def test_a_number_that_changed_is_gone_and_new():
    old, new = a_claim(120), a_claim(150, article=an_article(2))
    revision = revision_of(an_article(2), [old], [new])
    assert (revision.kept, revision.gone, revision.new) == ((), (old,), (new,))


def test_other_words_or_another_speaker_are_another_claim():
    old = a_claim(120)
    for new in (a_claim(120, words="people have died"), a_claim(120, source="ao.health")):
        assert revision_of(an_article(2), [old], [new]).new == (new,)


def test_words_that_stay_keep_the_day_that_they_were_first_read_with():
    old = a_claim(120, stated_at=date(2025, 1, 3))
    new = a_claim(120, stated_at=date(2025, 1, 10), article=an_article(2))
    assert revision_of(an_article(2), [old], [new]).kept == (old,)


def test_of_two_claims_in_the_same_words_each_keeps_its_own_day():
    first, second = a_claim(120, stated_at=date(2025, 1, 3)), a_claim(120, stated_at=date(2025, 1, 10))
    revision = revision_of(an_article(2), [first, second], [replace(second, start_char=9)])
    assert (revision.kept, revision.gone) == ((second,), (first,))


def test_a_retraction_takes_everything_back_whatever_the_text_still_says():
    old = a_claim(120)
    revision = revision_of(an_article(2, notice_kind="retraction"), [old], [a_claim(120), a_claim(150)])
    assert (revision.kept, revision.gone, revision.new) == ((), (old,), ())


def test_what_moves_off_a_live_blog_stands_until_the_blog_says_that_it_was_wrong():
    old, new = a_claim(120), a_claim(150)
    blog = an_article(2, is_live_blog=True)
    revision = revision_of(blog, [old], [new])
    assert (revision.kept, revision.gone, revision.new) == ((old,), (), (new,))
    assert revision_of(replace(blog, notice_kind="correction"), [old], [new]).gone == (old,)


def test_the_reason_is_the_article_s_own_word_where_it_has_a_new_one():
    sentence = "Correction: The number of dead is 150."
    corrected = an_article(2, notice_kind="correction", notice=sentence)
    retracted = an_article(2, notice_kind="retraction", notice="This story has been retracted.")
    updated = an_article(2, notice_kind="update", notice="This story has been updated.")
    assert reason_of(corrected, None) == f"corrected: {sentence}"
    assert reason_of(retracted, sentence) == "retracted: This story has been retracted."
    for article, known in ((corrected, sentence), (updated, None), (an_article(2), None)):
        assert reason_of(article, known) == f"revised: {URL} has a newer text"


TEXTS = st.lists(st.tuples(st.sampled_from([100, 120, 150]), st.integers(0, 2)), max_size=5)


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_over_any_history_the_live_claims_are_those_of_the_last_text(history):
    live, ever = (), []
    for n, text in enumerate(history):
        article = an_article(n)
        said = [a_claim(v, words=f"people died in place {p}", start=i, article=article) for i, (v, p) in enumerate(text)]
        revision = revision_of(article, live, said)
        assert set(map(id, revision.kept)) <= set(map(id, live))
        assert Counter(map(id, (*revision.kept, *revision.gone))) == Counter(map(id, live))
        live = (*revision.kept, *revision.new)
        ever.append(Counter(claim.evidence for claim in live))
    for text, evidence in zip(history, ever, strict=True):
        assert evidence == Counter(f"{v} people died in place {p}." for v, p in text)
