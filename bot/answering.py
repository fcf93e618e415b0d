"""One question, asked of the library: the path that all doors share but the inline one."""

import logging
import time
from collections.abc import Sequence

from bot.doorway import Doorway
from bot.question import Question
from index import Answer, Remark, Verdict, read_remark

log = logging.getLogger(__name__)


async def ask(
    doorway: Doorway,
    question: Question,
    previous: str | None = None,
    articles: Sequence[str] | None = None,
) -> Answer:
    """Ask the library; log how that went, and the question itself at DEBUG alone."""
    began = time.perf_counter()
    answer = await doorway.ask(question.text, previous=previous, articles=articles)
    took_ms = 1000 * (time.perf_counter() - began)
    log.info("answered: %s, %d quotes, %.0f ms", answer.verdict, len(answer.quotes), took_ms)
    log.debug("the question was: %s", question.text)
    return answer


def is_of_article(answer: Answer, asked: str) -> bool:
    """Tell whether a question that the text does not answer asks what the article itself is."""
    unanswered = answer.verdict is not Verdict.ANSWER
    return unanswered and read_remark(asked) is Remark.PERHAPS_ARTICLE
