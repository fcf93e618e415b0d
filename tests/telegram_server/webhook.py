"""Webhooks: updates delivered over HTTP, again and again until the bot takes them."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from .api import Api, Method
from .connection import HttpResponse
from .params import Params
from .refusals import bad_request

PORTS = (443, 80, 88, 8443)
MAX_PAUSE_S = 2.0
"""Telegram's pauses grow to minutes; a test has no minutes."""


def set_webhook(api: Api, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(api, params)
    _check_url(url, local=api.settings.local_webhooks)
    secret = params.text("secret_token")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        reason = "is too long" if len(secret) > 256 else "contains unallowed characters"
        raise bad_request(f"secret token {reason}")
    hook = api.webhook
    hook.url, hook.secret = url, secret
    hook.max_connections = min(max(params.integer("max_connections", 40), 1), 100)
    hook.last_error_date = hook.last_error_message = None
    api.updates.allow(params.items("allowed_updates", "allowed updates"))
    _drop_pending(api, params)
    api.updates.on_push()
    return True


def _check_url(url: str, *, local: bool) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("bad webhook: Wrong HTTP URL") from None
    if not parts.hostname:
        raise bad_request("bad webhook: Wrong HTTP URL")
    if local and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in (None, *PORTS):
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def delete_webhook(api: Api, params: Params) -> bool:
    api.webhook.url = api.webhook.secret = ""
    _drop_pending(api, params)
    return True


def _drop_pending(api: Api, params: Params) -> None:
    if params.boolean("drop_pending_updates"):
        api.updates.pending.clear()


def get_webhook_info(api: Api, params: Params) -> dict[str, Any]:  # noqa: ARG001 - takes none
    hook = api.webhook
    found: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(api.updates.pending),
    }
    if hook.url:
        found["max_connections"] = hook.max_connections
    if hook.last_error_date:
        found["last_error_date"] = hook.last_error_date
        found["last_error_message"] = hook.last_error_message
    return found | ({"allowed_updates": list(api.updates.allowed)} if api.updates.allowed else {})


class Deliveries:
    """Posts pending updates to the webhook, several at once; lives in the event loop."""

    def __init__(
        self, api: Api, call: Callable[[str, Params, float], Awaitable[HttpResponse]]
    ) -> None:
        self._api = api
        self._call = call
        self._client: httpx.AsyncClient | None = None
        self._under_way: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Start what may start."""
        with self._api.world.lock:
            if not self._api.webhook.url:
                return
            for update in self._api.updates.first(self._api.webhook.max_connections):
                if len(self._under_way) >= self._api.webhook.max_connections:
                    break
                self._start(update)

    def _start(self, update: dict[str, Any]) -> None:
        number = update["update_id"]
        if number not in self._under_way:
            task = asyncio.get_running_loop().create_task(self._deliver(update))
            self._under_way[number] = task
            task.add_done_callback(lambda _: self._done(number))

    def _done(self, number: int) -> None:
        self._under_way.pop(number, None)
        self.wake()

    async def close(self) -> None:
        """Give up what is under way."""
        self._api.webhook.url = ""
        for task in list(self._under_way.values()):
            task.cancel()
        if self._client is not None:
            await self._client.aclose()

    async def _deliver(self, update: dict[str, Any]) -> None:
        pause_s = 0.05
        while self._api.webhook.url and self._api.updates.holds(update):
            problem = await self._post(update)
            if problem is None:
                with self._api.world.lock:
                    self._api.updates.pending.remove(update)
                    self._api.world.waiter.tell()
                return
            self._api.webhook.last_error_date = int(time.time())
            self._api.webhook.last_error_message = problem
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, MAX_PAUSE_S)

    async def _post(self, update: dict[str, Any]) -> str | None:
        """Return what went wrong, or nothing."""
        hook = self._api.webhook
        secret = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=30, trust_env=False, verify=False)
        try:
            response = await self._client.post(hook.url, json=update, headers=secret)
        except httpx.HTTPError as error:
            return f"Connection failed: {type(error).__name__}"
        if not response.is_success:
            return (
                f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
            )
        await self._answer(response)
        return None

    async def _answer(self, response: httpx.Response) -> None:
        """Carry out the method that the bot put into its response, if it did."""
        try:
            found = response.json()
        except ValueError:
            return
        if isinstance(found, dict) and isinstance(found.get("method"), str):
            method = found.pop("method")
            await self._call(method, Params(found), time.monotonic())


METHODS: dict[str, Method] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
