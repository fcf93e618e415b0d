import re
from dataclasses import replace
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.about import (
    render_about,
    render_article,
    render_cards,
    render_privacy,
    render_start,
    render_unasked,
    render_understood,
)
from bot.address import question_key
from bot.keyboards import under_answer, under_articles, under_page, under_sentence
from bot.message import MAX_MARKS, MAX_UNITS, MarkKind, Message
from bot.payload import check, payload_entities
from bot.question import Refusal
from bot.reading import pages
from bot.render import in_one, render_answer, render_page, render_sentence, render_shared
from bot.wording import LANGUAGES, load_wording
from index import OpenPart, Quote, Remark, Verdict
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.showing import show

WORDING = load_wording()
ALEPPO = article()
ONLINE = article(url="https://example.org/alep?a=1&b=2", published=None)
LONG = article("Début " + "mot <b> & 🕊 " * 800 + "fin.\n", title="Un long article")
KEY = question_key("Combien ?")
each_language = pytest.mark.parametrize("language", LANGUAGES)


def cite(of: Quote) -> str:
    return f"https://t.me/verbatim_bot?start=s-{of.start}"


@each_language
def test_an_answer_is_its_quotes_each_with_its_source(
    language: str, snapshot: SnapshotAssertion
) -> None:
    highlighted = quote(ALEPPO, 1, highlight=(7, 16))
    found = answer(highlighted, quote(ALEPPO, 3, context=(79, 91)), quote(ONLINE, 4))
    assert show(render_answer(found, "Combien ?", WORDING.of(language), [ALEPPO], cite)) == snapshot


def test_a_context_that_is_the_quote_right_above_is_not_shown_twice() -> None:
    first, second = quote(ALEPPO, 1), quote(ALEPPO, 2)
    second = replace(second, context=(first.start, first.end))
    other = replace(quote(ONLINE, 4), context=second.context)
    label = WORDING.of("en")("context-before")
    shown = show(render_answer(answer(first, second), "Who?", WORDING.of("en"), [ALEPPO]))
    assert label not in shown
    assert first.text in shown
    for quotes in ([second], [second, first], [first, other]):
        shown = show(render_answer(answer(*quotes), "Who?", WORDING.of("en"), [ALEPPO]))
        assert label in shown


def test_a_context_that_quotes_have_in_common_is_shown_with_the_first() -> None:
    first = quote(ALEPPO, 1)
    quotes = [quote(ALEPPO, n, context=(first.start, first.end)) for n in (2, 3, 4)]
    shown = show(render_answer(answer(*quotes), "Who?", WORDING.of("en"), [ALEPPO]))
    assert shown.count(WORDING.of("en")("context-before")) == 1


@each_language
def test_parts_without_a_sure_answer_stand_below(
    language: str, snapshot: SnapshotAssertion
) -> None:
    near = quote(ALEPPO, 2)
    parts = (OpenPart("wer leitet sie", None), OpenPart("أين مقرها؟", near))
    found = replace(answer(quote(ALEPPO, 1)), unanswered=parts)
    assert show(render_answer(found, "Combien ?", WORDING.of(language), [ALEPPO])) == snapshot
    (short,) = render_answer(found, "Combien ?", WORDING.of(language), [ALEPPO], limit=1)
    assert near.text not in short.text
    assert all(part.question in short.text for part in parts)


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
        *(reply for refusal in Refusal for reply in render_unasked(refusal, one, words)),
        *(reply for remark in Remark for reply in render_unasked(remark, two, words)),
    ]
    assert show(said) == snapshot


def test_of_an_article_in_no_known_language_none_is_named() -> None:
    words = WORDING.of("en")
    for language, named in (("fr", " · language: fr\n"), ("und", "\n")):
        sent = article(language=language)
        lines = render_understood(sent, FakeLibrary().sentences(sent), None, words).text
        assert f"October 13, 2016{named}" in lines


def test_of_a_whole_library_the_first_articles_are_named_and_the_others_counted() -> None:
    library = FakeLibrary(
        tuple(article(f"Phrase numéro {n}.", title=f"Titre {n}") for n in range(12))
    )
    lines = "\n".join(m.text for m in render_about(library, WORDING.of("fr"))).split("\n")
    assert [line[:9] for line in lines if line.startswith("• ")] == [
        f"• Titre {n}" for n in range(10)
    ]
    assert "… et encore 2\u00a0: /articles" in [
        line.translate({0x2068: None, 0x2069: None}) for line in lines
    ]
    cards = render_cards(library, library.articles, WORDING.of("fr")).text
    assert [card.split("\n")[0] for card in cards.split("\n\n")] == [
        *(f"Titre {n}" for n in range(10)),
        "… et encore 2\u00a0: /articles",
    ]


