"""Text as a PDF draws it, from left to right and in joined forms → text as it is read."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT = re.compile(f"[{_FROM_RIGHT}]")
_ARABIC_LETTER = re.compile(r"(?!\d)[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_RIGHT_LETTER = re.compile(rf"(?!\d)[{_FROM_RIGHT}]")
_LEFT_LETTER = re.compile(rf"(?![{_FROM_RIGHT}])[^\W\d_]")
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")  # ligatures, and letters as they are joined
_DIGITS = re.compile("[٠-٩۰-۹]+(?:[٫٬.,/][٠-٩۰-۹]+)*")
# What goes on from left to right: a number, its hyphens too; but behind letters of Arabic a hyphen
# parts two numbers (W2 and W4 of unicode.org/reports/tr9).
_NUMBERS_AND_SIGNS = re.compile(r"[$€£+]*\d+(?:[.,:/-]\d+)*[$€£%°]*|\D")
_ARABIC_NUMBERS_AND_SIGNS = re.compile(r"[$€£+]*\d+(?:[.,:/]\d+)*[$€£%°]*|\D")
_AFTER_PREFIX = re.compile(r"(?<=\b[א-ת]) +(?=-\d)")  # no word of Hebrew has one letter: "ב-2015"
_MIRRORED = str.maketrans("()[]{}«»‹›<>", ")(][}{»«›‹><")
_ONLY_LAST = "ةى"  # no word of Arabic begins with one of these


def plain_letters(text: str) -> str:
    """Return a text with its letters for the forms in which they are joined (NFKC)."""
    return _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]).strip(), text)


def has_right_letters(text: str) -> bool:
    """Tell whether a text has letters of a script that is read from the right."""
    return bool(_RIGHT_LETTER.search(text))


def leans_right(text: str) -> bool:
    """Tell whether most letters of a text are of scripts that are read from the right."""
    return len(_RIGHT_LETTER.findall(text)) > len(_LEFT_LETTER.findall(text))


def as_read(pieces: Sequence[str]) -> str:
    """Return a line that is read from the right, of its pieces as they stand from left to right.

    pypdf turns round what it takes for letters from the right, the digits of Arabic among them, but
    not the brackets, which are drawn mirrored. Pieces of another script go on from left to right.
    """
    words: list[str] = []
    for latin, group in groupby(pieces, lambda piece: bool(_LEFT_LETTER.search(piece))):
        run = list(group)
        words += ["".join(run)] if latin else run
    arabic = any(map(_ARABIC_LETTER.search, words))
    signs = _ARABIC_NUMBERS_AND_SIGNS if arabic else _NUMBERS_AND_SIGNS
    return _AFTER_PREFIX.sub("", "".join(_turned(piece, signs) for piece in reversed(words)))


def _turned(piece: str, signs: re.Pattern[str]) -> str:
    if _RIGHT.search(piece):
        return _DIGITS.sub(lambda found: found[0][::-1], piece.translate(_MIRRORED))
    if _LEFT_LETTER.search(piece):
        return " " * piece.endswith(" ") + piece.strip() + " " * piece.startswith(" ")
    return "".join(reversed(signs.findall(piece.translate(_MIRRORED))))


def is_scrambled(text: str) -> bool:
    """Tell whether words of Arabic begin with what they can only end with."""
    words = text.split()
    first = sum(word[0] in _ONLY_LAST for word in words if len(word) > 1)
    return first > sum(word[-1] in _ONLY_LAST for word in words if len(word) > 1)
