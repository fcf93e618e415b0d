"""A small web site on the loopback, and a way to it that makes it look like the public web."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpcore

from index.sources.fetching import Downloads

PUBLIC = "93.184.216.34"
SELF_SIGNED = Path(__file__).parent / "self_signed.pem"  # of nobody, made for these tests

Answer = Callable[[BaseHTTPRequestHandler], None]


def page(content: bytes, content_type: str = "text/html", **headers: str) -> Answer:
    """Return an answer with a content."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", content_type)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return answer


def moved(to: str, status: int = 302) -> Answer:
    """Return an answer that sends on to another link."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Location", to)
        request.end_headers()

    return answer


def refused(status: int) -> Answer:
    """Return an answer of an error."""
    return lambda request: request.send_error(status)


@dataclass
class Site:
    """Answers by path; `asked` is what it was asked for, `connected` the addresses connected to."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    hosts: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def resolve(self, host: str, _port: int) -> list[str]:
        """Return the addresses of a host, the next ones each time that it is asked for."""
        self.looked_up.append(host)
        if host not in self.hosts:
            raise socket.gaierror("no such host")
        found = self.hosts[host]
        return found.pop(0) if len(found) > 1 else found[0]

    def downloads(self, **limits: Any) -> Downloads:
        return Downloads(self.resolve, _Detour(self), **limits)


class _Detour(httpcore.SyncBackend):
    """Connects to the site whatever the address is, and keeps what it would have been."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def connect_tcp(self, host: str, *args: Any, **kw: Any) -> httpcore.NetworkStream:
        self._site.connected.append(host)
        return super().connect_tcp("127.0.0.1", self._site.port, *args[1:], **kw)


@contextmanager
def site(*, certified: bool = False) -> Iterator[Site]:
    """Run a site, over TLS with a certificate that nobody signed where `certified`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server calls
            running.asked.append((self.headers["Host"], self.path))
            try:
                running.answers.get(self.path, refused(404))(self)
            except OSError:  # whoever asked has hung up
                return

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # a handshake that was broken off

    server = Server(("127.0.0.1", 0), Handler)
    if certified:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(SELF_SIGNED)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    running = Site(server.server_address[1], hosts={"news.example": [[PUBLIC]]})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
