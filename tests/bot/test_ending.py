import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.processes import REPOSITORY

ENDLESS = """
import asyncio, logging, sys
from pathlib import Path
from bot.bench import Bench
from bot.ending import end_with
from index import open_encoder

logging.basicConfig(stream=sys.stdout, level="INFO", format="%(message)s")
encoder = open_encoder(Path(sys.argv[1]))

def work():
    while True:
        encoder.encode_passages(["A passage that takes a while, of some words or other."] * 64)

async def leave_work():
    bench = Bench("shelf")
    doing = asyncio.create_task(bench.do(work))
    await asyncio.sleep(0.5)
    doing.cancel()
    return bench

def main():
    asyncio.run(leave_work()).leave()
    logging.info("left")
    if sys.argv[2:]:
        raise OSError(sys.argv[2])
    return 3

end_with(main)
"""


@pytest.mark.usefixtures("encoder")  # the model is there then
@pytest.mark.parametrize("fault", [[], ["a fault"]])
def test_the_process_ends_although_its_work_does_not(data_dir: Path, fault: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENDLESS, data_dir.absolute(), *fault],
        cwd=REPOSITORY,
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = ended.stderr.splitlines()[-1:]
    assert (ended.returncode, ended.stdout) == (1 if fault else 3, b"left\n")
    assert said == [f"OSError: {each}".encode() for each in fault]
