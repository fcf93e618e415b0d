"""ONNX Runtime, set up for the machine it runs on: token ids → vectors."""

import os
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError, pass_on_exhaustion
from index.onnx_runtime import onnx_runtime

if TYPE_CHECKING:
    from threading import Lock

Floats = NDArray[np.float32]

ROWS_INPUT = "word_rows"  # the table's rows, (texts, tokens, d) in the table's own type
# Smaller pieces of work: a core that is busy elsewhere keeps nobody waiting.
OPTIONS = {"session.dynamic_block_base": "4"}
# A thread that waits by spinning takes the core that the next question, or the event loop, needs:
# with two askers on two cores, 36 to 40 questions a second without it and 28 with it.
PATIENT = {"session.intra_op.allow_spinning": "0"}
# While a run has the machine to itself that costs nobody anything, and halves its time.
EAGER = {"session.intra_op.allow_spinning": "1", "session.force_spinning_stop": "1"}
TOGETHER = 2  # threads of such a run
FEWEST, MOST = 4, 64  # runs until two threads are tried again after they did not pay
# What a run takes however short a text is, in tokens: so that a short one with two threads is not
# taken for slower than a long one alone (docs/performance.md).
ALWAYS = 16
# Of the time alone, what two threads may take: together they use a third more of the processor.
WORTH = 0.9
RECENT = 0.3  # of the mean time of those alone, what the last one counts for
COMPARED = 32  # runs with two threads that paid, until one goes alone
# One operation for an addition and the normalisation after it takes four times as long as the two.
LEFT_APART = ["SkipLayerNormFusion"]


class WordTable:
    """A file of rows as numpy writes it, read row by row.

    Not memory-mapped: Linux maps sixteen pages around each that is touched, and after a thousand
    questions all of the bundled model's 96 MB are the process's. Safe to use from several threads.
    """

    def __init__(self, path: Path) -> None:
        """Open a file; raise ModelError where it is none of rows."""
        try:
            rows: Any = np.load(path, mmap_mode="r")
            _, self._width = rows.shape
        except (OSError, ValueError, EOFError) as error:
            pass_on_exhaustion(error, path)
            raise ModelError(f"{path}: not a table of words' rows ({error})") from error
        self.kind: np.dtype[Any] = rows.dtype
        self._start, self._size = int(rows.offset), self._width * rows.dtype.itemsize
        self._rows: Any = None
        if hasattr(os, "pread"):
            self._file = os.open(path, os.O_RDONLY)
            weakref.finalize(self, os.close, self._file)
        else:  # Windows
            self._rows = rows

    def rows(self, ids: NDArray[np.int64]) -> NDArray[Any]:
        """Return the rows at these places, (*ids.shape, d) in the table's own type."""
        if self._rows is not None:
            return np.asarray(self._rows[ids])
        size = self._size
        found = b"".join(
            os.pread(self._file, size, self._start + place * size) for place in ids.ravel().tolist()
        )
        return np.frombuffer(found, self.kind).reshape(*ids.shape, self._width)


class Network:
    """An exported network, whose table of words' rows may lie beside it.

    Safe to use from several threads.
    """

    def __init__(
        self,
        path: Path,
        table: Path | None = None,
        threads: int | None = None,
        turn: "Lock | None" = None,
    ) -> None:
        """Open a file for so many threads a run, or one for each core, and `turn` as in Sessions.

        Raise ModelError where it is none that can be run.
        """
        self._sessions = Sessions(path, threads, turn)
        self._table = None if table is None else WordTable(table)

    def run(self, ids: Sequence[Sequence[int]]) -> Floats:
        """Return the network's first output for a batch of token ids; each has one id at least."""
        result: Floats = self._sessions.run(self._feed(ids), sum(map(len, ids)))[0]
        return result

    def run_one(self, ids: Sequence[int]) -> list[Floats]:
        """Return the row of one text of each of the network's outputs."""
        return [found[0] for found in self._sessions.run(self._feed([ids]), tokens=len(ids))]

    def _feed(self, ids: Sequence[Sequence[int]]) -> dict[str, Any]:
        tokens = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(tokens)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        feed: dict[str, Any] = {"input_ids": tokens, "attention_mask": mask}
        if self._table is not None:
            feed[ROWS_INPUT] = self._table.rows(tokens)
        return {name: array for name, array in feed.items() if name in self._sessions.inputs}


