"""Suggestions are questions that the article does answer, with the sentence they were made from."""

from collections.abc import Sequence
from typing import Any

import pytest

from index import Answer, Article, ArticleIndex, OnnxEncoder, Quote, Sentence, Verdict
from index.suggesting import MAX_ARTICLES, suggest
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


class OneSentence:
    """An index of one sentence, which answers whatever is asked."""

    def __init__(self, text: str, language: str) -> None:
        self.articles = (article(text, language=language),)

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        return (Sentence(1, 1, 0, len(article.text)),)

    def ask(self, question: str, limit: int = 3) -> Answer:  # noqa: ARG002 (the index's name)
        (told,) = self.articles
        quote = Quote(told, 1, 1, 0, len(told.text), 1)
        return Answer(question, Verdict.ANSWER, 1, (quote,))


def asked(text: str, code: str, spoken: str | None = None) -> list[str]:
    """Return what is asked in a language of a text in a language, its own if none is named."""
    return [each.question for each in suggest(OneSentence(text, spoken or code), code)]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "fr",
            "Les 250.000 personnes vivent ici, loin.",
            "Combien de personnes vivent ici ?",
        ),
        ("fr", "Puis 15 enfants syriens ont péri.", "Combien d’enfants syriens ont péri ?"),
        ("fr", "Puis 15 habitants ont péri.", "Combien d’habitants ont péri ?"),
        ("fr", "Puis 15 héros ont péri.", "Combien de héros ont péri ?"),
        ("en", "Then 15 people were killed in it.", "How many people were killed in it?"),
        ("ru", "Тогда 15 человек погибли там.", "Сколько человек погибли там?"),
    ],
)
def test_what_is_counted_is_asked_for_with_what_is_said_of_it(
    code: str, text: str, expected: str
) -> None:
    assert asked(text, code) == [expected]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Ici 56 civils, dont sept enfants."),
        ("fr", "Ici 56 des civils ont péri."),
        ("fr", "Depuis mars 2011, il pleut."),
        ("fr", "Il a plu et il pleuvra mardi."),
        ("fr", "Il a plu en Syrie."),
        ("ru", "Тогда 2 человека погибли там."),
    ],
)
def test_what_says_too_little_or_not_that_it_happened_is_not_asked(code: str, text: str) -> None:
    assert asked(text, code) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il parle de l'OSDH.", "Que dit l’article sur l’OSDH ?"),
        ("Il parle du Kremlin.", "Que dit l’article sur le Kremlin ?"),
        ("Il parle avec Alep.", "Que dit l’article sur Alep ?"),
        ("Il a plu en 2011.", "Que s’est-il passé en 2011 ?"),
        ("Mardi, il a plu.", "Que s’est-il passé mardi ?"),
    ],
)
def test_names_have_their_article_and_times_are_those_of_what_happened(
    text: str, expected: str
) -> None:
    assert asked(text, "fr") == [expected]


def test_a_name_stands_without_its_article_in_another_language() -> None:
    assert asked("Il parle de l'OSDH.", "en", "fr") == ["What does the article say about OSDH?"]


@pytest.mark.parametrize(("code", "spoken", "name"), [("fr", "ru", "Ольга"), ("ru", "fr", "OSDH")])
def test_a_name_in_letters_that_not_all_read_is_asked_for_in_its_language_alone(
    code: str, spoken: str, name: str
) -> None:
    said = asked(f"25 {name} 25.", code, spoken)
    assert [name in each for each in said] == [True]
    assert all(each.startswith("Что") for each in said)


def test_what_may_be_more_than_a_name_is_not_asked_for() -> None:
    assert asked("Адвокат Савельева говорит.", "ru") == []
    assert asked("Это сообщил глава Карелии Артур Парфенчиков.", "ru") == []
    assert asked("Это сообщил Артур Парфенчиков.", "ru") != []


class Reading(Sequence[Article]):
    """Articles of which each one that is looked at is counted."""

    def __init__(self, count: int) -> None:
        self.count_of_all = count
        self.read: set[int] = set()

    def __len__(self) -> int:
        return self.count_of_all

    def __getitem__(self, place: Any) -> Any:
        self.read.add(place)
        return article("Hier steht nichts.", language="de")


class Shelf(OneSentence):
    """As many articles of one sentence."""

    def __init__(self, count: int) -> None:
        super().__init__("Nichts.", "de")
        self.articles: Any = Reading(count)

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        return (Sentence(1, 1, 0, len(article.text)),)


def test_of_a_large_shelf_a_few_articles_are_read() -> None:
    shelf = Shelf(1500)
    suggest(shelf, "de")
    assert len(shelf.articles.read) == MAX_ARTICLES
    assert max(shelf.articles.read) == 1475
