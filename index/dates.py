"""The days, months and years that a text names, and whether those of two texts agree."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from index.facts import Fact, FactKind


class Dates(NamedTuple):
    """The days, months and years that a text names, and these with all that its ranges hold.

    `together` are its ranges, and the pairs that it names: "on Tuesday and Wednesday".
    """

    named: frozenset[str]
    within: frozenset[str]
    together: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Self:
        """Take those of a text's facts; not the words that merely make a phrase one of time."""
        times = [f for f in facts if f.kind is FactKind.DATE and not f.value.startswith("time ")]
        named = frozenset(f.value for f in times if not f.is_of_times)
        together = tuple(frozenset(f.within) for f in times if f.is_of_times)
        return cls(named, named.union(*together), together)

    def conflict_with(self, asked: "Dates") -> bool:
        """Say whether another day, month or year is named than is asked about."""
        units = {_unit(value) for value in asked.named - self.within}
        return any(_unit(value) in units for value in self.named - asked.within)

    def hold_more_than(self, asked: "Dates") -> bool:
        """Say whether what is asked about is named together with another time."""
        return any(asked.named & times and not times <= asked.within for times in self.together)


def _unit(value: str) -> str:
    return value.split()[0]
