from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facts import Fact, FactKind, find_facts
from index.word_classes import KNOWN
from tests.work import lines_run

TUESDAY = "Mardi, 56 civils, dont sept enfants, ont été tués."


def values(text: str, code: str, kind: FactKind) -> list[str]:
    facts = (fact for fact in find_facts(text, code) if fact.kind is kind)
    return [fact.value for fact in facts if fact.unit != "pair"]


def test_facts_stand_in_order_at_their_offsets() -> None:
    facts = find_facts(TUESDAY, "fr")
    assert facts == (
        Fact(FactKind.DATE, 0, 5, "day 2"),
        Fact(FactKind.NUMBER, 7, 9, "56"),
        Fact(FactKind.NUMBER, 23, 27, "7"),
    )
    assert [TUESDAY[f.start : f.end] for f in facts] == ["Mardi", "56", "sept"]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "le 15 octobre 2016", ["date 10-15", "month 10", "year 2016"]),
        ("en", "on Tuesday, October 15, 2016", ["day 2", "month 10", "date 10-15", "year 2016"]),
        (
            "de",
            "am Dienstag, dem 15. Oktober 2016",
            ["day 2", "date 10-15", "month 10", "year 2016"],
        ),
        ("es", "el martes 15 de octubre de 2016", ["day 2", "date 10-15", "month 10", "year 2016"]),
        (
            "ru",
            "во вторник, 15 октября 2016 года",
            ["day 2", "date 10-15", "month 10", "year 2016"],
        ),
        ("ar", "والثلاثاء 15 أكتوبر 2016", ["day 2", "date 10-15", "month 10", "year 2016"]),
    ],
)
def test_times_have_the_same_value_in_every_language(
    code: str, text: str, expected: list[str]
) -> None:
    found = [v for v in values(text, code, FactKind.DATE) if not v.startswith("time ")]
    assert found == expected
    assert "15" in values(text, code, FactKind.NUMBER)


@pytest.mark.parametrize(
    ("code", "text", "times"),
    [
        ("en", "May visitors enter, or may they march on?", ""),
        ("en", "Theresa May spoke on May Day.", ""),
        ("en", "In May scientists met; on 5 May, in march.", "month 5|date 5-5|month 5|month 3"),
        (
            "en",
            "March 2016, by May the war ended. It was May.",
            "month 3|year 2016|month 5|month 5",
        ),
        ("pt", "A segunda vítima, a quarta maior cidade, na Segunda Guerra Mundial.", ""),
        ("pt", "Na segunda fase de terça parte.", ""),
        ("pt", "Na segunda, na Terça-feira e até sexta à noite.", "day 1|day 2|day 5"),
        ("ar", "في كانون الأول وتشرين الثاني", "month 12|month 11"),
        ("ar", "في كانون الثاني و تشرين الأول", "month 1|month 10"),
    ],
)
def test_a_day_or_month_that_is_another_word_too_is_one_where_it_is_meant(
    code: str, text: str, times: str
) -> None:
    assert values(text, code, FactKind.DATE) == times.split("|" if times else None)


@pytest.mark.parametrize(
    ("code", "text", "ranges"),
    [
        ("en", "A hospital from 1914 to 1918, a school from 1923.", "range year 1914-1918"),
        ("en", "Open between Friday and Monday, not on Tuesday.", "range day 5-1"),
        (
            "en",
            "From 1 November to 15 April, or May 3 – June 5.",
            "range month 11-4|range month 5-6",
        ),
        (
            "fr",
            "Ouvert du mardi au vendredi, de novembre à mars.",
            "range day 2-5|range month 11-3",
        ),
        ("fr", "Passé lundi à Alep, mardi, à jeudi et dimanche.", ""),
        ("de", "Vom 1. November bis zum 15. April.", "range month 11-4"),
        ("ru", "Со вторника по пятницу, с 1914 по 1918 год.", "range day 2-5|range year 1914-1918"),
        ("pt", "De terça-feira a sexta-feira.", "range day 2-5"),
        ("ar", "من الثلاثاء إلى الجمعة", "range day 2-5"),
        ("en", "From 1918 to 1914.", ""),
    ],
)
def test_two_times_of_one_unit_can_be_the_bounds_of_a_range(
    code: str, text: str, ranges: str
) -> None:
    found = [fact.value for fact in find_facts(text, code) if fact.unit == "range"]
    assert found == ranges.split("|" if ranges else None)


