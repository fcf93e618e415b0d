"""Trials of reading and splitting: any bytes are an article that slices, or refused in a line."""

import io
import os
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from random import Random

from bot.layout import pieces
from index import Article, ArticleError, split
from index.article import Part
from index.blocks import BlockKind
from index.reading import read_upload
from index.saving import load_article, save_article
from tests.fuzz import hostile
from tests.sources import books

PAGES = hostile.ROOT / "tests" / "sources" / "pages"
LANGUAGES = ("fr", "en", "es", "de", "ar", "ru", "und", "zh", "xx-Cyrl")
MAX_COMPLAINT = 2000  # characters; more is no clear line


def reads(content: bytes, name: str) -> None:
    """Hold what becomes of a file to the promises of reading."""
    try:
        article = read_upload(content, name)
    except ArticleError as refusal:
        said = str(refusal)
        assert said.strip(), "refused without a word"
        assert "\n" not in said, f"refused in several lines: {said[:200]!r}"
        assert len(said) <= MAX_COMPLAINT, f"refused in {len(said)} characters"
        return
    slices(article)
    article.text.encode()  # else nothing of it could be sent
    saved = Path(tempfile.gettempdir()) / f"fuzz-{os.getpid()}.json"
    save_article(saved, article)
    loaded = load_article(saved)
    saved.unlink()
    assert loaded == article, "not the same after it was saved and loaded"


def slices(article: Article) -> None:
    """Hold an article's blocks and sentences to what stands in CONTRIBUTING.md of them."""
    text, at = article.text, 0
    for block in article.blocks:
        assert at <= block.start < block.end <= len(text), "blocks are not in order"
        at = block.end
    sentences = split(article)
    assert sentences, "an article without a sentence"
    paragraphs = article.paragraphs
    covered = []
    place, number, at = 0, 0, 0
    for sentence in sentences:
        block = paragraphs[sentence.paragraph - 1]
        assert block.start <= sentence.start < sentence.end <= block.end, "outside its paragraph"
        assert sentence.start >= at, "sentences overlap"
        said = text[sentence.start : sentence.end]
        assert said == said.strip(), f"blanks at an end of {said[:80]!r}"
        number = number + 1 if sentence.paragraph == place else 1
        assert sentence.sentence == number, "sentences are not numbered one by one"
        place, at = sentence.paragraph, sentence.end
        covered.append(said)
    body = "".join("".join(text[b.start : b.end].split()) for b in paragraphs)
    assert body == "".join("".join(said.split()) for said in covered), "words got lost"
    for sentence in sentences[:3]:
        cut = pieces(text, sentence.start, sentence.end, 50)
        assert all(sentence.start <= a < b <= sentence.end for a, b in cut), "pieces outside"


def plain_text(rng: Random) -> None:
    """Plain text, decoded or not, with front matter now and then."""
    said = hostile.text(rng, rng.choice((300, 3000)))
    if rng.random() < 0.2:
        said = _front_matter(rng) + said
    content = hostile.utf8(said)
    if rng.random() < 0.15:
        content = said.encode("utf-16", "surrogatepass")
    if rng.random() < 0.25:
        content = hostile.mangled(rng, content)
    reads(content, rng.choice(("a.txt", "a.text", "", hostile.line(rng, 30) + ".txt")))


def markdown(rng: Random) -> None:
    """Markdown, nested or broken."""
    said = "\n".join(_markdown_block(rng) for _ in range(rng.choice((1, 3, 12))))
    if rng.random() < 0.3:
        said = _front_matter(rng) + said
    content = hostile.utf8(said)
    reads(hostile.mangled(rng, content) if rng.random() < 0.2 else content, "a.md")


