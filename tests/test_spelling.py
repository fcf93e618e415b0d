import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import slips

WORD = st.text("abc", min_size=1, max_size=6)


def distance(one: str, other: str) -> int:
    """Return the least number of slips between two words (optimal string alignment)."""
    rows = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, start=1):
        for j, b in enumerate(other, start=1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(WORD, WORD)
def test_slips_are_all_words_at_a_distance_of_one_and_no_other(one: str, other: str) -> None:
    assert (other in slips(one, "en")) == (distance(one, other) == 1)


@pytest.mark.parametrize(
    ("misspelt", "code", "meant"),
    [
        ("weto", "de", "veto"),
        ("ofensive", "de", "offensive"),
        ("hopitla", "fr", "hopital"),
        ("жытел", "ru", "жител"),
        ("معارظة", "ar", "معارضة"),
    ],
)
def test_a_slip_is_in_the_letters_of_its_language(misspelt: str, code: str, meant: str) -> None:
    assert meant in slips(misspelt, code)
    assert meant not in slips(meant, code)
