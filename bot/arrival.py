"""An update as the queue sees it: who asks, where, and how long an answer is worth giving."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update with its lane: updates of one lane are answered one after the other.

    `asks` tells whether somebody wants something of the bot. Where not, it is dropped; else it is
    written down, and counted for its person and, where it has one, its chat, with its weight.
    `sent_at` is when it was sent, in seconds since 1970, None where Telegram does not say.
    `can_be_told` is whether there is a way to say that it was one too many, and `waits` whether it
    is shown as waiting until then.
    """

    update: Any
    number: int
    lane: Hashable
    asks: bool
    person: Hashable
    chat: Hashable | None
    lasts_s: float
    weight: float = 1.0
    sent_at: float | None = None
    can_be_told: bool = True
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Flood:
    """An update that is one too many; whoever sent it is told so, unless they were already."""

    update: Any
    told: bool = False
