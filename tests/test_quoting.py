import numpy as np
import pytest

from index.article import Article
from index.quoting import CONTEXT_MAX_CHARS, choose, context_of, open_quotation, stand_ins
from index.sentences import split
from tests.fakes import article, scene


def context(one: Article, number: int) -> str | None:
    spans = split(one)
    found = context_of(one, spans[number], reversed(spans[:number]))
    return one.text[found[0] : found[1]] if found else None


def stand_in_texts(one: Article, number: int) -> list[str]:
    spans = split(one)
    earlier, later = reversed(spans[:number]), spans[number + 1 :]
    steps = stand_ins(one, spans[number], earlier, later)
    return [one.text[spans[number + n].start : spans[number + n].end] for n in steps]


def test_the_context_of_a_sentence_that_points_back_is_the_sentence_before() -> None:
    one = article("Le chat dort. Il ronfle. Le chien aboie.\n\nIl court.")
    assert context(one, 0) is None
    assert context(one, 1) == "Le chat dort."
    assert context(one, 2) is None
    assert context(one, 3) == "Le chien aboie."


def test_a_language_has_its_own_words_that_point_back() -> None:
    assert context(article("Il gatto dorme. Il cane abbaia.", language="it"), 1) is None
    one = article("Il gatto dorme. Il suo cane abbaia.", language="it")
    assert context(one, 1) == "Il gatto dorme."


def test_the_context_within_a_quotation_is_what_it_says_before() -> None:
    one = article(
        "Le pont rouvre. Anna raconte : « Moi, j'ai peur. Le pont tremble. Le bac, lui, dort. » "
        "Le maire dort.\n\n« Le pont tient », dit-on. Le bac dort."
    )
    assert [context(one, n) for n in range(7)] == [
        None,
        None,
        "Anna raconte : « Moi, j'ai peur.",
        "Anna raconte : « Moi, j'ai peur. Le pont tremble.",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("Er sagt: „Ich gehe. ", "„"),
        ("Er sagt: „Ich gehe.“ ", None),
        ("Er sagt: »Ich gehe. ", "»"),
        ("Er sagt: »Ich gehe.« ", None),
        ("Hon säger: ”Jag går. ", "”"),
        ("He said: “I read “Dune”. ", "“I"),
        ('He said: "I go. ', '"'),
        ('The 5" pipe broke. ', None),
        ("Il est parti. » ", None),  # opened in the paragraph before
    ],
)
def test_a_quotation_is_open_until_the_mark_that_its_language_closes_with(
    text: str, opened: str | None
) -> None:
    assert open_quotation(text) == (opened and text.index(opened))


def test_a_row_of_a_table_makes_no_sentence_understandable() -> None:
    one = article("Les tarifs.\n\nMardi · 10 h · 11 h\n\nIls ont changé.")
    assert context(one, 2) is None


def test_a_context_too_long_to_help_is_left_out() -> None:
    one = article("Le chat " + "a" * CONTEXT_MAX_CHARS + " dort. Il ronfle.")
    assert context(one, 1) is None


def test_of_a_quotation_too_long_to_help_the_sentence_before_is_the_context() -> None:
    long = "Le pont " + "a" * CONTEXT_MAX_CHARS + " tremble."
    one = article(f"Anna raconte : « {long} Le chat dort. Il ronfle. Le bac dort. »")
    assert context(one, 2) == "Le chat dort."
    assert context(one, 3) is None


def test_the_context_of_what_stands_behind_a_question_is_the_question() -> None:
    one = article("Le ticket est cher. Pourquoi ?\n\nLe gazole a augmenté. Le maire le regrette.")
    assert [context(one, n) for n in range(4)] == [None, None, "Pourquoi ?", None]
    parted = article("Le ticket est cher. Pourquoi ?\n\n- La météo -\n\nLe gazole a augmenté.")
    assert context(parted, 2) is None


def test_what_answers_a_question_of_the_article_stands_behind_it() -> None:
    text = "Le ticket est cher. Pourquoi ?\n\n– « Est-ce le gazole ? »\n\nOui, dit-il. Et l'eau ?"
    assert [stand_in_texts(article(text), n) for n in range(5)] == [
        [],
        ["Oui, dit-il."],
        ["Oui, dit-il."],
        [],
        [],  # nothing stands behind it
    ]


def test_what_answers_in_place_of_a_tables_head_are_its_rows() -> None:
    text = "Les mesures.\n\nSite · Graines · Degrés\n\nA · 6 · 10,9\n\nC · 2 · 11,6\n\nFin."
    one = article(text)
    rows = ["A · 6 · 10,9", "C · 2 · 11,6"]
    assert [stand_in_texts(one, n) for n in range(5)] == [[], rows, [], [], []]


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        ("Année · 2022 · 2023", True),
        ("Site · Graines (2022) · Degrés", True),
        ("Norvège · 12 médailles · 4 médailles", False),
        ("Norvège · 12 · or", False),
    ],
)
def test_a_row_whose_cells_open_with_numbers_is_no_head(head: str, is_one: bool) -> None:
    one = article(f"Les mesures.\n\n{head}\n\nSuède · 7 · 9\n\nFin.")
    assert stand_in_texts(one, 1) == (["Suède · 7 · 9"] if is_one else [])


def test_a_row_with_an_empty_last_cell_ends_no_table() -> None:
    rows = ["Pays · Or · Argent · Note", "Suède · 7 · 9", "Finlande · 6 · 5 · nulle"]
    one = article("Les médailles.\n\n" + "\n\n".join(rows))
    assert stand_in_texts(one, 1) == [rows[2]]
    assert stand_in_texts(one, 2) == stand_in_texts(one, 3) == []
    assert [context(one, n) for n in (1, 2, 3)] == [None, None, rows[0]]


def test_the_context_of_a_tables_row_is_its_first_row() -> None:
    one = article(
        "Le musée est en ville.\n\nJour · Été · Hiver\n\nMardi · 10 h · 11 h\n\n"
        "Samedi · 9 h · 10 h\n\nAdultes · 9 €\n\nEnfants · 4 €\n\nA · B · C · D"
    )
    assert context(one, 3) == context(one, 2) == "Jour · Été · Hiver"
    assert [context(one, number) for number in (0, 1, 4, 5, 6)] == [None] * 5


def test_a_line_that_announces_a_list_gives_way_to_none_of_it() -> None:
    one = article("Il demande :\n\nun bus ;\n\nun pont.\n\nIl a plu.")
    assert stand_in_texts(one, 0) == []


def test_what_answers_in_place_of_a_line_that_announces_a_table_are_its_rows() -> None:
    rows = ["A · 6 · 10,9", "C · 2 · 11,6"]
    one = article("\n\n".join(["Les sites sont :", "Site · Graines · Degrés", *rows, "Il a plu."]))
    assert stand_in_texts(one, 0) == rows


def test_the_context_of_an_item_is_the_line_that_announces_its_list() -> None:
    one = article("Il demande :\n\nun bus ;\n\nun pont.\n\nLe maire dort.")
    assert [context(one, n) for n in range(4)] == [None, "Il demande :", "Il demande :", None]
    parted = article("Il demande :\n\n- La météo -\n\nLe maire dort.")
    assert context(parted, 1) is None


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
