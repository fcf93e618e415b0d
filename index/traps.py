"""Questions with one of their facts swapped: right subject, wrong day, actor or number."""

from collections.abc import Sequence
from hashlib import sha256

from index.facts import NAMES, Fact, FactKind
from index.questions import Question, read_question


def trapped(questions: Sequence[str], strangers: Sequence[str] = ()) -> list[str | None]:
    """Return each question with a fact of another one in place of its own, or None.

    A number takes a number's place, a day a day's, a name a name's; every other question takes it
    from the strangers, whose names the article does not know. Which fact is swapped, and for
    which, follows from the question's own text, so that a run can be repeated.
    """
    own = [read_question(text) for text in questions]
    theirs = [read_question(text) for text in strangers]
    return [
        _trap(one, theirs if theirs and n % 2 else [other for other in own if other is not one])
        for n, one in enumerate(own)
    ]


def _trap(one: Question, others: Sequence[Question]) -> str | None:
    pool = [(fact, other.text) for other in others for fact in _swappable(other)]
    swaps = [
        (mine, theirs.value, text[theirs.start : theirs.end])
        for mine in _swappable(one)
        for theirs, text in pool
        if _sort(theirs) == _sort(mine) and not _shared(theirs, one)
    ]
    if not swaps:
        return None
    place = int(sha256(one.text.encode("utf-8", "surrogatepass")).hexdigest(), 16)
    mine, _, words = sorted(swaps, key=lambda s: (s[0].start, s[1], s[2]))[place % len(swaps)]
    return one.text[: mine.start] + words + one.text[mine.end :]


def _swappable(question: Question) -> list[Fact]:
    """Return the facts that can be swapped: a capital that opens a question says nothing."""
    return [
        fact
        for fact in question.facts
        if not fact.opens
        and fact.kind is not FactKind.CAUSE
        and fact.unit != "time"
        and not fact.is_of_times
        and not (fact.kind in NAMES and question.language == "de")
    ]


def _sort(fact: Fact) -> str:
    """Return what a fact may be swapped for: names with names, days with days, years with years."""
    if fact.kind in NAMES:
        return "name"
    return fact.value.split()[0] if fact.kind is FactKind.DATE else "number"


def _shared(fact: Fact, question: Question) -> bool:
    """Say whether a question has the fact, or a word of the name, already."""
    own = {word for value in question.values(*FactKind) for word in value.split()}
    return any(word in own for word in fact.value.split() if word not in ("day", "month", "year"))
