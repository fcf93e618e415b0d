"""ONNX Runtime, set up for the machine it runs on: token ids → vectors and states → log-odds."""

import os
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

Floats = NDArray[np.float32]

ROWS_INPUT = "word_rows"  # the table's rows, (texts, tokens, d) in the table's own type
OPTIONS = {
    # A thread that waits by spinning takes the core that the next question, or the event loop,
    # needs: with two askers on two cores, 36 to 40 questions a second without it and 28 with it.
    "session.intra_op.allow_spinning": "0",
    # Smaller pieces of work: a core that is busy elsewhere keeps nobody waiting.
    "session.dynamic_block_base": "4",
}
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

    def __init__(self, path: Path, table: Path | None = None, threads: int | None = None) -> None:
        """Open a file for so many threads a run, or one for each core.

        Raise ModelError where it is none that can be run.
        """
        self._session = _open(path, threads)
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._outputs = [each.name for each in self._session.get_outputs()]
        self._table = None if table is None else WordTable(table)

    def run(self, ids: Sequence[Sequence[int]]) -> Floats:
        """Return the network's first output for a batch of token ids; each has one id at least."""
        result: Floats = self._session.run(self._outputs[:1], self._feed(ids))[0]
        return result

    def run_one(self, ids: Sequence[int]) -> tuple[Floats, Floats | None]:
        """Return a text's vector, (d,), and its states, (layers, tokens, d), where it has them."""
        vectors, *states = self._session.run(self._outputs, self._feed([ids]))
        return vectors[0], states[0][:, 0] if states else None

    def _feed(self, ids: Sequence[Sequence[int]]) -> dict[str, Any]:
        tokens = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(tokens)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        feed: dict[str, Any] = {"input_ids": tokens, "attention_mask": mask}
        if self._table is not None:
            feed[ROWS_INPUT] = self._table.rows(tokens)
        return {name: array for name, array in feed.items() if name in self._inputs}


class ReadingNetwork:
    """An exported cross-encoder. Safe to use from several threads."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        """Open a file likewise; raise ModelError where it is none that can be run."""
        self._session = _open(path, threads)

    def run(
        self,
        question: Floats,
        passage: NDArray[np.floating[Any]],
        vector: Floats,
    ) -> float:
        """Return the log-odds that a passage answers a question.

        They are given as `Network.run_one` returned them: of the question the states that reach the
        first layer, (t, d), of the passage all, (layers, u, d), in any precision, and its vector.
        """
        feed = {
            "question": question[np.newaxis],
            "passage": passage[:, np.newaxis].astype(np.float32),
            "vector": vector[np.newaxis],
        }
        return float(self._session.run(None, feed)[0][0])


def _open(path: Path, threads: int | None) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or cores()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    for name, value in OPTIONS.items():
        options.add_session_config_entry(name, value)
    try:
        return onnxruntime.InferenceSession(
            str(path),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=LEFT_APART,
        )
    except Exception as error:  # onnxruntime's own exceptions share no base but this
        raise ModelError(f"{path}: onnxruntime cannot open it ({error})") from error


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
