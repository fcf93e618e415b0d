"""Numbers that follow each other: what is read at once."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def runs(numbers: NDArray[np.int64]) -> Iterable[tuple[int, int, int]]:
    """Return where runs of numbers that follow each other begin and, behind them, end.

    The third is the number that a run begins with.
    """
    if not len(numbers):
        return ()
    begins = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 2) != 1)
    places = begins.tolist()
    return zip(places, [*places[1:], len(numbers)], numbers[begins].tolist(), strict=True)
