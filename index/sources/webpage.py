"""A web page → what it says and what is known of it; navigation, captions and the like left out."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain, islice
from typing import Any

from index.article import LeftOut, Part
from index.blocks import BlockKind
from index.errors import ArticleError
from index.sources.bylines import find_bylines
from index.sources.declared import Declared, metadata_of
from index.sources.extraction import extract, parts_of
from index.sources.found import Found
from index.sources.limits import refuse_too_large
from index.sources.markup import ASIDES, NOTE_REFERENCE, read_markup, settle, words_of
from index.sources.metadata import Metadata
from index.sources.surroundings import is_prose, without_surroundings

FEWEST_CHARS = 250  # less than that is what a paywall or a page made by scripts leaves
_PAYWALL = re.compile(
    r"paywall|piano-|subscriber-only|premium-content|article--locked", re.IGNORECASE
)
# What no XML may hold, and trafilatura moves texts about as XML: control characters and
# noncharacters, written as themselves or by their numbers.
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNSEEN_REFERENCE = re.compile(
    r"&#(?:0*(?:\d|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]))(?![\da-f]);?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_LISTED = 200  # pieces left out that are told of


def read_page(html: str, name: str, url: str | None = None) -> Found:
    """Read a page; raise ArticleError with its name and what was found where it has no article."""
    tree = _parsed(html, name)
    declared = Declared.of(tree)
    pruned = _pruned(tree)
    extracted = extract(pruned, url)
    parts = parts_of(extracted.body) if extracted is not None and extracted.body is not None else []
    parts = [*_standfirst(pruned, parts), *parts]
    signed, _ = find_bylines(parts, headings_are_marked=True)
    known = metadata_of(declared, extracted, pruned, url).over(signed)
    parts, chrome = without_surroundings(parts, known.author)
    _refuse_what_is_no_article(parts, known, declared, tree, name)
    left_out = chain(_left_out(tree, parts, chrome, known.title), chrome)
    return Found(tuple(parts), known, tuple(islice(left_out, _LISTED)))


def _parsed(html: str, name: str) -> Any:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not html.strip():
        raise ArticleError(f"{name}: the page is empty")
    refuse_too_large(name, tags=html.count("<"))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    html = _UNSEEN_REFERENCE.sub(" ", _UNSEEN.sub(" ", html))
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"{name}: cannot be read as a page: {error}") from None
    refuse_too_large(name, elements=sum(1 for _ in tree.iter()))
    settle(tree)
    return tree


def _pruned(tree: Any) -> Any:
    """Return a copy of a page without what is no article wherever it stands."""
    pruned = deepcopy(tree)
    for path in _PRUNED:
        for element in pruned.xpath(path):
            if element.getparent() is not None:
                element.drop_tree()
    for header in pruned.xpath("//article//header | //main//header"):
        header.drop_tag()  # it may hold the first paragraph, and would be left out whole
    return pruned


def _standfirst(pruned: Any, parts: list[Part]) -> list[Part]:
    """Return the paragraphs between the headline and the first one that was extracted."""
    first = next((part.text for part in parts if part.kind is BlockKind.BODY), None)
    holders = pruned.xpath("//article[.//h1] | //main[.//h1]")
    if first is None or not holders:
        return []
    lines, _ = read_markup(holders[-1], {})
    heads = [n for n, line in enumerate(lines) if line.kind is BlockKind.HEADING]
    begins = next(
        (n for n, line in enumerate(lines) if _squeezed(first) == _squeezed(line.text)), 0
    )
    between = lines[heads[0] + 1 : begins] if heads else []
    if any(line.kind is BlockKind.HEADING for line in between):
        return []
    kept = {_squeezed(part.text) for part in parts}
    return [line for line in between if is_prose(line) and _squeezed(line.text) not in kept]


# Classes that stand for the same on many sites: boxes of facts, notes, captions.
_CLASSES = [
    "infobox",
    "navbox",
    "reflist",
    "references",
    "toc",
    "mw-editsection",
    "thumbcaption",
    "wp-caption-text",
    "caption",
    "reference",
    "noprint",
    "printfooter",
    "catlinks",
    "headerlink",
    "admonition-title",
]
# What is no article wherever it stands; trafilatura keeps some of it.
_PRUNED = [
    "//nav", "//aside", "//figcaption", "//footer", "//form", "//dialog", "//menu", "//template",
    "//noscript", "//del", "//s", "//strike",
    "//*[@hidden]", "//*[@aria-hidden='true']",
    "//*[@role='navigation' or @role='complementary' or @role='contentinfo' or @role='search']",
    "//*[@role='dialog' or @role='alertdialog' or @role='banner']",
    f"//*[@role='{NOTE_REFERENCE}']",
    *(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" for name in _CLASSES),
]  # fmt: skip


def _left_out(
    tree: Any, parts: list[Part], chrome: list[LeftOut], title: str | None
) -> Iterator[LeftOut]:
    """Yield the lines of the page that are in none of the parts, each once, with why if known."""
    body = tree.find("body")
    if body is None:
        return
    lines, asides = read_markup(body, ASIDES)
    whole = {_squeezed(part.text) for part in parts}
    kept = "".join(_squeezed(part.text) for part in parts)
    told = {title, *(each.text for each in chrome)}
    for each in [*asides, *(LeftOut(line.text, "not part of the article") for line in lines)]:
        squeezed = _squeezed(each.text)
        if each.text not in told and squeezed not in whole and squeezed not in kept:
            told.add(each.text)
            yield each


def _squeezed(text: str) -> str:
    return _SPACES.sub("", text)


def _refuse_what_is_no_article(
    parts: list[Part], known: Metadata, declared: Declared, tree: Any, name: str
) -> None:
    body = [part.text for part in parts if part.kind is BlockKind.BODY]
    chars = sum(map(len, body))
    if chars >= FEWEST_CHARS:
        return
    withheld = declared.for_subscribers or _has_paywall(tree)
    if body and not withheld:
        return
    found = f"; found: {known.title!r}" if known.title else "; found: no title"
    found += f" and {_counted(body)}"
    if withheld:
        raise ArticleError(f"{name}: the article is behind a paywall{found}")
    if (
        len(tree.xpath("//script"))
        and len(words_of(tree.find("body")) if tree.find("body") is not None else "") < 2000
    ):
        raise ArticleError(f"{name}: the page is made by scripts, its article is not in it{found}")
    raise ArticleError(f"{name}: no article was found on the page{found}")


def _has_paywall(tree: Any) -> bool:
    names = (each for each in tree.xpath("//body//@class | //body//@id"))
    return any(_PAYWALL.search(name) for name in names)


def _counted(body: list[str]) -> str:
    words = sum(len(text.split()) for text in body)
    if not words:
        return "no text"
    opening = " ".join(" ".join(body).split())
    return f"{words} words: {opening[:60]}{'…' if len(opening) > 60 else ''}"
