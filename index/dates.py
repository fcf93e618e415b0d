"""The days, months and years that a text names, and whether those of two texts agree."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from index.facts import Fact, FactKind


class Dates(NamedTuple):
    """The days, months and years that a text names, and these with all that its ranges hold.

    `pairs` are those that it names together: "on Tuesday and Wednesday". What is said of a range is
    often said of its bounds each: "from 415 in 1991 to 587 in 2000".
    """

    named: frozenset[str]
    within: frozenset[str]
    pairs: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Self:
        """Take those of a text's facts; not the words that merely make a phrase one of time."""
        times = [f for f in facts if f.kind is FactKind.DATE and not f.value.startswith("time ")]
        named = frozenset(f.value for f in times if not f.is_of_times)
        pairs = tuple(frozenset(f.within) for f in times if f.unit == "pair")
        return cls(named, named.union(*(f.within for f in times)), pairs)

    def conflict_with(self, asked: "Dates") -> bool:
        """Say whether another day, month or year is named than is asked about."""
        units = {_unit(value) for value in asked.named - self.within}
        return any(_unit(value) in units for value in self.named - asked.within)

    def hold_more_than(self, asked: "Dates") -> bool:
        """Say whether what is asked about is named together with another time."""
        return any(asked.named & times and not times <= asked.within for times in self.pairs)


def _unit(value: str) -> str:
    return value.split()[0]
