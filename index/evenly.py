"""Some of many, at even distances."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def evenly(values: Sequence[T], limit: int) -> list[T]:
    """Return at most `limit` of the values, from 1 up, the first among them, in their order."""
    step = max(1, -(-len(values) // limit))
    return [values[place] for place in range(0, len(values), step)]
