from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from index.article import Article
from index.background import Background
from index.lexicon import Lexicon
from index.questions import read_question
from index.scene import Scene
from index.sentences import split
from index.shelf import Shelf, windows
from index.stage import CANDIDATES, EVERY, LIKEST, Stage
from index.vectors import VectorIndex
from tests.fakes import BagEncoder, article
from tests.work import lines_run

ONE = article(
    "Le chat dort sur le toit. Il ronfle.\n\n# Le gros chien\n\nLe chien garde la maison.", "Un"
)
TWO = article("Le poisson nage en rond. La tortue marche lentement.", "Deux")


def stage(*articles: Article) -> Stage:
    """Return a stage whose background is nothing, so that similarities are plain cosines."""
    shelf = Shelf(articles, [split(each) for each in articles])
    encoder = BagEncoder()
    nothing = np.zeros(encoder.dimensions, np.float32)
    return Stage(
        shelf=shelf,
        encoder=encoder,
        background=Background("bag", nothing, nothing, nothing),
        alone=VectorIndex.build(encoder.encode_passages(shelf.texts())),
        contexts=VectorIndex.build(encoder.encode_passages(shelf.contexts())),
        windows=VectorIndex.build(encoder.encode_passages(shelf.windows())),
        lexicon=Lexicon.build(shelf.texts(), shelf.languages()),
    )


def scene(question: str, *articles: Article, places: list[int] | None = None) -> Scene:
    return stage(*articles).scene(read_question(question), places)


def test_every_sentence_of_a_small_index_is_a_candidate_in_order() -> None:
    found = scene("Où dort le chat ?", ONE, TWO)
    assert found.ids.tolist() == [0, 1, 2, 3, 4]
    assert found.length.tolist() == pytest.approx(np.log1p([25, 10, 25, 24, 27]).tolist())


def test_neighbours_and_paragraphs_never_cross_an_articles_border() -> None:
    found = scene("Où dort le chat ?", ONE, TWO)
    assert found.previous.tolist() == [-1, 0, 1, -1, 3]
    assert found.following.tolist() == [1, 2, -1, 4, -1]
    assert found.paragraph.tolist() == [0, 0, 1, 2, 2]


def test_similarity_is_the_cosine_of_question_and_sentence_and_higher_is_better() -> None:
    found = scene("Le poisson nage en rond.", ONE, TWO)
    encoder = BagEncoder()
    vector = encoder.encode_question("Le poisson nage en rond.")
    shelf = Shelf([ONE, TWO], [split(ONE), split(TWO)])
    np.testing.assert_allclose(
        found.dense, encoder.encode_passages(shelf.texts()) @ vector, atol=1e-6
    )
    np.testing.assert_allclose(
        found.dense_context, encoder.encode_passages(shelf.contexts()) @ vector, atol=1e-6
    )
    assert found.dense.argmax() == 3
    assert found.dense[3] == pytest.approx(1, abs=1e-5)


def test_apart_is_the_cosine_less_the_mean_of_the_candidates_as_if_four_more_were_nothing() -> None:
    found = scene("Le poisson nage en rond.", ONE, TWO)
    encoder = BagEncoder()
    shelf = Shelf([ONE, TWO], [split(ONE), split(TWO)])
    vector = encoder.encode_question("Le poisson nage en rond.")
    for texts, apart in (
        (shelf.texts(), found.dense_apart),
        (shelf.contexts(), found.dense_context_apart),
    ):
        rows = encoder.encode_passages(texts)
        shared = rows.sum(axis=0) / (len(rows) + 4)
        cosines = [
            np.dot(row - shared, vector - shared)
            / (np.linalg.norm(row - shared) * np.linalg.norm(vector - shared))
            for row in rows
        ]
        np.testing.assert_allclose(apart, cosines, atol=1e-6)
    assert found.dense_apart[3] == pytest.approx(1, abs=1e-5)


def test_a_sentence_alone_that_is_the_question_is_as_like_as_can_be() -> None:
    found = scene("Le chat dort.", article("Le chat dort."))
    assert found.dense_apart.tolist() == pytest.approx([1.0], abs=1e-5)


def test_the_likest_window_of_a_long_sentence_speaks_for_it() -> None:
    filler = "puis viennent beaucoup d'autres mots qui ne disent rien de cela ni de rien"
    long = article(f"Le poisson rouge nage, {filler}, {filler}. Le chat dort.")
    found = scene("Le poisson rouge nage ?", long)
    encoder = BagEncoder()
    vector = encoder.encode_question("Le poisson rouge nage ?")
    parts = windows(long.text[: found_end(long)])
    likest = float((encoder.encode_passages(parts) @ vector).max())
    assert len(parts) > 2
    assert found.dense_window[0] == pytest.approx(likest, abs=1e-6)
    assert found.dense_window[0] > found.dense[0]
    assert found.dense_window[1] == pytest.approx(found.dense[1], abs=1e-6)


def found_end(text: Article) -> int:
    return split(text)[0].end


