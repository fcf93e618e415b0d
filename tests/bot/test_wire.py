import ast
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import telegram
from telegram.error import BadRequest

import bot
import bot.wire
from bot.errors import FalseQuoteError
from bot.message import MarkKind, Message, Passage
from bot.payload import Result
from bot.proof import without_markup
from bot.wire import Place, Shown, Wire
from bot.wording import load_wording
from tests.bot.fakes import article
from tests.bot.transport import MemoryRequest, Pauses, bad_request, bot_on

ALEPPO = article()
ENGLISH = load_wording().of("en")
QUOTE = Message("🕊 ") + Message.quoting(MarkKind.BLOCKQUOTE, ALEPPO, 0, 40)
CHAT = Place(7, reply_to=3)
MOVED = (
    400,
    {
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1007},
    },
)
REFUSALS = [
    (403, {"error_code": 403, "description": "Forbidden: bot was kicked from the supergroup chat"}),
    bad_request("Chat not found"),
]

SHOWING = ("send_", "edit_", "reply_", "answer_", "copy_", "forward_")
SENDING = {
    name
    for kind in (telegram.Bot, telegram.Message, telegram.CallbackQuery, telegram.InlineQuery)
    for name in dir(kind)
    if name.startswith(SHOWING) or name == "answer"
}


async def wire_on(request: MemoryRequest, pauses: Pauses | None = None) -> Wire:
    pauses = Pauses() if pauses is None else pauses
    return Wire(await bot_on(request), pauses.sleep, pauses.clock)


async def test_a_quote_goes_out_in_utf16_units() -> None:
    request = MemoryRequest()
    await (await wire_on(request)).send(CHAT, [QUOTE], ENGLISH)
    _, call = request.calls[-1]
    assert call["text"] == "🕊 " + ALEPPO.text[:40]
    assert call["entities"] == [{"type": "blockquote", "offset": 3, "length": 40}]
    assert call["reply_parameters"]["message_id"] == 3


