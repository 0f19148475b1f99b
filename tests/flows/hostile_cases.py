"""What a hostile site does, by name, and what must come of it: the table of test_hostile.py.

A case is one page, on a host of its own. What must come out is one of
    Fails(words)        a failure in the ledger, with these words in its reason
    Unreadable(words)   fetched and archived, but no article can be made of it, for this reason
    Reads(words)        an article with these words in its text
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass

import brotli
from backports import zstd

from tests.flows.hostile_server import (
    Script,
    answers,
    by_path,
    drips,
    falls_silent,
    goes_on,
    redirects,
    resets,
    says,
)

TEXT = "The World Health Organization said on Friday that 300 people had died of cholera in the province."
MORE = "Aid workers have set up tents beside the river, where the wells are closed, and the roads to the coast are cut by rain."
PAGE = f"<html><head><title>Cholera</title></head><body><article><p>{TEXT}</p><p>{MORE}</p></article></body></html>"
HTML = PAGE.encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


@dataclass(frozen=True)
class Fails:
    words: str
    is_final: bool | None = None  # None: either


@dataclass(frozen=True)
class Unreadable:
    words: str


@dataclass(frozen=True)
class Reads:
    words: str = "300 people had died of cholera"


Expected = Fails | Unreadable | Reads


@dataclass(frozen=True)
class Case:
    """`url` is asked for where the path alone would not do; {port} is the host's."""

    name: str
    script: Script
    expected: Expected
    url: str = "http://127.0.0.1:{port}/a"
    with_robots: bool = False
    is_rash: bool = False


def packed(body: bytes, coding: str) -> Script:
    return answers(body, headers=[f"Content-Encoding: {coding}"])


def chunked(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


def status(line: str, *headers: str) -> Script:
    return answers(HTML, status=line, headers=headers)


def page(inside: str, head: str = "") -> Script:
    return answers(f"<html><head>{head}</head><body>{inside}</body></html>".encode())


def leads_to(location: str) -> Script:
    return redirects({"/a": location})


ARTICLE = f"<article><p>{TEXT}</p><p>{MORE}</p></article>"
ZEROS = bytes(20_000_000)

SLOW = [
    Case("endless 100 Continue", goes_on(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99), Fails("no whole answer", False)),
    Case("a bomb in gzip of 1.9 GB, not told", answers(gzip.compress(bytes(10_000_000)) * 190), Unreadable("")),
    Case("200,000 attributes", page(f"<p {' '.join(f'a{n}' for n in range(200_000))}>{ARTICLE}"), Unreadable("it takes more than")),
    Case("a table of 50,000 rows", page("<table>" + "<tr><td>1<td>2" * 50_000 + "</table>" + ARTICLE), Unreadable("")),
    Case("slow loris in the header", drips(b"", OK * 9, 0.1), Fails("no whole answer", False)),
    Case("slow loris in the body", drips(OK + b"\r\n", HTML, 0.1), Fails("no whole answer", False)),
    Case("silent from the start", falls_silent(), Fails("silent for", False)),
    Case("silent after the head", falls_silent(OK + b"\r\n"), Fails("silent for", False)),
    Case("silent before the end", falls_silent(OK + b"Content-Length: 9999\r\n\r\n" + HTML), Fails("silent for", False)),
    Case("chunks of one byte", drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 99, 0.1), Fails("no whole answer", False)),
    Case("plain text on a port for TLS that waits", falls_silent(), Fails("silent for", False), "https://127.0.0.1:{port}/a"),
]  # fmt: skip

