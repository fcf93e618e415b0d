"""Articles → volumes: several articles as one long one, with the questions on all of them.

The question sets at hand have articles of some twenty sentences. People ask much longer ones, and
several at once; a volume is what a set can say of those.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.article import BETWEEN_PARTS, Article, Sentence
from index.question_sets import Asked, QuestionSet

if TYPE_CHECKING:
    from index.layout import Block


def volumes(sets: Sequence[QuestionSet], sentences: int) -> list[QuestionSet]:
    """Put articles of one language together, in their order, until there are so many sentences.

    A language that has several articles makes two volumes where it can, shorter ones if need be:
    what is asked of one is off the other's subject. Less than half a volume at the end goes into
    the last. An article that is long enough is a volume by itself.
    """
    languages = dict.fromkeys(each.article.language for each in sets)
    return [
        volume
        for language in languages
        for volume in _volumes([s for s in sets if s.article.language == language], sentences)
    ]


def _volumes(sets: Sequence[QuestionSet], sentences: int) -> Iterator[QuestionSet]:
    left = sum(len(each.sentences) for each in sets)
    enough = min(sentences, left // 2)
    bound: list[QuestionSet] = []
    for each in sets:
        bound.append(each)
        held = sum(len(one.sentences) for one in bound)
        if held >= enough and 2 * (left - held) >= enough:
            yield _bound(bound)
            bound, left = [], left - held
    yield _bound(bound)


def _bound(sets: Sequence[QuestionSet]) -> QuestionSet:
    """Return articles as one."""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    asked: list[Asked] = []
    start = paragraphs = 0
    for each in sets:
        asked += [_moved(one, len(sentences)) for one in each.asked]
        blocks += [
            replace(block, start=start + block.start, end=start + block.end)
            for block in each.article.blocks
        ]
        sentences += [
            Sentence(paragraphs + s.paragraph, s.sentence, start + s.start, start + s.end)
            for s in each.sentences
        ]
        start += len(each.article.text) + len(BETWEEN_PARTS)
        paragraphs = sentences[-1].paragraph
    article = Article(
        BETWEEN_PARTS.join(each.article.text for each in sets),
        " + ".join(each.article.title for each in sets),
        sets[0].article.language,
        tuple(blocks),
    )
    return QuestionSet(article, tuple(sentences), tuple(asked))


def _moved(asked: Asked, places: int) -> Asked:
    """Return a question whose sentences stand so many places further on."""
    answering, holding, rejected = (
        frozenset(number + places for number in numbers)
        for numbers in (asked.answering, asked.holding, asked.rejected)
    )
    return replace(asked, answering=answering, holding=holding, rejected=rejected)
