"""What the queue needs to know of an update: who asks, where, and for how long it matters."""

from collections import OrderedDict
from typing import Any

import telegram
from telegram.ext import filters

from bot.arrival import Arrival
from bot.commands import COMMANDS
from bot.handlers.door import person_of
from bot.handlers.private import ANSWERED
from bot.handlers.said import command_in, replies_to, wants_answer, without_mention, words_in
from bot.lifetimes import CHOICE_S, PRESS_S, TYPED_S, WAITING_S
from bot.parsing import read_update

# Telegram sends what is typed at every pause, so a question is several queries.
TYPED_WEIGHT = 0.25
KEPT_ALBUMS = 1_000  # the messages of one arrive together


class Arrivals:
    """Reads updates for the queue."""

    def __init__(self, bot: telegram.Bot, admins: frozenset[int]) -> None:
        self._bot = bot
        self._albums = Albums(admins)

    def restore(self, payload: Any) -> object:
        """Return the update that JSON was made of; None where it cannot be read."""
        return read_update(payload, self._bot)

    def read(self, update: object) -> Arrival | None:
        """Return what an update is to the queue; None where it is no update."""
        if not isinstance(update, telegram.Update):
            return None
        if update.inline_query is not None:
            # Each in a lane of its own: a query is answered at once, or not at all.
            query = update.inline_query
            typing = ("typing", query.from_user.id)
            lane = ("query", query.id)
            return Arrival(
                update,
                update.update_id,
                lane,
                True,
                typing,
                None,
                TYPED_S,
                TYPED_WEIGHT,
                can_be_told=False,
            )
        if update.callback_query is not None:
            # In a lane of their own: an article that an administrator takes may need minutes.
            press, chat = update.callback_query, update.effective_chat
            under = press.inline_message_id if chat is None else chat.id
            return _asking(update, ("press", under), press.from_user.id, PRESS_S)
        message = update.effective_message
        if message is not None and self._is_echo(message):
            return _overheard(update)
        if update.guest_message is not None:
            message = update.guest_message
            caller = message.guest_bot_caller_user
            person = caller.id if caller else person_of(message)
            return _asking(update, ("guest", message.guest_query_id), person, PRESS_S)
        return self._message(update)

    def _message(self, update: telegram.Update) -> Arrival:
        message, chat = update.effective_message, update.effective_chat
        place = chat.id if chat is not None else 0
        if message is not None and self._asks(update, message):
            return _asking(update, ("chat", place), person_of(message), WAITING_S, place)
        if message is not None and filters.StatusUpdate.MIGRATE.check_update(update):
            # What is overheard is dropped, and with this the group's choice of articles would be.
            person = person_of(message)
            return _asking(update, ("chat", place), person, CHOICE_S, weight=0.0)
        if update.my_chat_member is not None:
            person = update.my_chat_member.from_user.id
            return _asking(update, ("chat", place), person, WAITING_S, place)
        return _overheard(update)

    def _is_echo(self, message: telegram.Message) -> bool:
        """Tell whether a message is an inline result of the bot, which comes back to it."""
        return message.via_bot is not None and message.via_bot.id == self._bot.id

    def _asks(self, update: telegram.Update, message: telegram.Message) -> bool:
        """Tell whether a message is for the bot; in private, all that somebody says is."""
        if self._albums.drops(update):
            return False
        if message.chat.type == "private":
            return bool(ANSWERED.check_update(update))
        return self._is_addressed(message)

    def _is_addressed(self, message: telegram.Message) -> bool:
        """Tell whether a message of a group is our command, names the bot, or wants its answer.

        A reply that was edited may have one that it is to lose.
        """
        if not words_in(message):
            return False
        command = command_in(message, self._bot.username)
        if command is not None:
            return command in COMMANDS
        if without_mention(message, self._bot.username, self._bot.id) is not None:
            return True
        if not replies_to(message, self._bot.id):
            return False
        return message.edit_date is not None or wants_answer(message)


class Albums:
    """Knows which message of an album came first: one reply to its pictures is enough."""

    def __init__(self, admins: frozenset[int]) -> None:
        self._admins = admins
        self._first: OrderedDict[str, int] = OrderedDict()

    def drops(self, update: telegram.Update) -> bool:
        """Tell whether an update is one more picture of an album.

        What has a caption is none, and neither is a file of `admins`.
        """
        message, person = update.message, update.effective_user
        if message is None or message.media_group_id is None:
            return False
        first = self._first.setdefault(message.media_group_id, message.message_id)
        if len(self._first) > KEPT_ALBUMS:
            self._first.popitem(last=False)
        is_article = message.document and person is not None and person.id in self._admins
        return not (message.message_id == first or is_article or message.caption)


def _overheard(update: telegram.Update) -> Arrival:
    return Arrival(update, update.update_id, "heard", False, 0, None, 0.0)


def _asking(
    update: telegram.Update,
    lane: Any,
    person: Any,
    lasts_s: float,
    chat: int | None = None,
    weight: float = 1.0,
) -> Arrival:
    message = update.effective_message if update.callback_query is None else None
    sent = (message.edit_date or message.date).timestamp() if message is not None else None
    return Arrival(
        update,
        update.update_id,
        lane,
        True,
        person,
        chat,
        lasts_s,
        weight,
        sent_at=sent,
        can_be_told=update.callback_query is not None or update.message is not None,
        waits=update.callback_query is not None,
    )
