"""Every signal on a small scene: the right sentence gets the higher value, by hand-made numbers."""

import math

import numpy as np
import pytest

from index import signals as module
from index.signals import SIGNALS, Signal, signals
from tests.fakes import scene

CATS = ["Le chat gris dort.", "Un chien noir aboie.", "Le cheval galope."]


def test_signals_have_a_column_each_in_the_order_of_their_names() -> None:
    found = scene("Où dort le chat ?", CATS, dense=[0.5, 0.1, 0.2])
    table = signals(found)
    assert table.shape == (3, len(SIGNALS))
    assert table.dtype == np.float32
    for column, (name, signal) in enumerate(SIGNALS.items()):
        assert signal.__name__ == name
        np.testing.assert_array_equal(table[:, column], signal(found))


@pytest.mark.parametrize("signal", SIGNALS.values(), ids=list(SIGNALS))
@pytest.mark.parametrize("question", ["", "🐟", "Où ?", "Où dort le chat ?"])
def test_every_signal_is_one_finite_number_a_sentence(signal: Signal, question: str) -> None:
    for count in (1, 3):
        values = signal(scene(question, CATS[:count], dense=[0.3] * count))
        assert values.shape == (count,)
        assert np.isfinite(values).all()


# Meaning


def test_dense_is_the_similarity_of_the_sentence_alone() -> None:
    found = scene("?", CATS, dense=[0.5, 0.1, 0.2], context=[0.1, 0.7, 0.2], window=[0.3, 0.2, 0.9])
    assert module.dense(found).tolist() == pytest.approx([0.5, 0.1, 0.2])
    assert module.dense_context(found).tolist() == pytest.approx([0.1, 0.7, 0.2])
    assert module.dense_window(found).tolist() == pytest.approx([0.3, 0.2, 0.9])


def test_dense_apart_is_the_similarity_less_what_all_share() -> None:
    found = scene("?", CATS, apart=[0.5, -0.1, 0.2], context_apart=[0.1, -0.7, 0.2])
    assert module.dense_apart(found).tolist() == pytest.approx([0.5, -0.1, 0.2])
    assert module.dense_context_apart(found).tolist() == pytest.approx([0.1, -0.7, 0.2])


def test_dense_neighbours_is_the_mean_of_before_and_after_and_nothing_counts_nothing() -> None:
    found = scene("?", CATS, dense=[0.2, 0.6, 0.4])
    assert module.dense_neighbours(found).tolist() == pytest.approx([0.3, 0.3, 0.3])
    found = scene("?", CATS, dense=[0.8, 0.0, 0.2])
    assert module.dense_neighbours(found).tolist() == pytest.approx([0, 0.5, 0])


def test_dense_paragraph_is_the_best_of_the_paragraph() -> None:
    found = scene("?", CATS, dense=[-0.2, -0.6, 0.4], paragraphs=[0, 0, 1])
    assert module.dense_paragraph(found).tolist() == pytest.approx([-0.2, -0.2, 0.4])


# Words in common


def test_answerability_is_what_is_told_of_the_sentence_and_of_its_window() -> None:
    told = scene("Le chat ?", ["Le chat.", "Il dort."], log_odds=[2, -1], window_log_odds=[1, -3])
    assert module.answerability(told).tolist() == [2, -1]
    assert module.answerability_window(told).tolist() == [1, -3]
    untold = scene("Le chat ?", ["Le chat.", "Il dort."])
    assert module.answerability(untold).tolist() == [0, 0]
    assert module.answerability_window(untold).tolist() == [0, 0]


def test_bm25_is_the_score_per_idf_that_the_question_has_to_give() -> None:
    found = scene("Où est le chat noir ?", CATS)
    chat, noir = found.bm25
    expected = (chat + noir) / found.matches.idf.sum()
    values = module.bm25(found)
    np.testing.assert_allclose(values, expected, rtol=1e-6)
    assert values[2] == 0 < values.min(initial=1, where=[True, True, False])


