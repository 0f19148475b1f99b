"""The sample newsroom: what it holds, that readers can read it, and that a day is a day."""

import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
import trafilatura

from seeds.newsroom import load_corpus, site_on

FOLDER = Path(__file__).parents[2] / "seeds" / "corpus"
BASE = "http://127.0.0.1:8731"
CORPUS = load_corpus(FOLDER)
SITES = {day: site_on(CORPUS, day, BASE) for day in CORPUS.dates}
LAST = CORPUS.dates[-1]
BY_ID = {article.id: article for article in CORPUS.articles}
LADDERS = {
    "troop-deployment-readiness": ("none", "planned", "preparing", "underway", "deployed"),
    "satellite-launch-readiness": ("none", "planned", "preparing", "imminent", "launched"),
    "icbm-launch-readiness": ("none", "planned", "preparing", "imminent", "launched"),
    "nuclear-test-readiness": ("none", "planned", "preparing", "imminent", "tested"),
}
QUANTITIES = {
    f"troops-{name}"
    for name in ("deployed", "planned", "killed", "wounded", "casualties", "captured")
}
SOURCE_ID = re.compile(
    r"kr\.(jcs|nis|mnd|dia|government|unification|lawmakers|officials)|ua\.(government|military|gur|officials)"
    r"|jp\.mod|us\.(government|pentagon|whitehouse|state|officials)|western\.officials|nato|kp\.government"
    r"|ru\.(government|military)|uk\.mod|iaea|un|media\.[a-z]+|yonhap|unknown|outlet"
)
LABELS = [
    pytest.param(label, id=f"{a.id}-{v.available_from}-{label.indicator}")
    for a in CORPUS.articles
    for v in a.versions
    for label in v.labels
]
# One page a version, on the day on which the version came out.
PAGES = [
    pytest.param(a, v, id=f"{a.template}-{a.id}-{v.available_from}")
    for a in CORPUS.articles
    for v in a.versions
    if not a.is_dead_on(v.available_from)
]


def test_the_newsroom_is_as_large_and_as_varied_as_it_should_be():
    assert len(CORPUS.articles) >= 46
    assert sum(not a.is_relevant for a in CORPUS.articles) >= 10
    assert 16 <= len(CORPUS.dates) <= 21
    assert date(2024, 10, 18) == CORPUS.dates[0]
    assert date(2025, 4, 30) == LAST
    assert {a.template for a in CORPUS.articles} == {
        "json-ld",
        "open-graph",
        "bare",
        "paywall",
        "live-blog",
        "portal",
    }
    assert {label.indicator for a in CORPUS.articles for v in a.versions for label in v.labels} == (
        QUANTITIES | set(LADDERS)
    )


def test_every_body_is_of_a_length_that_news_has():
    for article in CORPUS.articles:
        for version in article.versions:
            if not article.is_dead_on(version.available_from):
                assert 60 <= sum(len(p.split()) for p in version.paragraphs) <= 260, article.id


def test_articles_of_no_interest_carry_no_claims():
    assert not [a.id for a in CORPUS.articles if not a.is_relevant and a.versions[0].labels]


def test_one_wire_story_stands_at_three_outlets_under_three_headlines():
    copies = [a for a in CORPUS.articles if a.syndicated_from is not None]
    assert len(copies) == 2
    story = [BY_ID[copies[0].syndicated_from], *copies]
    assert len({a.outlet.id for a in story}) == 3
    assert len({a.versions[0].title for a in story}) == 3
    assert all("Harbour Wire" in a.author for a in story)
    sayings = [
        [(x.indicator, x.value, x.level, x.source) for x in a.versions[0].labels] for a in story
    ]
    assert sayings[0] == sayings[1] == sayings[2]


def test_a_revised_article_shows_its_newest_version_and_says_so():
    article = BY_ID["2024-10-23-strand-observer-explainer"]
    assert len(article.versions) == 3
    for version in article.versions:
        page = html.unescape(SITES[version.available_from][article.path].body.decode())
        assert version.paragraphs[0] in page
        assert (version.note or "") in page
    etags = {SITES[v.available_from][article.path].etag for v in article.versions}
    assert len(etags) == 3


def test_a_corrected_number_replaces_the_wrong_one_under_a_correction():
    article = BY_ID["2025-01-13-old-bell-nis-three-hundred-dead"]
    wounded = [
        next(x.value for x in v.labels if x.indicator == "troops-wounded") for v in article.versions
    ]
    assert wounded == [3000, 2700]
    page = SITES[LAST][article.path].body
    assert b"Correction:" in page
    assert b"around 3,000 have been wounded" not in page


def test_a_dead_link_stays_in_its_feed_and_answers_404_or_410():
    dead = [a for a in CORPUS.articles if a.dead_from is not None]
    assert sorted(a.dead_status for a in dead) == [404, 410]
    for article in dead:
        site = SITES[article.dead_from]
        assert site[article.path].status == article.dead_status
        assert site[article.path].etag == ""
        assert article.path in site[article.outlet.feed_path].body.decode()


def test_a_page_is_absent_before_its_day():
    for article in CORPUS.articles:
        first = article.versions[0].available_from
        assert article.path not in site_on(CORPUS, first - timedelta(days=1), BASE)
        assert article.path in SITES[first]


