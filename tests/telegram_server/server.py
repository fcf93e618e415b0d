"""The server: one thread with an event loop, the world behind it, the test's view of it."""

import asyncio
import json
import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from . import chats, files, messaging, polling, profile, queries, webhook
from .api import Api, Method, Settings
from .connection import Connection, HttpRequest, HttpResponse
from .faults import Fault, Faults
from .limits import Limits
from .params import Params, read_params
from .people import Person
from .refusals import Refusal, Refused
from .updates import Updates
from .world import Chat, User, World

_log = logging.getLogger(__name__)

BOT = User(110201543, "Verbatim", username="verbatim_bot", is_bot=True)

_METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for module in (messaging, queries, profile, chats, files, webhook)
    for name, method in module.METHODS.items()
}
_CALL = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>[A-Za-z]+)")
_FILE = re.compile(r"/file/bot(?P<token>[^/]+)/documents/(?P<id>.+)")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the bot: what it asked and what it was told. Status 0: hung up on."""

    method: str
    params: dict[str, Any]
    at: float
    """When it came, on the monotonic clock, in seconds."""
    status: int
    description: str = ""
    result: Any = field(default=None, repr=False)


class TelegramServer:
    """Telegram, as far as one bot can tell; use it as a context manager."""

    def __init__(self, settings: Settings | None = None, bot: User = BOT) -> None:
        self.settings = settings or Settings()
        self.world = World(bot)
        self.updates = Updates()
        self.limits = Limits()
        self.faults = Faults()
        self.api = Api(self.settings, self.world, self.updates, self.limits)
        self.requests: list[Request] = []
        self.refusals: list[Refusal] = []
        self.polling = polling.Polling(self.api)
        self.webhook = webhook.Deliveries(self.api, self._call)
        self.world.waiter.explain = self._explain
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="telegram-server", daemon=True)
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()
        self.port = 0

    # -- life ---------------------------------------------------------------------------

    def start(self) -> Self:
        """Listen on a free port of the loopback interface."""
        self._thread.start()
        self._in_loop(self._listen())
        self.updates.on_push = lambda: self._loop.call_soon_threadsafe(self._pushed)
        return self

    def stop(self) -> None:
        """Stop for good."""
        self.updates.on_push = lambda: None
        self._in_loop(self._hang_up())
        self._in_loop(self.webhook.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.world.waiter.close()

    def shut_down(self) -> None:
        """Become unreachable: refuse connections and break those that are open."""
        self._in_loop(self._hang_up())

    def come_back(self) -> None:
        """Listen again, on the same port, with everything as it was."""
        self._in_loop(self._listen())

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _in_loop(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(
            lambda: Connection(self._handle, self._connections),
            "127.0.0.1",
            self.port,
            backlog=512,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.hang_up()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    def _pushed(self) -> None:
        self.polling.wake()
        self.webhook.wake()

    # -- the test's view ----------------------------------------------------------------

    @property
    def url(self) -> str:
        """The root, for TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return self.settings.token

    @property
    def bot(self) -> User:
        return self.world.bot

    def user(
        self, first_name: str = "Ada", language_code: str | None = "en", **details: Any
    ) -> Person:
        """Make a person; `id`, `username` and `last_name` as wanted."""
        return Person(
            self.api, self.world.add_user(first_name, language_code=language_code, **details)
        )

    def other_bot(self, first_name: str = "Other") -> Person:
        """Make another bot, to post in groups."""
        return Person(
            self.api, self.world.add_user(first_name, is_bot=True, username=f"{first_name}_bot")
        )

    def private_chat(self, person: Person) -> Chat:
        return person.private

    def group(
        self,
        title: str = "Reading circle",
        *,
        forum: bool = False,
        privacy: bool = True,
        basic: bool = False,
        bot: str = "member",
    ) -> Chat:
        """Make a group, a supergroup unless `basic`; `bot` is what the bot is in it."""
        kind = "group" if basic else "supergroup"
        return self.world.add_chat(
            "group" if kind == "group" else "supergroup",
            title,
            is_forum=forum,
            privacy=privacy,
            bot_status=bot,
        )

    def channel(
        self, title: str = "News", *, discussion: Chat | None = None, bot: str = "left"
    ) -> Chat:
        """Make a channel, linked to its discussion group."""
        return self.world.add_chat("channel", title, discussion=discussion, bot_status=bot)

    def skip(self, seconds: float) -> None:
        """Move Telegram's clock forward, for what expires."""
        self.world.skew_s += seconds

    def calls(self, method: str) -> list[Request]:
        """Return the successful calls of a method, in order."""
        with self.world.lock:
            return [r for r in self.requests if r.method == method and r.status == 200]

    def wait_for(
        self,
        method: str,
        predicate: Callable[[dict[str, Any]], bool] = lambda _: True,
        timeout: float = 10.0,
        *,
        after: int = 0,
    ) -> Request:
        """Block until a successful call fits, earlier ones included; `after`: skip so many."""
        return self.world.waiter.until(
            lambda: next((r for r in self.calls(method)[after:] if predicate(r.params)), None),
            timeout,
            f"a call of {method}",
        )

    async def call(
        self,
        method: str,
        predicate: Callable[[dict[str, Any]], bool] = lambda _: True,
        timeout: float = 10.0,
        *,
        after: int = 0,
    ) -> Request:
        """Await what `wait_for` blocks for."""
        return await self.world.waiter.in_thread(
            lambda: self.wait_for(method, predicate, timeout, after=after)
        )

    def wait_until(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """Block until something holds that the server knows of."""
        self.world.waiter.until(lambda: condition() or None, timeout, "a condition of the test")

    async def until(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """Await what `wait_until` blocks for."""
        await self.world.waiter.in_thread(lambda: self.wait_until(condition, timeout))

    def wait_for_bot(self, timeout: float = 30.0) -> None:
        """Block until the bot listens: it polls, or has set a webhook."""
        self.wait_until(lambda: self.polling.busy or bool(self.api.webhook.url), timeout)

    def _explain(self) -> str:
        last = [f"{r.method} {r.status} {r.description}".strip() for r in self.requests[-8:]]
        return f"last calls: {last}; refusals: {[r.description for r in self.refusals[-5:]]}"

    # -- answering ----------------------------------------------------------------------

    async def _handle(self, request: HttpRequest) -> HttpResponse | None:
        path = unquote(request.path)
        if match := _FILE.fullmatch(path):
            return await self._download(match["token"], match["id"])
        match = _CALL.fullmatch(path)
        if match is None:
            return _answer(Refused(404).json(), 404)
        return await self._answer_call(match["token"], match["method"], request)

    async def _download(self, token: str, file_id: str) -> HttpResponse | None:
        fault, at = self.faults.strike("file", {"file_id": file_id}), time.monotonic()
        if fault and (struck := await self._strike(fault, "file", Params({}), at)):
            return struck.response
        content = self.world.files.get(file_id)
        if token != self.token or content is None:
            return _answer(Refused(404).json(), 404)
        return HttpResponse(200, content, "application/octet-stream")

    async def _answer_call(
        self, token: str, method: str, request: HttpRequest
    ) -> HttpResponse | None:
        at = time.monotonic()
        params = Params({})
        try:
            params = read_params(request.query, request.content_type, request.body)
            self._check_token(token)
        except Refused as refused:
            return self._refuse(method, params, at, refused)
        name = _METHODS[method.lower()][0] if method.lower() in _METHODS else method
        fault = self.faults.strike(name, params.values)
        if fault and not fault.after and (struck := await self._strike(fault, name, params, at)):
            return struck.response
        response = await self._call(name, params, at)
        if fault and fault.after and (struck := await self._strike(fault, name, params, at)):
            return struck.response
        return response

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise Refused(404)
        if token != self.token:
            raise Refused(401)

    async def _call(self, method: str, params: Params, at: float) -> HttpResponse:
        try:
            result = await self._result(method, params)
        except Refused as refused:
            return self._refuse(method, params, at, refused)
        except Exception as error:
            _log.exception("the stand-in for Telegram failed in %s", method)
            return self._refuse(method, params, at, Refused(500, repr(error)))
        self._record(Request(method, params.values, at, 200, "", result))
        return _answer({"ok": True, "result": result}, 200)

    async def _result(self, method: str, params: Params) -> Any:
        if method.lower() == "getupdates":
            return await self.polling.get_updates(params)
        _, function = _METHODS.get(method.lower(), (method, chats.unsupported))
        with self.world.lock:
            return function(self.api, params)

    def _refuse(self, method: str, params: Params, at: float, refused: Refused) -> HttpResponse:
        self.refusals.append(Refusal(method, refused.status, refused.description, params.values))
        self._record(Request(method, params.values, at, refused.status, refused.description))
        return _answer(refused.json(), refused.status)

    def _record(self, request: Request) -> None:
        with self.world.lock:
            self.requests.append(request)
            self.world.waiter.tell()

    async def _strike(
        self, fault: Fault, method: str, params: Params, at: float
    ) -> "_Struck | None":
        """Let a fault happen; None where the call goes on, only later."""
        if fault.delay_s:
            await asyncio.sleep(fault.delay_s)
        if fault.drops:
            self._record(Request(method, params.values, at, 0, "dropped"))
            return _Struck(None)
        if fault.status is None:
            return None
        self._record(Request(method, params.values, at, fault.status, fault.description))
        if fault.body is not None:
            return _Struck(HttpResponse(fault.status, fault.body, "text/html"))
        answer = {"ok": False, "error_code": fault.status, "description": fault.description}
        if fault.retry_after_s:
            answer["parameters"] = {"retry_after": fault.retry_after_s}
        return _Struck(_answer(answer, fault.status))


@dataclass(frozen=True, slots=True)
class _Struck:
    """What a struck call is answered with; nothing means that the server hangs up."""

    response: HttpResponse | None


def _answer(content: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(status, json.dumps(content).encode())
