"""Plain text → blocks: which lines are paragraphs, which are headings, which are web chrome."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from index.abbreviations import GENERIC
from index.chrome import strong_reason, weak_reason
from index.punctuation import LIST_ITEM, QUOTATION_MARK, SENTENCE_END, STOPS
from index.stops import Stop, ends_sentence

CELL_SEPARATOR = " · "  # what readers of tables write between the cells of a row


class BlockKind(StrEnum):
    """What a block of an article is to a reader."""

    BODY = "body"
    HEADING = "heading"
    CHROME = "chrome"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text, `text[start:end]`, in code points, `end` excluded.

    `reason` says in a few English words why a CHROME block was left out; else it is empty.
    """

    start: int
    end: int
    kind: BlockKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the blanks around it; `chunk` counts the runs of lines between blank ones."""

    start: int
    end: int
    text: str
    chunk: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """Lines that belong together, and what they were found to be; BODY until shown otherwise."""

    lines: tuple[_Line, ...]
    kind: BlockKind = BlockKind.BODY
    reason: str = ""

    @property
    def text(self) -> str:
        return self.lines[0].text

    @property
    def chars(self) -> int:
        return self.lines[-1].end - self.lines[0].start

    @property
    def single(self) -> bool:
        return len(self.lines) == 1


_LINE = re.compile(r"[^\r\n\u2028\u2029]*")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W_]")
_CLOSING_QUOTES = '»”“"'
_FINAL = frozenset(STOPS + ":;," + _CLOSING_QUOTES)  # what ends a line that is no heading
_QUESTION_MARK = re.compile(r"[?؟？]")
_UP_TO_LAST_WORD = re.compile(r".*\w", re.DOTALL)
_INNER_STOP = re.compile(r"(?<=[^\W\d_]{4})([.!…]+)\s+")
_DASHES = "-–—"
_SPEECH = "\"“«„‹'‘" + _DASHES  # what opens direct speech

_ATX = re.compile(r"#{1,6}\s+\S")
_UNDERLINE = re.compile(r"(=|-|~|\^)\1{2,}")
_DECORATED = re.compile(r"([-–—=*_~•#]{1,6})\s*(\S.*?)\s*\1")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVXLC]{1,5}\.|[A-Z]\.)\s+(?=[^\W\d_])")
_SEAM = re.compile(r"(?<=[^\W\dA-ZÀ-Þ_])(?=[A-ZÀ-Þ])|(?<=[!?.])(?=[A-ZÀ-Þ])")
_ITEM_NUMBER = re.compile(r"\d{1,3}[.)]\s")
# "19h15 – The mayor promises two million", "Price: 12 euros".
_CLOCK_TIME = re.compile(
    r"[\[(]?\d{1,2}(?:\s?[:h]\s?\d{2}|\s?h|(?:[.:]\d{2})?\s?(?:[ap]\.?m|uhr))\b", re.IGNORECASE
)
# Behind the name, a number that opens or one among more words: no year, no part of a name.
_NAMED_NUMBER = re.compile(
    r"[^\W\d_][^\d:]{0,40}:\s(?:\W*\d|(?!\w+\s\d+$).*[^\w-](?!(?:19|20)\d\d\b)\d)"
)
_PART = re.compile(
    r"(?:chapitre|chapter|kapitel|capítulo|capitolo|partie|part|teil|parte|section|livre|book|"
    r"глава|часть|раздел|الفصل|الباب)\s+(?:\d+|[ivxlc]+|prem\w+|un|one|two|three|"
    r"deux|trois|eins|zwei|drei|uno|due|tre|dos|tres|um|dois|перв\w+|втор\w+|الأول|الثاني)\b[^.!?,]{0,60}\.?",
    re.IGNORECASE,
)

MAX_LABEL_WORDS = 3  # before the colon of who asks, or the stop of "Football."

_HEADING_CHARS = 80
_HEADING_WORDS = 12
_STACKED_HEADINGS = 3  # title, subtitle, byline; more short lines than that are a list or verse
_PARAGRAPH_CHARS = 120  # longer than any heading: prose even without a final stop
_TITLE_CHARS = 200  # of a headline that says the whole news
_PARAGRAPH_WORDS = 6
_WRAP_CHARS = 100  # hard-wrapped text is narrower: mail is set in 72 columns, terminals in 80
_WRAP_LEAST_CHARS = 40  # narrower lines are a list, verse or a bar of links
_WRAP_SHARE = 0.6
_FUSED_CHARS = 90


def asks(text: str) -> bool:
    """Say whether a line or sentence is a question, and not one that somebody says or leaves open.

    "He asked: “Why?”" and "One question is left: who pays?" state something; a label before a
    colon, "Le Monde: Why?", does not.
    """
    words = _UP_TO_LAST_WORD.match(text)
    if not (end := _QUESTION_MARK.search(text, words.end() if words else 0)):
        return False
    said = text[: end.start()].lstrip("–—- ")
    if QUOTATION_MARK.search(text, end.start()) and not QUOTATION_MARK.match(said):
        return False
    label, colon, _ = said.partition(":")
    return not colon or len(label.split()) <= MAX_LABEL_WORDS


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text: ordered, disjoint, covering all that is not blank."""
    units = _units(_lines(text))
    units = _mark_chrome(units)
    units = _mark_tail(units)
    units = _mark_headings(units)
    return with_questions(
        text,
        [Block(unit.lines[0].start, unit.lines[-1].end, unit.kind, unit.reason) for unit in units],
    )


