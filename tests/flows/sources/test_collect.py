"""collect, against a real web server: what is fetched, what is not, and what of it is remembered."""

import asyncio
import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.sources.collect import collect
from tests.flows.builders_collect import LATER, NOW, OPTIONS, run

# --- new, known, changed ---


def test_a_listed_page_comes_as_it_was_sent(site, state):
    site.page("/a", "3,000 soldiers")
    site.feed(("/a", "Soldiers"))
    (fetched,) = run(site, state).pages
    page = fetched.page
    assert page.body == site.replies["/a"].body
    assert (page.url, page.outlet, page.feed_id) == (f"{site.url}/a", "media.site", "feed-0")
    assert (page.listed_title, page.listed_at) == ("Soldiers", datetime(2025, 1, 24, 6, tzinfo=UTC))
    assert page.fetched_at == NOW
    assert fetched.exchange.status == "200 OK"
    assert ("ETag", site.replies["/a"].etag) in [
        (k.title().replace("Etag", "ETag"), v) for k, v in fetched.exchange.headers
    ]


def test_an_unchanged_site_is_not_fetched_again(site, state):
    site.page("/a")
    site.page("/b")
    site.feed(("/a", "A"), ("/b", "B"))
    assert run(site, state).counts.fetched == 2
    site.asked.clear()
    again = run(site, state, now=LATER)
    assert again.pages == ()
    assert site.asked == {"/robots.txt": 1, "/feed": 1}
    assert again.feed_states[0].last_ok_at == LATER


