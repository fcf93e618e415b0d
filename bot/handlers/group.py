"""Groups: answers where the bot is addressed, short, and silent otherwise."""

import telegram
from telegram.constants import ChatMemberStatus
from telegram.ext import ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.handlers.asking import AskingDoor
from bot.handlers.door import Handler, asking_of, place_of
from bot.handlers.said import (
    COMMAND,
    Command,
    after_command,
    called_to,
    replies_to,
    wants_answer,
    without_mention,
    words_in,
)
from bot.message import Message, joined
from bot.wire import Place

GROUP = filters.ChatType.GROUPS & (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE)
WORDS = (filters.TEXT | filters.CAPTION) & ~COMMAND
ABSENT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


class GroupDoor(AskingDoor):
    """Answers in groups and supergroups, in the topic where it was asked."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [
            MessageHandler(GROUP & Command("/ask"), self.ask_command),
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
        """Answer a reply to the bot's message, or a mention of it; keep silent otherwise.

        A reply that was edited into what wants no answer loses the one that it had.
        """
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        without = without_mention(message, self.wire.bot_name, self.wire.bot_id)
        if without is not None:
            await self._answer(message, without)
        elif not replies_to(message, self.wire.bot_id):
            return
        elif wants_answer(message):
            await self.answer_message(message, words_in(message), short=True)
        elif self.memory.followups.answers(asking_of(message)).there:
            # It was edited, and asks nothing any more.
            await self.deliver(message, place_of(message), [], self.words_of(message.from_user))

    async def _answer(self, message: telegram.Message, asked: str) -> None:
        """Answer what was asked, else what was said in the message replied to."""
        to, replied = place_of(message), message.reply_to_message
        said = called_to(message, asked, self.wire.bot_name, self.wire.bot_id)
        if replied is not None and said is not None:
            there = Place(to.chat_id, replied.message_id, to.topic)
            await self.answer_message(message, said, short=True, place=there)
        elif asked:
            await self.answer_message(message, asked, short=True)
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
        """Say once what the bot does where somebody added it, and what it sees there."""
        change = update.my_chat_member
        assert change is not None  # the handler takes nothing else
        came = change.old_chat_member.status in ABSENT
        stays = change.new_chat_member.status not in ABSENT
        if not (came and stays) or change.chat.type not in {"group", "supergroup"}:
            return
        words, bot = self.words_of(change.from_user), self.wire.bot_name
        hello = Message(words("group-hello", bot=bot))
        is_admin = change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
        if is_admin or self.wire.reads_groups:
            hello += " " + words("group-mentions", bot=bot)
        else:
            mode = Message(words("group-privacy-mode", bot=bot))
            # A bot may not write first to somebody who never wrote to it: then it is said here.
            if not await self.wire.send(Place(change.from_user.id), [mode], words):
                hello = joined([hello, mode], "\n\n")
        await self.wire.send(Place(change.chat.id), [hello], words)
