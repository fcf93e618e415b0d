"""Groups: answers where the bot is addressed, short, and silent otherwise."""

import re
from string import whitespace

import telegram
from telegram.constants import ChatMemberStatus, MessageEntityType
from telegram.ext import (
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.handlers.asking import AskingDoor, after_command, is_from, words_in
from bot.handlers.door import Handler, place_of
from bot.message import Message, joined
from bot.wire import Place

GROUP = filters.ChatType.GROUPS & (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE)
WORDS = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION
ABSENT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
APART = "-–—,;:،؛"  # sets a name off from the sentence that it stands in
# A mark that ends a sentence belongs to a name before it where a blank follows alone: ".NET".
BEHIND = re.compile(rf"(\s|[{APART}]|[.!?…؟]+(?!\S))*")
GOES_ON = re.compile(rf"\s*([{APART}.!?…؟]|$)")


class GroupDoor(AskingDoor):
    """Answers in groups and supergroups, in the topic where it was asked."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [
            CommandHandler("ask", self.ask_command, GROUP),
            MessageHandler(GROUP & WORDS, self.said),
            MessageHandler(filters.StatusUpdate.MIGRATE, self.moved),
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    async def ask_command(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer `/ask question`, or the message that `/ask` replies to."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        await self._answer(message, after_command(message))

    async def said(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a reply to the bot's message, or a mention of it; keep silent otherwise."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        without = without_mention(message, self.wire.bot_name, self.wire.bot_id)
        replied = message.reply_to_message
        if without is not None:
            await self._answer(message, without)
        elif replied is not None and is_from(replied, self.wire.bot_id) and replied.text:
            await self.answer_message(message, words_in(message), short=True)

    async def _answer(self, message: telegram.Message, asked: str) -> None:
        """Answer what was asked, else what was said in the message replied to."""
        to, replied = place_of(message), message.reply_to_message
        said = replied_text(message, self.wire.bot_id)
        if asked:
            await self.answer_message(message, asked, short=True)
        elif replied is not None and said:
            there = Place(to.chat_id, replied.message_id, to.topic)
            await self.answer_message(message, said, short=True, place=there)
        else:
            words = self.words_of(message.from_user)
            usage = Message(words("ask-usage", bot=self.wire.bot_name))
            await self.deliver(message, to, [usage], words)

    async def moved(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take along what is known of a group that became a supergroup; both of them say so."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        old = message.migrate_from_chat_id or message.chat_id
        self.memory.move_chat(old, message.migrate_to_chat_id or message.chat_id)

    async def membership(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say once what the bot does where somebody added it, and explain privacy mode to them."""
        change = update.my_chat_member
        assert change is not None  # the handler takes nothing else
        came = change.old_chat_member.status in ABSENT
        stays = change.new_chat_member.status not in ABSENT
        if not (came and stays) or change.chat.type not in {"group", "supergroup"}:
            return
        words, bot = self.words_of(change.from_user), self.wire.bot_name
        hello = Message(words("group-hello", bot=bot))
        is_admin = change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
        if not (is_admin or self.wire.reads_groups):
            mode = Message(words("group-privacy-mode", bot=bot))
            # A bot may not write first to somebody who never wrote to it: then it is said here.
            if not await self.wire.send(Place(change.from_user.id), [mode], words):
                hello = joined([hello, mode], "\n\n")
        await self.wire.send(Place(change.chat.id), [hello], words)


def without_mention(message: telegram.Message, bot_name: str, bot_id: int) -> str | None:
    """Return what is left of a message that mentions the bot; None where it does not."""
    kinds: list[str | None] = [MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION]
    try:
        mentions = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    except UnicodeEncodeError:  # half of a character that is written as two: no client sends it
        return None
    said, addressed = words_in(message), False
    for entity, text in mentions.items():
        named = text.lower() == f"@{bot_name}".lower()
        if named or (entity.user is not None and entity.user.id == bot_id):
            said, addressed = _without(said, text), True
    return said if addressed else None


def _without(text: str, name: str) -> str:
    """Return a text without a name that somebody is addressed by, and without what set it off."""
    before, _, behind = text.partition(name)
    if before.rstrip().endswith("(") and behind.lstrip().startswith(")"):
        before, behind = before.rstrip()[:-1], behind.lstrip()[1:]
    if not before.strip():
        return BEHIND.sub("", behind, count=1).rstrip()
    if GOES_ON.match(behind):
        return before.rstrip(APART + whitespace) + behind.rstrip()
    return f"{before.strip()} {behind.strip()}"


def replied_text(message: telegram.Message, bot_id: int) -> str | None:
    """Return what somebody else said in the message replied to, or the part that was picked out."""
    replied = message.reply_to_message
    if replied is not None and is_from(replied, bot_id):
        return None
    if message.quote is not None:
        return message.quote.text
    return words_in(replied) if replied is not None else None
