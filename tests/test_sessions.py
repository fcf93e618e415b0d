"""How networks are run, and how rows of words are read from their file one by one."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pytest

from index.errors import ModelError, ResourceError
from index.sessions import COMPARED, FEWEST, MOST, Pace, Sessions, WordTable
from tests.little_memory import little_memory


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_rows_of_words_are_those_of_the_file(tmp_path: Path, kind: type) -> None:
    table: Any = np.random.default_rng(1).integers(0, 255, (50, 7)).astype(kind)
    np.save(tmp_path / "table.npy", table)
    ids = np.array([[3, 49, 0], [3, 3, 12]])
    found = WordTable(tmp_path / "table.npy").rows(ids)
    assert found.dtype == kind
    assert found.tolist() == table[ids].tolist()


@pytest.mark.parametrize("content", [b"", b"not an array", None], ids=["empty", "other", "missing"])
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "table.npy"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=re.escape(str(path))):
        WordTable(path)


def test_a_table_that_has_no_room_in_memory_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "table.npy"
    np.lib.format.open_memmap(path, "w+", np.uint8, (1_000_000, 400))  # 400 MB, all of them holes
    with little_memory(50 << 20), pytest.raises(ResourceError, match="Cannot allocate memory"):
        WordTable(path)


def test_whoever_has_the_turn_the_outcome_is_the_same(network: Path) -> None:
    turn = Lock()
    sessions = Sessions(network, 1, turn)
    feed = {"x": np.random.default_rng(3).normal(size=(16, 384)).astype(np.float32)}
    expected = Sessions(network, 1).run(feed)[0]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: sessions.run(feed, tokens=16)[0], range(60)))
    with turn:
        found.append(sessions.run(feed, tokens=16)[0])
    assert all((each == expected).all() for each in found)
    assert not turn.locked()


def test_the_turn_is_given_back_after_a_run_that_failed(network: Path) -> None:
    turn = Lock()
    sessions = Sessions(network, 1, turn)
    for _ in range(2 * FEWEST):
        with pytest.raises(Exception, match="x"):
            sessions.run({"x": np.zeros((1, 7), np.float32)})
    assert not turn.locked()


def tries(pace: Pace, alone: float, together: float, runs: int) -> list[bool]:
    """Return which runs have two threads, where they take so long."""
    found = []
    for _ in range(runs):
        found.append(pace.tries_together())
        pace.note(together if found[-1] else alone, together=found[-1])
    return found


def test_two_threads_are_tried_after_a_few_runs_and_stay_while_they_pay() -> None:
    found = tries(Pace(), alone=3.0, together=2.0, runs=3 * COMPARED)
    paying = [True] * COMPARED
    assert found[: FEWEST - 1] == [False] * (FEWEST - 1)
    assert found[FEWEST - 1 :][: 2 * COMPARED + 2] == [*paying, False, *paying, False]


def test_two_threads_that_do_not_pay_are_tried_ever_more_seldom() -> None:
    found = tries(Pace(), alone=3.0, together=2.9, runs=10 * MOST)
    tried = [place for place, together in enumerate(found) if together]
    gaps = np.diff(tried).tolist()
    assert gaps[:4] == [FEWEST, 2 * FEWEST, 4 * FEWEST, 8 * FEWEST]
    assert gaps[-1] == MOST


def test_two_threads_that_pay_again_stay_again() -> None:
    pace = Pace()
    tries(pace, alone=3.0, together=5.0, runs=2 * MOST)
    found = tries(pace, alone=3.0, together=2.0, runs=2 * MOST)
    assert found[MOST:].count(False) <= MOST / COMPARED + 1
    found = tries(pace, alone=3.0, together=5.0, runs=2 * MOST)
    assert np.diff(np.flatnonzero(found)).tolist()[:3] == [FEWEST, 2 * FEWEST, 4 * FEWEST]


def test_where_others_have_the_turn_it_is_asked_for_ever_more_seldom() -> None:
    pace, tried = Pace(), []
    for run in range(4 * MOST):
        if pace.tries_together():
            tried.append(run)
            pace.wait()
        else:
            pace.note(3.0, together=False)
    assert np.diff(tried).tolist()[:4] == [FEWEST, 2 * FEWEST, 4 * FEWEST, 8 * FEWEST]


def test_a_slow_start_is_no_reason_to_keep_two_threads() -> None:
    pace = Pace()
    tries(pace, alone=30.0, together=20.0, runs=FEWEST)
    found = tries(pace, alone=2.0, together=3.0, runs=20 * COMPARED)
    assert sum(found[10 * COMPARED :]) <= 10 * COMPARED / MOST + 1


def test_what_is_compared_is_what_runs_alone_take_lately() -> None:
    pace = Pace()
    tries(pace, alone=3.0, together=4.0, runs=3 * MOST)  # someone else has the other core
    assert sum(tries(pace, alone=2.0, together=2.0, runs=3 * MOST)) <= 4


class Timed:
    """A session whose runs take so long by the clock: always, and for each token."""

    def __init__(self, clock: list[float], always: float, token: float) -> None:
        self.clock, self.always, self.token = clock, always, token
        self.runs = 0

    def run(self, _names: object, feed: dict[str, Any]) -> list[Any]:
        self.runs += 1
        self.clock[0] += self.always + self.token * len(feed["x"])
        return []


def test_a_short_text_with_two_threads_is_not_taken_for_slower_than_a_long_one_alone(
    network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("index.sessions.time.perf_counter", lambda: clock[0])
    monkeypatch.setattr("index.sessions.cores", lambda: 2)
    sessions = Sessions(network, 1, Lock())
    alone, together = Timed(clock, 1.95, 0.13), Timed(clock, 1.7, 0.07)  # measured, milliseconds
    sessions._session, sessions._together = alone, together
    lengths = np.random.default_rng(4).choice([6, 30], 20 * COMPARED).tolist()
    for length in lengths:
        sessions.run({"x": range(length)}, tokens=length)
    assert together.runs >= 0.9 * len(lengths)
