from dataclasses import replace

from index import Article, ArticleIndex
from index.answering import OpenPart
from index.article import Sentence
from index.showing import (
    answer_as_json,
    headline,
    in_full,
    index_as_json,
    quoted,
    source,
    understood,
)
from tests.fakes import BagEncoder, article

PETS = article("Le chat dort. Il ronfle.\n\n# Le gros chien\n\nLe chien garde la maison.", "Un")


def test_an_article_is_shown_in_full_with_the_numbers_that_it_is_quoted_by() -> None:
    index = ArticleIndex.build([PETS], BagEncoder())
    assert list(in_full(index, PETS)) == [
        "  1.1       Le chat dort.",
        "  1.2       Il ronfle.",
        "  heading   # Le gros chien",
        "  2.1       Le chien garde la maison.",
    ]


def test_the_sentences_of_an_article_are_fetched_once_however_many_blocks_it_has() -> None:
    fetched: list[Article] = []

    class Watched(ArticleIndex):
        def sentences(self, article: Article) -> tuple[Sentence, ...]:
            fetched.append(article)
            return super().sentences(article)

    list(in_full(Watched.build([PETS], BagEncoder()), PETS))
    assert fetched == [PETS]


def test_what_was_understood_is_told_in_a_few_lines() -> None:
    index = ArticleIndex.build([PETS], BagEncoder())
    assert headline(PETS) == "Un (fr)"
    assert understood(index, PETS) == [
        "Un (fr): 3 sentences",
        "  2 paragraphs, 1 heading, 0 left out",
        f"  address: {PETS.content_hash[:16]}",
    ]


def test_what_programs_get_are_the_offsets_of_the_words() -> None:
    index = ArticleIndex.build([PETS], BagEncoder())
    (shown,) = index_as_json(index)["articles"]
    for part in [*shown["blocks"], *shown["sentences"]]:
        assert part["text"] == PETS.text[part["start"] : part["end"]]
    (quote,) = index.rank("Que garde le chien ?", 1)
    answer = index.ask("Que garde le chien ?", 1)
    found = answer_as_json(answer, 1.234)
    assert found["ms"] == 1.23
    assert [each["text"] for each in found["quotes"]] == [each.text for each in answer.quotes]
    assert source(quote) == "Un (fr), paragraph 2, sentence 1"


def test_a_quote_is_shown_with_what_makes_it_understandable() -> None:
    index = ArticleIndex.build([PETS], BagEncoder())
    (quote,) = index.rank("Qui ronfle ?", 1)
    assert quote.text == "Il ronfle."
    place = "  Un (fr), paragraph 1, sentence 2"
    assert quoted(quote).splitlines() == ["« Il ronfle. »", "  context: « Le chat dort. »", place]
    assert quoted(replace(quote, context=None)).splitlines() == ["« Il ronfle. »", place]
    answer = replace(index.ask("Qui ronfle ?", 1), quotes=(quote, replace(quote, context=None)))
    shown, without = answer_as_json(answer, 1)["quotes"]
    assert shown["context"] == {"text": "Le chat dort.", "start": 0, "end": 13}
    assert without["context"] is None


def test_what_programs_get_has_the_parts_that_are_left_open() -> None:
    index = ArticleIndex.build([PETS], BagEncoder())
    answer = index.ask("Que garde le chien ?", 1)
    (nearest,) = index.rank("Où dort le chat ?", 1)
    parts = (OpenPart("où dort le chat ?", nearest), OpenPart("et le coq ?", None))
    assert answer_as_json(answer, 1)["unanswered"] == []
    found = answer_as_json(replace(answer, unanswered=parts), 1)["unanswered"]
    assert [each["question"] for each in found] == ["où dort le chat ?", "et le coq ?"]
    assert [each["nearest"] and each["nearest"]["text"] for each in found] == [nearest.text, None]
