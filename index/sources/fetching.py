"""A link → its bytes, from public addresses alone, and never more or longer than is allowed."""

import ipaddress
import logging
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from index.errors import ArticleError, UnreachableError

log = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
MAX_S = 30.0  # for all of it: names, redirects and reading
MAX_REDIRECTS = 5
KINDS = {  # what a server may call an article, and how that is read
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/epub+zip": "epub",
}
_HEADERS = [
    (b"User-Agent", b"verbatim-bot (reads an article that a person gave the link of)"),
    (b"Accept", b"text/html,application/xhtml+xml,application/pdf,application/epub+zip,text/*"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"Connection", b"close"),
]
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
_GZIP = b"\x1f"  # what each member of it begins with
_ADDRESSES_TRIED = 4

Resolve = Callable[[str, int], list[str]]  # a host and a port → its addresses, best first


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link led to: where it ended, what kind of source it is, its bytes, their encoding."""

    url: str
    kind: str
    content: bytes
    charset: str | None = None


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


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Downloads:
    """Fetches links, by connections to addresses that were looked at and are public.

    A host is looked up once for each connection; one address that is not public refuses it.
    `resolve` and `backend` are there for tests; no setting reaches them.
    """

    def __init__(
        self,
        resolve: Resolve = system_addresses,
        backend: httpcore.NetworkBackend | None = None,
        *,
        max_bytes: int = MAX_BYTES,
        max_s: float = MAX_S,
    ) -> None:
        self._resolve = resolve
        self._backend = backend or httpcore.SyncBackend()
        self._max_bytes = max_bytes
        self._max_s = max_s

    def fetch(self, url: str) -> Fetched:
        """Fetch a link; raise ArticleError, with the link and one clear reason, where it cannot."""
        deadline = _Deadline(self._max_s)
        with deadline, _explained(url, deadline):
            return self._follow(url, deadline)

    def _follow(self, url: str, deadline: "_Deadline") -> Fetched:
        here, seen = url, set[str]()
        for _ in range(MAX_REDIRECTS + 1):
            if here in seen:
                raise _RefusedError(f"its redirects go round in a circle, by way of {here}")
            seen.add(here)
            _check_link(here)
            found = self._get(here, deadline)
            if isinstance(found, Fetched):
                return found
            here = urljoin(here, found)
        raise _RefusedError(f"more than {MAX_REDIRECTS} redirects")

    def _get(self, url: str, deadline: "_Deadline") -> Fetched | str:
        """Return what is there, or where it says that it is."""
        connect = _CheckedConnections(self._resolve, self._backend, deadline)
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._max_s)
        with (
            httpcore.ConnectionPool(
                ssl_context=_certificates(), network_backend=connect, http2=False
            ) as pool,
            pool.stream(
                "GET", _encoded(url), headers=_HEADERS, extensions={"timeout": timeouts}
            ) as response,
        ):
            headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            if response.status in _REDIRECTS and "location" in headers:
                return headers["location"]
            if response.status != 200:
                raise _RefusedError(_status(response.status))
            kind, charset = _kind(headers)
            self._check_size(headers)
            unpacking = _Unpacking(headers.get("content-encoding", "").strip().lower())
            content = b"".join(self._unpacked(response.iter_stream(), unpacking))
            if deadline.passed:  # a connection that was cut may look like one that has ended
                raise TimeoutError
            unpacking.end()
            return Fetched(url, kind, content, charset)

    def _check_size(self, headers: Mapping[str, str]) -> None:
        stated = headers.get("content-length", "")
        if stated.isdecimal() and int(stated) > self._max_bytes:
            limit = _megabytes(self._max_bytes)
            raise _RefusedError(f"{_megabytes(int(stated))}, more than {limit}")

    def _unpacked(self, stream: Iterator[bytes], unpacking: "_Unpacking") -> Iterator[bytes]:
        """Yield the content without its compression; it may be no larger unpacked than packed."""
        packed = size = 0
        for chunk in stream:
            packed += len(chunk)
            for part in unpacking.unpack(chunk):
                size += len(part)
                if size > self._max_bytes or packed > self._max_bytes:
                    grown = size > 4 * packed
                    raise _RefusedError(
                        f"more than {_megabytes(self._max_bytes)}"
                        + (f", unpacked from {_megabytes(packed)}" if grown else "")
                    )
                yield part


class _RefusedError(Exception):
    """A link is not followed or not read, with the reason."""


class _Deadline:
    """The time by which all must be done; connections still open then are cut."""

    def __init__(self, max_s: float) -> None:
        self.max_s = max_s
        self.passed = False
        self._ends = time.monotonic() + max_s
        self._open: list[socket.socket] = []
        self._timer = threading.Timer(max_s, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for one in self._open:
            one.close()

    @property
    def left_s(self) -> float:
        """Return how long there is; raise TimeoutError where the time is over."""
        left_s = self._ends - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        return left_s

    def watch(self, stream: httpcore.NetworkStream) -> None:
        """Have a connection cut at the deadline. TLS takes the socket over, so a copy is held."""
        raw = stream.get_extra_info("socket")
        if isinstance(raw, socket.socket):
            self._open.append(raw.dup())
        if self.passed:
            self._cut()

    def _cut(self) -> None:
        self.passed = True
        for one in self._open:
            with suppress(OSError):  # it is closed already
                one.shutdown(socket.SHUT_RDWR)


class _CheckedConnections(httpcore.NetworkBackend):
    """Connects to hosts by addresses that were looked at."""

    def __init__(
        self, resolve: Resolve, backend: httpcore.NetworkBackend, deadline: _Deadline
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
            raise _RefusedError(f"{host} is at {closed[0]}, which is no public address")
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
        raise _RefusedError(f"{host} has no address")

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
            raise _RefusedError(f"there is no host {host}")
        if not found:
            self._deadline.passed = True
            raise TimeoutError
        return found[0]


@contextmanager
def _explained(url: str, deadline: _Deadline) -> Iterator[None]:
    """Turn what goes wrong on the way into one line, without a password that the link carries."""
    url = re.sub(r"//[^/@\s\\]*@", "//", url)
    try:
        yield
    except _RefusedError as refused:
        raise ArticleError(f"{url}: {refused}") from None
    except (httpcore.NetworkError, httpcore.TimeoutException, TimeoutError, OSError) as error:
        if deadline.passed or isinstance(error, httpcore.TimeoutException | TimeoutError):
            raise UnreachableError(f"{url}: not there after {deadline.max_s:g} s") from None
        raise UnreachableError(f"{url}: {_trouble(error)}") from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError, zlib.error) as error:
        if deadline.passed:
            raise UnreachableError(f"{url}: not there after {deadline.max_s:g} s") from None
        raise ArticleError(f"{url}: what came back is not HTTP as it should be ({error})") from None


def _trouble(error: Exception) -> str:
    for each in (error, error.__cause__, error.__context__):
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"its certificate is not valid: {each.verify_message}"
    return f"cannot be reached ({error})" if str(error) else "cannot be reached"


def _check_link(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise _RefusedError("not a link that can be followed") from None
    if parts.scheme.lower() not in {"http", "https"}:
        raise _RefusedError(f"only http and https links are followed, not {parts.scheme}")
    if not host or re.search(r"[\s\\]", url) or not _may_be_a_host(host):
        raise _RefusedError("not a link that can be followed")
    if parts.username is not None or parts.password is not None:
        raise _RefusedError("a link that carries a user name is not followed")


def _may_be_a_host(name: str) -> bool:
    """Tell whether a name is made of what names of hosts are, or of what addresses are."""
    try:
        return bool(re.fullmatch(r"[\w.:-]+", name)) and bool(name.encode("idna"))
    except UnicodeError:  # a part of it is empty, too long, or of letters that are not allowed
        return False


def _encoded(url: str) -> str:
    """Return a link in ASCII: the host as IDNA, the rest percent-encoded."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    place = f"{host}:{parts.port}" if parts.port else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{parts.scheme}://{place}{path}" + (f"?{query}" if query else "")


