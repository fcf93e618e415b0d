"""What is quoted: which sentences, and what makes them understandable."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

import numpy as np

from index.anaphora import points_back
from index.article import Article, Sentence
from index.facts import FactKind
from index.layout import CELL_SEPARATOR
from index.ranking import order, shares
from index.signals import NAMES, Scene, Values

# A further sentence is quoted when it adds this share of the question's idf to what the quotes
# before it have; less is a repetition in other words.
ADDS_COVERAGE = 0.25
# … or states a further fact of the type asked for. Either from this share of the first one's belief
# on: at .25 some 2 quotes in a hundred answers were fewer, and 4 in a thousand were not right.
ADDS_BELIEF = 0.15
CONTEXT_MAX_CHARS = 500  # what a message has room for beside a quote
MAX_ROWS = 200  # of a table, looked at
MAX_QUESTIONS = 3  # one behind the other, looked behind for what answers

_ASKS = re.compile(r"[?؟？]\W*$")


def asks(text: str) -> bool:
    """Say whether a sentence is a question."""
    return bool(_ASKS.search(text))


def context_of(
    article: Article, sentence: Sentence, earlier: Iterable[Sentence]
) -> tuple[int, int] | None:
    """Return where what makes a sentence understandable stands, when it needs that.

    `earlier` are the sentences before it in its article, the nearest first. Of a sentence that
    points back, or that stands behind a question, it is the first of them; of a row it is the first
    row of its table.
    """
    if _cells(article, sentence):
        needed = next(iter(deque(_rows(article, sentence, earlier), maxlen=1)), None)
    else:
        needed = next(iter(earlier), None)
        if needed and needed.paragraph < sentence.paragraph - 1:  # one between was taken away
            needed = None
        if not points_back(_text(article, sentence), article.language):
            needed = needed if needed and asks(_text(article, needed)) else None
    if needed is None or needed.end - needed.start > CONTEXT_MAX_CHARS:
        return None
    return needed.start, needed.end


def stand_ins(
    article: Article, sentence: Sentence, earlier: Iterable[Sentence], later: Iterable[Sentence]
) -> range:
    """Return by how many sentences later stands what may answer in a sentence's place.

    A question answers nothing, but what stands behind it may, nor does the head of a table, but its
    rows may. Nothing, where the sentence may answer itself or nothing follows.
    """
    if asks(_text(article, sentence)):
        behind = enumerate(islice(later, MAX_QUESTIONS), start=1)
        answer = next((n for n, one in behind if not asks(_text(article, one))), 0)
        return range(answer, answer + bool(answer))
    if _cells(article, sentence) and not any(_rows(article, sentence, earlier)):
        return range(1, 1 + sum(1 for _ in _rows(article, sentence, later)))
    return range(0)


def first_cell(article: Article, row: Sentence) -> str:
    """Return what a row of a table opens with, which is what it is of; "" of what is no row."""
    return _text(article, row).split(CELL_SEPARATOR)[0] if _cells(article, row) else ""


def _rows(article: Article, row: Sentence, others: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield those of other sentences that are rows of the same table, as far as they go on."""
    cells = _cells(article, row)
    return takewhile(lambda other: _cells(article, other) == cells, islice(others, MAX_ROWS))


def _text(article: Article, sentence: Sentence) -> str:
    return article.text[sentence.start : sentence.end]


def _cells(article: Article, sentence: Sentence) -> int:
    """Return how many cells a row of a table has, 0 for what is none, or has a cell beside one."""
    breaks = article.text.count(CELL_SEPARATOR, sentence.start, sentence.end)
    return breaks + 1 if breaks > 1 else 0


def choose(scene: Scene, scores: Values, limit: int) -> list[int]:
    """Return the places of the candidates to quote, best first: one, or more where they add."""
    ranked = [int(place) for place in order(scores)]
    belief = shares(scores)
    chosen = ranked[:1]
    for place in ranked[1 : 2 * limit]:
        if len(chosen) < limit and _adds(scene, belief, chosen, place):
            chosen.append(place)
    return chosen


def _adds(scene: Scene, belief: Values, chosen: Sequence[int], place: int) -> bool:
    if belief[place] < ADDS_BELIEF * belief[chosen[0]]:
        return False
    have = scene.likeness[:, list(chosen)].max(axis=1) if len(scene.idf) else scene.idf
    gain = float(scene.idf @ np.maximum(scene.likeness[:, place] - have, 0))
    return gain >= ADDS_COVERAGE or _states_more(scene, chosen, place)


def _states_more(scene: Scene, chosen: Sequence[int], place: int) -> bool:
    wants = scene.question.wants
    given = scene.question.values(*FactKind)
    have = {fact.value for one in chosen for fact in scene.facts[one] if fact.kind in wants}
    new = {f.value for f in scene.facts[place] if f.kind in wants and f.kind not in NAMES}
    return bool(new - have - given) and bool(have)
