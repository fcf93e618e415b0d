import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import order, rank_of, score, shares
from index.signals import SIGNALS
from tests.fakes import regime

FINITE = st.floats(-50, 50, width=32)


def table(**columns: list[float]) -> np.ndarray:
    count = len(next(iter(columns.values())))
    values = np.zeros((count, len(SIGNALS)), np.float32)
    for name, column in columns.items():
        values[:, list(SIGNALS).index(name)] = column
    return values


def test_a_score_is_the_weighed_sum_of_the_signals() -> None:
    values = table(dense=[0.5, 0.1], bm25=[1, 2], length=[9, 9])
    found = score(values, regime(ranking={"dense": 10.0, "bm25": -1.0}))
    assert found.tolist() == pytest.approx([4, -1])
    assert found.dtype == np.float32


def test_a_weight_of_a_signal_that_is_no_more_weighs_nothing() -> None:
    assert score(table(dense=[1]), regime(ranking={"gone": 5.0, "dense": 2.0})).tolist() == [2]


def test_the_highest_score_comes_first_and_the_earlier_sentence_among_equals() -> None:
    assert order(np.array([1, 3, 2, 3], np.float32)).tolist() == [1, 3, 2, 0]


def test_the_rank_is_that_of_the_first_sentence_that_is_right() -> None:
    scores = np.array([0.5, 2, 1, 2], np.float32)
    assert rank_of({3, 0}, scores) == 2
    assert rank_of({0}, scores) == 4
    assert rank_of(set(), scores) is None


def test_shares_are_softmax() -> None:
    found = shares(np.array([math.log(3), 0], np.float32))
    assert found.tolist() == pytest.approx([0.75, 0.25])


@given(st.lists(FINITE, min_size=1, max_size=20))
def test_shares_sum_to_one_and_keep_the_order(scores: list[float]) -> None:
    values = np.array(scores, np.float32)
    found = shares(values)
    assert float(found.sum()) == pytest.approx(1, abs=1e-4)
    assert found[order(values)[0]] == found.max()
    assert (np.diff(values[order(values)]) <= 0).all()
