import numpy as np
import pytest

from index.runs import runs


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([], []),
        ([7], [(0, 1, 7)]),
        ([-1, 0, 1], [(0, 3, -1)]),
        ([3, 4, 9, 10, 11, 2], [(0, 2, 3), (2, 5, 9), (5, 6, 2)]),
        ([5, 5], [(0, 1, 5), (1, 2, 5)]),
    ],
)
def test_runs_are_numbers_that_follow_each_other(
    numbers: list[int], found: list[tuple[int, int, int]]
) -> None:
    assert list(runs(np.array(numbers, np.int64))) == found
