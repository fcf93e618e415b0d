"""The SQLite files of the bot: private, and set aside where they are of no use."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DataError

log = logging.getLogger(__name__)

IN_MEMORY = ":memory:"
ASIDE = ".aside"
OPENING_S = 5.0  # how long to wait for another copy of the bot that writes, before there is a file


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a file is for: its tables, and what it costs when it cannot be used."""

    schema: str
    version: int
    """Raised with the schema: a file of another one is set aside, unless `changed` names tables."""
    synchronous: str
    """FULL: a commit is on the disk when it returns, so that even a power cut loses nothing."""
    lock_s: float
    """How long to wait, once the file is open, for another copy of the bot that writes."""
    without: str
    """What it means to do without the file, for the log."""
    level: int
    """How grave that is, a level of the log."""
    newer_by: str
    """The column, in all tables, by which the newer of two rows of a key is told."""
    changed: tuple[str, ...] = ()
    """Tables that are others since the version before: of its files they begin anew."""
    of_a_bot: tuple[str, ...] = ()
    """Tables that go by numbers of one bot's, of messages or updates: another bot has its own."""

    def takes_over(self, version: int) -> bool:
        """Tell whether a file of another version is of use, but for the tables that changed."""
        return bool(self.changed) and version == self.version - 1


def open_database(
    path: Path | None, purpose: Purpose, bot_id: str | None = None, *, checked: bool = False
) -> sqlite3.Connection:
    """Open a file; set a damaged one aside, and do without where there can be none.

    `bot_id`: whose file it is from now on, as `give` notes. `checked`: read all of it first. What
    is damaged inside is else only found where it is read.
    """
    if path is None:
        return _prepared(IN_MEMORY, purpose, bot_id)
    try:
        return _opened(path, purpose, bot_id, checked=checked)
    except (OSError, sqlite3.DatabaseError) as error:
        log.log(purpose.level, "%s cannot be opened (%s): %s", path, error, purpose.without)
        return _prepared(IN_MEMORY, purpose, bot_id)


def open_again(path: Path, purpose: Purpose) -> sqlite3.Connection | None:
    """Open a file that could not be, for `move_into`; return None where it still cannot be.

    That has been said. It may take as long as another program holds the file, up to OPENING_S.
    """
    try:
        return _opened(path, purpose, None)
    except (OSError, sqlite3.DatabaseError):
        return None


def move_into(
    found: sqlite3.Connection,
    db: sqlite3.Connection,
    purpose: Purpose,
    begin: Callable[[sqlite3.Connection], None],
) -> sqlite3.Connection:
    """Put what was kept without a file into it, and return it; else close it, and return `db`.

    `begin` does to the file, in the same transaction, what is to be done before.
    """
    try:
        with found:
            found.execute("BEGIN IMMEDIATE")
            begin(found)
            _copy(db, found, purpose.newer_by)
    except sqlite3.Error:
        found.close()
        return db
    db.close()
    log.log(purpose.level, "%s could be opened now: what was kept without is in it", file_of(found))
    return found


def file_of(db: sqlite3.Connection) -> str:
    """Return the path of the file, empty where there is none."""
    _, _, name = db.execute("PRAGMA database_list").fetchone()
    return str(name)


def give(db: sqlite3.Connection, purpose: Purpose, bot_id: str | None) -> None:
    """Note, in a transaction, whose file it is, once that is known.

    What another bot left by its numbers is deleted.
    """
    if bot_id is None:
        return
    db.execute("CREATE TABLE IF NOT EXISTS bot (id TEXT PRIMARY KEY) WITHOUT ROWID")
    before = db.execute("SELECT id FROM bot").fetchone()
    if before not in (None, (bot_id,)):
        log.warning("what goes by the numbers of bot %s is forgotten: this is %s", *before, bot_id)
        for table in purpose.of_a_bot:
            db.execute(f"DELETE FROM {table}")
    if before != (bot_id,):
        db.execute("DELETE FROM bot")
        db.execute("INSERT INTO bot VALUES (?)", (bot_id,))


@contextmanager
def reading(path: Path, purpose: Purpose, table: str) -> Iterator[sqlite3.Connection]:
    """Open a file to read a table alone, and leave all as it is, also beside a bot that runs.

    Raise DataError where there is no file, where it cannot be read, or is of a version of which
    the table is another one.
    """
    # Without a log there is nothing but the file; SQLite would make an empty one.
    how = "mode=ro" if path.with_name(path.name + "-wal").exists() else "immutable=1"
    try:
        path.open("rb").close()
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            same = purpose.takes_over(version) and table not in purpose.changed
            if version != purpose.version and not same:
                raise DataError(f"{path}: it is of version {version}, not {purpose.version}")
            yield db
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error
    except sqlite3.Error as error:
        raise DataError(f"{path}: cannot be read ({error})") from error


