"""The words of a lexicon with their numbers, and which of them look like a word."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_array

# A word that the articles do not have stands for its likest words from this Dice coefficient of
# letter trigrams on: below it, pairs such as "veto"/"vote" come in.
LIKENESS_FLOOR = 0.5
# Words that one word is like, the likest; an article has a few, a library hundreds. Three in four
# of the questions on our stories have no word with as many (docs/performance.md).
MOST_ALIKE = 64
KEPT = 2048  # words looked up last, whose likest words are kept

WORDS_FILE = "words.marisa"


@lru_cache(maxsize=KEPT)
def trigrams(word: str) -> frozenset[str]:
    """Return a word's letter trigrams, its beginning and end among them."""
    framed = f"^{word}$"
    return frozenset(framed[i : i + 3] for i in range(len(framed) - 2))


class _Arrays(NamedTuple):
    """`numbers` by their place in the trie; of each trigram, ascending, the words that have it.

    `trigram_counts` is how many trigrams each word has, 0 for one that is like no word.
    """

    numbers: NDArray[np.int32]
    trigrams: NDArray[np.str_]
    trigram_starts: NDArray[np.int64]
    trigram_words: NDArray[np.int32]
    trigram_counts: NDArray[np.uint16]


class Vocabulary:
    """A trie of words and arrays of trigrams: a million words take 60 MB, most of it on disk."""

    def __init__(self, trie: Any, arrays: _Arrays) -> None:
        self._trie = trie
        self._arrays = arrays
        self.likest = lru_cache(maxsize=KEPT)(self._likest)

    @classmethod
    def build(cls, numbers: Mapping[str, int], spell: Callable[[str], str]) -> Self:
        """Take words with their numbers, from 0; `spell` writes them as they are compared."""
        from marisa_trie import Trie

        trie = Trie(numbers)
        found: dict[str, list[int]] = {}
        counts = np.zeros(len(numbers), np.uint16)
        for word, number in sorted(numbers.items(), key=lambda item: item[1]):
            if " " in word:  # a day or a month is like no word
                continue
            own = trigrams(spell(word))
            counts[number] = len(own)
            for gram in own:
                found.setdefault(gram, []).append(number)
        grams = sorted(found)
        words = [np.array(found[gram], np.int32) for gram in grams]
        arrays = _Arrays(
            numbers=np.array([numbers[trie.restore_key(n)] for n in range(len(trie))], np.int32),
            trigrams=np.array(grams, "<U3"),
            trigram_starts=np.cumsum([0, *map(len, words)], dtype=np.int64),
            trigram_words=np.concatenate([np.zeros(0, np.int32), *words]),
            trigram_counts=counts,
        )
        return cls(trie, arrays)

    def save(self, folder: Path) -> None:
        """Write the words into a folder."""
        (folder / WORDS_FILE).write_bytes(self._trie.tobytes())  # `save` may lack the last 4 KB
        for name, array in self._arrays._asdict().items():
            write_array(folder / f"{name}.npy", array)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, memory-mapped."""
        from marisa_trie import Trie

        arrays = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in _Arrays._fields)
        return cls(Trie().mmap(str(folder / WORDS_FILE)), _Arrays(*map(np.asarray, arrays)))

    def __len__(self) -> int:
        return len(self._arrays.numbers)

    def number(self, word: str) -> int | None:
        """Return the word's number; None where it is none of the words."""
        try:
            place = self._trie.get(word)
        except UnicodeEncodeError:  # half a surrogate pair
            return None
        return None if place is None else int(self._arrays.numbers[place])

    def _likest(self, word: str) -> tuple[tuple[int, float], ...]:
        """Return the numbers of the words most like this one, spelt alike, and how like they are.

        A word that shares a third of the trigrams has one of the two thirds that are rarest, so
        the words that have the most frequent ones alone need not be looked at.
        """
        own = trigrams(word)
        lists = sorted(map(self._having, own), key=len)
        needed = -(-len(own) // 3)  # from a likeness of LIKENESS_FLOOR, one half, on
        rare, frequent = lists[: len(own) - needed + 1], lists[len(own) - needed + 1 :]
        numbers, shared = np.unique(np.concatenate(rare), return_counts=True)
        both = len(own) + self._arrays.trigram_counts[numbers]
        hopeful = np.flatnonzero(2 * (shared + len(frequent)) >= LIKENESS_FLOOR * both)
        numbers, shared, both = numbers[hopeful], shared[hopeful], both[hopeful]
        for having in frequent:
            places = np.searchsorted(having, numbers)
            places[places == len(having)] = 0
            shared += having[places] == numbers if len(having) else 0
        likeness = 2 * shared / both
        places = np.flatnonzero(likeness >= LIKENESS_FLOOR)
        places = places[np.argsort(-likeness[places], kind="stable")[:MOST_ALIKE]]
        pairs = zip(numbers[places].tolist(), likeness[places].tolist(), strict=True)
        return tuple(pairs)

    def _having(self, gram: str) -> NDArray[np.int32]:
        place = self._places.get(gram)
        if place is None:
            return np.zeros(0, np.int32)
        starts = self._arrays.trigram_starts
        return self._arrays.trigram_words[starts[place] : starts[place + 1]]

    @cached_property
    def _places(self) -> dict[str, int]:
        """Return the place of each trigram: to search the array takes fifty times as long."""
        return {gram: place for place, gram in enumerate(self._arrays.trigrams.tolist())}
