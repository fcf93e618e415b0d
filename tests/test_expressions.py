"""Facts as they stand in a sentence, whole."""

import pytest

from index.amounts import Measure
from index.expressions import find_expressions
from index.facts import FactKind


def found(text: str, kind: FactKind, code: str = "fr") -> list[str]:
    return [text[one.start : one.end] for one in find_expressions(text, code, kind)]


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Plus de 13,5 millions de Syriens, dont six millions d'enfants.", "fr",
         ["13,5 millions", "six millions"]),
        ("Vingt-cinq villages et trente-et-un hameaux.", "fr", ["Vingt-cinq", "trente-et-un"]),
        ("Un million de personnes en 2016.", "fr", ["Un million"]),
        ("The twenty-five villages lost 3.5 million trees.", "en", ["twenty-five", "3.5 million"]),
        ("Treinta y cinco casas, ocho y cinco años.", "es",
         ["Treinta y cinco", "ocho", "cinco años"]),
        ("It cost £61m, or 40 €.", "en", ["£61m", "40 €"]),
        ("Mardi, 56 civils sont morts.", "fr", ["56"]),
        ("Le 22 septembre, 15 civils sont morts.", "fr", ["15"]),
        ("Les restes : 2 3 4, et ½ litre.", "fr", ["2", "3", "4"]),
        ("Es kostete 12,5 Mio. Euro und 3 Mrd. mehr.", "de", ["12,5 Mio. Euro", "3 Mrd."]),
        ("Он дал 12,5 млн рублей, и 2 млрд, на 2,7 м стены.", "ru",
         ["12,5 млн рублей", "2 млрд", "2,7 м"]),
        ("A 2.7 m wall of $4.5 bn, or C$160, or €3bn.", "en",
         ["2.7 m", "$4.5 bn", "C$160", "€3bn"]),
        ("Il faut 1,2 M€, 12 millions d'euros ou 3 Mds d’euros.", "fr",
         ["1,2 M€", "12 millions d'euros", "3 Mds d’euros"]),
        ("Des 12 m'ont dit que 3 l'ont vu.", "fr", ["12", "3"]),
        ("Costó 4.000 millones de pesos, o 3 mill. de euros.", "es",
         ["4.000 millones de pesos", "3 mill. de euros"]),
        ("It cost 4.6 billion crowns, or ₹300.", "en", ["4.6 billion crowns", "₹300"]),
        ("Custou R$ 3 mi, ou 3 bi de reais.", "pt", ["R$ 3 mi", "3 bi de reais"]),
        ("Costa 3 mln di euro, o 2 mld, per 5 km.", "it", ["3 mln di euro", "2 mld", "5 km"]),
        ("دفع 140 ألف يورو عن 2,7 م.", "ar", ["140 ألف يورو", "2,7 م"]),
        ("علي، 11 عاماً، مشى 31 كيلومتراً.", "ar", ["11 عاماً", "31 كيلومتراً"]),
        ("أحرق أحد عشر مركبا وإحدى عشرة خيمة.", "ar", ["أحد عشر", "إحدى عشرة"]),
    ],
)  # fmt: skip
def test_a_number_is_whole_and_no_part_of_a_date(text: str, code: str, expected: list[str]) -> None:
    assert found(text, FactKind.NUMBER, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Entre 2 000 et 3 000 personnes, de 20 à 30.", "fr", ["2 000 et 3 000", "20 à 30"]),
        ("Between 20 and 30 people, 5 to 8 cars.", "en", ["20 and 30", "5 to 8"]),
        ("Some 20–30 people, $2 to $3 million.", "en", ["20–30", "$2 to $3 million"]),
        ("Zwischen 20 und 30 Menschen, 5 bis 8 Tage.", "de", ["20 und 30", "5 bis 8 Tage"]),
        ("Entre 20 y 30 personas, dos o tres días.", "es", ["20 y 30", "dos o tres días"]),
        ("Tra le 20 e le 30 persone, due o tre anni.", "it", ["20 e le 30", "due o tre anni"]),
        ("Entre as 20 e 30 pessoas, 5 a 8.", "pt", ["20 e 30", "5 a 8"]),
        ("От 20 до 30 человек, между 5 и 8.", "ru", ["20 до 30", "5 и 8"]),
        ("بين 20 و30 شخصا.", "ar", ["20 و30"]),
        ("Shares fell 5% to $12.30, 12 and 30 each.", "en", ["5%", "$12.30", "12", "30"]),
        ("12 millions d'euros ou 3 de plus.", "fr", ["12 millions d'euros", "3"]),
    ],
)  # fmt: skip
def test_the_bounds_of_a_range_are_one_number(text: str, code: str, expected: list[str]) -> None:
    assert found(text, FactKind.NUMBER, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Four in ten readers, 4 out of 10, 6 towns out of 10.", "en",
         ["Four in ten", "4 out of 10", "6 towns out of 10"]),
        ("Passed by 3 votes to 1, then 12 in 5 cars, 3 in 4 days.", "en",
         ["3 votes to 1", "12", "5", "3", "4 days"]),
        ("6 viticulteurs sur 10, 23 voix contre 4.", "fr",
         ["6 viticulteurs sur 10", "23 voix contre 4"]),
        ("On échange 12 soldats contre 30 rebelles, sur 3 ponts.", "fr", ["12", "30", "3"]),
        ("Mit 3:2 (0:2) gewonnen, 4 von 10, 23 Stimmen gegen 4.", "de",
         ["3:2", "0:2", "4 von 10", "23 Stimmen gegen 4"]),
        ("Seis de cada diez, por 23 votos contra 4.", "es",
         ["Seis de cada diez", "23 votos contra 4"]),
        ("Sei comuni su dieci, con 23 voti contro 4.", "it",
         ["Sei comuni su dieci", "23 voti contro 4"]),
        ("Seis em cada dez, por 23 votos contra 4.", "pt",
         ["Seis em cada dez", "23 votos contra 4"]),
        ("Шесть из десяти, счёт 3:2.", "ru", ["Шесть из десяти", "3:2"]),
    ],
)  # fmt: skip
def test_a_ratio_is_one_number(text: str, code: str, expected: list[str]) -> None:
    assert found(text, FactKind.NUMBER, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Elle a eu le prix Nobel en 1903 et en 1911.", "fr", ["1903 et en 1911"]),
        ("He saw Rome in 1999 and 2005, not in 1998.", "en", ["1999 and 2005", "1998"]),
        ("She won in 1903, 1911 and 1920.", "en", ["1903, 1911 and 1920"]),
        ("She won in 1903, and in 1911 she lost.", "en", ["1903", "1911"]),
        ("She won in 1903 and in 1911 she lost.", "en", ["1903", "1911"]),
        ("He worked from May 3 to 5, and from 2010 to 2015.", "en", ["May 3 to 5", "2010 to 2015"]),
        ("Von Montag bis Freitag, von 2010 bis 2015.", "de",
         ["Montag bis Freitag", "2010 bis 2015"]),
        ("Dans la nuit de dimanche à lundi.", "fr", ["dimanche à lundi"]),
        ("En 2019, le 3 mai, il partit.", "fr", ["2019", "3 mai"]),
    ],
)  # fmt: skip
def test_dates_of_one_list_or_range_are_one(text: str, code: str, expected: list[str]) -> None:
    assert found(text, FactKind.DATE, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Half a million people, two and a half million, two and a half years.", "en",
         ["Half a million", "two and a half million", "two and a half years"]),
        ("Two thirds of the 300, half the 90, one in three; two half-brothers.", "en",
         ["Two thirds of the 300", "half the 90", "one in three", "two"]),
        ("Un demi-million, deux millions et demi, moitié des 300, un habitant sur trois.", "fr",
         ["Un demi-million", "deux millions et demi", "moitié des 300", "un habitant sur trois"]),
        ("Deux tiers des 300, deux demi-finales, deux ans et demi.", "fr",
         ["Deux tiers des 300", "deux", "deux ans et demi"]),
        ("Medio millón, dos millones y medio, mitad de los 300, uno de cada tres.", "es",
         ["Medio millón", "dos millones y medio", "mitad de los 300", "uno de cada tres"]),
        ("Eine halbe Million, anderthalb Millionen, zweieinhalb Millionen.", "de",
         ["Eine halbe Million", "anderthalb Millionen", "zweieinhalb Millionen"]),
        ("Die Hälfte der 300 und zwei Drittel der 90.", "de",
         ["Hälfte der 300", "zwei Drittel der 90"]),
        ("Mezzo milione, due milioni e mezzo, due terzi dei 300, uno su tre.", "it",
         ["Mezzo milione", "due milioni e mezzo", "due terzi dei 300", "uno su tre"]),
        ("Meio milhão, dois milhões e meio, metade dos 300, um em cada três.", "pt",
         ["Meio milhão", "dois milhões e meio", "metade dos 300", "um em cada três"]),
        ("Полтора миллиона, два с половиной миллиона, две трети из 300.", "ru",
         ["Полтора миллиона", "два с половиной миллиона", "две трети из 300"]),
        ("Двадцать один человек и двадцать один миллион.", "ru",
         ["Двадцать один", "двадцать один миллион"]),
        ("نصف مليون شخص، ومليون ونصف مليون.", "ar", ["نصف مليون", "ومليون ونصف مليون"]),
    ],
)  # fmt: skip
def test_a_fraction_is_part_of_its_number(text: str, code: str, expected: list[str]) -> None:
    assert found(text, FactKind.NUMBER, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("In the first half 12 goals fell, twenty in the second half twenty shots.", "en",
         ["12", "twenty", "twenty"]),
        ("In the old quarter of 300 people, a full quarter of 300, half a dozen by sea.", "en",
         ["300", "quarter of 300", "half a dozen"]),
        ("In the city half of the 300 houses burnt.", "en", ["half of the 300"]),
        ("Un nivel medio 20, media docena.", "es", ["20", "media docena"]),
        ("Un tarif demi 20, une demi-douzaine.", "fr", ["20", "une demi-douzaine"]),
    ],
)  # fmt: skip
def test_what_is_no_fraction_of_a_number_is_none_of_it(
    text: str, code: str, expected: list[str]
) -> None:
    assert found(text, FactKind.NUMBER, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("La nomination du Jordanien Ali al-Zaatari.", "fr", ["Ali al-Zaatari"]),
        ("Le ministre de l'Irrigation, Hossam Daramalli.", "fr", ["Hossam Daramalli"]),
        ("Selon le ministre de la Santé Paul Remy, c'est fini.", "fr", []),
        ("Avec l'aviation de la Russie.", "fr", ["Russie"]),
        ("O capelão, frei Tomé do Rosário, viu Inácio Lula do Brasil.", "pt",
         ["Tomé do Rosário", "Inácio Lula"]),
        ("Hier est venu Joost van Halewaert.", "fr", ["Joost van Halewaert"]),
        ("He gave it to the British Museum.", "en", ["British Museum"]),
    ],
)  # fmt: skip
def test_a_person_is_apart_from_a_people_and_whole_and_not_what_somebody_is_of(
    text: str, code: str, expected: list[str]
) -> None:
    assert found(text, FactKind.PERSON, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Depuis le 22 septembre, 15 civils sont morts.", "fr", ["22 septembre"]),
        ("Mardi 15 octobre 2016 ou jeudi.", "fr", ["Mardi 15 octobre 2016", "jeudi"]),
        ("Huit civils mardi et mercredi.", "fr", ["mardi et mercredi"]),
        ("It began on October 15, 2016.", "en", ["October 15, 2016"]),
        ("El 15 de octubre de 2016.", "es", ["15 de octubre de 2016"]),
        ("Am 15. Oktober 2016.", "de", ["15. Oktober 2016"]),
        (
            "Le 12.10.2016, le 12/10/2016 et 2016-10-12.",
            "fr",
            ["12.10.2016", "12/10/2016", "2016-10-12"],
        ),
        ("Il pleut ce matin.", "fr", []),
        ("Le 1er mai à 18 h 30.", "fr", ["1er mai"]),
        ("On May 1st, the 3rd and 4th of May.", "en", ["May 1st", "3rd and 4th of May"]),
        ("Du 3 au 5 mai, les 3, 4 et 5 mai.", "fr", ["3 au 5 mai", "3, 4 et 5 mai"]),
        ("Du mardi 3 au jeudi 5 mai.", "fr", ["mardi 3 au jeudi 5 mai"]),
        ("Il y a 56 civils et le 5 mai.", "fr", ["5 mai"]),
        ("Am 3. und 4. Mai, vom 3. bis zum 5. Mai.", "de", ["3. und 4. Mai", "3. bis zum 5. Mai"]),
        ("From May 3 to 5; May 3-5.", "en", ["May 3 to 5", "May 3-5"]),
        ("On May 3 and 5 were hurt.", "en", ["May 3"]),
        ("Del 3 al 5 de mayo, 1º de mayo.", "es", ["3 al 5 de mayo", "1º de mayo"]),
        ("Tra il 3 e il 5 maggio.", "it", ["3 e il 5 maggio"]),
        ("De 3 a 5 de maio.", "pt", ["3 a 5 de maio"]),
        ("С 3 по 5 мая.", "ru", ["3 по 5 мая"]),
        ("من 3 إلى 5 مايو، 3 و4 مايو.", "ar", ["3 إلى 5 مايو", "3 و4 مايو"]),
    ],
)
def test_a_date_is_whole(text: str, code: str, expected: list[str]) -> None:
    assert found(text, FactKind.DATE, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("The supply has failed for years (Smith, 2014).", "en", []),
        ("It failed in 2012 (Smith & Lee, 2014; Ito et al., 2015, p. 7).", "en", ["2012"]),
        ("Elle manque depuis des années (Dupuis et Martin, 2014), dit-on.", "fr", []),
        ("Hier hat es immer gefehlt (Meyer, 2014a).", "de", []),
        ("Ada Cury (Brest, 1867) is dead.", "en", ["1867"]),
        ("The war ended (Paris, 1867) and he came.", "en", ["1867"]),
        ("It failed (in May 2014).", "en", ["May 2014"]),
    ],
)  # fmt: skip
def test_the_year_of_a_work_that_is_cited_is_no_date(
    text: str, code: str, expected: list[str]
) -> None:
    assert found(text, FactKind.DATE, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("60 % des 12 villages.", "fr", [("60 %", {Measure.PERCENT}), ("12", set())]),
        ("Ali, 17 ans, a vu trois avions.", "fr",
         [("17 ans", {Measure.AGE, Measure.TIME}), ("trois", set())]),
        ("Five years and 60 per cent.", "en",
         [("Five years", {Measure.TIME}), ("60 per cent", {Measure.PERCENT})]),
        ("Он стоял 31 день.", "ru", [("31 день", {Measure.TIME})]),
        ("It cost $3 bn a mile, 40 miles.", "en",
         [("$3 bn", {Measure.MONEY}), ("40 miles", {Measure.EXTENT})]),
        ("Cuire 45min à 170 °C dans 750 ml, pas 5G.", "fr",
         [("45min", {Measure.TIME}), ("170 °C", {Measure.EXTENT}), ("750 ml", {Measure.EXTENT}),
          ("5G", set())]),
        ("It took 2 hrs over 50km, for 12 people on the 7th.", "en",
         [("2 hrs", {Measure.TIME}), ("50km", {Measure.EXTENT}), ("12", set()), ("7th", set())]),
        ("Die Fahrt dauert 2 Std. 30 Min. und kostet 9 €/Tag.", "de",
         [("2 Std", {Measure.TIME}), ("30 Min", {Measure.TIME}), ("9 €/Tag", {Measure.MONEY})]),
        ("Поезд идёт 55 мин., груз 3,2 кг/м².", "ru",
         [("55 мин", {Measure.TIME}), ("3,2 кг/м²", {Measure.EXTENT})]),
    ],
)  # fmt: skip
def test_a_number_is_what_its_unit_makes_it(
    text: str, code: str, expected: list[tuple[str, set[Measure]]]
) -> None:
    numbers = find_expressions(text, code, FactKind.NUMBER)
    assert [(text[one.start : one.end], set(one.measures)) for one in numbers] == expected


def test_a_place_is_more_than_whose_it_is() -> None:
    text = "Le roi de Suède va à Londres, puis dans le nord-est d'Alep."
    assert found(text, FactKind.PLACE) == ["Londres", "nord-est d'Alep"]


def test_a_capital_that_opens_the_sentence_makes_no_name() -> None:
    assert found("Deux avions ont survolé Kerry.", FactKind.PERSON) == ["Kerry"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Она пела в Большом театре и жила в Московской области.",
         ["Большом театре", "Московской области"]),
        ("Он вышел из Русского музея к Невскому проспекту.",
         ["Русского музея", "Невскому проспекту"]),
        ("Он умер в Грозном вчера, а жила она в Грозном.", ["Грозном", "Грозном"]),
        ("В Видном жила она, в Видном осталась, в Видном стояли.", ["Видном", "Видном", "Видном"]),
        ("Под Киевом пушки.", ["Киевом"]),
    ],
)  # fmt: skip
def test_a_russian_adjective_that_names_a_place_has_its_noun(
    text: str, expected: list[str]
) -> None:
    assert found(text, FactKind.PLACE, "ru") == expected
