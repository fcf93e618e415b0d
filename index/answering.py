"""Ranked sentences → an Answer with a calibrated verdict."""

from dataclasses import dataclass
from enum import StrEnum

from index.article import Quote


class Verdict(StrEnum):
    """What the article has to say about a question."""

    ANSWER = "answer"
    CLOSEST = "closest"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an article answers: a verdict and, unless it is NONE, quotes, best first.

    `confidence` is the calibrated probability in [0, 1] that the first quote answers, whatever the
    verdict. `question` is the question as it was understood, a follow-up joined with the one before.
    """

    question: str
    verdict: Verdict
    confidence: float
    quotes: tuple[Quote, ...]
