"""A saved shelf with its passport, as the tests of folders write it."""

from datetime import date
from pathlib import Path

from index.article import Article
from index.passport import FORMAT_VERSION, Passport
from index.saving import write_shelf
from index.sentences import split
from index.shelf import Shelf
from tests.fakes import article

PASSPORT = Passport(
    format_version=FORMAT_VERSION,
    passages_version=1,
    model="bag",
    dimensions=256,
    background="0123",
    weights="same; crossed",
    articles=("ab", "cd"),
    sentences=3,
    built="2026-01-01T00:00:00+00:00",
)
ONE = Article.from_text(
    "# Un titre\r\n\r\nUne « phrase » \ud800.\r\nAbonnez-vous à notre newsletter !",
    title="Un",
    language="fr",
    url="https://exemple.org/a",
    published=date(2016, 10, 13),
    author="A",
    publisher="B",
)
TWO = article("The cat sleeps. It snores.", "Two", "en")


def write(folder: Path) -> None:
    write_shelf(folder, Shelf([ONE, TWO], [split(ONE), split(TWO)]))
    (folder / "more").mkdir()
    (folder / "more" / "x.bin").write_bytes(b"abc")
    PASSPORT.write(folder)


def damage(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    with path.open("r+b") as file:  # in its place, as a disk does
        file.write(content.replace(old, new))
