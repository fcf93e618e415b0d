"""PDFs become paragraphs again; what is damaged, locked or only pictures is refused in one line."""

from io import BytesIO
from itertools import product
from pathlib import Path

import pypdf
import pytest

from index import Article, ArticleError, read_article
from index.blocks import BlockKind
from index.sources.pdf import _page_number, read_pdf
from tests.sources.books import pdf

REPORT = Path(__file__).parent / "pages" / "report.pdf"  # printed by a browser


def blocks(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.kind is kind]


def refusal(content: bytes) -> str:
    with pytest.raises(ArticleError) as caught:
        read_pdf(content, "a.pdf")
    message = str(caught.value)
    assert message.startswith("a.pdf: ")
    assert "\n" not in message
    return message


def test_lines_become_paragraphs_and_headings_again() -> None:
    article = read_article(REPORT)
    assert (article.title, article.language) == ("Annual Report on Wells", "en")
    assert blocks(article, BlockKind.HEADING) == [
        "Annual Report on Wells", "Summary", "Methods", "Results", "Outlook",
    ]  # fmt: skip
    body = blocks(article, BlockKind.BODY)
    assert len(body) == 9
    assert body[0] == (
        "In 2022 the trust repaired 48 wells in eleven villages, twice as many as the year before. "
        "The work cost 310,000 euros, of which two thirds came from private donors and the "
        "remainder from a foundation that wishes not to be named in this report."
    )
    assert body[3:5] == [
        "Samples were taken by trained volunteers.", "Each sample was split in two halves.",
    ]  # fmt: skip
    assert "arsenic and fluoride" in body[2]
    assert body[7] == "Arsenic was found nowhere."


def test_heads_of_pages_and_their_numbers_are_left_out() -> None:
    article = read_article(REPORT)
    assert "Wells Trust — Annual Report" not in article.text
    assert ("Wells Trust — Annual Report", "head or foot of the pages") in [
        (each.text, each.reason) for each in article.left_out
    ]


WORDS = ["".join(each) for each in product("abcdef", "rst", "ou")]


def numbered(*edges: str) -> list[list[tuple[float, float, float, str]]]:
    """Return pages of a text of five lines, each with a line at its foot."""
    text = iter(f"Le puits {word} fut creusé en trois ans par des ouvriers," for word in WORDS)
    return [
        [*((72.0, 700.0 - 14 * n, 11.0, next(text)) for n in range(5)), (72.0, 40.0, 11.0, edge)]
        for edge in edges
    ]


@pytest.mark.parametrize(
    ("edges", "kept"),
    [
        (["1", "2", "3"], []),
        (["212", "213", "1648", "215"], ["1648"]),
        (["i", "II", "civil", "iv"], ["civil"]),
        (["Page 7 of 9", "- 8 -"], []),
        (["1648"], ["1648"]),
        (["1"], []),
        (["1648", "x", "1701"], ["1648", "x", "1701"]),
        (["Form 12", "Form 13", "Form 17"], []),
        (["42", "42", "42"], []),
    ],
)
def test_numbers_at_the_edge_are_left_out_where_they_count_the_pages(
    edges: list[str], kept: list[str]
) -> None:
    found = read_pdf(pdf(numbered(*edges)), "a.pdf")
    text = " ".join(part.text for part in found.parts)
    assert [edge for edge in edges if f" {edge}" in text] == kept
    assert [each.text for each in found.left_out] == [e for e in edges if e not in kept][:1]


def test_turkish_letter_that_is_an_i_without_regard_to_case_is_no_number() -> None:
    assert [_page_number(text) for text in ("ı", "vİ", "vi")] == [None, None, 6]


def test_line_that_stands_twice_on_one_page_is_no_head_of_the_pages() -> None:
    verse = ["Le puits est profond,", "la corde est courte,", "l'eau en est froide,"]
    lines = [(72.0, 700.0 - 14 * n, 11.0, each) for n, each in enumerate([*verse, verse[0]])]
    found = read_pdf(pdf([lines]), "a.pdf")
    assert [part.text for part in found.parts] == [" ".join([*verse, verse[0]])]


