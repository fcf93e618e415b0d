import asyncio
import threading
from functools import partial

from bot.bench import Bench


async def test_one_thing_is_done_after_the_other_and_what_it_raises_is_told() -> None:
    bench, done = Bench("shelf"), list[int]()
    may_end = threading.Event()

    def first() -> None:
        may_end.wait()
        done.append(1)

    def second() -> None:
        done.append(2)
        raise OSError("a disk")

    doing = [asyncio.create_task(bench.do(work)) for work in (first, second)]
    await asyncio.sleep(0.1)
    assert not done
    may_end.set()
    _, raised = await asyncio.gather(*doing, return_exceptions=True)
    assert done == [1, 2]
    assert isinstance(raised, OSError)


async def test_what_nobody_waits_for_any_more_is_done_before_the_next_or_not_begun() -> None:
    bench, done = Bench("shelf"), list[int]()
    begun, may_end = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        may_end.wait()
        done.append(1)

    doing = asyncio.create_task(bench.do(first))
    waiting = [asyncio.create_task(bench.do(partial(done.append, each))) for each in (2, 3)]
    await asyncio.to_thread(begun.wait)
    doing.cancel()
    waiting[0].cancel()
    await asyncio.wait([doing, waiting[0]])
    assert not done
    may_end.set()
    bench.leave()
    assert done == [1, 3]
    await waiting[1]
