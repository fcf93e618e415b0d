"""The pictures of an album, which arrive as a message each: one reply to them is enough."""

from collections import OrderedDict
from dataclasses import dataclass

import telegram
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.handlers.door import Door, Handler

KEPT = 1_000  # albums; the messages of one arrive together


class Albums:
    """Knows which message of an album came first."""

    def __init__(self, admins: frozenset[int]) -> None:
        self._admins = admins
        self._first: OrderedDict[str, int] = OrderedDict()

    def drops(self, update: telegram.Update) -> bool:
        """Tell whether an update is one more picture of an album; files of `admins` are not."""
        message, person = update.message, update.effective_user
        if message is None or message.media_group_id is None:
            return False
        first = self._first.setdefault(message.media_group_id, message.message_id)
        if len(self._first) > KEPT:
            self._first.popitem(last=False)
        is_article = message.document and person is not None and person.id in self._admins
        return not (message.message_id == first or is_article or message.caption)


@dataclass(frozen=True, slots=True)
class AlbumDoor(Door):
    """Drops all but the first of an album. Files of administrators and what has a caption go on."""

    albums: Albums

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [TypeHandler(telegram.Update, self.drop_others)]

    async def drop_others(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop an update that is one more picture of an album."""
        if self.albums.drops(update):
            raise ApplicationHandlerStop
