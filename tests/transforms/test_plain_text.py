"""Plain text is read by the parser of pages, paragraph by paragraph."""

from datetime import UTC, datetime

import pytest

from transforms.parse import parse_page
from transforms.records import Page

FIRST = "The Health Ministry said on Friday that 120 <people> had died & more were ill."
SECOND = "Aid workers have set up tents beside the river, where the wells are closed."


def page_of(body: bytes, content_type: str = "text/plain", language: str | None = None) -> Page:
    at = datetime(2025, 1, 24, tzinfo=UTC)
    return Page(
        "https://x.example/1", body, content_type, at, "media.x", "x", "0", listed_language=language
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_the_paragraphs_of_a_text_come_as_they_stand(encoding):
    body = f"{FIRST}\r\n\r\n{SECOND} Café.".encode(encoding)
    kind = "text/plain; charset=latin-1" if encoding == "latin-1" else "text/plain"
    assert parse_page(page_of(body, kind)).text == f"{FIRST}\n{SECOND} Café."


def test_html_that_is_called_plain_text_is_read_as_html():
    body = f"\n<html><body><p>{SECOND}</p></body></html>".encode()
    assert parse_page(page_of(body)).text == SECOND


def test_the_feeds_language_stands_in_where_the_page_names_none():
    body = f"<html><body><p>{SECOND}</p></body></html>".encode()
    assert parse_page(page_of(body, "text/html", "ko")).language == "ko"
    stated = body.replace(b"<html>", b"<html lang=en-GB>")
    assert parse_page(page_of(stated, "text/html", "ko")).language == "en"
