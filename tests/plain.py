"""The plain int8 path: what the encoder was before anything was made fast or small.

One network as `quantize_dynamic` writes it, nothing fused, weights unsigned, its table of words
inside, and the model's whole tokenizer.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index import OnnxEncoder, Progress
from index.encoder import Vectors
from index.model.answerability import read_answerability
from index.model.gate import probes
from index.model.graph import write_onnx
from index.model.quantising import quantise, tame_outliers
from index.model.source import load_model
from index.model_passport import ANSWERABILITY, BUNDLED
from index.onnx_runtime import onnx_runtime
from index.sessions import LEFT_APART
from index.tokens import WholeTokenizer

WHOLE = "whole.onnx"


class PlainEncoder:
    """Questions by the plain path, in int8 or in fp32; passages by the encoder beside it."""

    def __init__(self, encoder: OnnxEncoder, network: Path) -> None:
        self._encoder = encoder
        runtime = onnx_runtime()
        options = runtime.SessionOptions()
        options.log_severity_level = 3
        self._session = runtime.InferenceSession(
            str(network), options, disabled_optimizers=LEFT_APART
        )
        self._tokenizer = WholeTokenizer(encoder.folder, encoder.passport.max_tokens)

    @classmethod
    def int8(cls, encoder: OnnxEncoder, scratch: Path) -> "PlainEncoder":
        """Export and quantise the bundled model anew; `scratch` is for files that are not kept."""
        passport = encoder.passport
        tokenizer = WholeTokenizer(encoder.folder, passport.max_tokens)
        prefixes = (passport.question_prefix, passport.passage_prefix)
        texts = [tokenizer.ids(text) for some in probes(prefixes) for text in some]
        plain = scratch / "plain.onnx"
        tame_outliers(write_whole(scratch), plain, texts)
        quantise(plain)
        return cls(encoder, plain)

    @classmethod
    def fp32(cls, encoder: OnnxEncoder, scratch: Path) -> "PlainEncoder":
        """Export the bundled model anew, into a folder for files that are not kept."""
        return cls(encoder, write_whole(scratch))

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    def encode_question(self, question: str) -> Vectors:
        vector: Vectors = self._run(self.question_ids(question))[0][0]
        return vector

    def answerability(self, question: str) -> Vectors:
        told: Vectors = self._run(self.question_ids(question))[1][0]
        return told

    def question_ids(self, question: str) -> list[int]:
        return self._tokenizer.ids(self._encoder.passport.question_prefix + question)

    def _run(self, ids: list[int]) -> Any:
        tokens = np.array([ids], np.int64)
        feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        return self._session.run(None, feed)

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._encoder.encode_passages(passages, progress)


def write_whole(scratch: Path) -> Path:
    """Write the bundled model as it is exported, before anything is taken out or made faster."""
    network = scratch / WHOLE
    model = load_model(BUNDLED, scratch / "source").model
    write_onnx(model, "mean", network, read_answerability(ANSWERABILITY))
    return network
