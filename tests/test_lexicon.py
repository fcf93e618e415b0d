import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexicon import K1, B, Lexicon
from index.words import MAX_QUESTION_WORDS, term, words

TEXTS = [
    "Le chat gris dort sur le toit.",
    "Un chien noir garde la maison.",
    "Le chat et le chien jouent ensemble dans la maison grise.",
    "La maison domine la rivière.",
]
WORD = st.text("abcdefgh", min_size=1, max_size=6)


def lexicon(texts: list[str] = TEXTS, code: str = "fr") -> Lexicon:
    return Lexicon.build(texts, [code] * len(texts))


def brute_bm25(word: str, texts: list[str], code: str = "fr") -> list[float]:
    """Return Lucene's BM25 of one word in each text, from the formula."""
    bags = [[term(each, code) for each in words(text)] for text in texts]
    mean = sum(map(len, bags)) / len(bags)
    has = sum(term(word, code) in bag for bag in bags)
    idf = math.log(1 + (len(bags) - has + 0.5) / (has + 0.5))
    counts = [bag.count(term(word, code)) for bag in bags]
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


def test_words_that_mean_the_same_stand_for_each_other_across_languages() -> None:
    matches = lexicon().match("Where did the dog sleep?", "en")
    assert matches.words == ("dog", "sleep")
    ids = np.arange(4)
    likeness = matches.likeness(ids)
    assert likeness.tolist() == [[0] * 4, [0] * 4]
    meaning = matches.meaning(ids, likeness)
    assert (meaning > 0).tolist() == [[False, True, True, False], [True, False, False, False]]
    assert likeness.tolist() == [[0] * 4, [0] * 4]


def meaning(texts: list[str], question: str, code: str, spoken: str = "fr") -> list[float]:
    """Return how surely each sentence has the question's last word, or one that means it."""
    ids = np.arange(len(texts))
    matches = lexicon(texts, spoken).match(question, code)
    found: list[float] = matches.meaning(ids, matches.likeness(ids))[-1].tolist()
    return found


def test_a_misspelt_word_means_what_was_meant_where_the_articles_do_not_have_it() -> None:
    expected = [0.7 * each for each in meaning(TEXTS, "Which river?", "en")]
    assert meaning(TEXTS, "Wich rivver?", "en") == pytest.approx(expected)
    assert [each > 0 for each in expected] == [False, False, False, True]
    texts = ["The rivver is wide.", "Le fleuve est large."]
    assert meaning(texts, "rivver", "en", "en") == [1, 0]


def test_a_name_is_no_misspelt_word() -> None:
    assert meaning(TEXTS, "where is the xiver", "en")[3] > 0
    assert meaning(TEXTS, "Where is Xiver?", "en") == [0, 0, 0, 0]


def test_of_two_words_that_may_be_meant_each_is_half_as_sure() -> None:
    texts = ["La maison.", "La souris.", "Le mur."]
    house, mouse = (meaning(texts, word, "de") for word in ("haus", "maus"))
    assert house[1] == mouse[0] == 0
    expected = [0.7 / 2 * each for each in (house[0], mouse[1], 0)]
    assert meaning(texts, "wo ist das zaus", "de") == pytest.approx(expected)
    assert meaning(texts, "wo ist die maous", "de") == pytest.approx([0, 0.7 * mouse[1], 0])


def test_an_abbreviation_stands_for_its_noun_and_that_for_it(tmp_path: Path) -> None:
    texts = [
        "L'Observatoire syrien des droits de l'Homme (OSDH) a compté les frappes.",
        "Son directeur parle pour l'OSDH.",
        "Un observatoire domine la ville.",
        "Une comète passe.",
    ]
    ids = np.arange(4)
    built = lexicon(texts)
    built.save(tmp_path)
    for found in (built, Lexicon.load(tmp_path)):
        for question, code, expected in (
            ("l'observatoire ?", "fr", [1, 0.8, 1, 0]),
            ("l'OSDH ?", "fr", [1, 1, 0.8, 0]),
        ):
            matches = found.match(question, code)
            meaning = matches.meaning(ids, matches.likeness(ids))
            assert meaning[-1].tolist() == pytest.approx(expected)
        matches = found.match("the observatory", "en")
        meaning = matches.meaning(ids, matches.likeness(ids))[-1]
        assert 0 < meaning[1] == pytest.approx(0.8 * meaning[2])


def test_a_question_whose_language_is_not_known_may_be_in_any() -> None:
    ids = np.arange(4)
    matches = lexicon().match("Hund Haus")
    assert (matches.meaning(ids, matches.likeness(ids)) > 0).tolist() == [
        [False, True, True, False],
        [False, True, True, True],
    ]


def test_a_synonym_means_the_word_less_surely_than_the_word_itself() -> None:
    matches = lexicon().match("Le domicile et la maison ?", "fr")
    ids = np.arange(4)
    meaning = matches.meaning(ids, matches.likeness(ids))
    assert meaning[1].tolist() == [0, 1, 1, 1]
    assert 0 < meaning[0][1] <= 0.5


def test_rarity_counts_the_sentences_of_what_stands_for_a_word() -> None:
    matches = lexicon().match("the house and the river", "en")
    unheard, house, river = (math.log(1 + (4 - n + 0.5) / (n + 0.5)) for n in (0, 3, 1))
    assert matches.idf.tolist() == pytest.approx([unheard, unheard])
    assert matches.rarity.tolist() == pytest.approx([house, river])


def test_what_means_a_question_brings_its_sentences_among_the_likest() -> None:
    assert lexicon().match("Welcher Fluss?", "de").best(1).tolist() == [3]
