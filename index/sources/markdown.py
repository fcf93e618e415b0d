"""Markdown → its paragraphs and headings as they are read, without their marks."""

import re
from typing import TYPE_CHECKING

from index.article import LeftOut, Part
from index.blocks import BlockKind
from index.sources.bylines import find_bylines
from index.sources.found import Found
from index.sources.markup import NOTE_REFERENCE, STRUCK_OUT, read_markup
from index.sources.metadata import Metadata

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_ASIDES = {
    "figure": "program code",
    "figcaption": "caption",
    "doc-footnote": "note",
    NOTE_REFERENCE: "reference to a note",
    **dict.fromkeys(STRUCK_OUT, "struck out"),
}
_NOTE = re.compile(r"\[\^[^\]\s]+\]:")  # github.com: "[^1]: A footnote."


def read_markdown(text: str, known: Metadata) -> Found:
    """Read Markdown (CommonMark with tables) without its front matter, which is `known`."""
    from lxml.html import document_fromstring
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.block.ruler.before("reference", "note", _note, {"alt": ["paragraph"]})
    html = parser.render(text)
    if not html.strip():
        return Found((), known)
    root = document_fromstring(f"<div>{html}</div>")  # a fragment may not have two bodies
    for code in root.xpath("//pre"):
        code.tag = "figure"  # a program is no sentence
    parts, left_out = read_markup(root, _ASIDES)
    known = known.over(Metadata(title=_first_title(parts)))
    signed, bylines = find_bylines(parts, headings_are_marked=True)
    left_out += (LeftOut(parts[place].text, why) for place, why in bylines.items())
    kept = (part for place, part in enumerate(parts) if place not in bylines)
    return Found(tuple(kept), known.over(signed), tuple(left_out))


def _note(state: "StateBlock", line: int, end: int, silent: bool) -> bool:
    """Take a footnote's paragraph, as a rule of markdown-it; where it is referred to it stands."""
    from markdown_it.rules_block import paragraph

    begins = state.bMarks[line] + state.tShift[line]
    if state.is_code_block(line) or not _NOTE.match(state.src, begins):
        return False
    if not silent:
        place = len(state.tokens)
        paragraph(state, line, end, silent)
        state.tokens[place].attrSet("role", "doc-footnote")
    return True


def _first_title(parts: list[Part]) -> str | None:
    first = parts[0] if parts else None
    return first.text if first is not None and first.kind is BlockKind.HEADING else None
