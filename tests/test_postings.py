from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.postings import FREQUENT, LIKEST, Postings, PostingsTable, distinct, joined

COUNT = 3 * FREQUENT


def table() -> PostingsTable:
    """Return a word in every third sentence, one in all of them, and one in none."""
    scores = np.random.default_rng(0).random(COUNT).astype(np.float32)
    third = np.arange(0, COUNT, 3, dtype=np.int32)
    rows = np.concatenate([third, np.arange(COUNT, dtype=np.int32)])
    starts = np.array([0, len(third), len(rows), len(rows)])
    return PostingsTable.of(starts, rows, np.concatenate([scores[third], scores]))


def test_scores_are_looked_up_by_sentence_and_0_where_the_word_is_not() -> None:
    one = table().postings(0)
    found = one.at(np.array([3, 4, COUNT - 1, 0]))
    assert found.tolist() == [one.scores[1], 0, 0, one.scores[0]]
    assert table().postings(2).rows.tolist() == []


def test_of_a_frequent_word_the_sentences_of_the_highest_scores_are_written_down() -> None:
    every = table().postings(1)
    assert every.likest is not None
    expected = np.sort(np.argsort(-every.scores)[:LIKEST])
    np.testing.assert_array_equal(every.best(), expected)
    rare = table().postings(0)
    assert rare.likest is None
    assert len(rare.best()) == LIKEST
    assert set(rare.rows) >= set(rare.best())


def test_words_are_joined_where_they_are_among_some_sentences() -> None:
    one = Postings(np.array([1, 5], np.int32), np.array([0.5, 0.25], np.float32))
    two = Postings(np.array([5, 9], np.int32), np.array([2, 3], np.float32))
    places, scores = joined([one, two], np.array([0, 5, 9]))
    assert list(zip(places.tolist(), scores.tolist(), strict=True)) == [(1, 0.25), (1, 2), (2, 3)]
    assert len(joined([one], np.zeros(0, np.int64))[0]) == 0
    assert len(joined([], np.array([1]))[0]) == 0


def test_save_then_load_changes_nothing(tmp_path: Path) -> None:
    before = table()
    before.save(tmp_path)
    after = PostingsTable.load(tmp_path)
    for word in range(3):
        for one, other in zip(before.postings(word), after.postings(word), strict=True):
            assert (one is None) == (other is None)
            np.testing.assert_array_equal(one, other)


@given(st.lists(st.integers(0, 50)))
def test_each_number_is_kept_once_and_they_ascend(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.int64)).tolist() == sorted(set(numbers))
