"""The pictures of an album, which arrive as a message each: one reply to them is enough."""

from collections import OrderedDict
from dataclasses import dataclass, field

import telegram
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.handlers.door import Door, Handler

KEPT = 1_000  # albums; the messages of one arrive together


@dataclass(frozen=True, slots=True)
class AlbumDoor(Door):
    """Drops all but the first of an album. Files of `admins` and what has a caption go on."""

    admins: frozenset[int] = frozenset()
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [TypeHandler(telegram.Update, self.drop_others)]

    async def drop_others(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop an update that is one more picture of an album."""
        message, person = update.message, update.effective_user
        if message is None or message.media_group_id is None:
            return
        is_first = message.media_group_id not in self._seen
        self._seen[message.media_group_id] = None
        if len(self._seen) > KEPT:
            self._seen.popitem(last=False)
        is_article = message.document and person is not None and person.id in self.admins
        if not (is_first or is_article or message.caption):
            raise ApplicationHandlerStop
