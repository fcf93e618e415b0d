import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.errors import BrokenIndexError, StaleIndexError, UnsavedIndexError
from index.saving import (
    FACTS_FILE,
    FORMAT_VERSION,
    PASSPORT_FILE,
    SHELF_FILE,
    SPANS_FILE,
    Passport,
    Salvage,
    SavedArticles,
    read_shelf,
    replace_folder,
    salvage,
    write_shelf,
)
from index.sentences import split
from index.shelf import Shelf
from tests.fakes import article

PASSPORT = Passport(
    format_version=FORMAT_VERSION,
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


# The shelf


def test_articles_are_written_whole_and_read_back_equal(tmp_path: Path) -> None:
    write(tmp_path)
    found = read_shelf(tmp_path)
    assert found.articles == (ONE, TWO)
    assert found.sentences == (split(ONE), split(TWO))


def test_articles_and_facts_are_read_when_they_are_looked_at(tmp_path: Path) -> None:
    write(tmp_path)
    found = read_shelf(tmp_path)
    assert isinstance(found.articles, SavedArticles)
    assert found.articles.read == 0
    assert found.article_of(len(found) - 1) == TWO
    assert found.articles[1:] == (TWO,)
    assert found.articles[-1] == TWO
    assert found.articles.read == 1
    assert found.place_of(ONE.content_hash[:9]) == 0
    built = Shelf([ONE, TWO], [split(ONE), split(TWO)])
    assert found.facts(range(3)) == built.facts(range(3))
    with pytest.raises(IndexError):
        found.articles[2]
    assert found.articles != (ONE,)
    assert found.articles != (TWO, ONE)
    assert found.articles != "ab"


def test_articles_of_the_format_before_are_saved(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / SHELF_FILE
    table = json.loads(path.read_text("utf-8", "surrogatepass"))
    spans = [[asdict(span) for span in split(each)] for each in (ONE, TWO)]
    old = [{**each, "sentences": some} for each, some in zip(table, spans, strict=True)]
    path.write_text(json.dumps(old, indent=1), "utf-8")
    (tmp_path / SPANS_FILE).unlink()
    (tmp_path / PASSPORT_FILE).unlink()
    PASSPORT.write(tmp_path)
    assert salvage(tmp_path) == Salvage([ONE, TWO])


def test_an_article_is_held_against_its_hash_when_it_is_read(tmp_path: Path) -> None:
    write(tmp_path)
    found = read_shelf(tmp_path)
    damage(tmp_path / SHELF_FILE, b"sleeps", b"weeps!")
    assert found.articles[0] == ONE
    with pytest.raises(BrokenIndexError, match=r"articles\.json: damaged, an article's hash"):
        found.articles[1]


@pytest.mark.parametrize("name", [SPANS_FILE, FACTS_FILE])
@pytest.mark.parametrize("content", [b"", b"[\n", None])
def test_what_belongs_to_the_articles_is_named_where_it_is_damaged(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    write(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BrokenIndexError) as caught:
        read_shelf(tmp_path)
    reason = "damaged, " if content is not None else "cannot be read (No such file or directory)"
    assert str(caught.value).startswith(f"{tmp_path / name}: {reason}")


@pytest.mark.parametrize("content", [b"", b"{", b"{}x", b"[{}]", b"null", b"5", b'["a"]', b"\xff"])
def test_a_shelf_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SHELF_FILE).write_bytes(content)
    with pytest.raises(BrokenIndexError) as caught:
        read_shelf(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / SHELF_FILE}: damaged, ")


def damage(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    with path.open("r+b") as file:  # in its place, as a disk does
        file.write(content.replace(old, new))


def whole(folder: Path) -> Path:
    write(folder)
    (folder / PASSPORT_FILE).unlink()
    replace(PASSPORT, articles=(ONE.content_hash, TWO.content_hash)).write(folder)
    return folder / SHELF_FILE


@pytest.mark.parametrize("lost", ["more/x.bin", PASSPORT_FILE, SPANS_FILE])
def test_articles_are_saved_from_an_index_that_lost_a_file(tmp_path: Path, lost: str) -> None:
    whole(tmp_path)
    (tmp_path / lost).unlink()
    assert salvage(tmp_path) == Salvage([ONE, TWO])


@pytest.mark.parametrize("known_by", [PASSPORT_FILE, SPANS_FILE])
def test_sound_articles_are_saved_and_the_damaged_one_is_not(tmp_path: Path, known_by: str) -> None:
    shelf = whole(tmp_path)
    damage(shelf, b"sleeps", b"weeps!")
    other = PASSPORT_FILE if known_by == SPANS_FILE else SPANS_FILE
    (tmp_path / other).unlink()
    fault = f"{shelf}: damaged, articles that cannot be saved: 1 of 2"
    assert salvage(tmp_path) == Salvage([ONE], fault)


def test_an_article_whose_title_or_blocks_are_damaged_is_not_saved(tmp_path: Path) -> None:
    shelf = whole(tmp_path)
    damage(shelf, b'"Two"', b'"Tvo"')
    assert salvage(tmp_path).articles == [ONE]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b"\xff", b"[\n5,\n{}\n]\n"])
def test_nothing_is_saved_of_articles_that_are_none(tmp_path: Path, content: bytes) -> None:
    shelf = whole(tmp_path)
    shelf.write_bytes(content)
    fault = f"{shelf}: damaged, articles that cannot be saved: 2 of 2"
    assert salvage(tmp_path) == Salvage([], fault)


def test_articles_that_nothing_vouches_for_are_not_saved(tmp_path: Path) -> None:
    shelf = whole(tmp_path)
    (tmp_path / PASSPORT_FILE).write_text("{}")
    (tmp_path / SPANS_FILE).write_bytes(b"PK")
    fault = f"{shelf}: damaged, articles that cannot be saved: all"
    assert salvage(tmp_path) == Salvage([], fault)


def test_any_bit_of_an_index_may_flip_and_no_damaged_article_is_saved(tmp_path: Path) -> None:
    shelf = whole(tmp_path)
    for path in (shelf, tmp_path / SPANS_FILE, tmp_path / PASSPORT_FILE):
        content = path.read_bytes()
        for at in range(0, len(content), 13):
            flipped = content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :]
            path.write_bytes(flipped)
            saved = salvage(tmp_path)
            assert [*saved.articles] in ([ONE, TWO], [ONE], [TWO], [])
            assert (saved.fault is None) == (len(saved.articles) == 2), (path, at)
        path.write_bytes(content)


