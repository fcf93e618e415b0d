"""What somebody says after a question: what it asks, names, and leaves to the question before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from index.facts import NAMES, FactKind, find_facts
from index.names import Name, find_names
from index.questions import language_of, read_question
from index.remarks import Remark, is_beside, read_remark
from index.times import Time, find_times, units
from index.word_classes import ARABIC_AND, ARABIC_ARTICLE, KNOWN, UNTYPED, WordClasses, word_classes
from index.words import (
    Spoken,
    canonical,
    content_words,
    is_function_word,
    words,
    words_with_offsets,
)

_LONGEST_CONNECTIVE = 5  # words: "qu'en est-il de"
_AMOUNTS = {FactKind.NUMBER, FactKind.AGE, FactKind.PERCENT}
_ADVERBS = {FactKind.DATE, FactKind.PLACE, FactKind.CAUSE}
# Beside the number of a day, and no words of grammar: "el día 19", "19-го числа".
_BESIDE_DAYS = {"día", "dia", "giorno", "го", "е", "числа"}
_OF = {"de", "d"}  # between "combien" and what is counted
_ARABIC_SUFFIXES = ("ه", "ها", "هم", "هن", "هما")


class Asking(NamedTuple):
    """What a question opens with, at `text[start:end]`: "since when", of which "when" asks."""

    kind: str
    start: int
    asks: int
    end: int


@dataclass(frozen=True)
class Utterance:
    """What is said, in words that follow those that lead on from the question before."""

    text: str
    known: WordClasses
    spoken: tuple[Spoken, ...]
    leads_on: bool

    @cached_property
    def asks(self) -> bool:
        """Say whether a word of asking is in it."""
        return self._stated != self._spoken_text

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the answer types that it asks for."""
        asks = self.known.asks.items()
        found = frozenset(kind for kind, pattern in asks if pattern.search(self._spoken_text))
        return found - {UNTYPED}

    @cached_property
    def asking(self) -> Asking | None:
        """Return what it opens asking with, None where it asks later on or not at all."""
        if not self.spoken:
            return None
        start = self.spoken[0][1]
        text = self.text[start:].replace("’", "'")
        found = [
            Asking(kind, start, start + match.start(), start + match.end())
            for kind, pattern in self.known.asks.items()
            if (match := pattern.search(text))
        ]
        first = min(found, key=lambda each: (each.asks, -each.end), default=None)
        if first and all(w[0] in self._before_asking for w in self._between(start, first.asks)):
            return first
        return None

    @property
    def asks_by_an_adverb(self) -> bool:
        """Say whether it opens with "when", "where" or "why", of what more than "is" is said."""
        known, asking = self.known, self.asking
        if asking is None or asking.kind not in _ADVERBS:
            return False
        spoken = {word for word, _, _ in self._between(asking.start, asking.end)}
        has_verb = any(word in known.copulas for word, _, _ in self._left)
        return spoken <= known.function_words - known.copulas and (
            len(self.content) > 1 or not has_verb
        )

    @property
    def is_an_adverb(self) -> bool:
        """Say whether it is nothing but "why?" or "with whom?"."""
        asking = self.asking
        if asking is None or self.content or self.times or self.refers_back:
            return False
        rest = {word for word, _, _ in self._left if word not in self._before_asking}
        led = asking.kind == FactKind.PERSON and asking.asks > asking.start
        return not rest and (asking.kind in _ADVERBS or led)

    @property
    def inside(self) -> str:
        """Return it as it is said inside a sentence, "why?" of "And why?"."""
        word, start, end = self.spoken[0]
        opens = self.text[start:end]
        opens = opens.lower() if word in self._before_asking | self.known.copulas else opens
        return opens + self.text[end:].rstrip()

    @property
    def statement(self) -> str | None:
        """Return what is said of those whose number it asks for: "civilians died on Tuesday".

        Of what costs or lasts so much, nothing is: "combien coûte le plan", "сколько стоит".
        """
        if self.asking is None or self.asking.kind != FactKind.NUMBER or not self.content:
            return None
        _, content, _ = self.content[0]
        before = self._between(self.asking.end, content)
        if not self._counts(self.asking, [each for each, _, _ in (*before, self.content[0])]):
            return None
        while before and before[0][0] in self.known.articles | _OF:
            before = before[1:]
        if not {word for word, _, _ in before} <= self.known.copulas:
            return None
        return self.text[before[0][1] if before else content :]

    @property
    def is_answerable(self) -> bool:
        """Say whether it wants an answer: it asks, leads on, or is marked as a question."""
        marked = self.text.rstrip().endswith(("?", "؟"))
        return marked or self.asks or self.leads_on or self._opens in self.known.copulas

    @property
    def is_phrase(self) -> bool:
        """Say whether it is a greeting, or one of "what time is it?"."""
        if not (self.leads_on or self.times or self.kinds) and is_courtesy(self.text):
            return True
        impersonal, said = self.known.impersonal, self._spoken_text.strip(" ?؟")
        return impersonal is not None and bool(impersonal.fullmatch(said))

    @property
    def opens_with_preposition(self) -> bool:
        """Say whether a preposition of place or time opens it."""
        return self._opens in (self.known.places | self.known.times) - self.known.articles

    @cached_property
    def times(self) -> list[Time]:
        """Return the times that it names."""
        return find_times(self.text, self.spoken, self.known)

    @property
    def names_a_time_alone(self) -> bool:
        """Say whether it names one time and nothing else, but for a "that" in a name's place."""
        if len(self.times) != 1:
            return False
        besides = {word for word, _, _ in {*self._left} - {*self.times[0].words}}
        return besides <= self.known.determiners | self.known.articles

    @property
    def day_alone(self) -> int | None:
        """Return the day of a month, left unsaid, that is all that it names: "on the 19th"."""
        found = [word for word, _, _ in self._units]
        besides = {word for word, _, _ in self._left} - {*found}
        grammar = self.known.times | self.known.articles | _BESIDE_DAYS
        is_number = list(self._units.values()) == [FactKind.NUMBER] and found[0].isdecimal()
        return int(found[0]) if is_number and besides and besides <= grammar else None

    @cached_property
    def name_alone(self) -> Name | None:
        """Return the name that is all that it names."""
        found = find_names(self.text, self.spoken, self.known)
        if len(found) != 1 or self.times:
            return None
        (name,) = found
        content = [name.named <= start < name.end for _, start, _ in self.content]
        return name if content and all(content) else None

    @cached_property
    def content(self) -> tuple[Spoken, ...]:
        """Return its words of content; times, numbers and what it is asked with are none."""
        known = self.known
        grammar = known.function_words | known.articles | known.times | known.copulas
        grammar |= known.pronouns | known.determiners
        return tuple(
            each for each in self._left if each[0] not in grammar and each not in self._units
        )

    @property
    def lacks_nothing(self) -> bool:
        """Say whether a question with at most one word of content has subject and verb.

        What it is asked with may have both. A person asked for is the subject, and the word the
        verb, but behind a preposition ("¿con quién habla?"); else the word is the subject, and the
        verb is "to be", or none is said. "How many children?" lacks what became of them, "What
        happened?" when.
        """
        known = self.known
        stated = [each for each, _, _ in self._left]
        has_verb = any(each in known.copulas for each in stated)
        impersonal = _is_in(self._spoken_text, known.impersonal)
        predicate = _is_in(self._spoken_text, known.predicates)
        if not self.content:
            return bool(self.times and not self.kinds and (impersonal or has_verb))
        (word,) = self.content
        if self._asks_with_its_subject:
            return True
        opens_asking = self.spoken[0] != self._left[0]
        subject_asked = FactKind.PERSON in self.kinds and (opens_asking or not known.drops_subjects)
        if impersonal or subject_asked:
            return True
        is_name = self.text[word[1]].isupper()
        if FactKind.AGE in self.kinds and (known.code != "de" or not known.determiners & {*stated}):
            return is_name or self._has_article(word)
        if self.kinds & _AMOUNTS:
            return bool(self.times) or predicate or (has_verb and self._has_article(word))
        if predicate and not self.kinds:
            return bool(self.times)
        if has_verb or self._has_article(word):
            return True
        return bool(self.kinds) and (is_name or not known.drops_subjects)

    @property
    def _asks_with_its_subject(self) -> bool:
        """Say whether what it is asked with has subject and verb: "what is the population of".

        Portuguese may leave the verb out: "qual o número de".
        """
        known = self.known
        stated, grammar = known.copulas | known.articles, known.function_words | known.times
        for pattern in known.asks.values():
            for match in pattern.finditer(self._spoken_text):
                inside = words(match[0])[1:]
                if stated & {*inside} and {*inside} - stated - grammar:
                    return True
        return False

    @cached_property
    def refers_back(self) -> bool:
        """Say whether a word stands for something that is not said in it."""
        clitics, spoken = self.known.clitics, " ".join(word for word, _, _ in self.spoken)
        if clitics and clitics.search(spoken):
            return True
        return any(map(self._is_anaphor, range(len(self._left))))

    def _counts(self, asking: Asking, behind: Sequence[str]) -> bool:
        """Say whether it asks how many there are of what the words behind say, of no measure."""
        known, text = self.known, self.text[asking.asks :].replace("’", "'")
        if any(known.asks_measure[each].match(text) for each in ("time", "percent")):
            return False
        return bool(
            known.asks_measure["count"].match(text)
            or behind[0] in _OF
            or known.says_of_counted(behind[-1])
        )

    def _between(self, start: int, end: int) -> list[Spoken]:
        return [each for each in self.spoken if start <= each[1] and each[2] <= end]

    @property
    def _before_asking(self) -> frozenset[str]:
        known = self.known
        return (known.places | known.times | known.function_words) - known.copulas

    def _is_anaphor(self, place: int) -> bool:
        """Say whether one of the words left stands for something that is not said before it."""
        known, (word, start, _) = self.known, self._left[place]
        last = place == len(self._left) - 1
        if known.code == "ar":  # "who is X?" has a pronoun too, before its name
            return (last and word in known.pronouns) or self._has_suffix(self._left[place])
        if word not in known.pronouns | known.determiners:
            return False
        before = [each for each in self._left[:place] if each in self.content]
        if word in known.pronouns:
            if self.text[start - 1 : start] == "-":  # of its verb: "le pont sera-t-il rouvert ?"
                return not [each for each in before if each != self._left[place - 1]]
            return not any(map(self._is_name, before))
        return last or not (before or self._left[place + 1] in self._units)

    def _has_suffix(self, word: Spoken) -> bool:
        """Say whether an Arabic word ends with a pronoun; one with the article never does."""
        return (
            self.content == (word,)
            and len(word[0]) > 3
            and word[0].endswith(_ARABIC_SUFFIXES)
            and not word[0].startswith(ARABIC_ARTICLE)
        )

    def _has_article(self, word: Spoken) -> bool:
        if self.known.code == "ar":
            return word[0].startswith(ARABIC_ARTICLE)
        place = self.spoken.index(word)
        return place > 0 and self.spoken[place - 1][0] in self.known.articles

    def _is_name(self, word: Spoken) -> bool:
        """Say whether a word is of a name; German gives every noun a capital."""
        return self.known.code != "de" and any(
            fact.kind in NAMES and fact.start <= word[1] < fact.end and not fact.opens
            for fact in find_facts(self.text, self.known.code)
        )

    @cached_property
    def _units(self) -> Mapping[Spoken, str]:
        """Return which unit its words of time and of number are given in."""
        return units(self.text, self.spoken, self.known)

    @property
    def _opens(self) -> str:
        return self.spoken[0][0] if self.spoken else ""

    @cached_property
    def _spoken_text(self) -> str:
        start = self.spoken[0][1] if self.spoken else len(self.text)
        return self.text[start:].casefold().replace("’", "'")

    @cached_property
    def _stated(self) -> str:
        """Return what is spoken without what it is asked with."""
        known, text = self.known, self._spoken_text
        for pattern in (known.impersonal, *known.asks.values(), known.interrogatives):
            text = pattern.sub(" ", text) if pattern else text
        return text

    @cached_property
    def _left(self) -> tuple[Spoken, ...]:
        """Return the words that it is not asked with."""
        stated = frozenset(words(self._stated))
        return tuple(each for each in self.spoken if each[0] in stated)


