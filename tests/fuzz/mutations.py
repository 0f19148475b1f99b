"""Sound input, spoilt: what a parser meets that is neither right nor mere noise.

In:   samples of bytes
Out:  a hypothesis strategy: one of them, cut, doubled, mixed with another, with traps put in
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

# What has broken parsers of XML, HTML, JSON, HTTP and dates before.
_TRAPS = [
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b[2J", b"\r\n\r\n", b"\r", b"\n "),
    *(b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"&#xD800;"),
    *(b"&#99999999999;", b"<?xml version='1.0' encoding='utf-16'?>", b"<?xml encoding='klingon'?>", b"</"),
    *(b"<a>" * 3_000, b"<div><p>" * 2_000, b"[" * 5_000, b'{"a":' * 3_000, b"9" * 5_000, b"\xf0\x9f\x92\xa9" * 300),
    *(b"1e999", b"-1", b"NaN", b"0000-00-00T99:99:99Z", b"Fri, 31 Dec 9999 23:59:59 GMT", b"24:00", b"+99:99"),
    *(b"javascript:", b"http://[", b"http://\x00/", b"//", b" xmlns:a='", b" datetime='", b" content='"),
    *(b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n", b"Transfer-Encoding: chunked\r\n"),
    *(b"Content-Encoding: br\r\n", b"Content-Encoding: gzip, zstd\r\n", b"Location: http://\xff/\r\n", b"HTTP/1.1 "),
    *(b"WARC/1.1\r\n", b"WARC-Date: never\r\n", b"\x1f\x8b\x08", b"WARC-Type: response\r\n"),
]  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, samples: Sequence[bytes], most_changes: int = 6) -> bytes:
    """One of the samples with a few changes."""
    body = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(1, most_changes))):
        at = draw(st.integers(0, len(body)))
        end = min(len(body), at + draw(st.sampled_from([1, 2, 8, 60, 1_000])))
        match draw(st.sampled_from(["put", "flip", "cut", "double", "end", "mix", "noise"])):
            case "put":
                body = body[:at] + draw(st.sampled_from(_TRAPS)) + body[at:]
            case "flip" if at < len(body):
                bit = draw(st.integers(0, 7))
                body = body[:at] + bytes([body[at] ^ 1 << bit]) + body[at + 1 :]
            case "cut":
                body = body[:at] + body[end:]
            case "double":
                body = body[:end] + body[at:end] * draw(st.sampled_from([1, 30])) + body[end:]
            case "end":
                body = body[:at]
            case "mix":
                other = draw(st.sampled_from(samples))
                body = body[:at] + other[draw(st.integers(0, len(other))) :]
            case _:
                body = body[:at] + draw(st.binary(max_size=20)) + body[end:]
    return body
