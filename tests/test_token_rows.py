from pathlib import Path

import numpy as np

from index.cross_encoder import Passage
from index.token_rows import TokenRows

WIDTH = 5


def passages(seed: int, *sizes: int) -> list[Passage]:
    random = np.random.default_rng(seed)
    return [
        Passage(
            random.integers(0, 99, size).astype(np.int32),
            random.normal(0, 3, (size, WIDTH)).astype(np.float32),
        )
        for size in sizes
    ]


def same(one: Passage, other: Passage) -> bool:
    return bool((one.ids == other.ids).all() and (one.rows == other.rows).all())


def test_a_row_is_kept_to_a_hundredth_of_its_highest_value() -> None:
    some = passages(1, 4, 0, 7)
    rows = TokenRows.of(some, WIDTH)
    assert len(rows) == 3
    for number, passage in enumerate(some):
        kept = rows[number]
        assert kept.ids.tolist() == passage.ids.tolist()
        highest = np.abs(passage.rows).max(axis=1, keepdims=True)
        assert (np.abs(kept.rows - passage.rows) <= 0.01 * highest).all()


def test_rows_are_saved_and_opened_as_they_are(tmp_path: Path) -> None:
    rows = TokenRows.of(passages(2, 3, 0, 2), WIDTH)
    rows.save(tmp_path / "tokens")
    again = TokenRows.load(tmp_path / "tokens")
    assert all(same(rows[n], again[n]) for n in range(3))
    assert isinstance(again.rows, np.memmap)


def test_parts_put_together_are_the_whole() -> None:
    rows = TokenRows.of(passages(3, 3, 0, 2, 6), WIDTH)
    again = TokenRows.joined([rows.part(0, 2), rows.part(2, 2), rows.part(2, 4)], WIDTH)
    assert again.firsts.tolist() == rows.firsts.tolist()
    assert all(same(rows[n], again[n]) for n in range(4))


def test_no_passage_at_all_is_no_row(tmp_path: Path) -> None:
    rows = TokenRows.joined([], WIDTH)
    rows.save(tmp_path / "tokens")
    assert len(TokenRows.load(tmp_path / "tokens")) == 0
