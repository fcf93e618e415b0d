import pytest

from index.glossary import shipped_glossary
from index.misspelt import LONGEST, meant_for
from index.spelling import slips
from index.words import term


@pytest.mark.parametrize(
    ("misspelt", "code", "meant"),
    [
        ("weto", "de", "veto"),
        ("ofensive", "de", "offensive"),
        ("gouvernemnet", "fr", "gouvernement"),  # in an ending
        ("étaudiants", "fr", "étudiants"),
        ("civvili", "it", "civili"),
        ("жытелей", "ru", "жителей"),
        ("المعارظة", "ar", "المعارضة"),
    ],
)
def test_a_word_one_slip_away_may_be_meant(misspelt: str, code: str, meant: str) -> None:
    assert term(meant, code) in meant_for(misspelt, code)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("gouvernement", "fr"),  # it is known
        ("mardi", "fr"),  # all languages have one name for it
        ("russes", "fr"),
        ("dré", "fr"),  # short: one slip makes too many words of it
        ("vetto1", "de"),
        ("gouvvernementt", "fr"),  # two slips
        ("x" * (LONGEST + 1), "fr"),
        ("", "fr"),
        ("\ud800etoo", "de"),
        ("ofensive", "xx"),
    ],
)
def test_of_others_nothing_is_meant(word: str, code: str) -> None:
    assert meant_for(word, code) == frozenset()


@pytest.mark.parametrize("code", ["ru", "ar"])
def test_the_letters_of_a_language_are_those_of_the_glossary(code: str) -> None:
    found = {
        letter
        for meaning in shipped_glossary().meanings
        for other, word in meaning
        if other == code
        for letter in word
        if letter.isalpha() and not letter.isascii()
    }
    assert found <= {word[1] for word in slips("xx", code) if len(word) == 3}
