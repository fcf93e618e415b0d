import re

import pytest

from index.facts import FactKind
from index.word_classes import (
    KNOWN,
    LONGEST_BEGINNING,
    SHORTEST_BEGINNING,
    UNTYPED,
    word_classes,
)
from index.words import words


def test_a_regional_code_is_its_language() -> None:
    assert word_classes("fr-CA") is not word_classes("fr")
    assert word_classes("fr-CA") == word_classes("FR") == word_classes("fr_BE")
    assert word_classes("fr").code == "fr"


def test_an_unknown_language_has_no_word_class() -> None:
    known = word_classes("xx")
    assert (known.code, known.function_words, dict(known.numbers), dict(known.asks)) == (
        "xx",
        frozenset(),
        {},
        {},
    )
    assert known.causes is None


@pytest.mark.parametrize(
    ("code", "number", "day", "month"),
    [
        ("fr", ("sept", 7), ("mardi", 2), ("octobre", 10)),
        ("en", ("seven", 7), ("tuesday", 2), ("october", 10)),
        ("es", ("siete", 7), ("martes", 2), ("octubre", 10)),
        ("de", ("sieben", 7), ("dienstag", 2), ("oktober", 10)),
        ("it", ("sette", 7), ("martedì", 2), ("ottobre", 10)),
        ("pt", ("sete", 7), ("terça", 2), ("outubro", 10)),
        ("ru", ("семь", 7), ("вторник", 2), ("октябрь", 10)),
        ("ar", ("سبعة", 7), ("الثلاثاء", 2), ("أكتوبر", 10)),
    ],
)
def test_numbers_days_and_months_have_the_same_value_in_every_language(
    code: str, number: tuple[str, int], day: tuple[str, int], month: tuple[str, int]
) -> None:
    known = word_classes(code)
    assert known.numbers[number[0]] == number[1]
    assert known.days[day[0]] == day[1]
    assert known.months[month[0]] == month[1]


@pytest.mark.parametrize(
    ("code", "words_of", "expected"),
    [
        ("fr", "cents vingts", [100, 20]),
        ("de", "dreizehn neunzehn sechzig neunzig milliarde", [13, 19, 60, 90, 10**9]),
        ("it", "tredici diciannove sessanta novanta miliardi", [13, 19, 60, 90, 10**9]),
        ("pt", "treze dezenove sessenta noventa bilhões", [13, 19, 60, 90, 10**9]),
        ("es", "dieciséis setenta doscientos quinientas", [16, 70, 200, 500]),
        ("ru", "одиннадцати девятнадцать двести пятисот миллиарда", [11, 19, 200, 500, 10**9]),
        ("ru", "двумстам миллиону миллиардом полмиллиона", [200, 10**6, 10**9, 500_000]),
        ("ar", "ثلاثون تسعين مليار مئتين", [30, 90, 10**9, 200]),
    ],
)
def test_numbers_have_no_hole(code: str, words_of: str, expected: list[int]) -> None:
    assert [word_classes(code).numbers[word] for word in words_of.split()] == expected


@pytest.mark.parametrize(
    ("code", "word", "day"),
    [("de", "sonnabend", 6), ("ru", "среде", 3), ("ru", "пятнице", 5), ("ru", "средам", 3)],
)
def test_days_are_known_in_their_forms(code: str, word: str, day: int) -> None:
    assert word_classes(code).days[word] == day
    assert word_classes("ru").months["августу"] == 8


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("fr", "russie russe russes"),
        ("en", "russia russian russians"),
        ("es", "rusia ruso rusas"),
        ("de", "russland russlands russischen russen"),
        ("it", "russia russo russi"),
        ("pt", "rússia russia russas"),
        ("ru", "россия россии российского русских"),
        ("ar", "روسيا الروسية والروسي لروسيا روس الروسيين"),
    ],
)
def test_a_country_its_adjective_and_its_people_are_one_in_every_language(
    code: str, forms: str
) -> None:
    assert {word_classes(code).land(form) for form in forms.split()} == {"ru"}


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("fr", "franc"),
        ("fr", "malin"),
        ("en", "us"),
        ("pt", "irá"),
        ("ru", "грузили"),
        ("ar", "عراقيل"),
        ("ar", "ليبيع"),
        ("xx", "mali"),
    ],
)
def test_a_word_that_looks_like_a_country_is_none(code: str, word: str) -> None:
    assert word_classes(code).land(word) is None


