"""What goes wrong between the bot and Telegram, over real HTTP."""

import time

import pytest

import bot.handlers.asking
from bot.message import Message
from bot.metrics import Metrics
from bot.render import render_answer
from bot.wording import load_wording
from index import Answer
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.telegram_server import TelegramServer

ENGLISH = load_wording().of("en")
BEST = quote(article()).text


async def test_a_renderer_that_corrupts_a_quote_does_not_get_it_out(
    telegram: TelegramServer,
    serving: Serving,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def corrupting(*arguments: object, **options: object) -> list[Message]:
        (true,) = render_answer(*arguments, **options)  # type: ignore[arg-type]  # passed on
        return [Message(true.text.replace("56", "57"), true.marks, true.passages)]

    monkeypatch.setattr(bot.handlers.asking, "render_answer", corrupting)
    ada, group = telegram.user(), telegram.group(bot="left")
    async with serving():
        question = ada.asks("How many?")
        assert (await ada.private.reply(question)).text == ENGLISH("fault")
        ada.edits(question, "How many now?")
        guest = await group.reply(ada.mentions_as_guest(group, "how many?"))
        assert guest.text == ENGLISH("fault")
    assert "its quote is false" in caplog.text
    assert not any("57 civils" in str(request.params) for request in telegram.requests)


async def test_plain_text_arrives_where_telegram_refuses_the_markup(
    telegram: TelegramServer, serving: Serving
) -> None:
    refusal = "Bad Request: can't parse entities"
    telegram.faults.error("sendMessage", 400, refusal, times=None, where=_has_entities)
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
    assert reply.text.startswith(f"“{BEST}”")
    assert not reply.covered("blockquote")


async def test_an_answer_that_fails_on_the_way_is_replaced_whole(
    telegram: TelegramServer, serving: Serving
) -> None:
    long = article("Un. " + "mot " * 1800 + ".\nDeux.\n")
    answers = {"Short?": answer(quote(long, 1), question="Short?")}
    library = FakeLibrary((long,), answers, lambda asked: answer(quote(long, 2), question=asked))
    telegram.faults.error(
        "sendMessage", 400, "Bad Request: SOMETHING_NEW", where=lambda p: p["text"][:2] == "2/"
    )
    ada = telegram.user()

    async def alone(begins: str) -> None:
        """Wait until the bot has said nothing else that is still there."""
        await telegram.until(
            lambda: (
                [m.text[: len(begins)] for m in ada.private.from_bot if not m.deleted] == [begins]
            )
        )

    async with serving(library):
        question = ada.asks("Long?")
        await alone(ENGLISH("failure"))
        ada.edits(question, "Longer?")
        await telegram.until(lambda: len(ada.private.replies(question)) == 2)
        library.respond = None
        ada.edits(question, "Short?")
        await alone("Un.")


async def test_a_flood_wait_is_kept_and_the_answer_comes_after_it(
    telegram: TelegramServer, serving: Serving
) -> None:
    telegram.faults.too_many("sendMessage", 1)
    ada = telegram.user()
    async with serving():
        assert (await ada.private.reply(ada.asks("How many?"))).covered("blockquote") == [BEST]


async def test_a_flood_wait_in_one_chat_holds_no_other(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    hers = ada.private.id
    telegram.faults.too_many("sendMessage", 2, where=lambda params: params["chat_id"] == hers)
    async with serving():
        held = ada.asks("How many?")
        await telegram.until(lambda: bool(telegram.faults.struck))
        await bob.private.reply(bob.asks("How many?"))
        assert not ada.private.replies(held)
        await ada.private.reply(held)
    assert len(ada.private.replies(held)) == 1


async def test_a_flood_wait_in_a_group_holds_no_button_elsewhere(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada"), telegram.group()
    telegram.faults.too_many("editMessageText", 3, where=lambda p: p["chat_id"] == group.id)
    async with serving():
        there = await group.reply(ada.sends(group, "/ask@verbatim_bot How many?"))
        here = await ada.private.reply(ada.asks("How many?"))
        held = ada.presses(there, ENGLISH("sentence-after"))
        await telegram.until(lambda: bool(telegram.faults.struck))
        press = ada.presses(here, ENGLISH("sentence-after"))
        await telegram.until(lambda: press.answer is not None)
        assert held.answer is None
        await telegram.until(lambda: held.answer is not None)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_broken_gateway_is_tried_again(
    telegram: TelegramServer, serving: Serving, status: int
) -> None:
    telegram.faults.error("sendMessage", status, "Bad Gateway")
    ada = telegram.user()
    async with serving():
        await ada.private.reply(ada.asks("How many?"))


async def test_a_page_of_a_proxy_is_tried_again_and_one_line_that_repeats_none_of_it(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    page = b"<html><h1>secrets</h1></html>"
    for status in (502, 404, 403, 401, 200):
        telegram.faults.garble("sendMessage", page, status)
    ada = telegram.user()
    async with serving():
        await ada.private.reply(ada.asks("How many?"), 30)
    warned = [each for each in caplog.records if each.levelname != "INFO"]
    assert [each.getMessage().partition("), again in")[0] for each in warned] == [
        *(
            f"sending failed (status {status}, and no answer of the Bot API"
            for status in (502, 404, 403, 401)
        ),
        "sending failed (the answer cannot be read",
    ]
    assert "secrets" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_connection_that_breaks_is_tried_again(
    telegram: TelegramServer, serving: Serving
) -> None:
    telegram.faults.drop("sendMessage")
    ada = telegram.user()
    async with serving():
        await ada.private.reply(ada.asks("How many?"))


async def test_a_person_who_blocked_the_bot_costs_the_others_nothing(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    async with serving():
        ada.asks("How many?")
        ada.blocks_bot()
        await bob.private.reply(bob.asks("How many?"))
    assert "could not be handled" not in caplog.text


async def test_a_question_deleted_meanwhile_is_answered_without_a_reply(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    telegram.faults.delay("sendMessage", 0.3)
    async with serving():
        question = ada.asks("How many?")
        ada.deletes(question)
        reply = await ada.private.message(lambda message: bool(message.covered("blockquote")))
    assert reply.reply_to is None
    assert not telegram.refusals


async def test_a_group_upgraded_meanwhile_gets_the_answer_where_it_is_now(
    telegram: TelegramServer, serving: Serving
) -> None:
    def slowly(asked: str) -> Answer:
        time.sleep(0.5)
        return answer(quote(article()), question=asked)

    ada, group = telegram.user(), telegram.group(basic=True)
    async with serving(FakeLibrary(respond=slowly)) as library:
        ada.sends(group, "/ask@verbatim_bot how many?")
        await telegram.until(lambda: len(library.asked) == 1)
        larger = ada.upgrades(group)
        await larger.message(lambda message: message.covered("blockquote") == [BEST])


async def test_a_press_under_a_message_deleted_meanwhile_is_one_line(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        ada.deletes(reply)
        press = ada.presses(reply, ENGLISH("sentence-after"))
        await telegram.until(lambda: press.answer is not None)
    assert "a message is not there to be edited any more" in caplog.text
    assert "could not be handled" not in caplog.text


async def test_an_answer_to_a_topic_that_is_gone_goes_to_the_general_one(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ada, forum = telegram.user(), telegram.group(forum=True)
    topic = forum.topic("Syria")
    question = ada.sends(forum, "/ask@verbatim_bot how many?", topic=topic)
    del forum.topics[topic.id]
    async with serving():
        await forum.reply(question)
        (sent,) = telegram.calls("sendMessage")
    assert "message_thread_id" not in sent.params
    assert "a topic is gone" in caplog.text
    assert "could not be handled" not in caplog.text


async def test_in_a_group_upgraded_since_a_press_and_an_edit_are_answered_where_it_is_now(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    quotes = [quote(article(), number) for number in (1, 3, 4)]
    library = FakeLibrary(respond=lambda asked: answer(*quotes, question=asked))
    ada, group = telegram.user(), telegram.group(basic=True)
    async with serving(library):
        question = ada.sends(group, "/ask@verbatim_bot how many?")
        reply = await group.reply(question)
        larger = ada.upgrades(group)
        press = ada.presses(reply, ENGLISH("more"))
        await larger.message(lambda message: len(message.covered("blockquote")) == 3)
        await telegram.until(lambda: press.answer is not None)
        assert press.answer is not None
        assert not press.answer.get("text")
        ada.edits(question, "/ask@verbatim_bot how many now?")
        await larger.message(lambda message: len(message.covered("blockquote")) == 1)
        ada.edits(question, "/help@verbatim_bot")
        await larger.message(lambda message: not message.covered("blockquote"))
    assert len(larger.from_bot) == 2
    assert "could not be handled" not in caplog.text


async def test_an_update_that_cannot_be_taken_costs_that_one_alone(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.user("Ada")
    author = {"id": ada.id, "is_bot": False, "first_name": "Ada"}
    async with serving():
        nowhere = {"message_id": 7, "date": 0, "from": author, "text": "How many secrets?"}
        telegram.updates.push("message", nowhere)
        await ada.private.reply(ada.asks("How many?"))
        await telegram.until(lambda: not telegram.updates.pending)
    (line,) = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    number = telegram.updates.pushed[0]["update_id"]
    assert line.startswith(f"update {number} cannot be taken, and is dropped: AttributeError in ")
    assert "secrets" not in caplog.text
    async with serving():
        await ada.private.reply(ada.asks("And after a restart?"))


async def test_an_update_that_cannot_be_read_is_skipped_and_those_beside_it_are_answered(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ada = telegram.user("Ada")
    before = ada.asks("How many secrets?")
    ada.sends(ada.private, content={"poll": {"id": "1"}})
    telegram.updates.push("inline_query", {"id": "9", "from": ada.user.json(), "query": "secrets"})
    after = ada.asks("How many more secrets?")
    async with serving():
        for question in (before, after):
            await ada.private.reply(question)
        await ada.private.reply(ada.asks("And now?"))
        ada.sends(ada.private, content={"poll": {"id": "1"}})
        await telegram.until(lambda: not telegram.updates.pending)
    _, poll, query, *_, last = (update["update_id"] for update in telegram.updates.pushed)
    assert [each.getMessage() for each in caplog.records if each.levelname != "INFO"] == [
        f"update {number} cannot be read, and is skipped: TypeError"
        for number in (poll, query, last)
    ]
    assert "secrets" not in caplog.text


@pytest.mark.parametrize(
    "contents",
    [(b'{"ok":true,"result":[{"message":"secrets"}]}', b"secrets"), (b"{}", b'{"ok":false}')],
)
async def test_an_answer_without_a_number_to_confirm_is_asked_for_again_after_a_pause(
    telegram: TelegramServer,
    serving: Serving,
    caplog: pytest.LogCaptureFixture,
    contents: tuple[bytes, bytes],
) -> None:
    ada = telegram.user("Ada")
    for content in contents:
        telegram.faults.garble("getUpdates", content)
    began = time.monotonic()
    async with serving():
        await ada.private.reply(ada.asks("How many?"))
        assert time.monotonic() - began > 2.0
    assert caplog.text.count("polling paused: the answer cannot be read") == 2
    assert "secrets" not in caplog.text


async def test_a_pin_of_a_message_too_old_to_be_seen_is_no_trouble(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.user("Ada")
    old = {"chat": ada.private.json(), "message_id": 1, "date": 0}
    async with serving():
        ada.sends(ada.private, content={"pinned_message": old})
        await ada.private.reply(ada.asks("How many?"))
    assert len(ada.private.from_bot) == 1
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


async def test_what_fails_is_not_counted_as_answered(
    telegram: TelegramServer, serving: Serving
) -> None:
    def respond(asked: str) -> Answer:
        if "crash" in asked:
            raise RuntimeError
        return answer(quote(article()), question=asked)

    metrics = Metrics()
    ada = telegram.user("Ada")
    async with serving(FakeLibrary(respond=respond), metrics=metrics):
        for text in ("How many?", "Please crash?", "And now?"):
            await ada.private.reply(ada.asks(text))
    counted = metrics.text().decode()
    assert 'verbatim_updates_total{fate="answered"} 2.0\n' in counted
    assert 'verbatim_updates_total{fate="failed"} 1.0\n' in counted
    assert "verbatim_answering_seconds_count 2.0\n" in counted


async def test_another_copy_that_polls_is_explained(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    conflict = "Conflict: terminated by other getUpdates request"
    telegram.faults.error("getUpdates", 409, conflict, times=2)
    ada = telegram.user()
    async with serving():
        await ada.private.reply(ada.asks("How many?"))
    assert len(telegram.faults.struck) == 2
    assert caplog.text.count("another copy of this bot is polling") == 1  # not each time


async def test_a_refusal_that_is_foreseen_is_one_line(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving():
        telegram.faults.too_many("sendMessage", 7200)
        ada.asks("How many?")
        await telegram.until(lambda: "Flood control exceeded" in caplog.text)
        telegram.faults.error("sendMessage", 409, "Conflict: terminated by other getUpdates")
        told = await ada.private.reply(ada.asks("And now?"))
        assert told.text == ENGLISH("failure")
    assert [each.getMessage() for each in caplog.records if each.levelname != "INFO"] == [
        "an update could not be answered: Flood control exceeded. Retry in 2:00:00",
        "an update could not be answered: Conflict: terminated by other getUpdates",
    ]
    assert "Traceback" not in caplog.text


async def test_a_press_whose_chat_is_held_for_too_long_is_told(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        telegram.faults.too_many("editMessageText", 7200)
        press = ada.presses(reply, ENGLISH("sentence-after"))
        await telegram.until(lambda: press.answer is not None)
        assert press.answer is not None
        assert press.answer["text"] == ENGLISH("failure")


async def test_an_article_full_of_markup_arrives_letter_by_letter(
    telegram: TelegramServer, serving: Serving
) -> None:
    hostile = article("<b>Gras</b> & <blockquote>*_`[x](y)\u202eערב\u200b\u2066مرحبا 🕊️.\n")
    ada = telegram.user("Ada", "ar")
    async with serving(FakeLibrary((hostile,))):
        reply = await ada.private.reply(ada.asks("ما هذا؟"))
        sent = telegram.calls("sendMessage")[-1].params
    assert hostile.text.strip() in sent["text"]
    assert len(reply.covered("blockquote")) == 1
    assert not telegram.refusals


def _has_entities(params: dict[str, object]) -> bool:
    return bool(params.get("entities"))
