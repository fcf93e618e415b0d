import asyncio
import threading
import time

from bot.doorway import Doorway
from index import Answer
from tests.bot.fakes import FakeLibrary, answer, article, quote


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
