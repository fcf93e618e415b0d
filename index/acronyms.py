"""The abbreviations that a text explains, and the nouns that they are short for."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.word_classes import WordClasses, folded, word_classes
from index.words import Spoken, words_with_offsets

# How far before its brackets the words of an abbreviation begin at most: eight words or so.
LONGEST = 120
_SHORT = re.compile(r"\(([^\W\d_]{2,8})\)")
# Where what a phrase is called stands: first, or last of what comes before "of" and the like.
_HEAD_FIRST = frozenset(("es", "fr", "it", "pt"))
_HEAD_LAST = frozenset(("de", "en"))


class Acronym(NamedTuple):
    """An abbreviation and the noun that the words it is short for are a kind of, as compared."""

    short: str
    head: str


def find_acronyms(text: str, code: str) -> Iterator[Acronym]:
    """Yield the abbreviations that a text explains: "l'Observatoire syrien (OS)" is an observatory.

    Their letters are the initials of words before the brackets, some of grammar among them. There
    are none in languages whose phrases do not show their noun by where it stands.
    """
    known = word_classes(code)
    if known.code not in _HEAD_FIRST | _HEAD_LAST:
        return
    for found in _SHORT.finditer(text):
        if found[1].isupper():
            before = words_with_offsets(text[max(0, found.start() - LONGEST) : found.start()])
            phrase = _phrase(before, folded(found[1].casefold()), known)
            if phrase:
                yield Acronym(found[1].casefold(), _head(phrase, known))


def _phrase(before: Sequence[Spoken], initials: str, known: WordClasses) -> Sequence[str]:
    """Return the words at the end of some that have these initials; nothing if they have not.

    Words of grammar may have none of them, and so do not open a phrase.
    """
    spoken = [word for word, _, _ in before]
    left = {len(initials)}  # how many initials there may be before what was looked at
    for place in range(len(spoken) - 1, -1, -1):
        word = spoken[place]
        is_grammar = word in known.function_words
        told = {n - 1 for n in left if initials[n - 1] == folded(word)[0]}
        if 0 in told and not is_grammar:
            return spoken[place:]
        left = (told | left if is_grammar else told) - {0}
    return []


def _head(phrase: Sequence[str], known: WordClasses) -> str:
    if known.code in _HEAD_FIRST:
        return phrase[0]
    grammar = (place for place, word in enumerate(phrase) if word in known.function_words)
    return phrase[next(grammar, len(phrase)) - 1]
