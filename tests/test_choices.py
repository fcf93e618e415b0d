import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.choices import (
    Asking,
    Choice,
    draw_epoch,
    find_choices,
)
from index.lessons import Ids, read_sets, teaching_tokenizer, tokenise
from index.model.bundled import Weights, read_weights
from tests.test_adapter import PAIRS, a_title, write_squad, write_stories
from tests.test_model import tiny_tensors, write_weights

SAID = [*PAIRS, ("Bac le cab.", ""), ("Abba dort.", ""), ("Le bac.", ""), ("Cab cab.", "")]


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


def bag(texts: Sequence[Ids], *, asked: bool = False) -> Any:  # noqa: ARG001  (questions and passages alike)
    """Encode texts as the counts of their tokens, of unit length."""
    counts = np.zeros((len(texts), 16), np.float32)
    for row, ids in zip(counts, texts, strict=True):
        np.add.at(row, [number for number in ids if number > 4], 1)
    return counts / np.maximum(1e-6, np.linalg.norm(counts, axis=1, keepdims=True))


def choices(weights: Weights, *files: Path, rivals: int = 3) -> list[list[Asking]]:
    tokenizer = teaching_tokenizer(weights)
    return [find_choices(one, tokenizer, bag, rivals) for one in read_sets(files)]


def sentences(weights: Weights, file: Path) -> tuple[Ids, ...]:
    (((one,)),) = read_sets([file])
    return tokenise(one, teaching_tokenizer(weights)).tail


def test_a_question_has_its_answer_and_the_likest_others(weights: Weights, tmp_path: Path) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), SAID)
    said = sentences(weights, file)
    ((first, second, third),) = choices(weights, file, rivals=1)
    assert [each.answering for (each,) in (first, second, third)] == [(ids,) for ids in said[:3]]
    assert said[0] == third[0].rivals[0]  # « dort ? » is likest to « Le chat dort. » of the others
    assert [len(each.rivals) for (each,) in (first, second, third)] == [3, 3, 3]


def test_the_likest_rival_comes_first(weights: Weights, tmp_path: Path) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), SAID)
    text = tokenise(read_sets([file])[0][0], teaching_tokenizer(weights))
    near = bag(text.questions) @ bag(text.tail).T
    for (choice,), row, gold in zip(*choices(weights, file), near, range(3), strict=True):
        order = [text.tail[n] for n in np.argsort(-row) if n != gold]
        assert choice.rivals == tuple(order[:5])


def test_no_rival_holds_the_answers_words(weights: Weights, tmp_path: Path) -> None:
    """Where else they stand is no rival either, though it is not said to answer."""
    pairs = [*PAIRS, ("Ab ab : Le chat dort.", ""), ("Le bac.", "")]
    file = write_squad(tmp_path / "a.json", a_title(3), pairs)
    (askings,), ((one,),) = choices(weights, file), read_sets([file])
    said = sentences(weights, file)
    assert [len(asked.holding) for asked in one.asked] == [2, 1, 1]
    assert [len(choice.rivals) for (choice,) in askings] == [3, 4, 4]
    for (choice,), asked in zip(askings, one.asked, strict=True):
        assert set(choice.rivals) == {said[n] for n in range(5) if n not in asked.holding}


def test_parallel_files_give_every_pair_of_languages(weights: Weights, tmp_path: Path) -> None:
    title = a_title(2)
    one = write_squad(tmp_path / "one.json", title, PAIRS)
    two = write_squad(tmp_path / "two.json", title, [("Ab " + s, q + " a") for s, q in PAIRS])
    (askings,) = choices(weights, one, two)
    mine, theirs = (
        tokenise(each, teaching_tokenizer(weights)) for each in read_sets([one, two])[0]
    )
    assert [len(asking) for asking in askings] == [4, 4, 4]
    assert [(each.question, each.answering) for each in askings[0]] == [
        (mine.questions[0], (mine.tail[0],)),
        (mine.questions[0], theirs.tail[:1]),
        (theirs.questions[0], (mine.tail[0],)),
        (theirs.questions[0], theirs.tail[:1]),
    ]


@pytest.mark.parametrize(("fifth", "learnt"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1)])
def test_two_fifths_of_the_articles_are_not_learnt(
    weights: Weights, tmp_path: Path, fifth: int, learnt: int
) -> None:
    file = write_squad(tmp_path / "a.json", a_title(fifth), PAIRS)
    assert len(choices(weights, file)) == learnt


def test_a_question_that_is_not_answered_has_rivals_alone(weights: Weights, tmp_path: Path) -> None:
    stories = write_stories(tmp_path / "stories", a_title(2))
    (askings,) = choices(weights, stories)
    answering = [len(choice.answering) for (choice,) in askings]
    rivals = [len(choice.rivals) for (choice,) in askings]
    assert (answering, rivals) == ([1, 1, 1, 0], [1, 1, 1, 2])


CHOICE = Choice((0, 5, 2), ((0, 6, 2),), tuple((0, n, 2) for n in range(10, 15)))


def test_rivals_are_drawn_and_the_answer_comes_first() -> None:
    drawn = [CHOICE.draw(3, 0, random.Random(seed)) for seed in range(50)]
    assert all(answered and passages[0] == (0, 6, 2) for passages, answered in drawn)
    assert {len(set(passages)) for passages, _ in drawn} == {4}
    assert {ids for passages, _ in drawn for ids in passages[1:]} == set(CHOICE.rivals)


def test_a_share_of_the_answers_is_left_out() -> None:
    dice = random.Random(1)
    drawn = [CHOICE.draw(3, 0.3, dice) for _ in range(1000)]
    left_out = [passages for passages, answered in drawn if not answered]
    assert 250 < len(left_out) < 350
    assert all((0, 6, 2) not in passages and len(passages) == 3 for passages in left_out)


def test_an_answer_without_rivals_is_never_left_out() -> None:
    alone = Choice((0, 5, 2), ((0, 6, 2),), ())
    assert alone.draw(3, 1, random.Random(1)) == (((0, 6, 2),), True)


def test_an_epoch_is_all_questions_and_two_pairs_of_parallel_ones() -> None:
    def asked(number: int, pairs: int = 1) -> Asking:
        return tuple(Choice((number,), (), ((pair,),)) for pair in range(pairs))

    askings = [asked(1), asked(2, pairs=9), asked(3)]
    epochs = [draw_epoch(askings, random.Random(seed)) for seed in range(50)]
    for epoch in epochs:
        assert Counter(choice.question[0] for choice in epoch) == {1: 1, 2: 2, 3: 1}
        assert len(set(epoch)) == len(epoch)
    assert len({choice for epoch in epochs for choice in epoch}) == 1 + 9 + 1
    assert len({epoch[0] for epoch in epochs}) > 5
