"""Who wrote and when, as the lines above a text say it."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from index import read_article
from index.article import Part
from index.blocks import BlockKind
from index.sources.bylines import LINE_CHARS, find_bylines, without_byline

DAY = date(2025, 3, 14)
TITLE = Part("Le pont rouvre", BlockKind.HEADING)
PROSE = (
    "Le conseil municipal s'est réuni lundi soir pour débattre du projet de pont. "
    "Les élus ont ensuite voté le budget à l'unanimité."
)
TEXT = Part(PROSE, BlockKind.BODY)
bylines_of = partial(find_bylines, headings_are_marked=False)


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("Par Claire Aubin", "Claire Aubin", None),
        ("Par Claire Aubin, le 14 mars 2025 à 9 h 30", "Claire Aubin", DAY),
        ("Par Claire Aubin (avec AFP), vendredi 14 mars 2025", "Claire Aubin", DAY),
        ("By Claire Aubin | March 14, 2025", "Claire Aubin", DAY),
        (
            "By Claire Aubin and Hugo Vidal, Friday 14 March 2025",
            "Claire Aubin and Hugo Vidal",
            DAY,
        ),
        ("By Claire Aubin — 2025-03-14", "Claire Aubin", DAY),
        ("By Claire Aubin, 3/14/2025", "Claire Aubin", None),
        ("Von Jutta Brandl, 14. März 2025", "Jutta Brandl", DAY),
        ("Von Jutta Brandl am 14.3.2025", "Jutta Brandl", DAY),
        ("Por Juan Pérez, 14 de marzo de 2025", "Juan Pérez", DAY),
        ("Di Maria Rossi - 14 marzo 2025", "Maria Rossi", DAY),
        ("Por João Silva e Ana Dias, 14 de março de 2025", "João Silva e Ana Dias", DAY),
        ("Автор: Анна Петрова, 14 марта 2025 г.", "Анна Петрова", DAY),
        ("بقلم أحمد علي، 14 مارس 2025", "أحمد علي", DAY),
        ("Par Claire Aubin, le 34 mars 2025", "Claire Aubin", None),
    ],
)
def test_byline_says_who_and_when(line: str, author: str, published: date | None) -> None:
    known, places = bylines_of([TITLE, Part(line, BlockKind.BODY), TEXT])
    assert (known.author, known.published) == (author, published)
    assert places == {1: "byline"}


@pytest.mark.parametrize(
    "line",
    [
        "Par Jean Roux, le pont fut sauvé le 14 mars 2025.",
        "By Monday March 14, 2025",
        "Von Kalden nach Nordheim, 14. März 2025",
        "14 mars 2025",
        "Samedi 14 mars 2025 à 20 heures",
        "Par monts et par vaux",
        "Il a été élu par Jean Roux",
    ],
)
def test_other_line_is_none(line: str) -> None:
    known, places = bylines_of([TITLE, Part(line, BlockKind.BODY), TEXT])
    assert (known.author, known.published, places) == (None, None, {})


def test_title_and_all_of_a_text_are_no_byline() -> None:
    line = "Par Claire Aubin, le 14 mars 2025"
    assert bylines_of([Part(line, BlockKind.HEADING), TEXT])[1] == {}
    assert bylines_of([TITLE, Part(line, BlockKind.BODY)])[1] == {}
    assert bylines_of([])[1] == {}


@pytest.mark.parametrize(
    "lines", [("Par Claire Aubin", "14 mars 2025"), ("Le 14 mars 2025", "Par Claire Aubin")]
)
def test_day_beside_a_byline_is_the_day_of_the_text(lines: tuple[str, str]) -> None:
    head = [Part(line, BlockKind.BODY) for line in lines]
    known, places = bylines_of([TITLE, *head, TEXT])
    assert (known.author, known.published) == ("Claire Aubin", DAY)
    assert sorted(places) == [1, 2]


@pytest.mark.parametrize(
    "line",
    ["On March 14, 2025, Anna died.", "Am 3. Mai 2024 brannte es.", "Le 14 mars 2025 : rien !"],
)
def test_sentence_that_begins_with_a_day_is_text(line: str) -> None:
    byline, sentence = "By Jane Smith", Part(line, BlockKind.BODY)
    known, places = bylines_of([TITLE, Part(byline, BlockKind.BODY), sentence, TEXT])
    assert (known.author, known.published, sorted(places)) == ("Jane Smith", None, [1])
    joined = Part(f"{byline}\n{line}", BlockKind.BODY)
    assert bylines_of([TITLE, joined, TEXT])[1] == {}


@pytest.mark.parametrize("line", ["14 марта 2025 г.", "March 14, 2025 at 9:30 a.m."])
def test_day_may_end_in_an_abbreviation(line: str) -> None:
    head = [Part(each, BlockKind.BODY) for each in ("By Jane Smith", line)]
    assert bylines_of([TITLE, *head, TEXT])[0].published == DAY


def test_line_below_a_long_paragraph_is_a_byline_only_with_a_day() -> None:
    assert len(PROSE) > LINE_CHARS
    names = Part("By Popular Demand", BlockKind.HEADING)
    assert bylines_of([TITLE, TEXT, names, TEXT])[1] == {}
    dated = Part("By Jane Smith, March 14, 2025", BlockKind.BODY)
    assert bylines_of([TITLE, TEXT, dated, TEXT])[1] == {2: "byline"}
    summary = Part("Trois ans de travaux, quatre millions d'euros", BlockKind.BODY)
    assert bylines_of([TITLE, summary, Part("Par Claire Aubin", BlockKind.BODY), TEXT])[1] != {}


@pytest.mark.parametrize("marked", [True, False])
def test_heading_is_a_byline_only_where_it_is_not_marked_as_a_heading(marked: bool) -> None:
    names = Part("By The Numbers", BlockKind.HEADING)
    _, places = find_bylines([TITLE, names, TEXT], headings_are_marked=marked)
    assert places == ({} if marked else {1: "byline"})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"# Le pont rouvre\n\n## Par Ici La Sortie\n\n{PROSE}\n"),
        (
            "a.html",
            "<html lang=fr><article><h1>Le pont rouvre</h1><h2>Par Ici La Sortie</h2>"
            f"<p>{PROSE}</p></article>",
        ),
    ],
)
def test_marked_heading_says_no_author(tmp_path: Path, name: str, text: str) -> None:
    source = tmp_path / name
    source.write_text(text, "utf-8")
    article = read_article(source)
    assert article.author is None
    assert "Par Ici La Sortie" in article.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"# Le pont rouvre\n\n*Par Claire Aubin, 14 mars 2025*\n\n{PROSE}\n"),
        ("a.txt", f"Le pont rouvre\n\nPar Claire Aubin\n14 mars 2025\n\n{PROSE}\n"),
        (
            "a.html",
            "<html lang=fr><article><h1>Le pont rouvre</h1><p>Par Claire Aubin, le 14 mars 2025</p>"
            f"<p>{PROSE}</p></article>",
        ),
    ],
)
def test_byline_of_any_source_is_known_and_not_quoted(tmp_path: Path, name: str, text: str) -> None:
    source = tmp_path / name
    source.write_text(text, "utf-8")
    article = read_article(source)
    assert (article.title, article.author) == ("Le pont rouvre", "Claire Aubin")
    assert article.published == DAY
    assert [article.text[each.start : each.end] for each in article.paragraphs] == [PROSE]


def test_side_file_goes_before_a_byline(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"Le pont rouvre\n\nPar Claire Aubin, 14 mars 2025\n\n{PROSE}\n", "utf-8")
    source.with_suffix(".toml").write_text('author = "Hugo Vidal"\n', "utf-8")
    article = read_article(source)
    assert (article.author, article.published) == ("Hugo Vidal", DAY)


def test_names_alone_are_left_of_an_author() -> None:
    assert without_byline("Par Claire Aubin") == "Claire Aubin"
    assert without_byline(None) is None
