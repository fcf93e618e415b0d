"""All that was found out about one question, before anything is said."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.answering import Verdict
from index.ranking import order
from index.scene import Scene, Values


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found out about one question: what `ask`, `rank`, `eval` and `fit` read."""

    scene: Scene
    values: Values
    scores: Values
    features: Mapping[str, float]
    confidence: float
    verdict: Verdict

    @property
    def best(self) -> int:
        """Return the number of the sentence that the ranker puts first."""
        return int(self.scene.ids[order(self.scores)[0]])
