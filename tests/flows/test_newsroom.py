"""The newsroom's server: validators, methods, packing, counts, and the day that moves."""

import socket
import threading
from datetime import date
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from flows.newsroom import Newsroom
from seeds.newsroom import load_corpus, site_on

CORPUS = load_corpus(Path(__file__).parents[2] / "seeds" / "corpus")
FEED = "/harbour-wire/rss/all.xml"
DAY = date(2025, 1, 24)


@pytest.fixture
def newsroom():
    with Newsroom(CORPUS, DAY) as running:
        yield running


@pytest.fixture
def client(newsroom):
    with httpx.Client(base_url=newsroom.base_url, trust_env=False, timeout=5) as open_client:
        yield open_client


def test_every_document_of_the_day_is_served_as_it_is(newsroom, client):
    for path, document in site_on(CORPUS, DAY, newsroom.base_url).items():
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (document.status, document.body)
        assert answer.headers["content-type"] == document.content_type


def test_links_of_a_feed_lead_to_this_server(newsroom, client):
    assert f"<link>{newsroom.base_url}/harbour-wire/" in client.get(FEED).text
    assert newsroom.feed_urls()["harbour-wire"] == newsroom.base_url + FEED
    assert len(newsroom.feed_urls()) == 7


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize(
    ("validator", "header"), [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")]
)
def test_either_validator_gives_304_without_a_body(client, encoding, validator, header):
    first = client.get(FEED, headers={"Accept-Encoding": encoding})
    assert first.status_code == 200
    again = client.get(FEED, headers={header: first.headers[validator]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"].removeprefix("W/") == first.headers["etag"].removeprefix("W/")


def test_a_tag_of_another_body_decides_against_a_date_that_fits(client):
    stamp = client.get(FEED).headers["last-modified"]
    headers = {"If-None-Match": '"other"', "If-Modified-Since": stamp}
    assert client.get(FEED, headers=headers).status_code == 200


def test_one_of_several_tags_and_the_star_fit(client):
    tag = client.get(FEED).headers["etag"]
    assert client.get(FEED, headers={"If-None-Match": f'"x", {tag}'}).status_code == 304
    assert client.get(FEED, headers={"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize("stamp", ["yesterday", "Mon, 01 Jan 2024 00:00:00 GMT", ""])
def test_a_date_that_is_none_or_too_old_gives_the_body(client, stamp):
    assert client.get(FEED, headers={"If-Modified-Since": stamp}).status_code == 200


def test_head_answers_as_get_without_the_body(client):
    head, get = client.head(FEED), client.get(FEED)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("etag", "last-modified", "content-length", "content-type"):
        assert head.headers[name] == get.headers[name]


def test_gzip_is_sent_where_it_is_asked_for_and_not_refused(client):
    packed = client.get(FEED, headers={"Accept-Encoding": "br, gzip"})
    plain = client.get(FEED, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"].startswith("W/")
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])


def test_unknown_paths_are_404_and_withdrawn_pages_410(newsroom, client):
    assert client.get("/harbour-wire/nowhere").status_code == 404
    withdrawn = next(a for a in CORPUS.articles if a.dead_status == 410)
    newsroom.day = date(2025, 2, 27)
    assert client.get(withdrawn.path).status_code == 200
    newsroom.day = date(2025, 3, 3)
    assert client.get(withdrawn.path).status_code == 410


def test_a_query_does_not_change_the_page(client):
    assert client.get(f"{FEED}?utm_source=x").content == client.get(FEED).content


def test_a_moved_day_shows_new_articles_and_keeps_the_old_pages_unchanged(newsroom, client):
    old = next(a for a in CORPUS.articles if a.outlet.id == "harbour-wire")
    feed, page = client.get(FEED), client.get(old.path)
    newsroom.day = date(2025, 1, 31)
    assert newsroom.day == date(2025, 1, 31)
    assert client.get(FEED, headers={"If-None-Match": feed.headers["etag"]}).status_code == 200
    for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        assert client.get(old.path, headers={header: page.headers[name]}).status_code == 304


def test_a_corrected_article_is_new_to_either_validator(newsroom, client):
    article = next(a for a in CORPUS.articles if a.id.endswith("nis-three-hundred-dead"))
    newsroom.day = date(2025, 1, 13)
    first = client.get(article.path)
    newsroom.day = date(2025, 1, 22)
    for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        answer = client.get(article.path, headers={header: first.headers[name]})
        assert answer.status_code == 200
        assert "Correction:" in answer.text


def test_traffic_is_counted_by_status_with_the_bytes_that_went_out(newsroom, client):
    body = client.get(FEED, headers={"Accept-Encoding": "identity"})
    client.get(FEED, headers={"If-None-Match": body.headers["etag"]})
    client.head(FEED)
    client.get("/nowhere")
    traffic = newsroom.traffic()
    assert dict(traffic.requests) == {200: 2, 304: 1, 404: 1}
    assert traffic.body_bytes[200] == len(body.content)
    assert traffic.body_bytes[304] == 0
    assert traffic.total == 4
    newsroom.reset_traffic()
    assert newsroom.traffic().total == 0


def test_one_connection_serves_many_requests(newsroom):
    host, port = newsroom.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        for _ in range(3):
            connection.sendall(b"HEAD /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += connection.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")


def test_many_clients_at_once_are_all_answered(newsroom):
    paths = [p for p, d in site_on(CORPUS, DAY, newsroom.base_url).items() if d.status == 200]
    statuses = []

    def read_all():
        with httpx.Client(base_url=newsroom.base_url, trust_env=False, timeout=10) as own:
            statuses.extend(own.get(path).status_code for path in paths)

    threads = [threading.Thread(target=read_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * (4 * len(paths))
    assert newsroom.traffic().total == len(statuses)


def test_a_client_that_hangs_up_makes_no_noise(newsroom, client, capfd):
    host, port = newsroom.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"GET /robots.txt HT")
    assert client.get("/robots.txt").status_code == 200
    assert capfd.readouterr() == ("", "")


def test_a_stopped_newsroom_frees_its_port_for_the_next(newsroom):
    port = int(newsroom.base_url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="in use"):
        Newsroom(CORPUS, DAY, port)
    newsroom.stop()
    newsroom.stop()
    with Newsroom(CORPUS, DAY, port) as again:
        answer = httpx.get(f"{again.base_url}/robots.txt", trust_env=False)
        stamp = format_datetime(again.document("/robots.txt").last_modified, usegmt=True)
        assert answer.headers["last-modified"] == stamp