async def test_a_corrupted_quote_is_withheld_logged_and_admitted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A renderer that changes one figure does not get it past the wire."""
    request = MemoryRequest()
    corrupted = replace(QUOTE, text=QUOTE.text.replace("56", "57"))
    with caplog.at_level(logging.ERROR):
        await (await wire_on(request)).send(CHAT, [corrupted], ENGLISH)
    assert request.sent == [ENGLISH("fault")]
    assert "withheld" in caplog.text
    assert "civils" not in caplog.text


async def test_nothing_follows_a_false_quote() -> None:
    request = MemoryRequest()
    corrupted = replace(QUOTE, text=QUOTE.text.replace("56", "57"))
    await (await wire_on(request)).send(CHAT, [corrupted, Message("more")], ENGLISH)
    assert request.sent == [ENGLISH("fault")]


async def test_a_message_too_long_is_withheld_rather_than_cut() -> None:
    request = MemoryRequest()
    await (await wire_on(request)).send(CHAT, [Message("🕊" * 2049)], ENGLISH)
    assert request.sent == [ENGLISH("fault")]


async def test_plain_text_goes_out_where_the_markup_is_refused() -> None:
    def refuse(_: str, call: dict[str, Any]) -> Any:
        return bad_request("can't parse entities") if call.get("entities") else None

    request = MemoryRequest(refuse)
    await (await wire_on(request)).send(CHAT, [QUOTE], ENGLISH)
    assert request.sent[-1] == f"🕊 “{ALEPPO.text[:40]}”"


async def test_another_refusal_is_no_reason_to_try_plain_text() -> None:
    request = MemoryRequest(lambda name, _: bad_request("x") if name == "sendMessage" else None)
    with pytest.raises(BadRequest):
        await (await wire_on(request)).send(CHAT, [QUOTE], ENGLISH)
    assert len(request.sent) == 1


async def test_a_group_that_became_a_supergroup_is_followed() -> None:
    request = MemoryRequest(lambda _, call: MOVED if call.get("chat_id") == 7 else None)
    await (await wire_on(request)).send(CHAT, [QUOTE], ENGLISH)
    _, call = request.calls[-1]
    assert call["chat_id"] == -1007
    assert "reply_parameters" not in call


async def test_a_chat_that_blocked_the_bot_is_left_alone() -> None:
    blocked = 403, {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    request = MemoryRequest(lambda name, _: blocked if name == "sendMessage" else None)
    assert await (await wire_on(request)).send(CHAT, [QUOTE, QUOTE], ENGLISH) == []
    assert len(request.sent) == 1


async def test_an_inline_result_with_a_false_title_is_not_offered() -> None:
    request = MemoryRequest()
    passage = Passage(0, ALEPPO, 0, 40)
    true = Result("1", ALEPPO.text[:20] + "…", "", QUOTE, passage)
    retyped = Result("2", ALEPPO.text[:20].upper() + "…", "", QUOTE, passage)
    corrupted = Result("3", ALEPPO.text[:40], "", replace(QUOTE, text=QUOTE.text.upper()), passage)
    await (await wire_on(request)).offer("q", [true, retyped, corrupted])
    (call,) = [call for name, call in request.calls if name == "answerInlineQuery"]
    assert [result["id"] for result in call["results"]] == ["1"]


async def test_an_inline_result_that_is_false_as_plain_text_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def corrupting(message: Message) -> Message:
        plain = without_markup(message)
        return replace(plain, text=plain.text.replace("56", "57"))

    def refuse(_: str, call: dict[str, Any]) -> Any:
        results = call.get("results", [])
        marked = any(each["input_message_content"].get("entities") for each in results)
        return bad_request("can't parse entities") if marked else None

    request = MemoryRequest(refuse)
    wire = await wire_on(request)
    other = Message.quoting(MarkKind.BLOCKQUOTE, ALEPPO, 10, 30)
    await wire.offer("q", [Result("1", "", "", QUOTE), Result("2", "", "", other)])
    monkeypatch.setattr(bot.wire, "without_markup", corrupting)
    await wire.offer("q", [Result("1", "", "", QUOTE), Result("2", "", "", other)])
    calls = [call for name, call in request.calls if name == "answerInlineQuery"]
    assert [[each["id"] for each in call["results"]] for call in calls] == [
        ["1", "2"],
        ["1", "2"],
        ["1", "2"],
        ["2"],
    ]
    first = calls[1]["results"][0]["input_message_content"]
    assert first["message_text"] == f"🕊 “{ALEPPO.text[:40]}”"
    assert "its quote is false" in caplog.text


async def test_an_expired_inline_query_is_no_error() -> None:
    gone = bad_request("query is too old and response timeout expired or query ID is invalid")
    request = MemoryRequest(lambda name, _: gone if name == "answerInlineQuery" else None)
    await (await wire_on(request)).offer("q", [])


@pytest.mark.parametrize(("failing", "calls"), [(1, 2), (5, 2)])
async def test_an_inline_query_is_answered_at_the_second_try_or_given_up_in_one_line(
    caplog: pytest.LogCaptureFixture, failing: int, calls: int
) -> None:
    failures = iter([(502, {"error_code": 502, "description": "Bad Gateway"})] * failing)
    request = MemoryRequest(lambda name, _: None if name == "getMe" else next(failures, None))
    pauses = Pauses()
    await (await wire_on(request, pauses)).offer("q", [])
    assert [name for name, _ in request.calls][1:] == ["answerInlineQuery"] * calls
    assert sum(pauses) < 1.0
    given_up = ["an inline query could not be answered (Bad Gateway)"] * (failing > 1)
    assert caplog.messages == given_up


async def test_an_inline_query_is_not_asked_again_in_a_flood(
    caplog: pytest.LogCaptureFixture,
) -> None:
    flood = 429, {"error_code": 429, "description": "Flood", "parameters": {"retry_after": 9}}
    request = MemoryRequest(lambda name, _: flood if name == "answerInlineQuery" else None)
    await (await wire_on(request)).offer("q", [])
    assert len(request.calls) == 2
    (line,) = caplog.messages
    assert line.startswith("an inline query could not be answered (Flood control exceeded")


async def test_a_false_edit_leaves_the_message_as_it_was() -> None:
    request = MemoryRequest()
    corrupted = replace(QUOTE, text=QUOTE.text.replace("56", "57"))
    with pytest.raises(FalseQuoteError):
        await (await wire_on(request)).edit(Shown(7, 3), corrupted)
    assert [name for name, _ in request.calls] == ["getMe"]


def test_nothing_but_the_wire_sends() -> None:
    """No other module of the bot calls a method of Telegram's that shows something to people."""
    package = Path(bot.__file__).parent
    senders = {
        path.name
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SENDING
    }
    assert senders == {"wire.py"}


