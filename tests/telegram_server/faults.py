"""Faults on order: errors, pauses and lost connections for the next calls of a method."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Where = Callable[[dict[str, Any]], bool]


@dataclass(slots=True)
class Fault:
    """One fault and how often it still strikes; `times` None is for ever."""

    method: str
    times: int | None = 1
    status: int | None = None
    description: str = ""
    retry_after_s: int | None = None
    delay_s: float = 0.0
    drops: bool = False
    body: bytes | None = None
    after: bool = False
    """Whether the call takes effect before the fault strikes."""
    where: Where = lambda _: True
    struck: int = 0


class Faults:
    """The faults in force; `method` "*" means every method, "file" the download of one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self.struck: list[tuple[str, Fault]] = []

    def too_many(
        self,
        method: str,
        retry_after_s: int = 1,
        *,
        times: int | None = 1,
        where: Where = lambda _: True,
    ) -> Fault:
        """Answer 429 with `retry_after`."""
        description = f"Too Many Requests: retry after {retry_after_s}"
        return self._add(Fault(method, times, 429, description, retry_after_s, where=where))

    def error(
        self,
        method: str,
        status: int = 502,
        description: str = "Bad Gateway",
        *,
        times: int | None = 1,
        after: bool = False,
        where: Where = lambda _: True,
    ) -> Fault:
        """Answer an error; with `after` the call has taken effect all the same."""
        return self._add(Fault(method, times, status, description, after=after, where=where))

    def drop(
        self,
        method: str,
        *,
        times: int | None = 1,
        after: bool = False,
        where: Where = lambda _: True,
    ) -> Fault:
        """Close the connection without an answer; with `after` the call has taken effect."""
        return self._add(Fault(method, times, drops=True, after=after, where=where))

    def delay(
        self,
        method: str,
        seconds: float,
        *,
        times: int | None = 1,
        after: bool = False,
        where: Where = lambda _: True,
    ) -> Fault:
        """Hold the call, or with `after` its answer, for a while."""
        return self._add(Fault(method, times, delay_s=seconds, after=after, where=where))

    def garble(
        self, method: str, body: bytes, status: int = 200, *, times: int | None = 1
    ) -> Fault:
        """Answer something that is no JSON, as a proxy on the way does."""
        return self._add(Fault(method, times, status, body=body))

    def clear(self) -> None:
        """Take every fault back."""
        with self._lock:
            self._faults.clear()

    def strike(self, method: str, params: dict[str, Any]) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        with self._lock:
            for fault in self._faults:
                if fault.method.lower() in ("*", method.lower()) and fault.where(params):
                    return self._count(method, fault)
        return None

    def _count(self, method: str, fault: Fault) -> Fault:
        fault.struck += 1
        if fault.times is not None and fault.struck >= fault.times:
            self._faults.remove(fault)
        self.struck.append((method, fault))
        return fault

    def _add(self, fault: Fault) -> Fault:
        with self._lock:
            self._faults.append(fault)
        return fault
