"""HTTP/1.1 by hand: small, fast, and able to hang up in the middle of an answer."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

_CHUNK = re.compile(rb"([0-9a-fA-F]+)[^\r\n]*\r\n")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request, complete."""

    method: str
    path: str
    query: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One answer."""

    status: int
    body: bytes
    content_type: str = "application/json"


Handler = Callable[[HttpRequest], Awaitable[HttpResponse | None]]
"""Answers a request; None hangs up instead."""


class Connection(asyncio.Protocol):
    """One client's connection, kept alive; a client that leaves cancels what it waited for."""

    def __init__(self, handler: Handler, connections: "set[Connection]") -> None:
        self._handler = handler
        self._connections = connections
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - Protocol's signature
        self._connections.discard(self)
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._next()

    def hang_up(self) -> None:
        """Close at once, without an answer."""
        if self._transport is not None:
            self._transport.abort()

    def _next(self) -> None:
        if self._task is not None:
            return
        request, used = _parse(bytes(self._buffer))
        if request is not None:
            del self._buffer[:used]
            self._task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: HttpRequest) -> None:
        response = await self._handler(request)
        self._task = None
        if response is None or self._transport is None:
            self.hang_up()
            return
        self._transport.write(_head(response) + response.body)
        self._next()


def _head(response: HttpResponse) -> bytes:
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "Unknown"
    return (
        f"HTTP/1.1 {response.status} {phrase}\r\n"
        f"Content-Type: {response.content_type}\r\n"
        f"Content-Length: {len(response.body)}\r\n\r\n"
    ).encode()


def _parse(data: bytes) -> tuple[HttpRequest | None, int]:
    """Return the first complete request and how many bytes it took."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None, 0
    first, *lines = data[:end].decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in map(_split, lines)}
    body, used = _body(headers, data, end + 4)
    if body is None:
        return None, 0
    method, target, _ = first.split(" ", 2)
    path, _, query = target.partition("?")
    return HttpRequest(method, path, query, headers.get("content-type", ""), body), used


def _split(line: str) -> tuple[str, str, str]:
    return line.partition(":")


def _body(headers: dict[str, str], data: bytes, start: int) -> tuple[bytes | None, int]:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(data, start)
    length = int(headers.get("content-length", "0"))
    if len(data) < start + length:
        return None, 0
    return data[start : start + length], start + length


def _chunks(data: bytes, at: int) -> tuple[bytes | None, int]:
    body = b""
    while match := _CHUNK.match(data, at):
        size = int(match[1], 16)
        end = match.end() + size + 2
        if len(data) < end:
            break
        if size == 0:
            return body, end
        body += data[match.end() : end - 2]
        at = end
    return None, 0