def test_the_site_changes_on_each_of_its_dates_and_on_no_other():
    before = site_on(CORPUS, CORPUS.dates[0] - timedelta(days=1), BASE)
    for day in CORPUS.dates:
        assert site_on(CORPUS, day - timedelta(days=1), BASE) == before
        assert SITES[day] != before
        before = SITES[day]


def test_the_same_day_gives_the_same_bytes():
    again = site_on(load_corpus(FOLDER), LAST, BASE)
    assert again == SITES[LAST]


def test_a_document_never_changes_under_the_same_last_modified():
    seen = {}
    for day in CORPUS.dates:
        for path, document in SITES[day].items():
            if document.status == 200:
                key = (path, document.last_modified)
                assert seen.setdefault(key, document.body) == document.body
                assert document.last_modified < datetime.combine(
                    day + timedelta(days=1), datetime.min.time(), tzinfo=UTC
                )


@pytest.mark.parametrize("outlet", CORPUS.outlets, ids=lambda o: o.id)
def test_each_feed_parses_and_lists_the_newest_articles(outlet):
    document = SITES[LAST][outlet.feed_path]
    feed = feedparser.parse(document.body)
    assert not feed.bozo
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[outlet.feed.format]
    articles = [a for a in CORPUS.articles if a.outlet == outlet][::-1][: outlet.feed.newest]
    assert [e.link for e in feed.entries] == [BASE + a.path for a in articles]
    assert len({e.id for e in feed.entries}) == len(articles)
    for entry, article in zip(feed.entries, articles, strict=True):
        stamp = datetime(*entry.published_parsed[:6], tzinfo=UTC)
        assert stamp == article.published_at.astimezone(UTC)
        if outlet.feed.format == "atom":
            assert entry.updated_parsed >= entry.published_parsed


def test_feeds_are_of_both_kinds_and_some_drop_what_is_old():
    assert {f: sum(o.feed.format == f for o in CORPUS.outlets) for f in ("rss", "atom")} == {
        "rss": 3,
        "atom": 4,
    }
    shown = {
        o.id: len(feedparser.parse(SITES[LAST][o.feed_path].body).entries) for o in CORPUS.outlets
    }
    held = {o.id: sum(a.outlet == o for a in CORPUS.articles) for o in CORPUS.outlets}
    assert any(shown[name] < held[name] for name in shown)


def test_a_title_with_markup_comes_out_of_a_feed_of_either_kind():
    for day, path, words in (
        (date(2024, 10, 31), "/harbour-wire/rss/all.xml", "<b>86 minutes</b>"),
        (date(2025, 1, 22), "/strand-observer/world/atom", "<em>western officials</em>"),
    ):
        titles = [e.title for e in feedparser.parse(SITES[day][path].body).entries]
        assert any(words in title for title in titles)


@pytest.mark.parametrize(("article", "version"), PAGES)
def test_main_text_and_date_come_out_of_the_page(article, version):
    page = SITES[version.available_from][article.path].body.decode()
    read = trafilatura.bare_extraction(page, url=BASE + article.path, with_metadata=True)
    assert [p for p in version.paragraphs if p not in read.text] == []
    assert read.date == article.published_at.date().isoformat()
    # Of what surrounds the article nothing may come along but headline, posts' heads, note.
    mine = {*version.paragraphs, *(post.heading for post in version.posts)}
    assert set(read.text.split("\n")) - mine <= {version.title, version.note, "LIVE"}


def test_a_teaser_says_that_it_is_not_free_and_a_live_blog_times_its_posts():
    cards = {"paywall": [], "live-blog": []}
    for article in CORPUS.articles:
        if article.template in cards:
            page = SITES[LAST][article.path].body.decode()
            script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
            cards[article.template].append((article, json.loads(script[1])))
    assert len(cards["paywall"]) >= 3
    for article, card in cards["paywall"]:
        assert card["isAccessibleForFree"] is False
        assert len(article.versions[0].paragraphs) == 1
    ((blog, card),) = cards["live-blog"]
    assert card["@type"] == "LiveBlogPosting"
    assert len(card["liveBlogUpdate"]) == len(blog.versions[0].posts) >= 3


@pytest.mark.parametrize("label", LABELS)
def test_a_label_keeps_to_the_vocabulary(label):
    assert all(SOURCE_ID.fullmatch(source) for source in (label.source, *label.via))
    if label.indicator in LADDERS:
        assert label.level in LADDERS[label.indicator]
        assert label.approximation is None
    else:
        assert label.indicator in QUANTITIES
        assert label.level is None
        assert (label.approximation == "order") == (label.value is None)
    if label.approximation == "range":
        assert label.value == (label.value_low + label.value_high) / 2
    if label.valid_from is not None and label.valid_to is not None:
        assert label.valid_from <= label.valid_to


def test_robots_txt_leaves_articles_and_feeds_open():
    robots = SITES[LAST]["/robots.txt"].body.decode()
    protego = pytest.importorskip("protego").Protego.parse(robots)
    assert all(protego.can_fetch(BASE + path, "vedette") for path in SITES[LAST])
    assert not protego.can_fetch(f"{BASE}/meridian-post/account/login", "vedette")
