"""Votes on quotes, and whose they are, for as long as one may be changed."""

import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.database import Purpose, reading
from bot.keeping import PURGED_AT_ONCE, Keeping
from bot.lifetimes import FEEDBACK_S, QUESTION_S

ANYBODY = "anybody "  # before what tells votes apart that are nobody's any more


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody thought of a quote."""

    question: str
    quote: str
    up: bool
    language: str
    verdict: str
    title: str


class Votes:
    """Keeps what people thought of quotes."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def keep(self, vote: Vote, person: int) -> None:
        """Keep a vote; a person's later vote on the same quote takes the place of the earlier.

        That is so for as long as a question is kept. Whose it was is then forgotten, and where its
        buttons still know the question, as of one asked anew since, a later vote is another's.
        """
        voter = sha256(f"{self._salt()} {person}".encode()).hexdigest()[:16]
        row = (vote.question, vote.quote, voter, int(vote.up), vote.language)
        self._keeping.put(
            "feedback", (*row, vote.verdict, vote.title, self._keeping.clock()), FEEDBACK_S
        )

    def forget_some_voters(self) -> bool:
        """Forget whose some of the old votes were; return whether more may be left.

        With the salt, which is beside it, all numbers can be tried.
        """
        with self._keeping.using() as db:
            changed = db.execute(
                "UPDATE feedback SET voter = ? || hex(randomblob(8))"
                " WHERE (question, quote, voter) IN (SELECT question, quote, voter FROM feedback"
                " WHERE at <= ? AND voter NOT LIKE ? LIMIT ?)",
                (ANYBODY, self._keeping.clock() - QUESTION_S, f"{ANYBODY}%", PURGED_AT_ONCE),
            ).rowcount
            return changed == PURGED_AT_ONCE
        return False

    def _salt(self) -> str:
        """Return what keeps a voter from being looked up in a table of the hashes of all numbers.

        It lasts as long as the file: by another one a person's second vote would be another's.
        """
        salt = secrets.token_hex(16)
        with self._keeping.using() as db:
            db.execute(
                "INSERT INTO note VALUES ('salt', ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET expires = excluded.expires",
                (salt, math.inf),
            )
            (salt,) = db.execute("SELECT text FROM note WHERE name = 'salt'").fetchone()
        return str(salt)


def read_votes(path: Path, purpose: Purpose, clock: Callable[[], float] = time.time) -> list[Vote]:
    """Return all votes in a file, oldest first; raise DataError as `reading` does."""
    with reading(path, purpose, "feedback") as db:
        rows = db.execute(
            "SELECT question, quote, up, language, verdict, title FROM feedback"
            " WHERE expires > ? ORDER BY at",
            (clock(),),
        ).fetchall()
    return [Vote(q, quote, bool(up), *rest) for q, quote, up, *rest in rows]
