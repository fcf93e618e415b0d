import numpy as np
import pytest

from index.candidates import NO_HEADING, Apart, Candidates
from index.sentences import split
from index.shelf import Shelf
from index.vectors import VectorIndex
from tests.fakes import BagEncoder, article

PETS = article(
    "Le chat dort. Il ronfle.\n\n# Le gros chien\n\nMardi il garde la maison.\n\nIl aboie.\n\n"
    "# Un loup\n\nIl dort aussi.",
    "Un",
)
FISH = article(
    "Le poisson nage, puis viennent beaucoup d'autres mots qui ne disent rien de cela ni de lui.",
    "Deux",
)


def candidates(*ids: int) -> Candidates:
    shelf = Shelf([PETS, FISH], [split(PETS), split(FISH)])
    encoder = BagEncoder()
    indexes = [
        VectorIndex.build(encoder.encode_passages(texts))
        for texts in (shelf.texts(), shelf.contexts(), shelf.windows())
    ]
    return Candidates.of(np.array(ids, np.int64), shelf, *indexes)


def test_each_sentence_knows_the_heading_above_and_each_heading_its_words_of_content() -> None:
    found = candidates(0, 1, 2, 3, 4, 5)
    assert found.headings == (("gros", "chien"), ("loup",))
    assert found.heading.tolist() == [NO_HEADING, NO_HEADING, 0, 0, 1, NO_HEADING]


def test_what_is_left_out_is_nobodys_neighbour() -> None:
    found = candidates(0, 1, 3, 4, 5)
    assert found.previous.tolist() == [-1, 0, -1, 2, -1]
    assert found.following.tolist() == [1, -1, 3, -1, -1]
    assert found.owners.tolist() == [0, 0, 0, 0, 1]
    assert found.paragraph.tolist() == [0, 0, 1, 2, 3]


def test_windows_are_each_sentences_own() -> None:
    found = candidates(0, 5)
    assert found.window_starts.tolist() == [0, 1]
    vector = BagEncoder().encode_question("Le poisson nage ?")
    rows = found.windows @ vector
    assert len(rows) > 3
    assert found.similarities(vector).dense_window.tolist() == pytest.approx(
        [rows[0], rows[1:].max()]
    )


def test_facts_are_what_each_sentence_states() -> None:
    assert [[fact.value for fact in facts] for facts in candidates(0, 2).facts] == [[], ["day 2"]]


def test_similarity_apart_is_the_cosine_less_what_rows_share_and_nothing_is_like_nothing() -> None:
    rows = np.array([[3, 0], [0, 3]], np.float32)
    apart = Apart.of(rows)
    assert apart.shared.tolist() == [0.5, 0.5]
    assert apart.lengths.tolist() == pytest.approx(np.linalg.norm(rows - 0.5, axis=1).tolist())
    vector = np.array([3, 0], np.float32)
    assert apart.similarities(vector, rows @ vector).tolist() == pytest.approx([1, -2.5 / 6.5])
    nothing = np.zeros((1, 2), np.float32)
    assert Apart.of(nothing).similarities(vector, nothing @ vector).tolist() == [0]
