"""What trafilatura takes for the article of a page, which is made ready for it first."""

import logging
import re
from copy import deepcopy
from typing import Any

from index.article import Part
from index.blocks import CELL_SEPARATOR, BlockKind
from index.sources.markup import BLOCKS, HEADINGS, PARAGRAPH_BREAK, tag_of, words_of

MANY_PIECES = 1_000  # of one line; a line of an article has a few dozen
_SPACES_OF_HTML = re.compile(r"[ \t\r\n\f]+")
_SENTENCES = HEADINGS | {"blockquote", "dd", "li", "p", "td"}  # and no boxes of a byline and a date


def extract(pruned: Any, url: str | None) -> Any:
    """Return what trafilatura takes for the article; None where it finds none."""
    from trafilatura import bare_extraction

    taken_apart = deepcopy(pruned)
    _keep_sentences_whole(taken_apart)
    _wrap_bare_text(taken_apart)
    _run_together(taken_apart)
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they log what is told here as a fault
    return bare_extraction(
        taken_apart,
        url=url,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _keep_sentences_whole(tree: Any) -> None:
    """Rename what trafilatura would leave out of a sentence, and leave it out where it is none.

    Where trafilatura finds that it left something out of a short page, it takes all of it as one
    paragraph.
    """
    for each in list(tree.iter("time", "label", "output", "blink")):
        if _is_in_a_sentence(each):
            each.tag = "span"
        else:
            each.drop_tree()


def _is_in_a_sentence(element: Any) -> bool:
    """Tell whether words stand beside an element, in a paragraph in a link or bold type too."""
    before, above, after = element.getprevious(), element.getparent(), element.getnext()
    text = above.text if before is None else before.tail
    if (text or "").strip() or (element.tail or "").strip():
        return True
    if tag_of(above) not in _SENTENCES:
        return False
    beside = [each for each in (before, after) if each is not None and not _is_parted(each)]
    return any(map(words_of, beside))


def _wrap_bare_text(tree: Any) -> None:
    """Make paragraphs of what stands between others without being one, as pages of 1996 have it."""
    for box in list(tree.iter("p", "font")):
        if _holds_paragraphs(box):
            box.tag = "div"
    for box in list(tree.iter("body", "div", "article", "section", "main", "center")):
        children = list(box)
        if box.tag != "body" and not _holds_paragraphs(box):
            continue
        run = box.makeelement("p")
        run.text, box.text = box.text, None
        content = [run]
        broken = False
        for child in children:
            again, broken = broken, child.tag == "br" and not (child.tail or "").strip()
            if tag_of(child) not in BLOCKS and not (child.tag == "br" and again):
                run.append(child)
                continue
            run = box.makeelement("p")
            run.text, child.tail = child.tail, None
            content += (child, run)
        for each in content:
            made = each.getparent() is None
            empty = made and not any(text.strip() for text in each.itertext())
            box.extend(list(each) if empty else [each])


def _holds_paragraphs(box: Any) -> bool:
    return any(tag_of(child) in BLOCKS or _ends_a_paragraph(child) for child in box)


def _ends_a_paragraph(element: Any) -> bool:
    """Tell whether an element is the first of two breaks, between which nothing stands."""
    following = element.getnext()
    broken = element.tag == "br" and not (element.tail or "").strip()
    return broken and following is not None and following.tag == "br"


def _run_together(tree: Any) -> None:
    """Make one text of lines in very many pieces: trafilatura takes the square of their number."""
    for box in [each for each in tree.iter() if len(each) > MANY_PIECES]:
        above, text = None, [box.text or ""]
        for child in [*box, None]:
            if child is not None and not _is_parted(child):
                text += [*child.itertext(), child.tail or ""]
                box.remove(child)
                continue
            if above is None:
                box.text = "".join(text)
            else:
                above.tail = "".join(text)
            above, text = child, [child.tail or "" if child is not None else ""]


def _is_parted(element: Any) -> bool:
    """Tell whether an element ends a line or has lines of its own in it."""
    return any(tag in BLOCKS or tag == "br" for tag in map(tag_of, element.iter()))


_HEADS = frozenset({"head", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINES = frozenset({"p", "item", "quote", "cell", "list", "table", "row", "body", "main"})


def parts_of(body: Any) -> list[Part]:
    """Return the parts of trafilatura's tree: head, p, list/item, quote, table/row/cell, lb."""
    parts: list[Part] = []
    line: list[str] = []

    def end(kind: BlockKind) -> None:
        for paragraph in PARAGRAPH_BREAK.split("".join(line)):
            text = "\n".join(each for row in paragraph.split("\n") if (each := _spaced(row)))
            if re.search(r"[^\W_]", text):
                parts.append(Part(text, kind))
        line.clear()

    def say(text: str | None, inside: Any) -> None:
        # Of a `quote` only is it not known whether its breaks are shown: it may be of a `pre`.
        line.append(
            text or "" if tag_of(inside) == "quote" else _SPACES_OF_HTML.sub(" ", text or "")
        )

    def walk(element: Any, kind: BlockKind) -> None:
        tag = tag_of(element)
        if tag == "code" and _is_listing(element):
            end(kind)
            return
        own = BlockKind.HEADING if tag in _HEADS else kind
        opens = tag in _HEADS or (tag in _LINES and tag != "cell")
        if opens:
            end(kind)
        if tag == "lb":
            line.append("\n")
        say(element.text, element)
        for child in element:
            walk(child, own)
            say(child.tail, element)
        if tag == "cell" and element.getnext() is not None:
            line.append(CELL_SEPARATOR)
        if opens:
            end(own)

    walk(body, BlockKind.BODY)
    return parts


def _is_listing(element: Any) -> bool:
    """Tell whether code is a program by itself and no word in a sentence."""
    parent = element.getparent()
    inline = parent is not None and tag_of(parent) in {"p", "item", "quote", "cell", *_HEADS}
    return not inline or "\n" in "".join(element.itertext()).strip()


def _spaced(text: str) -> str:
    return re.sub(r"[ \t\r\f\v]+", " ", text).strip().rstrip(CELL_SEPARATOR)  # of empty cells
