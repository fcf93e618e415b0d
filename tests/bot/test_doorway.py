import asyncio
import threading
import time

from bot.doorway import Doorway
from bot.wording import load_wording
from index import Answer, Article, Sentence
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.test_inline import typed_and_answered
from tests.telegram_server import TelegramServer

ENGLISH = load_wording().of("en")


async def test_the_event_loop_runs_on_and_questions_run_side_by_side() -> None:
    together = threading.Barrier(2, timeout=30)  # opens for two at once alone

    def slowly(question: str) -> Answer:
        together.wait()
        time.sleep(0.3)
        return answer(quote(article()), question=question)

    doorway = Doorway(FakeLibrary(respond=slowly))
    ticks = 0
    asking = asyncio.gather(*(doorway.ask(str(number)) for number in range(2)))
    while not asking.done():
        await asyncio.sleep(0.01)
        ticks += 1
    doorway.close()
    assert [each.question for each in asking.result()] == ["0", "1"]
    assert ticks > 10


class Book(FakeLibrary):
    """Counts how often all sentences of an article were listed; a long one makes that slow."""

    listed = 0

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        assert threading.current_thread() is not threading.main_thread()
        self.listed += 1
        return super().sentences(article)


async def test_the_sentences_of_a_long_article_are_never_listed_on_the_event_loop(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving(Book()) as book:
        for asked in ("How many died?", "/article", "/about"):
            reply = await ada.private.reply(ada.asks(asked))
            assert reply.text != ENGLISH("failure")
        for query in ("", "How many died?"):
            typed = await typed_and_answered(telegram, ada, query)
            assert typed.results
        assert not book.listed
        for _ in range(2):
            page = await ada.private.reply(ada.starts(f"s-{book.articles[0].address}-2"))
            assert page.covered("bold") == [quote(book.articles[0], 2).text]
    assert book.listed == 1
