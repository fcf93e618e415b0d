"""Long texts → pieces, and blocks → messages under Telegram's limits, never inside a mark."""

import unicodedata
from collections.abc import Iterable

from bot.message import MAX_MARKS, MAX_UNITS, Message, joined, utf16_units

# Room for the label, the context and the source that share a message with a piece.
PIECE_UNITS = 2400
# Room for the quotation marks that replace the markup where Telegram refuses it.
PACK_UNITS = MAX_UNITS - 200


def pieces(text: str, start: int, end: int, limit: int = PIECE_UNITS) -> list[tuple[int, int]]:
    """Cut `text[start:end]` at blanks into spans of at most `limit` UTF-16 units.

    The blanks at a cut belong to neither side. A run without blanks is cut between characters.
    """
    spans = []
    while start < end:
        stop = _within(text, start, end, limit)
        if stop < end:
            stop = _cut(text, start, stop)
        spans.append((start, start + len(text[start:stop].rstrip())))
        start = stop
        while start < end and text[start].isspace():
            start += 1
    return spans


def packed(blocks: Iterable[Message], separator: str = "\n\n") -> list[Message]:
    """Put blocks together into as few messages as the limits allow, in their order."""
    messages: list[Message] = []
    for block in blocks:
        if messages and fits(together := joined([messages[-1], block], separator)):
            messages[-1] = together
        else:
            messages.append(block)
    return messages


def fits(message: Message) -> bool:
    """Tell whether Telegram takes a message, without its markup too."""
    return message.units <= PACK_UNITS and len(message.marks) <= MAX_MARKS


def _within(text: str, start: int, end: int, limit: int) -> int:
    """Return how far one can go from `start` without passing the limit of units."""
    stop = min(end, start + limit)
    while utf16_units(text[start:stop]) > limit:
        stop -= max(1, (utf16_units(text[start:stop]) - limit) // 2)
    return stop


def _cut(text: str, start: int, stop: int) -> int:
    """Return the place of the last blank before `stop`, or `stop` moved off a joined character."""
    for place in range(stop, start, -1):
        if text[place].isspace():
            return place
    place = stop
    while place > start + 1 and _joins(text, place):
        place -= 1
    return place if place > start + 1 else stop


def _joins(text: str, place: int) -> bool:
    """Tell whether the character at `place` belongs to the one before it."""
    return unicodedata.category(text[place])[0] == "M" or "\u200d" in text[place - 1 : place + 1]