def empty_log(db: sqlite3.Connection) -> bool:
    """Empty SQLite's log, where what was deleted is still to be read; return whether that was done.

    It cannot be while somebody reads the file, which is not waited for: a backup may take minutes.
    """
    (waits_ms,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute("PRAGMA busy_timeout=0")
    try:
        (busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout={waits_ms}")
    return not busy


def forget_aside(folder: Path, before: float) -> None:
    """Delete the files of a folder that were set aside before a moment, which is in POSIX time."""
    for path in folder.glob(f"*{ASIDE}*"):
        try:
            if path.stat().st_mtime < before:
                path.unlink()
        except OSError as error:
            log.warning("%s cannot be deleted (%s)", path, error.strerror)


def is_damaged(error: Exception) -> bool:
    """Tell whether it is the file that is of no use, and not locked, full or read-only."""
    return type(error) is sqlite3.DatabaseError  # the others are of classes under it


def _copy(db: sqlite3.Connection, into: sqlite3.Connection, newer_by: str) -> None:
    """Copy all rows, but for those of which there is one of the same key that is as new."""
    tables = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'bot'"  # is noted already
    ).fetchall()
    for (table,) in tables:
        rows = db.execute(f"SELECT * FROM {table}")
        columns = [name for name, *_ in rows.description]
        places = ", ".join("?" * len(columns))
        values = ", ".join(f"{name} = excluded.{name}" for name in columns)
        into.executemany(
            f"INSERT INTO {table} VALUES ({places}) ON CONFLICT DO UPDATE SET {values}"
            f" WHERE excluded.{newer_by} > {table}.{newer_by}",
            rows,
        )


def _opened(
    path: Path, purpose: Purpose, bot_id: str | None, *, checked: bool = False
) -> sqlite3.Connection:
    """Open a file, or a new one in the place of one that is set aside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # questions are nobody else's business
    try:
        return _prepared(str(path), purpose, bot_id, checked=checked)
    except sqlite3.DatabaseError as error:
        # SQLITE_ERROR: a table lacks a column, or the file is of a kind that is not known.
        if not is_damaged(error) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        aside = _set_aside(path)
        log.log(purpose.level, "%s cannot be used (%s): set aside as %s", path, error, aside.name)
    return _prepared(str(path), purpose, bot_id)


def _set_aside(path: Path) -> Path:
    aside = path.with_suffix(ASIDE)
    for suffix in ("", "-wal", "-shm"):  # what is in these two belongs to the first
        part, kept = (each.with_name(each.name + suffix) for each in (path, aside))
        kept.unlink(missing_ok=True)  # of one that was set aside before
        if part.exists():
            part.replace(kept)
            kept.touch()  # it is kept for a time, from now on
    path.touch(mode=0o600)
    return aside


def _prepared(
    name: str, purpose: Purpose, bot_id: str | None, *, checked: bool = False
) -> sqlite3.Connection:
    db = sqlite3.connect(name, timeout=OPENING_S, isolation_level=None, check_same_thread=False)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version != purpose.version and tables:
            _begin_anew(db, purpose)
        if checked and (found := db.execute("PRAGMA integrity_check(1)").fetchone()) != ("ok",):
            raise sqlite3.DatabaseError(f"it is damaged: {' '.join(found[0].split())}")
        db.executescript(
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous={purpose.synchronous};"
            f"PRAGMA secure_delete=ON; PRAGMA user_version={purpose.version};" + purpose.schema
        )
        if bot_id is not None:
            db.execute("BEGIN IMMEDIATE")
            give(db, purpose, bot_id)
            db.execute("COMMIT")
        db.execute(f"PRAGMA busy_timeout={round(1000 * purpose.lock_s)}")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _begin_anew(db: sqlite3.Connection, purpose: Purpose) -> None:
    """Drop the tables that changed; raise DatabaseError where that does not make a file ours."""
    db.execute("BEGIN IMMEDIATE")  # another copy may be about to do the same
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != purpose.version:
        if not purpose.takes_over(version):
            raise sqlite3.DatabaseError(f"it is of version {version}, not {purpose.version}")
        for table in purpose.changed:
            db.execute(f"DROP TABLE IF EXISTS {table}")
        db.execute(f"PRAGMA user_version={purpose.version}")
    db.execute("COMMIT")
