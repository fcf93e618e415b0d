import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.word_classes import folded
from index.words import (
    content_words,
    is_function_word,
    likeness,
    stem,
    term,
    words,
    words_with_offsets,
)

TEXT = st.text(max_size=60)
WORD = st.text("abcdefgh", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plus de 250.000 personnes", ["plus", "de", "250000", "personnes"]),
        ("250\u202f000 et 250\u00a0000", ["250000", "et", "250000"]),
        ("250 000 litres, 1'200'000", ["250000", "litres", "1200000"]),
        ("1\u2009500 ou 2,000,000", ["1500", "ou", "2000000"]),
        ("2016 250 morts, 250 0001", ["2016", "250", "morts", "250", "0001"]),
        ("١٢٬٥٠٠ و٥٦ و٣٫٥", ["12500", "و", "56", "و", "3.5"]),
        ("\uff15\uff16", ["56"]),
        ("13,5 millions", ["13.5", "millions"]),
        ("1.234,56 or 1,234.56 or 1 234,5", ["1234.56", "or", "1234.56", "or", "1234.5"]),
        ("12.10.2016, 12/10/2016", ["12", "10", "2016", "12", "10", "2016"]),
        ("L'OSDH n'était", ["l", "osdh", "n", "était"]),
        ("cessez-le-feu", ["cessez", "le", "feu"]),
        ("Straße ﬁn", ["strasse", "fin"]),
        ("e\u0301te\u0301", ["été"]),
        ("", []),
        ("\0 \ud800 🐟 … <b>", ["b"]),
    ],
)
def test_words_are_lower_case_and_numbers_lose_their_separators(
    text: str, expected: list[str]
) -> None:
    assert words(text) == expected


@given(TEXT)
def test_words_stand_at_their_offsets_in_order_and_none_is_empty(text: str) -> None:
    end = 0
    for word, start, stop in words_with_offsets(text):
        assert word
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize("text", ["\u0640", "\u0640\u0640", "\ufcf2", "\ufe71"])
def test_arabic_marks_alone_are_no_words(text: str) -> None:
    assert words(text) == []


def test_stems_bring_the_forms_of_a_word_together_without_accents() -> None:
    assert stem("bombardements", "fr") == stem("bombardement", "fr")
    assert stem("été", "fr") == "ete"
    assert stem("running", "en") == "run"
    assert stem("Été", "xx") == "Ete" == folded("Été")


@pytest.mark.parametrize(
    ("code", "forms", "grammar"),
    [
        ("fr", ("tués", "tué", "tuée", "tuer"), "tu"),
        ("fr", ("nés", "née"), "ne"),
        ("de", ("Sicherheit", "sicher"), "sich"),
        ("ru", ("имя",), "им"),
        ("ar", ("كلية",), "كل"),
    ],
)
def test_a_word_of_content_is_not_indexed_as_one_of_grammar(
    code: str, forms: tuple[str, ...], grammar: str
) -> None:
    (found,) = {term(form.casefold(), code) for form in forms}
    assert found != term(grammar, code) == stem(grammar, code)


@pytest.mark.parametrize(
    ("code", "bare", "spelt"),
    [
        ("fr", "etait", "était"),
        ("it", "perche", "perché"),
        ("es", "asi", "así"),
        ("ar", "ان", "أن"),
    ],
)
def test_a_word_of_grammar_may_lack_its_accents(code: str, bare: str, spelt: str) -> None:
    assert term(bare, code) == term(spelt, code) == stem(spelt, code)


def test_words_of_grammar_are_known_in_every_language() -> None:
    assert is_function_word("pourquoi")
    assert is_function_word("why")
    assert is_function_word("почему")
    assert not is_function_word("veto")


def test_likeness_is_the_dice_coefficient_of_framed_trigrams() -> None:
    # ^alep$: ^al ale lep ep$; ^alepo$: ^al ale lep epo po$: three of 4 + 5
    assert likeness("alep", "alepo") == pytest.approx(2 * 3 / 9)
    assert likeness("alep", "alep") == 1
    assert likeness("alep", "") == likeness("", "") == 0


@given(WORD, WORD)
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


def test_in_a_language_that_is_known_words_of_grammar_of_others_are_of_content() -> None:
    assert content_words("When did the war end?") == ["end"]
    assert content_words("When did the war end?", "en") == ["war", "end"]
    assert content_words("Y a-t-il un chat ?", "fr") == ["chat"]
    assert content_words("When did the war end?", "xx") == ["end"]