def test_bm25_is_higher_for_the_sentence_with_the_rarer_word() -> None:
    texts = ["Le chat court vite.", "Le chat mange bien.", "Le renard mange bien."]
    values = module.bm25(scene("Le chat ou le renard ?", texts))
    assert values[2] > values[0] == values[1] > 0


def test_bm25_neighbours_is_the_sum_of_before_and_after() -> None:
    found = scene("Le chat et le cheval ?", CATS)
    own = module.bm25(found)
    assert module.bm25_neighbours(found).tolist() == pytest.approx([0, own[0] + own[2], 0])


def test_bm25_paragraph_is_the_best_of_the_paragraph() -> None:
    found = scene("Le chat ?", CATS, paragraphs=[0, 0, 1])
    own = module.bm25(found)
    assert own[0] > 0
    assert module.bm25_paragraph(found).tolist() == pytest.approx([own[0], own[0], 0])


def test_coverage_is_the_share_of_idf_however_often_a_word_is_there() -> None:
    texts = ["Le chat, un chat gris.", "Un chat et un zèbre.", "Rien ici."]
    found = scene("Le chat et le zèbre ?", texts)
    chat, zebra = (float(v) for v in found.matches.idf / found.matches.idf.sum())
    assert zebra > chat
    assert module.coverage(found).tolist() == pytest.approx([chat, 1, 0])


def test_coverage_context_adds_what_the_sentence_before_has() -> None:
    found = scene("Le chat et le chien ?", CATS)
    assert module.coverage(found).tolist() == pytest.approx([0.5, 0.5, 0])
    assert module.coverage_context(found).tolist() == pytest.approx([0.5, 1, 0.5])


def test_alike_takes_a_misspelling_for_part_of_its_word() -> None:
    found = scene("maizon ?", ["Une maison.", "Un jardin."])
    assert module.alike(found).tolist() == pytest.approx([0.5, 0])
    assert module.coverage(found).tolist() == [0, 0]


def test_meaning_is_the_share_of_the_question_in_words_of_any_language() -> None:
    texts = ["Le chien dort.", "Le chien court.", "Rien ici."]
    found = scene("Does the dog sleep?", texts)
    dog, sleep = (float(v) for v in found.matches.rarity / found.matches.rarity.sum())
    assert sleep > dog
    sure = found.meaning
    assert module.meaning(found).tolist() == pytest.approx(
        [dog * sure[0, 0] + sleep * sure[1, 0], dog * sure[0, 1], 0]
    )
    assert module.alike(found).tolist() == [0, 0, 0]


def test_meaning_context_adds_what_the_sentence_before_has() -> None:
    found = scene("Does the dog sleep?", ["Le chien aboie.", "Il dormait.", "Rien ici."])
    dog, sleep = module.meaning(found)[:2].tolist()
    assert dog > 0 < sleep
    assert module.meaning_context(found).tolist() == pytest.approx([dog, dog + sleep, sleep])


# The type of the answer


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Combien de chats ?", "Il y a 56 chats.", "Il y a des chats."),
        ("Quand part-il ?", "Il part mardi.", "Il part bientôt."),
        ("Où part-il ?", "Il part à Londres.", "Il part vite."),
        ("Qui parle ?", "Hier parlait John Kerry.", "Hier parlait un homme."),
        ("Pourquoi part-il ?", "Il part car il pleut.", "Il part sous la pluie."),
        ("How many cats?", "Il y a 56 chats.", "Il y a des chats."),
    ],
)
def test_answer_type_is_1_where_a_fact_of_the_type_is_stated(
    question: str, right: str, wrong: str
) -> None:
    found = scene(question, [right, wrong])
    assert module.answer_type(found).tolist() == [1, 0]
    assert module.answer_type_missing(found).tolist() == [0, 1]


def test_a_fact_of_the_question_itself_is_no_answer_to_it() -> None:
    found = scene(
        "Où est John Kerry depuis Londres ?", ["Kerry est à Londres.", "Il est à Genève."]
    )
    assert module.answer_type(found).tolist() == [0, 1]
    found = scene("Combien des 56 chats dorment ?", ["Les 56 chats.", "Dont 12 chats."])
    assert module.answer_type(found).tolist() == [0, 1]


