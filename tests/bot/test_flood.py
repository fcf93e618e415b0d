"""Who asks too much, over real HTTP: what each kind of update counts for, and what is said."""

import asyncio
from pathlib import Path

from bot.wording import load_wording
from tests.bot.conftest import Serving
from tests.telegram_server import TelegramServer

ENGLISH = load_wording().of("en")


async def test_one_too_many_gets_a_friendly_line_once_and_the_others_their_answers(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    async with serving(person_per_minute=2) as library:
        asked = [ada.asks(f"How many {number}?") for number in range(50)]
        told = await ada.private.reply(asked[2])
        assert told.text == ENGLISH("flood")
        await bob.private.reply(bob.asks("And me?"))
        await ada.private.reply(asked[1])
        await asyncio.sleep(0.2)
        assert [question for question, _ in library.asked if question != "And me?"] == [
            "How many 0?",
            "How many 1?",
        ]
        assert len(ada.private.from_bot) == 3


async def test_what_was_asked_in_the_course_of_an_outage_is_no_flood(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada")
    asked = []
    telegram.skip(-5 * 61)
    for number in range(5):
        asked.append(ada.asks(f"How many {number}?"))
        telegram.skip(61)
    async with serving(person_per_minute=1):
        for question in asked:
            assert (await ada.private.reply(question)).text != ENGLISH("flood")
        assert len(ada.private.from_bot) == 5


async def test_the_line_takes_the_place_of_no_answer(
    telegram: TelegramServer, serving: Serving, tmp_path: Path
) -> None:
    ada = telegram.user("Ada")
    async with serving():
        question = ada.asks("How many?")
        reply = await ada.private.reply(question)
    for journal in tmp_path.glob("updates.sqlite*"):
        journal.unlink()
    async with serving(person_per_minute=1):
        await ada.private.reply(ada.asks("And now?"))
        telegram.updates.repeat(telegram.updates.pushed[0])
        await telegram.until(lambda: not telegram.updates.pending)
        await asyncio.sleep(0.3)
    assert not reply.revisions
    assert ada.private.replies(question) == [reply]


async def test_a_group_has_a_limit_of_its_own(telegram: TelegramServer, serving: Serving) -> None:
    group = telegram.group()
    people = [telegram.user(f"P{number}") for number in range(5)]
    async with serving(chat_per_minute=2):
        asked = [person.sends(group, "/ask@verbatim_bot how many?") for person in people]
        assert (await group.reply(asked[2])).text == ENGLISH("flood")
        await people[4].private.reply(people[4].asks("And here?"))
        await group.reply(asked[1])
        assert len(group.from_bot) == 3


async def test_talk_that_is_not_for_the_bot_counts_for_nobody(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada"), telegram.group(privacy=False)
    async with serving(person_per_minute=1, chat_per_minute=1) as library:
        for number in range(30):
            ada.sends(group, f"I had {number} cups of tea")
        await group.reply(ada.sends(group, "@verbatim_bot how many?"))
        assert len(library.asked) == 1


async def test_commands_of_other_bots_count_for_nobody(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada"), telegram.group(privacy=False)
    async with serving(person_per_minute=1, chat_per_minute=1) as library:
        for text in ("/play@other_bot chess", "/play chess", "/ask@other_bot how many?") * 9:
            ada.sends(group, text)
        await group.reply(ada.sends(group, "/ASK@Verbatim_bot how many?"))
        assert len(library.asked) == 1
        assert len(group.from_bot) == 1


async def test_a_live_location_that_moves_costs_no_question(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada")
    async with serving(person_per_minute=2):
        shared = ada.sends_location(ada.private)
        await ada.private.reply(shared)
        for _ in range(9):
            telegram.updates.push("edited_message", shared.json() | {"edit_date": shared.date})
        assert (await ada.private.reply(ada.asks("How many?"))).text != ENGLISH("flood")
        assert (await ada.private.reply(ada.asks("And now?"))).text == ENGLISH("flood")


async def test_an_album_counts_as_one(telegram: TelegramServer, serving: Serving) -> None:
    ada = telegram.user("Ada")
    file = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
    async with serving(person_per_minute=3):
        for album in ("1", "2"):
            for _ in range(10):
                ada.sends(ada.private, content={"photo": [file], "media_group_id": album})
        assert (await ada.private.reply(ada.asks("How many?"))).text != ENGLISH("flood")
        assert len(ada.private.from_bot) == 3


async def test_its_own_inline_results_count_for_nobody(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada")
    async with serving(person_per_minute=1):
        typed = ada.types_inline("How many?")
        await telegram.until(lambda: typed.answer is not None)
        for _ in range(3):
            ada.chooses(typed, ada.private)
        assert (await ada.private.reply(ada.asks("How many?"))).text != ENGLISH("flood")


async def test_an_edit_too_many_does_not_use_up_the_line(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada")
    async with serving(person_per_minute=1):
        question = ada.asks("How many?")
        await ada.private.reply(question)
        ada.edits(question, "How many now?")
        assert (await ada.private.reply(ada.asks("And now?"))).text == ENGLISH("flood")


async def test_a_press_too_many_is_told_once_in_a_window_and_does_not_go_on_waiting(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada")
    old, flood = ENGLISH("button-old"), ENGLISH("flood")
    async with serving(person_per_minute=2):
        answer = await ada.private.reply(ada.asks("How many?"))
        for expected in (old, flood, "", ""):
            press = ada.presses_data(answer, "1f+")
            await telegram.until(lambda press=press: press.answer is not None)  # type: ignore[misc]  # mypy cannot infer it
            assert press.answer["text"] == expected  # type: ignore[index]  # it is there
            assert press.answer["show_alert"] is bool(expected)  # type: ignore[index]  # the same


async def test_what_is_typed_in_pauses_counts_for_a_quarter_and_is_never_complained_of(
    telegram: TelegramServer, serving: Serving
) -> None:
    telegram.settings.inline_expiry_s = 60
    ada = telegram.user("Ada")
    async with serving(person_per_minute=1):
        for number in range(4):
            typed = ada.types_inline("How many civilians"[: 8 + number])
            await telegram.until(lambda typed=typed: typed.answer is not None)  # type: ignore[misc]  # mypy cannot infer it
        ignored = ada.types_inline("How many civilians")
        await ada.private.reply(ada.asks("How many?"))
        assert ignored.answer is None
        assert len(ada.private.from_bot) == 1
