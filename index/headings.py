"""Which units are headings: by their form, or by the paragraph below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.abbreviations import GENERIC
from index.blocks import BlockKind
from index.heading_marks import LETTER, UNDERLINE, has_heading_size, is_marked_heading
from index.punctuation import (
    DASHES,
    LIST_ITEM,
    MAX_LABEL_WORDS,
    QUESTION_MARK,
    SENTENCE_END,
    STOPS,
    asks,
)
from index.stops import Stop, ends_sentence
from index.wrapping import Unit

_CLOSING_QUOTES = '»”“"'
_FINAL = frozenset(STOPS + ":;," + _CLOSING_QUOTES)  # what ends a line that is no heading
_INNER_STOP = re.compile(r"(?<=[^\W\d_]{4})([.!…]+)\s+")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVXLC]{1,5}\.|[A-Z]\.)\s+(?=[^\W\d_])")
# "19h15 – The mayor promises two million", "Price: 12 euros".
_CLOCK_TIME = re.compile(
    r"[\[(]?\d{1,2}(?:\s?[:h]\s?\d{2}|\s?h|(?:[.:]\d{2})?\s?(?:[ap]\.?m|uhr))\b", re.IGNORECASE
)
# Behind the name, a number that opens or one among more words: no year, no part of a name.
_NAMED_NUMBER = re.compile(
    r"[^\W\d_][^\d:]{0,40}:\s(?:\W*\d|(?!\w+\s\d+$).*[^\w-](?!(?:19|20)\d\d\b)\d)"
)

_STACKED_HEADINGS = 3  # title, subtitle, byline; more short lines than that are a list or verse
_PARAGRAPH_CHARS = 120  # longer than any heading: prose even without a final stop
_TITLE_CHARS = 200  # of a headline that says the whole news
_PARAGRAPH_WORDS = 6


def mark_headings(units: Sequence[Unit]) -> list[Unit]:
    """Mark headings: those that are marked as such, and lines that head a paragraph."""
    marked = [_heading(unit) if _is_marked(unit) else unit for unit in units]
    for begin, end in _short_runs(marked):
        if _heads(marked, begin, end):
            marked[begin:end] = map(_heading, marked[begin:end])
    if _only_labels(marked):
        marked = [_heading(unit) if unit.kind is BlockKind.BODY else unit for unit in marked]
    return marked


def _short_runs(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Yield where runs of lines that look like headings begin and end."""
    begin = 0
    while begin < len(units):
        end = int(not begin and _looks_like_title(units)) or begin
        while end < len(units) and _looks_like_heading(units[end]):
            end += 1
        if end > begin:
            yield begin, end
        begin = end + 1


def _heads(units: Sequence[Unit], begin: int, end: int) -> bool:
    """Tell whether short lines head the paragraph below them."""
    most = 1 if begin and units[begin - 1].kind is BlockKind.BODY else _STACKED_HEADINGS
    below = units[end] if end < len(units) else None
    above = units[begin - 1] if begin else None
    if end - begin > most or below is None:
        return False
    if not _is_paragraph(below) and not (begin == 0 and _is_entry(below.text)):
        return False
    return above is None or above.kind is not BlockKind.BODY or _is_paragraph(above)


def _is_paragraph(unit: Unit) -> bool:
    """Tell whether a unit is prose beyond doubt."""
    if unit.kind is not BlockKind.BODY:
        return False
    words = sum(len(line.text.split()) for line in unit.lines)
    ended = SENTENCE_END.search(unit.lines[-1].text)
    return unit.chars >= _PARAGRAPH_CHARS or (bool(ended) and words >= _PARAGRAPH_WORDS)


def _looks_like_heading(unit: Unit) -> bool:
    """Tell whether a body line could be a heading by its shape and words alone."""
    return _is_shaped_as_heading(unit) and not _is_entry(unit.text)


def _is_shaped_as_heading(unit: Unit) -> bool:
    text = unit.text
    return text[-1] not in _FINAL and has_heading_size(text) and _is_lone_line(unit)


def _is_entry(text: str) -> bool:
    """Tell whether a line is one of a list by what it opens with, and so heads nothing."""
    return _tells_time(text) or bool(_NAMED_NUMBER.match(text))


def _tells_time(text: str) -> bool:
    """Tell whether a line opens with a time and begins anew behind it, unlike "3:10 to Yuma"."""
    time = _CLOCK_TIME.match(text)
    return time is not None and not text[time.end() :].lstrip()[:1].islower()


def _looks_like_title(units: Sequence[Unit]) -> bool:
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
    if not has_heading_size(first.text) and all(
        unit.chars < _PARAGRAPH_CHARS for unit in units[1:]
    ):
        return False
    if QUESTION_MARK.match(first.text[-1]):
        return not any(unit.single and asks(unit.text) for unit in units[1:])
    return first.text.rstrip(_CLOSING_QUOTES + " \u00a0\u202f")[-1] not in _FINAL


def _is_lone_line(unit: Unit) -> bool:
    """Tell whether a unit is a line of words by itself: no item, no speech, no two statements."""
    text = unit.text
    if unit.kind is not BlockKind.BODY or not unit.single:
        return False
    if not LETTER.search(text) or text[0].islower() or text[0] in DASHES:
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


def _is_marked(unit: Unit) -> bool:
    """Tell whether a unit says by its form that it is a heading."""
    if unit.kind is not BlockKind.BODY:
        return False
    if len(unit.lines) == 2 and UNDERLINE.fullmatch(unit.lines[1].text):
        return True
    return unit.single and is_marked_heading(unit.text)


def _only_labels(units: Sequence[Unit]) -> bool:
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


def _heading(unit: Unit) -> Unit:
    return replace(unit, kind=BlockKind.HEADING)
