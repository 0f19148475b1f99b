"""The one HTTP client of a run: HTTP/1.1 and HTTP/2 over connections that the guard has opened.

In:   how many at once, whether loopback is allowed, whom to trust beside the public authorities
Out:  an httpx.AsyncClient
Never: takes a proxy, a password or a certificate from the environment; keeps a cookie.

    TrustError          a file of authorities that cannot be used; one line
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from flows.address_guard import GuardedBackend

_KEEP_IDLE_SECONDS = 10.0


class TrustError(Exception):
    """A file of certificate authorities that cannot be used: which and why, in one line."""


def make_client(
    *,
    at_once: int,
    allow_loopback: bool,
    extra_ca_file: str,
    timeout_seconds: float,
    headers: Mapping[str, str],
) -> httpx.AsyncClient:
    """The client, with one pool of connections. Raises TrustError."""
    return httpx.AsyncClient(
        transport=_GuardedTransport(trust(extra_ca_file), at_once, allow_loopback),
        timeout=timeout_seconds,
        headers=dict(headers),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
    )


def trust(extra_ca_file: str = "") -> ssl.SSLContext:
    """The public authorities, and those of a file in PEM: a house may have one of its own.

    Raises TrustError.
    """
    tls = httpx.create_ssl_context(trust_env=False)
    if extra_ca_file:
        try:
            tls.load_verify_locations(extra_ca_file)
        except ssl.SSLError:
            raise TrustError(f"{extra_ca_file}: no certificates in PEM") from None
        except OSError as error:
            raise TrustError(f"{extra_ca_file}: cannot be read: {error.strerror}") from None
    return tls


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport over a pool that connects through the guard.

    httpx has no public way to name httpcore's network backend; a test holds this to its word.
    """

    def __init__(self, tls: ssl.SSLContext, at_once: int, allow_loopback: bool) -> None:
        super().__init__(verify=tls)
        self._guard = GuardedBackend(allow_loopback, at_once)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=at_once,
            keepalive_expiry=_KEEP_IDLE_SECONDS,
            http2=True,
            network_backend=self._guard,
        )

    async def aclose(self) -> None:
        """Close the connections, and the guard with them."""
        await super().aclose()
        self._guard.close()
