"""Written classes at our own seams: an encoder of words, weights that do not change, articles."""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index import Article, Progress
from index.encoder import Vectors
from index.facts import find_facts
from index.fitted import Fitted
from index.lexicon import Lexicon
from index.perceptron import Perceptron
from index.questions import read_question
from index.scene import LogOdds, Scene, Values
from index.weights import Regime, Weights

STEM_CHARS = 5  # enough to bring the endings of one word together


class BagEncoder:
    """An encoder to which meaning is words: a hashed bag of their beginnings, of unit length.

    `name` is its fingerprint; `encoded` counts the passages that it was given.
    """

    def __init__(self, name: str = "bag", dimensions: int = 256) -> None:
        self.name = name
        self.size = dimensions
        self.encoded = 0

    @property
    def fingerprint(self) -> str:
        return self.name

    @property
    def dimensions(self) -> int:
        return self.size

    def encode_question(self, question: str) -> Vectors:
        return self._vector(question)

    def answerability(self, question: str) -> Vectors | None:
        """Weigh a passage's vector by the question's: the log-odds are the similarity."""
        return np.append(self._vector(question), np.float32(0))

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded += len(passages)
        if progress:
            progress("embedding passages", len(passages), len(passages))
        rows = [self._vector(passage) for passage in passages]
        return np.stack(rows) if rows else np.zeros((0, self.size), np.float32)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.size, np.float32)
        vector[0] = 0.1  # so that a text without a word has a direction too
        for word in re.findall(r"[^\W_]{3,}", text.casefold()):
            digest = blake2b(word[:STEM_CHARS].encode("utf-8", "surrogatepass"), digest_size=4)
            vector[1 + int.from_bytes(digest.digest(), "big") % (self.size - 1)] += 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


def regime(
    name: str = "test",
    ranking: Mapping[str, float] | None = None,
    verdict: Mapping[str, float] | None = None,
    **others: float,
) -> Regime:
    """Return weights of tests' own: the shipped ones are refitted now and then."""
    return Regime(
        name=name,
        licence="MIT",
        fitted_on=("a set",),
        model="bag",
        ranking=ranking or {"dense": 4.0, "bm25": 2.0},
        verdict=Perceptron.linear(verdict or {"coverage": 8.0}, others.get("bias", -4.0)),
        answer=others.get("answer", 0.5),
        closest=others.get("closest", 0.1),
    )


def fitted(**ranking: float) -> Fitted:
    """Return weights of tests' own for both regimes, without a background."""
    return Fitted(Weights(regime("same", ranking), regime("crossed", ranking)), None)


def article(text: str, title: str = "Un article", language: str = "fr") -> Article:
    return Article.from_text(text, title=title, language=language)


def scene(
    question: str,
    texts: Sequence[str],
    *,
    code: str = "fr",
    dense: Sequence[float] | None = None,
    context: Sequence[float] | None = None,
    window: Sequence[float] | None = None,
    apart: Sequence[float] | None = None,
    context_apart: Sequence[float] | None = None,
    paragraphs: Sequence[int] | None = None,
    heading: Sequence[float] | None = None,
    log_odds: Sequence[float] | None = None,
    window_log_odds: Sequence[float] | None = None,
) -> Scene:
    """Return a question before the sentences of one article, with similarities given by hand."""
    count = len(texts)
    places = np.arange(count)
    flat = np.zeros(count, np.float32)

    def given(values: Sequence[float] | None) -> Values:
        return flat if values is None else np.array(values, np.float32)

    read = read_question(question)
    return Scene(
        question=read,
        matches=Lexicon.build(texts, [code] * count).match(question, read.language or code),
        ids=places.astype(np.int64),
        dense=given(dense),
        dense_context=given(context),
        dense_window=given(window),
        dense_apart=given(apart),
        dense_context_apart=given(context_apart),
        previous=places - 1,
        following=np.append(places[1:], -1),
        paragraph=np.array(paragraphs if paragraphs is not None else [0] * count, np.int64),
        length=np.log1p([len(text) for text in texts]).astype(np.float32),
        heading=given(heading),
        facts=tuple(find_facts(text, code) for text in texts),
        log_odds=None if log_odds is None else LogOdds(given(log_odds), given(window_log_odds)),
    )


Paragraph = tuple[str, Sequence[tuple[str, str]]]  # a context, and questions with their answers


def squad(articles: Mapping[str, Sequence[Paragraph]]) -> dict[str, object]:
    """Return articles in SQuAD's format; an answer of "" is none."""
    number = 0
    data = []
    for title, paragraphs in articles.items():
        rows = []
        for context, asked in paragraphs:
            qas = []
            for question, words in asked:
                answer = {"text": words, "answer_start": context.find(words)}
                answers = [answer] if words else []
                qas.append({"id": f"q{number}", "question": question, "answers": answers})
                number += 1
            rows.append({"context": context, "qas": qas})
        data.append({"title": title, "paragraphs": rows})
    return {"version": "1.1", "data": data}


def write_json(path: Path, table: object) -> Path:
    path.write_text(json.dumps(table, ensure_ascii=False), "utf-8")
    return path
