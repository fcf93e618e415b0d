"""The tokens of every sentence as the cross-encoder keeps them: a byte a value, memory-mapped."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.cross_encoder import Passage

FILES = ("ids.npy", "rows.npy", "scales.npy", "firsts.npy")


@dataclass(frozen=True)
class TokenRows:
    """Passages end to end, of which one is read at a time.

    `ids` (t,) int32; `rows` (t, k) int8, to be multiplied by `scales` (t,) float16; `firsts`
    (n + 1,) int64: where each sentence's tokens begin, and how many there are.
    """

    ids: NDArray[np.int32]
    rows: NDArray[np.int8]
    scales: NDArray[np.float16]
    firsts: NDArray[np.int64]

    @classmethod
    def of(cls, passages: Sequence[Passage], width: int) -> Self:
        """Round passages, rows of `width` values, to steps of a 127th of a row's highest."""
        ids = np.concatenate([np.zeros(0, np.int32), *(each.ids for each in passages)])
        rows = np.concatenate([np.zeros((0, width), np.float32), *(each.rows for each in passages)])
        scales = np.maximum(np.abs(rows).max(axis=1, initial=0) / 127, 1e-6).astype(np.float16)
        kept = np.clip(np.round(rows / scales[:, np.newaxis].astype(np.float32)), -127, 127)
        firsts = np.cumsum([0, *(len(each.ids) for each in passages)])
        return cls(ids, kept.astype(np.int8), scales, firsts)

    @classmethod
    def joined(cls, some: Sequence[Self], width: int) -> Self:
        """Put the passages of several behind one another."""
        empty = cls.of((), width)
        counts = [np.diff(each.firsts) for each in some]
        return cls(
            np.concatenate([empty.ids, *(each.ids for each in some)]),
            np.concatenate([empty.rows, *(each.rows for each in some)]),
            np.concatenate([empty.scales, *(each.scales for each in some)]),
            np.cumsum(np.concatenate([[0], *counts])),
        )

    def __len__(self) -> int:
        return len(self.firsts) - 1

    def __getitem__(self, number: int) -> Passage:
        """Return the passage of this number."""
        place = slice(int(self.firsts[number]), int(self.firsts[number + 1]))
        scales = self.scales[place].astype(np.float32)
        return Passage(self.ids[place], self.rows[place] * scales[:, np.newaxis])

    def part(self, first: int, last: int) -> Self:
        """Return the passages from `first` on, before `last`."""
        place = slice(int(self.firsts[first]), int(self.firsts[last]))
        firsts = self.firsts[first : last + 1] - self.firsts[first]
        return type(self)(self.ids[place], self.rows[place], self.scales[place], firsts)

    def save(self, folder: Path) -> None:
        """Write the arrays into a new folder."""
        folder.mkdir()
        arrays = (self.ids, self.rows, self.scales, self.firsts)
        for name, array in zip(FILES, arrays, strict=True):
            np.save(folder / name, np.asarray(array))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `save` wrote, memory-mapped."""
        return cls(*(np.load(folder / name, mmap_mode="r") for name in FILES))
