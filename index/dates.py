"""The days, months and years that a text names, and whether those of two texts agree."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Self

from index.facts import Fact, FactKind

TOGETHER = 8  # characters at most between times that are named together: " and ", " y el "


class Dates(NamedTuple):
    """The days, months and years that a text names, and these with all that its ranges hold.

    `joined` are those that it names together: "Tuesday and Wednesday", "Tuesday to Friday".
    """

    named: frozenset[str]
    within: frozenset[str]
    joined: frozenset[str]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Self:
        """Take those of a text's facts; not the words that merely make a phrase one of time."""
        times = [f for f in facts if f.kind is FactKind.DATE and not f.value.startswith("time ")]
        single = [f for f in times if f.unit != "range"]
        named = frozenset(f.value for f in single)
        ranged = frozenset(value for f in times if f.unit == "range" for value in f.within)
        return cls(named, named | ranged, ranged.union(_beside(single)))

    def conflict_with(self, asked: "Dates") -> bool:
        """Say whether another day, month or year is named than is asked about."""
        units = {_unit(value) for value in asked.named - self.within}
        return any(_unit(value) in units for value in self.named - asked.within)

    def hold_more_than(self, asked: "Dates") -> bool:
        """Say whether what is asked about is named together with another time."""
        return bool(asked.named & self.joined) and not self.joined <= asked.within


def _unit(value: str) -> str:
    return value.split()[0]


def _beside(times: Sequence[Fact]) -> Iterator[str]:
    """Yield the times that stand beside another one of their unit."""
    for one, other in pairwise(times):
        if other.unit == one.unit and 0 <= other.start - one.end <= TOGETHER:
            yield from (one.value, other.value)
