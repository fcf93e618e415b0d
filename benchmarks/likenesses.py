"""Vectors by the million that lie to each other as real ones do: fitted to a few, then drawn.

A passage is a topic's mean and what is its own, both normal with the covariances of real ones, and
its own it shares in part with the passage before. A question is a share of its passage and a share
of the topic, which differ from question to question, and the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

# Ninety topics span no more than ninety directions; so much of their covariance is given to all
# the directions that passages have.
SPREAD = 0.3


@dataclass(frozen=True)
class Likenesses:
    """Means (d,) and covariances (d, d) of topics, passages about their topic, and questions.

    `before` is the share of the passage before in a passage's own; `passage` and `topic`, means and
    deviations, are the shares of its passage and of its topic in a question.
    """

    mean: Vectors
    between: Vectors
    within: Vectors
    rest_mean: Vectors
    rest: Vectors
    before: float
    passage: tuple[float, float]
    topic: tuple[float, float]

    @classmethod
    def of(
        cls,
        passages: Vectors,
        topics: Sequence[int],
        questions: Vectors,
        answers: NDArray[np.int64],
    ) -> Self:
        """Fit to (n, d) passages of numbered topics and (q, d) questions on the `answers`."""
        numbers = np.asarray(topics)
        counts = np.bincount(numbers)
        sums = np.zeros((len(counts), passages.shape[1]))
        np.add.at(sums, numbers, passages)
        means = sums / counts[:, np.newaxis]
        own = passages - means[numbers]
        within = own.T @ own / (len(own) - len(counts))
        between = np.cov(means.T) - within * float((1 / counts).mean())
        held = np.trace(between) / np.trace(within)
        between = (1 - SPREAD) * _positive(between) + SPREAD * held * within
        gold, about = passages[answers], means[numbers[answers]]
        design = np.stack([gold.ravel(), about.ravel()], axis=1)
        shares, *_ = np.linalg.lstsq(design, questions.ravel(), rcond=None)
        rest = questions - shares[0] * gold - shares[1] * about
        spread = np.cov(rest.T)
        follow = np.diff(numbers) == 0
        beside = float(
            (own[1:] * own[:-1]).sum(axis=1)[follow].mean() / (own**2).sum(axis=1).mean()
        )
        return cls(
            mean=means.mean(axis=0).astype(np.float32),
            between=_root(between),
            within=_root(within),
            rest_mean=rest.mean(axis=0).astype(np.float32),
            rest=_root(spread),
            before=_share_of(beside),
            passage=(float(shares[0]), _varied(rest, spread, gold)),
            topic=(float(shares[1]), _varied(rest, spread, about)),
        )

    @cached_property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return len(self.mean)

    def topics(self, noise: Vectors) -> Vectors:
        """Return topics' means of (n, d) standard normal noise."""
        return self.mean + noise @ self.between

    def passages(self, topics: Vectors, noise: Vectors) -> Vectors:
        """Return passages, rows of unit length, that follow each other about the topics."""
        shared = noise + self.before * np.vstack([np.zeros_like(noise[:1]), noise[:-1]])
        return _unit(topics + (shared / np.sqrt(1 + self.before**2)) @ self.within)

    def questions(self, answers: Vectors, topics: Vectors, noise: Vectors) -> Vectors:
        """Return questions, rows of unit length, that the answers, about the topics, answer.

        The noise, (n, d + 2), is standard normal.
        """
        passage = self.passage[0] + self.passage[1] * noise[:, -1:]
        topic = self.topic[0] + self.topic[1] * noise[:, -2:-1]
        rest = self.rest_mean + noise[:, :-2] @ self.rest
        return _unit(passage * answers + topic * topics + rest)


def _varied(rest: Vectors, spread: Vectors, along: Vectors) -> float:
    """Return how much the share of what rests along these vectors differs, beyond their spread."""
    lengths = (along**2).sum(axis=1)
    found = np.var((rest * along).sum(axis=1) / lengths)
    expected = (np.einsum("nd,de,ne->n", along, spread, along) / lengths**2).mean()
    return float(np.sqrt(max(found - expected, 0)))


def _share_of(correlation: float) -> float:
    """Return s so that x + s y and y + s z, of independent x, y and z, are so correlated."""
    held = min(correlation, 0.5)
    return (1 - float(np.sqrt(1 - 4 * held**2))) / (2 * held) if held > 0 else 0.0


def _positive(covariance: Vectors) -> Vectors:
    values, vectors = np.linalg.eigh(covariance)
    found: Vectors = (vectors * np.maximum(values, 0)) @ vectors.T
    return found


def _root(covariance: Vectors) -> Vectors:
    """Return what standard normal noise is multiplied by to have this covariance."""
    values, vectors = np.linalg.eigh(covariance)
    found: Vectors = ((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T).astype(np.float32)
    return found


def _unit(vectors: Vectors) -> Vectors:
    found: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found.astype(np.float32)
