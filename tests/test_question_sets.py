import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import EvaluationError
from index.question_sets import (
    Asked,
    Part,
    QuestionSet,
    limited,
    question_ids,
    read_jsonl,
    read_questions,
    read_squad,
)
from tests.fakes import Paragraph, article, squad, write_json

CATS: Paragraph = (
    "Le chat gris dort sur le toit. Il ronfle mardi. Le chat part.",
    [("Où est-ce que le chat dort ?", "le toit"), ("Qui ronfle ?", "chat")],
)
DOGS: Paragraph = ("  Le chien noir garde la maison.", [("Que garde-t-il ?", "la maison")])
ENGLISH = [("Where does the cat sleep?", "the roof"), ("Who is snoring?", "cat")]
ALEP = article("Mardi, 56 civils sont morts. Mercredi, 15 civils.\n\nLa Russie a mis son veto.")


def read(tmp_path: Path, **articles: list[Paragraph]) -> list[QuestionSet]:
    return read_squad(write_json(tmp_path / "s.json", squad(articles)))


def texts(each: QuestionSet, numbers: frozenset[int]) -> list[str]:
    spans = [each.sentences[n] for n in sorted(numbers)]
    return [each.article.text[span.start : span.end] for span in spans]


# SQuAD


def test_an_article_is_its_paragraphs_with_an_empty_line_between(tmp_path: Path) -> None:
    (one,) = read(tmp_path, Un=[CATS, DOGS])
    assert one.article.title == "Un"
    assert one.article.language == "fr"
    assert one.article.text == f"{CATS[0]}\n\n{DOGS[0]}"
    assert [one.article.text[b.start : b.end] for b in one.article.paragraphs] == [
        CATS[0],
        DOGS[0].strip(),
    ]
    assert len(one.sentences) == 4
    assert one.sentences[3].paragraph == 2


def test_answering_are_the_sentences_that_overlap_and_holding_all_with_the_words(
    tmp_path: Path,
) -> None:
    (one,) = read(tmp_path, Un=[CATS, DOGS])
    where, who, what = one.asked
    assert (where.question, where.language) == ("Où est-ce que le chat dort ?", "fr")
    assert texts(one, where.answering) == ["Le chat gris dort sur le toit."]
    assert texts(one, who.answering) == ["Le chat gris dort sur le toit."]
    assert texts(one, who.holding) == ["Le chat gris dort sur le toit.", "Le chat part."]
    assert texts(one, what.answering) == ["Le chien noir garde la maison."]


def test_an_answer_across_two_sentences_makes_both_answer(tmp_path: Path) -> None:
    across: Paragraph = (CATS[0], [("Quoi ?", "sur le toit. Il ronfle")])
    (one,) = read(tmp_path, Un=[across])
    assert one.asked[0].answering == {0, 1}


def test_an_offset_that_is_off_by_some_is_mended_by_the_nearest_match(tmp_path: Path) -> None:
    table: Any = squad({"Un": [CATS]})
    table["data"][0]["paragraphs"][0]["qas"][1]["answers"][0]["answer_start"] = 50
    (one,) = read_squad(write_json(tmp_path / "s.json", table))
    assert texts(one, one.asked[1].answering) == ["Le chat part."]


def test_a_question_without_an_answer_is_not_answerable(tmp_path: Path) -> None:
    (one,) = read(tmp_path, Un=[(CATS[0], [("Et le chien ?", "")])])
    assert one.asked[0].answering == one.asked[0].holding == frozenset()


def test_what_is_impossible_needs_no_list_of_answers(tmp_path: Path) -> None:
    table: Any = squad({"Un": [CATS]})
    where, who = table["data"][0]["paragraphs"][0]["qas"]
    where["is_impossible"] = False
    who["is_impossible"] = True
    del who["answers"]
    (one,) = read_squad(write_json(tmp_path / "s.json", table))
    assert [bool(each.answering) for each in one.asked] == [True, False]


def test_questions_of_a_parallel_file_are_asked_instead_by_their_ids(tmp_path: Path) -> None:
    passages = write_json(tmp_path / "fr.json", squad({"Un": [CATS]}))
    questions = write_json(tmp_path / "en.json", squad({"Un": [("the roof cat", ENGLISH)]}))
    (one,) = read_squad(passages, questions)
    assert [(a.question, a.language, a.answering) for a in one.asked] == [
        ("Where does the cat sleep?", "en", frozenset({0})),
        ("Who is snoring?", "en", frozenset({0})),
    ]
    assert question_ids(passages) == question_ids(questions) == {"q0", "q1"}


