"""Ranked sentences → an Answer with a calibrated verdict."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from index.article import Quote
from index.ranking import order, shares
from index.scene import Scene, Values
from index.signals import SIGNALS
from index.weights import Regime

LEADING = 3  # sentences, by the ranker's order, of which any may answer


class Verdict(StrEnum):
    """What the articles have to say about a question."""

    ANSWER = "answer"
    CLOSEST = "closest"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part of a question, in its words, that no quote surely answers.

    `nearest` is what the articles say that is nearest, which may not answer; None where nothing is.
    """

    question: str
    nearest: Quote | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles answer: a verdict and, unless it is NONE, quotes, the best one first.

    `confidence` is the calibrated probability in [0, 1] that the first quote answers, whatever the
    verdict: the question, or a part of it where only parts are answered. `question` is as it was
    understood: a follow-up joins the one before. `unanswered` are the parts of a question that has
    several that no quote surely answers; without ANSWER there are none, since all is open then.
    """

    question: str
    verdict: Verdict
    confidence: float
    quotes: tuple[Quote, ...]
    unanswered: tuple[OpenPart, ...] = ()


def verdict_features(scene: Scene, values: Values, scores: Values) -> Mapping[str, float]:
    """Return what tells an answered question from one that is not, by name.

    `values` is (n, len(SIGNALS)) and `scores` (n,), of the same candidates. There are the ranker's
    own doubt, the signals of the sentence that it puts first, what no sentence has and, if they are
    known, the log-odds that the second one answers, the likeliest of all, and any of the first
    three, as if one answered at most. How many candidates there were is left out: an article
    whose answer was taken away is shorter, which the verdict would learn, and doubt short articles.
    """
    leading = order(scores)[:LEADING]
    best = int(leading[0])
    first, *others = scores[leading].tolist()
    belief = shares(scores)
    likest = scene.likeness.max(axis=1) if len(scene.matches.words) else np.zeros(0, np.float32)
    meant = scene.meaning.max(axis=1) if len(scene.matches.words) else np.zeros(0, np.float32)
    names = scene.name_rows
    found = {
        "score": first,
        "margin": first - others[0] if others else 0.0,
        "share": float(belief[best]),
        "entropy": float(-(belief * np.log(belief + 1e-9)).sum()),
        **dict(zip(SIGNALS, values[best].tolist(), strict=True)),
        "dense_best": float(scene.dense.max()),
        "words": math.log1p(len(scene.matches.words)),
        "no_words": float(not scene.matches.words),
        "absent": float(scene.idf @ (scene.bm25.max(axis=1) == 0)) if len(likest) else 1.0,
        "unmeant": float(scene.rarity @ (1 - meant)) if len(meant) else 1.0,
        "unlike": float(scene.idf @ (1 - likest)) if len(likest) else 1.0,
        "name_unknown": float((~scene.named[names].any(axis=1)).mean()) if names else 0.0,
        "known": scene.matches.known,
        "asks": float(bool(scene.question.wants)),
    }
    if scene.log_odds is None:
        return found
    said = scene.log_odds.beside[leading]
    return {
        **found,
        "answerability_second": float(said[:2][-1]),  # of one sentence alone: its own
        "answerability_leading": float(np.logaddexp.reduce(said)),
        "answerability_best": float(scene.log_odds.beside.max()),
    }


def confidence(features: Mapping[str, float], regime: Regime) -> float:
    """Return the probability that the sentence put first answers.

    A question without a word of content ("😀", "why?") asks for nothing that could be found: 0.
    """
    if features.get("no_words"):
        return 0.0
    logit = regime.verdict.logit(features)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def verdict(probability: float, features: Mapping[str, float], regime: Regime) -> Verdict:
    """Return the verdict of a probability.

    A sentence on another day, month or year than the question's is at most the closest, however
    well it fits: of the held-out questions that have an answer it costs four in a thousand.
    """
    if probability >= regime.answer and not features.get("time_conflicts"):
        return Verdict.ANSWER
    return Verdict.CLOSEST if probability >= regime.closest else Verdict.NONE
