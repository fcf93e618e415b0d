"""What somebody wrote → a question that can be asked, or what it is instead."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from index import MAX_QUESTION_CHARS, Remark, read_remark

# The controls of Unicode's bidirectional algorithm (UAX #9, table 4).
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Refusal(StrEnum):
    """Why a text is not taken as a question."""

    EMPTY = "empty"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, cleaned: one line, nothing in it that cannot be seen or sent."""

    text: str


def read_question(text: str | None) -> Question | Refusal | Remark:
    """Clean a text and take it as a question, or say what it is instead."""
    cleaned = clean(text or "")
    if not any(character.isalnum() for character in cleaned):
        return Refusal.EMPTY
    if len(cleaned) > MAX_QUESTION_CHARS:
        return Refusal.TOO_LONG
    remark = read_remark(cleaned)
    if remark is None or remark is Remark.PERHAPS_ARTICLE:
        return Question(cleaned)
    return remark


def clean(text: str) -> str:
    """Return the text on one line, without what could break a message or turn its direction.

    Control characters and lone surrogates cannot be sent; bidirectional controls would turn our
    own words round; joiners and variation selectors stay, since scripts and emoji need them.
    """
    if not text.isprintable():  # most are, and none of what is left out is
        text = "".join(map(_kept, text))
    return " ".join(text.split())


def _kept(character: str) -> str:
    if unicodedata.category(character) == "Cc":
        return " "
    return "" if character in _DIRECTION or "\ud800" <= character <= "\udfff" else character