def with_questions(
    text: str, blocks: Sequence[Block], title: str | None = None
) -> tuple[Block, ...]:
    """Make body of the headings that ask what the paragraph right below them may answer.

    Not of a text's first block where it is the title, as it is of a text without another, or where
    it alone asks: pages have a title of their own, and the headline may be another one.
    """
    asking = {place for place, pair in enumerate(pairwise(blocks)) if _is_answered(text, *pair)}
    if asking == {0} or title is None or text[blocks[0].start : blocks[0].end] in title:
        asking.discard(0)
    return tuple(
        replace(block, kind=BlockKind.BODY) if place in asking else block
        for place, block in enumerate(blocks)
    )


def _is_answered(text: str, block: Block, below: Block) -> bool:
    if block.kind is not BlockKind.HEADING or below.kind is not BlockKind.BODY:
        return False
    return asks(text[block.start : block.end])


def _lines(text: str) -> list[_Line]:
    """Return the lines that are not blank."""
    lines: list[_Line] = []
    chunk, blank, at = 0, False, 0
    while at <= len(text):
        match = _LINE.match(text, at)
        end = match.end() if match else len(text)
        raw = text[at:end]
        stripped = raw.strip()
        if stripped:
            chunk += blank
            start = at + len(raw) - len(raw.lstrip())
            lines.append(_Line(start, start + len(stripped), stripped, chunk))
        blank = not stripped
        at = end + (2 if text.startswith("\r\n", end) else 1)
    return lines


def _units(lines: Sequence[_Line]) -> list[_Unit]:
    """Join the lines of hard-wrapped paragraphs, of verse, and of underlined headings."""
    width = _wrap_width(lines)
    parted = bool(width) and _are_parted_by_blanks(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _joins(groups[-1], line, width, parted=parted):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_Unit(tuple(group)) for group in groups]


def _wrap_width(lines: Sequence[_Line]) -> int:
    """Return the width that a text's lines are broken at, 0 where they are not broken."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.chunk == b.chunk]
    width = max((len(line.text) for line in lines), default=0)
    if not pairs or not _WRAP_LEAST_CHARS <= width <= _WRAP_CHARS:
        return 0
    filled = sum(_fills(a, b, width) for a, b in pairs)
    broken = sum(not SENTENCE_END.search(a.text) for a, _ in pairs)
    enough = _WRAP_SHARE * len(pairs)
    return width if filled >= enough and broken >= enough else 0


def _are_parted_by_blanks(lines: Sequence[_Line]) -> bool:
    """Tell whether blank lines part the paragraphs: most runs between them have several lines."""
    runs = Counter(line.chunk for line in lines).values()
    return len(runs) > 2 and sum(count > 1 for count in runs) > len(runs) / 2


def _fills(line: _Line, following: _Line, width: int) -> bool:
    """Tell whether the next line's first word had no room on a line."""
    return len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > width


def _joins(group: Sequence[_Line], line: _Line, width: int, *, parted: bool) -> bool:
    """Tell whether a line goes on with the paragraph above it."""
    above = group[-1]
    if above.chunk != line.chunk:
        return False
    if len(group) == 1 and _UNDERLINE.fullmatch(line.text):
        return _heading_size(above.text) and bool(_LETTER.search(above.text))
    if any(map(_is_mark, (above.text, line.text))) or LIST_ITEM.match(line.text):
        return False
    if width and _fills(above, line, width):
        return True
    if strong_reason(above.text) or strong_reason(line.text):
        return False
    if SENTENCE_END.search(above.text):  # it may have been broken early
        return parted and line.text[0] not in _SPEECH
    return line.text[0].islower() or above.text[-1] in ",;-–—"


