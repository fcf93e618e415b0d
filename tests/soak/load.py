"""People who ask at a steady rate, and the account of what they were answered."""

import math
import random
import threading
import time
from dataclasses import dataclass, field
from itertools import count, cycle

from bot.wording import LANGUAGES, load_wording
from tests.telegram_server import Chat, Message, Person, TelegramServer

QUESTIONS = (
    "Combien de civils ont été tués mardi ?",
    "Et mercredi ?",
    "Who vetoed the French resolution?",
    "¿Dónde se reunirán los ministros?",
    "Quelle est la recette de la tarte Tatin ?",
    "أين ستعقد الاجتماعات الدولية؟",
    "Почему Россия наложила вето?",
    "Wann findet das Treffen in Lausanne statt?",
    "Que dit l'OSDH des bombardements sur les quartiers rebelles de la ville d'Alep ?",
)
FRESH = "Que s'est-il passé dans la rue {number} du quartier {number} ?"
_WORDING = load_wording()
REFUSALS = frozenset(
    _WORDING.of(language)(name) for language in LANGUAGES for name in ("flood", "failure", "fault")
)
KEPT_MESSAGES = 40  # a chat; an hour of load would otherwise fill the memory of the stand-in


@dataclass(slots=True)
class Asked:
    """A question, and when the replies to it were accepted, on the monotonic clock."""

    at: float
    replies: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the questions."""

    asked: int
    lost: int
    twice: int
    waits_s: tuple[float, ...]
    """From each question to its first reply, ascending."""

    def percentile(self, share: float) -> float:
        """Return the wait that so great a share of the questions did not exceed, in seconds."""
        if not self.waits_s:
            return math.inf
        return self.waits_s[min(len(self.waits_s) - 1, int(share * len(self.waits_s)))]

    def __str__(self) -> str:
        points = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "p99.9": 0.999}
        waits = ", ".join(f"{name} {1000 * self.percentile(p):.0f}" for name, p in points.items())
        worst = 1000 * self.percentile(1.0)
        return (
            f"asked {self.asked}, lost {self.lost}, answered twice {self.twice}"
            f" ({100 * self.twice / max(1, self.asked):.2f} %); ms {waits}, worst {worst:.0f}"
        )


class Crowd:
    """So many private chats and groups, in each of which somebody asks every so many seconds.

    A share of the questions is `fresh`: nobody asked it before, so the bot has to work it out.
    """

    def __init__(
        self,
        telegram: TelegramServer,
        *,
        private: int,
        groups: int,
        period_s: float = 5.0,
        fresh: float = 0.0,
    ) -> None:
        self._telegram = telegram
        self._period_s = period_s
        self._fresh = fresh
        self._fresh_number = 0
        people = [telegram.user(f"P{n}", random.choice(["fr", "en", "ru"])) for n in range(private)]
        rooms = [telegram.group(f"G{n}") for n in range(groups)]
        places = [(person, person.private) for person in people]
        places += [(telegram.user(f"Q{n}", "en"), room) for n, room in enumerate(rooms)]
        random.shuffle(places)
        self._places: list[tuple[Person, Chat]] = places
        self._turns = cycle(places)  # goes on where it was, or the first few would ask all the time
        self._asked: dict[tuple[int, int], Asked] = {}
        self._questions = cycle(QUESTIONS)
        self._read = 0
        self._quiet = threading.Event()

    def ask(self, seconds: float) -> None:
        """Ask evenly for so long, however late an answer is."""
        gap = self._period_s / len(self._places)
        begin = time.monotonic()
        for number in count():
            due = number * gap
            if due >= seconds:
                return
            time.sleep(max(0.0, begin + due - time.monotonic()))
            if number % 256 == 255:
                self.tidy()
            if not self._quiet.is_set():
                self._ask_one(*next(self._turns))

    def hush(self) -> None:
        """Let nobody ask for a while."""
        self._quiet.set()

    def speak(self) -> None:
        """Let people ask again."""
        self._quiet.clear()

    def wait_for_answers(self, patience_s: float) -> None:
        """Wait until each question has an answer, or none has come for so long."""
        left, since = -1, time.monotonic()
        while time.monotonic() - since < patience_s:
            self.tidy()
            now = len(self.unanswered())
            if now == 0:
                return
            if now != left:
                left, since = now, time.monotonic()
            time.sleep(0.2)

    def account(self) -> Account:
        """Return what became of the questions so far."""
        self.tidy()
        all_asked = list(self._asked.values())  # somebody may be asking meanwhile
        waits = sorted(asked.replies[0] - asked.at for asked in all_asked if asked.replies)
        return Account(
            len(all_asked),
            sum(not asked.replies for asked in all_asked),
            sum(len(asked.replies) > 1 for asked in all_asked),
            tuple(waits),
        )

    def unanswered(self) -> list[tuple[int, int]]:
        """Return chat and message of the questions without an answer."""
        return [place for place, asked in list(self._asked.items()) if not asked.replies]

    def tidy(self) -> None:
        """Read what the bot has sent since, and have the stand-in forget what was read."""
        telegram = self._telegram
        with telegram.world.lock:
            for request in telegram.requests:
                if request.method == "sendMessage" and request.status == 200:
                    self._note(request.params, request.at)
            telegram.requests.clear()
            telegram.updates.pushed.clear()
            telegram.faults.struck.clear()
            for _, chat in self._places:
                if len(chat.messages) > 2 * KEPT_MESSAGES:
                    for old in chat.messages[:-KEPT_MESSAGES]:
                        chat.by_id.pop(old.id, None)
                    del chat.messages[:-KEPT_MESSAGES]

    def _ask_one(self, person: Person, chat: Chat) -> None:
        question = next(self._questions)
        if random.random() < self._fresh:
            self._fresh_number += 1
            question = FRESH.format(number=self._fresh_number)
        if chat.type != "private":
            question = f"/ask@{self._telegram.bot.username} {question}"
        with self._telegram.world.lock:
            message: Message = person.sends(chat, question)
            self._asked[chat.id, message.id] = Asked(time.monotonic())

    def _note(self, params: dict[str, object], at: float) -> None:
        reply = params.get("reply_parameters")
        chat = params.get("chat_id")
        if params.get("text") in REFUSALS:
            return  # who is told that it was too much has no answer
        if isinstance(reply, dict) and isinstance(chat, int):
            asked = self._asked.get((chat, int(reply["message_id"])))
            if asked is not None:
                asked.replies.append(at)
