import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import BrokenIndexError, StaleIndexError
from index.passport import FORMAT_VERSION, PASSPORT_FILE, Passport
from index.saving import FACTS_FILE, SHELF_FILE, SPANS_FILE
from tests.saved import PASSPORT, write


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
