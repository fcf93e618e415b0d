"""Long polling: one poller at a time, woken by updates."""

import asyncio
from typing import Any

from .api import Api
from .params import Params
from .refusals import Refused

MAX_TIMEOUT_S = 50
_WEBHOOK = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class Polling:
    """What getUpdates keeps between calls; lives in the server's event loop."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._news = asyncio.Event()
        self._turn = 0
        self.busy = False
        """Whether a poller is waiting now."""

    def wake(self) -> None:
        """Tell the waiting poller that something changed."""
        self._news.set()

    async def get_updates(self, params: Params) -> list[dict[str, Any]]:
        """Confirm what was received, then answer with what there is, or wait for it."""
        if self._api.webhook.url:
            raise Refused(409, _WEBHOOK)
        with self._api.world.lock:
            self._api.updates.allow(params.items("allowed_updates", "allowed updates"))
            self._api.updates.confirm(params.integer("offset"))
        self._turn += 1
        self.wake()  # a poll that is still waiting finds that its turn is over
        limit = min(max(params.integer("limit", 100), 1), 100)
        timeout_s = min(max(params.integer("timeout"), 0), MAX_TIMEOUT_S)
        return await self._wait(self._turn, limit, timeout_s)

    async def _wait(self, turn: int, limit: int, timeout_s: float) -> list[dict[str, Any]]:
        end = asyncio.get_running_loop().time() + timeout_s
        while True:
            if turn != self._turn:
                raise Refused(409, _TERMINATED)
            if self._api.webhook.url:
                raise Refused(409, "terminated by setWebhook request")
            with self._api.world.lock:
                found = self._api.updates.first(limit)
            left = end - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            await self._sleep(left)

    async def _sleep(self, seconds: float) -> None:
        self._news.clear()
        self._set_busy(True)
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        with self._api.world.lock:
            self.busy = busy
            self._api.world.waiter.tell()
