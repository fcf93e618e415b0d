"""What nobody foresaw: logged first, then one line to whoever asked."""

import logging

import telegram
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.handlers.door import Door
from bot.message import Message
from bot.payload import Result

log = logging.getLogger(__name__)


class FailureDoor(Door):
    """Takes the errors that the other doors let through."""

    __slots__ = ()

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error, then tell the person that it was not their fault."""
        error = context.error
        foreseen = NetworkError | RetryAfter | Conflict
        if isinstance(error, foreseen) and not isinstance(error, BadRequest):
            log.warning("an update could not be answered: %s", error.message)
            if not (isinstance(error, Conflict) or _is_press(update)):
                return  # what could not be sent for an hour, an apology will not be either
        else:
            log.error("an update could not be handled", exc_info=error)
        if not isinstance(update, telegram.Update):
            return
        words = self.words_for(update)
        try:
            if update.callback_query is not None:
                await self.wire.notify(update.callback_query.id, words("failure"), alert=True)
            elif update.guest_message is not None and update.guest_message.guest_query_id:
                query_id = update.guest_message.guest_query_id
                result = Result("failure", words("failure"), "", Message(words("failure")))
                await self.wire.answer_guest(query_id, result, words)
            elif update.message is not None or update.edited_message is not None:
                await self.say(update, Message(words("failure")))
        except TelegramError as error:
            log.warning("nor could the person be told: %s", type(error).__name__)


def _is_press(update: object) -> bool:
    """Tell whether an update is a press, whose answer no chat waits for."""
    return isinstance(update, telegram.Update) and update.callback_query is not None
