"""Words, stems and BM25: which sentences share which of a question's words."""

import logging
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.postings import FREQUENT, Postings, PostingsTable, distinct, joined
from index.vocabulary import Vocabulary, trigrams
from index.word_classes import ARABIC_AND, KNOWN, folded, word_classes

# Lucene's variant with its usual constants; bm25s computes it.
K1, B = 1.2, 0.75
MIN_LIKE_LENGTH = 4  # shorter words look like too many others
MAX_QUESTION_WORDS = 32  # a question of 1,000 different words costs what one of 32 does
# Sentences that a question's words are read in for candidates, rare words first. Of words that are
# more frequent than what is left, the likest sentences alone are read: so a question costs the same
# in a million sentences as in twenty thousand.
READ = 20_000
WORDS_KEPT = 4096  # looked at last, whose terms are kept: a text has few different words
LANGUAGES_FILE = "languages.txt"

# Marks that stand on letters: Latin's when they come apart from them, and Arabic's vowels.
_MARKS = "\u0300-\u036f\u0640\u064b-\u065f\u0670"
_GAPS = " \u00a0\u202f\u2009'’\u066c"  # between groups of three digits, and never before decimals
_GROUPED = rf"(?!0)\d{{1,3}}(?:(?:[{_GAPS}]\d{{3}})+|(?:\.\d{{3}})+|(?:,\d{{3}})+)(?!\d)"
_DECIMALS = r"[.,\u066b]\d+"
_WORD = re.compile(
    # A number, but not the "12.10" of 12.10.2016: of a date each part is one.
    rf"(?<!\d[.,])(?:{_GROUPED}(?:{_DECIMALS})?|\d+{_DECIMALS})(?![.,]?\d)|\d+|"
    rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*"
)
_VOWELS = re.compile("[\u0640\u064b-\u065f\u0670]")
_THOUSANDS = re.compile(rf"({_GROUPED})({_DECIMALS})?")
_SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


Spoken = tuple[str, int, int]  # a word as it is compared, with its start and end


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, numbers without their separators."""
    return [word for word, _, _ in words_with_offsets(text)]


def words_with_offsets(text: str) -> list[Spoken]:
    """Return each word with its (start, end) in the text; `250.000` is the word `250000`."""
    return list(_words_with_offsets(text))


@lru_cache(maxsize=64)  # a sentence is looked at several times in a row
def _words_with_offsets(text: str) -> tuple[Spoken, ...]:
    found = ((_normal(m.group()), m.start(), m.end()) for m in _WORD.finditer(text))
    return tuple(each for each in found if each[0])  # of a tatweel alone, nothing is left


def _normal(word: str) -> str:
    if word.isascii() and word.isalpha():  # most words, in a tenth of the time
        return word.lower()
    if word[0].isdecimal():
        return _number(word)
    return _VOWELS.sub("", unicodedata.normalize("NFKC", word)).casefold()


def _number(word: str) -> str:
    """Return a number in ASCII digits, without its separators and with a point before decimals."""
    if grouped := _THOUSANDS.fullmatch(word):
        word = re.sub(r"\D", "", grouped[1]) + (grouped[2] or "")
    return "".join(str(int(c)) if c.isdecimal() else "." for c in word)


_CYRILLIC = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэіїєх", "abvgdeziiklmnoprstufyeiieh", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya"}
    | {"ъ": "", "ь": ""}
)


@lru_cache(maxsize=WORDS_KEPT)
def latin(word: str) -> str:
    """Return a folded word as names are alike across languages and scripts: "Сирии", "Syrie".

    Cyrillic letters are spelt in Latin ones, y is i, and of a double letter one is left.
    """
    spelt = word.translate(_CYRILLIC).replace("y", "i")
    return "".join(letter for letter, _ in groupby(spelt))


# What languages are written in that no spelling of ours makes Latin, by Unicode's names.
_SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "he": "HEBREW", "el": "GREEK", "ta": "TAMIL",
    "hi": "DEVANAGARI", "th": "THAI", "ko": "HANGUL", "zh": "CJK", "ja": "CJK",
}  # fmt: skip
_LATIN = "LATIN"


@lru_cache(maxsize=WORDS_KEPT)
def script(word: str) -> str:
    """Return the script of a word as it is compared: Cyrillic is Latin, numbers too."""
    first = latin(folded(word))[:1]
    return unicodedata.name(first, _LATIN).split()[0] if first.isalpha() else _LATIN


@cache
def _stemmer(code: str) -> Any:
    import Stemmer

    name = _SNOWBALL.get(code.lower().split("-")[0])
    return Stemmer.Stemmer(name) if name else None


def stem(word: str, code: str) -> str:
    """Return the word's Snowball stem without accents; the folded word where there is none."""
    stemmer = _stemmer(code)
    return folded(stemmer.stemWord(word) if stemmer else word)


