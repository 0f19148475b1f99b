"""A folder of files as a source: each new or changed file is a page, and nothing else is opened."""

import os
from dataclasses import replace

import pytest

from tests.flows.builders_collect import LATER, NOW, OPTIONS, run
from tests.flows.builders_site import Reply
from transforms.records import Feed, Watch


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in box"
    made.mkdir()
    return made


def watch_over(folder, pattern="", match=None):
    url = (folder / pattern if pattern else folder).as_uri()
    feed = Feed("box", url, "media.box", kind="folder", match=match)
    return Watch("harbour", "", (), (), (), (feed,), ())


def names(collected):
    return sorted(fetched.page.url.rpartition("/")[2] for fetched in collected.pages)


def test_each_file_is_a_page_once_and_again_when_it_changes(state, folder):
    (folder / "a.html").write_text("<p>A</p>")
    (folder / "b.txt").write_text("B & C")
    (folder / "c.pdf").write_bytes(b"%PDF")
    (folder / ".hidden.html").write_text("<p>H</p>")
    (folder / "deep").mkdir()
    (folder / "deep" / "d.htm").write_text("<p>D</p>")
    watch = watch_over(folder)
    first = run(None, state, watch=watch)
    assert names(first) == ["a.html", "b.txt", "d.htm"]
    page = next(f.page for f in first.pages if f.page.url.endswith("b.txt"))
    assert (page.content_type, page.body, page.outlet, page.feed_id) == (
        "text/plain",
        b"B & C",
        "media.box",
        "box",
    )
    assert page.url == (folder / "b.txt").as_uri()
    assert page.listed_at is None, "a file's date is that of its copy"
    assert run(None, state, watch=watch, now=LATER).pages == ()
    (folder / "a.html").write_text("<p>A, corrected</p>")
    os.utime(folder / "a.html", (1_900_000_000, 1_900_000_000))
    assert names(run(None, state, watch=watch, now=LATER)) == ["a.html"]
    os.utime(folder / "a.html", (1_900_000_001, 1_900_000_001))
    touched = run(None, state, watch=watch, now=LATER)
    assert (touched.pages, touched.counts.unchanged) == ((), 1)


def test_the_address_that_a_page_states_is_its_url(state, folder):
    (folder / "a.html").write_text('<link rel="canonical" href="https://paper.example/a">A')
    (folder / "b.html").write_text('<link rel="canonical" href="file:///etc/passwd">B')
    urls = {fetched.page.url for fetched in run(None, state, watch=watch_over(folder)).pages}
    assert urls == {"https://paper.example/a", (folder / "b.html").as_uri()}


@pytest.mark.parametrize(
    ("pattern", "match", "found"),
    [
        ("*.html", None, ["a.html"]),
        ("**/*.html", None, ["a.html", "b.html"]),
        ("*/b.*", None, ["b.html"]),
        ("", "2025", ["b.html"]),
    ],
)
def test_a_pattern_or_a_match_chooses_files(state, folder, pattern, match, found):
    (folder / "a.html").write_text("A")
    (folder / "2025").mkdir()
    (folder / "2025" / "b.html").write_text("B")
    assert names(run(None, state, watch=watch_over(folder, pattern, match))) == found


def test_a_folder_that_is_not_there_is_a_failure_and_looked_for_again(state, folder):
    watch = watch_over(folder / "later")
    (failure,) = run(None, state, watch=watch).failures
    assert failure.reason == f"{folder / 'later'}: no such folder"
    (folder / "later").mkdir()
    (folder / "later" / "a.html").write_text("A")
    assert names(run(None, state, watch=watch, now=LATER)) == ["a.html"]


def test_a_file_that_is_too_large_or_cannot_be_read_is_a_failure(state, folder):
    (folder / "a.html").write_bytes(b"x" * 101)
    options = replace(OPTIONS, max_body_bytes=100)
    (failure,) = run(None, state, watch=watch_over(folder), options=options).failures
    assert failure.reason == "the file is larger than 100 bytes"


def test_a_link_to_nowhere_or_round_in_circles_is_passed_over(state, folder):
    (folder / "a.html").write_text("A")
    (folder / "nowhere.html").symlink_to(folder / "not-there")
    (folder / "circle").symlink_to(folder)
    assert names(run(None, state, watch=watch_over(folder))) == ["a.html"]


@pytest.mark.parametrize("kind", ["feed", "links", "urls"])
def test_no_source_of_the_web_opens_a_file(site, state, folder, kind):
    secret = folder / "secret.html"
    secret.write_text("<p>secret</p>")
    body = {
        "feed": f'<rss version="2.0"><channel><item><link>{secret.as_uri()}</link></item></channel></rss>',
        "links": f'<base href="{folder.as_uri()}/"><a href="{secret.as_uri()}">x</a><a href="secret.html">y</a>',
        "urls": f"{secret.as_uri()}\n{secret}\n",
    }[kind]
    site.replies["/source"] = Reply(body.encode())
    feed = Feed("f", f"{site.url}/source", "media.site", kind=kind, match=".")
    collected = run(site, state, watch=Watch("harbour", "", (), (), (), (feed,), ()), now=NOW)
    assert not any(b"secret<" in fetched.page.body for fetched in collected.pages)
    assert not any(state.url.startswith("file:") for state in collected.page_states)


def test_a_redirect_does_not_lead_to_a_file(site, state, folder):
    (folder / "a.html").write_text("A")
    site.page("/a", status=302, headers={"Location": (folder / "a.html").as_uri()})
    site.feed(("/a", "A"))
    assert "only http" in run(site, state).failures[0].reason