def test_the_background_is_taken_from_question_sentences_and_contexts() -> None:
    plain = stage(ONE)
    mean = np.full(256, 0.05, np.float32)
    background = Background("bag", mean, mean, mean)
    centred = Stage(
        shelf=plain.shelf,
        encoder=plain.encoder,
        background=background,
        alone=VectorIndex.build(
            background.centre_sentences(plain.encoder.encode_passages(plain.shelf.texts()))
        ),
        contexts=plain.contexts,
        windows=plain.windows,
        lexicon=plain.lexicon,
    )
    same = centred.scene(read_question("Il ronfle."))
    assert same.dense[1] == pytest.approx(1, abs=1e-5)


def test_asking_some_articles_makes_candidates_of_their_sentences_alone_and_once() -> None:
    assert scene("Le chat ?", ONE, TWO, places=[1]).ids.tolist() == [3, 4]
    assert scene("Le chat ?", ONE, TWO, places=[1, 0, 1]).ids.tolist() == [0, 1, 2, 3, 4]


def test_heading_is_the_share_of_the_questions_idf_that_the_heading_above_holds() -> None:
    found = scene("Que garde le chien ?", ONE, TWO)
    garde, chien = (float(v) for v in found.matches.idf)
    assert found.matches.words == ("garde", "chien")
    assert found.heading.tolist() == pytest.approx([0, 0, chien / (garde + chien), 0, 0])


def test_facts_are_those_of_each_candidate() -> None:
    dated = article("Le chat dort. Mardi il pleut.")
    assert [[f.value for f in facts] for facts in scene("Quand ?", dated).facts] == [[], ["day 2"]]


def test_a_big_index_shows_the_likest_by_meaning_and_by_words_with_their_neighbours() -> None:
    texts = [f"Le mot{chr(97 + n // 26)}{chr(97 + n % 26)} dort ici." for n in range(26 * 26)]
    big = article(" ".join(texts))
    assert len(split(big)) > 2 * CANDIDATES
    found = scene("Que fait motzb ?", big)
    ids = found.ids.tolist()
    assert len(ids) <= 6 * CANDIDATES
    assert ids == sorted(set(ids))
    number = 25 * 26 + 1
    assert {number - 1, number, number + 1} <= set(ids)
    place = ids.index(number)
    assert found.previous[place] == place - 1
    assert found.following[place] == place + 1
    alone = [n for n, i in enumerate(ids) if i - 1 not in ids]
    assert all(found.previous[n] == -1 for n in alone)


def test_the_log_odds_are_of_the_vectors_as_they_were_before_they_were_centred() -> None:
    encoder = BagEncoder()
    plain = stage(ONE, TWO)
    asked = read_question("Que fait le poisson qui nage ?")
    contexts = encoder.encode_passages(plain.shelf.contexts())
    parts = encoder.encode_passages(plain.shelf.windows())
    background = Background("bag", *[contexts.mean(axis=0)] * 3)
    centred = replace(
        plain,
        background=background,
        contexts=VectorIndex.build(background.centre_contexts(contexts)),
        windows=VectorIndex.build(background.centre_sentences(parts)),
    )
    told = encoder.encode_question(asked.text)
    beside, window = (contexts @ told).tolist(), (parts @ told).tolist()
    for one in (plain, centred):
        for places, rows in ((None, slice(None)), ([1], slice(-2, None))):
            found = one.scene(asked, places).log_odds
            assert found is not None
            assert found.beside.tolist() == pytest.approx(beside[rows], abs=1e-5)
            assert found.window.tolist() == pytest.approx(window[rows], abs=1e-5)


def test_the_likeliest_window_of_a_long_sentence_answers_for_it() -> None:
    filler = "puis viennent beaucoup d'autres mots qui ne disent rien de cela ni de rien"
    long = article(f"Le poisson rouge nage, {filler}, {filler}. Le chat dort.")
    found = scene("Le poisson rouge nage ?", long).log_odds
    encoder = BagEncoder()
    parts = encoder.encode_passages(windows(long.text[: found_end(long)]))
    assert found is not None
    likeliest = (parts @ encoder.encode_question("Le poisson rouge nage ?")).max()
    assert found.window[0] == pytest.approx(likeliest, abs=1e-5)


def test_an_encoder_that_was_not_taught_it_tells_no_log_odds() -> None:
    class Untaught(BagEncoder):
        def answerability(self, question: str) -> None:
            """Return nothing."""

    found = replace(stage(ONE), encoder=Untaught()).scene(read_question("Que fait le chat ?"))
    assert found.log_odds is None


def numbered(count: int) -> Article:
    return article(" ".join(f"Le mot{n} dort ici." for n in range(count)), f"De {count} mots")


def test_a_question_is_as_much_work_among_many_sentences_as_among_few() -> None:
    asked = read_question("Que fait le mot77 qui dort ici ?")
    for places in (None, [0]):
        work = []
        for each in (stage(numbered(1500)), stage(numbered(6000))):
            lines = lines_run(partial(each.scene, asked, places))
            candidates = each.scene(asked, places).ids
            assert len(candidates) <= 6 * LIKEST < EVERY
            assert 77 in candidates
            work.append(lines / len(candidates))
        assert work[1] <= 1.2 * work[0]


def test_of_a_long_article_among_others_its_own_sentences_alone_are_candidates() -> None:
    both = stage(ONE, numbered(EVERY + 100), TWO)
    found = both.scene(read_question("Que fait le mot77 ?"), [1]).ids
    assert 3 + 77 in found
    assert found.min() >= 3
    assert found.max() < 3 + EVERY + 100
    assert len(found) <= 6 * LIKEST
