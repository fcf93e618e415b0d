"""What is quoted: which sentences, and what makes them understandable."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile, tee

import numpy as np

from index.anaphora import points_back
from index.article import Article, Sentence
from index.blocks import BlockKind
from index.facts import NAMES, FactKind
from index.lists import announces, announcing, items
from index.punctuation import QUOTATION_MARK, asks
from index.ranking import order, shares
from index.scene import Scene, Values
from index.tables import cells, may_be_head, same_table

# A further sentence is quoted when it adds this share of the question's idf to what the quotes
# before it have; less is a repetition in other words.
ADDS_COVERAGE = 0.25
# … or states a further fact of the type asked for. Either from this share of the first one's belief
# on: at .25 some 2 quotes in a hundred answers were fewer, and 4 in a thousand were not right.
ADDS_BELIEF = 0.15
CONTEXT_MAX_CHARS = 500  # what a message has room for beside a quote
MAX_QUESTIONS = 3  # one behind the other, looked behind for what answers

_OPENS = re.compile(r"(?<![\w.,!?…])(?:[“„«]|[\"”»](?=\S))")  # what closes in another language too
_CLOSED_BY = {"«": "»", "»": "«", "“": "”", "„": "“”", "”": "”", '"': '"'}


def context_of(
    article: Article, sentence: Sentence, earlier: Iterable[Sentence]
) -> tuple[int, int] | None:
    """Return where what makes a sentence understandable stands, when it needs that.

    `earlier` are the sentences before it in its article, the nearest first. Of a sentence that
    points back, or that stands behind a question, it is the first of them; of a row it is the first
    row of its table, of an item of a list the line that announces it, and of a sentence within a
    quotation all of that before it, where that is not too long.
    """
    needed = _needed(article, sentence, earlier)
    return (needed[0].start, needed[-1].end) if needed and _fits(needed) else None


def _fits(some: Sequence[Sentence]) -> bool:
    """Say whether a message has room for sentences, one behind the other, beside a quote."""
    return some[-1].end - some[0].start <= CONTEXT_MAX_CHARS


def _needed(
    article: Article, sentence: Sentence, earlier: Iterable[Sentence]
) -> Sequence[Sentence]:
    """Return the sentences, one behind the other, that a sentence is understood by."""
    if cells(article, sentence):
        return [row for _, row in deque(same_table(article, sentence, earlier), maxlen=1)]
    nearest, earlier = tee(earlier)
    line = announcing(article, sentence, earlier)
    if line and not _parted(article, line, sentence):
        return [line]
    before = list(islice(nearest, max(1, sentence.sentence - 1)))[::-1]
    if before and before[0].paragraph == sentence.paragraph:
        text = article.text[before[0].start : sentence.start]
        if (opened := open_quotation(text)) is not None:
            within = [one for one in before if one.end > before[0].start + opened]
            if _fits(within):
                return within
    return [one for one in before[-1:] if _is_needed(article, one, sentence)]


def open_quotation(text: str) -> int | None:
    """Return where the quotation opens that is not closed at the end of a text; None if none is."""
    opened: list[int] = []
    for found in QUOTATION_MARK.finditer(text):
        if opened and found[0] in _CLOSED_BY[text[opened[-1]]]:
            opened.pop()
        elif _OPENS.match(text, found.start()):
            opened.append(found.start())
    return opened[0] if opened else None


def _is_needed(article: Article, before: Sentence, sentence: Sentence) -> bool:
    """Say whether a sentence is understood by the one before it alone."""
    if before.paragraph < sentence.paragraph - 1 or cells(article, before):
        return False  # one between was taken away, or it is a row, which says too little
    if points_back(_text(article, sentence), article.code):
        return True
    return asks(_text(article, before)) and not _parted(article, before, sentence)


def stand_ins(
    article: Article, sentence: Sentence, earlier: Iterable[Sentence], later: Iterable[Sentence]
) -> list[int]:
    """Return by how many sentences later stands what may answer in a sentence's place.

    A question answers nothing, but what stands behind it may, nor does the head of a table, or a
    line that announces a table, but its rows may. Nothing, where the sentence may answer itself or
    nothing follows.
    """
    if asks(_text(article, sentence)):
        behind = enumerate(islice(later, MAX_QUESTIONS), start=1)
        answer = next(((n, one) for n, one in behind if not asks(_text(article, one))), None)
        return [answer[0]] if answer and not _parted(article, sentence, answer[1]) else []
    if announces(article, sentence):
        listed = items(article, sentence, later)
        listed = [each for each in listed if not _parted(article, sentence, each[1])]
        rows = [each for each in listed if cells(article, each[1])]
        has_head = len(rows) > 1 and may_be_head(article, rows[0][1])
        return [step for step, _ in rows[has_head:]]
    if may_be_head(article, sentence) and not any(same_table(article, sentence, earlier)):
        return [step for step, _ in same_table(article, sentence, later)]
    return []


def _text(article: Article, sentence: Sentence) -> str:
    return article.text[sentence.start : sentence.end]


def _parted(article: Article, one: Sentence, later: Sentence) -> bool:
    """Say whether a heading stands between two sentences."""
    first = bisect_left(article.blocks, one.end, key=lambda block: block.start)
    between = takewhile(lambda block: block.start < later.start, article.blocks[first:])
    return any(block.kind is BlockKind.HEADING for block in between)


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
