"""What an answer does not need and a conversation likes: one SQLite file, bounded and expiring.

All of it may be lost: without it a button says "ask again" and a follow-up stands alone. Copies of
the bot on one host share the file.
"""

import asyncio
import json
import logging
import math
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.address import question_key
from bot.database import (
    Purpose,
    empty_log,
    forget_aside,
    give,
    is_damaged,
    open_again,
    open_database,
    reading,
)
from bot.lifetimes import ASIDE_S, CHOICE_S, FEEDBACK_S, FOLLOW_UP_S, QUESTION_S

log = logging.getLogger(__name__)

MAX_ROWS = 50_000  # a table after a purge, the oldest go first: some 20 MB in all
PURGE_EVERY_S = 600.0
PURGED_AT_ONCE = 200  # rows, so that nobody waits for the file longer than some milliseconds
PURGE_PAUSE_S = 0.001  # in which whoever waits gets the file
EMPTY_AGAIN_S = 1.0  # the log, where somebody reads the file
ANYBODY = "anybody "  # before what tells votes apart that are nobody's any more

# `root` of a question is its text again: files of before have the column, and are still read.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS question (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, language TEXT NOT NULL, verdict TEXT NOT NULL,
    root TEXT NOT NULL, expires REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answer (
    chat INTEGER, message INTEGER, key TEXT NOT NULL, followed INTEGER NOT NULL,
    expires REAL NOT NULL, PRIMARY KEY (chat, message)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answered (
    chat INTEGER, message INTEGER, answers TEXT NOT NULL, edited REAL NOT NULL,
    expires REAL NOT NULL,
    PRIMARY KEY (chat, message)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS asked (
    chat INTEGER, message INTEGER, key TEXT NOT NULL, before TEXT NOT NULL, expires REAL NOT NULL,
    PRIMARY KEY (chat, message)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latest (
    chat INTEGER, topic INTEGER, person INTEGER, key TEXT NOT NULL, expires REAL NOT NULL,
    PRIMARY KEY (chat, topic, person)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feedback (
    question TEXT, quote TEXT, voter TEXT, up INTEGER NOT NULL, language TEXT NOT NULL,
    verdict TEXT NOT NULL, title TEXT NOT NULL, at REAL NOT NULL, expires REAL NOT NULL,
    PRIMARY KEY (question, quote, voter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS choice (
    chat INTEGER PRIMARY KEY, articles TEXT NOT NULL, expires REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS note (
    name TEXT PRIMARY KEY, text TEXT NOT NULL, expires REAL NOT NULL) WITHOUT ROWID;
"""
_TABLES = ("question", "answer", "answered", "asked", "latest", "feedback", "choice", "note")
_INDEXES = "".join(
    f"CREATE INDEX IF NOT EXISTS {table}_expires ON {table} (expires);" for table in _TABLES
)
PURPOSE = Purpose(
    _SCHEMA + _INDEXES,
    version=2,
    synchronous="OFF",  # nothing here is worth waiting for a disk
    lock_s=0.05,  # the event loop waits, and what is not written is lost, which it may be
    without="nothing outlives this run",
    level=logging.WARNING,
    changed=("answer", "answered", "latest"),
    of_a_bot=("answer", "answered", "asked", "latest"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as it was understood, the language of who asked it, and its verdict."""

    text: str
    language: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A message by which somebody asks, in a topic where the chat is a forum, else in topic 0."""

    chat: int
    message: int
    person: int
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks: a question's key, whether another may follow it, what stood before."""

    key: str
    followed: bool
    before: str | None


@dataclass(frozen=True, slots=True)
class Answers:
    """The messages that answer a message, each a chat and a number, and when that was edited.

    The chat is another one where a group became a supergroup. A message that was not edited has 0.
    """

    there: list[tuple[int, int]]
    edited: float


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of a quote."""

    question: str
    quote: str
    up: bool
    language: str
    verdict: str
    title: str


class Memory:
    """Keeps and finds; an operation that fails is logged and does as if nothing were known."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._bot_id: str | None = None
        self._lock = threading.Lock()
        self._path = path
        self._db = open_database(path, PURPOSE)
        self._closed = False
        self._failing = False

    async def belong_to(self, bot_id: str) -> None:
        """Forget what goes by the numbers of another bot."""
        self._bot_id = bot_id
        with self._guard() as db, db:
            db.execute("BEGIN IMMEDIATE")
            give(db, PURPOSE, bot_id)

    def close(self) -> None:
        """Close the file when nobody is at it; a purge that goes on finds nothing to do."""
        with self._lock:
            self._closed = True
            self._db.close()

    async def forget(self) -> None:
        """Purge now and then, until cancelled."""
        while True:
            emptied = await asyncio.to_thread(self.purge)
            await asyncio.sleep(PURGE_EVERY_S if emptied else EMPTY_AGAIN_S)

    def purge(self) -> bool:
        """Delete what has expired; return whether it has left the log beside the file, too."""
        if self._path is not None:
            forget_aside(self._path.parent, self._clock() - ASIDE_S)
            with self._guard() as db:
                self._db = open_again(db, self._path, PURPOSE, self._bot_id)
        while self._forget_some_voters():
            time.sleep(PURGE_PAUSE_S)
        for table in _TABLES:
            while self._purge_some(table):
                time.sleep(PURGE_PAUSE_S)
        with self._guard() as db:
            return empty_log(db)
        return True  # a fault, which has been logged

    def keep_question(self, text: str, language: str, verdict: str) -> str:
        """Keep a question as it was understood; return its key, right even where keeping fails."""
        key = question_key(text)
        self._put("question", (key, text, language, verdict, text), QUESTION_S)
        return key

    def question(self, key: str) -> Kept | None:
        """Return the question of a key."""
        row = self._get("SELECT text, language, verdict FROM question WHERE key = ?", key)
        return Kept(*row) if row else None

    def keep_answers(
        self,
        asking: Asking,
        answers: Answers,
        asked: Asked | None,
        new: Sequence[tuple[int, int]],
    ) -> None:
        """Keep which messages answer a message, and what it asks for those that answer that."""
        shown = (asked.key, int(asked.followed)) if asked else ("", 0)
        place = (asking.chat, asking.message)
        self._put("answered", (*place, json.dumps(answers.there), answers.edited), QUESTION_S)
        for there in new:
            self._put("answer", (*there, *shown), QUESTION_S)

    def answers(self, asking: Asking) -> Answers:
        """Return what answers a message."""
        row = self._get(
            "SELECT answers, edited FROM answered WHERE chat = ? AND message = ?",
            asking.chat,
            asking.message,
        )
        if row is None:
            return Answers([], 0.0)
        return Answers([(chat, number) for chat, number in json.loads(row[0])], float(row[1]))

    def shown(self, chat: int, answer: int) -> str | None:
        """Return the key of the question that an answer answers, empty where that is none."""
        row = self._get("SELECT key FROM answer WHERE chat = ? AND message = ?", chat, answer)
        return row[0] if row else None

    def keep_asked(self, asking: Asking, asked: Asked | None) -> None:
        """Keep the question before that of a message, and what a person asked last in a topic.

        None, or a question that cannot be followed, takes back what the message asked before it was
        edited. What was asked last does not change where an earlier message was edited, but what
        stood before a later one does: nothing follows what nobody in the chat asks any more.
        """
        row, last = self._asked(asking), self._latest(asking)
        if row is None and asked is None:
            return
        was, earlier = row or (last, last)
        before = row[1] if row else question_key(asked.before) if asked and asked.before else ""
        here = asked.key if asked and asked.followed else earlier
        self._put("asked", (asking.chat, asking.message, here, before), QUESTION_S)
        if row and was not in ("", here):
            self._follow_edit(asking, was, here)
        asks = asked is not None and asked.followed
        if (asks and last in ("", was)) or here != was == last:
            self._put("latest", (asking.chat, asking.topic, asking.person, here), FOLLOW_UP_S)

    def question_before(self, asking: Asking, answer: int | None) -> str | None:
        """Return what stood before a message's question, as that was edited since.

        Of a message that is new it is the question of the answer that it replies to, or else what
        the person asked last there, as it was understood.
        """
        if (row := self._asked(asking)) is not None:
            _, key = row
        else:
            key = self._answered_by(asking.chat, answer) or self._latest(asking)
        found = self.question(key)
        return found.text if found else None

    def keep_feedback(self, feedback: Feedback, person: int) -> None:
        """Keep a vote; a person's later vote on the same quote takes the place of the earlier.

        That is so for as long as a question is kept. Whose it was is then forgotten, and where its
        buttons still know the question, as of one asked anew since, a later vote is another's.
        """
        voter = sha256(f"{self._salt()} {person}".encode()).hexdigest()[:16]
        row = (feedback.question, feedback.quote, voter, int(feedback.up), feedback.language)
        self._put("feedback", (*row, feedback.verdict, feedback.title, self._clock()), FEEDBACK_S)

    def keep_choice(self, chat: int, articles: Sequence[str]) -> None:
        """Keep which articles, by their addresses, are asked in a chat; none is all of them."""
        self._put("choice", (chat, json.dumps(list(articles))), CHOICE_S)

    def choice(self, chat: int) -> list[str]:
        """Return the addresses of the articles that are asked in a chat; none is all of them."""
        row = self._get("SELECT articles FROM choice WHERE chat = ?", chat)
        return [str(each) for each in json.loads(row[0])] if row else []

    def replace_choice(self, old: str, new: str) -> None:
        """Choose another article wherever one was chosen, both by their addresses."""
        with self._guard() as db:
            db.execute(
                "UPDATE choice SET articles = replace(articles, :old, :new)"
                " WHERE instr(articles, :old)",
                {"old": json.dumps(old), "new": json.dumps(new)},
            )

    def move_chat(self, old: int, new: int) -> None:
        """Keep for a supergroup what was kept for the group that became it.

        Its messages are numbered anew, so what goes by their numbers stays behind.
        """
        with self._guard() as db:
            for table in ("choice", "latest"):
                db.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))

    def note(self, name: str) -> str | None:
        """Return a note of ours."""
        row = self._get("SELECT text FROM note WHERE name = ?", name)
        return str(row[0]) if row else None

    def keep_note(self, name: str, text: str) -> None:
        """Keep a note of ours for as long as feedback lasts."""
        self._put("note", (name, text), FEEDBACK_S)

    def _asked(self, asking: Asking) -> tuple[str, str] | None:
        """Return the keys of what a message asked and of what stood before it."""
        row = self._get(
            "SELECT key, before FROM asked WHERE chat = ? AND message = ?",
            asking.chat,
            asking.message,
        )
        return (row[0], row[1]) if row else None

    def _follow_edit(self, asking: Asking, was: str, here: str) -> None:
        """Put what a message asks by now before what was asked after it, unless another asks that.

        A message that cannot be followed has what stood before it as its own, and asks nothing.
        """
        with self._guard() as db:
            db.execute(
                "UPDATE asked SET before = :here"
                " WHERE chat = :chat AND message > :message AND before = :was"
                " AND NOT EXISTS (SELECT 1 FROM asked"
                " WHERE chat = :chat AND key = :was AND before != :was)",
                {"chat": asking.chat, "message": asking.message, "was": was, "here": here},
            )

    def _answered_by(self, chat: int, message: int | None) -> str | None:
        row = self._get(
            "SELECT key FROM answer WHERE chat = ? AND message = ? AND followed", chat, message
        )
        return row[0] if row else None

    def _latest(self, asking: Asking) -> str:
        row = self._get(
            "SELECT key FROM latest WHERE chat = ? AND topic = ? AND person = ?",
            asking.chat,
            asking.topic,
            asking.person,
        )
        return row[0] if row else ""

    def _salt(self) -> str:
        """Return what keeps a voter from being looked up in a table of the hashes of all numbers.

        It lasts as long as the file: by another one a person's second vote would be another's.
        """
        salt = secrets.token_hex(16)
        with self._guard() as db:
            db.execute(
                "INSERT INTO note VALUES ('salt', ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET expires = excluded.expires",
                (salt, math.inf),
            )
            (salt,) = db.execute("SELECT text FROM note WHERE name = 'salt'").fetchone()
        return str(salt)

    def _put(self, table: str, values: tuple[object, ...], lasts_s: float) -> None:
        places = ", ".join("?" * (len(values) + 1))
        with self._guard() as db:
            # The table's name is one of ours; the values are bound.
            db.execute(
                f"INSERT OR REPLACE INTO {table} VALUES ({places})",
                (*values, self._clock() + lasts_s),
            )

    def _get(self, query: str, *values: object) -> tuple[str, ...] | None:
        with self._guard() as db:
            row = db.execute(query + " AND expires > ?", (*values, self._clock())).fetchone()
            return tuple(row) if row else None
        return None

    def _forget_some_voters(self) -> bool:
        """Forget whose some of the old votes were; return whether more may be left.

        With the salt, which is beside it, all numbers can be tried.
        """
        with self._guard() as db:
            changed = db.execute(
                "UPDATE feedback SET voter = ? || hex(randomblob(8))"
                " WHERE (question, quote, voter) IN (SELECT question, quote, voter FROM feedback"
                " WHERE at <= ? AND voter NOT LIKE ? LIMIT ?)",
                (ANYBODY, self._clock() - QUESTION_S, f"{ANYBODY}%", PURGED_AT_ONCE),
            ).rowcount
            return changed == PURGED_AT_ONCE
        return False

    def _purge_some(self, table: str) -> bool:
        """Delete some of what expired, or is too much; return whether more may be left."""
        with self._guard() as db:
            rows, expired = db.execute(
                f"SELECT count(*), total(expires <= ?) FROM {table}", (self._clock(),)
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

    @contextmanager
    def _guard(self) -> Iterator[sqlite3.Connection]:
        """Use the file alone; a fault of it costs what it was asked, never the answer."""
        with self._lock:
            try:
                changes = self._db.total_changes
                yield self._db
                if self._db.total_changes > changes:  # what is read says nothing of a full disk
                    self._failing = False
            except sqlite3.Error as error:
                if is_damaged(error):
                    self._db.close()
                    self._db = open_database(self._path, PURPOSE, self._bot_id, checked=True)
                elif not (self._closed or self._failing):  # once, not for each question
                    log.warning("the memory failed (%s), going on without", error)
                    self._failing = True


def read_feedback(path: Path, clock: Callable[[], float] = time.time) -> list[Feedback]:
    """Return all votes in a memory's file, oldest first; raise DataError as `reading` does."""
    with reading(path, PURPOSE, "feedback") as db:
        rows = db.execute(
            "SELECT question, quote, up, language, verdict, title FROM feedback"
            " WHERE expires > ? ORDER BY at",
            (clock(),),
        ).fetchall()
    return [Feedback(q, quote, bool(up), *rest) for q, quote, up, *rest in rows]
