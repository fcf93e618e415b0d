from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.vectors import EXACT_UP_TO, Gathering, VectorIndex


def unit_rows(seed: int, count: int, dimensions: int = 8) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 50))
def test_faiss_agrees_with_numpy(seed: int, count: int, limit: int) -> None:
    rows, vector = unit_rows(seed, count), unit_rows(seed + 1, 1)[0]
    index = VectorIndex.build(rows)
    inner = rows @ vector
    assert len(index) == count
    found = index.best(vector, limit)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, np.argsort(-inner, kind="stable")[:limit])
    np.testing.assert_allclose(index.similarities(vector, np.arange(count)), inner, atol=1e-6)


def test_the_likest_row_comes_first() -> None:
    rows = np.array([[0, 1], [1, 0], [0.6, 0.8]], np.float32)
    index = VectorIndex.build(rows)
    assert index.best(np.array([1, 0], np.float32), 3).tolist() == [1, 2, 0]


def test_similarities_are_inner_products_in_the_order_asked_for() -> None:
    index = VectorIndex.build(np.array([[0, 1], [1, 0], [0.6, 0.8]], np.float32))
    found = index.similarities(np.array([1, 0], np.float32), np.array([2, 0, 1]))
    assert found.tolist() == pytest.approx([0.6, 0, 1])
    assert found.dtype == np.float32


def test_save_then_load_changes_nothing(tmp_path: Path) -> None:
    rows, vector = unit_rows(1, 20), unit_rows(2, 1)[0]
    before = VectorIndex.build(rows)
    before.save(tmp_path / "v.faiss")
    after = VectorIndex.load(tmp_path / "v.faiss")
    every = np.arange(20)
    np.testing.assert_array_equal(
        before.similarities(vector, every), after.similarities(vector, every)
    )
    np.testing.assert_array_equal(before.best(vector, 5), after.best(vector, 5))


# More rows than are kept as they are


def topics(seed: int, count: int, dimensions: int = 64) -> np.ndarray:
    """Return unit rows in topics of twenty, as sentences are."""
    random = np.random.default_rng(seed)
    middles = np.repeat(random.normal(size=(count // 20, dimensions)), 20, axis=0)
    rows = (middles + random.normal(size=middles.shape)).astype(np.float32)
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.fixture(scope="module")
def many() -> tuple[np.ndarray, VectorIndex]:
    rows = topics(3, EXACT_UP_TO + 20)
    return rows, VectorIndex.build(rows)


def questions_on(rows: np.ndarray, count: int) -> np.ndarray:
    random = np.random.default_rng(4)
    picked = rows[random.integers(0, len(rows), count)]
    noise = random.normal(size=picked.shape) / np.sqrt(rows.shape[1])
    found = (picked + noise).astype(np.float32)
    unit: np.ndarray = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def recall(index: VectorIndex, rows: np.ndarray, vectors: np.ndarray) -> float:
    exact = np.argsort(-(vectors @ rows.T), axis=1)[:, :10]
    found = [index.best(vector, 10).tolist() for vector in vectors]
    return float(np.mean([len(set(f) & set(e)) / 10 for f, e in zip(found, exact, strict=True)]))


def test_many_rows_agree_with_numpy(many: tuple[np.ndarray, VectorIndex]) -> None:
    rows, index = many
    vectors = questions_on(rows, 50)
    assert recall(index, rows, vectors) >= 0.98
    assert recall(index, rows[::-1], vectors) < 0.1  # as it is when rows are mistaken
    np.testing.assert_allclose(
        index.similarities(vectors[0], np.array([9, 8, 7, 0])),
        rows[[9, 8, 7, 0]] @ vectors[0],
        atol=1e-3,
    )


def test_the_likest_of_many_come_first_among_those_allowed(
    many: tuple[np.ndarray, VectorIndex],
) -> None:
    rows, index = many
    vector = rows[777]
    assert index.best(vector, 3)[0] == 777
    few = np.arange(5000, 9000)
    assert (
        index.best(vector, 5, few).tolist()
        == (5000 + np.argsort(-(rows[few] @ vector))[:5]).tolist()
    )
    most = np.delete(np.arange(len(rows)), 777)[: EXACT_UP_TO + 10]
    assert 777 not in index.best(vector, 3, most)
    assert len(index.best(vector, 3, most)) == 3


def test_many_rows_are_saved_and_loaded_without_a_change(
    many: tuple[np.ndarray, VectorIndex], tmp_path: Path
) -> None:
    rows, before = many
    before.save(tmp_path / "v.faiss")
    after = VectorIndex.load(tmp_path / "v.faiss")
    assert len(after) == len(rows)
    for vector in questions_on(rows, 3):
        np.testing.assert_array_equal(before.best(vector, 20), after.best(vector, 20))
    picked = np.array([3, 17, 20_003])
    np.testing.assert_array_equal(before.rows(picked), after.rows(picked))


def test_rows_that_are_not_searched_are_looked_up_alone(tmp_path: Path) -> None:
    rows = topics(3, EXACT_UP_TO + 20)
    gathering = Gathering(len(rows), rows.shape[1], searched=False)
    gathering.add(rows[:700])
    gathering.add(rows[700:])
    gathering.index().save(tmp_path / "w.faiss")
    assert [path.name for path in tmp_path.iterdir()] == ["w.rows.npy"]
    found = VectorIndex.load(tmp_path / "w.faiss").rows(np.array([699, 700]))
    np.testing.assert_allclose(found, rows[699:701], atol=3e-3)
