"""What is said to whoever answers, and asks nothing of what an article tells."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from index.lexicon import words
from index.word_classes import KNOWN, folded, word_classes

MAX_WORDS = 20  # what is longer asks something


class Remark(StrEnum):
    """What a message is that asks an article's text nothing; of several, the first counts."""

    ARTICLE = "article"  # asks what the article is, and names it: title, subject, author, date
    PERHAPS_ARTICLE = "perhaps article"  # the same of "it", which may be what the article is about
    HELP = "help"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GREETING = "greeting"


def read_remark(text: str) -> Remark | None:
    """Return what a message remarks in any known language, None where it may ask something."""
    spoken = _folded(text)
    if len(spoken) > MAX_WORDS:
        return None
    found: set[str] = set()
    start = 0
    while start < len(spoken):
        ends = range(len(spoken), start, -1)  # the longest phrase first
        end = next((end for end in ends if spoken[start:end] in _phrases()), None)
        if end is None:
            return None
        found.add(_phrases()[spoken[start:end]])
        start = end
    if Remark.ARTICLE in found and not _names() & set(spoken):
        return Remark.PERHAPS_ARTICLE
    return next((remark for remark in Remark if remark in found), None)


@cache
def _phrases() -> Mapping[tuple[str, ...], str]:
    """Return the words of each phrase with its kind; what may only stand beside one is of none."""
    courtesies = {(folded(word),): "" for code in KNOWN for word in word_classes(code).courtesies}
    beside = {_folded(each): "" for code in KNOWN for each in word_classes(code).remarks["beside"]}
    said = {
        _folded(phrase): kind
        for code in KNOWN
        for kind, phrases in word_classes(code).remarks.items()
        if kind in set(Remark)
        for phrase in phrases
    }
    return courtesies | beside | said


@cache
def _names() -> frozenset[str]:
    return frozenset(folded(n) for code in KNOWN for n in word_classes(code).remarks["names"])


def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in words(phrase))