@pytest.mark.parametrize(
    ("code", "text", "pairs"),
    [
        ("fr", "mardi et mercredi", "pair day 2-3"),
        ("fr", "les lundis, mardis et samedis", "pair day 1-2|pair day 2-6"),
        ("en", "in 2016 and 2015", "pair year 2016-2015"),
        ("en", "on Tuesday or on Wednesday", "pair day 2-3"),
        ("ar", "الثلاثاء والأربعاء", "pair day 2-3"),
        ("de", "im Mai und Juni", "pair month 5-6"),
        ("fr", "de mardi à mercredi", ""),
        ("fr", "mardi 11 octobre", ""),
        ("fr", "56 morts mardi, 15 mercredi", ""),
        ("en", "on Tuesday, not Wednesday", ""),
        ("en", "more in 2015 than in 2014", ""),
    ],
)
def test_two_times_of_one_unit_beside_each_other_are_a_pair(
    code: str, text: str, pairs: str
) -> None:
    found = [fact for fact in find_facts(text, code) if fact.unit == "pair"]
    assert [fact.value for fact in found] == (pairs.split("|") if pairs else [])
    for fact in found:
        one, other = fact.within
        assert {one, other} <= {each.value for each in find_facts(text, code)}


def test_a_range_has_all_between_its_bounds_in_it() -> None:
    found = {fact.value: fact.within for fact in find_facts("De mai 2014 à février 2016.", "fr")}
    assert found["range year 2014-2016"] == ("year 2014", "year 2015", "year 2016")
    assert found["range month 5-2"] == tuple(f"month {n}" for n in (*range(5, 13), 1, 2))
    assert found["month 5"] == ("month 5",)


@pytest.mark.parametrize(
    ("code", "text", "days"),
    [
        ("de", "Montags und an Samstagen ist geschlossen.", "day 1|day 6"),
        ("en", "Closed on Saturdays, and Sundays too.", "day 6|day 7"),
        ("es", "Cierra los sábados y los domingos.", "day 6|day 7"),
        ("fr", "Fermé les lundis et les samedis.", "day 1|day 6"),
        ("it", "Chiuso i sabati e le domeniche.", "day 6|day 7"),
        ("pt", "Fecha às segundas-feiras, às quintas e aos domingos.", "day 1|day 4|day 7"),
        ("pt", "As quintas e o maquinista, Domingos Kapiñala.", ""),
    ],
)
def test_a_weekday_of_every_week_is_that_day(code: str, text: str, days: str) -> None:
    assert values(text, code, FactKind.DATE) == days.split("|" if days else None)


def test_a_day_of_two_words_is_one_fact_and_a_month_that_is_none_is_a_name() -> None:
    assert find_facts("Na Quinta-Feira.", "pt") == (Fact(FactKind.DATE, 3, 15, "day 4"),)
    assert values("And then Theresa May spoke.", "en", FactKind.PERSON) == ["theresa may"]


@pytest.mark.parametrize(
    ("code", "text", "times", "numbers"),
    [
        ("de", "Am 12.10.2016.", ["date 10-12", "month 10", "year 2016"], ["12"]),
        ("fr", "Le 12/10/2016, dit-il", ["date 10-12", "month 10", "year 2016"], ["12"]),
        ("fr", "Le 2016-10-12", ["year 2016", "month 10", "date 10-12"], ["12"]),
        ("en", "On 10/15/2016", ["month 10", "date 10-15", "year 2016"], ["15"]),
        ("en", "On 15/10/2016", ["date 10-15", "month 10", "year 2016"], ["15"]),
        ("en", "On 12/10/2016", ["year 2016"], ["12", "10"]),
        ("de", "Version 1.10.2016.3", ["year 2016"], ["1", "10", "3"]),
    ],
)
def test_a_date_in_figures_is_a_day_a_month_and_a_year(
    code: str, text: str, times: list[str], numbers: list[str]
) -> None:
    assert values(text, code, FactKind.DATE) == times
    assert values(text, code, FactKind.NUMBER) == numbers


