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
        via = message.via_bot if isinstance(message, telegram.Message) else None
        if via is not None and via.id == self.wire.bot_id and update.callback_query is None:
            raise ApplicationHandlerStop
