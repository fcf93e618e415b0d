import pytest

from index.acronyms import Acronym, find_acronyms


def found(text: str, code: str) -> list[Acronym]:
    return list(find_acronyms(text, code))


@pytest.mark.parametrize(
    ("text", "code", "short", "head"),
    [
        ("l'Observatoire syrien des droits de l'Homme (OSDH)", "fr", "osdh", "observatoire"),
        ("selon l'Agence internationale de l'énergie atomique (AIEA).", "fr", "aiea", "agence"),
        ("El Fondo Monetario Internacional (FMI) prevé", "es", "fmi", "fondo"),
        ("the World Health Organization (WHO)", "en", "who", "organization"),
        ("the Bank of England (BE), the Office of National Statistics (OONS)", "en", "be", "bank"),
        ("das Amt für Statistik (AS)", "de", "as", "amt"),
        ("à l'École des beaux-arts (ÉBA)", "fr", "éba", "école"),
    ],
)
def test_an_abbreviation_is_short_for_the_noun_of_the_words_before_it(
    text: str, code: str, short: str, head: str
) -> None:
    assert found(text, code)[0] == Acronym(short, head)


def test_words_of_grammar_have_an_initial_or_none() -> None:
    text = "the Bank of England (BE) and the Office of National Statistics (OONS)"
    assert [each.short for each in found(text, "en")] == ["be", "oons"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("L'ONU (New York) et la ville (Paris)", "fr"),
        ("le ministre Jean Dupont (PS)", "fr"),  # a party, not his initials
        ("Un match entre Lens (RCL) et Lille", "fr"),
        ("de la (DL)", "fr"),  # words of grammar alone open no phrase
        ("(OSDH)", "fr"),
        ("Организация Объединённых Наций (ООН)", "ru"),  # the noun is first here and last there
        ("x" * 200 + " (XX)", "fr"),
    ],
)
def test_what_no_words_before_it_have_the_initials_of_is_short_for_nothing(
    text: str, code: str
) -> None:
    assert found(text, code) == []
