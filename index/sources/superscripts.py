"""Raised digits, which must not become part of the number before them: 10⁶ is no 106."""

import re

_NUMBER = re.compile(r"[-+\u2212]?[0-9]+")
_RAISED = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def superscript(text: str) -> str | None:
    """Return a number in raised digits, None of what is no number in European ones."""
    return text.translate(_RAISED) if _NUMBER.fullmatch(text.strip()) else None