def _is_mark(text: str) -> bool:
    """Tell whether a line is a block by itself: a separator or a heading by its form."""
    return not _WORD.search(text) or _marked_heading(text)


def _mark_chrome(units: Sequence[_Unit]) -> list[_Unit]:
    """Mark what is chrome wherever it stands."""
    return [_chrome(unit, reason) if (reason := _reason(unit)) else unit for unit in units]


def _reason(unit: _Unit) -> str:
    text = unit.text
    if not any(_WORD.search(line.text) for line in unit.lines):
        return "no words"
    if not unit.single or text[0] in _SPEECH + "*" or _ITEM_NUMBER.match(text):
        return ""  # somebody says it, or it is an item of a list
    return strong_reason(text)


def _mark_tail(units: Sequence[_Unit]) -> list[_Unit]:
    """Mark the chrome after the last real paragraph that only its company gives away."""
    counts = _tally(units)
    reasons: dict[int, str] = {}
    begin = len(units)
    while begin and (reason := _tail_reason(units[begin - 1], counts)):
        begin -= 1
        reasons[begin] = reason
    tail = _tally(units[begin:])
    strong = any(unit.kind is BlockKind.CHROME for unit in units[begin:])
    marked = list(units)
    for index in range(begin, len(units)):
        unit = units[index]
        repeats = counts[unit.text] > 1 and counts[unit.text] == tail[unit.text]
        bare = not SENTENCE_END.search(unit.text)
        if unit.kind is BlockKind.BODY and (strong or (repeats and bare and begin)):
            marked[index] = _chrome(unit, reasons[index])
    return marked


def _tail_reason(unit: _Unit, counts: Counter[str]) -> str:
    """Return why a unit may be chrome at the end of a text."""
    if unit.kind is BlockKind.CHROME:
        return unit.reason
    if not unit.single:
        return ""
    if weak := weak_reason(unit.text):
        return weak
    if len(unit.text) > _FUSED_CHARS:
        return ""
    if _fused_parts(unit.text, counts):
        return "fused lines after the last paragraph"
    return "repeated line after the last paragraph" if counts[unit.text] > 1 else ""


def _tally(units: Sequence[_Unit]) -> Counter[str]:
    """Count the single lines, and once more those that are part of a fused one."""
    counts = Counter(unit.text for unit in units if unit.single)
    fused = (part for line in list(counts) for part in _fused_parts(line, counts))
    counts.update(list(fused))
    return counts


def _fused_parts(text: str, counts: Counter[str]) -> tuple[str, ...]:
    """Return the halves of a line where one is a line by itself: they ran together unparted."""
    if len(text) > _FUSED_CHARS:
        return ()
    halves = ((text[: seam.start()], text[seam.start() :]) for seam in _SEAM.finditer(text))
    return next((pair for pair in halves if not counts.keys().isdisjoint(pair)), ())


def _mark_headings(units: Sequence[_Unit]) -> list[_Unit]:
    """Mark headings: those that are marked as such, and lines that head a paragraph."""
    marked = [_heading(unit) if _is_marked(unit) else unit for unit in units]
    for begin, end in _short_runs(marked):
        if _heads(marked, begin, end):
            marked[begin:end] = map(_heading, marked[begin:end])
    if _only_labels(marked):
        marked = [_heading(unit) if unit.kind is BlockKind.BODY else unit for unit in marked]
    return marked


