"""BM25 over sentences, and which of their words are a question's, look like it or mean the same."""

import logging
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.acronyms import find_acronyms
from index.arrays import write_array
from index.glossary import shipped_glossary
from index.matches import READ, STANDS_FOR, Matches
from index.misspelt import meant_for
from index.postings import Postings, PostingsTable, distinct
from index.vocabulary import Vocabulary
from index.word_classes import KNOWN, folded, word_classes
from index.words import (
    APART,
    MIN_LIKE_LENGTH,
    canonical,
    content_words,
    land,
    latin,
    question_words,
    script_of,
    term,
    words,
    words_with_offsets,
)

# Lucene's variant with its usual constants; bm25s computes it.
K1, B = 1.2, 0.75
MOST_MEANT = 32  # words that one word means, the surest
MISSPELT = 0.7  # how surely a word is the one that one slip of the pen makes of it
ABBREVIATED = 0.8  # how surely an abbreviation stands for the noun, and that for it
LANGUAGES_FILE = "languages.txt"
ACRONYMS_FILE = "acronyms.npy"


class Lexicon:
    """BM25 over the stems of sentences.

    `acronyms` (k, 2) int32 are the numbers of abbreviations and of the nouns they are short for.
    """

    def __init__(
        self,
        table: PostingsTable,
        vocabulary: Vocabulary,
        acronyms: NDArray[np.int32],
        languages: tuple[str, ...],
        sentences: int,
    ) -> None:
        self._table = table
        self._vocabulary = vocabulary
        self._acronyms = acronyms
        self._short_for = _both_ways(acronyms)
        self._languages = languages
        self._sentences = sentences
        self._glossary = shipped_glossary()

    @classmethod
    def build(cls, texts: Iterable[str], codes: Iterable[str]) -> Self:
        """Index sentences, each with the code of its language."""
        import bm25s

        numbers: dict[str, int] = {"": 0}  # bm25s wants one word at least
        languages: set[str] = set()
        ids: list[list[int]] = []
        short_for: set[tuple[int, int]] = set()
        for text, code in zip(texts, codes, strict=True):
            languages.add(code)
            own = [numbers.setdefault(term(word, code), len(numbers)) for word in words(text)]
            ids.append(own or [0])
            for acronym in find_acronyms(text, code):
                short, head = (numbers[term(word, code)] for word in acronym)
                short_for.add((short, head))
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        retriever.index((ids, numbers), show_progress=False, create_empty_token=False)
        found = retriever.scores
        table = PostingsTable.of(found["indptr"], found["indices"], found["data"])
        vocabulary = Vocabulary.build(numbers, _spelt)
        acronyms = np.array(sorted(short_for), np.int32).reshape(-1, 2)
        return cls(table, vocabulary, acronyms, tuple(sorted(languages)), len(ids))

    def save(self, folder: Path) -> None:
        """Write the postings into the folder."""
        self._table.save(folder)
        self._vocabulary.save(folder)
        write_array(folder / ACRONYMS_FILE, self._acronyms)
        languages = "\n".join([str(self._sentences), *self._languages])
        (folder / LANGUAGES_FILE).write_text(languages, "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, memory-mapped but for what is small."""
        sentences, *codes = (folder / LANGUAGES_FILE).read_text("utf-8").split("\n")
        return cls(
            PostingsTable.load(folder),
            Vocabulary.load(folder),
            np.load(folder / ACRONYMS_FILE),
            tuple(codes),
            int(sentences),
        )

    def match(self, question: str, code: str | None = None) -> Matches:
        """Return how the words of a question, in the language `code`, occur in the sentences."""
        spoken, content = question_words(question), content_words(question, code)
        terms = {word: self._terms(word, code) for word in dict.fromkeys([*spoken, *content])}
        exact = tuple(
            tuple(self._table.postings(token) for token in sorted(terms[word])) for word in content
        )
        alike = tuple(tuple(self._likest(word, terms[word])) for word in content)
        # Every German noun has a capital.
        named = frozenset() if code == "de" else _with_capitals(question)
        translated = tuple(
            tuple(self._translated(word, code, terms[word], word in named)) for word in content
        )
        each = zip(exact, alike, translated, strict=True)
        return Matches(
            words=tuple(content),
            idf=np.array([self._idf(postings) for postings in exact], np.float32),
            exact=exact,
            alike=alike,
            translated=translated,
            rarity=np.array([self._rarity(*postings) for postings in each], np.float32),
            known=self._known_share(spoken, terms),
            scripts=frozenset(map(script_of, self._languages)),
            lands=frozenset(word for word in content if self._is_land(word, code)),
        )

    def _idf(self, postings: tuple[Postings, ...]) -> float:
        """Return Lucene's idf; a word that no sentence has is as rare as can be."""
        return self._inverse(sum(len(one.rows) for one in postings))

    def _inverse(self, frequency: int) -> float:
        frequency = min(frequency, self._sentences)
        return math.log(1 + (self._sentences - frequency + 0.5) / (frequency + 0.5))

    def _rarity(self, exact: Sequence[Postings], *other: Sequence[Postings]) -> float:
        """Return Lucene's idf of a word, counting the sentences of what stands for it."""
        standing = [one for each in other for one in each if float(one.scores[0]) >= STANDS_FOR]
        rows = [one.rows for one in (*exact, *standing)]
        count = sum(map(len, rows))
        if len(rows) > 1 and count <= READ:
            count = len(distinct(np.concatenate(rows).astype(np.int64)))
        return self._inverse(count)

    def _terms(self, word: str, code: str | None) -> frozenset[int]:
        plain = (canonical(word, code) or land(word, code)) if code else None
        terms = {plain} if plain else {term(word, each) for each in self._languages}
        found = (self._vocabulary.number(each) for each in terms)
        return frozenset(token for token in found if token)  # 0 stands for no word at all

    def _is_land(self, word: str, code: str | None) -> bool:
        return any(land(word, each) for each in ([code] if code else self._languages))

    def _known_share(self, spoken: Sequence[str], terms: Mapping[str, frozenset[int]]) -> float:
        """Return the share of words that are an article's or of its language's grammar."""
        grammars = [word_classes(each).function_words for each in self._languages]
        known = [terms[word] or any(word in grammar for grammar in grammars) for word in spoken]
        return sum(map(bool, known)) / len(known) if known else 0.0

    def _likest(self, word: str, exact: frozenset[int]) -> Iterator[Postings]:
        """Yield the postings of words that look like this one: misspellings, names, endings."""
        word = latin(folded(word))
        if len(word) < MIN_LIKE_LENGTH or word.isdigit():
            return
        yield from self._standing(self._vocabulary.likest(word), exact)

    def _translated(
        self, word: str, code: str | None, exact: frozenset[int], is_name: bool
    ) -> Iterator[Postings]:
        """Yield the postings of words that mean the same, in the languages of the articles.

        A question whose language is not known may be in any. In one that is known, a word that is
        neither in the articles nor means any of theirs, and no name, is taken for a misspelt one.
        """
        best: dict[int, float] = {}
        for own, into in product([code] if code else KNOWN, self._languages):
            _raise(best, self._known(self._glossary.translations(term(word, own), own, into)))
        if code and not (exact or best or is_name):
            best = self._misspelt(word, code)
        surest = sorted(best.items(), key=lambda item: -item[1])[:MOST_MEANT]
        yield from self._standing([*surest, *self._abbreviated(exact, surest)], exact)

    def _known(self, meant: Mapping[str, float]) -> dict[int, float]:
        """Return the numbers of those of these words that the articles have."""
        found = {self._vocabulary.number(other): strength for other, strength in meant.items()}
        return {token: strength for token, strength in found.items() if token}

    def _misspelt(self, word: str, code: str) -> dict[int, float]:
        """Return the numbers of what a word was meant for; of two readings each is half as sure."""
        readings = []
        for meant in meant_for(word, code):
            found: dict[int, float] = {}
            for into in self._languages:
                _raise(found, self._known(self._glossary.translations(meant, code, into)))
                if into == code:
                    _raise(found, self._known({meant: 1.0}))
            if found:
                readings.append(found)
        best: dict[int, float] = {}
        for found in readings:
            share = MISSPELT / len(readings)
            _raise(best, {token: share * strength for token, strength in found.items()})
        return best

    def _abbreviated(
        self, exact: frozenset[int], meant: Sequence[tuple[int, float]]
    ) -> Sequence[tuple[int, float]]:
        """Return what these words are short for and what is short for them, the surest."""
        best: dict[int, float] = {}
        for token, strength in [*((each, 1.0) for each in exact), *meant]:
            _raise(best, dict.fromkeys(self._short_for.get(token, ()), ABBREVIATED * strength))
        return sorted(best.items(), key=lambda item: -item[1])[:MOST_MEANT]

    def _standing(
        self, tokens: Iterable[tuple[int, float]], exact: frozenset[int]
    ) -> Iterator[Postings]:
        """Yield the postings of words that stand for another, but for those that are that one."""
        for token, strength in tokens:
            if token not in exact:
                rows, _, likest = self._table.postings(token)
                yield Postings(rows, np.broadcast_to(np.float32(strength), len(rows)), likest)


def _both_ways(pairs: NDArray[np.int32]) -> Mapping[int, Sequence[int]]:
    """Return for each number of a pair those that are paired with it."""
    found: dict[int, list[int]] = {}
    for one, other in pairs.tolist():
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _spelt(word: str) -> str:
    """Return an indexed word as likeness sees it."""
    return latin(word.removesuffix(APART))


def _with_capitals(text: str) -> frozenset[str]:
    """Return the words, but for the first, that a capital opens."""
    return frozenset(
        word for word, start, _ in words_with_offsets(text)[1:] if text[start].isupper()
    )


def _raise(best: dict[int, float], other: Mapping[int, float]) -> None:
    """Raise what is best of each number to what it is in the other."""
    for token, strength in other.items():
        best[token] = max(strength, best.get(token, 0.0))
