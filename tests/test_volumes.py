"""Articles put together: what answers a question stays what answers it."""

from dataclasses import replace
from pathlib import Path

from index.evaluation import Kind, cases
from index.question_sets import QuestionSet, read_jsonl, read_squad
from index.sentences import split
from index.volumes import volumes
from tests.fakes import BagEncoder, squad, write_json

TEXTS = {
    "Le chat": [("Le chat dort. Il rêve.", [("Que fait le chat ?", "dort")])],
    "Le chien": [
        ("Le chien court.", [("Que fait le chien ?", "court")]),
        ("Il boit. Il mange.", [("Que boit-il ?", "Il boit")]),
    ],
    "Le lapin": [("Le lapin saute. Il dort. Il saute.", [("Que fait le lapin ?", "saute")])],
    "Le cheval": [("Le cheval trotte.", [("Que fait le cheval ?", "trotte")])],
}


def sets(folder: Path) -> list[QuestionSet]:
    read = read_squad(write_json(folder / "sets.json", squad(TEXTS)))
    # So short a text is in no language that could be detected.
    return [replace(each, article=replace(each.article, language="fr")) for each in read]


def told(volume: QuestionSet) -> list[tuple[str, list[str]]]:
    """Return what each question is answered by, in words."""
    spans = [volume.article.text[s.start : s.end] for s in volume.sentences]
    return [(one.question, [spans[n] for n in sorted(one.answering)]) for one in volume.asked]


def test_articles_are_put_together_to_about_so_many_sentences(tmp_path: Path) -> None:
    first, second = volumes(sets(tmp_path), 4)
    assert first.article.title == "Le chat + Le chien"
    assert second.article.title == "Le lapin + Le cheval"
    assert first.article.text == "Le chat dort. Il rêve.\n\nLe chien court.\n\nIl boit. Il mange."
    assert [(s.paragraph, s.sentence) for s in first.sentences] == [
        (1, 1), (1, 2), (2, 1), (3, 1), (3, 2),
    ]  # fmt: skip
    assert first.sentences == split(first.article)


def test_what_answers_a_question_is_the_same_words(tmp_path: Path) -> None:
    apart = sets(tmp_path)
    bound = volumes(apart, 4)
    answered = [one for each in bound for one in told(each)]
    assert answered == [
        ("Que fait le chat ?", ["Le chat dort."]),
        ("Que fait le chien ?", ["Le chien court."]),
        ("Que boit-il ?", ["Il boit."]),
        ("Que fait le lapin ?", ["Le lapin saute."]),
        ("Que fait le cheval ?", ["Le cheval trotte."]),
    ]
    assert answered == [one for each in apart for one in told(each)]
    assert [sorted(one.holding) for one in bound[1].asked] == [[0, 2], [3]]  # it jumps twice


def test_what_must_not_be_quoted_moves_too(tmp_path: Path) -> None:
    chat, chien, *_ = sets(tmp_path)
    path = tmp_path / "asked.jsonl"
    path.write_text(
        '{"question": "Qui ?", "language": "fr", "evidence": [], "rejected": ["Il boit"]}', "utf-8"
    )
    volume, _ = volumes([chat, read_jsonl(path, chien.article), chat, chat], 5)
    assert [sorted(one.rejected) for one in volume.asked] == [[], [3]]


def test_there_are_two_volumes_where_there_could_be_one(tmp_path: Path) -> None:
    found = volumes(sets(tmp_path), 1000)
    assert [len(each.sentences) for each in found] == [5, 4]
    asked = [case.kind for case in cases(found, BagEncoder())]
    assert asked.count(Kind.OFF_SUBJECT) == 5


def test_an_article_goes_where_its_middle_lies(tmp_path: Path) -> None:
    def lengths(some: list[QuestionSet], sentences: int) -> list[int]:
        return [len(each.sentences) for each in volumes(some, sentences)]

    chat, chien, lapin, cheval = sets(tmp_path)  # of 2, 3, 3 and 1 sentences
    assert lengths([chat, chien, lapin, cheval], 3) == [2, 3, 4]
    assert lengths([chat, chien, lapin, cheval], 1) == [2, 3, 3, 1]
    assert lengths([chien, cheval], 1000) == [3, 1]
    assert lengths([cheval, chien], 1000) == [1, 3]
    assert volumes([cheval], 1000) == [cheval]
    assert volumes([], 10) == []


def test_languages_are_not_mixed(tmp_path: Path) -> None:
    mixed = [
        replace(each, article=replace(each.article, language=language))
        for each, language in zip(sets(tmp_path), ("fr", "de", "fr", "de"), strict=True)
    ]
    found = volumes([*mixed, *mixed], 5)
    assert [(each.article.title, each.article.language) for each in found] == [
        ("Le chat + Le lapin", "fr"),
        ("Le chat + Le lapin", "fr"),
        ("Le chien + Le cheval", "de"),
        ("Le chien + Le cheval", "de"),
    ]
