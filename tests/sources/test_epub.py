"""EPUBs are read chapter by chapter; what is damaged, locked or a bomb is refused in one line."""

import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from index import Article, ArticleError, read_article
from index.blocks import BlockKind
from index.sources.epub import MAX_UNPACKED, read_epub
from tests.sources.books import CONTAINER, chapter, epub

ONE = (
    "<h1>Premier chapitre</h1><p>Le puits fut creusé en 1820<a epub:type='noteref' href='#n'>1</a>"
    ", à la&nbsp;main. Il a 31 mètres.</p><aside epub:type='footnote'><p>Selon la chronique.</p>"
    "</aside><figure><img src='p.png'/><figcaption>Le puits en hiver</figcaption></figure>"
)
TWO = "<h1>Second chapitre</h1><ul><li>La corde fut changée en 1901.</li></ul><p>Il est à sec.</p>"


def blocks(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.kind is kind]


def refusal(content: bytes) -> str:
    with pytest.raises(ArticleError) as caught:
        read_epub(content, "livre.epub")
    message = str(caught.value)
    assert message.startswith("livre.epub: ")
    assert "\n" not in message
    return message


def test_book_becomes_its_chapters_in_reading_order(tmp_path: Path) -> None:
    source = tmp_path / "livre.epub"
    source.write_bytes(epub([ONE, TWO]))
    article = read_article(source)
    assert blocks(article, BlockKind.HEADING) == ["Premier chapitre", "Second chapitre"]
    assert blocks(article, BlockKind.BODY) == [
        "Le puits fut creusé en 1820, à la\u00a0main. Il a 31 mètres.",
        "La corde fut changée en 1901.",
        "Il est à sec.",
    ]
    assert (article.title, article.language, article.published) == (
        "Le livre des puits",
        "fr",
        date(2019, 4, 2),
    )
    assert (article.author, article.publisher, article.url) == (
        "Anne Roche",
        "Éditions du Val",
        "https://exemple.org/puits",
    )
    reasons = {each.reason for each in article.left_out}
    assert {"note", "caption", "table of contents or cover"} <= reasons


def test_what_is_no_book_is_refused() -> None:
    assert "not an EPUB that can be read" in refusal(b"PK nonsense")
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "text")
    assert "META-INF/container.xml is missing" in refusal(buffer.getvalue())
    assert "it names no package" in refusal(epub([ONE], extra={"META-INF/container.xml": "<a/>"}))
    assert "is missing" in refusal(
        epub([ONE], extra={"META-INF/container.xml": CONTAINER.replace("book.opf", "no.opf")})
    )


def test_book_that_is_locked_is_refused_and_one_with_hidden_fonts_is_read() -> None:
    lock = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        '<enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
    )
    aes = lock.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    assert "locked (DRM)" in refusal(epub([ONE], extra={"META-INF/encryption.xml": aes}))
    fonts = lock.format("http://www.idpf.org/2008/embedding")
    assert read_epub(epub([ONE], extra={"META-INF/encryption.xml": fonts}), "livre.epub").parts


def test_book_of_pictures_is_refused() -> None:
    assert "its pages may be pictures" in refusal(epub(["<img src='1.png' alt=''/>"] * 3))


def test_bomb_in_a_book_is_refused_before_it_is_held() -> None:
    content = epub(["<p>" + " " * (MAX_UNPACKED + 1) + "</p>"])
    assert len(content) < 200_000
    assert "more than 60 MB of text when unpacked" in refusal(content)


def test_entities_that_grow_or_read_files_are_not_followed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    evil = (
        f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Une &l11; &f;</p></body></html>'
    )
    try:
        found = read_epub(epub([TWO], extra={"OEBPS/c0.xhtml": evil}), "livre.epub")
    except ArticleError:
        return
    text = " ".join(part.text for part in found.parts)
    assert "root:" not in text
    assert len(text) < 1000


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2&frac12; tasses", "2½ tasses"),
        ("H&#8322;O &lt; H&#x2082;SO", "H₂O < H₂SO"),
        ("Tom & Jerry", "Tom & Jerry"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("AT&T came &c; and went", "AT&T came &c; and went"),
        ("<a href='a?b=1&copy=2'>R&D</a>", "R&D"),
    ],
)
def test_names_of_characters_are_read_and_other_ampersands_kept(written: str, read: str) -> None:
    found = read_epub(epub([f"<p>{written}.</p>"]), "livre.epub")
    assert [part.text for part in found.parts] == [f"{read}."]


def test_number_of_a_note_is_no_part_of_the_number_before_it() -> None:
    text = "<p>Il coûte 42<sup><a href='notes.xhtml#n3' id='r3'>3</a></sup> millions.</p>"
    notes = "<p><a href='c0.xhtml#r3'>3</a>. Rapport de la Cour.</p>"
    found = read_epub(epub([text, notes]), "livre.epub")
    assert found.parts[0].text == "Il coûte 42 millions."
    assert ("3", "reference to a note") in [(each.text, each.reason) for each in found.left_out]


def test_notes_of_a_chapter_end_with_its_file() -> None:
    text = "<p>Le puits de Morvelle fut creusé en trois ans par des ouvriers venus du val.</p>"
    notes = "<h2>Notes</h2><p>Selon la chronique.</p>"
    chapters = [f"<p class='t'>I</p>{text}{notes}", f"<p class='t'>II</p>{text}", notes, text]
    found = read_epub(epub(chapters), "livre.epub")
    body = [part.text for part in found.parts if part.kind is BlockKind.BODY]
    assert [len(each) > 2 for each in body] == [True, False, True, True]
    assert [each.text for each in found.left_out if "notes" in each.reason] == [
        "Notes", "Selon la chronique.",
    ] * 2  # fmt: skip


def test_two_breaks_part_paragraphs() -> None:
    found = read_epub(epub(["<p>Une rose,<br/>une ronce.<br/> <br/>Une <b>reine</b></p>"]), "a")
    assert [part.text for part in found.parts] == ["Une rose,\nune ronce.", "Une reine"]


def test_row_of_a_table_whose_cells_hold_paragraphs_is_a_line() -> None:
    table = "<table><tr><td><p>2020</p></td><td>\n<p>4,1 <q>millions</q></p></td></tr></table>"
    found = read_epub(epub([TWO, table, TWO]), "livre.epub")
    assert "2020 · 4,1 “millions”" in [part.text for part in found.parts]


def test_chapter_in_utf_16_is_read() -> None:
    page = chapter("<p>Tom &amp; Jérôme ☂ étaient là.</p>").replace("utf-8", "utf-16")
    found = read_epub(epub([TWO], extra={"OEBPS/c0.xhtml": page.encode("utf-16")}), "livre.epub")
    assert [part.text for part in found.parts] == ["Tom & Jérôme ☂ étaient là."]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_wherever_it_strikes_is_refused_in_a_line(method: int) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(epub([ONE]))) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    whole = buffer.getvalue()
    for at in range(0, len(whole), 7):
        damaged = [whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :], whole[at:]]
        for content in damaged:
            with suppress(ArticleError):  # and nothing else
                read_epub(content, "livre.epub")
