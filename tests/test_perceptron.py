"""One hidden layer: its logit, what is not known, and what can be read."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from index.perceptron import FURTHEST, Perceptron

ONE = Perceptron.of(
    ["a", "b"],
    mean=np.array([1.0, 2.0]),
    spread=np.array([2.0, 0.5]),
    inward=np.array([[1.0, 0.0], [0.5, -1.0], [-3.0, 4.0]]),
    biases=np.array([0.0, 0.25, -1.0]),
    outward=np.array([2.0, -1.0, 0.5]),
    added=0.125,
)


def test_the_logit_is_that_of_the_formula() -> None:
    # x = (1, -2): units 1, 2.75 and max(0, -12) = 0
    assert ONE.logit({"a": 3.0, "b": 1.0, "more": 7.0}) == pytest.approx(2 - 2.75 + 0.125)


def test_what_is_not_known_counts_as_its_mean() -> None:
    assert ONE.logit({}) == ONE.logit({"a": 1.0, "b": 2.0}) == pytest.approx(-0.25 + 0.125)


def test_what_is_further_off_than_anything_learnt_is_no_more_of_it() -> None:
    edge = 1.0 + FURTHEST * 2.0
    assert ONE.logit({"a": edge}) == ONE.logit({"a": 1e9}) > ONE.logit({"a": edge - 1})
    assert ONE.logit({"a": float("inf")}) == ONE.logit({"a": edge})


def test_weights_are_rounded_to_the_digits_that_matter_and_read_as_written() -> None:
    many = np.array([1 / 3, 1e-7 / 3])
    made = Perceptron.of(["a", "b"], many, many, many[None], many[:1], many[:1], 1 / 3)
    assert made.mean == (0.33333, 3.3333e-08)
    assert Perceptron.read(json.loads(json.dumps(asdict(made)))) == made


def test_a_linear_one_is_the_sum_of_weighed_features() -> None:
    found = Perceptron.linear({"a": 3.0, "b": -0.5}, -1.0, {"b": 4.0})
    assert found.logit({"a": 2.0, "b": 6.0}) == pytest.approx(6 - 3 - 1)
    assert found.logit({"a": -2e3}) == pytest.approx(-6e3 - 2 - 1)
    assert found.logit({}) == pytest.approx(-2 - 1)
    assert Perceptron.linear({}, 0.5).logit({"a": 1.0}) == 0.5


def test_a_calibrated_one_makes_a_slope_of_the_logit_and_a_shift_more() -> None:
    for features in ({"a": 3.0, "b": 1.0}, {"a": -4.0}, {}):
        assert ONE.calibrated(0.5, -2.0).logit(features) == pytest.approx(
            0.5 * ONE.logit(features) - 2
        )


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), 1e305])
def test_a_linear_one_of_no_finite_weights_is_refused(weight: float) -> None:
    with np.errstate(over="ignore"), pytest.raises(ValueError, match="finite numbers"):
        Perceptron.linear({"a": weight}, 0.0)


@pytest.mark.parametrize(
    "changed",
    [
        {"mean": [1.0]},
        {"inward": [[1.0, 2.0]]},
        {"inward": [[1.0], [2.0], [3.0]]},
        {"outward": []},
        {"biases": ["x", "y", "z"]},
        {"features": ["a"]},
        {"features": "ab"},
        {"features": ["a", None]},
        {"features": ["a", "a"]},
        {"mean": [1.0, None]},
        {"mean": ["1", "2"]},
        {"mean": {"1": 0, "2": 0}},
        {"spread": [2.0, 0.0]},
        {"spread": [2.0, -1.0]},
        {"biases": [0.0, float("nan"), 1.0]},
        {"outward": [0.0, float("inf"), 1.0]},
        {"inward": [[1.0, 2.0], [1.0, None], [1.0, 2.0]]},
        {"inward": {"12": 1, "34": 2, "56": 3}},
        {"added": None},
        {"added": float("nan")},
        {"added": True},
        {"added": "x"},
        {"more": 1},
    ],
)
def test_what_is_no_perceptron_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Perceptron.read(json.loads(json.dumps(asdict(ONE))) | changed)


def test_a_part_that_is_missing_is_refused() -> None:
    for name in asdict(ONE):
        with pytest.raises((ValueError, TypeError, KeyError)):
            Perceptron.read({key: part for key, part in asdict(ONE).items() if key != name})
