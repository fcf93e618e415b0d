"""The one way out: prove every quote in the payload, send it, and try again where that helps."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import telegram
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.errors import FalseQuoteError
from bot.message import Keyboard, Message
from bot.pacing import Sleep
from bot.payload import (
    NO_PREVIEW,
    Entities,
    Result,
    article_of,
    check,
    check_plain,
    is_true,
    keyboard_of,
    payload_entities,
)
from bot.proof import without_markup
from bot.trying import (
    CLOSED,
    MARKUP_REFUSALS,
    NO_TOPIC,
    NOT_THERE,
    NOTHING_TO_DO,
    Tries,
    is_for,
    quietly,
)
from bot.wording import Words

log = logging.getLogger(__name__)

T = TypeVar("T")
Post = Callable[[str, Entities], Awaitable[T]]

MAX_NOTICE_CHARS = 200  # core.telegram.org/bots/api#answercallbackquery
INLINE_CACHE_S = 30  # an index may be rebuilt at any time


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, the message it replies to, the topic of a forum."""

    chat_id: int
    reply_to: int | None = None
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that is there already: in a chat, or sent by way of an inline or guest query."""

    chat_id: int | None = None
    message_id: int | None = None
    inline_id: str | None = None


class Wire:
    """Sends messages through a bot. Nothing else in this package sends or edits one."""

    def __init__(
        self,
        bot: telegram.Bot,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._tries = Tries(sleep, clock)

    @property
    def bot_id(self) -> int:
        """Return the bot's own user id."""
        return int(self._bot.id)

    @property
    def bot_name(self) -> str:
        """Return the bot's username, without @."""
        return str(self._bot.username)

    @property
    def reads_groups(self) -> bool:
        """Tell whether privacy mode is off, so that every message of a group arrives."""
        return bool(self._bot.can_read_all_group_messages)

    async def send(
        self, place: Place, messages: Iterable[Message], words: Words
    ) -> list[tuple[int, int]]:
        """Send messages in order, up to the first that cannot go; return what was sent.

        Each is a chat, which is another one where that became a supergroup, and the number of a
        message in it.
        """
        there: list[tuple[int, int]] = []
        await self._add(place, there, messages, words)
        return there

    async def edit(self, shown: Shown, message: Message) -> None:
        """Change a message; raise FalseQuoteError, and leave it, where it would quote wrongly.

        Of a group that became a supergroup no message can be changed: the new one is sent there.
        """
        try:
            await self._edit(shown, message)
        except ChatMigrated as moved:
            await self._send_if_open(Place(moved.new_chat_id), message)
        except BadRequest as refusal:
            if not is_for(refusal, (*NOT_THERE, *CLOSED)):
                raise
            log.info("a message is not there to be edited any more: %s", refusal.message)

    async def replace(
        self,
        place: Place,
        old: list[tuple[int, int]],
        messages: Sequence[Message],
        words: Words,
        new: list[tuple[int, int]],
    ) -> None:
        """Put messages in the place of old ones, each as `send` returns it.

        An old one that was changed goes over to the new, one that was deleted goes; where this
        fails on the way, those that are still old show what they did.
        """
        try:
            for message in messages[: len(old)]:
                await self._edit(Shown(*old[0]), message)
                new.append(old.pop(0))
        except (BadRequest, ChatMigrated) as refusal:
            if isinstance(refusal, BadRequest) and not is_for(refusal, (*NOT_THERE, *CLOSED)):
                raise
        except FalseQuoteError as fault:
            old[:0], new[:] = new, []
            await self.replace(place, old, [_apology(fault, words)], words, new)
            return
        while old:
            await quietly(self._bot.delete_message(*old[0]))
            del old[0]
        await self._add(place, new, messages[len(new) :], words)

    async def notify(self, query_id: str, text: str = "", *, alert: bool = False) -> None:
        """Answer the press of a button; an empty text only ends the waiting."""
        shown = text[:MAX_NOTICE_CHARS]
        await quietly(self._bot.answer_callback_query(query_id, shown, show_alert=alert))

    async def offer(
        self, query_id: str, results: Sequence[Result], button: str = "", start: str = ""
    ) -> None:
        """Answer an inline query; a button above the results opens the private chat."""
        above = telegram.InlineQueryResultsButton(button, start_parameter=start) if button else None

        async def post(*, marked: bool) -> None:
            shown = results if marked else [_in_plain(result) for result in results]
            await self._bot.answer_inline_query(
                query_id,
                [article_of(result) for result in shown if is_true(result, marked=marked)],
                cache_time=INLINE_CACHE_S,
                is_personal=True,
                button=above,
            )

        try:
            try:
                await self._tries.twice(lambda: post(marked=True))
            except BadRequest as refusal:
                if not is_for(refusal, MARKUP_REFUSALS):
                    raise
                await self._tries.twice(lambda: post(marked=False))
        except BadRequest as refusal:
            if not is_for(refusal, NOTHING_TO_DO):
                raise
            log.info("an inline query had expired")
        except (NetworkError, RetryAfter) as error:
            log.warning("an inline query could not be answered (%s)", error.message)

    async def answer_guest(self, query_id: str, result: Result, words: Words) -> None:
        """Give the one reply that a mention of the bot outside of its chats may have."""

        async def post(text: str, entities: Entities) -> object:
            plain = replace(result, message=replace(result.message, text=text))
            return await self._bot.answer_guest_query(query_id, article_of(plain, entities))

        try:
            await self._marked(result.message, post, None)
        except BadRequest as refusal:
            if not is_for(refusal, NOTHING_TO_DO):
                raise
            log.info("a guest query had expired, or was answered before")
        except FalseQuoteError as fault:
            apology = replace(result, message=_apology(fault, words), title=words("fault"))
            await self.answer_guest(query_id, apology, words)

    async def file(self, file_id: str) -> bytes:
        """Return the content of a file that somebody sent."""
        found = await self._tries.persist(None, lambda: self._bot.get_file(file_id))
        return bytes(await found.download_as_bytearray())

    async def typing(self, place: Place) -> None:
        """Show that an answer is being looked for; that failing is nobody's concern."""
        await quietly(
            self._bot.send_chat_action(
                place.chat_id, ChatAction.TYPING, message_thread_id=place.topic
            )
        )

    async def _edit(self, shown: Shown, message: Message) -> None:
        async def post(text: str, entities: Entities) -> object:
            return await self._bot.edit_message_text(
                text,
                chat_id=shown.chat_id,
                message_id=shown.message_id,
                inline_message_id=shown.inline_id,
                entities=entities,
                reply_markup=keyboard_of(message.buttons),
                link_preview_options=NO_PREVIEW,
            )

        try:
            await self._marked(message, post, shown.chat_id)
        except Forbidden as refusal:
            log.info("a message cannot be edited any more: %s", refusal.message)
        except BadRequest as refusal:
            if not is_for(refusal, NOTHING_TO_DO):
                raise

    async def _add(
        self,
        place: Place,
        there: list[tuple[int, int]],
        messages: Iterable[Message],
        words: Words,
    ) -> None:
        """Send messages, and put each where it is as soon as it is there."""
        try:
            for message in messages:
                sent = await self._send_if_open(place, message)
                there += sent
                if not sent:
                    break
        except FalseQuoteError as fault:
            there += await self._send_if_open(place, _apology(fault, words))

    async def _send_if_open(self, place: Place, message: Message) -> list[tuple[int, int]]:
        """Send a message; return nothing, with a line, where the chat cannot be written to."""
        try:
            sent = await self._send(place, message)
        except (BadRequest, Forbidden) as refusal:
            if isinstance(refusal, BadRequest) and not is_for(refusal, CLOSED):
                raise
            log.info("a chat cannot be written to: %s", refusal.message)
            return []
        return [(sent.chat_id, sent.message_id)]

    async def _send(self, place: Place, message: Message) -> telegram.Message:
        async def post(text: str, entities: Entities) -> telegram.Message:
            return await self._post(place, message.buttons, text, entities)

        try:
            return await self._marked(message, post, place.chat_id)
        except ChatMigrated as moved:
            # The message replied to and the topic stayed behind in the old group.
            there = Place(moved.new_chat_id)
        except BadRequest as refusal:
            if place.topic is None or not is_for(refusal, NO_TOPIC):
                raise
            log.info("a topic is gone, the answer goes to the general one: %s", refusal.message)
            there = replace(place, topic=None)
        return await self._send(there, message)

    async def _marked(self, message: Message, post: Post[T], chat_id: int | None) -> T:
        """Post with markup, or as plain text where Telegram refuses it; proven each time."""
        entities = payload_entities(message)
        check(message.text, entities, message)
        try:
            return await self._tries.persist(chat_id, lambda: post(message.text, entities))
        except BadRequest as refusal:
            if not is_for(refusal, MARKUP_REFUSALS) or not message.marks:
                raise
            log.warning("Telegram refused the markup, sending plain text: %s", refusal.message)
        plain = without_markup(message)
        check_plain(plain.text, plain)
        return await self._tries.persist(chat_id, lambda: post(plain.text, []))

    async def _post(
        self, place: Place, buttons: Keyboard, text: str, entities: Entities
    ) -> telegram.Message:
        return await self._bot.send_message(
            place.chat_id,
            text,
            entities=entities,
            message_thread_id=place.topic,
            reply_parameters=_reply(place),
            reply_markup=keyboard_of(buttons),
            link_preview_options=NO_PREVIEW,
        )


def _apology(fault: FalseQuoteError, words: Words) -> Message:
    """Log why a message is withheld; return what is said in its place."""
    log.error("a message was withheld, its quote is false: %s", fault)
    return Message(words("fault"))


def _in_plain(result: Result) -> Result:
    return replace(result, message=without_markup(result.message))


def _reply(place: Place) -> telegram.ReplyParameters | None:
    if place.reply_to is None:
        return None
    # Somebody may delete the question while it is being answered.
    return telegram.ReplyParameters(place.reply_to, allow_sending_without_reply=True)
