import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexicon import (
    K1,
    MAX_QUESTION_WORDS,
    B,
    Lexicon,
    is_function_word,
    likeness,
    stem,
    words,
    words_with_offsets,
)
from index.word_classes import folded

TEXTS = [
    "Le chat gris dort sur le toit.",
    "Un chien noir garde la maison.",
    "Le chat et le chien jouent ensemble dans la maison grise.",
    "La maison domine la rivière.",
]
TEXT = st.text(max_size=60)
WORD = st.text("abcdefgh", min_size=1, max_size=6)


def lexicon(texts: list[str] = TEXTS, code: str = "fr") -> Lexicon:
    return Lexicon.build(texts, [code] * len(texts))


# words


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


def test_words_of_grammar_are_known_in_every_language() -> None:
    assert is_function_word("pourquoi")
    assert is_function_word("why")
    assert is_function_word("почему")
    assert not is_function_word("veto")


# likeness


def test_likeness_is_the_dice_coefficient_of_framed_trigrams() -> None:
    # ^alep$: ^al ale lep ep$; ^alepo$: ^al ale lep epo po$: three of 4 + 5
    assert likeness("alep", "alepo") == pytest.approx(2 * 3 / 9)
    assert likeness("alep", "alep") == 1
    assert likeness("alep", "") == likeness("", "") == 0


@given(WORD, WORD)
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


# BM25


def brute_bm25(word: str, texts: list[str], code: str = "fr") -> list[float]:
    """Return Lucene's BM25 of one word in each text, from the formula."""
    bags = [[stem(each, code) for each in words(text)] for text in texts]
    mean = sum(map(len, bags)) / len(bags)
    has = sum(stem(word, code) in bag for bag in bags)
    idf = math.log(1 + (len(bags) - has + 0.5) / (has + 0.5))
    counts = [bag.count(stem(word, code)) for bag in bags]
    return [
        idf * tf / (tf + K1 * (1 - B + B * len(bag) / mean))
        for tf, bag in zip(counts, bags, strict=True)
    ]


def test_bm25_is_lucenes_formula_for_each_word_and_sentence() -> None:
    matches = lexicon().match("Les chats dans la maison ?")
    assert matches.words == ("chats", "maison")
    scores = matches.bm25(np.arange(4))
    assert scores.shape == (2, 4)
    np.testing.assert_allclose(scores[0], brute_bm25("chats", TEXTS), rtol=1e-5)
    np.testing.assert_allclose(scores[1], brute_bm25("maison", TEXTS), rtol=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(WORD, min_size=1, max_size=8), min_size=1, max_size=6), WORD)
def test_bm25_agrees_with_brute_force(bags: list[list[str]], word: str) -> None:
    texts = [" ".join(bag) for bag in bags]
    matches = lexicon(texts, "xx").match(word)
    if matches.words:
        expected = brute_bm25(word, texts, "xx")
        np.testing.assert_allclose(matches.bm25(np.arange(len(texts)))[0], expected, rtol=1e-4)


def test_scores_are_of_the_sentences_asked_for_in_their_order() -> None:
    matches = lexicon().match("maison")
    every = matches.bm25(np.arange(4))[0]
    np.testing.assert_array_equal(matches.bm25(np.array([1, 3]))[0], every[[1, 3]])
    assert every[0] == 0
    assert every[3] > every[2] > 0  # the shorter sentence says it more


def test_a_rare_word_has_a_higher_idf_and_an_absent_one_the_highest() -> None:
    matches = lexicon().match("maison chat rivière zèbre")
    maison, chat, rivière, zebra = matches.idf.tolist()
    assert maison < chat < rivière < zebra
    assert zebra == pytest.approx(math.log(1 + 4.5 / 0.5))


def test_likeness_is_one_for_the_word_and_less_for_a_misspelling() -> None:
    alike = lexicon().match("toits maizon").likeness(np.arange(4))
    assert alike[0].tolist() == [1, 0, 0, 0]
    # ^maison$ has 6 trigrams and shares ^ma mai on$ with the 6 of ^maizon$
    assert alike[1].tolist() == pytest.approx([0, 3 / 6, 3 / 6, 3 / 6])


def test_numbers_and_short_words_have_nothing_that_looks_like_them() -> None:
    matches = lexicon(["En 20161 et 2016 aussi.", "Un rat."], "fr").match("20162 rats ram")
    np.testing.assert_array_equal(matches.likeness(np.arange(2))[0], [0, 0])
    np.testing.assert_array_equal(matches.likeness(np.arange(2))[1], [0, 1])
    np.testing.assert_array_equal(matches.likeness(np.arange(2))[2], [0, 0])


