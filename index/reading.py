"""A path of plain text → Article, with what a side file of the same name says about it."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from index.article import Article
from index.errors import ArticleError
from index.language import detect_language
from index.layout import BlockKind, find_blocks

_SUFFIXES = frozenset({"", ".txt", ".text"})
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # the shape of BCP 47
_HEADING_MARKS = " \t#*=_~•–—-"
_DEFAULT = "aleppo"


@dataclass(frozen=True, slots=True)
class _Metadata:
    """What is known about an article besides its text."""

    title: str | None = None
    language: str | None = None
    published: date | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None


def read_article(
    source: str | Path, *, title: str | None = None, language: str | None = None
) -> Article:
    """Return the article in a file; arguments go before the side file, and that before the text.

    Raise ArticleError, naming the file, where it cannot be read or holds no paragraph.
    """
    if isinstance(source, str) and _URL.match(source):
        raise ArticleError(f"{source}: links cannot be read yet; give the path of a text file")
    path = Path(source)
    if path.suffix.lower() not in _SUFFIXES:
        raise ArticleError(f"{path}: cannot read {path.suffix} files yet, plain text (.txt) alone")
    text = _decode(_bytes_of(path), str(path))
    side = path.with_suffix(".toml")
    known = _parse_metadata(_bytes_of(side), str(side)) if side.is_file() else _Metadata()
    known = replace(known, title=title or known.title, language=language or known.language)
    return _article(text, known, str(path), path.stem)


def default_article() -> Article:
    """Return the article that comes with the package."""
    data = resources.files("index") / "data"
    known = _parse_metadata((data / f"{_DEFAULT}.toml").read_bytes(), f"{_DEFAULT}.toml")
    name = f"{_DEFAULT}.txt"
    return _article(_decode((data / name).read_bytes(), name), known, name, _DEFAULT)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise ArticleError(f"{path}: is a folder, not a file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else error
        raise ArticleError(f"{path}: cannot be read: {reason}") from error


def _decode(raw: bytes, name: str) -> str:
    """Return the text of UTF-8, or of UTF-16 with a byte order mark, which is not part of it."""
    skipped, encoding = 0, "utf-8"
    if raw.startswith(_UTF8_BOM):
        skipped = len(_UTF8_BOM)
    elif raw[:2] in _UTF16_BOMS:
        skipped, encoding = 2, _UTF16_BOMS[raw[:2]]
    try:
        text = raw[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name}: not {encoding.upper()} text: {error.reason} at byte {skipped + error.start}"
        ) from None
    if (nul := text.find("\0")) >= 0:
        offset = skipped + len(text[:nul].encode(encoding))
        raise ArticleError(f"{name}: not a text file: NUL at byte {offset}")
    return text


def _article(text: str, known: _Metadata, name: str, stem: str) -> Article:
    if not text:
        raise ArticleError(f"{name}: the file is empty")
    if not text.strip():
        raise ArticleError(f"{name}: the file holds nothing but blanks")
    try:
        return Article.from_text(
            text,
            title=known.title or _first_heading(text) or _readable(stem),
            language=known.language or detect_language(text),
            url=known.url,
            published=known.published,
            author=known.author,
            publisher=known.publisher,
        )
    except ArticleError as error:
        raise ArticleError(f"{name}: {error}") from None


def _first_heading(text: str) -> str:
    """Return the heading that a text begins with, without its decoration."""
    first = next(iter(find_blocks(text)), None)
    if first is None or first.kind is not BlockKind.HEADING:
        return ""
    return text[first.start : first.end].splitlines()[0].strip(_HEADING_MARKS)


def _readable(stem: str) -> str:
    """Return a file's name as a title."""
    words = re.sub(r"[_\s-]+", " ", stem).strip()
    return words[:1].upper() + words[1:] or stem


def _parse_metadata(raw: bytes, name: str) -> _Metadata:
    try:
        values = tomllib.loads(_decode(raw, name))
    except tomllib.TOMLDecodeError as error:
        raise ArticleError(f"{name}: not TOML: {error}") from None
    return _Metadata(**{key: _checked(key, value, name) for key, value in values.items()})


def _checked(key: str, value: object, name: str) -> Any:  # each key has a type of its own
    if key not in _KEYS:
        raise ArticleError(f"{name}: unknown key {key!r}; known are {', '.join(_KEYS)}")
    fits, wanted = _KEYS[key]
    if not fits(value):
        raise ArticleError(f"{name}: {key} must be {wanted}, not {value!r}")
    return value.strip() if isinstance(value, str) else value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value.strip()


def _is_language(value: object) -> bool:
    return isinstance(value, str) and bool(_LANGUAGE_TAG.fullmatch(value))


def _is_date(value: object) -> bool:
    return type(value) is date  # a datetime is a date too, and says more than a day


def _is_link(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"https?://[^\s/]\S*", value))


_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "title": (_is_text, "a line of text"),
    "language": (_is_language, 'a language tag such as "fr"'),
    "published": (_is_date, "a date such as 2016-10-13"),
    "url": (_is_link, "an http or https link"),
    "author": (_is_text, "a line of text"),
    "publisher": (_is_text, "a line of text"),
}
