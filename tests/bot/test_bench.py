import asyncio
import subprocess
import sys
import threading

from bot.bench import Bench
from tests.bot.processes import REPOSITORY

ENDLESS = """
import asyncio, threading
from bot.bench import Bench

async def main():
    bench = Bench("shelf")
    work = asyncio.create_task(bench.do(threading.Event().wait))
    await asyncio.sleep(0.1)
    work.cancel()
    return bench

asyncio.run(main()).leave()
"""


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


def test_the_process_ends_although_its_work_does_not() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENDLESS],
        cwd=REPOSITORY,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
