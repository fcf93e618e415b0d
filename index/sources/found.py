"""Found: what a source of any kind holds, before it becomes an Article."""

from dataclasses import dataclass

from index.article import LeftOut, Part
from index.sources.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Found:
    """The parts of an article in their order, what the source says of it, what was left out."""

    parts: tuple[Part, ...]
    known: Metadata
    left_out: tuple[LeftOut, ...] = ()
