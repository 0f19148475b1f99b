"""What a page may say of what came from outside: bounded, printable, and linked only to the web."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.board.words import MOST_CHARS, link, page_name, quotation, said, title, transition_words
from tests.flows.board.builders_board import BAD_URLS


@pytest.mark.parametrize("url", [*BAD_URLS, "", None, "ftp://x/y", "//x/y", "http://[", "http:x"])
def test_only_a_plain_address_of_the_web_is_linked(url):
    assert link(url) is None


def test_a_plain_address_is_linked_as_it_is():
    assert link("https://news.example/a?b=<c>") == "https://news.example/a?b=<c>"


def test_an_address_without_end_is_not_linked():
    assert link("http://x/" + "y" * 3_000) is None


@given(st.text())
def test_a_link_is_never_made_of_another_scheme(text):
    assert link(text) is None or text.lower().startswith(("http://", "https://"))


@given(st.text(max_size=4_000))
def test_a_quotation_is_bounded_and_a_printable_one_is_left_as_it_is(text):
    shown = quotation(text)
    assert len(shown) <= MOST_CHARS
    if text.isprintable() and len(text) <= MOST_CHARS:
        assert shown == text


@given(st.text())
def test_a_title_is_one_printable_line(text):
    assert title(text).isprintable()


@given(st.text(), st.text())
def test_the_name_of_a_page_is_a_plain_file_name(watch, indicator):
    name = page_name(watch, indicator)
    assert name.endswith(".html")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert not name.startswith((".", "-"))


@given(st.lists(st.text(max_size=80), unique=True, max_size=12))
def test_two_indicators_have_two_pages(names):
    assert len({page_name("w", name) for name in names}) == len(names)


def test_a_page_of_a_plain_indicator_is_called_by_its_name():
    assert page_name("dprk", "troops-killed", "2024") == "dprk.troops-killed.2024.html"


def test_a_denial_and_an_increment_are_told_as_such():
    level = {"kind": "level", "level": "launched", "polarity": "negated"}
    assert said(level) == "not launched"
    number = {"kind": "quantity", "value": 100.0, "value_low": 100.0, "value_high": 100.0}
    assert said(number | {"unit": "men", "is_increment": True}) == "plus 100 men"


def test_a_change_is_told_in_words_and_an_unknown_one_by_its_name():
    assert transition_words("value_change, new_dispute") == "value changed, disputed"
    assert transition_words("some_new_thing") == "some new thing"