@pytest.mark.parametrize(
    ("code", "text", "hour"),
    [
        ("fr", "À 18h30, deux morts.", "18:30"),
        ("fr", "À 18 h 30, deux morts.", "18:30"),
        ("en", "At 10:45 two died.", "10:45"),
        ("en", "At 6 p.m. two died.", "6:00"),
        ("de", "Um 18.30 Uhr starben zwei.", "18:30"),
        ("de", "Um 18 Uhr starben zwei.", "18:00"),
    ],
)
def test_an_hour_is_a_time_and_no_number(code: str, text: str, hour: str) -> None:
    assert values(text, code, FactKind.DATE) == [f"time {hour}"]
    assert values(text, code, FactKind.NUMBER) == ["2"]


@pytest.mark.parametrize(
    "text", ["Won 2:1 with 10:452", "12:30:456", "3 hommes, 5h", "v1:30:20:10"]
)
def test_other_figures_are_no_hour(text: str) -> None:
    assert values(text, "fr", FactKind.DATE) == []


def test_a_number_of_four_digits_is_a_year_only_in_the_years() -> None:
    assert values("En 1492, 999 et 3000 et 12000 hommes.", "fr", FactKind.DATE) == ["year 1492"]
    assert values("En 1492, 999 et 3000 et 12000 hommes.", "fr", FactKind.NUMBER) == [
        "999",
        "3000",
        "12000",
    ]


@pytest.mark.parametrize("number", ["1.500", "1,500", "1\u202f500"])
def test_a_number_with_a_separator_is_no_year(number: str) -> None:
    assert values(f"Some {number} people fled in 1500.", "en", FactKind.NUMBER) == ["1500"]
    assert values(f"Some {number} people fled in 1500.", "en", FactKind.DATE) == ["year 1500"]


def test_numbers_lose_their_separators_and_words_are_numbers() -> None:
    assert values("Plus de 250.000 personnes et six millions.", "fr", FactKind.NUMBER) == [
        "250000",
        "6",
        "1000000",
    ]


@pytest.mark.parametrize(
    ("code", "text", "age"),
    [
        ("fr", "Le 3 mai, un homme de 34 ans.", ["34"]),
        ("en", "On May 3, a 34-year-old man and a boy aged 7, for 9 years.", ["34", "7"]),
        ("es", "El 3 de mayo, un hombre de 34 años.", ["34"]),
        ("de", "Am 3. Mai ein Mann im Alter von 34 Jahren.", ["34"]),
        ("it", "Il 3 maggio un uomo di 34 anni.", ["34"]),
        ("pt", "No dia 3, um homem de 34 anos.", ["34"]),
        ("ru", "3 мая 34-летний мужчина.", ["34"]),
        ("ar", "في 3 مايو، رجل عمره 34 عاماً", ["34"]),
    ],
)
def test_an_age_is_a_number_beside_a_word_of_age(code: str, text: str, age: list[str]) -> None:
    assert values(text, code, FactKind.AGE) == age
    assert set(age) < set(values(text, code, FactKind.NUMBER))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "56 voix, soit 34,5 %."),
        ("en", "56 votes, or 34.5 per cent."),
        ("de", "56 Stimmen, 34,5 Prozent."),
        ("ar", "56 صوتا، أي 34.5٪"),
        ("ar", "56 صوتا، أي %34.5"),
    ],
)
def test_a_percentage_is_a_number_beside_its_sign(code: str, text: str) -> None:
    assert values(text, code, FactKind.PERCENT) == ["34.5"]


def test_words_of_time_are_marked_as_such() -> None:
    assert values("Il pleut aujourd'hui.", "fr", FactKind.DATE) == ["time hui"]