async def test_of_an_answer_deleted_in_part_the_rest_is_sent_anew() -> None:
    def refuse(method: str, call: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        gone = method == "editMessageText" and call["message_id"] == 12
        return bad_request("message to edit not found") if gone else None

    request = MemoryRequest(refuse)
    parts = [Message(text) for text in ("One", "Two", "Three", "Four")]
    old, new = [(7, 11), (7, 12), (7, 13)], list[tuple[int, int]]()
    await (await wire_on(request)).replace(CHAT, old, parts, ENGLISH, new)
    assert new[0] == (7, 11)
    assert (len(new), old) == (4, [])
    assert request.sent == ["Two", "Three", "Four"]
    deleted = [call["message_id"] for name, call in request.calls if name == "deleteMessage"]
    assert deleted == [12, 13]


@pytest.mark.parametrize(
    ("text", "changed", "left"), [("Two", 1, [(7, 12)]), ("Three", 2, []), ("Four", 3, [])]
)
async def test_of_an_answer_that_fails_on_the_way_what_is_there_is_known(
    text: str, changed: int, left: list[tuple[int, int]]
) -> None:
    refusal = bad_request("SOMETHING_NEW")
    request = MemoryRequest(lambda _, call: refusal if call.get("text") == text else None)
    parts = [Message(text) for text in ("One", "Two", "Three", "Four")]
    old, new = [(7, 11), (7, 12)], list[tuple[int, int]]()
    with pytest.raises(BadRequest):
        await (await wire_on(request)).replace(CHAT, old, parts, ENGLISH, new)
    assert new[:2] == [(7, 11), (7, 12)][:changed]
    assert (len(new), old) == (changed, left)


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_supergroup_that_the_bot_is_not_in_is_left_alone(
    refusal: tuple[int, dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answers = {7: MOVED, -1007: refusal}
    request = MemoryRequest(lambda _, call: answers.get(call.get("chat_id", 0)))
    await (await wire_on(request)).edit(Shown(7, 3), QUOTE)
    assert "a chat cannot be written to" in caplog.text


async def test_a_false_quote_is_not_admitted_to_a_chat_that_blocked_the_bot() -> None:
    refusal, _ = REFUSALS
    request = MemoryRequest(lambda name, _: refusal if name == "sendMessage" else None)
    corrupted = replace(QUOTE, text=QUOTE.text.replace("56", "57"))
    assert await (await wire_on(request)).send(CHAT, [corrupted], ENGLISH) == []


async def test_an_answer_that_the_bot_may_not_edit_is_sent_anew() -> None:
    refusal = bad_request("Not enough rights to edit the message")
    request = MemoryRequest(lambda name, _: refusal if name == "editMessageText" else None)
    old, new = [(7, 11)], list[tuple[int, int]]()
    await (await wire_on(request)).replace(CHAT, old, [Message("One")], ENGLISH, new)
    assert (len(new), old) == (1, [])
    assert request.sent == ["One"]
