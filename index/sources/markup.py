"""A tree of HTML → parts: headings and paragraphs in their order, and what is no text of either."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.article import LeftOut, Part
from index.blocks import CELL_SEPARATOR, BlockKind
from index.chrome import strong_reason
from index.sources.superscripts import superscript

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What stands by itself; all else runs on within its line.
BLOCKS = HEADINGS | frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
UNSEEN = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "math",
        "meta",
        "noscript",
        "object",
        "option",
        "rp",
        "rt",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
STRUCK_OUT = ("del", "s", "strike")
NOTE_REFERENCE = "doc-noteref"  # the role of a reference to a note (w3.org/TR/dpub-aria)
# Asides of a page, by the element or by the role that ARIA gives it.
ASIDES = {
    "nav": "navigation",
    "navigation": "navigation",
    "footer": "foot of the page",
    "contentinfo": "foot of the page",
    "aside": "beside the article",
    "complementary": "beside the article",
    "figcaption": "caption",
    "caption": "caption",
    "form": "form",
    "search": "form",
    "dialog": "notice over the page",
    "alertdialog": "notice over the page",
    "menu": "navigation",
    "header": "head of the page",
    "banner": "head of the page",
    NOTE_REFERENCE: "reference to a note",
    **dict.fromkeys(STRUCK_OUT, "struck out"),
}
# Of a book: what its readers jump over (idpf.org/epub/vocab/structure).
BOOK_ASIDES = {
    "toc": "table of contents", "landmarks": "table of contents", "page-list": "page numbers",
    "pagebreak": "page numbers", "noteref": "reference to a note", "footnote": "note",
    "footnotes": "notes", "endnote": "note", "endnotes": "notes", "rearnote": "note",
    "rearnotes": "notes", "index": "index of words",
}  # fmt: skip
_BOOK_TYPE = "{http://www.idpf.org/2007/ops}type"
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")  # two breaks, and what was preformatted so
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WORD = re.compile(r"[^\W_]")
_NOTE_MARK = r"[\[(]?(?:[0-9]{1,4}|[*†‡§¶]{1,4})[\])]?"
_NOTE_MARKS = re.compile(rf"\s*{_NOTE_MARK}(?:[\s,;–-]*{_NOTE_MARK})*\s*")
_NOTE_NAME = re.compile(r"(?:^|[\W_])(?:(?:foot|end)?note|cite|ref|fn|ftn|edn|n\d)", re.IGNORECASE)
_LEANT_ON = re.compile(r"[\w.,;:!?…»”)\]*†‡§¶]$")  # what a mark of a note may stand against
# What goes on with a number: "§5", "art.7", "version 2.3", "2:1".
_AWAITS_NUMBER = re.compile(r"(?:[§:]|\d[.,]|\b[^\W\d_]{1,4}\.)$")


@dataclass
class _Reading:
    """The parts that were read so far, and the line that is being read."""

    asides: dict[str, str]
    parts: list[Part] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    line: list[str] = field(default_factory=list)

    def end(self, kind: BlockKind = BlockKind.BODY, reason: str = "") -> None:
        """End the line: it becomes a part, or is left out; blank lines in it part paragraphs."""
        for paragraph in PARAGRAPH_BREAK.split("".join(self.line)):
            # What a row ends with is the separators of empty cells.
            lines = (each.strip(" ").rstrip(CELL_SEPARATOR) for each in paragraph.split("\n"))
            text = "\n".join(filter(None, lines))
            if not _WORD.search(text):
                continue
            why = reason or ("" if "\n" in text else strong_reason(text))
            if why:
                self.left_out.append(LeftOut(text, why))
            else:
                self.parts.append(Part(text, kind))
        self.line.clear()

    def say(self, text: str | None, *, kept: bool = False) -> None:
        """Go on with the line, its runs of blanks as one as a browser shows them."""
        if not text:
            return
        if not kept:
            text = _BLANKS.sub(" ", text)
            if text.startswith(" ") and (not self.line or self.line[-1].endswith((" ", "\n"))):
                text = text[1:]
        if text:
            self.line.append(text)


def read_markup(root: Any, asides: dict[str, str]) -> tuple[list[Part], list[LeftOut]]:
    """Return the parts of an lxml tree and what was left out; `asides` names what is no body."""
    settle(root)
    reading = _Reading(asides)
    _read(root, reading, BlockKind.BODY, "")
    reading.end()
    return reading.parts, reading.left_out


def settle(root: Any) -> None:
    """Write what is shown by the form of elements, and mark the references to notes as such.

    `q` shows quotation marks and `sup` raises digits; a cell's only paragraph is text and no block.
    """
    for each in list(root.iter()):
        tag = tag_of(each)
        if tag in {"a", "sup"} and _refers_to_a_note(each):
            each.set("role", NOTE_REFERENCE)
        elif tag == "sup" and (raised := superscript("".join(each.itertext()))):
            del each[:]
            each.text = raised
        elif tag == "q":
            _quote(each)
        elif tag == "p" and _is_all_of_a_cell(each):
            each.tag = "span"


def _quote(element: Any) -> None:
    element.tag = "span"
    element.text = "“" + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + "”"
    else:
        element.text += "”"


def _refers_to_a_note(element: Any) -> bool:
    """Tell whether all that an element says is a link by the mark of a note, raised or leaning.

    "Section 3" is a link by a number too: what refers to a note stands against what it is about.
    """
    mark = "".join(element.itertext())
    if not _NOTE_MARKS.fullmatch(mark):
        return False
    family = [*element.iter(), *_filled_by(element)]
    links = [each.get("href") or "" for each in family if tag_of(each) == "a"]
    named = any(_NOTE_NAME.search(link.partition("#")[2]) for link in links)
    if not named and not any(link.startswith("#") for link in links):
        return False
    if any(tag_of(each) == "sup" for each in family):
        return True
    before = _text_before(element)
    awaits_number = not named and mark.strip().isdigit() and _AWAITS_NUMBER.search(before)
    return bool(_LEANT_ON.search(before)) and not awaits_number


def _filled_by(element: Any) -> Iterator[Any]:
    """Yield what is around an element in its line and says nothing else."""
    above = element.getparent()
    while above is not None and tag_of(above) not in BLOCKS:
        if element.getprevious() is not None or element.getnext() is not None:
            return
        if (above.text or "").strip() or (element.tail or "").strip():
            return
        yield above
        element, above = above, above.getparent()


def _text_before(element: Any) -> str:
    """Return the text that an element stands against in its line, empty where it begins one."""
    while tag_of(element) not in BLOCKS and tag_of(element) != "br":
        before, above = element.getprevious(), element.getparent()
        if above is None:
            return ""
        text = above.text if before is None else before.tail or "".join(before.itertext())
        if text:
            return str(text)
        element = above if before is None else before
    return ""


def _is_all_of_a_cell(element: Any) -> bool:
    cell = element.getparent()
    if cell is None or tag_of(cell) not in {"td", "th"} or (cell.text or "").strip():
        return False
    return element.getprevious() is None and element.getnext() is None


def tag_of(element: Any) -> str:
    """Return the name of an element without its namespace; of comments and the like, nothing."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def words_of(element: Any) -> str:
    """Return the words of an element on one line."""
    return " ".join(" ".join(element.itertext()).split())


