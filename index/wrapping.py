"""Plain text → units: which of its lines belong together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.blocks import BlockKind
from index.chrome import strong_reason
from index.heading_marks import LETTER, UNDERLINE, has_heading_size, is_marked_heading
from index.punctuation import LIST_ITEM, SENTENCE_END, SPEECH

WORD = re.compile(r"[^\W_]")  # or a number; a line without one is a separator

_LINE = re.compile(r"[^\r\n\u2028\u2029]*")

_WRAP_CHARS = 100  # hard-wrapped text is narrower: mail is set in 72 columns, terminals in 80
_WRAP_LEAST_CHARS = 40  # narrower lines are a list, verse or a bar of links
_WRAP_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it; `chunk` counts the runs of lines between blank ones."""

    start: int
    end: int
    text: str
    chunk: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that belong together, and what they were found to be; BODY until shown otherwise."""

    lines: tuple[Line, ...]
    kind: BlockKind = BlockKind.BODY
    reason: str = ""

    @property
    def text(self) -> str:
        """The first of the lines, which is all of a single one."""
        return self.lines[0].text

    @property
    def chars(self) -> int:
        """How long it is, from its first line to its last, in code points."""
        return self.lines[-1].end - self.lines[0].start

    @property
    def single(self) -> bool:
        """Whether it is one line."""
        return len(self.lines) == 1


def find_units(text: str) -> list[Unit]:
    """Join the lines of hard-wrapped paragraphs, of verse, and of underlined headings."""
    lines = _lines(text)
    width = _wrap_width(lines)
    parted = bool(width) and _are_parted_by_blanks(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _joins(groups[-1], line, width, parted=parted):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Unit(tuple(group)) for group in groups]


def _lines(text: str) -> list[Line]:
    """Return the lines that are not blank."""
    lines: list[Line] = []
    chunk, blank, at = 0, False, 0
    while at <= len(text):
        match = _LINE.match(text, at)
        end = match.end() if match else len(text)
        raw = text[at:end]
        stripped = raw.strip()
        if stripped:
            chunk += blank
            start = at + len(raw) - len(raw.lstrip())
            lines.append(Line(start, start + len(stripped), stripped, chunk))
        blank = not stripped
        at = end + (2 if text.startswith("\r\n", end) else 1)
    return lines


def _wrap_width(lines: Sequence[Line]) -> int:
    """Return the width that a text's lines are broken at, 0 where they are not broken."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.chunk == b.chunk]
    width = max((len(line.text) for line in lines), default=0)
    if not pairs or not _WRAP_LEAST_CHARS <= width <= _WRAP_CHARS:
        return 0
    filled = sum(_fills(a, b, width) for a, b in pairs)
    broken = sum(not SENTENCE_END.search(a.text) for a, _ in pairs)
    enough = _WRAP_SHARE * len(pairs)
    return width if filled >= enough and broken >= enough else 0


def _are_parted_by_blanks(lines: Sequence[Line]) -> bool:
    """Tell whether blank lines part the paragraphs: most runs between them have several lines."""
    runs = Counter(line.chunk for line in lines).values()
    return len(runs) > 2 and sum(count > 1 for count in runs) > len(runs) / 2


def _fills(line: Line, following: Line, width: int) -> bool:
    """Tell whether the next line's first word had no room on a line."""
    return len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > width


def _joins(group: Sequence[Line], line: Line, width: int, *, parted: bool) -> bool:
    """Tell whether a line goes on with the paragraph above it."""
    above = group[-1]
    if above.chunk != line.chunk:
        return False
    if len(group) == 1 and UNDERLINE.fullmatch(line.text):
        return has_heading_size(above.text) and bool(LETTER.search(above.text))
    if any(map(_is_mark, (above.text, line.text))) or LIST_ITEM.match(line.text):
        return False
    if width and _fills(above, line, width):
        return True
    if strong_reason(above.text) or strong_reason(line.text):
        return False
    if SENTENCE_END.search(above.text):  # it may have been broken early
        return parted and line.text[0] not in SPEECH
    return line.text[0].islower() or above.text[-1] in ",;-–—"


def _is_mark(text: str) -> bool:
    """Tell whether a line is a block by itself: a separator or a heading by its form."""
    return not WORD.search(text) or is_marked_heading(text)
