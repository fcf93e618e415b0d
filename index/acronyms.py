"""The abbreviations that a text explains, and the nouns that they are short for."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.word_classes import WordClasses, folded, word_classes
from index.words import Spoken, land, words_with_offsets

LONGEST = 120  # characters before its brackets that an abbreviation is short for, at most
_SHORT = re.compile(r"\(([^\W\d_]{2,8})\)")
# Where the noun of a phrase stands: first, but for a few adjectives, or last of what comes before
# "of" and the like.
_NOUN_FIRST = {
    "es": "alto alta gran nuevo nueva primer primera",
    "fr": "haut haute grand grande nouveau nouvelle",
    "it": "alto alta gran grande nuovo nuova",
    "pt": "alto alta grande novo nova primeiro primeira",
}
_NOUN_LAST = {
    "de": "auf bei der des für gegen im in mit von vom zum zur",
    "en": "against at for in of on to with",
}


class Acronym(NamedTuple):
    """An abbreviation and the noun that the words it is short for are a kind of, as compared."""

    short: str
    head: str


def find_acronyms(text: str, code: str) -> Iterator[Acronym]:
    """Yield the abbreviations that a text explains: "l'Observatoire syrien (OS)" is an observatory.

    Their letters are the initials of words before the brackets, some of grammar among them. There
    are none in languages whose phrases do not show their noun by where it stands, and none that is
    a word of grammar ("IS") or a country's, which has its name already.
    """
    known = word_classes(code)
    found = list(_SHORT.finditer(text)) if known.code in {*_NOUN_FIRST, *_NOUN_LAST} else []
    spoken = words_with_offsets(text) if found else []
    starts = [start for _, start, _ in spoken]
    for brackets in found:
        short, last = brackets[1].casefold(), brackets.start()
        if not brackets[1].isupper() or short in known.function_words or land(short, code):
            continue
        before = spoken[bisect_left(starts, last - LONGEST) : bisect_left(starts, last)]
        phrase = _phrase(before, folded(short), known)
        if phrase and not _may_be_a_person(text, phrase):
            yield Acronym(short, _noun([word for word, _, _ in phrase], known))


def _phrase(before: Sequence[Spoken], initials: str, known: WordClasses) -> Sequence[Spoken]:
    """Return the words at the end of some that have these initials; nothing if they have not.

    Words of grammar may have none of them, and so do not open a phrase.
    """
    left = {len(initials)}  # how many initials there may be before what was looked at
    for place in range(len(before) - 1, -1, -1):
        word, _, _ = before[place]
        is_grammar = word in known.function_words
        told = {n - 1 for n in left if initials[n - 1] == folded(word)[:1]}
        if 0 in told and not is_grammar:
            return before[place:]
        left = (told | left if is_grammar else told) - {0}
    return []


def _may_be_a_person(text: str, phrase: Sequence[Spoken]) -> bool:
    """Say whether the words may be a name, behind which a party stands: "Paul Serre (PS)"."""
    return len(phrase) == 2 and all(text[start].isupper() for _, start, _ in phrase)


def _noun(phrase: Sequence[str], known: WordClasses) -> str:
    """Return what a phrase is called."""
    if known.code in _NOUN_FIRST:
        adjectives = _NOUN_FIRST[known.code].split()
        return next((word for word in phrase if word not in adjectives), phrase[0])
    ends = (n for n, word in enumerate(phrase) if word in _NOUN_LAST[known.code].split())
    called = [word for word in phrase[: next(ends, None)] if not land(word, known.code)]
    return called[-1] if called else phrase[0]
