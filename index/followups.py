"""Questions that cannot stand alone → questions that can, by the one before."""

from index.facts import FactKind, find_facts
from index.lexicon import is_function_word, words
from index.questions import MAX_QUESTION_CHARS, Question, read_question
from index.word_classes import word_classes

# A question about something has more words of content than this; "and on Wednesday?" has one.
BARE_CONTENT = 1
# With a pronoun for its subject, up to here: "since when have they been hitting harder?"
PRONOUN_CONTENT = 3
_ARABIC_SUFFIXES = ("ه", "ها", "هم", "هن", "هما")
_ARABIC_AND = "و"


def understand(question: str, previous: str | None) -> str:
    """Return the question as it is to be asked: by itself, or behind what the one before said.

    A day, month or year of the one before gives way to one that the question names.
    """
    if not previous or not previous.strip() or stands_alone(question, previous):
        return question
    asked = read_question(question)
    before = previous.strip()[: MAX_QUESTION_CHARS - len(question) - 1]
    return f"{_without_replaced_times(before, asked)} {question.strip()}"


def stands_alone(question: str, previous: str) -> bool:
    """Say whether a question can be understood without the one before it."""
    asked = read_question(question)
    code = asked.language or read_question(previous).language or ""
    spoken = [_without_and(word, code) for word in words(question)]
    if not spoken or _names_something(asked):
        return True
    content = [word for word in spoken if not is_function_word(word)]
    if len(content) <= BARE_CONTENT:
        return not (asked.wants or _goes_on(spoken, question, code) or _is_question(question))
    return len(content) > PRONOUN_CONTENT or not _stands_for(spoken, question, code)


def _names_something(asked: Question) -> bool:
    """Say whether a name is in it; German gives every noun a capital, so there it says nothing."""
    names = (FactKind.PERSON, FactKind.PLACE)
    return asked.language != "de" and any(f.kind in names and not f.opens for f in asked.facts)


def _goes_on(spoken: list[str], question: str, code: str) -> bool:
    connectives = word_classes(code).connectives
    return spoken[0] in connectives or words(question)[0] != spoken[0]


def _is_question(question: str) -> bool:
    return question.rstrip().endswith(("?", "؟"))


def _stands_for(spoken: list[str], question: str, code: str) -> bool:
    """Say whether a word stands for something said before."""
    if code == "ar":  # "who is X" has a pronoun too, before its name
        return spoken[-1] in word_classes(code).pronouns or any(
            word.endswith(_ARABIC_SUFFIXES) and len(word) > 3 and not is_function_word(word)
            for word in spoken
        )
    classes = word_classes(code)
    if classes.clitics and classes.clitics.search(question.casefold()):
        return True
    return any(word in classes.pronouns for word in spoken)


def _without_and(word: str, code: str) -> str:
    """Return an Arabic word without the "and" that is written onto it."""
    joined = code == "ar" and word.startswith(_ARABIC_AND) and len(word) > 2
    return word.removeprefix(_ARABIC_AND) if joined else word


def _without_replaced_times(before: str, asked: Question) -> str:
    units = {value.split()[0] for value in asked.values(FactKind.DATE)}
    times = [
        fact
        for fact in find_facts(before, read_question(before).language or "")
        if fact.kind is FactKind.DATE and fact.value.split()[0] in units
    ]
    for fact in reversed(times):
        before = before[: fact.start].rstrip() + before[fact.end :]
    return before
