"""Updates on their way to the bot: queued, filtered, handed out, confirmed."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "guest_message",
)
# These come only to bots that ask for them by name.
OPT_IN = ("chat_member", "message_reaction")


class Updates:
    """The queue of one bot."""

    def __init__(self) -> None:
        self.pending: deque[dict[str, Any]] = deque()
        self.allowed: tuple[str, ...] = ()
        self.pushed: list[dict[str, Any]] = []
        """Every update ever queued, for tests of the delivery rules."""
        self.on_push: Callable[[], object] = lambda: None
        self._next_id = 900_000_001

    def wants(self, kind: str) -> bool:
        """Tell whether the bot asked for this kind; an empty list means the default ones."""
        return kind in self.allowed if self.allowed else kind not in OPT_IN

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Set the kinds from now on; None keeps what was set before, as Telegram does."""
        if kinds is not None:
            self.allowed = tuple(kind for kind in kinds if kind in KINDS)

    def push(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue an update, unless the bot does not want its kind."""
        if not self.wants(kind):
            return
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self.pending.append(update)
        self.pushed.append(update)
        self.on_push()

    def repeat(self, update: dict[str, Any]) -> None:
        """Deliver an update once more, as Telegram does after a lost confirmation."""
        self.pending.appendleft(update)
        self.on_push()

    def confirm(self, offset: int) -> None:
        """Forget what comes before an offset; a negative one counts from the end."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset > 0:
            while self.pending and self.pending[0]["update_id"] < offset:
                self.pending.popleft()

    def holds(self, update: dict[str, Any]) -> bool:
        """Tell whether an update is still to be delivered."""
        return any(pending is update for pending in self.pending)

    def first(self, limit: int) -> list[dict[str, Any]]:
        """Return the oldest updates without forgetting them."""
        return [self.pending[index] for index in range(min(limit, len(self.pending)))]