def test_a_capital_that_opens_the_sentence_is_no_name() -> None:
    assert module.answer_type(scene("Qui parle ?", ["Bombardements ici."])).tolist() == [0]


def test_without_a_type_there_is_no_opinion() -> None:
    found = scene("Le veto ?", ["Il y a 56 chats.", "Il dort."])
    assert module.answer_type(found).tolist() == [0, 0]
    assert module.answer_type_missing(found).tolist() == [0, 0]


# Mismatch


def test_number_missing_is_the_share_of_the_questions_numbers_that_are_not_stated() -> None:
    texts = ["Les 56 et les 15 chats.", "Les 56 chats.", "Les 12 chats."]
    found = scene("Sont-ils 56 ou 15 ?", texts)
    assert module.number_missing(found).tolist() == pytest.approx([0, 0.5, 1])
    assert module.number_missing(scene("Sont-ils là ?", texts)).tolist() == [0, 0, 0]


def test_time_agrees_with_the_day_asked_about_and_conflicts_with_another() -> None:
    texts = ["Mardi il pleut.", "Mercredi il pleut.", "Il pleut.", "Mardi et mercredi il pleut."]
    found = scene("Que se passe-t-il mardi ?", texts)
    assert module.time_agrees(found).tolist() == [1, 0, 0, 1]
    assert module.time_conflicts(found).tolist() == [0, 1, 0, 0]


def test_what_is_counted_on_two_days_together_is_not_the_number_of_one() -> None:
    texts = [
        "Mardi, 56 civils sont morts.",
        "Huit civils sont morts mardi et mercredi.",
        "Mardi, 56 civils sont morts, et mercredi 15.",
        "De mardi à jeudi, 71 civils sont morts.",
        "Huit civils sont morts mardi, mercredi.",
    ]
    found = scene("Combien de civils sont morts mardi ?", texts)
    assert module.time_conflicts(found).tolist() == [0, 1, 0, 0, 1]
    assert module.time_agrees(found).tolist() == [1, 1, 1, 1, 1]
    of_both = scene("Combien de civils sont morts mardi et mercredi ?", texts)
    assert module.time_conflicts(of_both).tolist() == [0, 0, 0, 0, 0]
    of_none = scene("Combien de civils sont morts ?", texts)
    assert module.time_conflicts(of_none).tolist() == [0, 0, 0, 0, 0]
    no_count = scene("Qui est mort mardi ?", texts)
    assert module.time_conflicts(no_count).tolist() == [0, 0, 0, 0, 0]


def test_a_month_does_not_conflict_with_a_day() -> None:
    found = scene("Que se passe-t-il mardi ?", ["En octobre il pleut."])
    assert module.time_conflicts(found).tolist() == [0]


@pytest.mark.parametrize(
    ("question", "agrees", "conflicts"),
    [
        ("Que se passe-t-il en 1916 ?", [1, 0, 0], [0, 1, 1]),
        ("Que se passe-t-il en 1920 ?", [0, 0, 0], [1, 1, 1]),
        ("Que se passe-t-il de 1914 à 1918 ?", [1, 0.5, 0], [0, 0, 1]),
    ],
)
def test_what_is_within_a_range_is_named_by_it(
    question: str, agrees: list[float], conflicts: list[float]
) -> None:
    texts = ["De 1914 à 1918 il pleut.", "En 1914 il pleut.", "En 1923 il pleut."]
    found = scene(question, texts)
    assert module.time_agrees(found).tolist() == agrees
    assert module.time_conflicts(found).tolist() == conflicts


