"""What is said to whoever answers, and asks nothing of what an article tells."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, partial

from index.word_classes import KNOWN, folded, word_classes
from index.words import words

MAX_WORDS = 20  # what is longer asks something
MIN_MISSPELLED = 6  # letters; a shorter word is often another one: "tanks" is no "thanks"
NAMED = "named"  # what asks of an article only where it names one: "how long is" the text
NAMES = "names"  # what an article is called
BESIDE = "beside"  # what is said with a remark or a question, and is neither


class Remark(StrEnum):
    """What a message is that asks an article's text nothing; of several, the first counts."""

    ARTICLE = "article"  # asks what the article is, and names it: title, subject, author, date
    PERHAPS_ARTICLE = "perhaps article"  # the same of "it", which may be what the article is about
    COMPLAINT = "complaint"
    HELP = "help"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GREETING = "greeting"
    APOLOGY = "apology"


def read_remark(text: str) -> Remark | None:
    """Return what a message remarks in any known language, None where it may ask something."""
    spoken = _folded(text)
    if len(spoken) > MAX_WORDS:
        return None
    found = {_remark(spoken, code) for code in KNOWN}
    return next((remark for remark in Remark if remark in found), None)


def is_beside(text: str) -> bool:
    """Say whether a text is no more than what is said beside something else, such as "please"."""
    spoken = _folded(text)[: MAX_WORDS + 1]
    return any(_kinds(spoken, code) == {BESIDE} for code in KNOWN)


def _remark(spoken: tuple[str, ...], code: str) -> Remark | None:
    """Return what is remarked in one language."""
    spelled = _spelled(spoken, code)
    found = _kinds(spelled, code)
    names_one = not _names(code).isdisjoint(spelled)
    if found & {Remark.ARTICLE, NAMED}:
        if names_one:
            return Remark.ARTICLE
        return Remark.PERHAPS_ARTICLE if Remark.ARTICLE in found else None
    return next((remark for remark in Remark if remark in found), None)


def _kinds(spoken: tuple[str, ...], code: str) -> frozenset[str]:
    """Return the kinds of the phrases that a message is made of, none where words are left."""
    phrases = _phrases(code)
    behind = {len(spoken): frozenset[str]()}  # by where they begin, the kinds of all that follows
    for start in reversed(range(len(spoken))):
        ends = [end for end in behind if spoken[start:end] in phrases]
        if ends:
            end = max(ends)  # the longest phrase
            behind[start] = behind[end] | {phrases[spoken[start:end]]}
    return behind.get(0, frozenset())


def _spelled(spoken: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return the words as phrases have them, none where one is in no phrase.

    One may be a courtesy misspelled. What is like other words may be a name: "Serbio", "serio".
    """
    unknown = {word for word in spoken if word not in _vocabulary(code)}
    if not unknown:
        return spoken
    word, *more = unknown
    meant = None if more else next(filter(partial(_is_slip, word), _courtesies(code)), None)
    if meant is None:
        return ()
    return tuple(meant if each == word else each for each in spoken)


def _is_slip(word: str, meant: str) -> bool:
    """Say whether a word lacks a letter, or has two in each other's places."""
    if len(word) < MIN_MISSPELLED or word[0] != meant[0]:
        return False
    places = range(1, len(meant))
    lacking = (meant[:at] + meant[at + 1 :] for at in places)
    swapped = (meant[:at] + meant[at : at + 2][::-1] + meant[at + 2 :] for at in places)
    return word in (*lacking, *swapped)


@cache
def _phrases(code: str) -> Mapping[tuple[str, ...], str]:
    """Return the words of each phrase of a language with its kind."""
    kinds = word_classes(code).remarks.items()
    return {_folded(phrase): kind for kind, phrases in kinds if kind != NAMES for phrase in phrases}


@cache
def _vocabulary(code: str) -> frozenset[str]:
    return frozenset(word for phrase in _phrases(code) for word in phrase)


@cache
def _courtesies(code: str) -> tuple[str, ...]:
    return tuple(sorted(map(folded, word_classes(code).courtesies)))


@cache
def _names(code: str) -> frozenset[str]:
    return frozenset(map(folded, word_classes(code).remarks[NAMES]))


def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in words(phrase))
