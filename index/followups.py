"""Questions that cannot stand alone → questions that can, by the one before."""

import re

from index.lexicon import words
from index.questions import MAX_QUESTION_CHARS, language_of, read_question
from index.times import at_another_time, without_the_time
from index.utterances import Utterance, is_courtesy, read_utterance

# With a pronoun, up to here: "since when have they been hitting harder?"
PRONOUN_CONTENT = 3
# Behind "and" and a preposition, up to here: "and in the besieged areas of the city?"
PLACE_CONTENT = 3
_MARK = re.compile(r"[?؟]")
_ENDS = {"ar": "؟", "fr": " ?"}  # what ends a question; "?" elsewhere


def understand(question: str, previous: str | None) -> str:
    """Return the question as it is to be asked: by itself, or by what the one before said.

    A time that it names takes the place of the one before's, so that "and on Wednesday?" becomes a
    whole question. Whatever else it says stands behind the one before.
    """
    if not previous or not previous.strip() or stands_alone(question, previous):
        return question
    before = _first_of_two(read_question(previous.strip()).text)
    said = read_utterance(question, before)
    asked = read_utterance(before, said.text)
    if said.names_a_time_alone and _asks_the_same(said, asked):
        (time,) = said.times
        ours = time if said.known == asked.known else time.in_language(asked.known.code)
        if retimed := ours and at_another_time(before, ours, asked.known):
            return retimed[:MAX_QUESTION_CHARS]
        if ours is None:
            before = without_the_time(before, time, asked.known)
    return _joined(before, question.strip())


def stands_alone(question: str, previous: str) -> bool:
    """Say whether a question can be understood without the one before it."""
    said = read_utterance(question, previous)
    if words(question) in ([], words(previous)) or is_courtesy(previous) or said.is_phrase:
        return True
    content = len(said.content)
    if said.refers_back and content <= PRONOUN_CONTENT:
        return not said.is_answerable
    if said.asks:
        return content > 1 or said.lacks_nothing
    if said.leads_on:
        return content > (PLACE_CONTENT if said.opens_with_preposition else 1)
    if content:
        return content > 1 or not said.opens_with_preposition
    return not (said.times or said.is_answerable)


def _asks_the_same(said: Utterance, asked: Utterance) -> bool:
    """Say whether what is said asks for nothing, or for what the question before asks for."""
    return not said.asks or said.kinds == asked.kinds != frozenset()


def _first_of_two(previous: str) -> str:
    """Return a question without a second one behind it that cannot stand alone."""
    mark = _MARK.search(previous)
    first, second = (previous[: mark.end()], previous[mark.end() :]) if mark else (previous, "")
    return previous if not words(second) or stands_alone(second, first) else first


def _joined(before: str, question: str) -> str:
    """Return two questions as one text, of which no more is said than can be read."""
    before = before[: max(0, MAX_QUESTION_CHARS - len(question) - len(" ? "))].rstrip()
    if not before:
        return question
    if not before.endswith(("?", "؟")):
        before += _ENDS.get(language_of(before) or "", "?")
    return f"{before} {question}"