def test_the_best_are_those_with_most_in_common_ascending_by_number() -> None:
    matches = lexicon().match("chien maison")
    np.testing.assert_array_equal(matches.best(2), [1, 2])
    np.testing.assert_array_equal(matches.best(10), [1, 2, 3])
    np.testing.assert_array_equal(lexicon().match("zèbre").best(5), np.array([], np.int64))


def test_known_is_the_share_of_words_that_the_sentences_or_their_grammar_have() -> None:
    assert lexicon().match("Où sont les chats ?").known == 1
    assert lexicon().match("Où est la maison du zèbre bleu ?").known == pytest.approx(5 / 7)
    assert lexicon().match("Where does it sleep?").known == 0
    assert lexicon().match("").known == 0


def test_a_word_that_is_repeated_counts_once_and_words_are_bounded() -> None:
    assert lexicon().match("chat chat CHAT").words == ("chat",)
    many = " ".join(f"w{chr(97 + n // 26)}{chr(97 + n % 26)}z" for n in range(300))
    assert len(lexicon().match(many).words) == MAX_QUESTION_WORDS


def test_courtesy_is_no_content_unless_something_is_asked() -> None:
    assert lexicon().match("Merci, bonne journée !").words == ()
    assert lexicon().match("Muchas gracias").words == ()
    assert lexicon().match("Merci, le chien aboie ?").words == ("merci", "chien", "aboie")


def test_articles_in_two_languages_are_met_by_the_stems_of_both() -> None:
    two = Lexicon.build(["Les bombardements.", "The running man."], ["fr", "en"])
    assert (two.match("bombardement").bm25(np.arange(2)) > 0).tolist() == [[True, False]]
    assert (two.match("runs").bm25(np.arange(2)) > 0).tolist() == [[False, True]]


@pytest.mark.parametrize(
    "question", ["\u0640", "\uff9e", "\ufdfa" * 100, "\0", "\ud800", "🐟", "", "<b>&amp;</b>"]
)
def test_odd_questions_match_nothing(question: str) -> None:
    matches = lexicon(["... !", *TEXTS]).match(question)
    assert not matches.bm25(np.arange(5)).any()
    assert not matches.likeness(np.arange(5)).any()
    assert len(matches.best(3)) == 0


def test_save_then_load_changes_nothing(tmp_path: Path) -> None:
    before = lexicon()
    before.save(tmp_path)
    after = Lexicon.load(tmp_path)
    for question in ("Le chat de la maison ?", "rivierre", "zèbre", ""):
        one, other = before.match(question), after.match(question)
        assert one.words == other.words
        assert one.known == other.known
        np.testing.assert_array_equal(one.idf, other.idf)
        np.testing.assert_array_equal(one.bm25(np.arange(4)), other.bm25(np.arange(4)))
        np.testing.assert_array_equal(one.likeness(np.arange(4)), other.likeness(np.arange(4)))


def test_days_months_and_numbers_are_found_across_languages() -> None:
    texts = ["Jeudi, quatre enfants sont morts.", "Mardi, le 15 octobre."]
    found = Lexicon.build(texts, ["fr", "fr"])
    ids = np.arange(2)
    for question, code, words_, first in (
        ("niños jueves", "es", ["niños", "jueves"], [0, 1]),
        ("Thursday 4", "en", ["thursday", "4"], [1, 1]),
        ("четверг четыре", "ru", ["четверг", "четыре"], [1, 1]),
    ):
        matches = found.match(question, code)
        assert list(matches.words) == words_
        assert (matches.bm25(ids)[:, 0] > 0).tolist() == [bool(each) for each in first]
        assert not (matches.bm25(ids)[:, 1] > 0).any()
    assert found.match("October", "en").bm25(ids)[0, 1] > 0
    assert found.match("والثلاثاء", "ar").bm25(ids)[0, 1] > 0


def test_countries_are_found_across_languages_by_their_adjectives_too() -> None:
    texts = ["La Russie a mis son veto.", "Une résolution française.", "Le chat dort."]
    for question, code, found in (
        ("Russian veto", "en", [1, 0, 0]),
        ("российское вето", "ru", [1, 0, 0]),
        ("الروسية", "ar", [1, 0, 0]),
        ("Frankreich", "de", [0, 1, 0]),
    ):
        matches = lexicon(texts).match(question, code)
        assert (matches.bm25(np.arange(3))[0] > 0).tolist() == found
        assert matches.lands == {words(question)[0]}


def test_names_in_cyrillic_are_like_the_same_in_latin_letters() -> None:
    found = Lexicon.build(["John Kerry se rendra à Londres."], ["fr"])
    assert found.match("Керри", "ru").likeness(np.arange(1))[0, 0] == pytest.approx(1)