def test_word_that_was_parted_and_paragraph_over_two_pages_are_joined() -> None:
    first = [
        (72, 780, 9, "Journal des puits"),
        (72, 700, 11, "Le puits de Morvelle fut creusé en 1820 par des ouvriers venus de la mon-"),
        (72, 686, 11, "tagne voisine, qui restèrent trois ans. Il a trente et un mètres, et l'eau"),
    ]
    second = [
        (72, 780, 9, "Journal des puits"),
        (72, 700, 11, "y est froide en toute saison."),
        (84, 686, 11, "La corde fut changée en 1901, après un accident dont parla la presse."),
    ]
    found = read_pdf(pdf([first, second]), "a.pdf")
    assert [part.text for part in found.parts] == [
        "Le puits de Morvelle fut creusé en 1820 par des ouvriers venus de la montagne voisine, "
        "qui restèrent trois ans. Il a trente et un mètres, et l'eau "
        "y est froide en toute saison.",
        "La corde fut changée en 1901, après un accident dont parla la presse.",
    ]
    assert [each.text for each in found.left_out] == ["Journal des puits"]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("creusé près de Saint-", "Denis en 1820.", "près de Saint-Denis en 1820."),
        ("wiegt die Vor-", "und Nachteile ab.", "wiegt die Vor- und Nachteile ab."),
        ("weighs the pre-", "and post-war years.", "weighs the pre- and post-war years."),
        ("venus de la mon-", "tagne voisine.", "venus de la montagne voisine."),
        ("creusé — non -", "Denis le dit.", "non - Denis le dit."),
        ("il hésita, peut-", "« être » dit-il.", "peut- « être » dit-il."),
        ("drink at least 3-", "4 litres a day.", "drink at least 3-4 litres a day."),
        ("bought by a 20-", "year-old man.", "by a 20-year-old man."),
        ("die 10-", "und 20-jährigen.", "die 10- und 20-jährigen."),
        ("vendu avec un iPhone-", "15 tout neuf.", "un iPhone-15 tout neuf."),
    ],
)
def test_hyphen_at_the_end_of_a_line_is_kept_where_it_is_of_the_word(
    above: str, below: str, joined: str
) -> None:
    lines = [(72.0, 700.0, 11.0, above), (72.0, 686.0, 11.0, below)]
    (part,) = read_pdf(pdf([lines]), "a.pdf").parts
    assert part.text.endswith(joined)


def test_raised_number_is_no_part_of_the_number_before_it() -> None:
    line = [
        (72.0, 700.0, 12.0, "Le chantier a coûté 42"), (190.0, 704.8, 10.0, "3"),
        (197.0, 700.0, 12.0, " millions de dollars."),
    ]  # fmt: skip
    below = [(72.0, 644.8, 10.0, "7"), (79.0, 640.0, 12.0, "12 pages de la Cour des comptes.")]
    found = read_pdf(pdf([[*line, *below]]), "a.pdf")
    assert [part.text for part in found.parts] == [
        "Le chantier a coûté 42³ millions de dollars.",
        "⁷12 pages de la Cour des comptes.",
    ]


def test_pages_that_are_read_from_the_right_are_read_as_they_were_written() -> None:
    article = read_article(REPORT.with_name("report-ar.pdf"))
    assert blocks(article, BlockKind.HEADING) == ["تقرير الوزارة"]
    assert blocks(article, BlockKind.BODY) == [
        "أعلنت وزارة الصحة يوم الثلاثاء 17 مايو 2024 أن عدد المصابين بلغ 5000 شخص في أنحاء البلاد "
        "كافة منذ بداية الشهر، بنسبة 4,2% من السكان. وقال الوزير (أحمد علي) إن الوضع «تحت "
        "السيطرة»، وفق منظمة World Health Organization في جنيف.",
        "بلغ العدد ٥٠٠٠ شخص عام ٢٠١٢، أي ٤٫٢٪ من السكان بين ٢٠١٠-٢٠١٢، وهُوَ رَقْمٌ كبير. وصل 12–15 "
        "شخصا إلى محمد ولا أحد.",
        "قال الوزير إن WHO و UNICEF ساعدتا 3 مدن.",
    ]


