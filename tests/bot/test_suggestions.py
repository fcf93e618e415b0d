"""Greetings and the empty inline query offer questions that are answered; quotes link to a page."""

import asyncio
import threading
from contextlib import closing

import pytest

from bot.doorway import Doorway
from bot.keyboards import page_link
from bot.suggestions import Suggestions
from bot.wording import load_wording
from index import Answer, ArticleIndex, Verdict, suggest
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.telegram_server import TelegramServer

ENGLISH = load_wording().of("en")


async def test_greeting_and_empty_inline_query_offer_questions(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex
) -> None:
    questions = [each.question for each in suggest(index, "en")]
    assert len(questions) >= 3
    ada = telegram.user("Ada", "en")
    async with serving(index, suggesting=True):
        reply = await ada.private.reply(ada.asks("/start"))
        while questions[0] not in reply.text:  # the first greeting does not wait for long
            reply = await ada.private.reply(ada.asks("/start"))
        assert ENGLISH("start-examples") in reply.text
        assert [f"• {each}" for each in questions] == reply.text.splitlines()[-len(questions) :]
        typed = ada.types_inline("")
        await telegram.until(lambda: typed.answer is not None)
        results = typed.answer["results"]  # type: ignore[index]  # it is there
        offered = [each["input_message_content"]["message_text"] for each in results]
        assert all(q in text for q, text in zip(questions, offered, strict=True))
    assert not telegram.refusals


async def test_a_failure_to_find_questions_is_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    faults = iter([OSError("a disk")])

    def respond(question: str) -> Answer:
        if fault := next(faults, None):
            raise fault
        return answer(quote(article()), question=question)

    library = FakeLibrary(respond=respond)
    with closing(Doorway(library)) as doorway:
        suggestions = Suggestions(doorway)
        assert await suggestions.of("fr", 5.0) == []
        assert "suggestions could not be made" in caplog.text
        found = await suggestions.of("fr", 5.0)
        assert found
        assert await suggestions.of("fr", 5.0) is found


def test_quote_links_to_its_page_where_its_article_has_no_link() -> None:
    bare, linked = article(), article(url="https://news.example/a")
    address = bare.content_hash[:16]
    each = "https://pages.example/{article}.html"
    assert page_link(each, quote(bare, 3), 5) == f"https://pages.example/{address}.html#p2s1"
    assert page_link("https://pages.example/a", quote(bare), 1) == "https://pages.example/a#p1s1"
    assert page_link("https://pages.example/a", quote(bare), 2) is None
    assert page_link(each, quote(linked), 1) is None
    assert page_link(None, quote(bare), 1) is None


async def test_answer_links_to_the_page(telegram: TelegramServer, serving: Serving) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(page_url="https://pages.example/a.html"):
        reply = await ada.private.reply(ada.asks("How many?"))
        links = [entity.url for entity in reply.entities if entity.url]
        assert links == ["https://pages.example/a.html#p1s1"]
        assert "https://pages.example/a.html#p1s1" in [button.url for button in reply.buttons]
    assert not telegram.refusals


async def test_the_end_waits_for_one_more_question_and_no_longer() -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def respond(question: str) -> Answer:
        asked.set()
        may_answer.wait()
        return answer(question=question, verdict=Verdict.NONE)

    library = FakeLibrary(respond=respond)
    with closing(Doorway(library)) as doorway:
        assert await Suggestions(doorway).of("fr", 0.1) == []
        assert asked.wait(5.0)
        (finding,) = asyncio.all_tasks() - {asyncio.current_task()}
        finding.cancel()
        await asyncio.wait({finding})
        may_answer.set()
    assert len(library.asked) == 1


async def test_questions_to_begin_with_do_not_wait_for_work_on_the_shelf() -> None:
    learnt = threading.Event()
    with closing(Doorway(FakeLibrary())) as doorway:
        learning = asyncio.create_task(doorway.work(learnt.wait))
        await asyncio.sleep(0.1)
        assert await Suggestions(doorway).of("fr", 30.0)
        assert not learning.done()
        learnt.set()
        await learning
