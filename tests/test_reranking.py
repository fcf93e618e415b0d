from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.reranking import COLUMN, READ, reranked
from index.signals import SIGNALS, Scene, Values, signals
from tests.fakes import regime, scene

TEXTS = [f"Le chat numéro {n} dort." for n in range(READ + 4)]
DENSE = [n / len(TEXTS) for n in range(len(TEXTS))]
RANKING = regime(ranking={"dense": 1.0, "cross_encoder": 1.0})


def looked_at(logits: list[float], asked: list[list[int]] | None = None) -> Scene:
    """Return a scene of which `dense` grows; reading gives these logits, by sentence."""

    def read(places: NDArray[np.int64]) -> Values:
        if asked is not None:
            asked.append(places.tolist())
        return np.array(logits, np.float32)[places]

    return replace(scene("Où dort le chat ?", TEXTS, dense=DENSE), read=read)


def test_the_likeliest_are_read_and_no_others() -> None:
    asked: list[list[int]] = []
    found = looked_at([0.0] * len(TEXTS), asked)
    reranked(found, signals(found), RANKING)
    assert asked == [list(range(len(TEXTS) - 1, len(TEXTS) - 1 - READ, -1))]


def test_what_was_read_gets_its_logit_and_the_rest_the_lowest() -> None:
    logits = [float(n) for n in range(len(TEXTS))]
    found = looked_at(logits)
    column = reranked(found, signals(found), RANKING)[:, COLUMN].tolist()
    first = len(TEXTS) - READ
    assert column == [float(first)] * first + logits[first:]


def test_reading_again_gives_the_same() -> None:
    found = looked_at([float(n % 5) for n in range(len(TEXTS))])
    once = reranked(found, signals(found), RANKING)
    np.testing.assert_array_equal(reranked(found, once, RANKING), once)


def test_without_a_cross_encoder_or_weights_nothing_is_read() -> None:
    unread = scene("Où dort le chat ?", TEXTS, dense=DENSE)
    values = signals(unread)
    assert values.shape == (len(TEXTS), len(SIGNALS))
    assert not reranked(unread, values, RANKING)[:, COLUMN].any()
    found = looked_at([1.0] * len(TEXTS))
    assert not reranked(found, values, replace(RANKING, ranking={}))[:, COLUMN].any()
