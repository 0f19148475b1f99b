"""A URL as somebody else wrote it -> one that may be asked for, and whom to ask.

In:   a URL from a feed, a watch or a redirect
Out:  WebUrl: the URL and its origin
Never: passes another scheme than http and https, credentials, or the port of another service.

    UrlRefused          a URL that is not asked for; one line
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx

_MAX_CHARS = 8_000  # RFC 9110, section 4.1, asks for 8000 octets at least
_DEFAULT_PORT = {"http": 80, "https": 443}


class UrlRefused(Exception):
    """A URL that is not asked for: why, in one line."""


@dataclass(frozen=True, slots=True)
class WebUrl:
    """An http or https URL. `origin` is scheme, host and port, in the form that is asked for."""

    text: str
    origin: str
    is_https: bool


def web_url(text: str) -> WebUrl:
    """Read a URL, with the reader that the client asks with, too. Raises UrlRefused."""
    if len(text) > _MAX_CHARS:
        raise UrlRefused(f"the URL is longer than {_MAX_CHARS:,} characters")
    try:
        url = httpx.URL(text)
        host, port = url.raw_host.decode("ascii"), url.port
    except (httpx.InvalidURL, ValueError):
        raise UrlRefused("this is no URL") from None
    if url.scheme not in _DEFAULT_PORT:
        raise UrlRefused(f"{url.scheme[:20] or 'no'} scheme: only http and https")
    if not host:
        raise UrlRefused("the URL names no host")
    if url.userinfo:
        raise UrlRefused("the URL carries a user name")
    if port is not None and not _is_web_port(port):
        raise UrlRefused(f"port {port} is none of the web")
    origin = f"{url.scheme}://{f'[{host}]' if ':' in host else host}"
    if port not in (None, _DEFAULT_PORT[url.scheme]):
        origin += f":{port}"
    return WebUrl(text, origin, url.scheme == "https")


def redirected(url: WebUrl, location: str) -> WebUrl:
    """Where a redirect leads. Raises UrlRefused, also where it leads from https to http."""
    try:
        target = web_url(str(httpx.URL(url.text).join(location).copy_with(fragment=None)))
    except (httpx.InvalidURL, ValueError):
        raise UrlRefused("redirects to something that is no URL") from None
    if url.is_https and not target.is_https:
        raise UrlRefused("redirects from https to http, where anybody on the way could change it")
    return target


def _is_web_port(port: int) -> bool:
    """80, 443, and those above 1023. Below are mail, names, shells: none is there to be read."""
    return port in _DEFAULT_PORT.values() or 1024 <= port <= 65535
