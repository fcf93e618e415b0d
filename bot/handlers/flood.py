"""Who asks too much is told so once, and not answered until it has become calm."""

from telegram.ext import ContextTypes, TypeHandler

from bot.arrival import Flood
from bot.handlers.door import Door, Handler, asking_of
from bot.message import Message


class FloodDoor(Door):
    """Says the one friendly line; the queue sees to it that it is one."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [TypeHandler(Flood, self.turned_away)]

    async def turned_away(self, flood: Flood, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that it was too much at once, where it can be said without a quarrel.

        A question that has its answer was delivered again, and the line would take its place.
        """
        update = flood.update
        line = "" if flood.told else self.words_for(update)("flood")
        if update.callback_query is not None:
            await self.wire.notify(update.callback_query.id, line, alert=bool(line))
        elif not self.memory.followups.answers(asking_of(update.message)).there:
            await self.say(update, Message(line))