def web_page(rng: Random) -> None:
    """Read a saved page with something wrong in it, or HTML that no program would write."""
    real = rng.choice(_pages())
    match rng.randrange(6):
        case 0:
            content = hostile.mangled(rng, real)
        case 1:
            at = rng.randrange(len(real))
            content = real[:at] + hostile.utf8(_html(rng)) + real[at:]
        case 2:
            content = hostile.utf8(f"<html><body><article>{_html(rng)}</article></body></html>")
        case 3:
            depth, tag = rng.choice((10, 300, 300, 3000)), rng.choice(("div", "b", "p", "ul", "q"))
            content = f"<body>{f'<{tag}>' * depth}{hostile.text(rng)}".encode("utf-8", "replace")
        case 4:
            cut = rng.randrange(len(real))
            content = real[cut:] + real[:cut]
        case _:
            charset = rng.choice(
                (b"utf-7", b"utf-16", b"cp037", b"hex", b"idna", b"x" * 40, b"zip")
            )
            content = real.replace(b"utf-8", charset, 1).replace(b"UTF-8", charset, 1)
    reads(content, rng.choice(("a.html", "a.xhtml", "a.htm")))


def book(rng: Random) -> None:
    """Read an EPUB with hostile chapters, hostile metadata, damaged parts, or a bomb in it."""
    chapters = [
        _html(rng) if rng.random() < 0.7 else f"<p>{hostile.text(rng)}</p>"
        for _ in range(rng.choice((1, 1, 2, 5)))
    ]
    chapters = [each.encode("utf-8", "replace").decode() for each in chapters]
    meta = books.META
    if rng.random() < 0.4:
        name = hostile.line(rng, rng.choice((60, 5000))).encode("utf-8", "replace").decode()
        tag = rng.choice(("title", "creator", "publisher", "language", "date", "identifier"))
        meta += f"<dc:{tag}>{name}</dc:{tag}>" * rng.choice((1, 1, 300))
    fault, extra = rng.randrange(8), {}
    if fault < 2:
        extra["OEBPS/c0.xhtml"] = _bomb(rng) if fault else _entities()
    content = books.epub(chapters, meta=meta, extra=extra)
    if fault == 2:
        content = hostile.mangled(rng, content)
    if fault == 3:
        content = _repacked(rng, content)
    reads(content, "a.epub")


def portable_document(rng: Random) -> None:
    """Read a PDF of hostile lines, or a real one that is damaged."""
    if rng.random() < 0.15:
        content = hostile.mangled(rng, (PAGES / "report.pdf").read_bytes())
    else:
        rows = [
            (
                rng.choice((0.0, 72.0, -5.0, 1e9)),
                800.0 - 14 * row,
                rng.choice((0.0, 11.0, 1e6, -3.0)),
                hostile.line(rng, 80).encode("cp1252", "ignore").decode("cp1252"),
            )
            for row in range(rng.choice((1, 5, 40)))
        ]
        title = hostile.line(rng, 40).encode("cp1252", "ignore").decode("cp1252")
        content = books.pdf([rows] * rng.choice((1, 1, 3)), f"/Title ({title})")
        if rng.random() < 0.6:
            content = hostile.mangled(rng, content)
    reads(content, "a.pdf")


def splitting(rng: Random) -> None:
    """Any text in any language, as plain text or as parts that its source has marked."""
    language, title = rng.choice(LANGUAGES), hostile.line(rng)
    try:
        if rng.random() < 0.5:
            article = Article.from_text(
                hostile.text(rng, rng.choice((200, 2000))), title=title, language=language
            )
        else:
            kinds = (BlockKind.BODY, BlockKind.BODY, BlockKind.HEADING)
            said = (hostile.text(rng, 200).strip() for _ in range(rng.choice((1, 4, 9))))
            parts = [Part(each, rng.choice(kinds)) for each in said if _has_words(each)]
            article = Article.from_parts(parts, title=title, language=language)
    except ArticleError:
        return
    slices(article)


def _has_words(said: str) -> bool:
    return any(character.isalnum() for character in said)


@cache
def _pages() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(PAGES.glob("*.html")))


