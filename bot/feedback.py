"""Votes → question JSONL, which `python -m index eval` reads: one article's in a file."""

import json
from collections.abc import Iterable, Iterator, Sequence

from bot.errors import TitleError
from bot.votes import Vote
from index import language_of


def on_one_article(votes: Sequence[Vote], title: str | None) -> list[Vote]:
    """Return the votes on the article of a title, or on the only one.

    Raise TitleError with the titles where there is none, or no telling which of several.
    """
    titles = dict.fromkeys(vote.title for vote in votes)
    if title is None and len(titles) <= 1:
        return [*votes]
    if title not in titles:
        named = ", ".join(map(repr, titles)) or "no article"
        raise TitleError(f"--title: choose one; there are votes on {named}")
    return [vote for vote in votes if vote.title == title]


def question_lines(votes: Iterable[Vote]) -> Iterator[str]:
    """Yield one JSON object a question: what people found right, and what they rejected.

    A quote that has both has what most said of it, and neither where they are divided. A question
    of which nothing was found right is left out: its line would say that nothing answers it.
    """
    balance: dict[str, dict[str, int]] = {}
    languages: dict[str, str] = {}
    for vote in votes:
        languages[vote.question] = language_of(vote.question) or vote.language
        quotes = balance.setdefault(vote.question, {})
        quotes[vote.quote] = quotes.get(vote.quote, 0) + (1 if vote.up else -1)
    for question, quotes in balance.items():
        evidence = [quote for quote, sum_ in quotes.items() if sum_ > 0]
        rejected = [quote for quote, sum_ in quotes.items() if sum_ < 0]
        if evidence:
            line = {"question": question, "language": languages[question], "evidence": evidence}
            line |= {"rejected": rejected} if rejected else {}
            yield json.dumps(line, ensure_ascii=False)
