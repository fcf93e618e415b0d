"""What stood before a question, and which messages answer which: for follow-ups and edits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.address import question_key
from bot.keeping import Keeping
from bot.lifetimes import FOLLOW_UP_S, QUESTION_S


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


class FollowUps:
    """Keeps by its number what a message asks, and what answers it; finds what it follows."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

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
        self._keeping.put(
            "answered", (*place, json.dumps(answers.there), answers.edited), QUESTION_S
        )
        for there in new:
            self._keeping.put("answer", (*there, *shown), QUESTION_S)

    def answers(self, asking: Asking) -> Answers:
        """Return what answers a message."""
        row = self._keeping.get(
            "SELECT answers, edited FROM answered WHERE chat = ? AND message = ?",
            asking.chat,
            asking.message,
        )
        if row is None:
            return Answers([], 0.0)
        return Answers([(chat, number) for chat, number in json.loads(row[0])], float(row[1]))

    def shown(self, chat: int, answer: int) -> str | None:
        """Return the key of the question that an answer answers, empty where that is none."""
        row = self._keeping.get(
            "SELECT key FROM answer WHERE chat = ? AND message = ?", chat, answer
        )
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
        self._keeping.put("asked", (asking.chat, asking.message, here, before), QUESTION_S)
        if row and was not in ("", here):
            self._follow_edit(asking, was, here)
        asks = asked is not None and asked.followed
        if (asks and last in ("", was)) or here != was == last:
            self._keeping.put(
                "latest", (asking.chat, asking.topic, asking.person, here), FOLLOW_UP_S
            )

    def question_before(self, asking: Asking, answer: int | None) -> str | None:
        """Return what stood before a message's question, as that was edited since.

        Of a message that is new it is the question of the answer that it replies to, or else what
        the person asked last there, as it was understood.
        """
        if (row := self._asked(asking)) is not None:
            _, key = row
        else:
            key = self._answered_by(asking.chat, answer) or self._latest(asking)
        found = self._keeping.get("SELECT text FROM question WHERE key = ?", key)
        return found[0] if found else None

    def _asked(self, asking: Asking) -> tuple[str, str] | None:
        """Return the keys of what a message asked and of what stood before it."""
        row = self._keeping.get(
            "SELECT key, before FROM asked WHERE chat = ? AND message = ?",
            asking.chat,
            asking.message,
        )
        return (row[0], row[1]) if row else None

    def _follow_edit(self, asking: Asking, was: str, here: str) -> None:
        """Put what a message asks by now before what was asked after it, unless another asks that.

        A message that cannot be followed has what stood before it as its own, and asks nothing.
        """
        with self._keeping.using() as db:
            db.execute(
                "UPDATE asked SET before = :here"
                " WHERE chat = :chat AND message > :message AND before = :was"
                " AND NOT EXISTS (SELECT 1 FROM asked"
                " WHERE chat = :chat AND key = :was AND before != :was)",
                {"chat": asking.chat, "message": asking.message, "was": was, "here": here},
            )

    def _answered_by(self, chat: int, message: int | None) -> str | None:
        row = self._keeping.get(
            "SELECT key FROM answer WHERE chat = ? AND message = ? AND followed", chat, message
        )
        return row[0] if row else None

    def _latest(self, asking: Asking) -> str:
        row = self._keeping.get(
            "SELECT key FROM latest WHERE chat = ? AND topic = ? AND person = ?",
            asking.chat,
            asking.topic,
            asking.person,
        )
        return row[0] if row else ""