def _front_matter(rng: Random) -> str:
    fence = rng.choice(("---", "+++", "----"))
    rows = []
    for _ in range(rng.choice((1, 3, 8))):
        key = rng.choice(("title", "language", "date", "url", "author", "publisher", "x", "tags"))
        value = rng.choice(
            (
                hostile.line(rng, 40),
                "2016-10-13",
                "2016-13-45",
                "[a, b]",
                "{a: b}",
                "&a [*a]",
                "!!python/x y",
                '"\\ud800"',
                "12:30:45",
                "0x" + "f" * 30,
                "1e999",
                "[" * 60,
                "- " * 60,
                f'"{"x" * 5000}"',
                "[" + "1, " * 2000 + "1]",
                "0001-01-01T00:00:00-23:59",
            )
        )
        rows.append(f"{key}{rng.choice((': ', ' = ', ':'))}{value}")
    return "\n".join([fence, *rows, fence, ""])


def _markdown_block(rng: Random) -> str:
    said = hostile.text(rng, 150)
    match rng.randrange(9):
        case 0:
            return "#" * rng.randrange(1, 9) + " " + said
        case 1:
            return rng.choice(("> ", "- ", "1. ", "    ")) * rng.choice((1, 3, 60)) + said
        case 2:
            return f"| {said} |\n|---|\n| {said} |"
        case 3:
            return f"```\n{said}\n" + "```" * rng.randrange(2)
        case 4:
            return (
                rng.choice(("[", "*", "_", "`", "<", "![", "**a ", "[a](")) * rng.choice((3, 400))
                + said
            )
        case 5:
            return _html(rng)
        case 6:
            return f"[{said}]({said})\n\n[{said}]: <{said}>"
        case _:
            return said


def _html(rng: Random) -> str:
    tags = (
        "p",
        "div",
        "h1",
        "li",
        "td",
        "table",
        "blockquote",
        "pre",
        "br",
        "a",
        "b",
        "svg",
        "math",
        "script",
        "style",
        "template",
        "textarea",
        "title",
        "nav",
        "aside",
        "ruby",
        "rt",
        "x-y",
        "header",
        "section",
        "figure",
        "select",
        "iframe",
        "noscript",
        "plaintext",
        "body",
        "html",
        "head",
    )
    out = []
    for _ in range(rng.choice((2, 10, 40))):
        tag = rng.choice(tags)
        attribute = rng.choice(
            (
                "",
                ' hidden=""',
                f' class="{hostile.line(rng, 20)}"',
                ' role="note"',
                ' lang="x"',
                ' epub:type="footnote noteref"',
                f" {hostile.line(rng, 8)}",
                ' xml:lang="\ud800"',
            )
        )
        said = hostile.text(rng, 120)
        out.append(
            rng.choice(
                (
                    f"<{tag}{attribute}>{said}</{tag}>",
                    f"<{tag}{attribute}>{said}",
                    f"</{tag}>{said}",
                    said,
                    f"<!--{said}",
                    f"<![CDATA[{said}]]>",
                    f"&#{rng.randrange(0x120000)};{said}",
                    f"<?{said}?>",
                )
            )
        )
    return "".join(out)


def _repacked(rng: Random, content: bytes) -> bytes:
    """Return a book with its files packed in another way, renamed, missing, or there twice."""
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    buffer, method = io.BytesIO(), rng.choice(methods)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for info in old.infolist():
            inside = old.read(info)
            if rng.random() < 0.2:
                inside = hostile.mangled(rng, inside)
            if rng.random() < 0.1:
                continue
            name = info.filename if rng.random() < 0.9 else "../" * 3 + info.filename
            new.writestr(name, inside)
    packed = buffer.getvalue()
    return hostile.mangled(rng, packed) if rng.random() < 0.6 else packed


def _bomb(rng: Random) -> bytes:
    """Return a chapter that is small when packed and now and then 70 MB when it is not."""
    filling = rng.choice((b" ", b"<p>", b"a", b"<b>", b"&amp;"))
    size = rng.choice((300_000, 300_000, 300_000, 300_000, 70_000_000))
    return b"<html><body><p>" + filling * (size // len(filling))


def _entities() -> bytes:
    """Return a chapter with a billion laughs, and with a file of the machine's asked for."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{laughs}'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        "<html><body><p>Une phrase. &l11; &file;</p></body></html>"
    ).encode()
