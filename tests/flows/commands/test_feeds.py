"""vedette feed add, import, export and vedette feeds, over a real site."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from seeds.watch import read_watch
from tests.flows.builders_site import Reply, Site
from tests.seeds.test_watch import SOUND
from transforms.opml import read_opml

ROOT = Path(__file__).parents[3]
NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)


@pytest.fixture
def watch(tmp_path):
    file = tmp_path / "harbour.yaml"
    file.write_text(SOUND.replace("feeds:\n", "feeds: # ours\n"), encoding="utf-8")
    return file


@pytest.fixture
def home(tmp_path):
    made = tmp_path / "home"
    made.mkdir()
    (made / "settings.toml").write_text("[fetch]\nallow_loopback = true\ndelay_seconds = 0.0\n")
    return made


def rss(title, *dates):
    items = "".join(
        f"<item><link>/{title}/{n}</link><pubDate>{at}</pubDate></item>"
        for n, at in enumerate(dates)
    )
    return Reply(
        f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()
    )


@pytest.fixture
def paper(site: Site):
    """A site with two feeds that its page names, one of them fresh, one broken, and a sitemap."""
    site.replies["/"] = Reply(
        b'<head><link rel="alternate" type="application/rss+xml" title="Old" href="/old.xml">'
        b'<link rel=alternate type=application/atom+xml href="/broken.xml"></head>'
        b'<a href="/news/rss/">News</a><a href="/about">About</a>'
    )
    site.replies["/old.xml"] = rss("Old", "1 Jan 2024 06:00:00 GMT")
    site.replies["/news/rss/"] = rss(
        "The Bell", "24 Jan 2025 06:00:00 GMT", "23 Jan 2025 06:00:00 GMT"
    )
    site.replies["/feed"] = site.replies["/news/rss/"]
    site.replies["/robots.txt"] = Reply(
        f"User-agent: *\nDisallow: /atom.xml\nSitemap: {site.url}/map.xml\n".encode(),
        kind="text/plain",
    )
    site.replies["/map.xml"] = Reply(
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/x</loc></url></urlset>'
    )
    return site


def test_the_best_feed_of_a_site_is_found_and_written(vedette, paper, watch, home):
    code, out, err = vedette("feed", "add", paper.url + "/", "--watch", watch, "--home", home)
    assert (code, err) == (0, "")
    table = [line.split()[0] for line in out.splitlines() if line.strip().startswith("http")]
    assert [t.removeprefix(paper.url) for t in table] == [
        "/news/rss/",
        "/old.xml",
        "/map.xml",
        "/broken.xml",
    ]
    assert "404 Not Found" in out
    (feed,) = read_watch(watch).feeds[1:]
    assert (feed.id, feed.url, feed.outlet, feed.title) == (
        "the-bell",
        f"{paper.url}/news/rss/",
        "media.the-bell",
        "The Bell",
    )
    assert read_watch(watch).parties[-1].names == ("The Bell",)
    assert "feeds: # ours\n" in watch.read_text()
    assert paper.asked["/atom.xml"] == 0, "robots.txt holds here, too"


def test_what_is_there_already_is_said_and_not_written(vedette, paper, watch, home):
    words = ("feed", "add", paper.url + "/news/rss/", "--watch", watch, "--home", home)
    vedette(*words)
    before = watch.read_text()
    code, out, _ = vedette(*words)
    assert code == 0
    assert f"has {paper.url}/news/rss/ already, as the-bell" in out
    assert watch.read_text() == before


def test_all_of_them_are_written_on_request_and_none_in_a_dry_run(vedette, paper, watch, home):
    before = watch.read_text()
    _, out, _ = vedette(
        "feed", "add", paper.url + "/", "--watch", watch, "--home", home, "--dry-run"
    )
    assert "Nothing was written" in out
    assert watch.read_text() == before
    vedette(
        "feed",
        "add",
        paper.url + "/",
        "--watch",
        watch,
        "--home",
        home,
        "--all",
        "--outlet",
        "port",
    )
    assert [(f.id, f.outlet) for f in read_watch(watch).feeds[1:]] == [
        ("the-bell", "port"),
        ("old", "port"),
        ("127-0-0-1", "port"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("feed", "add", "{url}/empty", "--watch", "{watch}"), "no feed was found"),
        (("feed", "add", "{url}/nowhere", "--watch", "{watch}"), "404 Not Found"),
        (("feed", "add", "ftp://x.example/", "--watch", "{watch}"), "only http and https"),
        (
            ("feed", "add", "{url}/old.xml", "--watch", "{watch}", "--outlet", "nobody"),
            "unknown outlet 'nobody'",
        ),
        (("feed", "add", "{url}/old.xml", "--watch", "nowhere.yaml"), "check the path"),
        (("feed", "import", "nowhere.opml", "--watch", "{watch}"), "no such file"),
        (("feed", "import", "{watch}", "--watch", "{watch}"), "not XML"),
        (("feeds",), "the first `vedette run` makes it"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(vedette, paper, watch, home, words, said):
    paper.page("/empty", "nothing here")
    for path in ("/feed", "/map.xml"):
        del paper.replies[path]
    before = watch.read_text()
    filled = [word.format(url=paper.url, watch=watch) for word in words]
    at_home = () if "import" in words else ("--home", home)
    code, _, err = vedette(*filled, *at_home)
    assert code == 2
    assert said in err
    assert watch.read_text() == before


def test_opml_comes_in_and_goes_out_again(vedette, watch, tmp_path):
    opml = tmp_path / "mine.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="Asia"><outline text="The Bell" xmlUrl="https://bell.example/rss"/>'
        '<outline text="Port" xmlUrl="http://port.example/feed/"/><outline text="The Bell" xmlUrl="https://bell.example/atom"/></outline></body></opml>'
    )
    code, out, _ = vedette("feed", "import", opml, "--watch", watch)
    assert code == 0
    assert (
        "has https://port.example/feed already, as port-news" in out
        or "already, as port-news" in out
    )
    assert [(f.id, f.outlet) for f in read_watch(watch).feeds] == [
        ("port-news", "port"),
        ("the-bell", "media.the-bell"),
        ("the-bell-2", "media.the-bell"),
    ]
    _, out, err = vedette("feed", "export", "--watch", watch)
    assert err == ""
    assert [url for url, _ in read_opml(out.encode())[0]] == [
        f.url for f in read_watch(watch).feeds
    ]
    opml.write_text(out)
    before = watch.read_text()
    vedette("feed", "import", opml, "--watch", watch)
    assert watch.read_text() == before
