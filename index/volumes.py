"""Articles → volumes: several articles as one long one, with the questions on all of them.

The question sets at hand have articles of some twenty sentences. A volume stands in for the long
ones that people ask.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from index.article import BETWEEN_PARTS, Article, Sentence
from index.question_sets import Asked, QuestionSet

if TYPE_CHECKING:
    from index.blocks import Block


def volumes(sets: Sequence[QuestionSet], sentences: int) -> list[QuestionSet]:
    """Put articles of one language together, in their order, to about so many sentences each.

    Several articles of a language make two volumes or more, of half as many sentences or fewer if
    need be: what is asked of one is off the other's subject. One article is a volume by itself.
    """
    languages = dict.fromkeys(each.article.language for each in sets)
    return [
        volume
        for language in languages
        for volume in _volumes([s for s in sets if s.article.language == language], sentences)
    ]


def _volumes(sets: Sequence[QuestionSet], sentences: int) -> Iterator[QuestionSet]:
    """Cut the row of all sentences into equal parts; each article goes where its middle lies."""
    ends = list(accumulate(len(each.sentences) for each in sets))
    parts = max(min(2, len(sets)), round(ends[-1] / sentences))
    middles = [end - len(each.sentences) / 2 for end, each in zip(ends, sets, strict=True)]
    places = [int(parts * middle / ends[-1]) for middle in middles]
    for _, bound in groupby(zip(places, sets, strict=True), key=itemgetter(0)):
        yield _bound([each for _, each in bound])


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
        paragraphs += len(each.article.paragraphs)
    article = Article(
        BETWEEN_PARTS.join(each.article.text for each in sets),
        " + ".join(each.article.title for each in sets),
        sets[0].article.language,
        tuple(blocks),
    )
    return QuestionSet(article, tuple(sentences), tuple(asked))


def _moved(asked: Asked, places: int) -> Asked:
    """Return a question whose sentences stand so many places further on.

    What holds the answer's words by chance in another article is not taken away with it.
    """
    answering, holding, rejected = (
        frozenset(number + places for number in numbers)
        for numbers in (asked.answering, asked.holding, asked.rejected)
    )
    return replace(asked, answering=answering, holding=holding, rejected=rejected)
