"""What an answer does not need and a conversation likes: one SQLite file, bounded and expiring.

All of it may be lost: without it a button says "ask again" and a follow-up stands alone. Copies of
the bot on one host share the file.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.address import question_key
from bot.database import Purpose
from bot.followups import FollowUps
from bot.keeping import Keeping
from bot.lifetimes import CHOICE_S, FEEDBACK_S, QUESTION_S
from bot.votes import Votes

PURGE_EVERY_S = 600.0
PURGE_PAUSE_S = 0.001  # in which whoever waits gets the file
EMPTY_AGAIN_S = 1.0  # the log, where somebody reads the file

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
    newer_by="expires",
    changed=("answer", "answered", "latest"),
    of_a_bot=("answer", "answered", "asked", "latest"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as it was understood, the language of who asked it, and its verdict."""

    text: str
    language: str
    verdict: str


class Memory:
    """Keeps and finds; an operation that fails is logged and does as if nothing were known."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        self._keeping = Keeping(path, PURPOSE, clock)
        self.followups = FollowUps(self._keeping)
        self.votes = Votes(self._keeping)

    async def belong_to(self, bot_id: str) -> None:
        """Forget what goes by the numbers of another bot."""
        self._keeping.belong_to(bot_id)

    def close(self) -> None:
        """Close the file when nobody is at it; a purge that goes on finds nothing to do."""
        self._keeping.close()

    async def forget(self) -> None:
        """Purge now and then, until cancelled."""
        while True:
            emptied = await asyncio.to_thread(self.purge)
            await asyncio.sleep(PURGE_EVERY_S if emptied else EMPTY_AGAIN_S)

    def purge(self) -> bool:
        """Delete what has expired; return whether it has left the log beside the file, too."""
        self._keeping.open_again()
        while self.votes.forget_some_voters():
            time.sleep(PURGE_PAUSE_S)
        for table in _TABLES:
            while self._keeping.purge_some(table):
                time.sleep(PURGE_PAUSE_S)
        return self._keeping.empty_log()

    def keep_question(self, text: str, language: str, verdict: str) -> str:
        """Keep a question as it was understood; return its key, right even where keeping fails."""
        key = question_key(text)
        self._keeping.put("question", (key, text, language, verdict, text), QUESTION_S)
        return key

    def question(self, key: str) -> Kept | None:
        """Return the question of a key."""
        row = self._keeping.get("SELECT text, language, verdict FROM question WHERE key = ?", key)
        return Kept(*row) if row else None

    def keep_choice(self, chat: int, articles: Sequence[str]) -> None:
        """Keep which articles, by their addresses, are asked in a chat; none is all of them."""
        self._keeping.put("choice", (chat, json.dumps(list(articles))), CHOICE_S)

    def choice(self, chat: int) -> list[str]:
        """Return the addresses of the articles that are asked in a chat; none is all of them."""
        row = self._keeping.get("SELECT articles FROM choice WHERE chat = ?", chat)
        return [str(each) for each in json.loads(row[0])] if row else []

    def replace_choice(self, old: str, new: str) -> None:
        """Choose another article wherever one was chosen, both by their addresses."""
        with self._keeping.using() as db:
            db.execute(
                "UPDATE choice SET articles = replace(articles, :old, :new)"
                " WHERE instr(articles, :old)",
                {"old": json.dumps(old), "new": json.dumps(new)},
            )

    def move_chat(self, old: int, new: int) -> None:
        """Keep for a supergroup what was kept for the group that became it.

        Its messages are numbered anew, so what goes by their numbers stays behind.
        """
        with self._keeping.using() as db:
            for table in ("choice", "latest"):
                db.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))

    def note(self, name: str) -> str | None:
        """Return a note of ours."""
        row = self._keeping.get("SELECT text FROM note WHERE name = ?", name)
        return str(row[0]) if row else None

    def keep_note(self, name: str, text: str) -> None:
        """Keep a note of ours for as long as feedback lasts."""
        self._keeping.put("note", (name, text), FEEDBACK_S)
