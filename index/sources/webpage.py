"""A web page → what it says and what is known of it; navigation, captions and the like left out."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any
from urllib.parse import urljoin

from index.article import LeftOut, Part
from index.errors import ArticleError
from index.layout import CELL_SEPARATOR, BlockKind
from index.sources.bylines import find_bylines, without_byline
from index.sources.encodings import encoding_of
from index.sources.found import Found
from index.sources.limits import refuse_too_large
from index.sources.markup import (
    ASIDES,
    BLOCKS,
    HEADINGS,
    NOTE_REFERENCE,
    PARAGRAPH_BREAK,
    read_markup,
    settle,
    tag_of,
    words_of,
)
from index.sources.metadata import Metadata, language_tag, read_date, web_link
from index.sources.surroundings import is_prose, without_surroundings

FEWEST_CHARS = 250  # less than that is what a paywall or a page made by scripts leaves
MANY_PIECES = 1_000  # of one line; a line of an article has a few dozen
_META_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
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
_SPACES_OF_HTML = re.compile(r"[ \t\r\n\f]+")
_LEVELS = 50  # of linked data; what is written for an article has ten
_LISTED = 200  # pieces left out that are told of
_SENTENCES = HEADINGS | {"blockquote", "dd", "li", "p", "td"}  # and no boxes of a byline and a date
_ARTICLE_TYPES = re.compile(r"article|posting|report|webpage|book|essay", re.IGNORECASE)


def decode_page(content: bytes, charset: str | None) -> str:
    """Return a page's text, by its byte order mark, what the server or the page says, or UTF-8.

    What is none of them is read by the first of which more than half is right, failing that as
    windows-1252, as browsers do (html.spec.whatwg.org).
    """
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    names = [encoding_of(charset or ""), _declared_encoding(content), "utf-8"]
    encodings = list(dict.fromkeys(filter(None, names)))
    for encoding in encodings:
        with suppress(UnicodeError):
            return content.decode(encoding)
    for encoding in encodings:
        text = content.decode(encoding, "replace")
        if 2 * text.count("\ufffd") < len(text) - len(text.encode("ascii", "ignore")):
            return text
    return content.decode("windows-1252", "replace")


def _declared_encoding(content: bytes) -> str | None:
    """Return the encoding that a page names; it is one that the name itself can be read by."""
    stated = _META_CHARSET.search(content[:2048])
    encoding = encoding_of(stated[1].decode("ascii", "replace")) if stated else None
    return encoding if encoding and "<".encode(encoding) == b"<" else None


def read_page(html: str, name: str, url: str | None = None) -> Found:
    """Read a page; raise ArticleError with its name and what was found where it has no article."""
    tree = _parsed(html, name)
    declared = _Declared.of(tree)
    pruned = _pruned(tree)
    extracted = _extracted(pruned, url)
    parts = _parts(extracted.body) if extracted is not None and extracted.body is not None else []
    parts = [*_standfirst(pruned, parts), *parts]
    known = _metadata(declared, extracted, pruned, url).over(find_bylines(parts)[0])
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


def _extracted(pruned: Any, url: str | None) -> Any:
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


_HEADS = frozenset({"head", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINES = frozenset({"p", "item", "quote", "cell", "list", "table", "row", "body", "main"})


def _parts(body: Any) -> list[Part]:
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


@dataclass(frozen=True, slots=True)
class _Declared:
    """What a page says of itself in its head: attributes, meta elements, JSON-LD."""

    language: str | None
    metas: Mapping[str, str]
    links: Mapping[str, str]
    base: str | None
    title: str
    data: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, tree: Any) -> "_Declared":
        metas: dict[str, str] = {}
        for meta in tree.iter("meta"):
            key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            value = " ".join((meta.get("content") or "").split())
            if key and value:
                metas.setdefault(key.strip().lower(), value)
        links: dict[str, str] = {}
        for link in tree.iter("link"):
            for relation in (link.get("rel") or "").lower().split():
                links.setdefault(relation, (link.get("href") or "").strip())
        base = next((each.get("href") for each in tree.iter("base")), None)
        title = next((words_of(each) for each in tree.iter("title")), "")
        language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        return cls(language, metas, links, base, title, tuple(_linked_data(tree)))

    def meta(self, *names: str) -> str | None:
        """Return the first of these that the page has."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    def datum(self, name: str) -> Any:
        """Return what the page's data say of the article."""
        return next((each[name] for each in self.data if each.get(name)), None)

    @property
    def for_subscribers(self) -> bool:
        """Tell whether the page says that not everybody may read it."""
        said = {str(each.get("isAccessibleForFree", "")).lower() for each in self.data}
        tier = (self.meta("article:content_tier") or "").lower()
        return "false" in said or tier in {"locked", "metered"}


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the schema.org items of a page that are articles.

    What is no JSON is passed over, and what nests so deep that nobody wrote it.
    """
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        if _nests(found, _LEVELS):
            continue
        queue = [found]
        for _ in range(200):
            if not queue:
                break
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                if _ARTICLE_TYPES.search(str(item.get("@type", ""))):
                    yield item
                queue.extend(v for k in ("@graph", "mainEntity") if (v := item.get(k)))


def _nests(value: Any, levels: int) -> bool:
    """Tell whether a value of JSON has more levels than so many."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_nests(each, levels - 1) for each in inner)


