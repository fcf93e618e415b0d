"""Signals → an order: a linear model whose weights are data."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from index.scene import Values
from index.signals import SIGNALS
from index.weights import Regime


def score(values: Values, regime: Regime) -> Values:
    """Return each sentence's score, (n,) float32, of its signals, (n, len(SIGNALS)).

    The difference of two scores is the logarithm of the odds between the two sentences.
    """
    weights = np.array([regime.ranking.get(name, 0.0) for name in SIGNALS], np.float32)
    return values @ weights


def order(scores: Values) -> NDArray[np.int64]:
    """Return the places of the scores, highest first, the earlier sentence first among equals."""
    return np.argsort(-scores, kind="stable")


def rank_of(golds: Collection[int], scores: Values) -> int | None:
    """Return the rank, from 1, of the first of the places that are right; None without any."""
    return next((n for n, place in enumerate(order(scores).tolist(), 1) if place in golds), None)


def shares(scores: Values) -> Values:
    """Return softmax of the scores, (n,) float32: each sentence's share of the belief, sum 1."""
    powers = np.exp(scores - scores.max())
    result: Values = powers / powers.sum()
    return result