MALFORMED = [
    ("[]", ": not in SQuAD format: no list `data`, or an empty one"),
    ('{"data": []}', ": not in SQuAD format: no list `data`, or an empty one"),
    ('{"data": {}}', ": not in SQuAD format: no list `data`, or an empty one"),
    ('{"data": [\n\n{]}', ":3: not JSON: "),
    ("", ":1: not JSON: "),
    ("[" * 100_000, ":1: nested too deeply"),
    ('{"data": ' + "9" * 5_000 + "}", ":1: a number of too many digits"),
    ('{"data": [5]}', ": data[0]: not an object"),
    ('{"data": [{"title": "a"}]}', ": data[0]: no key `paragraphs`"),
    ('{"data": [{"title": "a", "paragraphs": 5}]}', ": data[0]: `paragraphs` is not a list"),
]
MALFORMED_PARAGRAPHS = [
    ('{"title": "a", "paragraphs": []}', ": no paragraph in it"),
    ('{"title": "a", "paragraphs": [{}]}', ".paragraphs[0]: no key `context`"),
    ('{"title": "a", "paragraphs": [{"context": "a"}]}', ".paragraphs[0]: no key `qas`"),
    ('{"title": 5, "paragraphs": [{"context": "a"}]}', ": `title` is not a string"),
    ('{"paragraphs": [{"context": "a", "qas": []}]}', ": no key `title`"),
    ('{"paragraphs": [{"context": " "}]}', ".paragraphs[0]: `context` is blank"),
    ('{"paragraphs": [{"context": 5}]}', ".paragraphs[0]: `context` is not a string"),
]


@pytest.mark.parametrize(("content", "message"), MALFORMED)
def test_a_malformed_file_is_named_with_its_line_or_entry(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, "utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_squad(path)
    assert str(caught.value).startswith(f"{path}{message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("content", "message"), MALFORMED_PARAGRAPHS)
def test_a_malformed_paragraph_is_named_by_its_place(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(f'{{"data": [{content}]}}', "utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_squad(path)
    assert str(caught.value) == f"{path}: data[0]{message}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": 5}, ": `question` is not a string"),
        ({"question": " "}, ": `question` is blank"),
        ({"answers": None}, ": `answers` is not a list"),
        ({"answers": {}}, ": `answers` is not a list"),
        ({"answers": ...}, ": no key `answers`"),
        ({"is_impossible": True}, ": `is_impossible` contradicts `answers`"),
        ({"is_impossible": False, "answers": []}, ": `is_impossible` contradicts `answers`"),
        ({"is_impossible": False, "answers": ...}, ": `is_impossible` contradicts `answers`"),
        ({"is_impossible": "no"}, ": `is_impossible` is not a truth value"),
        ({"answers": [5]}, ".answers[0]: not an object"),
        ({"answers": [{"text": "chat"}]}, ".answers[0]: no key `answer_start`"),
        (
            {"answers": [{"text": "chat", "answer_start": "0"}]},
            ".answers[0]: `answer_start` is not a whole number",
        ),
        ({"answers": [{"text": "", "answer_start": 0}]}, ".answers[0]: `text` is blank"),
        (
            {"answers": [{"text": "zèbre", "answer_start": 0}]},
            ".answers[0]: its text is not in the paragraph: zèbre",
        ),
        (
            {"answers": [{"text": "chat", "answer_start": 8}]},  # of the paragraph before
            ".answers[0]: its text is not in the paragraph: chat",
        ),
        (
            {"answers": [{"text": "chien", "answer_start": 11}]},
            ".answers[0]: its text is at 5, `answer_start` says 11",
        ),
        (
            {"answers": [{"text": "chien", "answer_start": True}]},
            ".answers[0]: `answer_start` is not a whole number",
        ),
    ],
)
def test_a_malformed_question_is_named_by_its_place(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    table: Any = squad({"Un": [CATS], "Deux": [CATS, DOGS]})
    qa = {**table["data"][1]["paragraphs"][1]["qas"][0], **change}
    table["data"][1]["paragraphs"][1]["qas"][0] = {k: v for k, v in qa.items() if v is not ...}
    path = write_json(tmp_path / "bad.json", table)
    with pytest.raises(EvaluationError) as caught:
        read_squad(path)
    assert str(caught.value) == f"{path}: data[1].paragraphs[1].qas[0]{message}"


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ({"Un": [("cat", [("Where?", "cat")])]}, "data[0].paragraphs[0].qas[1]"),
        ({"One": [CATS]}, "data[0]"),
        ({"Un": [CATS, DOGS]}, "data[0].paragraphs[1].qas[0]"),
    ],
)
def test_questions_of_a_file_that_is_not_parallel_are_refused(
    tmp_path: Path, other: dict[str, list[Paragraph]], place: str
) -> None:
    passages = write_json(tmp_path / "fr.json", squad({"Un": [CATS]}))
    questions = write_json(tmp_path / "en.json", squad(other))
    with pytest.raises(EvaluationError) as caught:
        read_squad(passages, questions)
    assert str(caught.value) == (
        f"{passages} and {questions}: not parallel, {place} differs; parallel files have "
        "the same titles and question ids in the same places"
    )


