"""Which question stands before another in a conversation."""

import re

from index import content_words


def question_before(question: str, last: str | None) -> str | None:
    """Return what a question may follow; one that is asked again does not follow itself."""
    return last if last is not None and _spoken(last) != _spoken(question) else None


def can_be_followed(question: str) -> bool:
    """Say whether a question is about something, which thanks and a bare "who?" are not."""
    return bool(content_words(question))


def _spoken(question: str) -> list[str]:
    return re.findall(r"\w+", question.casefold())
