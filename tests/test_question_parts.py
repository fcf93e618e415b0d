"""What each part of a question asks for."""

import pytest

from index.expressions import Measure
from index.facts import FactKind
from index.question_parts import read_parts


@pytest.mark.parametrize(
    ("code", "question", "kinds"),
    [
        ("fr", "Où et quand est-il mort ?", [FactKind.PLACE, FactKind.DATE]),
        ("en", "Who came, and what did they say?", [FactKind.PERSON, None]),
        ("ar", "أين مات وكم عمره؟", [FactKind.PLACE, FactKind.AGE]),
        ("fr", "À quelle heure part-il ?", [None]),
        ("fr", "L'aide arrive-t-elle à qui en a besoin ?", []),
    ],
)
def test_each_part_opens_with_an_asking_word(
    code: str, question: str, kinds: list[FactKind | None]
) -> None:
    assert [part.kind for part in read_parts(question, code)] == kinds


@pytest.mark.parametrize(
    ("code", "question", "measure"),
    [
        ("fr", "Combien d’années a-t-il attendu ?", Measure.TIME),
        ("de", "Wie lange dauert es?", Measure.TIME),
        ("it", "Quanto durerà?", Measure.TIME),
        ("en", "What proportion is empty?", Measure.PERCENT),
        ("ru", "Сколько домов?", None),
    ],
)
def test_a_number_asked_for_may_be_of_a_measure(
    code: str, question: str, measure: Measure | None
) -> None:
    (part,) = read_parts(question, code)
    assert part.measure is measure
