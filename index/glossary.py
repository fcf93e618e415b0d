"""Which words of eight languages mean the same, and how surely: read from package data."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import compress
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

SHIPPED_GLOSSARY = Path(__file__).parent / "data" / "glossary.npz"
LEAST = 0.1  # what is less sure than that is no translation
WITHIN = 0.5  # words of one language that share a meaning are synonyms: they mean it loosely
KEPT = 2048  # words looked up last, whose translations are kept
KIN_KEPT = 64  # … and those of all languages together

Entry = tuple[str, str]  # a language and a word of it, as it is indexed
Meaning = Sequence[Entry]  # the words that mean the same


class Glossary:
    """A trie of words with their languages, and the meanings that each of them has.

    `words` (m,) int32 are places in the trie, meaning by meaning, of which meaning n has those from
    `starts[n]` to `starts[n + 1]`; `languages` (m,) uint8 are theirs, as places among `codes`.
    """

    def __init__(
        self,
        trie: Any,
        codes: Sequence[str],
        words: NDArray[np.int32],
        languages: NDArray[np.uint8],
        starts: NDArray[np.int64],
    ) -> None:
        self._trie = trie
        self._codes = codes
        self._words = words
        self._languages = languages
        self._starts = starts
        # The meanings of each word, those of word n from `_firsts[n]` to `_firsts[n + 1]`.
        by_word = np.argsort(words, kind="stable")
        self._by_word = (np.searchsorted(starts, by_word, side="right") - 1).astype(np.int32)
        self._firsts = np.searchsorted(words[by_word], np.arange(len(trie) + 1)).astype(np.int32)
        self.translations = lru_cache(maxsize=KEPT)(self._translations)
        # Articles in several languages ask for the same word in each, one after the other.
        self._kin = lru_cache(maxsize=KIN_KEPT)(self._find_kin)

    @classmethod
    def of(cls, meanings: Sequence[Meaning]) -> Self:
        """Take meanings, each with the words that have it."""
        from marisa_trie import Trie

        each = [sorted(set(meaning)) for meaning in meanings]
        entries = [entry for meaning in each for entry in meaning]
        codes = sorted({code for code, _ in entries})
        trie = Trie({_key(*entry) for entry in entries})
        return cls(
            trie,
            codes,
            np.array([trie[_key(*entry)] for entry in entries], np.int32),
            np.array([codes.index(code) for code, _ in entries], np.uint8),
            np.cumsum([0, *map(len, each)]),
        )

    def save(self, path: Path) -> None:
        """Write the glossary into a file (npz)."""
        np.savez_compressed(
            path,
            trie=np.frombuffer(self._trie.tobytes(), np.uint8),
            codes=np.array(self._codes),
            words=self._words,
            languages=self._languages,
            counts=np.diff(self._starts).astype(np.uint16),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; raise ModelError, naming the file, where it is not of it."""
        from marisa_trie import Trie

        try:
            with path.open("rb") as file, np.load(file) as stored:
                trie = Trie().frombytes(stored["trie"].tobytes())
                starts = np.concatenate([[0], np.cumsum(stored["counts"], dtype=np.int64)])
                codes, words, languages = (stored[n] for n in ("codes", "words", "languages"))
        except (OSError, EOFError, ValueError, KeyError, RuntimeError, BadZipFile) as error:
            raise ModelError(f"{path}: not a glossary, or a damaged one: {error}") from error
        if not len(words) == len(languages) == starts[-1]:
            raise ModelError(f"{path}: a damaged glossary: its parts do not fit together")
        return cls(trie, codes.tolist(), words, languages, starts)

    def __len__(self) -> int:
        return len(self._trie)

    def known(self, some: Iterable[str], code: str) -> set[str]:
        """Return those of some words of a language, as indexed, that are the glossary's."""
        asked = list(some)
        are_known = map(self._trie.__contains__, map(f"{code}:".__add__, asked))
        return set(compress(asked, are_known))

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

        With each comes how surely, in (0, 1]: the share of the meanings of either that both have,
        the geometric mean of the two (Ochiai's coefficient). Of the word's own language there are
        its synonyms. Languages are primary subtags: "en", not "en-US".
        """
        if into not in self._codes:
            return {}
        others, languages, strengths = self._kin(word, code)
        found = np.flatnonzero(languages == self._codes.index(into)).tolist()
        return {self._entry(int(others[n]))[1]: float(strengths[n]) for n in found}

    def _find_kin(
        self, word: str, code: str
    ) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.float64]]:
        """Return what means the same in any language, (n,): places, languages, how surely."""
        place = self._place(code, word)
        if place is None:
            return np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0)
        own = self._of(place)
        spans = [slice(self._starts[each], self._starts[each + 1]) for each in own]
        words = np.concatenate([self._words[span] for span in spans])
        others, at, shared = np.unique(words, return_index=True, return_counts=True)
        languages = np.concatenate([self._languages[span] for span in spans])[at]
        each = len(own) * (self._firsts[others + 1] - self._firsts[others])
        within = np.where(languages == self._codes.index(code), WITHIN, 1.0)
        strengths = shared / np.sqrt(each) * within
        sure = (strengths >= LEAST) & (others != place)
        return others[sure], languages[sure], strengths[sure]

    def _place(self, code: str, word: str) -> int | None:
        try:
            place: int | None = self._trie.get(_key(code, word))
        except UnicodeEncodeError:  # half a surrogate pair
            return None
        return place

    def _of(self, place: int) -> NDArray[np.int32]:
        return self._by_word[self._firsts[place] : self._firsts[place + 1]]


def _key(code: str, word: str) -> str:
    return f"{code}:{word}"


@cache
def shipped_glossary() -> Glossary:
    """Return the glossary that comes with the package."""
    return Glossary.load(SHIPPED_GLOSSARY)
