"""The time that a download may take, names, redirects and reading together."""

import socket
import threading
import time
from contextlib import suppress

import httpcore


class Deadline:
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