# The passport


def test_a_passport_is_read_back_equal(tmp_path: Path) -> None:
    write(tmp_path)
    assert Passport.read(tmp_path) == PASSPORT


def test_a_passport_holds_the_checksums_of_every_file(tmp_path: Path) -> None:
    write(tmp_path)
    table = json.loads((tmp_path / PASSPORT_FILE).read_text("utf-8"))
    assert sorted(table["files"]) == [SHELF_FILE, FACTS_FILE, "more/x.bin", SPANS_FILE]
    assert table["files"]["more/x.bin"] == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_another_version_is_stale(tmp_path: Path) -> None:
    replace(PASSPORT, format_version=FORMAT_VERSION + 1).write(tmp_path)
    with pytest.raises(StaleIndexError) as caught:
        Passport.read(tmp_path)
    assert str(caught.value) == f"{tmp_path}: format {FORMAT_VERSION + 1}, not {FORMAT_VERSION}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged, "),
        (b"{", "damaged, "),
        (b"\xff", "damaged, "),
        (b"[]", "not the passport of an index"),
        (b"{}", "not the passport of an index"),
        (b'{"format_version": "1"}', "not the passport of an index"),
        (b'{"format_version": %d}' % FORMAT_VERSION, "damaged, its checksum"),
        (b'{"format_version": %d, "files": {}}' % FORMAT_VERSION, "damaged, its checksum"),
        (b'{"format_version": %d, "files": []}' % FORMAT_VERSION, "damaged, "),
        (b'{"format_version": %d, "files": {}, "articles": []}' % FORMAT_VERSION, "damaged, "),
    ],
)
def test_a_passport_that_is_none_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / PASSPORT_FILE).write_bytes(content)
    with pytest.raises(BrokenIndexError) as caught:
        Passport.read(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / PASSPORT_FILE}: {reason}")


# Replacing a folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_replaced_as_a_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "index"
    replace_folder(folder, write)
    (folder / "old").write_text("x")
    replace_folder(folder, write)
    assert names(folder) == [SHELF_FILE, FACTS_FILE, "more", PASSPORT_FILE, SPANS_FILE]
    assert names(tmp_path / "deep") == ["index"]


def test_a_write_that_fails_leaves_the_old_folder_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    replace_folder(folder, write)

    def fail(made: Path) -> None:
        (made / "half").write_text("x")
        raise OSError(28, "No space left on device")

    with pytest.raises(UnsavedIndexError, match=r"index: cannot be written \(No space left"):
        replace_folder(folder, fail)
    assert Passport.read(folder) == PASSPORT
    assert names(tmp_path) == ["index"]


def test_a_first_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_folder(tmp_path / "index", fail)
    assert names(tmp_path) == []


def test_a_folder_that_is_no_index_is_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"x")
    with pytest.raises(BrokenIndexError) as caught:
        replace_folder(folder, write)
    assert str(caught.value) == (
        f"{folder}: not an index, and not empty: nothing is written over it"
    )
    assert names(folder) == ["a.jpg"]
    assert names(tmp_path) == ["photos"]


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("mine")
    with pytest.raises(BrokenIndexError, match="not an index"):
        replace_folder(tmp_path / "index", write)
    assert (tmp_path / "index").read_text() == "mine"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    replace_folder(tmp_path / "index", write)
    assert Passport.read(tmp_path / "index") == PASSPORT


@pytest.mark.parametrize("lost", [PASSPORT_FILE, SHELF_FILE])
def test_an_index_that_lost_a_file_is_replaced(tmp_path: Path, lost: str) -> None:
    folder = tmp_path / "index"
    replace_folder(folder, write)
    (folder / lost).unlink()
    replace_folder(folder, write)
    assert Passport.read(folder) == PASSPORT