def _is_in(text: str, pattern: re.Pattern[str] | None) -> bool:
    return pattern is not None and bool(pattern.search(text))


def read_utterance(text: str, previous: str) -> Utterance:
    """Return what is said after a question, thanks before it left out.

    Of a text too long to be read it is the beginning.
    """
    text = read_question(text).text
    known = word_classes(language_after(text, previous))
    spoken, leads_on = words_with_offsets(text), False
    while len(spoken) > 1 and spoken[0][0] in known.courtesies - known.function_words:
        spoken = spoken[1:]
    while count := _leading(spoken, known):
        spoken, leads_on = spoken[count:], True
    if spoken and known.code == "ar" and spoken[0][0].startswith(ARABIC_AND):
        word, start, end = spoken[0]
        spoken[0], leads_on = (word.removeprefix(ARABIC_AND), start + len(ARABIC_AND), end), True
    return Utterance(text, known, tuple(spoken), leads_on)


def _leading(spoken: Sequence[Spoken], known: WordClasses) -> int:
    """Return how many words at the beginning lead on from the question before."""
    for count in range(min(_LONGEST_CONNECTIVE, len(spoken)), 0, -1):
        if " ".join(word for word, _, _ in spoken[:count]) in known.connectives:
            return count
    return 0


def language_after(text: str, previous: str) -> str:
    """Return the language that most words of grammar and names of days are of.

    Of equals it is that of the question before.
    """
    spoken = words(text)
    codes = [code for code in map(language_of, (previous, text)) if code]
    codes += [code for code in KNOWN if any(_is_day(word, code) for word in spoken)]
    return max(
        codes,
        key=lambda code: sum(
            word in word_classes(code).function_words or _is_day(word, code) for word in spoken
        ),
        default="",
    )


def _is_day(word: str, code: str) -> bool:
    return (canonical(word, code) or "").startswith("day ")


def is_courtesy(text: str) -> bool:
    """Say whether a text does nothing but greet, thank or take leave."""
    if read_remark(text) in (Remark.THANKS, Remark.FAREWELL, Remark.GREETING):
        return True
    return not content_words(text) and not all(map(is_function_word, words(text)))


def asks_something(text: str) -> bool:
    """Say whether a text that is no remark asks something, as "why?" does.

    "Please" does not, nor does "what about this?".
    """
    if is_beside(text):
        return False
    return bool(content_words(text) or read_question(text).wants)
