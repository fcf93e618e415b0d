"""Inline over real HTTP: `@bot question` in any chat."""

import re
import threading
import time

import pytest

from bot.doorway import WORKERS
from bot.metrics import Metrics
from bot.wording import load_wording
from index import Answer, Verdict
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.telegram_server import Person, TelegramServer, Typed

ALEPPO = article()
FRENCH, ENGLISH = load_wording().of("fr"), load_wording().of("en")


async def typed_and_answered(telegram: TelegramServer, person: Person, text: str) -> Typed:
    typed = person.types_inline(text)
    await telegram.until(lambda: typed.answer is not None)
    return typed


async def test_results_are_sentences_best_first_with_their_source_and_how_sure(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada", "fr"), telegram.group(bot="left")
    async with serving():
        typed = await typed_and_answered(telegram, ada, "Combien ?")
        titles = [result["title"] for result in typed.results]
        assert titles == [quote(ALEPPO, number).text for number in (1, 2, 3, 4)]
        described = typed.results[0]["description"]
        assert described == "sûr à 90 % · paragraphe 1, phrase 1 · Alep sous les bombes"
        chosen = ada.chooses(typed, group)
    assert chosen.text.startswith("❓ Combien ?\n\n")
    assert chosen.covered("blockquote") == [titles[0]]
    assert "13 octobre 2016" in chosen.text
    assert typed.answer is not None
    assert typed.answer["is_personal"]
    assert typed.answer["cache_time"] <= 60
    assert all(re.fullmatch(r"[0-9a-f]{32}", result["id"]) for result in typed.results)
    assert not telegram.refusals


async def test_an_empty_query_shows_what_to_ask_and_sentences_to_share(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(bot="left")
    async with serving():
        typed = await typed_and_answered(telegram, ada, "")
        assert typed.answer is not None
        assert typed.answer["button"]["text"] == ENGLISH("inline-hint")
        openings = [quote(ALEPPO, number).text for number in (1, 3, 4)]
        assert [result["title"] for result in typed.results] == openings
        assert ada.chooses(typed, group, 1).covered("blockquote") == [openings[1]]
        reply = await ada.private.reply(ada.starts(typed.answer["button"]["start_parameter"]))
        assert "Alep sous les bombes" in reply.text
    assert not telegram.refusals


async def test_nothing_found_leads_to_the_private_chat_with_the_question(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    library = FakeLibrary(respond=lambda asked: answer(verdict=Verdict.NONE, question=asked))
    async with serving(library):
        typed = await typed_and_answered(telegram, ada, "a cake?")
        assert typed.answer is not None
        assert not typed.results
        assert typed.answer["button"]["text"] == ENGLISH("inline-none")
        reply = await ada.private.reply(ada.starts(typed.answer["button"]["start_parameter"]))
    assert reply.text.startswith("❓ a cake?")
    assert library.asked[-1] == ("a cake?", None)


async def test_a_query_overtaken_by_a_newer_one_is_not_answered(
    telegram: TelegramServer, serving: Serving
) -> None:
    def slowly(asked: str) -> Answer:
        time.sleep(0.3)
        return answer(quote(ALEPPO), question=asked)

    ada = telegram.user()
    async with serving(FakeLibrary(respond=slowly)) as library:
        begun = [ada.types_inline("how many were killed"[:length]) for length in range(1, 19)]
        last = await typed_and_answered(telegram, ada, "how many were killed?")
        assert all(typed.answer is None for typed in begun[4:])
        assert len(library.asked) < len(begun)
    assert last.results
    assert not telegram.refusals


async def test_of_forty_people_who_type_on_at_once_what_was_overtaken_costs_nothing(
    telegram: TelegramServer, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer = threading.Event()

    def blocked(asked: str) -> Answer:
        may_answer.wait()
        return answer(quote(ALEPPO), question=asked)

    monkeypatch.setattr("bot.handlers.inline.DEADLINE_S", 60.0)
    telegram.settings.inline_expiry_s = 60.0
    people, metrics = [telegram.user() for _ in range(40)], Metrics()
    async with serving(FakeLibrary(respond=blocked), metrics=metrics) as library:
        overtaken, last = (
            [person.types_inline(f"{word} {n}?") for n, person in enumerate(people)]
            for word in ("how", "how many were killed")
        )
        await telegram.until(lambda: b"verbatim_updates_in_hand 80.0" in metrics.text())
        may_answer.set()
        await telegram.until(lambda: all(typed.results for typed in last))
    assert not any(typed.answer for typed in overtaken)
    assert len(library.asked) <= len(last) + WORKERS
    assert not telegram.refusals


async def test_a_slow_answer_still_comes_before_the_query_expires(
    telegram: TelegramServer, serving: Serving
) -> None:
    def too_slowly(asked: str) -> Answer:
        time.sleep(2.2)
        return answer(quote(ALEPPO), question=asked)

    ada = telegram.user()
    async with serving(FakeLibrary(respond=too_slowly)):
        typed = await typed_and_answered(telegram, ada, "how many?")
        assert typed.answer is not None
        assert typed.answer["button"]["text"] == ENGLISH("inline-slow")
        reply = await ada.private.reply(ada.starts(typed.answer["button"]["start_parameter"]))
    assert reply.text.startswith("❓ how many?")
    assert not telegram.refusals


async def test_two_people_get_their_own_languages(
    telegram: TelegramServer, serving: Serving
) -> None:
    async with serving():
        for code, word in (("fr", "paragraphe"), ("en", "paragraph "), ("ar", "الفقرة")):
            typed = await typed_and_answered(telegram, telegram.user(language_code=code), "who?")
            assert word in typed.results[0]["description"]


async def test_buttons_under_an_inline_message_turn_it_and_come_back(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada", "fr"), telegram.group(bot="left")
    async with serving():
        typed = await typed_and_answered(telegram, ada, "Combien ?")
        chosen = ada.chooses(typed, group)
        ada.presses(chosen, FRENCH("sentence-after"))
        await telegram.until(lambda: chosen.covered("blockquote") == [quote(ALEPPO, 2).text])
        ada.presses(chosen, FRENCH("back"))
        await telegram.until(lambda: chosen.covered("blockquote") == [quote(ALEPPO, 1).text])
        assert chosen.text.startswith("❓ Combien ?")
    assert not telegram.refusals
