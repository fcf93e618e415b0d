"""Question files → choices: a question and the sentences that it is told apart from, in token ids.

A question of parallel files is asked of its article in each of their languages; which sentences are
likest to it, and so its hardest rivals, the encoder says as it does for the bot.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import MAX_PASSAGE_TOKENS
from index.lessons import Ids, Text, tokenise
from index.question_sets import QuestionSet

SPARE_RIVALS = 2  # beside those that are drawn of them, so that others are drawn the next time
PAIRS_OF_LANGUAGES = 2  # of a parallel question's, in an epoch

Encode = Callable[[Sequence[Ids]], NDArray[np.float32]]  # to (n, d), rows of unit length
Asking = tuple["Choice", ...]  # a question in each pair of its and the article's languages


@dataclass(frozen=True, slots=True)
class Choice:
    """A question in token ids, with the sentences that answer it and its rivals.

    `rivals` are the sentences likest to it of those that do not hold its answer.
    """

    question: Ids
    answering: tuple[Ids, ...]
    rivals: tuple[Ids, ...]

    def draw(
        self, rivals: int, dropped: float, dice: random.Random
    ) -> tuple[tuple[Ids, ...], bool]:
        """Return sentences to choose among, and whether the first of them answers.

        Of the questions that have an answer a share `dropped` is asked without it, as of an article
        that does not say.
        """
        others = tuple(dice.sample(self.rivals, min(rivals, len(self.rivals))))
        if not self.answering or (others and dice.random() < dropped):
            return others, False
        return (dice.choice(self.answering), *others), True


def find_choices(
    languages: Sequence[QuestionSet], tokenizer: Any, encode: Encode, rivals: int
) -> list[Asking]:
    """Return what is asked of an article, each question in every pair of languages.

    `languages` are the article in those of its parallel files; a few more than `rivals` are kept of
    each question.
    """
    texts = [tokenise(one, tokenizer) for one in languages]
    vectors = _encoded(texts, encode)
    pairs = []
    for asking, (*_, questions) in zip(texts, vectors, strict=True):
        for one, text, said in zip(languages, texts, vectors, strict=True):
            rows = _similarities(questions, said, text.owners)
            pairs.append(list(_choices(asking.questions, one, text, rows, rivals + SPARE_RIVALS)))
    return [asking for asking in zip(*pairs, strict=True) if all(map(_is_open, asking))]


def _is_open(choice: Choice) -> bool:
    return bool(choice.answering or choice.rivals)


def _choices(
    questions: Sequence[Ids],
    one: QuestionSet,
    text: Text,
    similarities: NDArray[np.float32],
    rivals: int,
) -> Iterator[Choice]:
    """Yield the choices of questions, in any language, among the sentences of an article in one."""
    passages = [shortened(ids) for ids in text.alone]
    for question, asked, row in zip(questions, one.asked, similarities, strict=True):
        likest = [int(n) for n in np.argsort(-row) if int(n) not in asked.holding]
        yield Choice(
            question,
            tuple(passages[n] for n in sorted(asked.answering)),
            tuple(passages[n] for n in likest[:rivals]),
        )


def shortened(ids: Ids) -> Ids:
    """Return what the cross-encoder reads of a passage: its beginning, and the end's token."""
    return ids if len(ids) <= MAX_PASSAGE_TOKENS else (*ids[: MAX_PASSAGE_TOKENS - 1], ids[-1])


def _encoded(texts: Sequence[Text], encode: Encode) -> list[list[NDArray[np.float32]]]:
    """Return the vectors of each text's sentences alone and with tails, windows and questions."""
    forms = [
        form for text in texts for form in (text.alone, text.tail, text.windows, text.questions)
    ]
    vectors = encode([ids for form in forms for ids in form])
    ends = np.cumsum([0, *map(len, forms)])
    parts = [vectors[start:end] for start, end in pairwise(ends)]
    return [parts[i : i + 4] for i in range(0, len(parts), 4)]


def _similarities(
    questions: NDArray[np.float32], said: Sequence[NDArray[np.float32]], owners: Sequence[int]
) -> NDArray[np.float32]:
    """Return (questions, sentences): the mean of a sentence's alone, with its tail, likest window.

    `owners` are the numbers of the sentences that the windows are of.
    """
    alone, tail, windows, _ = said
    likest = np.full((len(alone), len(questions)), -1, np.float32)
    np.maximum.at(likest, np.array(owners), windows @ questions.T)
    summed: NDArray[np.float32] = questions @ alone.T + questions @ tail.T + likest.T
    return summed / np.float32(3)


def draw_epoch(
    askings: Sequence[Asking], stories: Sequence[Asking], share: float, dice: random.Random
) -> list[Choice]:
    """Return an epoch's choices, shuffled: of parallel questions two pairs of languages each.

    Of the questions on stories, each of which is asked in many languages, it is a `share`.
    """
    kept = [*askings, *dice.sample(stories, math.ceil(share * len(stories)))]
    drawn = [
        choice
        for asking in kept
        for choice in dice.sample(asking, min(PAIRS_OF_LANGUAGES, len(asking)))
    ]
    dice.shuffle(drawn)
    return drawn
