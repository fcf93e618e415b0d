"""Trials of asking: any question to any article has a verdict, and its quotes slice."""

import math
import os
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from index import (
    Answer,
    Article,
    ArticleError,
    ArticleIndex,
    OnnxEncoder,
    Quote,
    Verdict,
    default_article,
    open_encoder,
)
from tests.fakes import BagEncoder
from tests.fuzz import hostile
from tests.fuzz.reading import LANGUAGES

LIBRARIES = 300  # drawn once and asked often, since to index costs more than to ask


def asking(rng: Random) -> None:
    """Hostile questions to hostile articles: signals, ranking, verdict, quotes, follow-ups."""
    asks(_library(rng.randrange(LIBRARIES)), rng)


def asking_the_model(rng: Random) -> None:
    """Hostile questions to the real model and the package's own article."""
    index = _real_index()
    asks(index, rng)
    if rng.random() < 0.2:
        vector = _encoder().encode_passages([hostile.text(rng)])[0]
        assert np.isfinite(vector).all()
        assert abs(float(np.linalg.norm(vector)) - 1) < 1e-3


def asks(index: ArticleIndex, rng: Random) -> None:
    """Ask an index something hostile."""
    question = hostile.question(rng)
    previous = hostile.question(rng) if rng.random() < 0.4 else None
    limit = rng.choice((1, 3, 3, 10))
    some = [each.content_hash for each in index.articles if rng.random() < 0.7]
    answer = index.ask(question, limit, articles=some or None, previous=previous)
    is_true(answer, limit)
    if rng.random() < 0.2:
        assert index.ask(question, limit, articles=some or None, previous=previous) == answer
    for found in index.rank(question, limit=5) if rng.random() < 0.3 else ():
        is_a_slice(found)
        assert index.quote(found.article.content_hash, index.number(found)) is not None


def is_true(answer: Answer, limit: int) -> None:
    """Hold an answer to what is promised of it."""
    assert 0 <= answer.confidence <= 1
    assert len(answer.quotes) <= limit
    assert bool(answer.quotes) is (answer.verdict is not Verdict.NONE)
    for quote in answer.quotes:
        is_a_slice(quote)


def is_a_slice(quote: Quote) -> None:
    """Hold a quote to its article."""
    text = quote.article.text
    assert 0 <= quote.start < quote.end <= len(text)
    assert quote.text == text[quote.start : quote.end] == quote.text.strip() != ""
    assert math.isfinite(quote.confidence)
    assert 0 <= quote.confidence <= 1
    if quote.highlight is not None:
        start, end = quote.highlight
        assert quote.start <= start < end <= quote.end
    if quote.context is not None:
        start, end = quote.context
        assert 0 <= start < end <= len(text)
        assert end <= quote.start or start >= quote.end


@cache
def _library(number: int) -> ArticleIndex:
    rng, articles = Random(f"library {number}"), []
    for _ in range(rng.choice((1, 1, 2, 4))):
        try:
            title, said = hostile.line(rng), hostile.text(rng, 600)
            articles.append(Article.from_text(said, title=title, language=rng.choice(LANGUAGES)))
        except ArticleError:
            continue
    return ArticleIndex.build(articles or [default_article()], BagEncoder())


@cache
def _encoder() -> OnnxEncoder:
    return open_encoder(os.environ.get("VERBATIM_TEST_DATA") or Path(hostile.ROOT) / "data")


@cache
def _real_index() -> ArticleIndex:
    return ArticleIndex.build([default_article()], _encoder())