def _short_runs(units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """Yield where runs of lines that look like headings begin and end."""
    begin = 0
    while begin < len(units):
        end = int(not begin and _looks_like_title(units)) or begin
        while end < len(units) and _looks_like_heading(units[end]):
            end += 1
        if end > begin:
            yield begin, end
        begin = end + 1


def _heads(units: Sequence[_Unit], begin: int, end: int) -> bool:
    """Tell whether short lines head the paragraph below them."""
    most = 1 if begin and units[begin - 1].kind is BlockKind.BODY else _STACKED_HEADINGS
    below = units[end] if end < len(units) else None
    above = units[begin - 1] if begin else None
    if end - begin > most or below is None:
        return False
    if not _is_paragraph(below) and not (begin == 0 and _is_entry(below.text)):
        return False
    return above is None or above.kind is not BlockKind.BODY or _is_paragraph(above)


def _is_paragraph(unit: _Unit) -> bool:
    """Tell whether a unit is prose beyond doubt."""
    if unit.kind is not BlockKind.BODY:
        return False
    words = sum(len(line.text.split()) for line in unit.lines)
    ended = SENTENCE_END.search(unit.lines[-1].text)
    return unit.chars >= _PARAGRAPH_CHARS or (bool(ended) and words >= _PARAGRAPH_WORDS)


def _looks_like_heading(unit: _Unit) -> bool:
    """Tell whether a body line could be a heading by its shape and words alone."""
    return _is_shaped_as_heading(unit) and not _is_entry(unit.text)


def _is_shaped_as_heading(unit: _Unit) -> bool:
    text = unit.text
    return text[-1] not in _FINAL and _heading_size(text) and _is_lone_line(unit)


def _is_entry(text: str) -> bool:
    """Tell whether a line is one of a list by what it opens with, and so heads nothing."""
    return _tells_time(text) or bool(_NAMED_NUMBER.match(text))


def _tells_time(text: str) -> bool:
    """Tell whether a line opens with a time and begins anew behind it, unlike "3:10 to Yuma"."""
    time = _CLOCK_TIME.match(text)
    return time is not None and not text[time.end() :].lstrip()[:1].islower()


def _looks_like_title(units: Sequence[_Unit]) -> bool:
    """Tell whether the first line of a text could be its title, numbers or not.

    Parted by a blank from its prose it may also end in a quotation, be the one question of the
    text, and be longer than a heading where its prose is more than remarks.
    """
    first = units[0]
    if first.chars >= _TITLE_CHARS or not _is_lone_line(first) or _tells_time(first.text):
        return False
    prose = next(filter(_is_paragraph, units[1:]), None)
    if prose is not None and prose is units[1] and _is_shaped_as_heading(first):
        return True
    if prose is None or prose.lines[0].chunk == first.lines[0].chunk:
        return False
    if not _heading_size(first.text) and all(unit.chars < _PARAGRAPH_CHARS for unit in units[1:]):
        return False
    if _QUESTION_MARK.match(first.text[-1]):
        return not any(unit.single and asks(unit.text) for unit in units[1:])
    return first.text.rstrip(_CLOSING_QUOTES + " \u00a0\u202f")[-1] not in _FINAL


def _is_lone_line(unit: _Unit) -> bool:
    """Tell whether a unit is a line of words by itself: no item, no speech, no two statements."""
    text = unit.text
    if unit.kind is not BlockKind.BODY or not unit.single:
        return False
    if not _LETTER.search(text) or text[0].islower() or text[0] in _DASHES:
        return False
    if LIST_ITEM.match(text) and not _NUMBERED.match(text):
        return False
    return not _states_two_things(text)


def _states_two_things(text: str) -> bool:
    """Tell whether a statement ends inside a line, behind more words than a label has."""
    stops = (
        Stop(text, GENERIC, start=0, mark=found.start(), end=found.end(1), after=found.end())
        for found in _INNER_STOP.finditer(text)
    )
    return any(
        ends_sentence(stop) for stop in stops if len(text[: stop.mark].split()) > MAX_LABEL_WORDS
    )


def _is_marked(unit: _Unit) -> bool:
    """Tell whether a unit says by its form that it is a heading."""
    if unit.kind is not BlockKind.BODY:
        return False
    if len(unit.lines) == 2 and _UNDERLINE.fullmatch(unit.lines[1].text):
        return True
    return unit.single and _marked_heading(unit.text)


def _marked_heading(text: str) -> bool:
    """Tell whether a line is `# marked`, `- decorated -` or a numbered part."""
    if not _heading_size(text):
        return False
    if _ATX.match(text):
        return True
    if (decorated := _DECORATED.fullmatch(text)) and _LETTER.search(decorated[2]):
        return decorated[2][-1] not in ".,;:" and decorated[2][0] not in _DASHES
    return bool(_PART.fullmatch(text)) and text[0].isupper()


def _heading_size(text: str) -> bool:
    return len(text) <= _HEADING_CHARS and len(text.split()) <= _HEADING_WORDS


def _only_labels(units: Sequence[_Unit]) -> bool:
    """Tell whether a text is nothing but headings: several labels, each alone between blanks."""
    bodies = [unit for unit in units if unit.kind is BlockKind.BODY]
    if len(bodies) < 2 or len({unit.lines[0].chunk for unit in bodies}) < len(bodies):
        return False
    return all(
        _looks_like_heading(unit)
        and len(unit.text.split()) <= _PARAGRAPH_WORDS
        and not re.search(r"[\d:,]", unit.text)
        for unit in bodies
    )


def _chrome(unit: _Unit, reason: str) -> _Unit:
    return replace(unit, kind=BlockKind.CHROME, reason=reason)


def _heading(unit: _Unit) -> _Unit:
    return replace(unit, kind=BlockKind.HEADING)
