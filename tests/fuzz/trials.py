"""Every trial by its name, and its share of a run."""

import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from tests.fuzz import asking, doors, messages, reading

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


@dataclass(frozen=True, slots=True)
class Trial:
    """One hostile input, drawn and held to the promises; `share` is in thousandths of a run."""

    run: Callable[[Random], None]
    share: int
    what: str


TRIALS: Mapping[str, Trial] = {
    "text": Trial(reading.plain_text, 230, "plain text, front matter, encodings"),
    "markdown": Trial(reading.markdown, 110, "Markdown"),
    "html": Trial(reading.web_page, 30, "web pages"),
    "epub": Trial(reading.book, 30, "EPUB: damaged, repacked, bombs, entities"),
    "pdf": Trial(reading.portable_document, 30, "PDF"),
    "splitting": Trial(reading.splitting, 260, "blocks and sentences of any text"),
    "asking": Trial(asking.asking, 60, "signals, ranking, verdict, follow-ups"),
    "model": Trial(asking.asking_the_model, 2, "the same with the real model"),
    "rendering": Trial(messages.rendering, 25, "every message, in eight languages"),
    "proving": Trial(messages.proving, 80, "corrupted messages before the wire"),
    "addresses": Trial(messages.addresses, 128, "button data and deep links"),
    "doors": Trial(doors.doors, 15, "the whole bot over HTTP: every kind of update"),
}


def draw(seed: int, name: str, number: int) -> None:
    """Run one trial; the same three run the same one, anywhere."""
    TRIALS[name].run(Random(f"{seed} {name} {number}"))


def plan(inputs: int, names: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the trials of a run, each by its share of it."""
    whole = sum(TRIALS[name].share for name in names)
    for name in names:
        for number in range(-(-inputs * TRIALS[name].share // whole)):
            yield name, number


def work(pipe: "Connection[Any, Any]", seed: int) -> None:
    """Run the trials that come in; send the seconds that each took, and its traceback if any."""
    warnings.simplefilter("ignore")
    while True:
        name, number = pipe.recv()
        began, fault = time.perf_counter(), ""
        try:
            draw(seed, name, number)
        except Exception:
            fault = traceback.format_exc(limit=-5)[-3000:]
        pipe.send((time.perf_counter() - began, fault))
