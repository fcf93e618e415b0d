"""Suggestions are questions that the article does answer, with the sentence they were made from."""

import pytest

from index import ArticleIndex, OnnxEncoder, Verdict
from index.suggesting import suggest
from tests.fakes import article


@pytest.mark.parametrize("language", ["fr", "en", "de", "ar"])
def test_every_suggestion_is_answered_by_the_sentence_it_was_made_from(
    index: ArticleIndex, language: str
) -> None:
    found = suggest(index, language)
    assert 3 <= len(found) <= 5
    assert len({each.question for each in found}) == len(found)
    assert len({each.quote.start for each in found}) == len(found)
    for each in found:
        answer = index.ask(each.question)
        assert answer.verdict is Verdict.ANSWER
        assert answer.quotes[0].start == each.quote.start


def test_suggestion_is_in_the_language_of_the_asker_where_it_can_be(index: ArticleIndex) -> None:
    assert any(each.question.startswith("What ") for each in suggest(index, "en"))
    assert all(
        "Que" in each.question or "Combien" in each.question for each in suggest(index, "fr")
    )


def test_article_that_states_nothing_has_no_suggestion(encoder: OnnxEncoder) -> None:
    bare = ArticleIndex.build([article("Il pleut.\n")], encoder)
    assert suggest(bare, "fr") == []
