"""Which question stands before another in a conversation."""

import re

from index import Verdict, content_words


def question_before(question: str, last: str | None) -> str | None:
    """Return what a question may follow; one that is asked again does not follow itself."""
    return last if last is not None and _spoken(last) != _spoken(question) else None


def can_be_followed(question: str, verdict: str) -> bool:
    """Say whether a question is about something that is known here.

    Thanks and a bare "who?" are not, nor is "that's wrong", which the articles say nothing of.
    """
    return verdict != Verdict.NONE and bool(content_words(question))


def _spoken(question: str) -> list[str]:
    return re.findall(r"\w+", question.casefold())
