"""A question asked again is answered from what is kept: the same, and never from another index."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from index import Article, ArticleIndex
from index.encoder import Vectors
from tests.fakes import BagEncoder, article, fitted

CATS = article("Le chat gris dort sur le toit. Le chat noir garde la maison.", "Les chats")
FISH = article("Le poisson rouge dort sur le sable.", "Les poissons")
ASKED = "Qui dort sur le toit ?"


class CountingEncoder(BagEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.questions: list[str] = []

    def encode_question(self, question: str) -> Vectors:
        self.questions.append(question)
        return super().encode_question(question)


def index(*articles: Article) -> tuple[ArticleIndex, CountingEncoder]:
    encoder = CountingEncoder()
    return ArticleIndex.build(articles or [CATS, FISH], encoder, fitted=fitted(bm25=4)), encoder


def test_a_question_asked_again_costs_nothing_and_gets_the_same_answer() -> None:
    shelf, encoder = index()
    first = shelf.ask(ASKED)
    assert first.quotes[0].text == "Le chat gris dort sur le toit."
    assert shelf.ask(ASKED) is first
    assert encoder.questions == [ASKED]


def test_ask_and_rank_look_at_a_question_once() -> None:
    shelf, encoder = index()
    asked, ranked = shelf.ask(ASKED), shelf.rank(ASKED)
    assert ranked[0] == asked.quotes[0]
    assert encoder.questions == [ASKED]


@pytest.mark.parametrize(
    "otherwise",
    [{"limit": 1}, {"articles": [FISH]}, {"articles": [CATS.content_hash]}],
    ids=["limit", "article", "hash"],
)
def test_who_asks_otherwise_is_answered_otherwise(otherwise: dict[str, Any]) -> None:
    shelf, _ = index()
    before = shelf.ask("Qui dort ?")
    fresh, _ = index()
    assert shelf.ask("Qui dort ?", **otherwise) == fresh.ask("Qui dort ?", **otherwise)
    assert shelf.ask("Qui dort ?") is before


def test_a_follow_up_is_kept_as_it_is_understood() -> None:
    shelf, _ = index()
    alone = shelf.ask("Et noir ?")
    after_cats = shelf.ask("Et noir ?", previous="Que garde le chat ?")
    after_fish = shelf.ask("Et noir ?", previous="Que fait le poisson ?")
    assert len({alone.question, after_cats.question, after_fish.question}) == 3


def test_a_changed_index_never_answers_from_the_old_one() -> None:
    shelf, encoder = index(CATS, FISH)
    assert shelf.ask(ASKED).quotes[0].article == CATS
    smaller = ArticleIndex.build([FISH], encoder, fitted=fitted(bm25=4), known=shelf.embedded)
    assert [quote.article for quote in smaller.rank(ASKED)] == [FISH]
    assert all(quote.article == FISH for quote in smaller.ask(ASKED).quotes)
    assert encoder.questions == [ASKED, ASKED]


def test_of_many_questions_the_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.store.ANSWERS_KEPT", 2)
    monkeypatch.setattr("index.store.FINDINGS_KEPT", 1)
    shelf, encoder = index()
    for question in ("Un ?", "Deux ?", "Trois ?", "Trois ?", "Deux ?", "Un ?"):
        shelf.ask(question)
    assert encoder.questions == ["Un ?", "Deux ?", "Trois ?", "Un ?"]


def test_threads_that_ask_the_same_get_equal_answers() -> None:
    shelf, _ = index()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(shelf.ask, [ASKED] * 64))
    assert all(answer == answers[0] for answer in answers)
