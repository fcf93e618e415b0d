"""Markdown → its paragraphs and headings as they are read, without their marks."""

from index.article import Part
from index.layout import BlockKind
from index.sources.found import Found
from index.sources.markup import STRUCK_OUT, read_markup
from index.sources.metadata import Metadata

_ASIDES = {
    "figure": "program code",
    "figcaption": "caption",
    **dict.fromkeys(STRUCK_OUT, "struck out"),
}


def read_markdown(text: str, known: Metadata) -> Found:
    """Read Markdown (CommonMark with tables) without its front matter, which is `known`."""
    from lxml.html import document_fromstring
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    if not html.strip():
        return Found((), known)
    root = document_fromstring(f"<div>{html}</div>")  # a fragment may not have two bodies
    for code in root.xpath("//pre"):
        code.tag = "figure"  # a program is no sentence
    parts, left_out = read_markup(root, _ASIDES)
    return Found(tuple(parts), known.over(Metadata(title=_first_title(parts))), tuple(left_out))


def _first_title(parts: list[Part]) -> str | None:
    first = parts[0] if parts else None
    return first.text if first is not None and first.kind is BlockKind.HEADING else None