def test_a_name_is_a_run_of_capitals_and_a_preposition_makes_it_a_place() -> None:
    text = "Le diplomate John Kerry se rendra à Londres."
    assert [f for f in find_facts(text, "fr") if f.kind is not FactKind.NUMBER] == [
        Fact(FactKind.PERSON, 13, 23, "john kerry"),
        Fact(FactKind.PLACE, 36, 43, "londres"),
    ]


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("en", "On Monday I asked whether We and the WHO would go to The Hague.", "who|the hague"),
        ("fr", "Il dit : « Nous irons à La Haye. »", "la haye"),
        ("fr", "Le secrétaire d'Etat et l'État, à Etats-Unis.", "etats unis"),
        ("fr", "Pour l'ONU Stephane Dujarric et l'ONG Amnesty.", "onu|stephane dujarric|amnesty"),
        ("fr", "Selon l'ONU-Femmes et l'AGENCE FRANCE.", "onu femmes|agence france"),
        ("fr", "Au FC Nantes et au HMS Warrender.", "fc nantes|hms warrender"),
        ("en", "He met Ali al-Zaatari, near al-Bab.", "ali zaatari|bab"),
    ],
)
def test_grammar_and_common_nouns_are_no_names(code: str, text: str, names: str) -> None:
    facts = [f for f in find_facts(text, code) if f.kind in {FactKind.PERSON, FactKind.PLACE}]
    assert [fact.value for fact in facts] == names.split("|")


def test_an_arabic_article_is_part_of_its_name_and_hides_no_preposition() -> None:
    text = "Selon Ali al-Zaatari, à al-Bab."
    assert find_facts(text, "fr") == (
        Fact(FactKind.PERSON, 6, 20, "ali zaatari"),
        Fact(FactKind.PLACE, 24, 30, "bab"),
    )


def test_a_capital_that_opens_a_sentence_says_nothing() -> None:
    (fact,) = find_facts("Alep brûle.", "fr")
    assert (fact.value, fact.opens) == ("alep", True)
    (fact,) = find_facts("Vladimir Poutine espère.", "fr")
    assert (fact.value, fact.opens) == ("vladimir poutine", False)
    assert find_facts("Le chat dort.", "fr") == ()


def test_a_reason_is_found_by_its_opening_even_behind_letters_that_fold_to_two() -> None:
    text = "Die Straße an der großen Weißen ist zu, weil es schneit."
    (cause,) = [f for f in find_facts(text, "de") if f.kind is FactKind.CAUSE]
    assert text[cause.start : cause.end] == cause.value == "weil"


def test_an_unknown_language_has_numbers_and_names_alone() -> None:
    kinds = {f.kind for f in find_facts("Sabato 12, Anna Rossi perché due.", "xx")}
    assert kinds == {FactKind.NUMBER, FactKind.PERSON}


@given(st.text(max_size=80), st.sampled_from([*KNOWN, "xx"]))
def test_facts_lie_inside_any_text_in_order(text: str, code: str) -> None:
    facts = find_facts(text, code)
    assert all(0 <= f.start < f.end <= len(text) for f in facts)
    assert [f.start for f in facts] == sorted(f.start for f in facts)


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "\u0640", "\ufdfa" * 100, "<b>🐟</b>"])
def test_odd_texts_state_nothing(text: str) -> None:
    assert find_facts(text, "fr") == ()


def test_a_fraction_of_one_sign_is_no_number() -> None:
    facts = find_facts("Ils ont reçu 3 litres et ½ litre.", "fr")
    assert [fact.value for fact in facts if fact.kind is FactKind.NUMBER] == ["3"]


def test_a_german_preposition_makes_no_hour() -> None:
    facts = find_facts("Es starben 7 am Dienstag und 8 am Mittwoch.", "de")
    assert [fact.value for fact in facts] == ["7", "day 2", "8", "day 3"]


def test_twice_as_many_names_and_years_cost_twice_as_much() -> None:
    once, twice = (lines_run(partial(find_facts, "Paris 2016 " * n, "en")) for n in (400, 800))
    assert twice < 2.5 * once
