"""An EPUB → the text of its chapters in reading order, and what its package says of it."""

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from index.article import LeftOut, Part
from index.blocks import BlockKind
from index.errors import ArticleError
from index.sources.found import Found
from index.sources.limits import refuse_too_large
from index.sources.markup import ASIDES, BOOK_ASIDES, read_markup, tag_of, words_of
from index.sources.metadata import Metadata, language_tag, read_date, web_link
from index.sources.surroundings import without_surroundings

MAX_UNPACKED = 60 * 1024 * 1024  # of all that is read of a book: text, no pictures
MAX_FILES = 5_000
# What zipfile and its unpackers raise where a file is damaged, besides BadZipFile.
_DAMAGE = (
    EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
    lzma.LZMAError, struct.error, zlib.error,
)  # fmt: skip
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_OBFUSCATION = re.compile(r"idpf\.org/2008/embedding|ns\.adobe\.com/pdf/enc#RC")
_TEXT_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_COVER = re.compile(r"(?:^|[/_-])(?:cover|couverture|titlepage|toc|nav)\b[^/]*$", re.IGNORECASE)


def read_epub(content: bytes, name: str) -> Found:
    """Read an EPUB; raise ArticleError with its name where it is damaged, locked or too large."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _read(_Book(archive, name))
    except (zipfile.BadZipFile, *_DAMAGE) as error:
        raise ArticleError(f"{name}: not an EPUB that can be read: {error}") from None


class _Book:
    """The files of a book, read within a limit."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._left = MAX_UNPACKED
        self._tags = 0
        self._names = {info.filename: info for info in archive.infolist()}
        if len(self._names) > MAX_FILES:
            raise ArticleError(f"{name}: more than {MAX_FILES:,} files in it")

    def __contains__(self, path: str) -> bool:
        return path in self._names

    def read(self, path: str) -> bytes:
        """Return a file of the book; never more than is left of the limit, whatever it claims."""
        if path not in self._names:
            raise ArticleError(f"{self.name}: not an EPUB that can be read: {path} is missing")
        with self._archive.open(self._names[path]) as stream:
            content = stream.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise ArticleError(
                f"{self.name}: more than {MAX_UNPACKED // 1024 // 1024} MB of text when unpacked"
            )
        return content

    def tree(self, path: str) -> Any:
        """Return a file of the book as a tree; external entities are never read."""
        from lxml import etree

        content = self.read(path)
        self._tags += content.count(b"<")
        refuse_too_large(self.name, tags=self._tags)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
        )
        try:
            root = etree.fromstring(_without_named_entities(content), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ArticleError(f"{self.name}: {path} cannot be read: {error}") from None
        if root is None:
            raise ArticleError(f"{self.name}: {path} cannot be read: it is empty")
        return root


def _without_named_entities(content: bytes) -> bytes:
    """Return XHTML with HTML's names of characters as their numbers; XML knows five of them.

    A "&" that names nothing stands for itself, as in a browser.
    """
    from html import unescape

    def number(found: re.Match[bytes]) -> bytes:
        named = found[0].decode("ascii")
        meant = unescape(named)
        if named == meant:
            return b"&amp;" + found[0][1:]
        return b"".join(b"&#%d;" % ord(sign) for sign in meant)

    if b"\0" in content:  # UTF-16, in which these bytes are parts of other characters
        return content
    return re.sub(rb"&(?:#?\w{1,32};)?", number, content)


@dataclass(frozen=True, slots=True)
class _Chapter:
    path: str
    is_navigation: bool


def _read(book: _Book) -> Found:
    _refuse_locked(book)
    package_path = _package_path(book)
    package = book.tree(package_path)
    known = _metadata(package)
    parts: list[Part] = []
    left_out: list[LeftOut] = []
    begins: set[int] = set()
    for chapter in _chapters(package, package_path, book):
        if chapter.is_navigation:
            left_out.append(LeftOut(posixpath.basename(chapter.path), "table of contents or cover"))
            continue
        root = book.tree(chapter.path)
        body = next((each for each in root.iter() if tag_of(each) == "body"), root)
        read, asides = read_markup(body, _ASIDES)
        begins.add(len(parts))
        parts += read
        left_out += asides
        refuse_too_large(book.name, lines=len(parts))
    parts, around = without_surroundings(parts, known.author, begins)
    if not any(part.kind is BlockKind.BODY for part in parts):
        raise ArticleError(f"{book.name}: no text in this book; its pages may be pictures")
    return Found(tuple(parts), known, (*left_out, *around))


# In a chapter, `header` and `aside` hold text of the book; navigation and notes do not.
_ASIDES = {
    name: why
    for name, why in ASIDES.items()
    if name not in {"header", "aside", "footer", "caption"}
} | BOOK_ASIDES


def _refuse_locked(book: _Book) -> None:
    if _ENCRYPTION not in book:
        return
    methods = [
        each.get("Algorithm") or ""
        for each in book.tree(_ENCRYPTION).iter()
        if tag_of(each) == "encryptionmethod"
    ]
    if any(not _FONT_OBFUSCATION.search(method) for method in methods):
        raise ArticleError(f"{book.name}: this book is locked (DRM) and cannot be read")


def _package_path(book: _Book) -> str:
    for each in book.tree(_CONTAINER).iter():
        if tag_of(each) == "rootfile" and each.get("full-path"):
            return str(each.get("full-path"))
    raise ArticleError(f"{book.name}: not an EPUB that can be read: it names no package")


def _chapters(package: Any, package_path: str, book: _Book) -> Iterator[_Chapter]:
    folder = posixpath.dirname(package_path)
    items = {
        each.get("id"): each for each in package.iter() if tag_of(each) == "item" and each.get("id")
    }
    for each in package.iter():
        item = items.get(each.get("idref")) if tag_of(each) == "itemref" else None
        if item is None or item.get("media-type") not in _TEXT_TYPES:
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        if path in book:
            properties = (item.get("properties") or "").split()
            aside = "nav" in properties or each.get("linear") == "no"
            yield _Chapter(path, aside or bool(_COVER.search(posixpath.splitext(path)[0])))


def _metadata(package: Any) -> Metadata:
    found: dict[str, list[str]] = {}
    for each in package.iter():
        if isinstance(each.tag, str) and "purl.org/dc/elements" in each.tag:
            found.setdefault(tag_of(each), []).append(words_of(each))

    def first(name: str) -> str | None:
        return next((value for value in found.get(name, []) if value), None)

    links = [web_link(value) for name in ("source", "identifier") for value in found.get(name, [])]
    return Metadata(
        title=first("title"),
        language=language_tag(first("language")),
        published=next(filter(None, map(read_date, found.get("date", []))), None),
        url=next(filter(None, links), None),
        author=", ".join(filter(None, found.get("creator", []))) or None,
        publisher=first("publisher"),
    )
