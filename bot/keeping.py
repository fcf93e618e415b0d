"""A SQLite file of what may be lost: rows expire, and a fault of the file costs what was asked."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.database import (
    Purpose,
    empty_log,
    file_of,
    forget_aside,
    give,
    is_damaged,
    move_into,
    open_again,
    open_database,
)
from bot.lifetimes import ASIDE_S

log = logging.getLogger(__name__)

MAX_ROWS = 50_000  # a table after a purge, the oldest go first: some 20 MB in all
PURGED_AT_ONCE = 200  # rows, so that nobody waits for the file longer than some milliseconds


class Keeping:
    """Puts and gets rows of a file, each until it expires; a fault is logged, once.

    Every table has a column `expires`, its last.
    """

    def __init__(
        self, path: Path | None, purpose: Purpose, clock: Callable[[], float] = time.time
    ) -> None:
        self.clock = clock
        self._bot_id: str | None = None
        self._lock = threading.Lock()
        self._path = path
        self._purpose = purpose
        self._db = open_database(path, purpose)
        self._closed = False
        self._failing = False

    def belong_to(self, bot_id: str) -> None:
        """Forget what goes by the numbers of another bot."""
        self._bot_id = bot_id
        with self.using() as db, db:
            db.execute("BEGIN IMMEDIATE")
            give(db, self._purpose, bot_id)

    def close(self) -> None:
        """Close the file when nobody is at it; a purge that goes on finds nothing to do."""
        with self._lock:
            self._closed = True
            self._db.close()

    def put(self, table: str, values: tuple[object, ...], lasts_s: float) -> None:
        """Keep a row, in the place of the one of its key."""
        places = ", ".join("?" * (len(values) + 1))
        with self.using() as db:
            # The table's name is one of ours; the values are bound.
            db.execute(
                f"INSERT OR REPLACE INTO {table} VALUES ({places})",
                (*values, self.clock() + lasts_s),
            )

    def get(self, query: str, *values: object) -> tuple[str, ...] | None:
        """Return the row of a query, which ends in its conditions, unless it has expired."""
        with self.using() as db:
            row = db.execute(query + " AND expires > ?", (*values, self.clock())).fetchone()
            return tuple(row) if row else None
        return None

    def open_again(self) -> None:
        """Open the file that could not be, and delete what was set aside of it long ago."""
        if self._path is None:
            return
        forget_aside(self._path.parent, self.clock() - ASIDE_S)
        with self.using() as db:
            if file_of(db):
                return
        found = open_again(self._path, self._purpose)  # nobody else waits for that
        if found is not None:
            with self.using() as db:
                begin = partial(give, purpose=self._purpose, bot_id=self._bot_id)
                self._db = move_into(found, db, self._purpose, begin)

    def purge_some(self, table: str) -> bool:
        """Delete some of what expired, or is too much; return whether more may be left."""
        with self.using() as db:
            rows, expired = db.execute(
                f"SELECT count(*), total(expires <= ?) FROM {table}", (self.clock(),)
            ).fetchone()
            going = min(PURGED_AT_ONCE, max(int(expired), rows - MAX_ROWS))
            if going > 0:
                db.execute(
                    f"DELETE FROM {table} WHERE expires <="
                    f" (SELECT expires FROM {table} ORDER BY expires LIMIT 1 OFFSET ?)",
                    (going - 1,),
                )
                return True
        return False

    def empty_log(self) -> bool:
        """Leave nothing of what was deleted beside the file; return whether that was done."""
        with self.using() as db:
            return empty_log(db)
        return True  # a fault, which has been logged

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """Use the file alone; a fault of it costs what it was asked, never the answer."""
        with self._lock:
            try:
                changes = 0 if self._closed else self._db.total_changes
                yield self._db
                if self._db.total_changes > changes:  # what is read says nothing of a full disk
                    self._failing = False
            except sqlite3.Error as error:
                if is_damaged(error):
                    self._db.close()
                    self._db = open_database(self._path, self._purpose, self._bot_id, checked=True)
                elif not (self._closed or self._failing):  # once, not for each question
                    log.warning("the memory failed (%s), going on without", error)
                    self._failing = True
