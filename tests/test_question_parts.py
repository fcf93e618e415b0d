"""What each part of a question asks for."""

import pytest

from index.amounts import Measure
from index.facts import FactKind
from index.question_parts import read_parts, split_question


@pytest.mark.parametrize(
    ("code", "question", "kinds"),
    [
        ("fr", "Où et quand est-il mort ?", [FactKind.PLACE, FactKind.DATE]),
        ("en", "Who came, and what did they say?", [FactKind.PERSON, None]),
        ("ar", "أين مات وكم عمره؟", [FactKind.PLACE, FactKind.AGE]),
        ("fr", "À quelle heure part-il ?", [None]),
        ("fr", "Et quand est-il mort ?", [FactKind.DATE]),
        ("en", "Since when has the museum been open?", [FactKind.DATE]),
        ("en", "Till when?", [FactKind.DATE]),
        ("fr", "À partir de quand ?", [FactKind.DATE]),
        ("es", "¿A partir de cuándo?", [FactKind.DATE]),
        ("it", "Fino a quando è aperto?", [FactKind.DATE]),
        ("it", "A partire da quando?", [FactKind.DATE]),
        ("pt", "A partir de quando?", [FactKind.DATE]),
        ("ru", "С каких пор он тренер?", [FactKind.DATE]),
        ("ru", "До каких пор?", [FactKind.DATE]),
        ("fr", "L'aide arrive-t-elle à qui en a besoin ?", []),
    ],
)
def test_each_part_opens_with_an_asking_word(
    code: str, question: str, kinds: list[FactKind | None]
) -> None:
    assert [part.kind for part in read_parts(question, code)] == kinds


@pytest.mark.parametrize(
    ("code", "question", "parts"),
    [
        (
            "fr",
            "Quand a commencé l'offensive et qui la soutient dans les airs ?",
            ["Quand a commencé l'offensive", "qui la soutient dans les airs ?"],
        ),
        ("en", "Who is Kirby, and what does Putin hope?",
         ["Who is Kirby", "what does Putin hope?"]),
        ("ar", "متى يتوجه كيري إلى لندن وماذا يأمل بوتين؟",
         ["متى يتوجه كيري إلى لندن", "ماذا يأمل بوتين؟"]),
        ("ar", "من قالت الأمم المتحدة إنها قتلت، وكم عدد القتلى؟",
         ["من قالت الأمم المتحدة إنها قتلت", "كم عدد القتلى؟"]),
        ("ar", "متى ألغى بوتين، الذي يقود روسيا، زيارته؟", []),
        ("es", "¿Quién construyó el puente y cuánto costó el tren?",
         ["Quién construyó el puente", "cuánto costó el tren"]),
        ("es", "¿Quién construyó el puente? ¿Cuánto costó el tren?",
         ["Quién construyó el puente", "¿Cuánto costó el tren?"]),
        ("es", "¿Quién construyó el puente? y cuánto costó el tren?",
         ["Quién construyó el puente", "cuánto costó el tren"]),
        ("ru", "Кто погиб? Сколько детей ранено?", ["Кто погиб", "Сколько детей ранено?"]),
        ("fr", "Où et quand a lieu la réunion ?", []),
        ("en", "Who died in Aleppo and in Homs?", []),
        ("en", "Who died and why?", []),
        ("en", "And who died, and who survived?", ["And who died", "who survived?"]),
        ("en", "When did Putin, who leads Russia, cancel his visit?", []),
        ("en", "When did Putin, who leads Russia, leave and where did he go?",
         ["When did Putin, who leads Russia, leave", "where did he go?"]),
        (None, "Who died and who survived?", []),
    ],
)  # fmt: skip
def test_a_question_is_split_where_each_part_asks_something_of_something(
    code: str | None, question: str, parts: list[str]
) -> None:
    assert split_question(question, code) == parts


@pytest.mark.parametrize(
    ("code", "question", "measure"),
    [
        ("fr", "Combien d’années a-t-il attendu ?", Measure.TIME),
        ("de", "Wie lange dauert es?", Measure.TIME),
        ("it", "Quanto durerà?", Measure.TIME),
        ("it", "Quanto è durato?", Measure.TIME),
        ("en", "What proportion is empty?", Measure.PERCENT),
        ("ru", "Сколько домов?", None),
        ("en", "How much did the house cost?", Measure.MONEY),
        ("en", "How many houses cost more?", None),
        ("en", "By how much did the cost rise?", None),
        ("fr", "Combien d'argent a-t-il ?", Measure.MONEY),
        ("de", "Wie viele Euro hat er?", Measure.MONEY),
        ("en", "How many square metres is it?", Measure.EXTENT),
    ],
)
def test_a_number_asked_for_may_be_of_a_measure(
    code: str, question: str, measure: Measure | None
) -> None:
    (part,) = read_parts(question, code)
    assert part.measure is measure


@pytest.mark.parametrize(
    ("code", "question", "named", "counted"),
    [
        ("fr", "Combien d'enfants ont été tués ?", "enfants", {"children"}),
        ("fr", "Combien touchera-t-elle ?", "", set()),
        ("fr", "Combien a coûté la maison ?", "", set()),
        ("en", "How many wounded children were there?", "wounded children", {"children"}),
        ("en", "How many were killed?", "", set()),
        ("es", "¿Cuántos desplazados hay?", "desplazados", {"displaced"}),
        ("ru", "Сколько стоит дом?", "", set()),
        ("ru", "Сколько детей ранено?", "", {"children"}),
    ],
)
def test_what_is_counted_is_named_behind_the_asking_word(
    code: str, question: str, named: str, counted: set[str]
) -> None:
    (part,) = read_parts(question, code)
    assert (" ".join(word.text for word in part.named), set(part.counted)) == (
        named,
        counted,
    )
