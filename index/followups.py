"""Questions that cannot stand alone → questions that can, by the one before."""

import re

from index.names import another_name
from index.question_parts import split_question
from index.questions import MAX_QUESTION_CHARS, language_of, read_question
from index.times import at_another_time, on_another_day, without_the_time
from index.utterances import Utterance, is_courtesy, read_utterance
from index.words import words

# With a pronoun, up to here: "since when have they been hitting harder?"
PRONOUN_CONTENT = 3
# Behind "and" and a preposition, up to here: "and in the besieged areas of the city?"
PLACE_CONTENT = 3
_MARK = re.compile(r"[?؟]")
_ENDS = {"ar": "؟", "fr": " ?"}  # what ends a question; "?" elsewhere
_ENDED = ("?", "؟", ".", "!", "…")
_ENDING = " \u00a0\u202f?؟.!"
_COLONS = {"fr": " : "}  # what stands between a statement and what is asked of it; ": " elsewhere


def understand(question: str, previous: str | None) -> str:
    """Return the question as it is to be asked: by itself, or by what the one before said.

    A time or a name that it says takes the place of the one before's, and so does what it asks for,
    so that "and on Wednesday?" becomes a whole question. Whatever else it says stands behind it.
    """
    if not previous or not previous.strip() or stands_alone(question, previous):
        return question
    before = _first_of_two(read_question(previous.strip()).text)
    said = read_utterance(question, before)
    asked = read_utterance(before, said.text)
    for put_together in (_of_another_time, _of_another_day, _of_another_name, _asked_otherwise):
        understood = put_together(said, asked)
        if understood and len(understood) <= MAX_QUESTION_CHARS:
            return understood
    return _joined(before, question.strip())


def stands_alone(question: str, previous: str) -> bool:
    """Say whether a question can be understood without the one before it.

    Of one that has parts it is the first that says: "who is the engineer and what did she say?".
    """
    said = read_utterance(question, previous)
    if words(question) in ([], words(previous)) or is_courtesy(previous) or said.is_phrase:
        return True
    if parts := split_question(question, said.known.code):
        return stands_alone(parts[0], previous)
    content = len(said.content)
    if said.refers_back and content <= PRONOUN_CONTENT:
        return not said.is_answerable
    if said.asks:
        return content > 1 or said.lacks_nothing
    if said.leads_on and said.name_alone:
        return False
    if said.leads_on:
        return content > (PLACE_CONTENT if said.opens_with_preposition else 1)
    if content:
        return content > 1 or not said.opens_with_preposition
    return not (said.times or said.is_answerable)


def _asks_the_same(said: Utterance, asked: Utterance) -> bool:
    """Say whether what is said asks for nothing, or for what the question before asks for."""
    return not said.asks or said.kinds == asked.kinds != frozenset()


def _of_another_time(said: Utterance, asked: Utterance) -> str | None:
    """Return the question before at the time that is said, where nothing else is.

    What another language calls a time is put behind it, and leaves no time there.
    """
    if not (said.names_a_time_alone and _asks_the_same(said, asked)):
        return None
    (time,) = said.times
    ours = time if said.known == asked.known else time.in_language(asked.known.code)
    if ours:
        return at_another_time(asked.text, ours, asked.known)
    return _joined(without_the_time(asked.text, time, asked.known), said.text.strip())


def _of_another_day(said: Utterance, asked: Utterance) -> str | None:
    """Return the question before on the day that is said, which is of its month: "on the 19th"."""
    day = said.day_alone
    if day is None or not _asks_the_same(said, asked):
        return None
    return on_another_day(asked.text, day, asked.known)


def _of_another_name(said: Utterance, asked: Utterance) -> str | None:
    """Return the question before, asked of the name that is said, where it is clear of whose."""
    name = said.name_alone
    if name is None or said.known != asked.known or not _asks_the_same(said, asked):
        return None
    return another_name(asked.text, name, asked.known)


def _asked_otherwise(said: Utterance, asked: Utterance) -> str | None:
    """Return the question before asked for another kind of thing, where it is clear how.

    "When" gives way to "why", and "how many" leaves a statement: "Civilians were killed: why?".
    """
    if said.known != asked.known or said.times or not said.kinds - asked.kinds:
        return None
    if statement := _statement(asked):
        colon = _COLONS.get(asked.known.code, ": ")
        return f"{_opening(statement.rstrip(_ENDING))}{colon}{_mark(said)}{_closed(said.inside)}"
    if asked.asking and asked.asks_by_an_adverb and said.is_an_adverb:
        rest = asked.text[asked.asking.end :]
        adverb = said.inside.rstrip(_ENDING).replace("quê", "que")  # an accent of the end alone
        return f"{_mark(asked)}{_opening(adverb)}{rest}"
    return None


def _statement(asked: Utterance) -> str | None:
    """Return what is stated before a colon, or of those whose number is asked for."""
    head, _, tail = asked.text.rpartition(": ")
    if head and words(tail):
        last = read_utterance(tail, head)
        if last.asks and (not last.content or last.refers_back):
            return head
    return asked.statement


def _mark(said: Utterance) -> str:
    """Return the mark that opens a question in Spanish, where it is written."""
    return "¿" if "¿" in said.text else ""


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_of_two(previous: str) -> str:
    """Return a question without a second one behind it that cannot stand alone."""
    mark = _MARK.search(previous)
    first, second = (previous[: mark.end()], previous[mark.end() :]) if mark else (previous, "")
    return previous if not words(second) or stands_alone(second, first) else first


def _joined(before: str, question: str) -> str:
    """Return two questions as one text, or the second alone where that is more than is read."""
    joined = f"{_closed(before)} {question}"
    return joined if before and len(joined) <= MAX_QUESTION_CHARS else question


def _closed(question: str) -> str:
    """Return a question, or what else was said, with the mark that ends it."""
    if question.endswith(_ENDED):
        return question
    return question + _ENDS.get(language_of(question) or "", "?")
