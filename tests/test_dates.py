import pytest

from index.dates import Dates
from index.facts import find_facts


def dates(text: str, code: str = "fr") -> Dates:
    return Dates.of(find_facts(text, code))


def test_words_that_make_a_phrase_one_of_time_name_none() -> None:
    assert dates("Hier soir, à 18h30") == Dates(frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "code", "joined"),
    [
        ("mardi et mercredi", "fr", {"day 2", "day 3"}),
        ("mardi, mercredi et vendredi", "fr", {"day 2", "day 3", "day 5"}),
        ("on Tuesday and Wednesday", "en", {"day 2", "day 3"}),
        ("el martes y el miércoles", "es", {"day 2", "day 3"}),
        ("во вторник и среду", "ru", {"day 2", "day 3"}),
        ("يومي الثلاثاء والأربعاء", "ar", {"day 2", "day 3"}),
        ("en 2005 et 2006", "fr", {"year 2005", "year 2006"}),
        ("de mardi à jeudi", "fr", {"day 2", "day 3", "day 4"}),
        ("Mardi, 56 civils sont morts, et mercredi 15", "fr", set()),
        ("mardi 11 octobre", "fr", set()),  # of different units
        ("né en 1871 à Lorient, mort en 1948", "fr", set()),
    ],
)
def test_times_are_joined_beside_each_other_and_in_a_range(
    text: str, code: str, joined: set[str]
) -> None:
    assert dates(text, code).joined == joined


def test_what_holds_more_holds_it_together_with_what_is_not_asked_about() -> None:
    both = dates("mardi et mercredi")
    assert both.hold_more_than(dates("mardi"))
    assert not both.hold_more_than(dates("mardi et mercredi"))
    assert not both.hold_more_than(dates("jeudi"))
    assert not both.hold_more_than(dates("en octobre"))
    assert not dates("mardi").hold_more_than(dates("mardi et mercredi"))


def test_another_time_of_the_same_unit_conflicts() -> None:
    assert dates("mercredi").conflict_with(dates("mardi"))
    assert not dates("mardi et mercredi").conflict_with(dates("mardi"))
    assert not dates("en octobre").conflict_with(dates("mardi"))
    assert not dates("de lundi à jeudi").conflict_with(dates("mardi"))
