"""What `python -m tests.fuzz` holds to the promises for hours, held to them for seconds."""

from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index import Article, ArticleError, ArticleIndex, split
from index.reading import read_upload
from tests.fakes import BagEncoder
from tests.fuzz import hostile
from tests.fuzz.asking import asks, is_true
from tests.fuzz.reading import LANGUAGES, reads, slices
from tests.fuzz.trials import TRIALS, draw, plan

ODD = "".join(hostile.ALPHABETS.values())
ANY = st.text(st.sampled_from(ODD) | st.characters(), max_size=400)
NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.epub", "a.pdf", ""])
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHORT = {"rendering": 6, "doors": 12, "html": 8, "epub": 8, "asking": 12}


@pytest.mark.parametrize("name", [name for name in TRIALS if name != "model"])
def test_a_few_of_each_trial_come_out_well(name: str) -> None:
    for number in range(SHORT.get(name, 25)):
        draw(20161013, name, number)


def test_hostile_questions_to_the_real_model_come_out_well(index: ArticleIndex) -> None:
    for number in range(12):
        asks(index, Random(number))


@FEW
@given(st.binary(max_size=400), NAMES)
@example(b"\xff\xfe", "a.txt")
@example(b"%PDF-1.4\n%%EOF", "a.pdf")
@example(b"PK\x05\x06" + bytes(18), "a.epub")
@example(b"<p>" * 5000, "a.html")
@example("\ud800".encode("utf-8", "surrogatepass"), "a.md")
def test_any_bytes_are_an_article_or_refused_in_a_line(content: bytes, name: str) -> None:
    reads(content, name)


@FEW
@given(ANY, NAMES)
@example("[" * 3000 + "(" * 3000, "a.md")
@example("> " * 2000 + "a", "a.md")
@example("a" * 100_000 + ".", "a.txt")
@example('---\ntitle: "\\ud83d"\n---\nUne phrase.', "a.md")
def test_any_text_in_any_format_is_an_article_or_refused_in_a_line(text: str, name: str) -> None:
    reads(hostile.utf8(text), name)


@FEW
@given(ANY, st.sampled_from(LANGUAGES))
@example("\u0301" * 500, "fr")
@example("x" * 100_000, "und")
@example("« " * 500, "fr")
def test_sentences_of_any_text_cover_it_in_order(text: str, language: str) -> None:
    try:
        article = Article.from_text(text, title=text, language=language)
    except ArticleError:
        return
    slices(article)


@FEW
@given(ANY, ANY, ANY)
@example("\ufdfa" * 400, "Un texte. \ufdfa.", "\u0640" * 400)
@example("\0", "x" * 100_000, "?")
def test_any_question_to_any_article_is_answered_by_slices_of_it(
    question: str, text: str, previous: str
) -> None:
    try:
        article = Article.from_text(text, title="t", language="fr")
    except ArticleError:
        return
    is_true(ArticleIndex.build([article], BagEncoder()).ask(question, previous=previous), 3)


def test_half_of_a_character_is_replaced_where_a_source_is_read() -> None:
    article = read_upload(b'---\nauthor: "\\ud83d"\n---\nUne phrase.', "a.md")
    assert article.author == "\ufffd"
    (sentence,) = split(article)
    assert article.text[sentence.start : sentence.end] == "Une phrase."


def test_plan_has_so_many_trials_of_each_kind_as_their_shares_say() -> None:
    assert sum(trial.share for trial in TRIALS.values()) == pytest.approx(1000, abs=50)
    numbers = list(plan(1000, list(TRIALS)))
    assert 1000 <= len(numbers) <= 1000 + len(TRIALS)
    assert len(set(numbers)) == len(numbers)
    assert {name for name, _ in numbers} == set(TRIALS)


def test_the_same_numbers_draw_the_same_input() -> None:
    drawn = [hostile.text(Random("7 text 3")) for _ in range(2)]
    assert drawn[0] == drawn[1]
