from pathlib import Path

import pytest

from index.errors import BrokenIndexError, UnsavedIndexError
from index.passport import PASSPORT_FILE, Passport
from index.saving import (
    FACTS_FILE,
    SHELF_FILE,
    SPANS_FILE,
    SavedArticles,
    read_shelf,
    replace_folder,
)
from index.sentences import split
from index.shelf import Shelf
from tests.saved import ONE, PASSPORT, TWO, damage, write

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
