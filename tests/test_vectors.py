from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.vectors import VectorIndex


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
