"""web_url: what may be asked for, and where a redirect may lead."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.web.web_url import UrlRefused, redirected, web_url


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("http://site.example/a", "http://site.example"),
        ("HTTPS://Site.Example:443/a", "https://site.example"),
        ("http://site.example:8080", "http://site.example:8080"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example"),
        ("http://[2606:2800:220:1::1]:8080/", "http://[2606:2800:220:1::1]:8080"),
    ],
)
def test_whom_to_ask(text, origin):
    url = web_url(text)
    assert (url.text, url.origin, url.is_https) == (text, origin, origin.startswith("https:"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file:///etc/passwd", "file scheme: only http and https"),
        ("ftp://site.example/", "only http"),
        ("gopher://site.example/", "only http"),
        ("data:text/html,3000", "only http"),
        ("javascript:alert(1)", "only http"),
        ("//site.example/", "no scheme"),
        ("x" * 30 + "://site.example/", "only http"),
        ("http:///a", "names no host"),
        ("http://user:secret@site.example/", "carries a user name"),
        ("http://site.example\\@other.example/", "carries a user name"),
        ("http://site.example:22/", "port 22 is none of the web"),
        ("http://site.example:0/", "port 0 is"),
        ("http://site.example:65536/", "port 65536 is"),
        ("http://[::1/", "no URL"),
        ("http://site.example/\r\nHost: other", "no URL"),
        ("http://0177.0.0.1/", "no URL"),
        ("http://site.example/" + "a" * 8_000, "longer than 8,000"),
    ],
)
def test_what_is_not_asked_for(text, words):
    with pytest.raises(UrlRefused, match=words):
        web_url(text)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b?c#d", "https://site.example/b?c"),
        ("b", "https://site.example/a/b"),
        ("//other.example/", "https://other.example/"),
        ("https://other.example/", "https://other.example/"),
    ],
)
def test_where_a_redirect_leads(location, target):
    assert redirected(web_url("https://site.example/a/"), location).text == target


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://site.example/", "from https to http"),
        ("file:///etc/passwd", "only http"),
        ("https://site.example:x/", "no URL"),
        ("https://a:b@site.example/", "user name"),
    ],
)
def test_where_no_redirect_leads(location, words):
    with pytest.raises(UrlRefused, match=words):
        redirected(web_url("https://site.example/a/"), location)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text, location):
    for one in (text, f"http://{text}", f"http://site.example/{text}"):
        with suppress(UrlRefused):
            redirected(web_url(one), location)
