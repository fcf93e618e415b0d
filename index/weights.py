"""Weights as data: what ranking and verdict were fitted to, one file for each regime."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from index.errors import ModelError
from index.perceptron import Perceptron

# A question of which the articles, or the grammar of their languages, know at least this share of
# the words is taken for one in their language. Counting words of content alone, a stranger's
# question in the same language fell to the other regime, and AUROC against off-subject ones to .97.
KNOWN_SHARE = 0.5
SAME_FILE = "weights.same.json"
CROSSED_FILE = "weights.crossed.json"


@dataclass(frozen=True)
class Regime:
    """The weights for one kind of question, and where they come from.

    `ranking` is signal → weight. `verdict` makes a logit of features. From the probability
    `answer` on the verdict is ANSWER, from `closest` on CLOSEST. `fitted_on` names the question
    sets, `licence` follows them, and `model` is the fingerprint of the encoder that they were
    fitted with.
    """

    name: str
    licence: str
    fitted_on: tuple[str, ...]
    model: str
    ranking: Mapping[str, float]
    verdict: Perceptron
    answer: float
    closest: float

    @classmethod
    def read(cls, text: str, source: str) -> Self:
        """Read what `write` wrote; raise ModelError, naming its source, where it is not of it."""
        try:
            table: dict[str, Any] = {**json.loads(text)}
            old = "bias" in table  # fitted before 2026-11-30, to other models too
            verdict = _linear(table) if old else Perceptron.read(table["verdict"])
            return cls(**{**table, "fitted_on": tuple(table["fitted_on"]), "verdict": verdict})
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise ModelError(f"{source}: not a file of weights: {error}") from error

    def write(self, path: Path) -> None:
        """Write the weights as JSON that a person can read and compare."""
        path.write_text(_told(asdict(self)) + "\n", "utf-8")


def _told(value: Any, depth: int = 0) -> str:
    """Return a value as JSON, each part of it on a line, but for a list of numbers or texts."""
    told = partial(json.dumps, ensure_ascii=False)
    if isinstance(value, dict):
        parts = [f"{told(key)}: {_told(part, depth + 1)}" for key, part in value.items()]
        opening, closing = "{}"
    elif isinstance(value, (list, tuple)) and value and isinstance(value[0], (list, tuple)):
        parts = [_told(part, depth + 1) for part in value]
        opening, closing = "[]"
    else:
        return told(value)
    lines = ",\n".join(" " * (depth + 1) + part for part in parts)
    return f"{opening}\n{lines}\n{' ' * depth}{closing}"


def _linear(table: dict[str, Any]) -> Perceptron:
    """Take the parts of a logistic regression out of a table; return it."""
    means = table.pop("untold", {})
    table.pop("unread", None)
    return Perceptron.linear(table["verdict"], table.pop("bias"), means)


@dataclass(frozen=True)
class Weights:
    """The weights of both regimes."""

    same: Regime
    crossed: Regime

    @property
    def name(self) -> str:
        """Return the names of both, for a passport."""
        return f"{self.same.name}; {self.crossed.name}"

    def regime(self, known: float) -> Regime:
        """Return the regime of a question of whose words this share is known."""
        return self.same if known >= KNOWN_SHARE else self.crossed


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with the package."""
    data = files("index") / "data"
    regimes = [
        Regime.read((data / name).read_text("utf-8"), name) for name in (SAME_FILE, CROSSED_FILE)
    ]
    return Weights(*regimes)


def read_weights(folder: Path) -> Weights:
    """Read the weights that `fit` wrote into a folder; raise ModelError where there are none."""
    return Weights(*(_read_regime(folder / name) for name in (SAME_FILE, CROSSED_FILE)))


def _read_regime(path: Path) -> Regime:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ModelError(f"{path}: not a file of weights: {error}") from error
    return Regime.read(text, str(path))
