"""Texts → unit vectors: the Encoder protocol, and ONNX Runtime's encoder."""

import contextlib
import logging
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError, pass_on_exhaustion
from index.folders import alone
from index.machine import has_vnni, lacks_avx2, require_memory
from index.model_passport import (
    BUNDLED,
    INT8_FILE,
    SIGNED_FILE,
    TABLE_FILE,
    ModelPassport,
    model_folder,
)
from index.sessions import Network
from index.tokens import PARTS, TOKENIZER_FILE, Tokenizer, open_tokenizer

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all

# Of the fp32 network's file: what opening it and a batch of passages take, measured.
PASSAGES_MEMORY = 1.7

_HOW_TO_EXPORT = "docs/deploy.md, Updating"

QUESTIONS_KEPT = 1024  # what is known of the questions asked last, 3 KB each
# A question of 16 tokens is usual, and the network's time grows with them: six times that is six
# times as dear, where 512 tokens, as passages may have, would be 38 times.
MAX_QUESTION_TOKENS = 96
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

    def answerability(self, question: str) -> Vectors | None:
        """Return by what to weigh a passage's vector for the log-odds that it answers.

        (d + 1,) float32, the last one of which is added; None where the encoder was not taught it.
        """


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
        with contextlib.suppress(ModelError):
            return OnnxEncoder(folder)
    with alone(folder):
        if folder.exists():  # who waited finds what was exported meanwhile
            try:
                return OnnxEncoder(folder)
            except ModelError as error:
                log.warning("%s; exporting the model again", error)
        return _exported(model, folder, progress)


def _exported(model: str, folder: Path, progress: Progress | None) -> "OnnxEncoder":
    try:
        from index.model.export import export_model  # torch: build time alone

        export_model(model, folder, progress)
    except ImportError as error:
        found = "the exported model cannot be used" if folder.exists() else "no exported model here"
        raise ModelError(
            f"{folder}: {found}, and exporting {model} needs {error.name}, which is not installed "
            f"here: export it elsewhere, and copy it ({_HOW_TO_EXPORT})"
        ) from error
    return OnnxEncoder(folder)


def _can_export() -> bool:
    """Say whether what exports models is installed, without the seconds that importing it takes."""
    return find_spec("sentence_transformers") is not None


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
        self._asked = lru_cache(maxsize=QUESTIONS_KEPT)(self._encode_question)

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

    def answerability(self, question: str) -> Vectors | None:
        """Return by what to weigh a passage's vector for the log-odds that it answers."""
        return self._asked(question)[1]

    def rest(self) -> None:
        """Let go of the passages' model, half a gigabyte, until there are passages again."""
        self.__dict__.pop("_passages", None)

    def _encode_question(self, question: str) -> tuple[Vectors, Vectors | None]:
        ids = _shortened(self._ids(self.passport.question_prefix + question))
        found = self._questions.run_one(ids)
        for each in found:
            each.flags.writeable = False
        vector, *answerability = found
        return vector, answerability[0] if answerability else None

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
        try:
            return self._open_network(self.passport.passages)
        except ModelError as error:  # questions do not need it: it may have stayed behind
            again = f"delete the folder {self.folder} for the model to be exported again"
            raise ModelError(
                f"{error}; what is indexed is embedded with it: copy it from where the model was "
                f"exported ({_HOW_TO_EXPORT})" + (f", or {again}" if _can_export() else "")
            ) from error

    def _open_tokenizer(self) -> Tokenizer:
        names = self.passport.files.keys()
        parts = [name for name in PARTS if name in names] or [TOKENIZER_FILE]
        for name in parts:
            self.passport.check(self.folder, name)
        try:
            return open_tokenizer(self.folder, self.passport.max_tokens, parts)
        except Exception as error:  # tokenizers raises nothing more precise
            pass_on_exhaustion(error, self.folder / parts[0])
            raise ModelError(f"{self.folder / parts[0]}: cannot be opened ({error})") from error

    def _open_network(self, name: str) -> Network:
        if name != INT8_FILE:
            return Network(self.passport.check(self.folder, name))
        has_table = TABLE_FILE in self.passport.files
        table = self.passport.check(self.folder, TABLE_FILE) if has_table else None
        chosen = SIGNED_FILE if SIGNED_FILE in self.passport.files and has_vnni() else name
        return Network(self.passport.check(self.folder, chosen), table, *self._threads())

    def _threads(self) -> "tuple[int | None, Lock | None]":
        """Return for how many threads to open what questions need, and who may have two.

        With VNNI all is so fast that threads which do not spin wait longer than they work; without
        it they do not, and spinning gains nothing (docs/performance.md).
        """
        return (1, self._turn) if has_vnni() else (None, None)


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
