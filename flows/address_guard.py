"""Host name -> connection, only to addresses of the public internet.

In:   the host and port that the HTTP client is about to connect to
Out:  a connection to an address that was checked: the very one, so that a name that answers
      differently the second time gains nothing
Never: connects to a private, link-local or reserved address; to loopback only where allowed.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

import httpcore

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(Exception):
    """A host that stands for no address that may be connected to; one line."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """The network as httpcore sees it, less what is not public."""

    def __init__(self, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback
        self._open = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first allowed address that answers. Raises AddressRefused."""
        addresses = await self._addresses(host, port)
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return await self._open.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    async def sleep(self, seconds: float) -> None:
        """Wait, as the connection pool asks between its own tries."""
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[_Address]:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from error
        every = dict.fromkeys(ipaddress.ip_address(str(entry[4][0])) for entry in found)
        allowed = [address for address in every if is_allowed(address, self._allow_loopback)]
        if not allowed:
            named = ", ".join(map(str, every))
            raise AddressRefused(f"{host} is {named}, which is not a public address")
        return allowed


def is_allowed(address: _Address, allow_loopback: bool) -> bool:
    """Whether an address may be connected to; an IPv4 address inside an IPv6 one counts too."""
    inner = _inner(address)
    if inner is not None:
        return is_allowed(inner, allow_loopback)
    if address.is_loopback:
        return allow_loopback
    return address.is_global and not address.is_multicast


def _inner(address: _Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
