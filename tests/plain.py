"""The plain int8 path: what the encoder was before anything was made fast or small.

One network as `quantize_dynamic` writes it, nothing fused, weights unsigned, its table of words
inside, and the model's whole tokenizer.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from index import OnnxEncoder, Progress
from index.encoder import MAX_PASSAGE_TOKENS, Vectors
from index.model.gate import probes
from index.model.quantising import quantise, tame_outliers
from index.model_passport import CROSS_FILE, FP32_FILE, MEMORY_FILE
from index.sessions import LEFT_APART, ReadingNetwork
from index.tokens import WholeTokenizer


class PlainEncoder:
    """Questions by the plain path, in int8 or in fp32; passages by the encoder beside it."""

    def __init__(self, encoder: OnnxEncoder, network: Path) -> None:
        self._encoder = encoder
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(network), options, disabled_optimizers=LEFT_APART
        )
        self._tokenizer = WholeTokenizer(encoder.folder, encoder.passport.max_tokens)
        self._cross_encoder = ReadingNetwork(
            encoder.folder / CROSS_FILE, encoder.folder / MEMORY_FILE
        )

    @classmethod
    def int8(cls, encoder: OnnxEncoder, scratch: Path) -> "PlainEncoder":
        """Quantise the exported network anew, into a folder for files that are not kept."""
        passport = encoder.passport
        tokenizer = WholeTokenizer(encoder.folder, passport.max_tokens)
        prefixes = (passport.question_prefix, passport.passage_prefix)
        texts = [tokenizer.ids(text) for some in probes(prefixes) for text in some]
        tame_outliers(encoder.folder / FP32_FILE, scratch / "plain.onnx", texts)
        quantise(scratch / "plain.onnx")
        return cls(encoder, scratch / "plain.onnx")

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    def encode_question(self, question: str) -> Vectors:
        vector: Vectors = self._run(self._question_ids(question))[0][0]
        return vector

    def read(self, question: str, passage: str) -> float:
        """Read with the cross-encoder's unsigned form."""
        ids = self._tokenizer.ids(self._encoder.passport.passage_prefix + passage)
        if len(ids) > MAX_PASSAGE_TOKENS:
            ids = [*ids[: MAX_PASSAGE_TOKENS - 1], ids[-1]]
        vectors, states = self._run(ids)
        asked = self._run(self._question_ids(question))[1][0, 0]
        return self._cross_encoder.run(
            asked, self._cross_encoder.remember(states[:, 0], vectors[0])
        )

    def begin_reading(self, question: str, passage: str) -> Callable[[], float]:
        """Begin nothing: it is read when that is waited for."""
        return partial(self.read, question, passage)

    def remember(self, passages: Sequence[str]) -> None:
        """Do nothing: each passage is made ready when it is read."""

    def _question_ids(self, question: str) -> list[int]:
        return self._tokenizer.ids(self._encoder.passport.question_prefix + question)

    def _run(self, ids: list[int]) -> Any:
        tokens = np.array([ids], np.int64)
        feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        return self._session.run(None, feed)

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._encoder.encode_passages(passages, progress)
