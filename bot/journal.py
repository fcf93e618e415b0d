"""Updates received and not yet answered, on disk: what a crash leaves is found there.

One SQLite file, which copies of the bot on one host share. An update is known by its number, so one
that is delivered again is recognised, by whichever copy.
"""

import asyncio
import logging
import math
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.copies import Copies
from bot.database import (
    Purpose,
    empty_log,
    file_of,
    give,
    is_damaged,
    move_into,
    open_again,
    open_database,
)
from bot.lifetimes import KNOWN_S

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

WRITTEN_S = 30.0  # no disk is so slow; one that hangs must not hold all that is asked
# Numbers of updates remembered. Telegram repeats only what was not confirmed: the latest.
MAX_KNOWN = 100_000
KNOWN_HERE = 10_000  # of them in memory too, for when the file cannot be written; 160 bytes each
# An update may be the cause of crashes. At its third try it is a suspect, of which one at a time is
# answered; and one that is still unanswered after ten such tries is given up. After three, somebody
# who kills a slow bot again and again lost an innocent one: it was the first in hand at each start.
SUSPECT, GIVEN_UP = 3, 13
PURGE_EVERY_S = 600.0
# What was answered leaves SQLite's log after so long: at each answer it would cost a disk thrice.
FORGOTTEN_S = 1.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS received (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, copy INTEGER, tries INTEGER NOT NULL, payload TEXT);
CREATE INDEX IF NOT EXISTS unanswered ON received (copy) WHERE payload IS NOT NULL;
"""
PURPOSE = Purpose(
    _SCHEMA,
    version=1,
    synchronous="FULL",
    lock_s=5.0,
    without="a crash would lose updates",
    level=logging.ERROR,
    newer_by="at",
    of_a_bot=("received",),
)


@dataclass(frozen=True, slots=True)
class Left:
    """An update that a crash left unanswered, as JSON; `at` is when it was received.

    A suspect may have caused the crash: `attempt` is to be called before it is answered.
    """

    id: int
    at: float
    payload: str
    suspect: bool


class Journal:
    """Writes on a thread of its own, all that came in meanwhile in one transaction.

    Where the file cannot be written, it says so and goes on in memory: an answer without a journal
    is better than none.
    """

    def __init__(self, path: Path, copies: Copies, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._bot_id: str | None = None
        self._copies = copies
        self._path = path
        self._db = open_database(path, PURPOSE)
        self._pool = ThreadPoolExecutor(1, "journal")
        self._lock = threading.Lock()
        self._work: list[tuple[Work[Any], asyncio.Future[Any] | None]] = []
        self._answered: set[int] = set()  # and not struck out on the disk yet
        self._known: OrderedDict[int, None] = OrderedDict()
        self._taken: set[int] = set()  # over from a crash, and not answered yet
        self._begun = False  # what the last copy of this number left is this one's
        self._purged_at = -math.inf
        self._failing = False
        self._forgetting: asyncio.Task[None] | None = None
        self._struck = False  # since the log was last emptied

    async def belong_to(self, bot_id: str) -> None:
        """Forget the updates of another bot; to be called before any is received or taken over."""
        self._bot_id = bot_id
        await self._written(lambda _: None, otherwise=None)  # `_begin` does it

    def knows(self, number: int) -> bool:
        """Tell whether an update was received: here, or before the start."""
        return number in self._known

    async def receive(self, number: int, payload: str) -> bool:
        """Write an update down; return whether it is new. It is on disk when this returns."""
        if self.knows(number):
            return False
        self._know(number)
        now = self._clock()
        row = (number, now, self._copies.number, payload)
        if purge := now - self._purged_at >= PURGE_EVERY_S:
            self._purged_at = now
            self._pool.submit(self._open_again)

        def insert(db: sqlite3.Connection) -> bool:
            if purge:
                _purge(db, now - KNOWN_S)
            sql = "INSERT OR IGNORE INTO received VALUES (?, ?, ?, 1, ?)"
            return bool(db.execute(sql, row).rowcount)

        return bool(await self._written(insert, otherwise=True))

    def strike(self, number: int) -> None:
        """Strike an update out: it was answered. Its number stays known, its text nowhere.

        Where the file cannot be written, that is tried again until it can: else the next start
        would answer it once more.
        """
        with self._lock:
            self._taken.discard(number)
            self._answered.add(number)
        self._enter(lambda _: None, None)  # a transaction strikes out all that was answered
        self._struck = True
        if self._forgetting is None or self._forgetting.done():
            self._forgetting = asyncio.create_task(self._forget())

    async def attempt(self, number: int) -> None:
        """Write down, before a suspect is answered, that it is about to be."""
        sql = "UPDATE received SET tries = tries + 1 WHERE id = ?"
        await self._written(lambda db: db.execute(sql, (number,)), otherwise=None)

    async def left(self) -> Sequence[Left]:
        """Take over what copies that are gone left, oldest first; what fails is there next time."""
        left: Sequence[Left] = await self._written(self._take_over, otherwise=())
        for each in left:
            self._know(each.id)
        with self._lock:
            self._taken.update(each.id for each in left)
        return left

    def close(self) -> None:
        """Write what is left to be written, forget what was answered, and close the file."""
        if self._forgetting is not None:
            self._forgetting.cancel()
        self._pool.shutdown()
        self._empty_log()  # another copy may have the file open, and keep its log
        self._db.close()

    def _open_again(self) -> None:
        if not file_of(self._db) and (found := open_again(self._path, PURPOSE)) is not None:
            self._db = move_into(found, self._db, PURPOSE, self._begin)
            self._begun |= self._db is found

    def _know(self, number: int) -> None:
        self._known[number] = None
        if len(self._known) > KNOWN_HERE:
            self._known.popitem(last=False)

    def _begin(self, db: sqlite3.Connection) -> None:
        """Claim what the last copy of this number left, before this one writes of its own.

        Nothing is claimed, or known, of what was another bot's.
        """
        give(db, PURPOSE, self._bot_id)
        self._claim(db, self._copies.number)
        sql = "SELECT id FROM received ORDER BY at DESC LIMIT ?"
        for (number,) in reversed(db.execute(sql, (KNOWN_HERE,)).fetchall()):
            self._know(number)

    def _take_over(self, db: sqlite3.Connection) -> Sequence[Left]:
        mine = self._copies.number
        others = db.execute(
            "SELECT DISTINCT copy FROM received WHERE payload IS NOT NULL AND copy <> ?", (mine,)
        ).fetchall()
        for (number,) in others:
            with self._copies.standing_in(number) as gone:
                if gone:
                    self._claim(db, number)
        rows = db.execute(
            "SELECT id, at, payload, tries FROM received"
            " WHERE copy = ? AND payload IS NOT NULL AND tries > 1 ORDER BY id",
            (mine,),
        ).fetchall()
        with self._lock:
            done = self._taken | self._answered  # by us, or about to be
        return [
            Left(number, at, payload, tries >= SUSPECT)
            for number, at, payload, tries in rows
            if number not in done
        ]

    def _claim(self, db: sqlite3.Connection, number: int) -> None:
        dropped = db.execute(
            "UPDATE received SET payload = NULL, copy = NULL"
            " WHERE copy = ? AND payload IS NOT NULL AND tries >= ?",
            (number, GIVEN_UP),
        ).rowcount
        if dropped:
            log.error("%d updates given up: the bot crashed whenever they were in hand", dropped)
        db.execute(
            "UPDATE received SET copy = ?, tries = max(tries, min(tries + 1, ?))"
            " WHERE copy = ? AND payload IS NOT NULL",
            (self._copies.number, SUSPECT, number),
        )

    async def _written(self, work: Work[T], otherwise: T) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._enter(work, done)
        try:
            return await asyncio.wait_for(done, WRITTEN_S)
        except TimeoutError:
            log.error("the journal has not answered for %.0f s: going on without", WRITTEN_S)
            return otherwise
        except Exception:  # logged where it happened
            return otherwise

    def _enter(self, work: Work[Any], done: asyncio.Future[Any] | None) -> None:
        with self._lock:
            self._work.append((work, done))
            first = len(self._work) == 1
        if first:
            self._pool.submit(self._commit, asyncio.get_running_loop())

    def _commit(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            entered, self._work = self._work, []
        try:
            try:
                results = self._transaction([work for work, _ in entered])
            except sqlite3.DatabaseError as error:
                if not is_damaged(error):
                    raise
                self._db.close()
                self._db = open_database(self._path, PURPOSE, self._bot_id, checked=True)
                results = self._transaction([work for work, _ in entered])
        except Exception as error:  # whatever it is, whoever waits has to be told
            self._fail(error)
            loop.call_soon_threadsafe(_refuse, [done for _, done in entered], error)
            return
        finished = [(done, result) for (_, done), result in zip(entered, results, strict=True)]
        loop.call_soon_threadsafe(_finish, finished)

    def _transaction(self, works: Sequence[Work[Any]]) -> list[Any]:
        """Do some work and strike out what was answered, or neither."""
        with self._lock:
            answered = list(self._answered)
        try:
            self._db.execute("BEGIN IMMEDIATE")
            if not self._begun:
                self._begin(self._db)
            results = [work(self._db) for work in works]
            sql = "UPDATE received SET payload = NULL, copy = NULL WHERE id = ?"
            self._db.executemany(sql, [(number,) for number in answered])
            self._db.execute("COMMIT")
        except Exception:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._failing, self._begun = False, True
        with self._lock:
            self._answered.difference_update(answered)
        return results

    async def _forget(self) -> None:
        """Empty SQLite's log of what was answered, as often as it takes."""
        while self._struck:
            await asyncio.sleep(FORGOTTEN_S)
            self._struck = False
            emptied = await asyncio.get_running_loop().run_in_executor(self._pool, self._empty_log)
            self._struck |= not emptied

    def _empty_log(self) -> bool:
        """Strike out what still is to be, and empty the log; return False where to try again."""
        try:
            if self._answered:
                self._transaction([])
            return empty_log(self._db)
        except sqlite3.Error as error:
            self._fail(error)
            return not self._answered

    def _fail(self, error: Exception) -> None:
        if not self._failing:  # once, not for each update of a flood
            log.error("the journal cannot be written (%s): a crash would now lose updates", error)
        self._failing = True


def _finish(finished: Sequence[tuple[asyncio.Future[Any] | None, Any]]) -> None:
    for done, result in finished:
        if done is not None and not done.done():  # whoever waited may have been told to stop
            done.set_result(result)


def _refuse(waiting: Sequence[asyncio.Future[Any] | None], error: Exception) -> None:
    for done in waiting:
        if done is not None and not done.done():
            done.set_exception(error)


def _purge(db: sqlite3.Connection, before: float) -> None:
    """Forget the numbers of updates answered long ago, and of more than are worth knowing."""
    db.execute("DELETE FROM received WHERE payload IS NULL AND at < ?", (before,))
    (rows,) = db.execute("SELECT count(*) FROM received").fetchone()
    if rows > MAX_KNOWN:
        db.execute(
            "DELETE FROM received WHERE id IN (SELECT id FROM received WHERE payload IS NULL"
            " ORDER BY at LIMIT ?)",
            (rows - MAX_KNOWN,),
        )
