"""What is quoted beside the first: what answers out of another article, or another part."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.ranking import order, shares
from index.scene import Values

# The best sentence of another article is quoted too from this share of the first one's belief on.
# Of eighteen questions that fit one of eighteen articles none reached it, and nine in ten stayed
# below a hundredth (docs/articles.md).
FITS_TOO = 0.3


def with_companions(
    chosen: Sequence[int], owners: NDArray[np.int64], scores: Values, limit: int
) -> list[int]:
    """Return the chosen places, best first, with the best of each other article that fits too.

    `owners` (n,) tells the article of each candidate. Where there is no room, what the first
    article says further gives way.
    """
    if owners[0] == owners[-1]:  # they stand in the order of their articles
        return list(chosen)
    belief = shares(scores)
    best: dict[int, int] = {}
    for place in order(scores).tolist():
        best.setdefault(int(owners[place]), place)
    have = {int(owners[place]) for place in chosen}
    others = [
        place
        for owner, place in best.items()
        if owner not in have and belief[place] >= FITS_TOO * belief[chosen[0]]
    ]
    others = others[: max(0, limit - 1)]
    kept = list(chosen)[: max(1, limit - len(others))]
    return [kept[0], *others, *kept[1:]]


def with_parts(
    chosen: Mapping[int, float], parts: Mapping[int, float], limit: int
) -> dict[int, float]:
    """Return the chosen sentences, best first, with those that answer parts of the question.

    Both give sentences by their numbers with their confidence. The first stays as it is: its
    confidence is the answer's. Behind it stands what answers a part, and of two confidences the
    higher counts; where there is no room, what was chosen gives way.
    """
    first = list(chosen)[:1]
    numbers = list(dict.fromkeys([*first, *parts, *chosen]))[:limit]
    return {
        n: chosen[n] if n in first else max(chosen.get(n, 0.0), parts.get(n, 0.0)) for n in numbers
    }