@lru_cache(maxsize=WORDS_KEPT)
def canonical(word: str, code: str) -> str | None:
    """Return what a day, a month or a number is called in no language: `day 4`, `month 10`, `56`.

    None for other words. So "jueves" finds "jeudi", and "4" finds "quatre".
    """
    classes = word_classes(code)
    if classes.code == "ar" and word not in classes.days:  # "and" is written onto its word
        word = word.removeprefix(ARABIC_AND)
    return _called(classes.code).get(word)


@cache
def _called(code: str) -> Mapping[str, str]:
    """Return what each number, month and day of a language is called in none."""
    classes = word_classes(code)
    return {
        **{word: str(value) for word, value in classes.numbers.items()},
        **{word: f"month {place}" for word, place in classes.months.items()},
        **{word: f"day {place}" for word, place in classes.days.items()},
    }


@lru_cache(maxsize=WORDS_KEPT)
def land(word: str, code: str) -> str | None:
    """Return what a country, its adjective and its people are called in no language: `land ru`."""
    found = word_classes(code).land(word)
    return found and f"land {found}"


@lru_cache(maxsize=WORDS_KEPT)
def term(word: str, code: str) -> str:
    """Return what a word is indexed by: what all languages call it, else its stem."""
    return canonical(word, code) or land(word, code) or stem(word, code)


def is_function_word(word: str) -> bool:
    """Say whether the word is one of grammar or of asking in any language that is known."""
    return word in _function_words()


@cache
def _function_words() -> frozenset[str]:
    return frozenset[str]().union(*(word_classes(code).function_words for code in KNOWN))


@cache
def _courtesies() -> frozenset[str]:
    return frozenset[str]().union(*(word_classes(code).courtesies for code in KNOWN))


def content_words(text: str) -> list[str]:
    """Return the different words of content of a question, in order, at most MAX_QUESTION_WORDS."""
    return _content(_spoken(text))[:MAX_QUESTION_WORDS]


def _spoken(question: str) -> list[str]:
    return words(question)[: 2 * MAX_QUESTION_WORDS]  # every second one may be of grammar


def _content(spoken: Sequence[str]) -> list[str]:
    """Return the different words of content, in order; none where all are words of courtesy."""
    content = list(dict.fromkeys(word for word in spoken if not is_function_word(word)))
    polite = all(word in _courtesies() for word in content)
    return [] if polite else content


