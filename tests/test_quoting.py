import numpy as np
import pytest

from index.article import Article
from index.quoting import CONTEXT_MAX_CHARS, choose, context_of, points_back
from index.sentences import split
from tests.fakes import article, scene


@pytest.mark.parametrize(
    "text",
    [
        "Il dort depuis hier.",
        "Selon cette ONG, il pleut.",
        "Cette organisation se trompe.",
        "Elles sont parties.",
        '"Le bilan a augmenté", a-t-il indiqué.',
        "« Tout va bien. »",
        "This is why they left.",
        "They left.",
        "Он сказал это.",
        "Sie kamen gestern.",
    ],
)
def test_a_sentence_that_opens_with_a_pronoun_or_speaks_unnamed_points_back(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le chat dort.",
        "Illico, il part.",
        "L'île dort.",
        '"Le bilan a augmenté", a dit John Kerry.',
        "Theft is a crime.",
        "",
    ],
)
def test_a_sentence_that_names_its_subject_stands_alone(text: str) -> None:
    assert not points_back(text)


def context(one: Article, number: int) -> str | None:
    spans = split(one)
    found = context_of(one, spans[number], reversed(spans[:number]))
    return one.text[found[0] : found[1]] if found else None


def test_the_context_of_a_sentence_that_points_back_is_the_sentence_before() -> None:
    one = article("Le chat dort. Il ronfle. Le chien aboie.\n\nIl court.")
    assert context(one, 0) is None
    assert context(one, 1) == "Le chat dort."
    assert context(one, 2) is None
    assert context(one, 3) == "Le chien aboie."


def test_a_context_too_long_to_help_is_left_out() -> None:
    one = article("Le chat " + "a" * CONTEXT_MAX_CHARS + " dort. Il ronfle.")
    assert context(one, 1) is None


def test_the_context_of_a_tables_row_is_its_first_row() -> None:
    one = article(
        "Le musée est en ville.\n\nJour · Été · Hiver\n\nMardi · 10 h · 11 h\n\n"
        "Samedi · 9 h · 10 h\n\nAdultes · 9 €\n\nEnfants · 4 €\n\nA · B · C · D"
    )
    assert context(one, 3) == context(one, 2) == "Jour · Été · Hiver"
    assert [context(one, number) for number in (0, 1, 4, 5, 6)] == [None] * 5


def test_a_sentence_that_was_taken_away_between_leaves_no_context() -> None:
    one = article("Le chat dort.\n\nLe chien aboie.\n\nIl court.")
    spans = split(one)
    assert context_of(one, spans[2], spans[:1]) is None


def chosen(
    question: str, texts: list[str], scores: list[float], limit: int = 3, code: str = "fr"
) -> list[int]:
    return choose(scene(question, texts, code=code), np.array(scores, np.float32), limit)


def test_one_sentence_is_quoted_where_one_answers() -> None:
    texts = ["Le chat dort.", "Le chat dort ici.", "Il pleut."]
    assert chosen("Où dort le chat ?", texts, [3, 2.9, 0]) == [0]


def test_the_first_quote_is_the_one_with_the_highest_score() -> None:
    assert chosen("Où ?", ["Un.", "Deux.", "Trois."], [1, 2, 3]) == [2]


def test_a_question_of_two_parts_has_two_sentences_best_first() -> None:
    texts = ["Le chat gris dort.", "Il pleut.", "Le chien noir aboie."]
    assert chosen("Que font le chat et le chien ?", texts, [1.8, 0, 2]) == [2, 0]
    assert chosen("Que font le chat et le chien ?", texts, [1.8, 0, 2], limit=1) == [2]


def test_a_second_figure_is_quoted_too() -> None:
    texts = ["Mardi, 56 civils sont morts.", "Mercredi, 15 civils sont morts.", "Il pleut."]
    assert chosen("Combien de civils sont morts ?", texts, [2, 1.9, 0]) == [0, 1]


def test_what_the_ranker_hardly_believes_in_is_not_added() -> None:
    texts = ["Le chat gris dort.", "Le chien noir aboie."]
    assert chosen("Que font le chat et le chien ?", texts, [5, 0]) == [0]


def test_a_question_without_words_has_one_quote() -> None:
    assert chosen("", ["Un.", "Deux."], [1, 1]) == [0]