def test_pages_whose_words_are_written_backwards_are_refused() -> None:
    letters = b"/Encoding << /Differences [ 97 /uni0629 /uni0645 /uni062F ] >>"
    content = pdf([[(72, 700, 12, "bcba cbca " * 5)]])
    turned = content.replace(b"/Encoding /WinAnsiEncoding", letters)
    assert refusal(turned) == "a.pdf: its words are written backwards, and would be misquoted"
    right = turned.replace(b"bcba cbca ", b"abcb acbc ")
    assert [part.text for part in read_pdf(right, "a.pdf").parts] == [" ".join(["دمدة مدمة"] * 5)]


def test_pdf_of_pictures_is_refused_with_its_pages() -> None:
    message = refusal(pdf([[(300, 20, 9, str(n))] for n in range(3)]))
    assert message == (
        "a.pdf: no text in its 3 pages: they are pictures, perhaps scanned; "
        "a program for text recognition (OCR) can add the text"
    )
    assert "no text in its 1 page" in refusal(pdf([[]]))
    assert refusal(pdf([])) == "a.pdf: not a page is in this PDF"


def test_locked_and_damaged_files_are_refused() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(REPORT.read_bytes()))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    assert refusal(locked.getvalue()) == "a.pdf: this PDF is locked by a password"
    assert "not a PDF that can be read" in refusal(b"no pdf at all")
    assert "not a PDF that can be read" in refusal(REPORT.read_bytes()[:9000])


def test_title_that_a_program_put_there_is_none() -> None:
    lines = [(72, 700, 20, "Le puits"), (72, 660, 11, "Une phrase assez longue pour un texte.")]
    found = read_pdf(pdf([lines], "/Title (Microsoft Word - puits.doc) /Author (A. B.)"), "a.pdf")
    assert (found.known.title, found.known.author) == ("Le puits", "A. B.")
    for title in ("two.html", "https://exemple.org/a", "about:blank"):
        assert read_pdf(pdf([lines], f"/Title ({title})"), "a.pdf").known.title == "Le puits"


def test_heading_on_two_lines_is_one_and_items_of_a_list_are_several() -> None:
    lines = [
        (72, 760, 24, "Le puits de Morvelle"), (72, 732, 24, "et ses voisins"),
        (72, 700, 11, "Le puits de Morvelle fut creusé en 1820 par des ouvriers venus du val et"),
        (72, 686, 11, "des villages voisins, qui restèrent trois ans avec leurs familles."),
        (96, 672, 11, "La corde et le seau"), (96, 658, 11, "La margelle"),
        (96, 644, 11, "Le toit"),
        (72, 620, 11, "Il a trente et un mètres, et l'eau y est froide en toute saison."),
    ]  # fmt: skip
    parts = read_pdf(pdf([lines]), "a.pdf").parts
    assert [part.text[:20] for part in parts] == [
        "Le puits de Morvelle", "Le puits de Morvelle", "La corde et le seau", "La margelle",
        "Le toit", "Il a trente et un mè",
    ]  # fmt: skip
    assert parts[0].text.endswith("et ses voisins")


def test_short_line_that_ends_in_a_note_ends_its_paragraph() -> None:
    lines = [
        (72, 700, 11, "Le puits de Morvelle fut creusé en 1820 par des ouvriers venus du val et"),
        (72, 686, 11, "de loin.[1]"),
        (72, 672, 11, "Il a trente et un mètres, et l'eau y est froide en toute saison, dit-on."),
    ]
    parts = read_pdf(pdf([lines]), "a.pdf").parts
    assert [part.text[:9] for part in parts] == ["Le puits ", "Il a tren"]
