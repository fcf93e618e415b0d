"""Runs of a network that begin before anybody waits for them, on a thread of ONNX Runtime's own.

A thread of Python's would have to wake up and to be given the interpreter first, and who hands work
to it has to wait until it is: four tenths of a millisecond of a question (docs/performance.md).
"""

import os
import weakref
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

from index.errors import ModelError

LONGEST_RUN_S = 1.0  # that is waited for before a session goes: a thousand times what one takes


class Ahead:
    """A session that begins one run at a time, while Python goes on. Safe in many threads."""

    def __init__(self, session: Any) -> None:
        """Take a session of ONNX Runtime's that has two threads at least."""
        self._session = session
        self._process = os.getpid()
        self._last: list[_Begun] = []
        weakref.finalize(self, _wait_for, self._last)

    def begin(
        self, outputs: Sequence[str], feed: Mapping[str, Any]
    ) -> Callable[[], list[Any]] | None:
        """Begin a run; return what waits for its outputs, or None where it would not begin now.

        That is so before what was begun last has ended, and in a process that was forked, which has
        no threads of its parent's. What waits raises ModelError where the run failed.
        """
        if os.getpid() != self._process or not all(run.has_ended() for run in self._last):
            return None
        begun = _Begun(self._session, outputs, feed)
        self._last[:] = [begun]
        return begun.outputs


class _Begun:
    """A run that has begun. ONNX Runtime reads `feed` where it is: it stays until the end."""

    def __init__(self, session: Any, names: Sequence[str], feed: Mapping[str, Any]) -> None:
        self._feed = feed
        self._outputs: list[Any] = []
        self._error = ""
        self._running = Lock()
        self._running.acquire()
        session.run_async(names, feed, self._end, None)

    def has_ended(self, timeout_s: float = 0) -> bool:
        """Wait so long at most; say whether the run has ended."""
        ended = self._running.acquire(timeout=timeout_s)
        if ended:
            self._running.release()
        return ended

    def outputs(self) -> list[Any]:
        """Wait for the run's outputs; raise ModelError where it failed."""
        with self._running:
            if self._error:
                raise ModelError(f"a network could not be run: {self._error}")
            return self._outputs

    def _end(self, outputs: list[Any], _: None, error: str) -> None:
        self._outputs, self._error = outputs, error
        self._running.release()


def _wait_for(runs: Sequence[_Begun]) -> None:
    """Let runs end before their session goes, or the interpreter, which they need at their end."""
    for begun in runs:
        begun.has_ended(LONGEST_RUN_S)
