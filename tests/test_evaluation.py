import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.evaluation import STRANGER, Case, Kind, Remembering, cases
from index.figures import Outcomes
from index.question_sets import QuestionSet, read_jsonl, read_squad
from tests.fakes import BagEncoder, Paragraph, article, fitted, squad, write_json

CATS: Paragraph = (
    "Le chat gris dort sur le toit. Il ronfle sous les étoiles. Le lapin mange du trèfle.",
    [("Où dort le chat gris ?", "sur le toit"), ("Que mange le lapin ?", "du trèfle")],
)
DOGS: Paragraph = (
    "Le chien noir garde la maison. La pluie tombe sur les champs.",
    [("Qui garde la maison ?", "Le chien noir")],
)
HENS: Paragraph = (
    "La poule picore des graines. Le coq chante à l'aube.",
    [("Que picore la poule ?", "des graines")],
)
FITTED = fitted(dense=4.0, bm25=2.0)


def sets(tmp_path: Path, **articles: list[Paragraph]) -> list[QuestionSet]:
    return read_squad(write_json(tmp_path / "s.json", squad(articles)))


def found(some: Sequence[QuestionSet], *, removed: bool = True) -> list[Case]:
    return list(cases(some, BagEncoder(), fitted=FITTED, removed=removed))


def test_each_question_is_put_to_its_article_without_the_answer_and_to_another(
    tmp_path: Path,
) -> None:
    every = found(sets(tmp_path, Un=[CATS], Deux=[DOGS]))
    assert [(c.group, c.kind, c.question) for c in every] == [
        (0, Kind.ANSWERABLE, "Où dort le chat gris ?"),
        (0, Kind.ANSWERABLE, "Que mange le lapin ?"),
        (0, Kind.REMOVED, "Où dort le chat gris ?"),
        (0, Kind.REMOVED, "Que mange le lapin ?"),
        (0, Kind.OFF_SUBJECT, "Qui garde la maison ?"),
        (1, Kind.ANSWERABLE, "Qui garde la maison ?"),
        (1, Kind.REMOVED, "Qui garde la maison ?"),
        (1, Kind.OFF_SUBJECT, "Où dort le chat gris ?"),
        (1, Kind.OFF_SUBJECT, "Que mange le lapin ?"),
    ]
    assert not any(c.crossed for c in every)


def test_the_answering_sentence_is_gold_and_its_rank_is_counted_from_1(tmp_path: Path) -> None:
    first, second = [c for c in found(sets(tmp_path, Un=[CATS])) if c.kind is Kind.ANSWERABLE]
    assert (first.golds, first.rank) == (frozenset({0}), 1)
    assert (second.golds, second.rank) == (frozenset({2}), 1)


def test_a_wrong_ranking_has_a_later_rank(tmp_path: Path) -> None:
    backwards = fitted(dense=-4.0, bm25=-2.0)
    every = list(cases(sets(tmp_path, Un=[CATS]), BagEncoder(), fitted=backwards))
    assert [c.rank for c in every if c.kind is Kind.ANSWERABLE] == [3, 3]


def test_what_is_removed_is_every_sentence_that_holds_the_answer(tmp_path: Path) -> None:
    twice: Paragraph = (
        "Le chat gris dort sur le toit. Il aime le toit. La pluie tombe sur les champs.",
        [("Où dort le chat ?", "le toit")],
    )
    (asked, removed) = found(sets(tmp_path, Un=[twice]))
    assert len(asked.findings.scene.ids) == 3
    assert len(removed.findings.scene.ids) == 1
    assert removed.golds == frozenset()
    assert removed.rank is None


def test_without_its_answer_an_article_is_less_sure(tmp_path: Path) -> None:
    asked, _, removed, _ = found(sets(tmp_path, Un=[CATS]))
    assert asked.question == removed.question
    assert asked.findings.confidence > removed.findings.confidence


def test_an_article_of_answers_alone_is_not_emptied(tmp_path: Path) -> None:
    lone: Paragraph = ("Le chat dort sur le toit de la maison.", [("Où ?", "le toit")])
    assert [c.kind for c in found(sets(tmp_path, Un=[lone]))] == [Kind.ANSWERABLE]


def test_removals_can_be_left_out(tmp_path: Path) -> None:
    every = found(sets(tmp_path, Un=[CATS], Deux=[DOGS]), removed=False)
    assert Kind.REMOVED not in {c.kind for c in every}
    assert len(every) == 6


