"""Which addresses a host may be connected to at: those of the public internet alone."""

import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import Any

import httpcore

from index.sources.deadline import Deadline
from index.sources.refusals import RefusedError

_ADDRESSES_TRIED = 4
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]  # a host and a port → its addresses, best first


def system_addresses(host: str, port: int) -> list[str]:
    """Return the addresses that the system's resolver has for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, also inside of another one.

    Refused are private, loopback, link-local, shared, reserved and multicast addresses, and the
    IPv6 forms of them: IPv4-mapped (RFC 4291), 6to4 (3056), Teredo (4380), NAT64 (6052).
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # "fe80::1%eth0" is parsed; what is not is no address
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
        if found.is_site_local or found.scope_id is not None:
            return False
        if found.ipv4_mapped is not None:
            return True  # it was looked at just now; as IPv6 it is reserved
    return found.is_global and not found.is_multicast and not found.is_reserved


class CheckedConnections(httpcore.NetworkBackend):
    """Connects to hosts by addresses that were looked at."""

    def __init__(
        self, resolve: Resolve, backend: httpcore.NetworkBackend, deadline: Deadline
    ) -> None:
        self._resolve = resolve
        self._backend = backend
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # the deadline is what counts
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that can be reached, if all of them are public."""
        addresses = self._addresses(host, port)
        closed = [address for address in addresses if not is_public(address)]
        if closed:
            raise RefusedError(f"{host} is at {closed[0]}, which is no public address")
        for number, address in enumerate(addresses[:_ADDRESSES_TRIED], 1):
            left_s = self._deadline.left_s
            try:
                stream = self._backend.connect_tcp(
                    address, port, left_s, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == min(len(addresses), _ADDRESSES_TRIED):
                    raise
                continue
            self._deadline.watch(stream)
            return stream
        raise RefusedError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        """Look a host up, for no longer than is left."""
        found: list[list[str]] = []
        failed: list[Exception] = []

        def look() -> None:
            try:
                found.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        thread.join(self._deadline.left_s)
        if failed:
            if getattr(failed[0], "errno", None) == socket.EAI_AGAIN:  # nobody could be asked
                raise failed[0]
            raise RefusedError(f"there is no host {host}")
        if not found:
            self._deadline.passed = True
            raise TimeoutError
        return found[0]
