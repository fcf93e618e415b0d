"""A PDF → its paragraphs, put together again from lines that know nothing of them."""

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import groupby, pairwise
from typing import Any

from index.article import LeftOut, Part
from index.blocks import BlockKind
from index.errors import ArticleError
from index.punctuation import CLAUSE_END, LIST_ITEM
from index.sources.found import Found
from index.sources.limits import refuse_too_large
from index.sources.metadata import Metadata, language_tag
from index.sources.superscripts import superscript
from index.sources.surroundings import without_surroundings
from index.sources.visual_order import (
    as_read,
    has_right_letters,
    is_scrambled,
    leans_right,
    plain_letters,
)

MAX_PAGES = 2_000
MAX_S = 120  # a file made to be slow must not hold up the others
HEADING_SIZE = 1.12  # times the size of the body
PARAGRAPH_GAP = 1.35  # times the distance between the lines of the body
LEADING_SHARE = 0.1  # of all distances; a rarer one is an accident of the page
INDENT = 0.8  # in the size of the body: where a line begins further in, a paragraph begins
SHORT_LINE = 0.8  # of the width of the text: such a last line ends a paragraph
LINE_RISE = 0.5  # of the size: how much higher or lower a piece of a line may stand
RAISED_SIZE = 0.9  # of the size of the line, and so much higher: a piece is raised
RAISED = 0.2
EDGE_LINES = 2  # at the top and the foot of a page, where running heads stand
RUNNING_SHARE = 0.4  # of the pages that a running head is on
FEWEST_CHARS_A_PAGE = 20  # fewer are the numbers of pages that are pictures