@each_language
def test_the_same_quote_as_it_goes_out_by_other_doors(
    language: str, snapshot: SnapshotAssertion
) -> None:
    words, library = WORDING.of(language), FakeLibrary((ALEPPO,))
    best = quote(ALEPPO, 2, highlight=(79, 81))
    keyboard = under_answer(library, best, "Combien ?", KEY, words, cite=cite, more=True)
    shared = render_shared("Combien ?", best, Verdict.CLOSEST, words, cite)
    turned = under_sentence(library, best, KEY, words, cite=cite, private=True)
    page = pages(ALEPPO, library.sentences(ALEPPO))[0]
    shown = [
        replace(shared, buttons=keyboard),
        replace(render_sentence(best, words, cite), buttons=turned),
        replace(render_article(library, ALEPPO, words), buttons=under_articles([ALEPPO], words)),
        replace(
            render_page(ALEPPO, page, words, of=4, cited=best),
            buttons=under_page(ALEPPO, 2, 3, words),
        ),
    ]
    assert show(shown) == snapshot


@each_language
def test_all_that_is_said_besides_answers(language: str, snapshot: SnapshotAssertion) -> None:
    words = WORDING.of(language)
    bot = {"bot": "verbatim_bot"}
    said = [
        words("help", **bot),
        render_privacy(words, "verbatim_bot").text,
        words("ask-usage", **bot),
        words("group-help", **bot),
        words("group-hello", **bot),
        words("group-mentions", **bot),
        words("group-privacy-mode", **bot),
        words("guest-usage", **bot),
        words("sure", percent=87),
        words("vote-kept", days=365),
        words("continues"),
        words("no-room"),
    ]
    assert show(map(Message, said)) == snapshot


@pytest.mark.parametrize("asked", ["?", "mot " * 250, "🕊" * 1000])
@pytest.mark.parametrize("context", [None, (0, 80), (0, 500)])
def test_where_there_is_room_for_one_message_it_quotes(
    asked: str, context: tuple[int, int] | None
) -> None:
    long = article("Phrase. " * 70 + "\n" + "mot 🕊 " * 3000 + "fin.\n", title="🕊" * 500)
    number = len(FakeLibrary().sentences(long))
    shared = render_shared(
        asked, quote(long, number, context=context), Verdict.CLOSEST, WORDING.of("ru"), cite
    )
    assert shared.passages
    assert shared.units <= MAX_UNITS
    check(shared.text, payload_entities(shared), shared)
    assert shared.text.endswith("\n" + WORDING.of("ru")("continues"))


def test_what_there_is_no_room_for_in_one_message_is_said() -> None:
    words = WORDING.of("en")
    first = render_sentence(quote(LONG, 1), words, cite)
    *_, source, line = first.text.split("\n")
    assert source == "Un long article · October 13, 2016 · paragraph 1, sentence 1"
    assert line == words("continues")
    three = article("".join(f"{n} " + "mot " * 325 + "fin.\n" for n in range(3)))
    quotes = [quote(three, number) for number in (1, 2, 3)]
    messages = render_answer(answer(*quotes), "?", words, [three])
    shown = in_one(messages, words, quotes, cite)
    assert len(messages) == 2
    assert [passage.end for passage in shown.passages] == [each.end for each in quotes[:2]]
    assert shown.text.endswith("\n\n" + words("no-room"))


def test_a_quote_too_long_becomes_numbered_pieces_that_lose_nothing_but_blanks() -> None:
    words = WORDING.of("en")
    long = quote(LONG, 1, highlight=(2000, 4000))
    messages = render_answer(answer(long), "?", words, [LONG])
    passages = [passage for message in messages for passage in message.passages]
    assert " ".join(LONG.text[p.start : p.end] for p in passages) == long.text
    labels = [words("part", part=n, parts=len(passages)) for n in range(1, len(passages) + 1)]
    shown = "\n\n".join(message.text for message in messages)
    assert re.findall(r"^\d/\d$", shown, re.MULTILINE) == labels
    assert len(messages) == 4
    assert [m.text.endswith("sentence 1") for m in messages] == [False, False, False, True]
    for message in messages:
        check(message.text, payload_entities(message), message)
        assert message.units <= MAX_UNITS


@each_language
def test_a_page_of_tiny_paragraphs_fits_into_a_message(language: str) -> None:
    lines = article("A.\n" * 600, title="T" * 300, url="https://example.org/a")
    found = pages(lines, FakeLibrary().sentences(lines))
    for page in found:
        shown = render_page(lines, page, WORDING.of(language), of=600, cited=quote(lines, 1))
        assert shown.units <= MAX_UNITS / 2
        assert len(shown.marks) <= MAX_MARKS
        check(shown.text, payload_entities(shown), shown)
    assert found[-1].last == 600


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_some_articles_are_asked_it_is_said_that_others_may_say_it(language: str) -> None:
    words = WORDING.of(language)
    line = words("none-chosen", chosen=1, count=3)
    for known, said in ((3, True), (1, False), (None, False)):
        (message,) = render_answer(answer(verdict=Verdict.NONE), "?", words, [ALEPPO], known=known)
        assert message.text.endswith(line) is said
