import pytest

from index.acronyms import Acronym, find_acronyms
from tests.work import lines_run


def found(text: str, code: str) -> list[Acronym]:
    return list(find_acronyms(text, code))


@pytest.mark.parametrize(
    ("text", "code", "short", "noun"),
    [
        ("l'Observatoire syrien des droits de l'Homme (OSDH)", "fr", "osdh", "observatoire"),
        ("selon l'Agence internationale de l'énergie atomique (AIEA).", "fr", "aiea", "agence"),
        ("le Haut-Commissariat aux réfugiés (HCR)", "fr", "hcr", "commissariat"),
        ("le Parti socialiste (PS)", "fr", "ps", "parti"),
        ("El Fondo Monetario Internacional (FMI) prevé", "es", "fmi", "fondo"),
        ("the International Labour Office (ILO)", "en", "ilo", "office"),
        ("the Food and Agriculture Organization (FAO)", "en", "fao", "organization"),
        ("the People's Liberation Army (PLA)", "en", "pla", "army"),
        ("the Office of National Statistics (OONS)", "en", "oons", "office"),
        ("das Bundesamt für Statistik (BFS)", "de", "bfs", "bundesamt"),
        ("die Sozialdemokratische Partei Deutschlands (SPD)", "de", "spd", "partei"),
        ("à l'École des beaux-arts (ÉBA)", "fr", "éba", "école"),
    ],
)
def test_an_abbreviation_is_short_for_what_the_words_before_it_are_called(
    text: str, code: str, short: str, noun: str
) -> None:
    assert found(text, code) == [Acronym(short, noun)]


def test_words_of_grammar_have_an_initial_or_none() -> None:
    text = "the Bank of England (BOE) and the Office of National Statistics (ONS)"
    assert [each.short for each in found(text, "en")] == ["boe", "ons"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("L'ONU (New York) et la ville (Paris)", "fr"),
        ("le député Patrick Serrat (PS)", "fr"),  # his party
        ("Un match entre Lens (RCL) et Lille", "fr"),
        ("de la (DL)", "fr"),  # words of grammar alone open no phrase
        ("the Islamic State (IS) and information technology (IT)", "en"),  # they are grammar
        ("the United Kingdom and its (UK)", "en"),
        ("(OSDH)", "fr"),
        ("\uff9e (AB)", "fr"),  # nothing is left of it without its marks
        ("Организация Объединённых Наций (ООН)", "ru"),  # the noun is first here and last there
        ("x" * 200 + " Banque (XB)", "fr"),  # it begins too far before
    ],
)
def test_what_no_words_before_it_have_the_initials_of_is_short_for_nothing(
    text: str, code: str
) -> None:
    assert found(text, code) == []


def test_many_brackets_cost_as_much_as_there_are() -> None:
    def lines(count: int) -> int:
        return lines_run(lambda: found("le Parti socialiste (PS) " * count, "fr"))

    lines(1)
    assert lines(400) <= 4.5 * lines(100)
