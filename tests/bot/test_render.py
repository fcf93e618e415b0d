from dataclasses import replace
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.message import MAX_MARKS, MAX_UNITS, MarkKind
from bot.question import Refusal
from bot.render import render_about, render_answer, render_refusal, render_start
from bot.wire import check, payload_entities
from bot.wording import LANGUAGES, load_wording
from index import Verdict
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.showing import show

WORDING = load_wording()
ALEPPO = article()
ONLINE = article(url="https://example.org/alep?a=1&b=<2>", published=None)
LONG = article("Début " + "mot <b> & 🕊 " * 800 + "fin.\n", title="Un long article")
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_an_answer_is_its_quotes_each_with_its_source(
    language: str, snapshot: SnapshotAssertion
) -> None:
    highlighted = quote(ALEPPO, 1, highlight=(7, 16))
    found = answer(highlighted, quote(ALEPPO, 3, context=(79, 91)), quote(ONLINE, 4))
    assert show(render_answer(found, "Combien ?", WORDING.of(language), [ALEPPO])) == snapshot


@each_language
def test_the_nearest_passages_are_said_to_be_just_that(
    language: str, snapshot: SnapshotAssertion
) -> None:
    found = answer(quote(ALEPPO, 3), verdict=Verdict.CLOSEST)
    assert show(render_answer(found, "Combien ?", WORDING.of(language), [ALEPPO])) == snapshot


@each_language
@pytest.mark.parametrize("count", [1, 4])
def test_what_the_article_does_not_say_is_said_without_a_quote(
    language: str, count: int, snapshot: SnapshotAssertion
) -> None:
    articles = [replace(ALEPPO, title=f"{ALEPPO.title} {n}") for n in range(count)]
    messages = render_answer(
        answer(verdict=Verdict.NONE), "Combien ?", WORDING.of(language), articles
    )
    assert show(messages) == snapshot
    assert not any(message.passages for message in messages)


@each_language
def test_a_question_understood_otherwise_is_repeated(
    language: str, snapshot: SnapshotAssertion
) -> None:
    found = answer(quote(ALEPPO, 1), question="Combien de civils ? Et mercredi ?")
    assert show(render_answer(found, "Et mercredi ?", WORDING.of(language), [ALEPPO])) == snapshot


@each_language
def test_the_greetings(language: str, snapshot: SnapshotAssertion) -> None:
    words = WORDING.of(language)
    one, two = FakeLibrary((ALEPPO,)), FakeLibrary((ALEPPO, ONLINE))
    said = [
        *render_start(one.articles, words),
        *render_start(two.articles, words),
        *render_about(two, words),
        *(render_refusal(refusal, words) for refusal in Refusal),
    ]
    assert show(said) == snapshot


def test_a_quote_too_long_becomes_numbered_pieces_that_lose_nothing_but_blanks() -> None:
    words = WORDING.of("en")
    long = quote(LONG, 1, highlight=(2000, 4000))
    messages = render_answer(answer(long), "?", words, [LONG])
    passages = [passage for message in messages for passage in message.passages]
    assert " ".join(LONG.text[p.start : p.end] for p in passages) == long.text
    labels = [words("part", part=n, parts=len(passages)) for n in range(1, len(passages) + 1)]
    assert len(passages) == 4
    assert all(label in message.text for label, message in zip(labels, messages, strict=True))
    assert [m.text.endswith("sentence 1") for m in messages] == [False, False, False, True]
    for message in messages:
        check(message.text, payload_entities(message), message)
        assert message.units <= MAX_UNITS


def test_the_source_is_never_inside_the_quotation() -> None:
    (message,) = render_answer(answer(quote(ALEPPO, 1)), "?", WORDING.of("fr"), [ALEPPO])
    (block,) = (mark for mark in message.marks if mark.kind is MarkKind.BLOCKQUOTE)
    assert message.text[block.start : block.end] == quote(ALEPPO, 1).text
    assert message.text[block.end :].startswith("\nAlep sous les bombes · 13 octobre 2016 · ")


def test_many_quotes_stay_under_the_limits() -> None:
    quotes = [quote(ALEPPO, 1, highlight=(7, 16))] * 120
    messages = render_answer(answer(*quotes), "?", WORDING.of("en"), [ALEPPO])
    assert all(m.units <= MAX_UNITS and len(m.marks) <= MAX_MARKS for m in messages)
    assert sum(len(m.passages) for m in messages) == 120


def test_a_title_as_long_as_a_book_is_shortened() -> None:
    titled = article(title="T" * 5000, published=date(2020, 2, 2))
    (message,) = render_answer(answer(quote(titled, 1)), "?", WORDING.of("en"), [titled])
    assert "T" * 119 + "… · February 2, 2020 · paragraph 1, sentence 1" in message.text
