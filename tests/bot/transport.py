"""A Bot API that answers in memory: the transport is fake, python-telegram-bot is real."""

import json
from collections.abc import Callable
from typing import Any

from telegram import Bot
from telegram.request import BaseRequest, RequestData

BOT = {"id": 42, "is_bot": True, "first_name": "Verbatim", "username": "verbatim_bot"}
Refuse = Callable[[str, dict[str, Any]], tuple[int, dict[str, Any]] | None]


class Pauses(list[float]):
    """Takes the place of sleeping, on a clock of its own, and remembers for how long."""

    async def sleep(self, pause_s: float) -> None:
        self.append(pause_s)

    def clock(self) -> float:
        return sum(self)


class MemoryRequest(BaseRequest):
    """Records every call and answers it; `refuse` may return (status, answer) instead."""

    def __init__(self, refuse: Refuse = lambda _method, _call: None) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._refuse = refuse

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        assert method == "POST"
        name = url.rpartition("/")[2]
        call = dict(request_data.parameters) if request_data else {}
        self.calls.append((name, call))
        refused = self._refuse(name, call)
        if refused is not None:
            return refused[0], json.dumps({"ok": False, **refused[1]}).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, call)}).encode()

    def _result(self, name: str, call: dict[str, Any]) -> Any:
        if name == "getMe":
            return BOT
        if name in {"sendMessage", "editMessageText"}:
            chat = {"id": call["chat_id"], "type": "private"}
            return {"message_id": len(self.calls), "date": 0, "chat": chat, "text": call["text"]}
        return True

    @property
    def sent(self) -> list[str]:
        """Return the texts sent, in order."""
        return [call["text"] for name, call in self.calls if name == "sendMessage"]


async def bot_on(request: MemoryRequest) -> Bot:
    """Return a real bot over a transport in memory."""
    bot = Bot("42:test", request=request, get_updates_request=MemoryRequest())
    await bot.initialize()
    return bot


def bad_request(description: str) -> tuple[int, dict[str, Any]]:
    """Return Telegram's refusal of a request."""
    return 400, {"error_code": 400, "description": f"Bad Request: {description}"}
