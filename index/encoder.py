"""Texts → unit vectors, pairs → log-odds: the Encoder protocol, and ONNX Runtime's encoder."""

import logging
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.machine import has_vnni, lacks_avx2, require_memory
from index.model_passport import (
    BUNDLED,
    CROSS_FILE,
    CROSS_SIGNED_FILE,
    INT8_FILE,
    MEMORY_FILE,
    MEMORY_SIGNED_FILE,
    SIGNED_FILE,
    TABLE_FILE,
    ModelPassport,
    model_folder,
)
from index.sessions import Network, ReadingNetwork, Remembered
from index.tokens import PARTS, TOKENIZER_FILE, Tokenizer, open_tokenizer

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all

# Of the fp32 network's file: what opening it and a batch of passages take, measured.
PASSAGES_MEMORY = 1.7

QUESTIONS_KEPT = 256  # vectors and states of the questions asked last, 30 KB each
PASSAGES_KEPT = 128  # keys and values of the passages read last, 3 KB a token: half a MB at most
# A question of 16 tokens is usual, and the network's time grows with them: six times that is six
# times as dear, where 512 tokens, as passages may have, would be 38 times.
MAX_QUESTION_TOKENS = 96
MAX_PASSAGE_TOKENS = 160  # that the cross-encoder reads: longer sentences by their beginning
BATCH = 32  # passages a run; fp32 vectors do not depend on it beyond rounding
TAIL_CHARS = 160  # of the sentence before; the adapter is taught on this form of a passage


class Encoder(Protocol):
    """Turns text into vectors whose inner product is their similarity."""

    @property
    def fingerprint(self) -> str:
        """Return what tells this encoder's vectors from another's (model, export, prefixes)."""

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""

    def encode_question(self, question: str) -> Vectors:
        """Return the question's vector, (d,) float32, unit length."""

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return the passages' vectors, (n, d) float32, rows of unit length, in order."""

    def read(self, question: str, passage: str) -> float | None:
        """Return the log-odds that the passage answers; None where there is no cross-encoder.

        They are of that passage alone: what others say does not change them.
        """

    def begin_reading(self, question: str, passage: str) -> Callable[[], float | None]:
        """Begin to read beside the caller, where that can be; return what waits for the outcome."""

    def remember(self, passages: Sequence[str]) -> None:
        """Get ready to read these passages: what is read for the first time takes far longer."""


def with_tail(sentence: str, before: str) -> str:
    """Return a sentence with the end of the one before it, the form that the adapter knows best."""
    return f"{sentence} | {before[-TAIL_CHARS:]}" if before else sentence


def open_encoder(
    data_dir: Path | str, model: str = BUNDLED, progress: Progress | None = None
) -> "OnnxEncoder":
    """Open a model's encoder, exporting the model first where that is not done or is damaged.

    Raise ModelError with one clear line where neither is possible.
    """
    if lacks_avx2():
        log.warning("this processor has no AVX2: a question takes several times as long here")
    folder = model_folder(data_dir, model)
    if folder.exists():
        try:
            return OnnxEncoder(folder)
        except ModelError as error:
            log.warning("%s; exporting the model again", error)
    try:
        from index.model.export import export_model  # torch: build time alone

        export_model(model, folder, progress)
    except ImportError as error:
        raise ModelError(
            f"{folder}: no exported model here, and exporting {model} needs what "
            f"`pip install verbatim-bot[build]` adds ({error.name} is missing)"
        ) from error
    return OnnxEncoder(folder)


