"""How words are read: as they are compared, stemmed, spelt alike, called in no language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from index.vocabulary import trigrams
from index.word_classes import ARABIC_AND, KNOWN, folded, word_classes

MIN_LIKE_LENGTH = 4  # shorter words look like too many others
MAX_QUESTION_WORDS = 32  # a question of 1,000 different words costs what one of 32 does
APART = "+"  # behind the stem of a word of content that a word of grammar has too
WORDS_KEPT = 4096  # looked at last, whose terms are kept: a text has few different words

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


def script_of(code: str) -> str:
    """Return the script that a language is written in, as words are compared."""
    return _SCRIPTS.get(code[:2], _LATIN)


@cache
def _stemmer(code: str) -> Any:
    import Stemmer

    name = _SNOWBALL.get(code.lower().split("-")[0])
    return Stemmer.Stemmer(name) if name else None


def stem(word: str, code: str) -> str:
    """Return the word's Snowball stem without accents; the folded word where there is none."""
    stemmer = _stemmer(code)
    return folded(stemmer.stemWord(word) if stemmer else word)


def stems(some: Iterable[str], code: str) -> list[str]:
    """Return the stems of many words at once, which have no accents."""
    stemmer = _stemmer(code)
    found: list[str] = stemmer.stemWords(list(some)) if stemmer else list(some)
    return found


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
    """Return what a word is indexed by: what all languages call it, else its stem.

    A stem that a word of grammar has too is told apart: "tué" is not "tu", "né" not "ne". Such a
    word may lack its accents: "etait".
    """
    called = canonical(word, code) or land(word, code)
    if called:
        return called
    own = stem(word, code)
    grammar, of_grammar = _grammar(code)
    return own if word in grammar or own not in of_grammar else own + APART


@cache
def _grammar(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return a language's words of grammar, with and without accents, and their stems."""
    grammar = word_classes(code).function_words
    return grammar.union(map(folded, grammar)), frozenset(stem(word, code) for word in grammar)


def is_function_word(word: str) -> bool:
    """Say whether the word is one of grammar or of asking in any language that is known."""
    return word in _function_words()


@cache
def _function_words() -> frozenset[str]:
    return frozenset[str]().union(*(word_classes(code).function_words for code in KNOWN))


@cache
def _courtesies() -> frozenset[str]:
    return frozenset[str]().union(*(word_classes(code).courtesies for code in KNOWN))


def content_words(text: str, code: str | None = None) -> list[str]:
    """Return the different words of content of a question, in order, at most MAX_QUESTION_WORDS.

    In a language that is known "war" is no German verb; in none, words of grammar of all are out.
    """
    return _content(question_words(text), code)[:MAX_QUESTION_WORDS]


def question_words(question: str) -> list[str]:
    """Return the words of a question, in order, as many as are looked at."""
    return words(question)[: 2 * MAX_QUESTION_WORDS]  # every second one may be of grammar


def _content(spoken: Sequence[str], code: str | None) -> list[str]:
    """Return the different words of content, in order; none where all are words of courtesy."""
    grammar = word_classes(code).function_words if code in KNOWN else _function_words()
    content = list(
        dict.fromkeys(
            word
            for word in spoken
            # A letter that stands alone is of grammar in whatever language: "a-t-il", "didn't".
            if word not in grammar and not (len(word) == 1 and is_function_word(word))
        )
    )
    polite = all(word in _courtesies() for word in content)
    return [] if polite else content


def likeness(one: str, other: str) -> float:
    """Return the Dice coefficient, in [0, 1], of the letter trigrams of two words."""
    a, b = trigrams(latin(one)), trigrams(latin(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