class Sessions:
    """A network as ONNX Runtime has it. Safe to use from several threads.

    Who gets the `turn` has two cores for a run while that pays, others meanwhile the threads that
    were asked for; what comes out is the same to the bit.
    """

    def __init__(self, path: Path, threads: int | None = None, turn: "Lock | None" = None) -> None:
        """Open a file for so many threads a run, or one for each core.

        Without a `turn`, or where there is one core, all runs are alike. Raise ModelError where the
        file is none that can be run.
        """
        self._session = _open(path, threads or cores(), PATIENT)
        self._turn = turn if cores() >= TOGETHER else None
        self._together: Any = _open(path, TOGETHER, EAGER) if self._turn else None
        self._pace = Pace()
        self.inputs = {each.name for each in self._session.get_inputs()}
        self._outputs = [each.name for each in self._session.get_outputs()]

    def run(self, feed: Mapping[str, Any], tokens: int = 1) -> list[Any]:
        """Return the outputs of a run, which takes longer with more tokens."""
        names = self._outputs
        if self._turn is None or not self._pace.tries_together():
            return self._timed(self._session, names, feed, tokens, together=False)
        if not self._turn.acquire(blocking=False):
            self._pace.wait()
            return list(self._session.run(names, feed))
        try:
            return self._timed(self._together, names, feed, tokens, together=True)
        finally:
            self._turn.release()

    def _timed(
        self,
        session: Any,
        names: Sequence[str],
        feed: Mapping[str, Any],
        tokens: int,
        *,
        together: bool,
    ) -> list[Any]:
        began = time.perf_counter()
        found = list(session.run(names, feed))
        self._pace.note((time.perf_counter() - began) / (ALWAYS + tokens), together=together)
        return found


class Pace:
    """How long runs take, with one thread and with two: says which is worth trying.

    Where another process, or the thread of another question, has the second core, a run with two
    threads waits for it. So after one that took longer than those alone do, or for which another
    had the turn, some go alone before it is tried again: twice as many each time, until it pays.
    While it pays, one now and then goes alone all the same, to be compared with. A note that
    threads lose to each other does no harm.
    """

    def __init__(self) -> None:
        self._alone_s: float | None = None
        self._wait, self._next_wait = FEWEST, FEWEST
        self._paid = 0
        self._is_warm = False

    def tries_together(self) -> bool:
        """Say whether the next run should have two threads."""
        self._wait = max(0, self._wait - 1)
        return not self._wait

    def note(self, seconds: float, *, together: bool) -> None:
        """Take note of what a token took; the first run finds nothing in the caches."""
        if not self._is_warm:
            self._is_warm = True
        elif self._alone_s is None or not together:
            before = self._alone_s or seconds
            self._alone_s = before + RECENT * (seconds - before)
        elif seconds < WORTH * self._alone_s:
            self._next_wait, self._paid = FEWEST, self._paid + 1
            if self._paid % COMPARED == 0:
                self._wait = 2  # the next one goes alone
        else:
            self.wait()

    def wait(self) -> None:
        """Try two threads again later: they do not pay now, or another question has them."""
        self._wait, self._next_wait = self._next_wait, min(2 * self._next_wait, MOST)


def _open(path: Path, threads: int, waiting: Mapping[str, str]) -> Any:
    runtime = onnx_runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    for name, value in {**OPTIONS, **waiting}.items():
        options.add_session_config_entry(name, value)
    try:
        return runtime.InferenceSession(
            str(path),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=LEFT_APART,
        )
    except Exception as error:  # onnxruntime's own exceptions share no base but this
        pass_on_exhaustion(error, path)
        raise ModelError(f"{path}: onnxruntime cannot open it ({error})") from error


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
