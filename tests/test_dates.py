import pytest

from index.dates import Dates
from index.facts import find_facts


def dates(text: str, code: str = "fr") -> Dates:
    return Dates.of(find_facts(text, code))


def test_words_that_make_a_phrase_one_of_time_name_none() -> None:
    assert dates("Hier soir, à 18h30") == Dates(frozenset(), frozenset(), ())


@pytest.mark.parametrize(
    ("text", "code", "pairs"),
    [
        ("mardi et mercredi", "fr", [{2, 3}]),
        ("mardi, mercredi et vendredi", "fr", [{2, 3}, {3, 5}]),
        ("on Tuesday and on Wednesday", "en", [{2, 3}]),
        ("el martes y el miércoles", "es", [{2, 3}]),
        ("во вторник и среду", "ru", [{2, 3}]),
        ("يومي الثلاثاء والأربعاء", "ar", [{2, 3}]),
        ("de mardi à jeudi", "fr", []),
        ("de mardi à mercredi", "fr", []),
        ("Mardi, 56 civils sont morts, et mercredi 15", "fr", []),
        ("56 morts mardi, 15 mercredi", "fr", []),
        ("56 morts mardi et 15 mercredi", "fr", []),
        ("mardi (mercredi : 15)", "fr", []),
        ("plus mardi que lundi", "fr", []),
        ("on Tuesday, not Wednesday", "en", []),
    ],
)
def test_days_beside_each_other_are_a_pair(text: str, code: str, pairs: list[set[int]]) -> None:
    expected = tuple(frozenset(f"day {day}" for day in days) for days in pairs)
    assert dates(text, code).pairs == expected


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("en 2005 et 2006", ("year 2005", "year 2006")),
        ("56 morts en 2005, 15 en 2006", ()),
        ("plus en 2005 qu'en 2006", ()),
        ("né en 1871 à Lorient, mort en 1948", ()),
        ("mardi 11 octobre", ()),  # of different units
    ],
)
def test_so_are_years(text: str, pairs: tuple[str, ...]) -> None:
    assert dates(text).pairs == ((frozenset(pairs),) if pairs else ())


def test_what_holds_more_holds_it_together_with_what_is_not_asked_about() -> None:
    both = dates("mardi et mercredi")
    assert both.hold_more_than(dates("mardi"))
    assert not both.hold_more_than(dates("mardi et mercredi"))
    assert not both.hold_more_than(dates("jeudi"))
    assert not both.hold_more_than(dates("en octobre"))
    of_years = dates("Huit morts mardi et mercredi, douze en 2015 et 2016")
    assert not of_years.hold_more_than(dates("mardi et mercredi"))
    assert of_years.hold_more_than(dates("en 2015"))
    assert not dates("mardi").hold_more_than(dates("mardi et mercredi"))


def test_another_time_of_the_same_unit_conflicts() -> None:
    assert dates("mercredi").conflict_with(dates("mardi"))
    assert not dates("mardi et mercredi").conflict_with(dates("mardi"))
    assert not dates("en octobre").conflict_with(dates("mardi"))
    assert not dates("de lundi à jeudi").conflict_with(dates("mardi"))
