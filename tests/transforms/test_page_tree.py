"""Bytes become a tree: the right letters, and bounds on what a page may cost."""

import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transforms.charset import decode
from transforms.page_tree import MAX_BODY_BYTES, PageUnreadable, tree_of
from transforms.parse import parse_page
from transforms.records import Page

GERMAN = "Die Fähren fuhren gestern – so hieß es – über den Öresund."
RUSSIAN = "Министерство обороны сообщило в пятницу, что два корабля вышли из порта до рассвета. " * 3
KOREAN = "국방부는 금요일에 두 척의 배가 새벽 전에 항구를 떠났다고 밝혔다. " * 3
SENTENCE = "<p>The ministry said that 12 ships had left the port before dawn on Friday.</p>"


def html(text, meta=""):
    return f"<html><head>{meta}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "encoding", "header", "meta"),
    [
        pytest.param(GERMAN, "utf-8", "text/html; charset=utf-8", "", id="header"),
        pytest.param(GERMAN, "utf-8", "text/html; charset=iso-8859-1", "", id="header-is-wrong"),
        pytest.param(GERMAN, "utf-8-sig", "text/html; charset=iso-8859-1", "", id="mark"),
        pytest.param(GERMAN, "utf-16", "text/html", "", id="utf-16"),
        pytest.param(GERMAN, "cp1252", "text/html; charset=iso-8859-1", "", id="latin-1-is-1252"),
        pytest.param(GERMAN, "cp1252", "text/html; charset=utf-8", '<meta charset="windows-1252">', id="meta-is-right"),
        pytest.param(RUSSIAN, "cp1251", "text/html", '<meta charset="windows-1251">', id="meta"),
        pytest.param(RUSSIAN, "koi8-r", "text/html; charset=koi8-r", "", id="koi8"),
        pytest.param(KOREAN, "cp949", "text/html; charset=euc-kr", "", id="euc-kr"),
        pytest.param("船は金曜日に港を出た。", "iso2022_jp", "text/html; charset=iso-2022-jp", "", id="seven-bit"),
        pytest.param(RUSSIAN, "cp1251", "text/html", "", id="nothing-declared"),
        pytest.param(RUSSIAN, "cp1251", "text/html; charset=klingon", "", id="unknown-name"),
    ],
)
def test_letters_come_out_as_they_were_meant(text, encoding, header, meta):
    assert text in decode(html(text, meta).encode(encoding), header)


def test_one_broken_byte_does_not_cost_the_other_letters():
    body = html(RUSSIAN).encode().replace("порта".encode(), "порта".encode() + b"\xff")
    text = decode(body, "text/html; charset=utf-8")
    assert text.count("\ufffd") == 3
    assert "Министерство" in text


def a_page(body):
    at = datetime(2025, 1, 2, tzinfo=UTC)
    return Page("https://outlet.example/x", body.encode(), "text/html", at, "outlet", "f", "0" * 64)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 100_000 + SENTENCE, id="deep"),
        pytest.param("<b><i>" * 50_000 + SENTENCE, id="deep-inline"),
        pytest.param("<table><tr><td>" * 20_000 + SENTENCE, id="deep-tables"),
        pytest.param("<p>" * 200_000, id="wide"),
        pytest.param("<a href=x>y</a>" * 50_000, id="links"),
        pytest.param("<p " + "a=b " * 100_000 + ">" + SENTENCE, id="attributes"),
        pytest.param("&#x10FFFF;&#0;&amp" * 50_000, id="entities"),
        pytest.param("\x00" * 100_000, id="zeros"),
        pytest.param("<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>&c;" + SENTENCE, id="bomb"),
        pytest.param("<p>" + "(" * 50_000 + "</p>", id="one-long-line"),
        pytest.param("".join(f"<p>{n % 28 + 1} March {1991 + n % 30}</p>" for n in range(9_000)), id="dates"),
    ],
)
def test_a_hostile_page_is_read_or_refused_within_seconds(body):
    start = time.monotonic()
    with suppress(PageUnreadable):
        assert parse_page(a_page(f"<html><body>{body}</body></html>")).text
    assert time.monotonic() - start < 10


def test_a_body_over_the_bound_is_refused_by_its_size():
    page = replace(a_page(""), body=b" " * (MAX_BODY_BYTES + 1))
    with pytest.raises(PageUnreadable, match="5000001 bytes are more than"):
        tree_of(page)


def test_a_page_of_too_many_elements_is_refused():
    with pytest.raises(PageUnreadable, match="more than 100000 elements"):
        tree_of(a_page("<html><body>" + "<p>" * 100_001))
