"""One question, asked of the library and rendered: the path that all doors share."""

import logging
import time

from bot.doorway import Doorway
from bot.message import Message
from bot.question import Question, Refusal, read_question
from bot.render import render_answer, render_refusal
from bot.wording import Words

log = logging.getLogger(__name__)


async def answer_text(doorway: Doorway, text: str | None, words: Words) -> list[Message]:
    """Return the messages that answer what somebody wrote, or say why it cannot be asked."""
    question = read_question(text)
    if isinstance(question, Refusal):
        return [render_refusal(question, words)]
    return await answer_question(doorway, question, words)


async def answer_question(doorway: Doorway, question: Question, words: Words) -> list[Message]:
    """Ask the library and render what it says."""
    began = time.perf_counter()
    answer = await doorway.ask(question.text)
    log.info(
        "answered: %s, %d quotes, %.0f ms",
        answer.verdict,
        len(answer.quotes),
        1000 * (time.perf_counter() - began),
    )
    log.debug("the question was: %s", question.text)
    return render_answer(answer, question.text, words, doorway.library.articles)
