"""Traps: a question with one fact of another, the same each time."""

from index.traps import trapped

QUESTIONS = (
    "Combien de civils ont été tués mardi ?",
    "Que s'est-il passé mercredi à Homs ?",
    "Où se rend John Kerry dimanche ?",
    "Comment va-t-il ?",
)


def test_a_fact_gives_way_to_one_of_its_sort_and_nothing_else_changes() -> None:
    assert trapped(QUESTIONS[:2]) == [
        "Combien de civils ont été tués mercredi ?",
        "Que s'est-il passé mardi à Homs ?",
    ]


def test_a_question_without_a_fact_to_swap_makes_no_trap() -> None:
    assert trapped(QUESTIONS)[3] is None
    assert trapped(QUESTIONS[:1]) == [None]
    assert trapped([]) == []


def test_every_other_question_takes_its_fact_from_a_stranger() -> None:
    strangers = ["Qui a fondé Genève en 1291 ?"]
    assert trapped(QUESTIONS[2:3] * 2, strangers) == [None, "Où se rend Genève dimanche ?"]


def test_the_day_of_a_date_is_swapped_as_a_number() -> None:
    asked = ["Que dit-on le 17 juin ?", "Et le 17 juillet ?"]
    assert trapped(asked) == ["Que dit-on le 17 juillet ?", "Et le 17 juin ?"]


def test_the_same_questions_make_the_same_traps() -> None:
    assert trapped(QUESTIONS) == trapped(QUESTIONS)
    assert len(trapped(QUESTIONS)) == len(QUESTIONS)


def test_a_fact_that_the_question_has_already_is_not_put_into_it() -> None:
    assert trapped(["Que dit Kerry mardi ?", "Et Kerry mardi ?"]) == [None, None]
