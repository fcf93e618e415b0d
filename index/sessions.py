"""ONNX Runtime, set up for the machine it runs on: token ids → what a network makes of them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

OUTPUTS = ("sentence_embedding", "token_embeddings")
ROWS_INPUT = "word_rows"  # the table's rows, (texts, tokens, d) in the table's own type
OPTIONS = {
    # A thread that waits by spinning takes the core that the next question, or the event loop,
    # needs: with two askers on two cores, 36 to 40 questions a second without it and 28 with it.
    "session.intra_op.allow_spinning": "0",
    # Smaller pieces of work: a core that is busy elsewhere keeps nobody waiting.
    "session.dynamic_block_base": "4",
}


class Network:
    """An exported network. Its table of words' rows may lie beside it, and is memory-mapped then.

    Safe to use from several threads.
    """

    def __init__(self, path: Path, table: Path | None = None) -> None:
        """Open a file; raise ModelError where it is none that can be run."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = cores()
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        for name, value in OPTIONS.items():
            options.add_session_config_entry(name, value)
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's own exceptions share no base but this
            raise ModelError(f"{path}: onnxruntime cannot open it ({error})") from error
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._table = None if table is None else np.load(table, mmap_mode="r")

    def run(self, ids: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the vectors (n, d) of a batch of texts, and the states (n, t, d) of their tokens.

        Each text is its token ids, one at least; t is the longest text's.
        """
        tokens = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(tokens)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        feed: dict[str, Any] = {"input_ids": tokens, "attention_mask": mask}
        if self._table is not None:
            feed[ROWS_INPUT] = self._table[tokens]
        vectors, states = self._session.run(
            OUTPUTS, {name: array for name, array in feed.items() if name in self._inputs}
        )
        return vectors, states


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