def test_questions_of_one_id_keep_to_their_places(tmp_path: Path) -> None:
    tables: list[Any] = [squad({"Un": [(CATS[0], asked)]}) for asked in (CATS[1], ENGLISH)]
    paths = []
    for name, table in zip(("fr", "en"), tables, strict=True):
        for qa in table["data"][0]["paragraphs"][0]["qas"]:
            qa["id"] = "q"
        paths.append(write_json(tmp_path / f"{name}.json", table))
    (one,) = read_squad(*paths)
    assert [each.question for each in one.asked] == ["Where does the cat sleep?", "Who is snoring?"]


@pytest.mark.parametrize("content", [c for c, _ in MALFORMED])
def test_a_malformed_parallel_file_is_named(tmp_path: Path, content: str) -> None:
    passages = write_json(tmp_path / "fr.json", squad({"Un": [CATS]}))
    (tmp_path / "en.json").write_text(content, "utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_squad(passages, tmp_path / "en.json")
    assert str(caught.value).startswith(f"{tmp_path / 'en.json'}:")
    with pytest.raises(EvaluationError):
        question_ids(tmp_path / "en.json")


def test_a_missing_or_binary_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    with pytest.raises(EvaluationError) as caught:
        read_squad(path)
    assert str(caught.value) == f"{path}: cannot be read (No such file or directory)"
    path.write_bytes(b"{\xff}")
    with pytest.raises(EvaluationError) as caught:
        read_squad(path)
    assert str(caught.value) == f"{path}: not UTF-8 at byte 1"


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    marked = write_json(tmp_path / "s.json", squad({"Un": [CATS]}))
    plain = read_squad(marked)
    marked.write_text(marked.read_text("utf-8"), "utf-8-sig")
    assert read_squad(marked) == plain
    lines = jsonl(tmp_path, GOOD)
    lines.write_text(lines.read_text("utf-8"), "utf-8-sig")
    assert read_jsonl(lines, ALEP).asked[0].question == "Qui ?"


def test_question_jsonl_is_not_read_as_a_squad_file(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError) as caught:
        question_ids(tmp_path / "ok.jsonl")
    assert str(caught.value) == (
        f"{tmp_path / 'ok.jsonl'}: question JSONL has no articles of its own; a SQuAD-format file "
        "is needed here"
    )


# JSONL


def jsonl(tmp_path: Path, *entries: object) -> Path:
    path = tmp_path / "q.jsonl"
    lines = [e if isinstance(e, str) else json.dumps(e, ensure_ascii=False) for e in entries]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_question_is_answered_by_every_sentence_that_holds_any_evidence(tmp_path: Path) -> None:
    entry = {
        "question": "Combien de civils ?",
        "language": "fr",
        "evidence": ["56 civils", "15 civils"],
        "rejected": ["veto", "15"],
        "kind": "answerable",
    }
    found = read_jsonl(
        jsonl(tmp_path, entry, "", {**entry, "evidence": [], "language": "en"}), ALEP
    )
    both = frozenset({0, 1})
    assert found.article is ALEP
    assert found.asked == (
        Asked("Combien de civils ?", "fr", both, both, frozenset({2}), "answerable"),
        Asked(
            "Combien de civils ?", "en", frozenset(), frozenset(), frozenset({1, 2}), "answerable"
        ),
    )


GOOD = {"question": "Qui ?", "language": "fr", "evidence": ["Russie"]}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON: "),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5_000, "a number of too many digits"),
        ("[]", "not an object"),
        ("5", "not an object"),
        ({**GOOD, "question": "  "}, "`question` is blank"),
        ({**GOOD, "question": 5}, "`question` is not a string"),
        ({"question": "Qui ?", "evidence": []}, "no key `language`"),
        ({"question": "Qui ?", "language": "fr"}, "no key `evidence`"),
        ({**GOOD, "language": "français"}, "not the code of a language: français"),
        ({**GOOD, "language": "French"}, "not the code of a language: French"),
        ({**GOOD, "evidence": "Russie"}, "`evidence` is not a list"),
        ({**GOOD, "evidence": [" "]}, "`evidence` holds what is not a string, or a blank one"),
        ({**GOOD, "evidence": [5]}, "`evidence` holds what is not a string, or a blank one"),
        ({**GOOD, "rejected": None}, "`rejected` is not a list"),
        ({**GOOD, "evidence": ["Chine"]}, "no sentence of Un article holds: Chine"),
        ({**GOOD, "rejected": ["Chine"]}, "no sentence of Un article holds: Chine"),
    ],
)
def test_a_malformed_line_is_named_by_its_number(
    tmp_path: Path, line: object, message: str
) -> None:
    path = jsonl(tmp_path, GOOD, "", line)
    with pytest.raises(EvaluationError) as caught:
        read_jsonl(path, ALEP)
    assert str(caught.value).startswith(f"{path}:3: {message}")


