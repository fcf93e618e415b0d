import os
import subprocess
import sys
from threading import Event, current_thread

import pytest

from index.aside import Aside


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.aside.cores", lambda: 2)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait until the other thread has begun, however busy the machine is."""
    monkeypatch.setattr("index.aside.HAND_OVER_S", 10)


def name() -> str:
    return current_thread().name


def test_what_a_lone_question_begins_goes_on_while_it_does_something_else() -> None:
    aside, begun = Aside(), Event()

    def work() -> str:
        begun.set()
        return name()

    with aside.question():
        waits = aside.begin(work)
        assert begun.wait(10)  # before anybody asks for what came of it
        assert waits().startswith("aside")


@pytest.mark.usefixtures("patient")
def test_where_two_ask_each_does_its_own_work_when_it_needs_it() -> None:
    aside = Aside()
    done: list[str] = []
    with aside.question(), aside.question():
        waits = aside.begin(lambda: done.append(name()))
        assert not done
        waits()
    assert done == [name()]
    with aside.question():
        assert aside.begin(name)().startswith("aside")


def test_on_one_core_nothing_goes_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.aside.cores", lambda: 1)
    assert Aside().begin(name)() == name()


def test_what_queues_behind_work_that_nobody_wants_is_done_by_who_wants_it() -> None:
    aside, may_end = Aside(), Event()
    unwanted = aside.begin(lambda: may_end.wait(10))
    assert aside.begin(name)() == name()
    may_end.set()
    assert unwanted()


@pytest.mark.usefixtures("patient")
def test_a_child_that_was_forked_has_a_thread_of_its_own() -> None:
    aside = Aside()
    assert aside.begin(name)().startswith("aside")
    child = os.fork()
    if child == 0:
        os._exit(0 if aside.begin(name)().startswith("aside") else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_at_the_end_of_the_interpreter_work_is_done_where_it_is_wanted() -> None:
    program = (
        "import threading, time, index.aside as a\n"
        "a.cores = lambda: 2\n"
        "def late():\n"
        "    threading.main_thread().join()\n"
        "    time.sleep(0.05)\n"
        "    print(a.Aside().begin(lambda: 'done')())\n"
        "threading.Thread(target=late).start()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "done\n"


def test_a_failure_comes_to_who_waits() -> None:
    def fail() -> None:
        raise ValueError("no")

    waits = Aside().begin(fail)
    with pytest.raises(ValueError, match="no"):
        waits()


def test_a_question_that_fails_is_counted_no_more() -> None:
    aside = Aside()
    with pytest.raises(KeyError), aside.question():
        raise KeyError
    with aside.question():
        assert aside.begin(name)().startswith("aside")