def test_a_feed_without_validators_still_fetches_no_known_page(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    site.replies["/feed"].has_validators = False
    run(site, state)
    again = run(site, state, now=LATER)
    assert (again.counts.known, again.counts.fetched, site.asked["/a"]) == (1, 0, 1)


def test_validators_go_back_as_they_came(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    run(site, state)
    run(site, state, now=LATER)
    polls = [headers for path, headers in site.seen if path == "/feed"]
    assert polls[1]["If-None-Match"] == site.replies["/feed"].etag
    assert polls[1]["If-Modified-Since"] == "Fri, 24 Jan 2025 06:00:00 GMT"


def test_a_changed_entry_is_asked_for_conditionally(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    run(site, state)
    site.feed(("/a", "A, retitled"))
    again = run(site, state, now=LATER)
    assert (again.counts.unchanged, again.counts.fetched) == (1, 0)
    assert site.seen[-1][1]["If-None-Match"] == site.replies["/a"].etag
    site.feed(("/a", "A, retitled"), ("/x", "X"))
    assert run(site, state, now=LATER + timedelta(hours=1)).counts.known == 1


def test_the_same_bytes_without_a_304_are_unchanged(site, state):
    site.page("/a", has_validators=False)
    site.feed(("/a", "A"))
    run(site, state)
    site.feed(("/a", "A, retitled"))
    assert run(site, state, now=LATER).counts.unchanged == 1


def test_a_revised_page_is_fetched_again(site, state):
    site.page("/a", "300 killed")
    site.feed(("/a", "A"))
    run(site, state)
    site.page("/a", "400 killed")
    site.feed(("/a", "A, corrected"))
    (fetched,) = run(site, state, now=LATER).pages
    assert b"400 killed" in fetched.page.body


def test_a_crash_before_the_commit_fetches_again(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    run(site, state, commit=False)
    assert run(site, state).counts.fetched == 1
    assert run(site, state).counts.fetched == 0


def test_a_link_in_two_feeds_is_one_page(site, state):
    site.page("/a")
    site.feed(("/a", "A"), path="/one")
    site.feed(("/a#top", "The same"), path="/two")
    collected = run(site, state, watch=site.watch("/one", "/two"))
    assert (collected.counts.listed, site.asked["/a"]) == (1, 1)


def test_two_links_that_lead_to_one_page_are_one_page(site, state):
    site.page("/a")
    site.page("/short", status=302, headers={"Location": "/a"})
    site.feed(("/a", "A"), ("/short", "A too"))
    collected = run(site, state)
    assert (collected.counts.fetched, collected.counts.unchanged) == (1, 1)


# --- what goes wrong ---


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_not_asked_for_again(site, state, status):
    site.page("/a", status=status)
    site.feed(("/a", "A"))
    (failure,) = run(site, state).failures
    assert (failure.url, failure.is_final) == (f"{site.url}/a", True)
    assert str(status) in failure.reason
    site.replies["/feed"].has_validators = False
    again = run(site, state, now=NOW + timedelta(days=9))
    assert (again.counts.known, site.asked["/a"]) == (1, 1)


def test_a_server_error_is_tried_again_later_and_only_later(site, state):
    site.page("/a", status=500)
    site.feed(("/a", "A"))
    (failure,) = run(site, state).failures
    assert not failure.is_final
    assert run(site, state, now=NOW + timedelta(minutes=4)).counts.listed == 0
    site.page("/a")
    assert run(site, state, now=NOW + timedelta(minutes=5)).counts.fetched == 1


def test_a_failed_page_is_tried_again_though_no_feed_lists_it_any_more(site, state):
    site.page("/a", status=503)
    site.feed(("/a", "A"))
    run(site, state)
    site.page("/a")
    site.feed()
    (fetched,) = run(site, state, now=NOW + timedelta(hours=1)).pages
    assert fetched.page.listed_title == "A"


def test_a_page_that_keeps_failing_is_given_up_aloud(site, state):
    site.page("/a", status=500)
    site.feed(("/a", "A"))
    failures = [run(site, state, now=NOW + timedelta(days=2 * n)).failures for n in range(8)]
    assert [f[0].is_final for f in failures] == [False] * 7 + [True]
    assert "given up after 8 tries" in failures[-1][0].reason


def test_retry_after_is_honoured_and_the_host_left_alone(site, state):
    for path in "abcdef":
        site.page(f"/{path}", status=429, headers={"Retry-After": "7200"})
    site.feed(*((f"/{path}", path) for path in "abcdef"))
    options = replace(OPTIONS, at_once_per_host=1)
    assert run(site, state, options=options).counts.failed == 6
    assert sum(site.asked[f"/{path}"] for path in "abcdef") == 1
    assert state.due(NOW + timedelta(minutes=119), 9) == []
    assert len(state.due(NOW + timedelta(minutes=120), 9)) == 6


@pytest.mark.parametrize(
    ("lay", "words", "is_final"),
    [
        pytest.param({"body": b"x" * 50_001}, "larger than 50,000", True, id="huge"),
        pytest.param(
            {"body": gzip.compress(b"0" * 20_000_000), "headers": {"Content-Encoding": "gzip"}},
            "larger than 50,000",
            True,
            id="gzip bomb",
        ),
        pytest.param(
            {"body": gzip.compress(b"page")[:-9], "headers": {"Content-Encoding": "gzip"}},
            "cut off",
            True,
            id="half a gzip",
        ),
        pytest.param(
            {"headers": {"Content-Encoding": "compress"}}, "not asked for", True, id="compress"
        ),
        pytest.param({"kind": "video/mp4"}, "not a page of text", True, id="film"),
        pytest.param({"body": b""}, "empty", False, id="empty"),
        pytest.param({"status": 301, "headers": {"Location": "/a"}}, "circle", True, id="circle"),
        pytest.param(
            {"status": 301, "headers": {"Location": "ftp://x/"}}, "only http", True, id="ftp"
        ),
        pytest.param({"slow_seconds": 0.1}, "no whole answer", False, id="drop by drop"),
        pytest.param({"status": 403}, "403", False, id="forbidden"),
    ],
)
def test_a_bad_answer_is_a_failure_with_its_reason(site, state, lay, words, is_final):
    site.page("/a", **lay)
    site.page("/b")
    site.feed(("/a", "A"), ("/b", "B"))
    collected = run(site, state)
    (failure,) = collected.failures
    assert (failure.url, failure.is_final) == (f"{site.url}/a", is_final)
    assert words in failure.reason
    assert collected.counts.fetched == 1, "the other page comes all the same"


def test_redirects_have_a_limit(site, state):
    for n in range(9):
        site.page(f"/{n}", status=302, headers={"Location": f"/{n + 1}"})
    site.page("/9")
    site.feed(("/0", "far"), ("/4", "near"))
    collected = run(site, state)
    assert [f.reason for f in collected.failures] == ["redirects more than 5 times"]
    assert [p.page.url for p in collected.pages] == [f"{site.url}/9"]


def test_a_packed_page_is_unpacked(site, state):
    site.page("/a", body=gzip.compress(b"<p>plain</p>"), headers={"Content-Encoding": "gzip"})
    site.feed(("/a", "A"))
    assert run(site, state).pages[0].page.body == b"<p>plain</p>"


# --- courtesy ---


def test_robots_txt_is_asked_for_once_and_obeyed(site, state):
    site.page("/robots.txt", body=b"User-agent: vedette\nDisallow: /private", kind="text/plain")
    site.page("/private/a")
    site.page("/b")
    site.feed(("/private/a", "A"), ("/b", "B"))
    collected = run(site, state)
    assert [p.page.url for p in collected.pages] == [f"{site.url}/b"]
    assert [f.reason for f in collected.failures] == ["robots.txt does not allow it"]
    assert (site.asked["/robots.txt"], site.asked["/private/a"]) == (1, 0)


def test_a_redirect_does_not_lead_round_robots_txt(site, state):
    site.page("/robots.txt", body=b"User-agent: *\nDisallow: /private", kind="text/plain")
    site.page("/a", status=302, headers={"Location": "/private/a"})
    site.page("/private/a")
    site.feed(("/a", "A"))
    assert run(site, state).counts.failed == 1
    assert site.asked["/private/a"] == 0


def test_a_host_whose_robots_txt_is_broken_is_left_alone(site, state):
    site.page("/robots.txt", status=500)
    site.feed(("/a", "A"), path="/one")
    site.feed(("/b", "B"), path="/two")
    collected = run(site, state, watch=site.watch("/one", "/two"))
    assert {f.reason for f in collected.failures} == {"robots.txt: it answers 500"}
    assert site.asked == {"/robots.txt": 1}


def test_we_say_who_we_are(site, state):
    site.feed()
    run(site, state)
    assert site.seen[-1][1]["User-Agent"] == "Vedette/0.1 (+mailto:watch@example.org)"


def test_one_host_is_asked_few_things_at_once(site, state):
    for n in range(12):
        site.page(f"/{n}", slow_seconds=0.001)
    site.feed(*((f"/{n}", str(n)) for n in range(12)))
    assert run(site, state).counts.fetched == 12
    assert site.most_at_once <= OPTIONS.at_once_per_host


def test_requests_to_one_host_keep_their_distance(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    options = replace(OPTIONS, delay_seconds=0.15)

    async def timed() -> float:
        clock = asyncio.get_running_loop().time
        start = clock()
        await collect(site.watch(), state, options, NOW)
        return clock() - start

    assert asyncio.run(timed()) >= 0.3  # robots.txt, feed, page


# --- safety ---


def test_loopback_is_refused_unless_allowed(site, state):
    site.feed()
    (failure,) = run(site, state, options=replace(OPTIONS, allow_loopback=False)).failures
    assert "127.0.0.1, which is not a public address" in failure.reason
    assert not site.asked


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_another_name_for_loopback_is_refused_too(site, state, host):
    port = site.url.rpartition(":")[2]
    watch = site.watch()
    watch = replace(watch, feeds=(replace(watch.feeds[0], url=f"http://{host}:{port}/feed"),))
    options = replace(OPTIONS, allow_loopback=False)
    assert run(site, state, options=options, watch=watch).counts.listed == 0
    assert not site.asked


def test_a_redirect_into_the_private_network_is_refused(site, state):
    site.page("/a", status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    site.feed(("/a", "A"))
    (failure,) = run(site, state).failures
    assert "169.254.169.254, which is not a public address" in failure.reason
