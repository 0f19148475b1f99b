"""JSON Feed, Web Annotation and schema.org: shapes by their standards, and what they lead back to."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.export_annotation import position_selector, quote_selector
from warehouse.database import connect, query

# What schema.org, version 29, lets these types have: their own properties and those inherited that
# are used here. https://schema.org/Claim, /ClaimReview, /CreativeWork, /Review, /Rating,
# /QuantitativeValue, /DefinedTerm, /NewsArticle
THING = {"name", "identifier", "url"}
WORK = {
    *THING,
    *("text", "author", "about", "mainEntity", "dateCreated", "dateModified", "datePublished"),
    *("creativeWorkStatus", "inLanguage", "temporalCoverage", "headline", "publisher"),
}
PROPERTIES = {
    "Claim": {*WORK, "appearance", "firstAppearance", "claimInterpreter"},
    "ClaimReview": {
        *WORK,
        *("claimReviewed", "itemReviewed", "reviewAspect", "reviewRating", "reviewBody"),
    },
    "Rating": {*THING, "ratingValue", "bestRating", "worstRating", "alternateName"},
    "QuantitativeValue": {*THING, "value", "minValue", "maxValue", "unitText"},
    "DefinedTerm": {*THING, "inDefinedTermSet"},
    "NewsArticle": WORK,
    "Organization": THING,
    "Person": THING,
    "Thing": THING,
}
RANGE = {
    "author": {"Organization", "Person"},
    "claimInterpreter": {"Organization", "Person"},
    "appearance": {"NewsArticle"},
    "firstAppearance": {"NewsArticle"},
    "publisher": {"Organization", "Person"},
    "reviewRating": {"Rating"},
}


def ask(home, sql):
    with connect(home) as con:
        return query(con, sql).rows


# --- JSON Feed -----------------------------------------------------------------------------


def test_a_json_feed_has_what_the_standard_asks_for_and_only_what_stands(export, home):
    feed = json.loads(export("json-feed"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    items = feed["items"]
    assert all({"id", "url", "content_text", "date_published"} <= set(item) for item in items)
    assert len({item["id"] for item in items}) == len(items)
    claims = ask(home, "select claim_id, value from claims order by seq")
    told = [(item["_vedette"]["claim_id"], item["_vedette"]["value"]) for item in items]
    assert sorted(told) == sorted(claims)
    assert "ao.health: deaths: 96 people, likely" in [item["title"] for item in items]


# --- Web Annotation ------------------------------------------------------------------------


def found_by(selector, text):
    """The places that a selector finds, as a reader of the standard would look."""
    if selector["type"] == "TextPositionSelector":
        return [(selector["start"], selector["end"])]
    wanted = selector["prefix"] + selector["exact"] + selector["suffix"]
    places = [n for n in range(len(text)) if text.startswith(wanted, n)]
    starts = [place + len(selector["prefix"]) for place in places]
    return [(start, start + len(selector["exact"])) for start in starts]


def test_each_selector_finds_the_evidence_in_the_text_of_its_article(export, home):
    page = json.loads(export("web-annotation"))
    assert (page["type"], page["@context"]) == (
        "AnnotationPage",
        "http://www.w3.org/ns/anno.jsonld",
    )
    rows = ask(
        home,
        "select evidence, text, claim_history.url from claim_history inner join articles "
        "using (watch_id, article_id) order by claim_history.seq",
    )
    assert len(page["items"]) == len(rows) == 5
    for annotation, (evidence, text, url) in zip(page["items"], rows, strict=True):
        assert annotation["type"] == "Annotation"
        in_page, in_text = annotation["target"]
        assert in_page["source"] == url
        for selector in (in_page["selector"], *in_text["selector"]):
            ((start, end),) = found_by(selector, text)
            assert text[start:end] == evidence


@given(st.text(alphabet="ab \U0001f600", max_size=300), st.data())
def test_a_quotation_finds_its_own_place_and_no_other(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert found_by(quote_selector(text + "b", start, end), text + "b") == [(start, end)]
    assert position_selector(start, end) == {
        "type": "TextPositionSelector",
        "start": start,
        "end": end,
    }


# --- schema.org ----------------------------------------------------------------------------


def objects_in(value):
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, (dict, list)):
            yield from objects_in(one)


@pytest.fixture
def graph(export):
    document = json.loads(export("schema.org"))
    assert document["@context"] == "https://schema.org"
    return document["@graph"]


def test_every_object_has_only_properties_of_its_type(graph):
    for one in objects_in(graph):
        if set(one) == {"@id"}:
            continue
        assert set(one) - {"@type", "@id"} <= PROPERTIES[one["@type"]], one
        for name, types in RANGE.items():
            assert one.get(name, {"@type": next(iter(types))})["@type"] in types


def test_a_claim_appears_in_its_article_and_first_where_its_origin_said_it_first(graph, home):
    claims = {one["mainEntity"]["value"]: one for one in graph if one["@type"] == "Claim"}
    assert set(claims) == {120, 150, 90, 96, 80}
    assert claims[150]["author"]["name"] == "who"
    assert claims[150]["appearance"]["url"].endswith("/one")
    assert claims[120]["creativeWorkStatus"] == "Obsolete"
    for claim in claims.values():
        assert claim["firstAppearance"]["url"].startswith("http://127.0.0.1:")


def test_a_review_is_of_a_claim_of_the_graph(graph):
    claims = {one["@id"] for one in graph if one["@type"] == "Claim"}
    reviews = [one for one in graph if one["@type"] == "ClaimReview"]
    assert [one["reviewRating"]["alternateName"] for one in reviews] == [
        "confirmed",
        "amended",
        "rejected",
    ]
    assert {one["itemReviewed"]["@id"] for one in reviews} <= claims
    assert all(one["reviewBody"].endswith("as read") for one in reviews)