def _metadata(declared: _Declared, extracted: Any, tree: Any, url: str | None) -> Metadata:
    """Return what is known: what the page says of itself before what was guessed from its text."""
    return Metadata(
        title=_title(declared, extracted, tree),
        language=language_tag(declared.language)
        or language_tag(declared.meta("og:locale", "language", "content-language", "dc.language")),
        published=_published(declared, tree),
        url=_canonical(declared, url),
        author=without_byline(
            _line(_names(declared.datum("author")))
            or _line(_no_link(declared.meta(*_AUTHOR_METAS)))
            or _line(getattr(extracted, "author", None))
        ),
        publisher=_line(_names(declared.datum("publisher")))
        or _line(declared.meta("og:site_name", "application-name", "dc.publisher"))
        or None,
    )


_AUTHOR_METAS = ("author", "article:author", "dc.creator", "byl", "citation_author")
_DATE_METAS = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "citation_publication_date", "pubdate",
)  # fmt: skip


def _title(declared: _Declared, extracted: Any, tree: Any) -> str | None:
    """Return the headline; failing that, the longest heading that the page's own title holds.

    That title has the site's name in it too, and the first heading may be just that.
    """
    headline = declared.datum("headline")
    found = headline if isinstance(headline, str) else None
    found = found or declared.meta("og:title", "twitter:title", "dc.title", "citation_title")
    if found:
        return _line(found)
    headings = (words_of(each) for each in tree.xpath("//h1 | //h2 | //h3"))
    held = [heading for heading in headings if heading and heading in declared.title]
    return _line(max(held, key=len, default=None) or getattr(extracted, "title", None)) or _line(
        declared.title
    )


def _published(declared: _Declared, tree: Any) -> date | None:
    """Return the day that the page states; one that is guessed from its text may be any day."""
    found = read_date(declared.datum("datePublished")) or read_date(declared.meta(*_DATE_METAS))
    times = tree.xpath("//article//time/@datetime | //main//time/@datetime")
    return found or next(filter(None, map(read_date, times)), None)


def _canonical(declared: _Declared, url: str | None) -> str | None:
    named = declared.links.get("canonical") or declared.meta("og:url") or ""
    base = urljoin(url or "", declared.base or "") or url or ""
    try:
        return web_link(urljoin(base, named)) if named else web_link(url)
    except ValueError:
        return web_link(url)


def _names(value: Any) -> str | None:
    """Return the names of people or organisations in linked data."""
    if isinstance(value, str):
        return _no_link(value)
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_names, value[:10])))) or None
    return _names(value.get("name")) if isinstance(value, dict) else None


def _no_link(value: str | None) -> str | None:
    return None if value is None or "://" in value else value


def _line(value: str | None) -> str | None:
    from html import unescape

    line = " ".join(unescape(value or "").split())
    return line[:300] or None


def _refuse_what_is_no_article(
    parts: list[Part], known: Metadata, declared: _Declared, tree: Any, name: str
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
