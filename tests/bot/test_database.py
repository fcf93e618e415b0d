"""Files that cannot be used are set aside whole, and what takes their place is private."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.database import Purpose, open_database

PURPOSE = Purpose(
    "CREATE TABLE IF NOT EXISTS word (text TEXT);",
    version=2,
    synchronous="FULL",
    lock_s=1.0,
    without="words are lost",
    level=logging.ERROR,
    newer_by="text",
)


def words(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT text FROM word").fetchall()


def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "words.sqlite"
    with closing(open_database(path, PURPOSE)) as db:
        db.execute("INSERT INTO word VALUES ('alep')")
    with closing(open_database(path, PURPOSE)) as db:
        assert db.execute("SELECT text FROM word").fetchall() == [("alep",)]
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_set_aside_keeps_what_was_only_in_its_log(tmp_path: Path) -> None:
    """An older copy that still runs has written to the log beside the file, and not yet to it."""
    path = tmp_path / "words.sqlite"
    with closing(open_database(path, replace(PURPOSE, version=1))) as old:
        old.execute("INSERT INTO word VALUES ('alep')")
        assert (tmp_path / "words.sqlite-wal").stat().st_size > 0
        with closing(open_database(path, PURPOSE)) as new:
            assert new.execute("SELECT text FROM word").fetchall() == []
            assert words(tmp_path / "words.aside") == [("alep",)]
    path.write_bytes(b"not a database")
    open_database(path, PURPOSE).close()
    assert [each.name for each in sorted(tmp_path.glob("words.aside*"))] == ["words.aside"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_whose_tables_are_others_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite"
    open_database(path, replace(PURPOSE, schema="CREATE TABLE word (other TEXT);")).close()
    indexed = replace(PURPOSE, schema=PURPOSE.schema + "CREATE INDEX words ON word (text);")
    open_database(path, indexed).close()
    assert words(path) == []
    assert (tmp_path / "words.aside").exists()


def test_what_goes_by_the_numbers_of_another_bot_is_forgotten_and_the_rest_stays(
    tmp_path: Path,
) -> None:
    schema = PURPOSE.schema + "CREATE TABLE IF NOT EXISTS number (value INTEGER);"
    purpose = replace(PURPOSE, schema=schema, of_a_bot=("number",))
    numbers = []
    bots = (None, "1", "1", "2", "2", "1")
    for bot_id in bots:
        with closing(open_database(tmp_path / "words.sqlite", purpose, bot_id)) as db:
            db.execute("INSERT INTO word VALUES ('alep')")
            db.execute("INSERT INTO number VALUES (7)")
            (count,) = db.execute("SELECT count(*) FROM number").fetchone()
            numbers.append(count)
    assert numbers == [1, 2, 3, 1, 2, 1]
    assert len(words(tmp_path / "words.sqlite")) == len(bots)


def test_of_a_file_of_the_version_before_the_tables_that_changed_begin_anew(
    tmp_path: Path,
) -> None:
    path = tmp_path / "words.sqlite"
    old = replace(PURPOSE, schema=PURPOSE.schema + "CREATE TABLE number (value TEXT);", version=1)
    schema = PURPOSE.schema + "CREATE TABLE IF NOT EXISTS number (value INTEGER);"
    new = replace(PURPOSE, schema=schema, changed=("number",))
    with closing(open_database(path, old)) as db:
        db.execute("INSERT INTO word VALUES ('alep')")
        db.execute("INSERT INTO number VALUES ('seven')")
    for _ in range(2):
        with closing(open_database(path, new)) as db:
            assert db.execute("SELECT value FROM number").fetchall() == []
            assert words(path) == [("alep",)]
    open_database(path, replace(new, version=4)).close()
    assert words(path) == []
    assert words(tmp_path / "words.aside") == [("alep",)]
