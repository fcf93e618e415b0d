"""The one way out: prove every quote in the payload, send it, and try again where that helps."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import telegram
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.errors import FalseQuoteError
from bot.message import MAX_UNITS, Message, utf16_units
from bot.proof import Entity, prove, prove_plain, without_markup
from bot.wording import Words

log = logging.getLogger(__name__)

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

ATTEMPTS = 6
LONGEST_PAUSE_S = 30.0
# Telegram names what it dislikes in the text of a 400 alone; these are about the markup.
MARKUP_REFUSALS = ("can't parse entities", "entity", "entities")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, the message it replies to, the topic of a forum."""

    chat_id: int
    reply_to: int | None = None
    topic: int | None = None


class Wire:
    """Sends messages through a bot. Nothing else in this package sends or edits one."""

    def __init__(self, bot: telegram.Bot, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._sleep = sleep

    async def send(
        self, place: Place, messages: Iterable[Message], words: Words
    ) -> list[telegram.Message]:
        """Send messages in order, up to the first that cannot go; return what was sent."""
        sent = []
        try:
            for message in messages:
                sent.append(await self._send_marked(place, message))  # noqa: PERF401  # keeps what was sent
        except FalseQuoteError as fault:
            log.error("a message was withheld, its quote is false: %s", fault)
            await self._send_marked(place, Message(words("fault")))
        except Forbidden as refusal:
            log.info("a chat cannot be written to any more: %s", refusal.message)
        return sent

    async def typing(self, place: Place) -> None:
        """Show that an answer is being looked for; that failing is nobody's concern."""
        try:
            await self._bot.send_chat_action(
                place.chat_id, ChatAction.TYPING, message_thread_id=place.topic
            )
        except telegram.error.TelegramError as error:
            log.debug("the typing action failed: %s", error)

    async def _send_marked(self, place: Place, message: Message) -> telegram.Message:
        """Send with markup, or as plain text where Telegram refuses the markup."""
        entities = payload_entities(message)
        check(message.text, entities, message)
        try:
            return await self._deliver(place, message.text, entities)
        except BadRequest as refusal:
            if not is_about_markup(refusal) or not message.marks:
                raise
            log.warning("Telegram refused the markup, sending plain text: %s", refusal.message)
        plain = without_markup(message)
        check_plain(plain.text, plain)
        return await self._deliver(place, plain.text, [])

    async def _deliver(
        self, place: Place, text: str, entities: list[telegram.MessageEntity]
    ) -> telegram.Message:
        try:
            return await self._persist(lambda: self._post(place, text, entities))
        except ChatMigrated as moved:
            # The message replied to and the topic stayed behind in the old group.
            there = Place(moved.new_chat_id)
        return await self._persist(lambda: self._post(there, text, entities))

    async def _post(
        self, place: Place, text: str, entities: list[telegram.MessageEntity]
    ) -> telegram.Message:
        return await self._bot.send_message(
            place.chat_id,
            text,
            entities=entities,
            message_thread_id=place.topic,
            reply_parameters=_reply(place),
            link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
        )

    async def _persist(self, action: Callable[[], Awaitable[T]]) -> T:
        """Do it again after the pause that Telegram asks for, or after growing, jittered ones."""
        for attempt in range(1, ATTEMPTS):
            try:
                return await action()
            except RetryAfter as flood:
                pause = seconds(flood)
            except BadRequest:
                raise  # a kind of NetworkError in this library, and never mended by waiting
            except NetworkError as error:
                pause = min(LONGEST_PAUSE_S, 2.0**attempt) * random.uniform(0.25, 0.5)
                log.warning("sending failed (%s), again in %.1f s", type(error).__name__, pause)
            await self._sleep(pause)
        return await action()


def payload_entities(message: Message) -> list[telegram.MessageEntity]:
    """Return the marks as Telegram takes them, in UTF-16 units."""
    return [
        telegram.MessageEntity(
            mark.kind.value,
            utf16_units(message.text[: mark.start]),
            utf16_units(message.text[mark.start : mark.end]),
            url=mark.url,
        )
        for mark in message.marks
    ]


def check(text: str, entities: Iterable[telegram.MessageEntity], message: Message) -> None:
    """Raise FalseQuoteError unless the payload quotes its articles word for word."""
    _check_length(text)
    read = [Entity(entity.type, entity.offset, entity.length, entity.url) for entity in entities]
    prove(text, read, message.passages)


def check_plain(text: str, message: Message) -> None:
    """Raise FalseQuoteError unless the plain payload quotes its articles word for word."""
    _check_length(text)
    prove_plain(text, message.passages)


def is_about_markup(refusal: BadRequest) -> bool:
    """Tell whether Telegram refused the look of a message, not the message."""
    return any(words in refusal.message.lower() for words in MARKUP_REFUSALS)


def _check_length(text: str) -> None:
    if utf16_units(text) > MAX_UNITS:
        raise FalseQuoteError(f"a message of {utf16_units(text)} units would be refused or cut")


def _reply(place: Place) -> telegram.ReplyParameters | None:
    if place.reply_to is None:
        return None
    # Somebody may delete the question while it is being answered.
    return telegram.ReplyParameters(place.reply_to, allow_sending_without_reply=True)


def seconds(flood: RetryAfter) -> float:
    """Return the pause that Telegram asks for."""
    wait = flood.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
