"""Adding or changing one article embeds that one alone."""

import numpy as np
import pytest

from index import Article, ArticleIndex
from index.background import Background, raw
from tests.fakes import BagEncoder, article, fitted

TOWNS = ("Alep", "Tours", "Lyon", "Brest", "Metz", "Dax", "Sète", "Vannes", "Auch", "Foix")


def numbered(number: int) -> Article:
    """Return one of many articles of the same size."""
    town = TOWNS[number % 10]
    return article(
        f"Le maire numéro {number} de {town} a ouvert le pont. Il pleuvait sur la ville.\n\n"
        f"Le chantier {number} a coûté {number + 100} euros. Les habitants étaient là.\n",
        title=f"Article {number}",
    )


def same_answers(one: ArticleIndex, other: ArticleIndex, question: str) -> None:
    first, second = one.rank(question), other.rank(question)
    assert (first[0].article.title, first[0].text) == (second[0].article.title, second[0].text)
    np.testing.assert_allclose(
        [q.confidence for q in first], [q.confidence for q in second], atol=1e-4
    )


def test_hundredth_article_embeds_as_many_passages_as_the_tenth() -> None:
    encoder = BagEncoder()
    index = ArticleIndex.build([numbered(0)], encoder, fitted=fitted())
    spent = {}
    for number in range(1, 100):
        before = encoder.encoded
        shelf = [*index.articles, numbered(number)]
        index = ArticleIndex.build(shelf, encoder, fitted=fitted(), known=index.embedded)
        spent[number + 1] = encoder.encoded - before
    assert len(index.articles) == 100
    assert spent[100] == spent[10] == 7  # four sentences alone, three beside the one before
    same_answers(
        index,
        ArticleIndex.build(index.articles, BagEncoder(), fitted=fitted()),
        "Combien a coûté le chantier 42 ?",
    )


def test_changed_article_alone_is_embedded_and_a_removed_one_costs_nothing() -> None:
    encoder = BagEncoder()
    index = ArticleIndex.build([numbered(n) for n in range(5)], encoder, fitted=fitted())
    encoder.encoded = 0
    changed = article("Le maire de Tours est parti. Il a neigé.\n", title="Article 1")
    shelf = [index.articles[0], changed, *index.articles[2:]]
    again = ArticleIndex.build(shelf, encoder, fitted=fitted(), known=index.embedded)
    assert encoder.encoded == 3
    encoder.encoded = 0
    less = ArticleIndex.build(shelf[1:], encoder, fitted=fitted(), known=again.embedded)
    assert encoder.encoded == 0
    assert less.article(index.articles[0].content_hash) is None
    assert less.ask("Qui est parti de Tours ?").quotes[0].text == "Le maire de Tours est parti."


def test_buttons_of_the_others_go_on_working_when_one_is_removed() -> None:
    index = ArticleIndex.build([numbered(n) for n in range(3)], BagEncoder(), fitted=fitted())
    kept = index.articles[2]
    less = ArticleIndex.build([kept], BagEncoder(), fitted=fitted(), known=index.embedded)
    for number in range(1, 5):
        before, after = (i.quote(kept.content_hash[:16], number) for i in (index, less))
        assert before is not None
        assert after is not None
        assert before.text == after.text
    assert less.quote(index.articles[0].content_hash[:16], 1) is None


def test_another_encoder_embeds_all_again() -> None:
    index = ArticleIndex.build([numbered(n) for n in range(3)], BagEncoder(), fitted=fitted())
    other = BagEncoder("another")
    ArticleIndex.build(index.articles, other, fitted=fitted(), known=index.embedded)
    assert other.encoded == 17  # "Il pleuvait sur la ville." and the like once each


def test_title_that_changes_embeds_nothing() -> None:
    encoder = BagEncoder()
    index = ArticleIndex.build([numbered(0)], encoder, fitted=fitted())
    encoder.encoded = 0
    renamed = article(numbered(0).text, title="Un autre titre")
    again = ArticleIndex.build([renamed], encoder, fitted=fitted(), known=index.embedded)
    assert encoder.encoded == 0
    assert again.articles[0].title == "Un autre titre"


@pytest.mark.parametrize("size", [0.0, 0.3, 0.9])
def test_vectors_are_what_they_were_before_they_were_centred(size: float) -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(50, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    mean = rows.mean(axis=0)
    mean *= size / np.linalg.norm(mean)
    centred = Background("x", mean, mean, mean).centre_sentences(rows)
    np.testing.assert_allclose(raw(centred, mean), rows, atol=2e-6)