_HYPHEN = re.compile(r"(?<=[^\W_])[-\u2010\u00ad]$")
_HALF_A_WORD = re.compile(r"(?:und|oder|bzw\.|and)\s")  # "Vor- und Nachteile"
_PAGE_NUMBER = re.compile(
    r"[\s\-–—|]*(?:page|seite|página|pagina|стр\.?|صفحة)?\s*"
    r"(?:(?P<digits>\d{1,6})|(?=[ivxlc])(?P<roman>c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})))"
    r"(?:\s*(?:/|of|sur|von|de|di|из)\s*\d+)?[\s\-–—|]*",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


# What pypdf raises where a file is damaged, besides its own errors.
_DAMAGE = (
    AssertionError, AttributeError, IndexError, KeyError, NotImplementedError, OSError,
    RecursionError, TypeError, ValueError,
)  # fmt: skip


class _TooSlowError(Exception):
    """A page takes longer than all of a file may."""


@dataclass
class _Line:
    """A line of a page: its words, where it begins, its baseline and size, in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    page: int


@dataclass(frozen=True)
class _Setting:
    """How the body of a text is set: size, distance of lines, left edge, width in characters.

    `lists` are the places further in at which every line is short and begins like an item.
    """

    size: float
    leading: float
    left: float
    width: int
    lists: frozenset[int]


@dataclass
class _Page:
    """The pieces of text of a page as the file draws them."""

    number: int
    pieces: list[_Line] = field(default_factory=list)


def read_pdf(content: bytes, name: str, *, max_s: float = MAX_S) -> Found:
    """Read a PDF; raise ArticleError with its name where it is damaged, locked or only pictures."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of each small fault of a file
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError(f"{name}: this PDF is locked by a password")
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise ArticleError(f"{name}: {pages:,} pages, more than {MAX_PAGES:,}")
        if not pages:
            raise ArticleError(f"{name}: not a page is in this PDF")
        lines: list[_Line] = []
        ends = time.monotonic() + max_s
        for number in range(pages):
            lines += _lines(reader.pages[number], number, ends)
            refuse_too_large(name, lines=len(lines))
        known = _metadata(reader)
    except _TooSlowError as slow:
        raise ArticleError(f"{name}: {slow} of {pages} not done after {max_s:g} s") from None
    except (PyPdfError, *_DAMAGE) as error:
        raise ArticleError(f"{name}: not a PDF that can be read: {error}") from None
    if sum(len(line.text) for line in lines) < FEWEST_CHARS_A_PAGE * pages:
        counted = "1 page" if pages == 1 else f"{pages} pages"
        raise ArticleError(
            f"{name}: no text in its {counted}: they are pictures, perhaps scanned; "
            "a program for text recognition (OCR) can add the text"
        )
    if is_scrambled(" ".join(line.text for line in lines)):
        raise ArticleError(f"{name}: its words are written backwards, and would be misquoted")
    lines, running = _without_running_heads(lines, pages)
    parts = list(_parts(lines))
    known = known.over(Metadata(title=_largest_heading(parts, lines)))
    parts, around = without_surroundings(parts, known.author)
    return Found(tuple(parts), known, (*running, *around))


def _lines(page: Any, number: int, ends: float) -> list[_Line]:
    """Return the lines of a page in the order in which the file draws them, if it is so far."""
    drawn = _Page(number)

    def watch(*_: Any) -> None:
        if time.monotonic() > ends:
            raise _TooSlowError(f"page {number + 1}")

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if not text.strip():
            if drawn.pieces and text:
                drawn.pieces[-1].text += " "
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or 1.0
        named = str((font or {}).get("/BaseFont", "")).lower()
        bold = "bold" in named or "black" in named
        for each in text.split("\n"):
            if each.strip():
                drawn.pieces.append(_Line(each, x, y, size * scale, bold, number))

    page.extract_text(visitor_operand_before=watch, visitor_text=visit)
    watch()  # pypdf leaves out a form in which anything is raised, and goes on
    return list(_joined(drawn.pieces))


def _joined(pieces: Sequence[_Line]) -> Iterator[_Line]:
    """Put together the pieces that stand on one line."""
    turned = leans_right("".join(piece.text for piece in pieces))
    line: list[_Line] = []
    for piece in pieces:
        if line and abs(piece.y - line[0].y) > LINE_RISE * max(line[0].size, piece.size, 1.0):
            yield _line_of(line, turned=turned)
            line = []
        line.append(piece)
    if line:
        yield _line_of(line, turned=turned)


def _line_of(pieces: Sequence[_Line], *, turned: bool) -> _Line:
    """Make one line of its pieces; it stands where the largest of them do."""
    base = max(pieces, key=lambda piece: (piece.size, len(piece.text)))
    words, begins = "".join(_words(piece, base) for piece in pieces), pieces[0].x
    if leans_right(words) or (turned and has_right_letters(words)):
        words = as_read([_words(each, base) for each in sorted(pieces, key=lambda each: each.x)])
        begins = 0.0  # where it ends on the right is not known
    words = " ".join(plain_letters(words).replace("\0", "").split())
    return replace(base, text=words, x=begins, bold=all(piece.bold for piece in pieces))


def _words(piece: _Line, base: _Line) -> str:
    """Return what a piece of a line says; a number that is raised stays raised."""
    smaller = piece.size <= RAISED_SIZE * base.size
    raised = smaller and piece.y - base.y >= RAISED * base.size
    return (superscript(piece.text) if raised else None) or piece.text


def _without_running_heads(lines: Sequence[_Line], pages: int) -> tuple[list[_Line], list[LeftOut]]:
    """Leave out what stands at the edge of many pages, and numbers that count the pages."""
    edges: list[_Line] = []
    for _, page_lines in groupby(lines, key=lambda line: line.page):
        page = list(page_lines)
        heights = sorted({line.y for line in page})
        outer = {*heights[:EDGE_LINES], *heights[-EDGE_LINES:]}
        edges += [line for line in page if line.y in outer]
    counts = Counter(key for key, _ in {(_numberless(line.text), line.page) for line in edges})
    # What the first page would be numbered: one number on many pages, if the lines number them.
    numbered = [(line, n) for line in edges if (n := _page_number(line.text)) is not None]
    firsts = {id(line): n - line.page for line, n in numbered}
    agreeing = Counter(first for first, _ in {(n - line.page, line.page) for line, n in numbered})
    often = max(2, RUNNING_SHARE * pages)
    at_edges = {id(line) for line in edges}
    kept: list[_Line] = []
    left: dict[str, LeftOut] = {}
    for line in lines:
        key = _numberless(line.text)
        first = firsts.get(id(line))
        if first == 1 or (first is not None and agreeing[first] > 1):
            left.setdefault("", LeftOut(line.text, "number of the page"))
        elif id(line) in at_edges and counts[key] >= often and key:
            left.setdefault(key, LeftOut(line.text, "head or foot of the pages"))
        else:
            kept.append(line)
    return kept, list(left.values())


def _numberless(text: str) -> str:
    """Return a line with its numbers as one, unless it is nothing but a number."""
    return text if _PAGE_NUMBER.fullmatch(text) else re.sub(r"\d+", "#", text).strip()


def _page_number(text: str) -> int | None:
    """Return the number of a page that is all that a line says."""
    found = _PAGE_NUMBER.fullmatch(text)
    if found is None:
        return None
    if found["digits"]:
        return int(found["digits"])
    if not _ROMAN.keys() >= set(found["roman"].lower()):  # ı and İ are i without regard to case
        return None
    signs = [_ROMAN[sign] for sign in found["roman"].lower()]
    return sum(-a if a < b else a for a, b in pairwise([*signs, 0]))


def _parts(lines: Sequence[_Line]) -> Iterator[Part]:
    """Put lines together to paragraphs, by the gaps between them, their indents and their ends."""
    if not lines:
        return
    setting = _setting(lines)
    group: list[_Line] = []
    for line in lines:
        if group and _begins(group, line, setting):
            yield _part(group, setting.size)
            group = []
        group.append(line)
    yield _part(group, setting.size)


def _setting(lines: Sequence[_Line]) -> _Setting:
    size = _body_size(lines)
    left = _left_edge(lines, size)
    width = max(len(line.text) for line in lines)
    further_in: dict[int, list[str]] = {}
    for line in lines:
        if line.x - left > INDENT * size:
            further_in.setdefault(round(line.x), []).append(line.text)
    lists = frozenset(
        x
        for x, texts in further_in.items()
        if all(len(text) < SHORT_LINE * width and not text[0].islower() for text in texts)
    )
    return _Setting(size, _leading(lines, size), left, width, lists)


def _body_size(lines: Sequence[_Line]) -> float:
    """Return the size that most characters are set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] or 1.0


def _leading(lines: Sequence[_Line], size: float) -> float:
    """Return the distance of two lines of one paragraph."""
    gaps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if above.page == below.page
        and abs(above.size - below.size) < 0.1 * size
        and 0 < above.y - below.y < 3 * size
    )
    usual = [gap for gap, count in gaps.items() if count >= LEADING_SHARE * gaps.total()]
    return min(usual, default=1.2 * size)


def _left_edge(lines: Sequence[_Line], size: float) -> float:
    """Return where most lines of the body begin."""
    starts = Counter(round(line.x) for line in lines if abs(line.size - size) < 0.5)
    return float(starts.most_common(1)[0][0]) if starts else 0.0


def _begins(group: Sequence[_Line], line: _Line, setting: _Setting) -> bool:
    """Tell whether a line begins another paragraph than the lines before it."""
    above, size = group[-1], setting.size
    ended = bool(CLAUSE_END.search(above.text))
    headed = _is_heading(group, size)
    if headed != _is_heading([line], size):
        return True
    if abs(above.size - line.size) > 0.08 * size or LIST_ITEM.match(line.text):
        return True
    if above.page != line.page or line.y > above.y:  # a new page or a new column
        return ended or headed
    gap = above.y - line.y
    # Larger lines, of a heading, stand further from each other.
    usual = PARAGRAPH_GAP * setting.leading * max(1.0, line.size / size)
    if gap > usual:
        return True
    if round(above.x) == round(line.x) and round(line.x) in setting.lists:
        return True
    if gap < usual and line.x - min(g.x for g in group) > INDENT * size:
        return ended
    further_in = line.x - setting.left > INDENT * size
    if len(group) > 1 and further_in and above.x - setting.left <= INDENT * size:
        return ended
    if headed:
        return False
    short = len(above.text) < SHORT_LINE * setting.width
    return ended and short and not line.text[0].islower()


def _is_heading(group: Sequence[_Line], size: float) -> bool:
    text = " ".join(line.text for line in group)
    if len(text) > 160 or text[-1:] in ".,;:" or not re.search(r"[^\W\d_]", text):
        return False
    larger = min(line.size for line in group) >= HEADING_SIZE * size
    return larger or (all(line.bold for line in group) and len(text) <= 100)


def _part(group: Sequence[_Line], size: float) -> Part:
    text = group[0].text
    for line in group[1:]:
        # A hyphen at the end of a line is of the line where a small letter goes on after another,
        # of the word before a capital or a digit ("Saint-Denis") and after a digit ("3-4 litres",
        # "20-year"), and of half a word before "und".
        goes_on = line.text[:1].isalnum() and not _HALF_A_WORD.match(line.text)
        if goes_on and _HYPHEN.search(text):
            parted = line.text[:1].islower() and not text[-2].isdecimal()
            of_the_line = text.endswith("\u00ad") or parted
            text = (text[:-1] if of_the_line else text) + line.text
        else:
            text = f"{text} {line.text}"
    kind = BlockKind.HEADING if _is_heading(group, size) else BlockKind.BODY
    return Part(text, kind)


def _largest_heading(parts: Sequence[Part], lines: Sequence[_Line]) -> str | None:
    """Return the heading set largest on the first page."""
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    if not first:
        return None
    largest = max(line.size for line in first)
    words = next(line.text for line in first if line.size == largest)
    headings = (part.text for part in parts if part.kind is BlockKind.HEADING)
    return next((heading for heading in headings if words in heading), None)


def _metadata(reader: Any) -> Metadata:
    info = reader.metadata or {}
    language = reader.trailer["/Root"].get("/Lang")
    return Metadata(
        title=_named(info.get("/Title")),
        language=language_tag(str(language)) if language else None,
        author=_line(info.get("/Author")),
    )


def _line(value: object) -> str | None:
    return " ".join(str(value).split())[:300] or None if value else None


def _named(value: object) -> str | None:
    """Return a title; what writing programs put there by themselves is none."""
    title = _line(value)
    if title is None or re.fullmatch(
        r"(?i)untitled.*|microsoft word.*|.*\.(?:docx?|odt|rtf|tex|indd|pdf|x?html?)|about:\S*|\w+://\S+",
        title,
    ):
        return None
    return title
