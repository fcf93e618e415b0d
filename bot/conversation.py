"""Which question stands before another in a conversation."""

import re

from index import Verdict, content_words


def question_before(question: str, last: str | None) -> str | None:
    """Return what a question may follow; one that is asked again does not follow itself."""
    return last if last is not None and _spoken(last) != _spoken(question) else None


def can_be_followed(question: str, verdict: str) -> bool:
    """Say whether what somebody wrote is a question that another may go on from.

    Thanks and a bare "who?" are not, nor is "that's wrong": the articles say nothing of it, and it
    has no question mark.
    """
    asks = verdict != Verdict.NONE or question.rstrip()[-1:] in ("?", "؟")
    return asks and bool(content_words(question))


def _spoken(question: str) -> list[str]:
    return re.findall(r"\w+", question.casefold())