def test_a_code_is_of_its_language_however_it_is_written(tmp_path: Path) -> None:
    codes = ["FR", "fr-CA", "fr_FR", "en-GB"]
    lines = jsonl(tmp_path, *({**GOOD, "language": code} for code in codes))
    for language in ("fr", "fr-FR"):
        found = read_jsonl(lines, article("La Russie a mis son veto.", language=language))
        assert [one.language for one in found.asked] == ["fr", "fr", "fr", "en"]
        assert [found.is_crossed(one) for one in found.asked] == [False, False, False, True]


def test_a_file_without_a_question_is_refused(tmp_path: Path) -> None:
    path = jsonl(tmp_path, "", "  ")
    with pytest.raises(EvaluationError) as caught:
        read_jsonl(path, ALEP)
    assert str(caught.value) == f"{path}: no question in it"
    squad_file = write_json(tmp_path / "s.json", squad({"Un": [(CATS[0], [])]}))
    with pytest.raises(EvaluationError) as caught:
        read_squad(squad_file)
    assert str(caught.value) == f"{squad_file}: no question in it"


def test_a_missing_or_binary_jsonl_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    with pytest.raises(EvaluationError) as caught:
        read_jsonl(path, ALEP)
    assert str(caught.value) == f"{path}: cannot be read (No such file or directory)"
    path.write_bytes(b"\x80")
    with pytest.raises(EvaluationError) as caught:
        read_jsonl(path, ALEP)
    assert str(caught.value) == f"{path}: not UTF-8 at byte 0"


# Either


def test_the_files_ending_tells_its_format(tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", squad({"Un": [CATS]}))
    assert read_questions(path, ALEP) == read_squad(path)
    lines = jsonl(tmp_path, GOOD)
    assert read_questions(lines, ALEP) == [read_jsonl(lines, ALEP)]
    with pytest.raises(
        EvaluationError, match="parallel questions go with SQuAD-format files alone"
    ):
        read_questions(lines, ALEP, path)


def test_parts_share_no_article_and_are_told_by_the_title_alone(tmp_path: Path) -> None:
    many = read(tmp_path, **{f"Article {n}": [DOGS] for n in range(300)})
    parts = [limited(many, part) for part in (Part.HELD_OUT, Part.WEIGHTS, Part.ADAPTER)]
    titles = [{each.article.title for each in part} for part in parts]
    assert [40 <= len(titles[0]) <= 80, 40 <= len(titles[1]) <= 80] == [True, True]
    assert sum(map(len, titles)) == len(set().union(*titles)) == 300
    fitted = {each.article.title for each in limited(many, Part.FITTED)}
    assert fitted == titles[1] | titles[2]


def test_limits_keep_the_first(tmp_path: Path) -> None:
    sets = read(tmp_path, Un=[CATS], Deux=[DOGS], Cinq=[DOGS])
    # the SHA-256 of "Deux" is a multiple of five
    assert [each.article.title for each in limited(sets, Part.HELD_OUT)] == ["Deux"]
    assert [each.article.title for each in limited(sets, Part.ALL, 2)] == ["Un", "Deux"]
    (one,) = limited(sets[:1], Part.ALL, 1)
    assert one.asked == sets[0].asked[:1]
    few = limited(sets, Part.ALL, each=1)
    assert [each.asked for each in few] == [each.asked[:1] for each in sets]
    (one,) = limited(sets[:1], Part.ALL, 2, each=1)
    assert one.asked == sets[0].asked[:1]
