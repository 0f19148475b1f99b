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
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpcore

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# The one block from which the addresses of the public internet are given out (IANA's registry of
# IPv6 address space), less two ways round through IPv4 that nothing but an attack still uses:
# Teredo (RFC 4380) and 6to4 (RFC 3056).
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
_TUNNELS = (ipaddress.IPv6Network("2001::/32"), ipaddress.IPv6Network("2002::/16"))
# Global by their number, but inside of clouds the machine's keeper answers there: Oracle's in the
# block for protocols (RFC 6890; Python before 3.12.4 calls it global), Azure's at one address.
_KEEPERS = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("168.63.129.16/32"))
# How a network without IPv4 reaches IPv4 (RFC 6052): judged by the address inside.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(Exception):
    """A host that stands for no address that may be connected to; one line."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """The network as httpcore sees it, less what is not public."""

    def __init__(self, allow_loopback: bool, at_once: int) -> None:
        self._allow_loopback = allow_loopback
        self._open = httpcore.AnyIOBackend()
        # Threads of its own: names that nobody answers for hold up nothing but other names.
        self._resolvers = ThreadPoolExecutor(at_once, "resolver")

    def close(self) -> None:
        """Let go of the threads; one that still waits for a name ends when the system gives up."""
        self._resolvers.shutdown(wait=False, cancel_futures=True)

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
        resolve = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._resolvers, resolve)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from error
        every = dict.fromkeys(ipaddress.ip_address(str(entry[4][0])) for entry in found)
        allowed = [address for address in every if is_allowed(address, self._allow_loopback)]
        if not allowed:
            named = ", ".join(map(str, list(every)[:4]))
            raise AddressRefused(f"{host} is {named}, which is not a public address")
        return allowed


def is_allowed(address: _Address, allow_loopback: bool) -> bool:
    """Whether an address may be connected to; an IPv4 address inside an IPv6 one counts as such."""
    inner = _inner(address) if isinstance(address, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_allowed(inner, allow_loopback)
    if address.is_loopback:
        return allow_loopback
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_IPV6:
        return False
    is_trap = any(address in network for network in (*_TUNNELS, *_KEEPERS))
    return address.is_global and not address.is_multicast and not is_trap


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
