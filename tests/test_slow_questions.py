"""A question that is built to be slow costs at most ten times what a usual one costs."""

import json
import random
import statistics
import string
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index import Article, ArticleIndex, OnnxEncoder
from index.encoder import MAX_QUESTION_TOKENS, Vectors
from index.question_parts import split_question
from index.questions import MAX_QUESTION_CHARS, read_question
from index.replying import MOST_PARTS
from tests.work import lines_run

RNG = random.Random(6)
STORIES = sorted((Path(__file__).parent.parent / "benchmarks/stories").glob("*.json"))
# Questions that no other test asks: what was asked before costs next to nothing.
USUAL = [
    question
    for story in STORIES[:3]
    for entry in json.loads(story.read_text("utf-8"))["questions"]
    for question in entry["ask"].values()
]


def letters(count: int) -> str:
    return "".join(RNG.choices(string.ascii_lowercase, k=count))


LONG_PART = "who " + " ".join(letters(6) for _ in range(45))
SLOW = {
    "a very long word": letters(100_000),
    "1,000 different words": " ".join(letters(5) for _ in range(1000)),
    "short words": " ".join(letters(3) for _ in range(1000)),
    "names": " ".join(letters(4).capitalize() for _ in range(300)),
    "numbers": " ".join(map(str, range(1000))),
    "one letter that is eighteen in NFKC": "\ufdfa" * 1000,
    "the same in words": "\ufdfa " * 1000,
    "ligatures": "ﬃ" * 1000,
    "fractions": "½" * 1000,
    "marks on a letter": "a" + "\u0301" * 5000,
    "marks in no order": "".join(RNG.choices("\u0301\u0316\u0327\u0345", k=5000)),
    "stops": "a." * 1000,
    "apostrophes": "d'" * 1000,
    "Chinese": "的一是不了人我在有他" * 300,
    "Korean": "각" * 1000,
    "reasons": "parce que " * 300,
    "parts of a short question": " and ".join(f"who {letters(5)} {letters(5)}" for _ in range(12)),
    "parts of a long one": f"{LONG_PART} and {LONG_PART}",
}


class Counting:
    """A network that counts the tokens which it is given, of all that it runs."""

    def __init__(self, dimensions: int) -> None:
        self.tokens = 0
        self._row = np.full(dimensions, dimensions**-0.5, np.float32)

    def run_one(self, ids: Sequence[int]) -> list[Vectors]:
        self.tokens += len(ids)
        return [self._row.copy()]


@pytest.fixture(scope="module", autouse=True)
def one_core() -> Iterator[None]:
    """Have all lines run on the thread whose lines are counted."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.aside.cores", lambda: 1)
        yield


@pytest.fixture(scope="module")
def index(aleppo: Article, encoder: OnnxEncoder) -> ArticleIndex:
    """Return an index that nobody has asked anything yet."""
    return ArticleIndex.build([aleppo], encoder)


@pytest.fixture(scope="module")
def usual(index: ArticleIndex) -> float:
    """Return the lines of Python that a usual question runs the first time that it is asked."""
    for question in USUAL[:20]:
        index.ask(question)
    return statistics.median(lines_run(partial(index.ask, question)) for question in USUAL[20:60])


@pytest.mark.parametrize("name", SLOW)
def test_it_runs_at_most_ten_times_the_lines(index: ArticleIndex, usual: float, name: str) -> None:
    assert lines_run(lambda: index.ask(SLOW[name])) <= 10 * usual


@pytest.mark.parametrize("name", SLOW)
def test_the_network_is_given_at_most_ten_times_the_tokens(
    encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    network = Counting(encoder.dimensions)
    monkeypatch.setattr(encoder, "_questions", network)
    counts = []
    for question in USUAL[60:90]:
        before = network.tokens
        encoder._encode_question(question)
        counts.append(network.tokens - before)
    asked = read_question(SLOW[name])
    parts = split_question(asked.text, asked.language)[:MOST_PARTS]
    before = network.tokens
    for text in [asked.text, *parts]:
        encoder._encode_question(text)
    most = 10 * statistics.median(counts)
    assert network.tokens - before <= most
    assert most >= MAX_QUESTION_TOKENS


def test_a_question_is_read_to_the_same_length_in_every_normal_form() -> None:
    assert len(read_question("\ufdfa" * 1000).text) == MAX_QUESTION_CHARS // 18
    assert read_question("é" * 1000).text == "é" * 1000
    assert read_question("x" * 2000).text == "x" * MAX_QUESTION_CHARS


def test_the_end_of_a_long_question_is_read_too(encoder: OnnxEncoder) -> None:
    story = " ".join(letters(6) for _ in range(80))
    one = encoder.encode_question(f"{story} Who vetoed the resolution?")
    other = encoder.encode_question(f"{story} Combien de civils ont été tués ?")
    assert float(one @ other) < 0.9999
