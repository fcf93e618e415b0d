"""What is quoted beside the first: out of another article, or for another part."""

import numpy as np

from index import ArticleIndex, OnnxEncoder
from index.companions import with_companions, with_parts
from tests.fakes import article


def chosen(scores: list[float], owners: list[int], first: list[int], limit: int = 3) -> list[int]:
    return with_companions(first, np.array(owners), np.array(scores, np.float32), limit)


def test_best_of_another_article_is_quoted_too_where_it_fits() -> None:
    assert chosen([5.0, 4.9, 1.0], [0, 1, 1], [0]) == [0, 1]
    assert chosen([5.0, 3.0, 1.0], [0, 1, 1], [0]) == [0]


def test_room_is_made_at_the_cost_of_what_the_first_article_says_further() -> None:
    assert chosen([5.0, 4.9, 4.8, 4.7], [0, 0, 0, 1], [0, 1, 2]) == [0, 3, 1]
    assert chosen([5.0, 4.9], [0, 1], [0], limit=1) == [0]


def test_nothing_is_added_for_an_article_that_is_quoted_already() -> None:
    assert chosen([5.0, 4.9, 4.8], [0, 1, 1], [0, 1]) == [0, 1]


def test_what_answers_a_part_stands_behind_the_first_and_goes_before_what_was_chosen() -> None:
    chosen_before, parts = {7: 0.3, 3: 0.1, 9: 0.05}, {7: 0.6, 4: 0.5, 3: 0.4}
    assert list(with_parts(chosen_before, parts, 3).items()) == [(7, 0.3), (4, 0.5), (3, 0.4)]
    assert with_parts(chosen_before, {}, 3) == chosen_before
    assert list(with_parts(chosen_before, parts, 1)) == [7]


def test_a_question_of_two_parts_is_answered_out_of_two_sentences(index: ArticleIndex) -> None:
    asked = "How many have died since 2011, and how many need humanitarian aid?"
    first, second = index.ask(asked).quotes
    died, aid = "300.000 personnes", "13,5 millions de Syriens"
    assert {died in first.text, died in second.text} == {aid in first.text, aid in second.text}
    assert all(died in quote.text or aid in quote.text for quote in (first, second))
    assert len(index.ask(asked, limit=1).quotes) == 1


def test_question_that_fits_two_articles_is_answered_out_of_both(encoder: OnnxEncoder) -> None:
    floods = article(
        "La crue de la Loire a inondé Tours le 3 mars. Onze personnes ont été blessées dans la "
        "ville. Le maire a ouvert les écoles aux sinistrés.\n",
        title="Crue à Tours",
    )
    fire = article(
        "Un incendie a ravagé Metz vendredi. Sept personnes ont été blessées dans la ville. Les "
        "pompiers ont lutté toute la nuit.\n",
        title="Incendie à Metz",
    )
    index = ArticleIndex.build([floods, fire], encoder)
    both = index.ask("Combien de personnes ont été blessées ?")
    assert {quote.text for quote in both.quotes} == {
        "Onze personnes ont été blessées dans la ville.",
        "Sept personnes ont été blessées dans la ville.",
    }
    one = index.ask("Qu'a ouvert le maire aux sinistrés ?")
    assert {quote.article.title for quote in one.quotes} == {"Crue à Tours"}
