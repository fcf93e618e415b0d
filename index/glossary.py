"""Which words of eight languages mean the same, and how surely: read from package data."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

SHIPPED_GLOSSARY = Path(__file__).parent / "data" / "glossary.npz"
LEAST = 0.1  # what is less sure than that is no translation
WITHIN = 0.5  # words of one language that share a meaning are synonyms: they mean it loosely
KEPT = 2048  # words looked up last, whose translations are kept

Entry = tuple[str, str]  # a language and a word of it, as it is indexed
Meaning = Sequence[Entry]  # the words that mean the same


class Glossary:
    """A trie of words with their languages, and the meanings that each of them has.

    `words` (m,) int32 are places in the trie, meaning by meaning, of which meaning n has those from
    `starts[n]` to `starts[n + 1]`.
    """

    def __init__(self, trie: Any, words: NDArray[np.int32], starts: NDArray[np.int64]) -> None:
        self._trie = trie
        self._words = words
        self._starts = starts
        by_word = np.argsort(words, kind="stable")
        self._meanings = np.searchsorted(starts, by_word, side="right") - 1
        self._firsts = np.searchsorted(words[by_word], np.arange(len(trie) + 1))
        self.translations = lru_cache(maxsize=KEPT)(self._translations)

    @classmethod
    def of(cls, meanings: Sequence[Meaning]) -> Self:
        """Take meanings, each with the words that have it."""
        from marisa_trie import Trie

        keys = [sorted({_key(*entry) for entry in meaning}) for meaning in meanings]
        trie = Trie({key for meaning in keys for key in meaning})
        words = [trie[key] for meaning in keys for key in meaning]
        return cls(trie, np.array(words, np.int32), np.cumsum([0, *map(len, keys)]))

    def save(self, path: Path) -> None:
        """Write the glossary into a file (npz)."""
        np.savez_compressed(
            path,
            trie=np.frombuffer(self._trie.tobytes(), np.uint8),
            words=self._words,
            counts=np.diff(self._starts).astype(np.uint16),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        from marisa_trie import Trie

        with np.load(path) as stored:
            trie = Trie().frombytes(stored["trie"].tobytes())
            starts = np.concatenate([[0], np.cumsum(stored["counts"], dtype=np.int64)])
            return cls(trie, stored["words"], starts)

    def __len__(self) -> int:
        return len(self._trie)

    @property
    def meanings(self) -> list[list[Entry]]:
        """Return the words of each meaning, in the order that it was given in."""
        spans = zip(self._starts[:-1].tolist(), self._starts[1:].tolist(), strict=True)
        return [[self._entry(int(n)) for n in self._words[slice(*span)]] for span in spans]

    def _entry(self, place: int) -> Entry:
        code, _, word = self._trie.restore_key(place).partition(":")
        return code, word

    def _translations(self, word: str, code: str, into: str) -> Mapping[str, float]:
        """Return the words of the language `into` that mean what a word of `code` does, as indexed.

        With each comes how surely, in (0, 1]: the share of its meanings that the other word has, or
        the other way round if that is more. Of the word's own language there are its synonyms.
        """
        place = self._place(code, word)
        if place is None:
            return {}
        own = self._meanings_of(place)
        shared = Counter(
            int(other)
            for meaning in own
            for other in self._words[self._starts[meaning] : self._starts[meaning + 1]]
        )
        del shared[place]
        return dict(self._sure(shared, len(own), into, WITHIN if into == code else 1.0))

    def _sure(
        self, shared: Mapping[int, int], meanings: int, into: str, at_most: float
    ) -> Iterator[tuple[str, float]]:
        for other, count in shared.items():
            language, word = self._entry(other)
            if language == into:
                strength = at_most * count / min(meanings, len(self._meanings_of(other)))
                if strength >= LEAST:
                    yield word, strength

    def _place(self, code: str, word: str) -> int | None:
        try:
            place: int | None = self._trie.get(_key(code, word))
        except UnicodeEncodeError:  # half a surrogate pair
            return None
        return place

    def _meanings_of(self, place: int) -> NDArray[np.intp]:
        return self._meanings[self._firsts[place] : self._firsts[place + 1]]


def _key(code: str, word: str) -> str:
    return f"{code}:{word}"


@cache
def shipped_glossary() -> Glossary:
    """Return the glossary that comes with the package."""
    return Glossary.load(SHIPPED_GLOSSARY)
