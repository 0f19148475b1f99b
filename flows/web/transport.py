"""The way out: HTTP/1.1 and HTTP/2 over connections that the guard has opened.

In:   how many connections, whether loopback is allowed, whom to trust beside the public authorities
Out:  GuardedTransport, one pool of connections, to be asked one request at a time
Never: follows a redirect, keeps a cookie, or takes a proxy, a password or a certificate from the
       environment: what does these things is httpx's client, and this is below it.

    TrustError          a file of authorities that cannot be used; one line
"""

from __future__ import annotations

import ssl

import httpcore
import httpx

from flows.web.address_guard import GuardedBackend

_KEEP_IDLE_SECONDS = 10.0


class TrustError(Exception):
    """A file of certificate authorities that cannot be used: which and why, in one line."""


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


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport over a pool that connects through the guard.

    httpx has no public way to name httpcore's network backend; a test holds this to its word.
    """

    def __init__(self, *, at_once: int, allow_loopback: bool, extra_ca_file: str = "") -> None:
        """Raises TrustError."""
        tls = trust(extra_ca_file)
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