class OnnxEncoder:
    """Encodes with an exported model: questions one a run, passages in batches in fp32.

    What questions need is checked and opened at once, the passages' model when the first passage
    is encoded. Safe to use from several threads.
    """

    def __init__(self, folder: Path | str) -> None:
        """Open an exported folder; raise ModelError where it is damaged or foreign."""
        self.folder = Path(folder)
        self.passport = ModelPassport.read(self.folder)
        self._tokenizer = self._open_tokenizer()
        self._turn = Lock()  # of the one run that has two cores
        self._questions = self._open_network(self.passport.questions)
        self._cross_encoder = self._open_cross_encoder()
        self._asked = lru_cache(maxsize=QUESTIONS_KEPT)(self._encode_question)
        self._kept = lru_cache(maxsize=PASSAGES_KEPT)(self._remember)

    @property
    def fingerprint(self) -> str:
        """Return what tells this encoder's vectors from another's."""
        return self.passport.fingerprint

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self.passport.dimensions

    def encode_question(self, question: str) -> Vectors:
        """Return the question's vector, (d,) float32, unit length; it is not to be written into."""
        vector: Vectors = self._asked(question)[0]
        return vector

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return the passages' vectors, (n, d) float32, rows of unit length, in order.

        Passages come without the model's own prefix.
        """
        vectors = np.zeros((len(passages), self.dimensions), np.float32)
        ids = [self._ids(self.passport.passage_prefix + text) for text in passages]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]), reverse=True)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._passages.run([ids[i] for i in rows])
            if progress:
                progress("embedding passages", start + len(rows), len(order))
        return vectors

    def read(self, question: str, passage: str) -> float | None:
        """Return the log-odds that the passage answers; None where there is no cross-encoder.

        A long question is read as `encode_question` reads it, a long passage by its beginning.
        """
        if self._cross_encoder is None:
            return None
        _, asked = self._asked(question)
        return self._cross_encoder.run(asked, self._kept(passage))

    def begin_reading(self, question: str, passage: str) -> Callable[[], float | None]:
        """Begin to read beside the caller, where that can be; return what waits for the outcome."""
        if self._cross_encoder is None:
            return lambda: None
        _, asked = self._asked(question)
        return self._cross_encoder.begin(asked, self._kept(passage))

    def remember(self, passages: Sequence[str]) -> None:
        """Get ready to read these passages; of too many, the last ones stay remembered."""
        if self._cross_encoder is not None:
            for passage in passages:
                self._kept(passage)

    def rest(self) -> None:
        """Let go of the passages' model, half a gigabyte, until there are passages again."""
        self.__dict__.pop("_passages", None)

    def _encode_question(self, question: str) -> tuple[Vectors, Any]:
        ids = _shortened(self._ids(self.passport.question_prefix + question))
        vector, states = self._questions.run_one(ids)
        vector.flags.writeable = False
        return vector, None if states is None else states[0].copy()

    def _remember(self, passage: str) -> Remembered:
        ids = beginning(self._ids(self.passport.passage_prefix + passage))
        vector, states = self._questions.run_one(ids)
        assert self._cross_encoder is not None
        assert states is not None  # they are exported with it
        return self._cross_encoder.remember(states, vector)

    def _ids(self, text: str) -> list[int]:
        """Return token ids, at least one and at most `max_tokens`."""
        return self._tokenizer.ids(_well_formed(text)) or [0]

    @cached_property
    def _passages(self) -> Network:
        if self.passport.passages == self.passport.questions:
            return self._questions
        path = self.folder / self.passport.passages
        if path.exists():
            require_memory("embedding passages", int(PASSAGES_MEMORY * path.stat().st_size))
        return self._open_network(self.passport.passages)

    def _open_tokenizer(self) -> Tokenizer:
        names = self.passport.files.keys()
        parts = [name for name in PARTS if name in names] or [TOKENIZER_FILE]
        for name in parts:
            self.passport.check(self.folder, name)
        try:
            return open_tokenizer(self.folder, self.passport.max_tokens, parts)
        except Exception as error:  # tokenizers raises nothing more precise
            raise ModelError(f"{self.folder / parts[0]}: cannot be opened ({error})") from error

    def _open_network(self, name: str) -> Network:
        if name != INT8_FILE:
            return Network(self.passport.check(self.folder, name))
        has_table = TABLE_FILE in self.passport.files
        table = self.passport.check(self.folder, TABLE_FILE) if has_table else None
        return Network(self._int8(name, SIGNED_FILE), table, *self._threads())

    def _open_cross_encoder(self) -> ReadingNetwork | None:
        if CROSS_FILE not in self.passport.files:
            return None
        return ReadingNetwork(
            self._int8(CROSS_FILE, CROSS_SIGNED_FILE),
            self._int8(MEMORY_FILE, MEMORY_SIGNED_FILE),
            *self._threads(),
        )

    def _int8(self, name: str, signed: str) -> Path:
        """Return which of two int8 forms to open."""
        chosen = signed if signed in self.passport.files and has_vnni() else name
        return self.passport.check(self.folder, chosen)

    def _threads(self) -> "tuple[int | None, Lock | None]":
        """Return for how many threads to open what questions need, and who may have two.

        With VNNI all is so fast that threads which do not spin wait longer than they work; without
        it they do not, and spinning gains nothing (docs/performance.md).
        """
        return (1, self._turn) if has_vnni() else (None, None)


def beginning(ids: Sequence[int]) -> tuple[int, ...]:
    """Return what the cross-encoder reads of a passage: its beginning, and the end's token."""
    return (
        tuple(ids) if len(ids) <= MAX_PASSAGE_TOKENS else (*ids[: MAX_PASSAGE_TOKENS - 1], ids[-1])
    )


def _shortened(ids: list[int]) -> list[int]:
    """Return the ids of a question's beginning and end: people put their question at either."""
    half = MAX_QUESTION_TOKENS // 2
    return ids if len(ids) <= MAX_QUESTION_TOKENS else ids[:half] + ids[-half:]


def _well_formed(text: str) -> str:
    """Return text that can be UTF-8: surrogates in pairs are joined, lone ones become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
