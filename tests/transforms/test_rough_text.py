"""The words of a page, roughly: none of the article's may be missing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.rough_text import rough_text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>North Korea</p><p>sent troops</p>", "North Korea sent troops"),
        ("<p><span class='x'>N</span>orth <b>Kor</b>ea</p>", "North Korea"),
        ("North&nbsp;Korea&rsquo;s <!-- a note --> troops", "North Korea’s troops"),
        ("North\n\t   Korea", "North Korea"),
        ("North Ko\u00adrea", "North Korea"),
        ("3 < 5 > 4", "3 < 5 > 4"),
        ("", ""),
    ],
)
def test_words_stand_as_a_reader_sees_them(body, words):
    assert rough_text(body.encode()) == words


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Séoul".encode(), ""),
        ("Séoul".encode("cp1252"), "text/html; charset=windows-1252"),
        (b"<meta charset='iso-8859-1'>" + "Séoul".encode("latin-1"), "text/html"),
        ("Séoul".encode("utf-16"), "text/html"),
    ],
)
def test_the_charset_is_the_declared_one_where_the_bytes_are_not_utf_8(body, content_type):
    assert rough_text(body, content_type).endswith("Séoul")


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_give_a_text(body, content_type):
    assert isinstance(rough_text(body, content_type), str)


@pytest.mark.parametrize("opening", ["<!--", "<a ", "<style>", "<", "&", "<p <", "<script>"])
def test_a_page_of_openings_takes_no_longer_than_another(opening):
    plain = (b"word " * 200_000)[:1_000_000]
    began = time.process_time()
    rough_text(plain)
    as_usual = time.process_time() - began
    began = time.process_time()
    rough_text((opening * 1_000_000).encode()[:1_000_000])
    assert time.process_time() - began < 20 * as_usual + 0.5