def test_another_day_of_the_same_month_conflicts_and_one_of_several_does_not() -> None:
    texts = [
        "Le 17 juin 2016, il pleut.",
        "Le 19 juin il pleut.",
        "Du 15 au 20 juin il pleut.",
        "Les 17 et 21 juin il pleut.",
        "En juin il pleut.",
    ]
    found = scene("Que se passe-t-il le 19 juin ?", texts)
    assert module.time_conflicts(found).tolist() == [1, 0, 0, 1, 0]
    assert module.time_agrees(found).tolist() == [0.5, 1, 1, 0.5, 0.5]
    of_month = scene("Que se passe-t-il en juin ?", texts)
    assert module.time_conflicts(of_month).tolist() == [0, 0, 0, 0, 0]


def test_the_day_is_the_same_in_every_language() -> None:
    found = scene("What happens on Tuesday?", ["Mardi il pleut.", "Jeudi il pleut."])
    assert module.time_agrees(found).tolist() == [1, 0]
    assert module.time_conflicts(found).tolist() == [0, 1]


def test_name_missing_is_the_share_of_names_that_neither_sentence_nor_the_one_before_has() -> None:
    texts = ["Le ministre Kerry part.", "Il va voir Poutine.", "Il dort.", "Le chat dort."]
    found = scene("Est-ce que Kerry voit Poutine ?", texts)
    assert [found.matches.words[row] for row in found.name_rows] == ["kerry", "poutine"]
    assert module.name_missing(found).tolist() == pytest.approx([0.5, 0, 0.5, 1])


def test_a_name_is_found_under_its_other_names() -> None:
    found = scene("Que fait Florence ?", ["Torino dorme.", "Firenze dorme."], code="it")
    assert found.likeness[0].tolist() == [0, 0]
    assert module.name_missing(found).tolist() == [1, 0]


def test_a_question_without_names_misses_none_and_german_nouns_are_no_names() -> None:
    assert module.name_missing(scene("Qui dort ?", CATS)).tolist() == [0, 0, 0]
    german = scene("Wer hat gestern das Veto eingelegt?", ["Il pleut.", "Il neige."])
    assert module.name_missing(german).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Hat Russland das Veto eingelegt?", [0, 1]),
        ("Hat China das Veto eingelegt?", [1, 1]),
        ("هل استخدمت روسيا الفيتو؟", [0, 1]),
        ("هل استخدمت الصين الفيتو؟", [1, 1]),
        ("did chinese diplomats veto it", [1, 1]),
    ],
)
def test_a_country_is_a_name_in_any_language_script_and_case(
    question: str, missing: list[int]
) -> None:
    texts = ["Le veto est russe.", "Le chat dort.", "La pluie tombe."]
    assert module.name_missing(scene(question, texts))[[0, 2]].tolist() == missing


def test_a_name_in_a_script_that_the_article_is_not_in_is_missed_by_no_sentence() -> None:
    arabic = ["سافر كيري إلى لوزان.", "نام القط."]
    assert module.name_missing(scene("Where is Kerry today?", arabic, code="ar")).tolist() == [0, 0]
    latin = ["Kerry part.", "Le chat dort."]
    russian = scene("Куда поедет Лавров?", latin)
    assert module.name_missing(russian).tolist() == [1, 1]  # Cyrillic is spelt in Latin letters


def test_a_name_in_another_languages_letters_is_still_the_name() -> None:
    found = scene("Where is Alepo today?", ["La ville d'Alep brûle.", "La ville de Homs dort."])
    assert module.name_missing(found).tolist() == pytest.approx([0, 0])  # Alep is right before
    apart = scene("Where is Alepo today?", ["La ville de Homs dort.", "La ville d'Alep brûle."])
    assert module.name_missing(apart).tolist() == pytest.approx([1, 0])


# Place


def test_heading_and_length_are_the_scenes_own() -> None:
    found = scene("?", CATS, heading=[0, 0.5, 1])
    assert module.heading(found).tolist() == [0, 0.5, 1]
    assert module.length(found).tolist() == pytest.approx([math.log(len(t) + 1) for t in CATS])


def test_places_that_are_none_have_the_value_0() -> None:
    found = scene("?", CATS)
    values = np.array([1, 2, 3], np.float32)
    assert found.at(np.array([-1, 2, 0]), values).tolist() == [0, 3, 1]
