"""Polling sources: in every form, when they are due, and what is told of their health."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.sources.feed_poll import MAX_PARTS
from tests.flows.builders_collect import LATER, NOW, run
from tests.flows.builders_site import Reply
from transforms.records import Feed, Party, Watch

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
DAY = timedelta(days=1)


def urlset(*paths: str) -> bytes:
    return f"<urlset {SITEMAP}>{''.join(f'<url><loc>{p}</loc></url>' for p in paths)}</urlset>".encode()


def index(*parts: tuple[str, str]) -> bytes:
    rows = (f"<sitemap><loc>{p}</loc><lastmod>{at}</lastmod></sitemap>" for p, at in parts)
    return f"<sitemapindex {SITEMAP}>{''.join(rows)}</sitemapindex>".encode()


def watch_of(site, *feeds: Feed, parties=()) -> Watch:
    located = tuple(replace(f, url=f.url if ":" in f.url else site.url + f.url) for f in feeds)
    return Watch("harbour", "", (), (), tuple(parties), located, ())


def paths_of(site, collected):
    return [fetched.page.url.removeprefix(site.url) for fetched in collected.pages]


# --- forms ---


@pytest.mark.parametrize(
    ("body", "kind", "match"),
    [
        pytest.param(
            json.dumps(
                {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a"}]}
            ).encode(),
            "feed",
            None,
            id="JSON Feed",
        ),
        pytest.param(urlset("/a", "/b"), "feed", "/a$", id="sitemap with a match"),
        pytest.param(
            b'<a href="/a">A</a><a href="https://far.example/">far</a>', "links", None, id="links"
        ),
    ],
)
def test_a_source_of_any_form_leads_to_its_pages(site, state, body, kind, match):
    site.page("/a")
    site.replies["/source"] = Reply(body)
    watch = watch_of(site, Feed("f", "/source", "media.site", kind=kind, match=match))
    assert paths_of(site, run(site, state, watch=watch)) == ["/a"]


def test_a_list_of_urls_may_lie_on_the_web_or_on_this_machine(site, state, tmp_path):
    site.page("/a")
    site.page("/b")
    site.replies["/list.txt"] = Reply(f"# ours\n{site.url}/a\n".encode(), kind="text/plain")
    here = tmp_path / "list.txt"
    here.write_text(f"{site.url}/b\n")
    web = Feed("web", "/list.txt", "media.site", kind="urls")
    local = Feed("local", here.as_uri(), "media.site", kind="urls")
    watch = watch_of(site, web, local)
    assert paths_of(site, run(site, state, watch=watch)) == ["/a", "/b"]
    site.page("/c")
    here.write_text(f"{site.url}/b\n{site.url}/c\n")
    again = run(site, state, watch=watch, now=NOW + timedelta(seconds=1))
    assert paths_of(site, again) == ["/c"], "a list of this machine is read in every run"


def test_an_item_of_another_outlet_is_that_outlets(site, state):
    site.page("/a")
    site.page("/b")
    source = '<source url="https://wire.example">{}</source>'
    items = "".join(
        f"<item><link>/{p}</link>{source.format(t)}</item>"
        for p, t in (("a", "The Wire"), ("b", "Old Bell"))
    )
    site.replies["/feed"] = Reply(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    wire = Party("media.wire", ("The Wire",), type="media")
    watch = watch_of(site, Feed("agg", "/feed", "media.aggregator"), parties=[wire])
    pages = [fetched.page for fetched in run(site, state, watch=watch).pages]
    assert [(p.outlet, p.feed_id) for p in pages] == [
        ("media.wire", "agg"),
        ("media.old-bell", "agg"),
    ]


def test_what_a_source_says_of_an_entry_reaches_the_page(site, state):
    site.page("/a")
    item = {
        "url": "/a",
        "title": "A",
        "date_published": "2025-01-24T06:00:00Z",
        "date_modified": "2025-01-24T07:00:00Z",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": [item]}
    site.replies["/feed"] = Reply(json.dumps(feed).encode())
    page = run(site, state).pages[0].page
    assert page.listed_at == datetime.fromisoformat("2025-01-24T06:00:00+00:00")
    assert page.listed_updated_at == datetime.fromisoformat("2025-01-24T07:00:00+00:00")
    assert (page.listed_title, page.listed_language) == ("A", "en")


# --- a sitemap index ---


def test_an_index_is_followed_to_its_parts_and_each_is_asked_conditionally(site, state):
    for path in ("/a", "/b"):
        site.page(path)
    site.replies["/index.xml"] = Reply(
        index(("/one.xml", "2025-01-24"), ("/two.xml", "2024-01-01"))
    )
    site.replies["/one.xml"], site.replies["/two.xml"] = Reply(urlset("/a")), Reply(urlset("/b"))
    watch = watch_of(site, Feed("s", "/index.xml", "media.site"))
    assert paths_of(site, run(site, state, watch=watch)) == ["/a", "/b"]
    kept = state.feed(f"{site.url}/index.xml")
    assert (kept.form, kept.entries, kept.health) == ("sitemap index", 2, "ok")
    site.asked.clear()
    run(site, state, watch=watch, now=NOW + timedelta(hours=3))
    assert (site.asked["/one.xml"], site.asked["/two.xml"]) == (1, 0), (
        "the index says which changed"
    )
    assert next(h for p, h in reversed(site.seen) if p == "/one.xml")["If-None-Match"]


def test_a_part_that_fails_costs_no_other(site, state):
    site.page("/a")
    site.replies["/index.xml"] = Reply(
        index(("/gone.xml", "2025-01-24"), ("/one.xml", "2025-01-23"))
    )
    site.replies["/one.xml"] = Reply(urlset("/a"))
    collected = run(site, state, watch=watch_of(site, Feed("s", "/index.xml", "media.site")))
    assert paths_of(site, collected) == ["/a"]
    assert [(f.url.removeprefix(site.url), f.reason) for f in collected.failures] == [
        ("/gone.xml", "404 Not Found")
    ]


def test_indexes_end_somewhere(site, state):
    """One that names itself, a chain of them, and one with very many parts."""
    site.replies["/self.xml"] = Reply(index(("/self.xml", "2025-01-24"), ("/d1.xml", "2025-01-24")))
    for n in range(1, 6):
        site.replies[f"/d{n}.xml"] = Reply(index((f"/d{n + 1}.xml", "2025-01-24")))
    run(site, state, watch=watch_of(site, Feed("s", "/self.xml", "media.site")))
    assert site.asked["/self.xml"] == 1
    assert (site.asked["/d2.xml"], site.asked["/d3.xml"]) == (1, 0)
    site.replies["/wide.xml"] = Reply(index(*((f"/p{n}.xml", "2025-01-24") for n in range(300))))
    run(site, state, watch=watch_of(site, Feed("w", "/wide.xml", "media.site")))
    assert sum(count for path, count in site.asked.items() if path.startswith("/p")) == MAX_PARTS


# --- when it is asked ---


def test_a_second_run_right_after_the_first_asks_nobody(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    run(site, state)
    site.asked.clear()
    again = run(site, state, now=NOW + timedelta(minutes=1))
    assert not site.asked
    assert (again.feeds_asked, again.counts.listed) == (0, 0)
    assert again.next_due_at == state.feed(f"{site.url}/feed").next_ask_at


def test_a_feed_is_asked_at_its_own_rhythm(site, state):
    def waits(path, *dates):
        items = "".join(
            f"<item><link>/{path}/{d}</link><pubDate>{d}</pubDate></item>" for d in dates
        )
        site.replies[path] = Reply(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
        run(site, state, watch=site.watch(path))
        return (state.feed(site.url + path).next_ask_at - NOW).total_seconds() / 60

    quick = waits(
        "/quick",
        *(f"Fri, 24 Jan 2025 {h:02}:{m:02}:00 GMT" for h in (10, 11) for m in range(0, 60, 10)),
    )
    daily = waits("/daily", *(f"{d} Jan 2025 06:00:00 GMT" for d in (20, 21, 22, 23, 24)))
    weekly = waits("/weekly", *(f"{d} Jan 2025 06:00:00 GMT" for d in (3, 10, 17, 24)))
    assert 9 <= quick <= 10
    assert 0.9 * 720 <= daily <= 720
    assert 0.9 * 1_440 <= weekly <= 1_440


def test_a_feed_without_dates_shows_its_rhythm_by_what_it_brings(site, state):
    watch = watch_of(site, Feed("l", "/page", "media.site", kind="links"))
    for n in range(5):
        site.page(f"/{n}")
        site.replies["/page"] = Reply(
            "".join(f'<a href="/{k}">{k}</a>' for k in range(n + 1)).encode()
        )
        run(site, state, watch=watch, now=NOW + n * timedelta(hours=8))
    kept = state.feed(f"{site.url}/page")
    assert kept.rhythm_seconds == 8 * 3_600
    assert kept.newest_entry_at is None


@pytest.mark.parametrize(
    ("said", "headers", "minutes"),
    [
        pytest.param("<ttl>90</ttl>", {}, 90, id="ttl"),
        pytest.param("", {"Cache-Control": "public, max-age=7200"}, 120, id="max-age"),
        pytest.param("<ttl>90</ttl>", {"Cache-Control": "max-age=60"}, 90, id="the longer of them"),
        pytest.param("", {"Cache-Control": "max-age=31536000"}, 360, id="a year is a mistake"),
    ],
)
def test_a_feed_that_asks_to_be_left_alone_is(site, state, said, headers, minutes):
    body = f'<rss version="2.0"><channel>{said}</channel></rss>'.encode()
    site.replies["/feed"] = Reply(body, headers=headers)
    run(site, state)
    assert state.feed(f"{site.url}/feed").next_ask_at == NOW + timedelta(minutes=minutes)


def test_a_feed_read_another_way_is_read_anew(site, state):
    site.page("/a")
    site.page("/b")
    site.replies["/feed"] = Reply(urlset("/a", "/b"))
    run(site, state, watch=watch_of(site, Feed("f", "/feed", "media.site", match="/a")))
    wider = watch_of(site, Feed("f", "/feed", "media.site"))
    again = run(site, state, watch=wider, now=NOW + DAY)
    assert "/b" in paths_of(site, again)


def test_an_entry_that_is_no_link_is_told_once(site, state):
    site.page("/a")
    site.feed(("/a", "A"), ("mailto://x", "B"))
    site.replies["/feed"].has_validators = False
    assert [f.reason for f in run(site, state).failures] == ["entries without a web address: 1"]
    assert run(site, state, now=LATER).failures == ()
