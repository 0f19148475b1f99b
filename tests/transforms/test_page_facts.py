"""What a page states of itself: of the article it shows, and of no other."""

import json

import pytest
import trafilatura

from transforms.page_facts import facts_of

URL = "https://outlet.example/news/ships?ref=feed"


def facts(head="", body="", lang=""):
    text = f"<html{lang}><head><title>t</title>{head}</head><body><p>Text.</p>{body}</body></html>"
    return facts_of(trafilatura.load_html(text), URL)


def ld(*nodes):
    return "".join(f'<script type="application/ld+json">{json.dumps(n)}</script>' for n in nodes)


def an_article(**fields):
    return {"@context": "https://schema.org", "@type": "NewsArticle", **fields}


def test_a_node_may_stand_in_a_graph_a_list_or_a_page():
    node = an_article(datePublished="2025-01-01", articleSection=["World"], inLanguage="en-GB")
    for block in (node, [node], {"@graph": [{"@type": "Person"}, node]}, {"@type": "WebPage", "mainEntity": node}):
        found = facts(ld(block))
        assert (found.published, found.section, found.language) == (("2025-01-01",), "World", "en")


def test_of_several_articles_the_one_at_this_address_counts():
    other = an_article(url="https://outlet.example/news/planes", datePublished="2024-12-01")
    own = an_article(mainEntityOfPage={"@id": "http://outlet.example/news/ships/"}, datePublished="2025-01-01")
    assert facts(ld(other, own)).published == ("2025-01-01",)


def test_open_graph_comes_before_json_ld_and_that_before_other_names():
    head = (
        '<meta name="date" content="2025-01-03"><meta property="article:published_time" content="2025-01-01">'
        + ld(an_article(datePublished="2025-01-02"))
    )
    assert facts(head).published == ("2025-01-01", "2025-01-02", "2025-01-03")


def test_a_time_element_counts_where_it_is_marked_and_shows_where_it_is_not():
    marked = '<time itemprop="datePublished" datetime="2025-01-01T08:00:00Z">1 Jan</time>'
    aside = '<aside><time datetime="2024-01-01">old</time></aside>'
    shown = '<time datetime="2025-01-05">5 Jan</time><span class="entry-time">7 January 2025</span>'
    found = facts(body=aside + shown + marked)
    assert found.published == ("2025-01-01T08:00:00Z",)
    assert found.shown == ("2025-01-05", "7 January 2025")


def test_a_site_s_clock_above_the_headline_shows_no_date_of_the_article():
    clock, byline = '<div class="date">9 January 2025</div>', '<p class="date">7 January 2025</p>'
    assert facts(body=f"{clock}<h1>Ships leave</h1>{byline}").shown == ("7 January 2025",)
    assert facts(body=byline).shown == ("7 January 2025",)


def test_organisations_are_authors_that_are_no_persons():
    authors = [{"@type": "Person", "name": "A. Writer"}, {"@type": "NewsMediaOrganization", "name": "Harbour  Wire"}]
    assert facts(ld(an_article(author=authors))).organisations == ("Harbour Wire",)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("{", id="broken"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("null", id="null"),
        pytest.param('{"@type": {"a": 1}, "@graph": 7}', id="wrong-types"),
        pytest.param('{"@type":"NewsArticle","datePublished":{"x":[]},"author":"A","hasPart":3,"url":"http://["}', id="wrong-values"),
        pytest.param(json.dumps([{"@type": "Thing"}] * 100_000), id="many"),
    ],
)
def test_a_block_that_makes_no_sense_states_nothing(block):
    found = facts(f'<script type="application/ld+json">{block}</script>')
    assert (found.published, found.organisations, found.is_locked) == ((), (), False)


def test_wrapped_and_sloppy_json_is_read():
    block = '<!-- {"@type": "NewsArticle", "datePublished": "2025-01-01", "description": "two\nlines"}; -->'
    found = facts(f'<script type="application/ld+json">{block}</script>')
    assert found.published == ("2025-01-01",)


@pytest.mark.parametrize(("lang", "expected"), [(" lang='pt-BR'", "pt"), (" lang='en_US'", "en"), (" lang='english'", None), ("", None)])
def test_the_language_is_the_declared_one_without_its_country(lang, expected):
    assert facts(lang=lang).language == expected
