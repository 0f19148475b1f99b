"""Pages become articles: text, title, dates with their zone, what is uncertain is flagged."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transforms.parse import PageUnreadable, parse_page
from transforms.records import Page

BODY = (
    "<p>The defence ministry said on Friday that two ships had left the port before dawn.</p>"
    "<p>It gave no reason for the move and did not say where they were bound.</p>"
)


def a_page(head: str = "", body: str = BODY, listed_at: datetime | None = None) -> Page:
    html = f"<html lang='en'><head><title>Ships leave</title>{head}</head><body><article><h1>Ships leave</h1>{body}</article></body></html>"
    return Page(
        url="https://outlet.example/ships",
        body=html.encode(),
        content_type="text/html; charset=utf-8",
        fetched_at=datetime(2025, 1, 2, tzinfo=UTC),
        outlet="media.outlet",
        feed_id="outlet",
        sha256="0" * 64,
        listed_at=listed_at,
    )


def test_the_text_is_the_paragraphs_without_the_headline():
    article = parse_page(a_page())
    assert article.text.startswith("The defence ministry said")
    assert article.text.count("\n") == 1
    assert (article.title, article.language) == ("Ships leave", "en")


@pytest.mark.parametrize(
    ("head", "expected", "uncertain"),
    [
        pytest.param(
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":'
            '"2025-01-01T09:00:00+09:00"}</script>',
            datetime(2025, 1, 1, 0, 0, tzinfo=UTC),
            False,
            id="json-ld",
        ),
        pytest.param(
            '<meta property="article:published_time" content="2025-01-01T23:30:00-05:00">',
            datetime(2025, 1, 2, 4, 30, tzinfo=UTC),
            False,
            id="open-graph",
        ),
        pytest.param(
            '<meta name="date" content="2025-01-01">',
            datetime(2025, 1, 1, 12, tzinfo=UTC),
            True,
            id="no-time",
        ),
    ],
)
def test_the_date_is_the_page_s_own_in_utc(head, expected, uncertain):
    article = parse_page(a_page(head))
    assert (article.published_at, article.is_published_uncertain) == (expected, uncertain)


def test_the_date_of_the_last_change_is_kept_apart():
    head = (
        '<meta property="article:published_time" content="2025-01-01T08:00:00Z">'
        '<meta property="article:modified_time" content="2025-01-02T10:00:00+01:00">'
    )
    article = parse_page(a_page(head))
    assert article.published_at == datetime(2025, 1, 1, 8, tzinfo=UTC)
    assert article.modified_at == datetime(2025, 1, 2, 9, tzinfo=UTC)


def test_a_date_from_the_feed_alone_is_uncertain():
    listed = datetime(2025, 1, 1, 8, tzinfo=UTC)
    article = parse_page(a_page(listed_at=listed))
    assert (article.published_at, article.is_published_uncertain) == (listed, True)


def test_a_page_without_a_date_gets_none_and_never_today():
    assert parse_page(a_page()).published_at is None


def test_a_paywalled_teaser_is_marked():
    head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    assert parse_page(a_page(head)).is_teaser


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02", b"<html><body></body></html>", b"{}"])
def test_a_page_without_text_says_so_in_one_line(body):
    page = a_page()
    empty = Page(page.url, body, "text/html", page.fetched_at, page.outlet, "f", "0" * 64)
    with pytest.raises(PageUnreadable) as caught:
        parse_page(empty)
    assert "https://outlet.example/ships" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_same_text_at_the_same_url_is_the_same_revision():
    assert (
        parse_page(a_page()).article_id
        == parse_page(a_page('<meta name="x" content="y">')).article_id
    )


@pytest.mark.parametrize(
    "last",
    [
        "Subscribe to continue reading this story.",
        "To keep reading, sign in or register.",
        "The full article is available only to subscribers.",
    ],
)
def test_a_text_that_stops_at_a_paywall_is_a_teaser(last):
    assert parse_page(a_page(body=BODY + f"<p>{last}</p>")).is_teaser


def test_a_part_behind_a_paywall_makes_a_teaser():
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"True",'
        '"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False"}}</script>'
    )
    assert parse_page(a_page(head)).is_teaser
    assert not parse_page(a_page(head.replace("False", "True"))).is_teaser


def test_a_language_that_is_not_declared_is_detected():
    page = a_page(body="<p>Das Verteidigungsministerium teilte am Freitag mit, dass zwei Schiffe den Hafen verlassen hätten.</p>")
    silent = replace(page, body=page.body.replace(b" lang='en'", b""))
    assert parse_page(silent).language == "de"


def test_an_error_of_a_parser_is_an_unreadable_page(monkeypatch):
    def fail(*_, **__):
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(PageUnreadable, match=r"ships: cannot be parsed \(RecursionError\)"):
        parse_page(a_page())