WIRE = [
    Case("endless body", goes_on(OK + b"\r\n", b"x" * 65_536), Fails("larger than 2,000,000", True)),
    Case("one line of 100 MB", goes_on(OK + b"Content-Length: 100000000\r\n\r\n", b"<p>3,000 " * 9_000), Fails("larger than", True)),
    Case("endless chunks", goes_on(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunked(b"x" * 65_536)), Fails("larger than", True)),
    Case("endless headers", goes_on(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 99), Fails("RemoteProtocolError", False)),
    Case("a huge header", goes_on(b"HTTP/1.1 200 OK\r\nX-Huge: ", b"x" * 9_999), Fails("RemoteProtocolError", False)),
    Case("an endless status line", goes_on(b"HTTP/1.1 200 ", b"O" * 9_999), Fails("RemoteProtocolError", False)),
    Case("an ETag of 90 kB", answers(HTML, headers=[f'ETag: "{"x" * 90_000}"']), Reads()),
    Case("a thousand cookies", answers(HTML, headers=[f"Set-Cookie: c{n}={n}" for n in range(1_000)]), Reads()),
    Case("an ETag that is not ASCII", answers(HTML, headers=['ETag: "é\xff"']), Reads()),
    Case("shorter than it says", says(OK + b"Content-Length: 9999\r\n\r\n" + HTML), Fails("RemoteProtocolError", False)),
    Case("longer than it says", says(OK + f"Content-Length: {len(HTML)}\r\n\r\n".encode() + HTML * 3), Reads()),
    Case("two lengths", says(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"), Fails("RemoteProtocolError")),
    Case("a length below zero", says(OK + b"Content-Length: -1\r\n\r\n" + HTML), Fails("RemoteProtocolError")),
    Case("a length of a thousand digits", says(OK + b"Content-Length: " + b"9" * 1_000 + b"\r\n\r\n" + HTML), Fails("")),
    Case("both a length and chunks", says(OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(HTML) + b"0\r\n\r\n"), Reads()),
    Case("chunks that break off", says(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(HTML)), Fails("RemoteProtocolError", False)),
    Case("a chunk's size that is no number", says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"), Fails("RemoteProtocolError")),
    Case("a chunk larger than any memory", says(OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc"), Fails("RemoteProtocolError")),
    Case("an endless extension of a chunk", goes_on(OK + b"Transfer-Encoding: chunked\r\n\r\n3;", b"x" * 9_999), Fails("RemoteProtocolError")),
    Case("an unknown transfer coding", says(OK + b"Transfer-Encoding: gzip\r\n\r\n" + HTML), Fails("RemoteProtocolError")),
    Case("closed at once", says(), Fails("RemoteProtocolError", False)),
    Case("reset at once", resets(), Fails("ReadError", False)),
    Case("reset in the head", resets(b"HTTP/1.1 200 OK\r\nContent-"), Fails("ReadError", False)),
    Case("reset in the body", resets(OK + b"Content-Length: 9999\r\n\r\n" + HTML), Fails("ReadError", False)),
    Case("HTTP/0.9", says(HTML), Fails("RemoteProtocolError", False)),
    Case("another protocol", says(b"SSH-2.0-OpenSSH_9.6\r\n"), Fails("RemoteProtocolError", False)),
    Case("HTTP/2 without being asked", says(b"HTTP/2 200\r\n\r\n" + HTML), Fails("RemoteProtocolError")),
    Case("noise", says(bytes(range(256)) * 9), Fails("RemoteProtocolError", False)),
    Case("a zero byte in the head", says(OK + b"X-Bad: a\x00b\r\n\r\n" + HTML), Fails("RemoteProtocolError")),
    Case("lines that end in LF alone", says(OK.replace(b"\r", b"") + b"\n" + HTML), Reads()),
    Case("a folded header", says(OK + b"X-Long: a\r\n b\r\n\r\n" + HTML), Reads()),
    Case("plain text on a port for TLS", says(OK + b"\r\n" + HTML), Fails("ConnectError.*SSL", False), "https://127.0.0.1:{port}/a", is_rash=True),
]  # fmt: skip

STATUS = [
    *(
        Case(line.lower(), status(line), Fails(line[:3], code in (404, 410)))
        for line in (
            "206 Partial Content", "300 Multiple Choices", "400 Bad Request", "401 Unauthorized",
            "402 Payment Required", "403 Forbidden", "404 Not Found", "405 Method Not Allowed",
            "406 Not Acceptable", "410 Gone", "418 I'm a teapot", "421 Misdirected Request",
            "425 Too Early", "429 Too Many Requests", "451 Unavailable For Legal Reasons",
            "500 Internal Server Error", "501 Not Implemented", "502 Bad Gateway",
            "503 Service Unavailable", "504 Gateway Timeout", "520 Unknown", "599 Or So", "999 Denied",
        )
        if (code := int(line[:3]))
    ),
    Case("204", says(b"HTTP/1.1 204 No Content\r\n\r\n"), Fails("204", False)),
    Case("205", says(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"), Fails("205", False)),
    Case("304 that nobody asked for", says(b"HTTP/1.1 304 Not Modified\r\n\r\n"), Fails("304", False)),
    Case("101 to another protocol", says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), Fails("")),
    Case("status 000", says(b"HTTP/1.1 000 None\r\n\r\n"), Fails("RemoteProtocolError")),
    Case("status 1000", says(b"HTTP/1.1 1000 Many\r\n\r\n"), Fails("RemoteProtocolError")),
    Case("429 with Retry-After", status("429 Too Many Requests", "Retry-After: 7200"), Fails("429", False)),
    Case("429 until the year 9999", status("429 Too Many Requests", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"), Fails("429", False)),
    Case("429 for an absurd time", status("429 Too Many Requests", f"Retry-After: {'9' * 400}"), Fails("429", False)),
    Case("503 until no time at all", status("503 Service Unavailable", "Retry-After: -1e308, soon"), Fails("503", False)),
    Case("a reason that a terminal would obey", status("500 \x1b]0;owned\x07\x1b[2J" + "x" * 9_000), Fails("500", False)),
]  # fmt: skip

REDIRECTS = [
    Case("a redirect to itself", leads_to("/a"), Fails("in a circle", True)),
    Case("a redirect to and fro", redirects({"/a": "/b", "/b": "/a"}), Fails("in a circle", True)),
    Case("redirects without end", redirects({"/*": "/{n}"}), Fails("more than 5 times", True), "http://127.0.0.1:{port}/1"),
    Case("a redirect to nowhere", says(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), Fails("302", False)),
    Case("a redirect to nothing", leads_to("http://"), Fails("in a circle", True)),
    Case("a redirect to noise", leads_to("http://\x01\x02"), Fails("", None)),
    Case("a redirect with a password", leads_to("http://a:b@127.0.0.1/"), Fails("user name", True)),
    Case("a redirect of 9 kB", leads_to("/" + "x" * 9_000), Fails("longer than 8,000", True)),
    Case("a redirect of 90 kB", leads_to("/" + "x" * 90_000), Fails("no URL", True)),
    Case("a redirect to the port of ssh", leads_to("http://127.0.0.1:22/"), Fails("port 22", True)),
    *(
        Case(f"a redirect to {where}", leads_to(where), Fails("only http and https|no URL", True))
        for where in ("file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1:70/_", "data:text/html,<p>3,000", "javascript:alert(1)")
    ),
    *(
        Case(f"a redirect to {where}", leads_to(f"http://{where}/latest/meta-data"), Fails("not a public address"))
        for where in (
            "169.254.169.254", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "2852039166", "0xa9fea9fe", "10.0.0.1",
            "192.168.1.1", "100.64.0.1", "0.0.0.0", "[fe80::1]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]",
        )
    ),
    Case("a redirect to an octal address", leads_to("http://0251.0376.0251.0376/"), Fails("no URL")),
]  # fmt: skip

PACKING = [
    *(
        Case(f"a bomb in {coding}", packed(pack(ZEROS), coding), Fails("larger than|times its size", True))
        for coding, pack in {
            "gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstd.compress,
            "br": lambda body: brotli.compress(body, quality=3),
        }.items()
    ),
    Case("gzip in gzip, told", packed(gzip.compress(gzip.compress(HTML)), "gzip, gzip"), Fails("not asked for", True)),
    Case("gzip in gzip, not told", packed(gzip.compress(gzip.compress(HTML)), "gzip"), Unreadable("not HTML")),
    Case("gzip, not told", answers(gzip.compress(HTML)), Unreadable("not HTML")),
    Case("gzip that is none", packed(HTML, "gzip"), Fails("broken", True)),
    Case("br that is gzip", packed(gzip.compress(HTML), "br"), Fails("broken|cut off", True)),
    Case("gzip cut off", packed(gzip.compress(HTML)[:-9], "gzip"), Fails("cut off", True)),
    Case("gzip with a wrong checksum", packed(gzip.compress(HTML)[:-8] + bytes(8), "gzip"), Fails("broken", True)),
    Case("gzip with more behind it", packed(gzip.compress(HTML) + b"<script>", "gzip"), Fails("broken", True)),
    Case("an unknown packing", packed(HTML, "x-snappy-framed"), Fails("not asked for", True)),
    Case("deflate without its header", packed(zlib.compress(HTML)[2:-4], "deflate"), Reads()),
]  # fmt: skip

CONTENT = [
    Case("no content type", answers(HTML, kind=None), Reads()),
    Case("a page that says it is a picture", answers(HTML, kind="image/png"), Fails("image/png, not a page", True)),
    Case("a picture that says it is a page", answers(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), Unreadable("")),
    Case("a film of a type of 90 kB", answers(HTML, kind="video/" + "x" * 90_000), Fails("not a page", True)),
    Case("a type that a terminal would obey", answers(HTML, kind="\x1b[2J\x07"), Fails("not a page", True)),
    Case("a wrong charset", answers(HTML, kind="text/html; charset=utf-16"), Reads()),
    Case("an unknown charset", answers(HTML, kind="text/html; charset=klingon"), Reads()),
    Case("bytes of three codings", answers(HTML.replace(b"</article>", "<p>é</p>".encode("latin-1") + "<p>ж</p>".encode("koi8-r") + "<p>日</p></article>".encode())), Reads()),
    Case("a mark of UTF-8", answers(b"\xef\xbb\xbf" + HTML), Reads()),
    Case("UTF-16, little end first", answers(b"\xff\xfe" + PAGE.encode("utf-16-le"), kind="text/html"), Reads()),
    Case("UTF-16, big end first", answers(b"\xfe\xff" + PAGE.encode("utf-16-be"), kind="text/html"), Reads()),
    Case("zero bytes", answers(HTML.replace(b"<p>", b"<p>\x00\x00")), Reads("people had died")),
    Case("nothing", answers(b""), Fails("the body is empty", False)),
    Case("noise that says it is a page", answers(bytes(range(256)) * 99), Unreadable("")),
    Case("blanks", answers(b" " * 90_000), Unreadable("")),
    Case("XML that is no page", answers(b"<?xml version='1.0'?><a><b>c</b></a>" * 9), Unreadable("")),
    Case("entities of entities", answers(b'<!DOCTYPE html [<!ENTITY a "' + b"ha" * 9 + b'">' + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 110)) + b"]>" + HTML), Reads()),
    Case("a document type outside", answers(b'<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>' + HTML), Reads()),
]  # fmt: skip

BOMBS = [
    Case("100,000 divs, one in the other", page("<div>" * 100_000 + ARTICLE), Unreadable("")),
    Case("20,000 tables, one in the other", page("<table><tr><td>" * 20_000 + ARTICLE), Unreadable("")),
    Case("a comment that never ends", page(ARTICLE + "<!--" + "-" * 1_000_000), Reads()),
    Case("a script of 1.5 MB", page("<script>" + "var a=1;" * 190_000 + "</script>" + ARTICLE), Reads()),
    Case("JSON-LD 100,000 deep", page(ARTICLE, f"<script type='application/ld+json'>{'[' * 100_000}</script>"), Reads()),
    Case("JSON-LD that is everything but", page(ARTICLE, f"<script type='application/ld+json'>{json.dumps([1, None, [[]], {'@graph': 3}])}</script>"), Reads()),
    Case("a date of the year 99999", page(ARTICLE, "<meta property='article:published_time' content='99999-99-99T99:99:99+99:99'>"), Reads()),
    Case("a date of 100,000 digits", page(ARTICLE, f"<meta property='article:published_time' content='{'9' * 100_000}'>"), Reads()),
    Case("a title of 1 MB", page(ARTICLE, f"<title>{'title ' * 170_000}</title>"), Reads()),
]  # fmt: skip

ROBOTS = [
    Case("robots.txt without end", goes_on(b"HTTP/1.1 200 OK\r\n\r\n", b"Disallow: /private\n" * 999), Fails("robots.txt: the body is larger", False), with_robots=True),
    Case("robots.txt that is a bomb", packed(gzip.compress(ZEROS), "gzip"), Fails("robots.txt: the body", False), with_robots=True),
    Case("robots.txt that redirects without end", redirects({"/robots.txt": "/robots.txt", "/a": "/a"}), Fails("in a circle", True), with_robots=True),
    Case("robots.txt that is closed in our face", says(), Fails("robots.txt: RemoteProtocolError", False), with_robots=True),
    Case("robots.txt that fails", answers(b"", status="503 Down"), Fails("robots.txt: it answers 503", False), with_robots=True),
    Case("robots.txt that is a page", answers(HTML), Reads(), with_robots=True),
    Case("robots.txt with an absurd delay", answers(b"User-agent: *\nCrawl-delay: 1e308\nDisallow: /a", kind="text/plain"), Fails("robots.txt does not allow it", True), with_robots=True),
    Case("robots.txt of noise", by_path({"/robots.txt": answers(bytes(range(256)) * 99)}, answers(HTML)), Reads(), with_robots=True),
]  # fmt: skip

CASES = [*WIRE, *STATUS, *REDIRECTS, *PACKING, *CONTENT, *BOMBS, *ROBOTS]