def likeness(one: str, other: str) -> float:
    """Return the Dice coefficient, in [0, 1], of the letter trigrams of two words."""
    a, b = trigrams(latin(one)), trigrams(latin(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@dataclass(frozen=True)
class Matches:
    """How the words of one question occur in the sentences.

    `words` are the question's different words of content; `idf` (w,) float32 is how rare each is.
    `exact` holds a word's postings with BM25 scores, `alike` those of words that look like it with
    their likeness in (0, 1). `known` is the share of all the question's words that the articles,
    or the grammar of their languages, have, and `scripts` are what the articles are written in.
    `lands` are the words that stand for a country.
    """

    words: tuple[str, ...]
    idf: NDArray[np.float32]
    exact: tuple[tuple[Postings, ...], ...]
    alike: tuple[tuple[Postings, ...], ...]
    known: float
    scripts: frozenset[str]
    lands: frozenset[str]

    def bm25(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return each word's BM25 score in each of these sentences, (w, len(ids)) float32."""
        scores = np.zeros((len(self.words), len(ids)), np.float32)
        for row, postings in enumerate(self.exact):
            for one in postings:
                scores[row] += one.at(ids)
        return scores

    def likeness(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how like each word the likest word of each sentence is, (w, len(ids)) in [0, 1].

        It is 1 where the word itself is there.
        """
        best = (self.bm25(ids) > 0).astype(np.float32)
        order = np.argsort(ids, kind="stable")
        ascending = ids[order]
        for row, postings in enumerate(self.alike):
            rare = [one for one in postings if len(one.rows) <= FREQUENT]
            places, near = joined(rare, ascending)
            np.maximum.at(best[row], order[places], near)
            for one in postings:
                if len(one.rows) > FREQUENT:
                    np.maximum(best[row], one.at(ids), out=best[row])
        return best

    def best(
        self, limit: int, among: Callable[[NDArray[np.int64]], NDArray[np.bool_]] | None = None
    ) -> NDArray[np.int64]:
        """Return the sentences with the highest sums of BM25 and likeness, ascending by number.

        `among` says of sentences whether they may be returned. What is read is bounded by READ.
        """
        exact = [one for postings in self.exact for one in postings]
        alike = [
            one._replace(scores=weight * one.scores)
            for weight, postings in zip(self.idf, self.alike, strict=True)
            for one in postings
        ]
        ids = distinct(np.concatenate([*_within(exact, READ), *_within(alike, READ)]))
        ids = ids if among is None else ids[among(ids)]
        total = np.zeros(len(ids))
        every = [*exact, *alike]
        places, scores = joined([one for one in every if len(one.rows) <= FREQUENT], ids)
        np.add.at(total, places, scores)
        for one in every:
            if len(one.rows) > FREQUENT:
                total += one.at(ids)
        highest = ids[np.argsort(-total, kind="stable")[:limit]]
        return np.sort(highest)


def _within(postings: Sequence[Postings], limit: int) -> Iterator[NDArray[np.int64]]:
    """Yield the sentences to look at: all of the rare words, the likest of the frequent ones."""
    yield np.zeros(0, np.int64)
    for one in sorted(postings, key=lambda one: len(one.rows)):
        found = one.rows if len(one.rows) <= limit else one.best()
        limit -= min(limit, len(found))
        yield found.astype(np.int64)


class Lexicon:
    """BM25 over the stems of sentences."""

    def __init__(
        self,
        table: PostingsTable,
        vocabulary: Vocabulary,
        languages: tuple[str, ...],
        sentences: int,
    ) -> None:
        self._table = table
        self._vocabulary = vocabulary
        self._languages = languages
        self._sentences = sentences

    @classmethod
    def build(cls, texts: Iterable[str], codes: Iterable[str]) -> Self:
        """Index sentences, each with the code of its language."""
        import bm25s

        numbers: dict[str, int] = {"": 0}  # bm25s wants one word at least
        languages: set[str] = set()
        ids: list[list[int]] = []
        for text, code in zip(texts, codes, strict=True):
            languages.add(code)
            own = [numbers.setdefault(term(word, code), len(numbers)) for word in words(text)]
            ids.append(own or [0])
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        retriever.index((ids, numbers), show_progress=False, create_empty_token=False)
        found = retriever.scores
        table = PostingsTable.of(found["indptr"], found["indices"], found["data"])
        return cls(table, Vocabulary.build(numbers, latin), tuple(sorted(languages)), len(ids))

    def save(self, folder: Path) -> None:
        """Write the postings into the folder."""
        self._table.save(folder)
        self._vocabulary.save(folder)
        languages = "\n".join([str(self._sentences), *self._languages])
        (folder / LANGUAGES_FILE).write_text(languages, "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, memory-mapped."""
        sentences, *codes = (folder / LANGUAGES_FILE).read_text("utf-8").split("\n")
        return cls(
            PostingsTable.load(folder), Vocabulary.load(folder), tuple(codes), int(sentences)
        )

    def match(self, question: str, code: str | None = None) -> Matches:
        """Return how the words of a question, in the language `code`, occur in the sentences."""
        spoken, content = _spoken(question), content_words(question)
        terms = {word: self._terms(word, code) for word in dict.fromkeys([*spoken, *content])}
        exact = tuple(
            tuple(self._table.postings(token) for token in sorted(terms[word])) for word in content
        )
        return Matches(
            words=tuple(content),
            idf=np.array([self._idf(postings) for postings in exact], np.float32),
            exact=exact,
            alike=tuple(tuple(self._likest(word, terms[word])) for word in content),
            known=self._known_share(spoken, terms),
            scripts=frozenset(_SCRIPTS.get(code[:2], _LATIN) for code in self._languages),
            lands=frozenset(word for word in content if self._is_land(word, code)),
        )

    def _idf(self, postings: tuple[Postings, ...]) -> float:
        """Return Lucene's idf; a word that no sentence has is as rare as can be."""
        frequency = min(sum(len(one.rows) for one in postings), self._sentences)
        return math.log(1 + (self._sentences - frequency + 0.5) / (frequency + 0.5))

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
        for token, similarity in self._vocabulary.likest(word):
            if token not in exact:
                rows, _, likest = self._table.postings(token)
                yield Postings(rows, np.full(len(rows), similarity, np.float32), likest)
