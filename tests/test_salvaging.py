import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from index.passport import PASSPORT_FILE
from index.salvaging import Salvage, salvage
from index.saving import SHELF_FILE, SPANS_FILE
from index.sentences import split
from tests.saved import ONE, PASSPORT, TWO, damage, write


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
