"""One hidden layer, its weights data: named features → a logit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Spreads from its mean that a feature counts for at most: what is further off than anything that
# was learnt from is no more of it.
FURTHEST = 6.0
DIGITS = 5  # that matter of a weight
_UNBOUNDED = 1e6  # as a spread: no feature comes FURTHEST of it


@dataclass(frozen=True)
class Perceptron:
    """A multilayer perceptron of k features, h hidden units (ReLU) and one output, a logit.

    A feature counts as (x − mean) / spread. `inward` has a row of k weights for each hidden unit,
    with its bias in `biases`; `outward` are the h weights of the units, and `added` the output's
    bias.
    """

    features: tuple[str, ...]
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    inward: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...]
    outward: tuple[float, ...]
    added: float

    def __post_init__(self) -> None:
        """Raise ValueError where parts do not fit each other, or are no finite numbers."""
        h, k = len(self.outward), len(self.features)
        parts = (self.mean, self.spread, self.biases, self.outward, self.inward)
        shapes = [np.shape(part) for part in parts]
        if shapes != [(k,), (k,), (h,), (h,), (h, k)] or len(set(self.features)) < k:
            raise ValueError(f"a perceptron of {k} features and {h} units has not these: {shapes}")
        finite = all(np.isfinite(part).all() for part in (*parts, self.added))
        if not finite or min(self.spread, default=1.0) <= 0:
            raise ValueError("a perceptron's parts are finite numbers, and its spreads above 0")

    @classmethod
    def of(
        cls,
        features: Sequence[str],
        mean: Floats,
        spread: Floats,
        inward: Floats,
        biases: Floats,
        outward: Floats,
        added: float,
    ) -> Self:
        """Take arrays (k,), (k,), (h, k), (h,) and (h,), rounded to the digits that matter."""
        return cls(
            tuple(features),
            _rounded(mean),
            _rounded(spread),
            tuple(_rounded(row) for row in inward),
            _rounded(biases),
            _rounded(outward),
            float(added),
        )

    @classmethod
    def linear(
        cls, weights: Mapping[str, float], added: float, means: Mapping[str, float] | None = None
    ) -> Self:
        """Return the weighed sum of features and `added`; `means` are theirs where not 0."""
        mean = [(means or {}).get(name, 0.0) for name in weights]
        rows = [[sign * _UNBOUNDED * weight for weight in weights.values()] for sign in (1, -1)]
        added += sum(w * m for w, m in zip(weights.values(), mean, strict=True))
        return cls(
            tuple(weights),
            tuple(mean),
            (_UNBOUNDED,) * len(mean),
            tuple(map(tuple, rows)),
            (0.0, 0.0),
            (1.0, -1.0),
            added,
        )

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Self:
        """Read what `asdict` makes; raise ValueError, TypeError or KeyError where it is not."""
        parts: dict[str, Any] = {name: _numbers(table[name]) for name in _ROWS}
        parts["features"] = tuple(map(_text, _list(table["features"])))
        parts["inward"] = tuple(map(_numbers, _list(table["inward"])))
        (parts["added"],) = _numbers([table["added"]])
        return cls(**{**table, **parts})

    def logit(self, features: Mapping[str, float]) -> float:
        """Return the logit of features; one that is not known counts as its mean."""
        mean, spread, inward, biases, outward = self._arrays
        told = zip(self.features, self.mean, strict=True)
        x = (np.array([features.get(name, usual) for name, usual in told]) - mean) / spread
        units = np.maximum(inward @ np.clip(x, -FURTHEST, FURTHEST) + biases, 0)
        return float(outward @ units) + self.added

    def calibrated(self, slope: float, shift: float) -> Self:
        """Return what makes `slope` times this one's logit, and `shift` more."""
        outward = _rounded(slope * np.array(self.outward))
        return replace(self, outward=outward, added=slope * self.added + shift)

    @cached_property
    def _arrays(self) -> list[Floats]:
        parts = (self.mean, self.spread, self.inward, self.biases, self.outward)
        return [np.array(part, np.float64) for part in parts]


_ROWS = ("mean", "spread", "biases", "outward")


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"not a list: {value!r}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value


def _numbers(values: Any) -> tuple[float, ...]:
    if not all(type(value) in (int, float) for value in _list(values)):
        raise TypeError(f"not numbers: {values!r}")
    return tuple(map(float, values))


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(float(f"{value:.{DIGITS}g}") for value in values.tolist())
