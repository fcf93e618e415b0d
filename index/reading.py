"""A path or link → Article: what its kind of source holds, and what is said about it beside."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from index.article import Article, Part
from index.blocks import BlockKind
from index.errors import ArticleError
from index.language import contradicts, detect_language
from index.sources.bylines import find_bylines
from index.sources.encodings import encoding_of
from index.sources.fetching import Downloads
from index.sources.found import Found
from index.sources.limits import refuse_too_large
from index.sources.metadata import Metadata, read_side_file, split_front_matter

# The kinds of source by the ending of a file's name.
_SUFFIXES = {
    "": "text",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
    ".pdf": "pdf",
}
PLAIN_CHARS = 200  # of a text whose language is taken from its words, whatever it is said to be
MAX_FILE_BYTES = 200 * 1024 * 1024  # of a file that is at hand; what is larger is no article
_CHUNK = 1024 * 1024
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEADING_MARKS = " \t#*=_~•–—-"
_DEFAULT = "aleppo"


def is_link(source: str) -> bool:
    """Tell whether a source is a link and no path."""
    return bool(_URL.match(source))


def read_article(
    source: str | Path,
    *,
    title: str | None = None,
    language: str | None = None,
    downloads: Downloads | None = None,
) -> Article:
    """Return the article behind a path or link.

    Arguments go before a side file, that before front matter, that before what the source says.
    Raise ArticleError, naming the source, where it cannot be read or holds no paragraph.
    """
    asked = Metadata(title=title, language=language)
    if isinstance(source, str) and is_link(source):
        return _read_link(source, asked, downloads or Downloads())
    path = path_of(source)
    kind = _kind_of(path.name, str(path))
    content = _bytes_of(path)
    side = path.with_suffix(".toml")
    if side.is_file():
        asked = asked.over(read_side_file(_decode(_bytes_of(side), str(side)), str(side)))
    return replace(_read(content, kind, str(path), path.stem, asked), source=str(path))


def path_of(source: str | Path) -> Path:
    """Put a person's folder in the place of `~`: settings and quoted arguments reach us as is."""
    if not str(source).strip():
        raise ArticleError("a source is empty; a path or a link is needed")
    try:
        return Path(source).expanduser()
    except RuntimeError as error:
        raise ArticleError(f"{source}: {error}") from None


def read_upload(content: bytes, file_name: str) -> Article:
    """Return the article in a file that was sent; raise ArticleError as `read_article` does."""
    name = Path(file_name).name
    if not re.search(r"\w", name):  # Telegram may give none, or nothing but "/"
        name = "file.txt"
    kind = _kind_of(name, name)
    return replace(_read(content, kind, name, Path(name).stem, Metadata()), source=name)


def default_article() -> Article:
    """Return the article that comes with the package."""
    data = resources.files("index") / "data"
    side = f"{_DEFAULT}.toml"
    known = read_side_file(_decode((data / side).read_bytes(), side), side)
    name = f"{_DEFAULT}.txt"
    return _plain_text(_decode((data / name).read_bytes(), name), known, name, _DEFAULT)


def _read_link(url: str, asked: Metadata, downloads: Downloads) -> Article:
    found = downloads.fetch(url)
    place = urlsplit(found.url)
    name = unquote(place.path.rstrip("/").rpartition("/")[2])
    stem = re.sub(r"\.[A-Za-z][A-Za-z0-9]{0,4}$", "", name) or place.netloc
    # Sites that serve files as they lie call Markdown plain text.
    raw = found.kind == "text" and _SUFFIXES.get(Path(name).suffix.lower()) == "markdown"
    kind = "markdown" if raw else found.kind
    known = asked.over(Metadata(url=url)) if kind != "html" else asked
    article = _read(found.content, kind, url, stem, known, found.charset, found.url)
    return replace(article, source=url)


def _kind_of(file_name: str, name: str) -> str:
    suffix = Path(file_name).suffix.lower()
    if suffix not in _SUFFIXES:
        known = ", ".join(each for each in _SUFFIXES if each)
        raise ArticleError(f"{name}: cannot read {suffix} files; known are {known}")
    return _SUFFIXES[suffix]


def _read(
    content: bytes,
    kind: str,
    name: str,
    stem: str,
    asked: Metadata,
    charset: str | None = None,
    url: str | None = None,
) -> Article:
    """Read a source of some kind; `asked` goes before what it says of itself."""
    if not content:
        raise ArticleError(f"{name}: the file is empty")
    try:
        return _read_kind(content, kind, name, stem, asked, charset, url)
    except MemoryError:
        pass  # what was read so far goes with it, and leaves room for the error
    raise ArticleError(f"{name}: too large for the memory of this machine")


def _read_kind(
    content: bytes,
    kind: str,
    name: str,
    stem: str,
    asked: Metadata,
    charset: str | None,
    url: str | None,
) -> Article:
    match kind:
        case "html":
            from index.sources.encodings import decode_page
            from index.sources.webpage import read_page

            return _marked(read_page(decode_page(content, charset), name, url), asked, name, stem)
        case "epub":
            from index.sources.epub import read_epub

            return _marked(read_epub(content, name), asked, name, stem)
        case "pdf":
            from index.sources.pdf import read_pdf

            return _marked(read_pdf(content, name), asked, name, stem)
    text = _decode(content, name, charset)
    refuse_too_large(name, chars=len(text), lines=max(map(text.count, "\n\r")))
    known, body = split_front_matter(text, name)
    if kind == "markdown":
        from index.sources.markdown import read_markdown

        _refuse_blank(body, name)
        return _marked(read_markdown(body, known), asked.over(known), name, stem)
    return _plain_text(body if known != Metadata() else text, asked.over(known), name, stem)


