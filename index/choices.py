"""Question files → choices: a question and the sentences that it is told apart from, in token ids.

A question of parallel files is asked of its article in each of their languages; which sentences are
likest to it, and so its hardest rivals, the encoder says.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.lessons import Ids, tokenise
from index.question_sets import QuestionSet

SPARE_RIVALS = 2  # beside those that are drawn of them, so that others are drawn the next time
PAIRS_OF_LANGUAGES = 2  # of a parallel question's, in an epoch

Asking = tuple["Choice", ...]  # a question in each pair of its and the article's languages


class Encode(Protocol):
    """Encodes texts, questions or passages: the likeness of two is the product of their vectors."""

    def __call__(self, texts: Sequence[Ids], *, asked: bool) -> NDArray[np.float32]:
        """Return their vectors, (n, d), rows of unit length."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question in token ids, with the sentences that answer it and its rivals.

    All are beside the end of the sentence before. `rivals` are the sentences likest to it of those
    that do not hold its answer themselves: what comes before a sentence is not quoted with it.
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
    vectors = [encode(text.tail, asked=False) for text in texts]
    pairs = []
    for text in texts:
        asked = encode(text.questions, asked=True)
        for one, said, rows in zip(languages, texts, vectors, strict=True):
            near = asked @ rows.T
            pairs.append(
                list(_choices(text.questions, one, said.tail, near, rivals + SPARE_RIVALS))
            )
    return [asking for asking in zip(*pairs, strict=True) if all(map(_is_open, asking))]


def _is_open(choice: Choice) -> bool:
    return bool(choice.answering or choice.rivals)


def _choices(
    questions: Sequence[Ids],
    one: QuestionSet,
    passages: Sequence[Ids],
    similarities: NDArray[np.float32],
    rivals: int,
) -> Iterator[Choice]:
    """Yield the choices of questions, in any language, among the sentences of an article in one."""
    for question, asked, row in zip(questions, one.asked, similarities, strict=True):
        likest = [int(n) for n in np.argsort(-row) if int(n) not in asked.holding]
        yield Choice(
            question,
            tuple(passages[n] for n in sorted(asked.answering)),
            tuple(passages[n] for n in likest[:rivals]),
        )


def draw_epoch(askings: Sequence[Asking], dice: random.Random) -> list[Choice]:
    """Return an epoch's choices, shuffled: of parallel questions two pairs of languages each."""
    drawn = [
        choice
        for asking in askings
        for choice in dice.sample(asking, min(PAIRS_OF_LANGUAGES, len(asking)))
    ]
    dice.shuffle(drawn)
    return drawn
