import pytest

from index.evenly import evenly


@pytest.mark.parametrize(
    ("count", "limit", "expected"),
    [
        (0, 3, []),
        (2, 3, [0, 1]),
        (3, 3, [0, 1, 2]),
        (4, 3, [0, 2]),
        (5, 3, [0, 2, 4]),
        (239, 120, list(range(0, 239, 2))),
        (7, 1, [0]),
    ],
)
def test_some_are_taken_at_even_distances_and_never_more(
    count: int, limit: int, expected: list[int]
) -> None:
    assert evenly(range(count), limit) == expected
    assert len(expected) <= limit