def _marked(found: Found, asked: Metadata, name: str, stem: str) -> Article:
    """Make an article of parts that their source has marked."""
    known = asked.over(found.known)
    refuse_too_large(name, chars=sum(len(part.text) for part in found.parts))
    text = "\n".join(part.text for part in found.parts if part.kind is BlockKind.BODY)
    title = known.title or _readable(stem)
    parts = [replace(part, text=_well_formed(part.text)) for part in found.parts]
    return _named(
        name,
        lambda: Article.from_parts(
            parts,
            title=title,
            language=asked.language or _language(text, found.known.language),
            url=known.url,
            published=known.published,
            author=known.author,
            publisher=known.publisher,
            left_out=found.left_out,
        ),
    )


def _language(text: str, stated: str | None) -> str:
    """Return the language that a source states, unless its text is plainly in another one.

    Templates of sites and programs say "en" of anything.
    """
    found = detect_language(text)
    if stated is None:
        return found
    another = len(text) >= PLAIN_CHARS and contradicts(text, found, stated.lower().split("-")[0])
    return found if another else stated


def _plain_text(text: str, known: Metadata, name: str, stem: str) -> Article:
    _refuse_blank(text, name)
    article = _named(
        name,
        lambda: Article.from_text(
            text,
            title=known.title or _readable(stem),
            language=known.language or detect_language(text),
            url=known.url,
            published=known.published,
            author=known.author,
            publisher=known.publisher,
        ),
    )
    article = _signed(article)
    return (
        article if known.title else replace(article, title=_first_heading(article) or article.title)
    )


def _signed(article: Article) -> Article:
    """Take a plain text's author and day, where they are not known, from the lines at its head."""
    parts = [Part(article.text[each.start : each.end], each.kind) for each in article.blocks]
    signed, bylines = find_bylines(parts, headings_are_marked=False)
    blocks = (
        replace(block, kind=BlockKind.CHROME, reason=bylines[place]) if place in bylines else block
        for place, block in enumerate(article.blocks)
    )
    return replace(
        article,
        blocks=tuple(blocks),
        author=article.author or signed.author,
        published=article.published or signed.published,
    )


def _named(name: str, make: Callable[[], Article]) -> Article:
    try:
        article = make()
    except ArticleError as error:
        raise ArticleError(f"{name}: {error}") from None
    return replace(
        article,
        title=_well_formed(article.title),
        url=_well_formed(article.url or "") or None,
        author=_well_formed(article.author or "") or None,
        publisher=_well_formed(article.publisher or "") or None,
    )


def _refuse_blank(text: str, name: str) -> None:
    if not text:
        raise ArticleError(f"{name}: the file is empty")
    if not text.strip():
        raise ArticleError(f"{name}: the file holds nothing but blanks")


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            large = path.stat().st_size > MAX_FILE_BYTES
            content = b"" if large else b"".join(_first_chunks(file))
    except FileNotFoundError:
        raise ArticleError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise ArticleError(f"{path}: is a folder, not a file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else error
        raise ArticleError(f"{path}: cannot be read: {reason}") from error
    if large or len(content) > MAX_FILE_BYTES:
        raise ArticleError(f"{path}: larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
    return content


def _first_chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield what a file holds, and little more than it may: pipes do not say how much that is."""
    chunks = iter(partial(file.read, _CHUNK), b"")
    return islice(chunks, MAX_FILE_BYTES // _CHUNK + 1)


def _decode(raw: bytes, name: str, charset: str | None = None) -> str:
    """Return the text of UTF-8, or of UTF-16 with a byte order mark, which is not part of it.

    `charset` is what a server says: it goes before UTF-8, behind a byte order mark.
    """
    skipped, encoding = 0, encoding_of(charset or "utf-8")
    if raw.startswith(_UTF8_BOM):
        skipped, encoding = len(_UTF8_BOM), "utf-8"
    elif raw[:2] in _UTF16_BOMS:
        skipped, encoding = 2, _UTF16_BOMS[raw[:2]]
    if encoding is None:
        raise ArticleError(f"{name}: {charset!r} is no encoding of text that is known")
    try:
        text = raw[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        advice = "" if charset else "; where it is text, save it as UTF-8"
        at = skipped + error.start
        raise ArticleError(
            f"{name}: not {encoding.upper()} text: {error.reason} at byte {at}{advice}"
        ) from None
    if (nul := text.find("\0")) >= 0:
        offset = skipped + len(text[:nul].encode(encoding))
        raise ArticleError(f"{name}: not a text file: NUL at byte {offset}")
    return text


def _first_heading(article: Article) -> str:
    """Return the heading that a text begins with, without its decoration."""
    first = article.blocks[0]
    if first.kind is not BlockKind.HEADING:
        return ""
    return article.text[first.start : first.end].splitlines()[0].strip(_HEADING_MARKS)


def _well_formed(text: str) -> str:
    """Return text that can be sent: PDF, YAML and JSON can name half of a character."""
    return _SURROGATE.sub("\ufffd", text)


def _readable(stem: str) -> str:
    """Return a file's name as a title."""
    words = re.sub(r"[_\s-]+", " ", stem).strip()
    return words[:1].upper() + words[1:] or stem
