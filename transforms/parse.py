"""A fetched page -> an article: text, title, author, dates, language.

In:   Page (bytes as they came)
Out:  Article, its text normalised once (NFC, single blanks, one paragraph a line)
Never: takes today for a missing date; lets any other error out than PageUnreadable.

What is asked of a page: its tree (page_tree), what it states of itself (page_facts, json_ld), when
it appeared (page_dates), its main text (main_text), in which language (language_of).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from transforms.agency import agency_of
from transforms.events import article_id_of
from transforms.main_text import main_text, without_headline
from transforms.normalise import one_line
from transforms.notices import notice_of
from transforms.page_dates import Published, modified, published
from transforms.page_facts import PageFacts, facts_of
from transforms.page_tree import PageUnreadable, tree_of
from transforms.records import Article, Page
from transforms.syndication import fingerprint
from transforms.vocabulary.pages import LIVE_ADDRESS, PAYWALL_ENDS

__all__ = ["PageUnreadable", "appeared", "parse_page"]

MIN_TEXT_CHARS = 40
_PAYWALL_END = re.compile("|".join(PAYWALL_ENDS), re.IGNORECASE)
_LIVE_ADDRESS = re.compile(LIVE_ADDRESS)
_DETECTED_CHARS = 2_000  # enough for any language
_MOST_GUESSED_ELEMENTS = 20_000  # htmldate looks at every one: 0.1 s for so many


def parse_page(page: Page) -> Article:
    """Return the article of a page. PageUnreadable where it holds no text worth the name."""
    try:
        return _article(page, tree_of(page))
    except PageUnreadable:
        raise
    except Exception as error:  # lxml's, trafilatura's, htmldate's: no page may stop a run
        kind = type(error).__name__
        raise PageUnreadable(f"{page.url}: cannot be parsed ({kind})") from error


def appeared(page: Page) -> Published | None:
    """When a page appeared, be its text readable or not. Raises PageUnreadable for no HTML."""
    tree = tree_of(page)
    return _appeared(page, tree, facts_of(tree, page.url))


def _article(page: Page, tree: Any) -> Article:
    facts = facts_of(tree, page.url)
    found = _described(page, tree)
    title = one_line(found.title or facts.title or page.listed_title)
    text = without_headline(main_text(tree, page.url), title)
    if len(text) < MIN_TEXT_CHARS:
        raise PageUnreadable(f"{page.url}: no article text found ({len(page.body)} bytes of HTML)")
    first, last = _appeared(page, tree, facts), modified(facts, page.fetched_at)
    notice = notice_of(text, title)
    author = one_line(found.author)
    article = Article(
        article_id=article_id_of(page.url, text),
        url=page.url,
        text=text,
        published_at=first.at if first else None,
        published_on=first.on if first else None,
        is_published_uncertain=first.is_uncertain if first else True,
        modified_at=last.at if last else None,
        modified_on=last.on if last else None,
        title=title,
        author=author,
        section=facts.section,
        language=facts.language or page.listed_language or _detected(text),
        outlet=page.outlet,
        agency=agency_of(text, author, facts.organisations),
        is_teaser=facts.is_locked or bool(_PAYWALL_END.search(text.rpartition("\n")[2])),
        is_live_blog="LiveBlogPosting" in facts.types or bool(_LIVE_ADDRESS.search(page.url)),
        notice_kind=notice.kind if notice else None,
        notice=notice.sentence if notice else None,
        fetched_at=page.fetched_at,
        fingerprint=fingerprint(text),
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
        body_sha256=page.sha256,
    )
    return replace(article, cluster_id=article.article_id)


def _described(page: Page, tree: Any) -> Any:
    """Title and author, as trafilatura finds them. It looks for a date too, by today's clock
    where no bound is given; that date is not used."""
    from trafilatura.metadata import extract_metadata

    return extract_metadata(tree, page.url, date_config=_bounds(page) | {"extensive_search": False})


def _appeared(page: Page, tree: Any, facts: PageFacts) -> Published | None:
    def guess() -> str | None:
        from htmldate import find_date

        if tree.xpath("count(//*)") > _MOST_GUESSED_ELEMENTS:
            return None
        guessed: str | None = find_date(tree, url=page.url, extensive_search=True, **_bounds(page))
        return guessed

    return published(facts, page.url, page.listed_at, page.fetched_at, guess)


def _bounds(page: Page) -> dict[str, Any]:
    latest = page.fetched_at + timedelta(days=1)
    return {"original_date": True, "min_date": "1990-01-01", "max_date": latest.date().isoformat()}


def _detected(text: str) -> str | None:
    """The language of a text that declares none."""
    from py3langid.langid import classify

    language: str = classify(text[:_DETECTED_CHARS])[0]
    return language