def _read(element: Any, reading: _Reading, kind: BlockKind, reason: str) -> None:
    # By hand and not by recursion: a page may nest a million elements.
    stack: list[tuple[Any, BlockKind, str, bool]] = [(element, kind, reason, False)]
    while stack:
        here, kind, reason, done = stack.pop()
        tag = tag_of(here)
        if done:
            if tag in {"td", "th"}:
                reading.say(CELL_SEPARATOR if here.getnext() is not None else None, kept=True)
            elif tag in BLOCKS:
                reading.end(kind, reason)
            if here is not element:
                reading.say(here.tail, kept=_preformatted(here.getparent()))
            continue
        if tag in UNSEEN or not tag or here.get("hidden") is not None:
            if here is not element:
                reading.say(here.tail, kept=_preformatted(here.getparent()))
            continue
        inside, why = _kind_of(here, tag, kind, reason, reading.asides)
        if why and not reason and tag not in BLOCKS:  # a note's number must not break its sentence
            reading.left_out += (
                [LeftOut(words, why)] if _WORD.search(words := words_of(here)) else []
            )
            reading.say(here.tail, kept=_preformatted(here.getparent()))
            continue
        if tag in BLOCKS and tag not in {"td", "th"}:
            reading.end(kind, reason)
        if tag == "br":
            reading.say("\n", kept=True)
        stack.append((here, inside, why, True))
        reading.say(here.text, kept=_preformatted(here))
        stack.extend((child, inside, why, False) for child in reversed(here))


def _kind_of(
    element: Any, tag: str, kind: BlockKind, reason: str, asides: dict[str, str]
) -> tuple[BlockKind, str]:
    """Return what the words inside an element are: of which kind, and why left out if so."""
    if reason:
        return kind, reason
    role = (element.get("role") or "").strip().lower()
    why = asides.get(role) or asides.get(tag) or ""
    for name in (element.get(_BOOK_TYPE) or element.get("epub:type") or "").split():
        why = why or asides.get(name, "")
    if tag in HEADINGS or role == "heading":
        kind = BlockKind.HEADING
    return kind, why


def _preformatted(element: Any) -> bool:
    return any(tag_of(each) == "pre" for each in _lineage(element))


def _lineage(element: Any) -> Iterator[Any]:
    for _ in range(4):  # code inside pre, at most a few levels deep
        if element is None:
            return
        yield element
        element = element.getparent()
