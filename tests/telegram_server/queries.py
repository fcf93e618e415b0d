"""Methods that answer callback, inline and guest queries."""

import re
from typing import Any

from .api import INLINE, Api, Method, Press, Summons, Typed, formatted, new_id
from .entities import Entity
from .keyboards import check_markup
from .params import Params
from .refusals import TOO_OLD, bad_request
from .utf16 import units

MAX_CALLBACK_TEXT = 200
MAX_RESULTS = 50
DEFAULT_CACHE_S = 300


def answer_callback_query(api: Api, params: Params) -> bool:
    press = api.presses.get(params.text("callback_query_id"))
    text = params.text("text")
    if units(text) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    _check_open(api, press, api.settings.callback_expiry_s)
    assert press is not None
    press.answer = {
        "text": text,
        "show_alert": params.boolean("show_alert"),
        "url": params.text("url") or None,
    }
    api.world.waiter.tell()
    return True


def _check_open(api: Api, query: Press | Typed | Summons | None, expiry_s: float) -> None:
    if query is None or api.world.now() - query.at > expiry_s:
        raise bad_request(TOO_OLD)


def answer_inline_query(api: Api, params: Params) -> bool:
    query = api.typed.get(params.text("inline_query_id"))
    results = params.items("results", "inline query results") or []
    _check_results(results)
    if len(params.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = params.object("button", "inline query results button")
    if button is not None:
        _check_button(button)
    _check_open(api, query, api.settings.inline_expiry_s)
    assert query is not None
    query.answer = {
        "results": results,
        "next_offset": params.text("next_offset"),
        "button": button,
        "is_personal": params.boolean("is_personal"),
        "cache_time": params.integer("cache_time", DEFAULT_CACHE_S),
    }
    _remember(api, query, query.answer)
    api.world.waiter.tell()
    return True


def _remember(api: Api, query: Typed, answer: dict[str, Any]) -> None:
    """Cache an answer as Telegram does: for everybody, unless it is personal."""
    person = query.user.id if answer["is_personal"] else None
    until = api.world.now() + answer["cache_time"]
    api.inline_cache[query.query, query.offset, person] = (until, answer)


def cached_answer(api: Api, query: Typed) -> dict[str, Any] | None:
    """Return the answer that Telegram serves without asking the bot."""
    for person in (query.user.id, None):
        until, answer = api.inline_cache.get((query.query, query.offset, person), (0.0, None))
        if answer is not None and api.world.now() < until:
            return answer
    return None


def _check_results(results: list[Any]) -> None:
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [_check_result(result) for result in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")


def _check_result(result: Any) -> str:
    """Check one InlineQueryResult; return its id."""
    if not isinstance(result, dict) or "type" not in result:
        raise bad_request("can't parse inline query result: expected an Object with a type")
    if not isinstance(result.get("id"), str) or not 1 <= len(result["id"].encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result["type"] != "article":
        raise bad_request("can't parse inline query result: this server knows articles only")
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    result_content(result)
    check_markup(result.get("reply_markup"))
    return str(result["id"])


def result_content(result: dict[str, Any]) -> tuple[str, tuple[Entity, ...]]:
    """Return the text that a result sends."""
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("can't parse inline query result: message content is not specified")
    return formatted(Params(content), INLINE)


def _check_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("BUTTON_TEXT_EMPTY")
    if "start_parameter" not in button and "web_app" not in button:
        raise bad_request("can't parse inline query results button: no action is specified")
    start = button.get("start_parameter")
    if start is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(start)):
        raise bad_request("START_PARAM_INVALID")


def answer_guest_query(api: Api, params: Params) -> dict[str, Any]:
    summons = api.summons.get(params.text("guest_query_id"))
    result = params.object("result", "inline query result")
    if result is None:
        raise bad_request("can't parse inline query result: result is not specified")
    _check_result(result)
    _check_open(api, summons, api.settings.guest_expiry_s)
    assert summons is not None
    if summons.reply is not None:
        raise bad_request(TOO_OLD)
    text, entities = result_content(result)
    api.limits.take(None)
    summons.reply = api.world.post(
        summons.message.chat,
        api.bot,
        text=text,
        entities=entities,
        markup=check_markup(result.get("reply_markup")),
        reply_to=summons.message,
        inline_id=new_id(),
        guest_caller=summons.user,
    )
    return {"inline_message_id": summons.reply.inline_id}


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
}
