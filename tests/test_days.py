import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.days import Month, find_days
from index.facts import find_facts
from index.word_classes import KNOWN


def days(text: str, code: str) -> list[str]:
    """Return the days that a text names, as `month-day`."""
    named = [fact for fact in find_facts(text, code) if fact.unit == "date"]
    return [fact.value.removeprefix("date ") for fact in named]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "le 17 juin 1944", ["6-17"]),
        ("fr", "le 1er juin", ["6-1"]),
        ("fr", "le 17/06/1944", ["6-17"]),
        ("en", "on June 17th, 1944", ["6-17"]),
        ("en", "on the 17th of June", ["6-17"]),
        ("en", "on Tuesday, 17 June", ["6-17"]),
        ("en", "on 06/17/1944", ["6-17"]),
        ("de", "am 17. Juni 1978", ["6-17"]),
        ("de", "am 17.06.1944", ["6-17"]),
        ("es", "el 17 de junio y el 1º de julio", ["6-17", "7-1"]),
        ("it", "il 1° giugno", ["6-1"]),
        ("pt", "a 17 de junho", ["6-17"]),
        ("ru", "17 июня и 18-го июня", ["6-17", "6-18"]),
        ("ar", "في 17 يونيو و١٩ يونيو", ["6-17", "6-19"]),
        ("fr", "le 1944-06-17", ["6-17"]),
        ("fr", "la Z1, sortie le 17 juin", ["6-17"]),
    ],
)
def test_a_day_stands_with_its_month(code: str, text: str, expected: list[str]) -> None:
    assert days(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "In June 2016 there were 17."),
        ("en", "On June 99 and at 10:17 in June."),
        ("en", "In June 2 ships sank, and in June 3,000 people left."),
        ("en", "On June 5,000 people and 20-year-old June."),
        ("fr", "En juin 17 personnes sont mortes."),
        ("de", "Version 1.17.06.1944"),
    ],
)
def test_other_numbers_are_no_day(code: str, text: str) -> None:
    assert days(text, code) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On June 15, 17 people were killed.", ["6-15"]),
        ("On May 3, a group of 12 children came.", ["5-3"]),
        ("On May 3 and in 12 villages the storm came.", ["5-3"]),
        ("On June 12, 5,000 people marched.", ["6-12"]),
        ("On June 12, 20-year-old Anna won.", ["6-12"]),
        ("On June 12, 2 pm", ["6-12"]),
        ("On May 3 and 5 were hurt.", []),
    ],
)
def test_what_a_number_behind_a_day_counts_is_no_day(text: str, expected: list[str]) -> None:
    assert days(text, "en") == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "May 30, June 2 and June 5", ["5-30", "6-2", "6-5"]),
        ("en", "on May 30 and 2 June", ["5-30", "6-2"]),
        ("fr", "le 3, en mai, et le 5 juin", ["6-5"]),
    ],
)
def test_a_day_is_of_the_month_beside_it(code: str, text: str, expected: list[str]) -> None:
    assert days(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "les 15, 17 et 19 juin"),
        ("fr", "lundi 15, mercredi 17 et vendredi 19 juin"),
        ("en", "on June 15, 17 and 19, 2016"),
        ("en", "on June 15 and 17 and on 19 June"),
        ("en", "on June 15th, the 17th, and the 19th"),
        ("de", "am Montag, dem 15., Mittwoch, dem 17., und Freitag, den 19. Juni"),
        ("es", "los días 15, 17 y 19 de junio"),
        ("ru", "15-го, 17-го и 19-го июня"),
        ("ar", "15 و17 و 19 يونيو"),
    ],
)
def test_a_list_names_each_of_its_days(code: str, text: str) -> None:
    assert days(text, code) == ["6-15", "6-17", "6-19"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "du 17 au 19 juin"),
        ("fr", "du vendredi 17 au dimanche 19 juin 2016"),
        ("fr", "entre le 17 et le 19 juin"),
        ("fr", "du 17 juin 1944 au 19 juin 1944"),
        ("en", "June 17–19"),
        ("en", "June 17th to 19th, 2016"),
        ("en", "between 17 June and 19 June"),
        ("en", "from June 17 to June 19, 2016"),
        ("en", "from June 17 to 19 the town"),
        ("de", "vom 17. bis zum 19. Juni"),
        ("de", "17.–19. Juni"),
        ("es", "del 17 al 19 de junio"),
        ("es", "desde el 17 hasta el 19 de junio"),
        ("it", "dal 17 al 19 giugno"),
        ("pt", "de 17 a 19 de junho"),
        ("ru", "с 17-го по 19-е июня"),
        ("ar", "من 17 إلى 19 يونيو"),
    ],
)
def test_a_range_names_all_of_its_days(code: str, text: str) -> None:
    assert days(text, code) == ["6-17", "6-18", "6-19"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "du 17 juin au 3 juillet"),
        ("fr", "entre le 17 juin 1944 et le 3 juillet 1944"),
        ("en", "June 17-July 3"),
        ("en", "from May 30 to June 2"),
        ("en", "from May 30 to 2 June"),
        ("es", "desde el 17 de junio hasta el 3 de julio"),
        ("de", "17.06.–19.06.1944"),
    ],
)
def test_a_range_whose_days_are_not_known_names_none(code: str, text: str) -> None:
    assert days(text, code) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "from 2 June"),
        ("en", "since June 2, 2016"),
        ("en", "until Monday, 2 June"),
        ("en", "between 2 June and Friday"),
        ("de", "ab dem 2. Juni"),
        ("de", "bis Montag, den 2. Juni"),
        ("fr", "à partir du lundi 2 juin"),
        ("fr", "jusqu'au 2 juin"),
        ("es", "antes del 2 de junio"),
        ("it", "fino al 2 giugno"),
        ("pt", "até o dia 2 de junho"),
        ("ru", "с 2 июня"),
        ("ar", "منذ 2 يونيو"),
    ],
)
def test_an_open_range_names_no_day(code: str, text: str) -> None:
    assert days(text, code) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "They left after the meeting on 17 June."),
        ("en", "a letter from Anna of 17 June"),
        ("de", "Er starb nach einem Unfall am 17. Juni."),
        ("fr", "la nuit du 17 juin"),
        ("fr", "Ils vont partir le 17 juin."),
        ("es", "la ley del 17 de junio"),
    ],
)
def test_a_day_of_its_own_is_no_bound(code: str, text: str) -> None:
    assert days(text, code) == ["6-17"]


@given(st.text("1 7.-,/undthe", max_size=40), st.sampled_from(KNOWN))
def test_days_are_found_inside_any_text(text: str, code: str) -> None:
    text += "June" + text
    found = find_days(text, [Month(len(text) // 2 - 2, len(text) // 2 + 2, 6)], code)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(0 < day < 32 for each in found for day in each.numbers)
