"""What ends a sentence in the scripts of the world, which asks, what opens speech or an item."""

import re

STOPS = ".!?…‼⁇⁈⁉。！？｡．؟۔।॥։။።\u037e"
_CLOSED = r"[\s\"'”“’»)\]]*(?:\[\d+\])?$"  # quotes and brackets behind a stop, and a note

SENTENCE_END = re.compile(rf"[{STOPS}]{_CLOSED}")  # of a line
CLAUSE_END = re.compile(rf"[{STOPS}:;]{_CLOSED}")  # also where more of it may stand in the next one
LIST_ITEM = re.compile(r"(?:[-–—*•·‣▪◦]|\d{1,3}[.)]|[a-zA-Z]\))\s+\S")
QUOTATION_MARK = re.compile(r"[\"“”„«»]")
QUESTION_MARK = re.compile(r"[?؟？]")
DASHES = "-–—"
SPEECH = "\"“«„‹'‘" + DASHES  # what opens direct speech

_UP_TO_LAST_WORD = re.compile(r".*\w", re.DOTALL)

MAX_LABEL_WORDS = 3  # before the colon of who asks, or the stop of "Football."


def asks(text: str) -> bool:
    """Say whether a line or sentence is a question, and not one that somebody says or leaves open.

    "He asked: “Why?”" and "One question is left: who pays?" state something; a label before a
    colon, "Le Monde: Why?", does not.
    """
    words = _UP_TO_LAST_WORD.match(text)
    if not (end := QUESTION_MARK.search(text, words.end() if words else 0)):
        return False
    said = text[: end.start()].lstrip("–—- ")
    if QUOTATION_MARK.search(text, end.start()) and not QUOTATION_MARK.match(said):
        return False
    label, colon, _ = said.partition(":")
    return not colon or len(label.split()) <= MAX_LABEL_WORDS