def test_strangers_are_seven_articles_on_where_there_are_so_many(tmp_path: Path) -> None:
    many = {
        f"Article {n}": [("Le chat dort sur le toit de la maison.", [(f"Où {n} ?", "le toit")])]
        for n in range(9)
    }
    every = found(read_squad(write_json(tmp_path / "s.json", squad(many))))
    strangers = {c.group: c.question for c in every if c.kind is Kind.OFF_SUBJECT}
    assert strangers == {n: f"Où {(n + STRANGER) % 9} ?" for n in range(9)}


def test_strangers_are_of_the_articles_language_where_another_is(tmp_path: Path) -> None:
    some = [
        replace(each, article=replace(each.article, language=language))
        for each, language in zip(
            sets(tmp_path, Un=[CATS], Deux=[DOGS], Trois=[HENS]), ("fr", "de", "fr"), strict=True
        )
    ]
    strangers: dict[int, set[str]] = {}
    for case in found(some):
        if case.kind is Kind.OFF_SUBJECT:
            strangers.setdefault(case.group, set()).add(case.question)
    cats = {"Où dort le chat gris ?", "Que mange le lapin ?"}
    assert strangers == {0: {"Que picore la poule ?"}, 1: {"Que picore la poule ?"}, 2: cats}


def test_a_question_with_a_fact_of_another_in_its_place_is_a_trap(tmp_path: Path) -> None:
    days: Paragraph = (
        "Le chat dort mardi sur le toit. Le chien court jeudi dans les champs.",
        [("Que fait le chat mardi ?", "dort"), ("Que fait le chien jeudi ?", "court")],
    )
    traps = [c for c in found(sets(tmp_path, Un=[days])) if c.kind is Kind.TRAP]
    assert [c.question for c in traps] == ["Que fait le chat jeudi ?", "Que fait le chien mardi ?"]
    assert [c.golds for c in traps] == [frozenset(), frozenset()]


def test_questions_of_jsonl_keep_their_kind_and_language(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"question": "Where does the cat sleep?", "language": "en", "evidence": ["toit"], '
        '"kind": "answerable"}\n'
        '{"question": "Et demain ?", "language": "fr", "evidence": [], "kind": "trap"}\n',
        "utf-8",
    )
    every = found([read_jsonl(path, article(CATS[0]))])
    assert [(c.kind, c.label, c.crossed) for c in every] == [
        (Kind.ANSWERABLE, "answerable", True),
        (Kind.UNANSWERED, "trap", False),
        (Kind.REMOVED, "answerable", True),
    ]


def test_what_must_not_be_quoted_is_told_where_it_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    entry = {"question": "Où dort le chat noir ?", "language": "fr", "evidence": []}
    rejected: list[list[str]] = [["sur le toit"], ["Il ronfle"], []]
    lines = [json.dumps({**entry, "rejected": words}) for words in rejected]
    path.write_text("\n".join(lines), "utf-8")
    every = found([read_jsonl(path, article(CATS[0]))])
    assert [c.is_first_rejected for c in every] == [True, False, None]
    assert Outcomes.of(every).rejected.tolist() == pytest.approx([1, 0, np.nan], nan_ok=True)


def test_no_set_has_no_case() -> None:
    assert found([]) == []


def test_progress_ends_with_every_question_asked(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    some = sets(tmp_path, Un=[CATS], Deux=[DOGS])
    list(cases(some, BagEncoder(), fitted=FITTED, progress=lambda *step: seen.append(step)))
    assert seen[-1] == ("asking", 3, 3)


def test_a_text_is_encoded_once() -> None:
    encoder = BagEncoder()
    memory = Remembering(encoder)
    rows = memory.encode_passages(["a chat", "a chien", "a chat"])
    again = memory.encode_passages(["a chien", "a lapin"])
    assert encoder.encoded == 3
    np.testing.assert_array_equal(rows[0], rows[2])
    np.testing.assert_array_equal(rows[1], again[0])
    np.testing.assert_array_equal(
        memory.encode_question("chat ?"), encoder.encode_question("chat ?")
    )
    assert memory.encode_passages([]).shape == (0, 256)
    assert (memory.fingerprint, memory.dimensions) == ("bag", 256)


def test_asking_altered_articles_embeds_every_text_once(tmp_path: Path) -> None:
    encoder = BagEncoder()
    list(cases(sets(tmp_path, Un=[CATS], Deux=[DOGS]), encoder, fitted=FITTED))
    # five sentences; beside what stands before them: 1 + 2 and 1; around the gaps: 0 and 0, 0
    assert encoder.encoded == 5 + 3
