"""Votes → question JSONL, which `python -m index eval` reads."""

import json
from collections.abc import Iterable, Iterator

from bot.memory import Feedback


def question_lines(votes: Iterable[Feedback]) -> Iterator[str]:
    """Yield one JSON object a question: what people found right, and what they rejected.

    A quote that has both has what most said of it, and neither where they are divided.
    """
    balance: dict[tuple[str, str], dict[str, int]] = {}
    for vote in votes:
        quotes = balance.setdefault((vote.question, vote.language), {})
        quotes[vote.quote] = quotes.get(vote.quote, 0) + (1 if vote.up else -1)
    for (question, language), quotes in balance.items():
        evidence = [quote for quote, sum_ in quotes.items() if sum_ > 0]
        rejected = [quote for quote, sum_ in quotes.items() if sum_ < 0]
        if evidence or rejected:
            line = {"question": question, "language": language, "evidence": evidence}
            line |= {"rejected": rejected} if rejected else {}
            yield json.dumps(line, ensure_ascii=False)