def _status(status: int) -> str:
    meaning = {
        401: "it wants a log-in",
        402: "it wants to be paid for",
        403: "it may not be read by programs",
        404: "there is no such page",
        410: "the page is gone",
        429: "it was asked too often; try again later",
        451: "it may not be shown for legal reasons",
    }.get(status)
    if meaning is None and status >= 500:
        meaning = "the site has a fault"
    return f"the site answers {status}" + (f": {meaning}" if meaning else "")


def _kind(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """Return what kind of source a response says that it is, and the encoding of its text."""
    content_type, _, parameters = headers.get("content-type", "").partition(";")
    name = content_type.strip().lower()
    kind = KINDS.get(name)
    if kind is None:
        raise _RefusedError(f"it is {name or 'of no stated type'}, not a page, text, PDF or EPUB")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    return kind, found[1] if found else None


class _Unpacking:
    """Unpacks a stream in pieces of limited size, so that no bomb is held whole."""

    def __init__(self, encoding: str) -> None:
        if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise _RefusedError(f"it is packed by {encoding[:40]}, which was not asked for")
        self._packed = encoding not in {"", "identity"}
        self._wbits = 47 if "gzip" in encoding else zlib.MAX_WBITS
        self._member = zlib.decompressobj(self._wbits)

    def unpack(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk holds; gzip may have several members (RFC 1952), or a filling."""
        if not self._packed:
            yield chunk
            return
        while chunk:
            if self._member.eof:
                if not chunk.startswith(_GZIP):
                    return
                self._member = zlib.decompressobj(self._wbits)
            if part := self._member.decompress(chunk, _CHUNK):
                yield part
            chunk = self._member.unused_data or self._member.unconsumed_tail

    def end(self) -> None:
        """Raise _RefusedError where what is packed has not come to its end."""
        if self._packed and not self._member.eof:
            raise _RefusedError("it broke off before its end")


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _megabytes(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")
