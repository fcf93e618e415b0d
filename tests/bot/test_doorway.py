import asyncio
import time

from bot.doorway import Doorway
from index import Answer
from tests.bot.fakes import FakeLibrary, answer, article, quote


async def test_the_event_loop_runs_on_and_questions_run_side_by_side() -> None:
    def slowly(question: str) -> Answer:
        time.sleep(0.3)
        return answer(quote(article()), question=question)

    doorway = Doorway(FakeLibrary(respond=slowly))
    began, ticks = time.perf_counter(), 0
    asking = asyncio.gather(*(doorway.ask(str(number)) for number in range(3)))
    while not asking.done():
        await asyncio.sleep(0.01)
        ticks += 1
    doorway.close()
    assert [each.question for each in asking.result()] == ["0", "1", "2"]
    assert time.perf_counter() - began < 0.8
    assert ticks > 10
