"""What marks a line as a heading by its form alone, and how long a heading may be."""

import re

from index.punctuation import DASHES

LETTER = re.compile(r"[^\W\d_]")
UNDERLINE = re.compile(r"(=|-|~|\^)\1{2,}")  # the line below such a heading

_ATX = re.compile(r"#{1,6}\s+\S")
_DECORATED = re.compile(r"([-–—=*_~•#]{1,6})\s*(\S.*?)\s*\1")
_PART = re.compile(
    r"(?:chapitre|chapter|kapitel|capítulo|capitolo|partie|part|teil|parte|section|livre|book|"
    r"глава|часть|раздел|الفصل|الباب)\s+(?:\d+|[ivxlc]+|prem\w+|un|one|two|three|"
    r"deux|trois|eins|zwei|drei|uno|due|tre|dos|tres|um|dois|перв\w+|втор\w+|الأول|الثاني)\b[^.!?,]{0,60}\.?",
    re.IGNORECASE,
)

_HEADING_CHARS = 80
_HEADING_WORDS = 12


def is_marked_heading(text: str) -> bool:
    """Tell whether a line is `# marked`, `- decorated -` or a numbered part."""
    if not has_heading_size(text):
        return False
    if _ATX.match(text):
        return True
    if (decorated := _DECORATED.fullmatch(text)) and LETTER.search(decorated[2]):
        return decorated[2][-1] not in ".,;:" and decorated[2][0] not in DASHES
    return bool(_PART.fullmatch(text)) and text[0].isupper()


def has_heading_size(text: str) -> bool:
    """Tell whether a line is short enough for a heading."""
    return len(text) <= _HEADING_CHARS and len(text.split()) <= _HEADING_WORDS