@pytest.mark.parametrize("code", KNOWN)
def test_no_form_of_a_country_is_another_word(code: str) -> None:
    known = word_classes(code)
    forms = [form.rstrip("*") for form in known.lands]
    assert [form for form in forms if words(form) != [form]] == []
    assert {known.lands[each] == known.land(each.rstrip("*")) for each in known.lands} == {True}
    assert not {*forms} & {*known.function_words, *known.numbers, *known.days, *known.months}


@pytest.mark.parametrize("code", KNOWN)
def test_every_week_has_seven_days_and_every_year_twelve_months(code: str) -> None:
    known = word_classes(code)
    assert set(known.days.values()) == set(range(1, 8))
    assert set(known.months.values()) == set(range(1, 13))


@pytest.mark.parametrize("code", KNOWN)
def test_every_word_can_be_met_in_a_text(code: str) -> None:
    known = word_classes(code)
    listed = {*known.function_words, *known.courtesies, *known.numbers, *known.dates}
    listed |= {*known.times, *known.articles, *known.pronouns, *known.determiners, *known.copulas}
    assert {word for word in listed if words(word) != [word]} == set()
    times = {*known.days, *known.months}
    assert {name for name in times if words(name) != name.split("-")} == set()
    assert known.homonyms <= times
    assert {each for each in known.connectives if words(each) != each.split(" ")} == set()


@pytest.mark.parametrize("code", KNOWN)
def test_every_language_asks_for_the_same_types(code: str) -> None:
    known = word_classes(code)
    assert set(known.asks) == {*FactKind, UNTYPED}
    assert set(known.units) == {"age", "percent"}
    assert set(known.measures) == {"time", "money", "extent"}
    asked = {
        "count",
        "time",
        "percent",
        "money",
        "hour",
        "frequency",
        "change",
        "origin",
        "country",
    }
    assert set(known.asks_measure) == asked | {"object"}
    assert set(known.counted.values()) == set(word_classes("fr").counted.values())
    beginnings = [len(form) - 1 for form in known.counted if form.endswith("*")]
    assert SHORTEST_BEGINNING <= min(beginnings) <= max(beginnings) <= LONGEST_BEGINNING


@pytest.mark.parametrize(
    ("code", "forms", "said"),
    [
        ("fr", "morts tuées tués", "dead"),
        ("en", "wounded injuries", "injured"),
        ("es", "niños niñas", "children"),
        ("de", "kindern kinder", "children"),
        ("it", "sfollati profughi", "displaced"),
        ("pt", "casas moradias", "homes"),
        ("ru", "погибших погибли", "dead"),
        ("ar", "والقتلى قتيلا ضحايا", "dead"),
    ],
)
def test_a_word_says_what_those_are_that_it_counts(code: str, forms: str, said: str) -> None:
    known = word_classes(code)
    assert {known.says_of_counted(form) for form in forms.split()} == {said}
    assert known.says_of_counted("mortier") is None


@pytest.mark.parametrize(
    ("code", "role", "organisation"),
    [
        ("fr", "directrices", "onu"), ("en", "leader", "un"), ("es", "lideraba", "onu"),
        ("de", "direktorin", "uno"), ("it", "capo", "onu"), ("pt", "diretora", "onu"),
        ("ru", "директором", "оон"), ("ar", "المدير", "الأمم"),
    ],
)  # fmt: skip
def test_roles_and_organisations_are_one_in_every_language(
    code: str, role: str, organisation: str
) -> None:
    known = word_classes(code)
    assert known.role(role) == "head"
    assert known.organisation(organisation) == "un"
    assert set(known.roles.values()) == set(word_classes("fr").roles.values())
    assert set(known.organisations.values()) == set(word_classes("fr").organisations.values())


def test_phrases_are_found_as_whole_words_alone_and_the_longest_first() -> None:
    causes = word_classes("fr").causes
    assert isinstance(causes, re.Pattern)
    assert causes.search("un carton") is None
    found = causes.search("parce que")
    assert found is not None
    assert found.group() == "parce que"


def test_phrases_are_found_whatever_their_case_at_their_own_offsets() -> None:
    causes = word_classes("de").causes
    assert isinstance(causes, re.Pattern)
    text = "Die Straße ist zu, WEIL es schneit."
    found = causes.search(text)
    assert found is not None
    assert text[found.start() : found.end()] == "WEIL"
