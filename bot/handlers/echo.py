"""The bot's own inline results, which come back where it is a member: dropped."""

import telegram
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.handlers.door import Door, Handler


class EchoDoor(Door):
    """Keeps the bot from answering itself. It stands before all other doors."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [TypeHandler(telegram.Update, self.drop_own)]

    async def drop_own(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop an update that is a message sent by way of this bot."""
        message = update.effective_message
        if message is None or update.callback_query is not None:
            return
        if is_echo(message, self.wire.bot_id):
            raise ApplicationHandlerStop


def is_echo(message: telegram.Message, bot_id: int) -> bool:
    """Tell whether somebody sent a message by way of a bot."""
    return message.via_bot is not None and message.via_bot.id == bot_id
