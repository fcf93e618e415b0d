"""For any text: what is rendered is true, short enough, and taken by a strict Telegram."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from bot.address import read_action, read_start
from bot.keyboards import under_answer
from bot.question import Question, clean, read_question
from bot.render import render_answer, render_shared
from bot.wording import LANGUAGES, load_wording
from index import MAX_QUESTION_CHARS, Quote, Verdict
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.taking import telegram_takes

WORDING = load_wording()
ODD = "a. é🕊‍🏽\n\t\r\u202e\u2066\u200f\u200b\ufdfa\u0301<b>&*_`[]()~|#\\\0حيعב"
ANY = st.text(st.sampled_from(ODD) | st.characters(codec="utf-8"), min_size=1, max_size=300)
LANGUAGE = st.sampled_from(LANGUAGES)


def cite(_: Quote) -> str:
    return "https://t.me/verbatim_bot?start=s-0123456789abcdef-1"


@given(ANY, ANY, ANY, LANGUAGE, st.integers(1, 60))
@example("x" * 9, "🕊" * 300, "q", "ar", 60)
def test_any_article_title_and_question(
    text: str, title: str, asked: str, language: str, times: int
) -> None:
    said = article("Bon. " + text * times + "\nFin.", title=title)
    words, library = WORDING.of(language), FakeLibrary((said,))
    quotes = [quote(said, n) for n in range(1, len(library.sentences(said)) + 1)]
    quotes = [q for q in quotes if q.text.strip() == q.text][:5]
    found = answer(*quotes, question=clean(asked) or "?", verdict=Verdict.CLOSEST)
    for message in render_answer(found, "?", words, [said], cite):
        telegram_takes(message)
    for each in quotes[:2]:
        shared = render_shared(found.question, each, Verdict.CLOSEST, words, cite)
        keyboard = under_answer(library, each, found.question, "k" * 11, words, cite=cite)
        assert shared.passages
        telegram_takes(replace(shared, buttons=keyboard))


@given(st.text(max_size=2000))
def test_any_text_is_a_clean_question_or_refused(text: str) -> None:
    question = read_question(text)
    if isinstance(question, Question):
        assert 0 < len(question.text) <= MAX_QUESTION_CHARS
        assert clean(question.text) == question.text
        question.text.encode("utf-8")


@given(st.text(max_size=80))
def test_any_button_and_any_link_is_read_or_refused(text: str) -> None:
    read_action(text)
    read_start(text)
