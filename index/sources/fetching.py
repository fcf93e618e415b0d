"""A link → its bytes, from public addresses alone, and never more or longer than is allowed."""

import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

import httpcore

from index.sources.addresses import CheckedConnections, Resolve, system_addresses
from index.sources.deadline import Deadline
from index.sources.links import check_link, encoded
from index.sources.refusals import RefusedError, explained
from index.sources.unpacking import Unpacking

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


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link led to: where it ended, what kind of source it is, its bytes, their encoding."""

    url: str
    kind: str
    content: bytes
    charset: str | None = None


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
        deadline = Deadline(self._max_s)
        with deadline, explained(url, deadline):
            return self._follow(url, deadline)

    def _follow(self, url: str, deadline: Deadline) -> Fetched:
        here, seen = url, set[str]()
        for _ in range(MAX_REDIRECTS + 1):
            if here in seen:
                raise RefusedError(f"its redirects go round in a circle, by way of {here}")
            seen.add(here)
            check_link(here)
            found = self._get(here, deadline)
            if isinstance(found, Fetched):
                return found
            here = urljoin(here, found)
        raise RefusedError(f"more than {MAX_REDIRECTS} redirects")

    def _get(self, url: str, deadline: Deadline) -> Fetched | str:
        """Return what is there, or where it says that it is."""
        connect = CheckedConnections(self._resolve, self._backend, deadline)
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._max_s)
        with (
            httpcore.ConnectionPool(
                ssl_context=_certificates(), network_backend=connect, http2=False
            ) as pool,
            pool.stream(
                "GET", encoded(url), headers=_HEADERS, extensions={"timeout": timeouts}
            ) as response,
        ):
            headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            if response.status in _REDIRECTS and "location" in headers:
                return headers["location"]
            if response.status != 200:
                raise RefusedError(_status(response.status))
            kind, charset = _kind(headers)
            self._check_size(headers)
            unpacking = Unpacking(headers.get("content-encoding", "").strip().lower())
            content = b"".join(self._unpacked(response.iter_stream(), unpacking))
            if deadline.passed:  # a connection that was cut may look like one that has ended
                raise TimeoutError
            unpacking.end()
            return Fetched(url, kind, content, charset)

    def _check_size(self, headers: Mapping[str, str]) -> None:
        stated = headers.get("content-length", "")
        if stated.isdecimal() and int(stated) > self._max_bytes:
            limit = _megabytes(self._max_bytes)
            raise RefusedError(f"{_megabytes(int(stated))}, more than {limit}")

    def _unpacked(self, stream: Iterator[bytes], unpacking: Unpacking) -> Iterator[bytes]:
        """Yield the content without its compression; it may be no larger unpacked than packed."""
        packed = size = 0
        for chunk in stream:
            packed += len(chunk)
            for part in unpacking.unpack(chunk):
                size += len(part)
                if size > self._max_bytes or packed > self._max_bytes:
                    grown = size > 4 * packed
                    raise RefusedError(
                        f"more than {_megabytes(self._max_bytes)}"
                        + (f", unpacked from {_megabytes(packed)}" if grown else "")
                    )
                yield part


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
        raise RefusedError(f"it is {name or 'of no stated type'}, not a page, text, PDF or EPUB")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    return kind, found[1] if found else None


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _megabytes(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")
