"""What a question asks for, and the facts that it takes for granted."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from index.facts import Fact, FactKind, find_facts
from index.language import detect_language
from index.word_classes import KNOWN, UNTYPED, word_classes
from index.words import canonical, words

# Where two languages have as many words, the one with more of its letters; then the one with more
# of its days and months: "was" and "am" are English too, "Juni" is not; then the one that stands
# first here: "que", "de", "se" are Spanish too, yet the questions with nothing else are French, and
# "o que", "como", "por que" are Portuguese more often than Spanish. Of the 72,210 questions of our
# stories, in eight languages, 443 are taken for another one so.
FIRST_OF_EQUALS = ("fr", "en", "pt", "es", "de", "it", "ru", "ar")
_LETTERS = {
    "fr": "àâçèéêëîïôùûœ", "pt": "àáâãçéêíóôõú", "es": "áéíñóúü¿¡", "de": "äößü", "it": "àèéìòù",
}  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NO_WORD = re.compile(r"^\W+")
MAX_QUESTION_CHARS = 1000  # what is longer is read to here: no signal gains by more


@dataclass(frozen=True)
class Question:
    """A question with what can be read from its text alone, which is when it is looked at first."""

    text: str

    @cached_property
    def language(self) -> str | None:
        """Return the language whose words of grammar and asking it has most of, or None."""
        return language_of(self.text)

    @cached_property
    def wants(self) -> frozenset[FactKind]:
        """Return the answer types that it asks for; none is "no opinion"."""
        return _wanted(self.text, self.language)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Return what it takes for granted."""
        return find_facts(self.text, self.language) if self.language else ()

    @property
    def weighs_facts(self) -> bool:
        """Say whether what a sentence states speaks for or against it."""
        compared = (FactKind.NUMBER, FactKind.DATE)
        return bool(self.wants) or any(fact.kind in compared for fact in self.facts)

    def values(self, *kinds: FactKind) -> frozenset[str]:
        """Return the values of its facts of these kinds."""
        return frozenset(fact.value for fact in self.facts if fact.kind in kinds)


def read_question(text: str) -> Question:
    """Return a question, or its beginning where it is longer than can be read.

    An address in it asks nothing, unless it is all that is there.
    """
    text = _readable(text)
    plain = _ADDRESS.sub("", text)
    return Question(plain.strip() if plain != text and words(plain) else text)


def _readable(text: str) -> str:
    """Return the beginning of a question that is short in NFKC too: U+FDFA is 18 letters there."""
    text, length = text[:MAX_QUESTION_CHARS], 0
    if text.isascii() or len(unicodedata.normalize("NFKC", text)) <= MAX_QUESTION_CHARS // 4:
        return text  # letters apart are more than composed ones, but not four times as many
    for place, character in enumerate(text):
        length += len(unicodedata.normalize("NFKC", character))
        if length > MAX_QUESTION_CHARS:
            return text[:place]
    return text


def language_of(text: str) -> str | None:
    """Return the language that most of the words of grammar are of, else that of the script.

    A question is short: `detect_language` wants more words than it has.
    """
    grammar, spoken = _languages_of_grammar(), words(text)
    scores = Counter(code for word in spoken for code in grammar.get(word, ()))
    if scores:
        letters = _by_letters(text)
        return max(
            FIRST_OF_EQUALS,
            key=lambda code: (scores[code], letters.get(code, 0), _days_and_months(spoken, code)),
        )
    code = detect_language(text)
    return code if code in KNOWN else None


def _by_letters(text: str) -> Mapping[str, float]:
    """Return how many letters of a text each language writes, shared with others that do."""
    found: dict[str, float] = {}
    for letter, count in Counter(unicodedata.normalize("NFC", text.lower())).items():
        codes = [code for code, letters in _LETTERS.items() if letter in letters]
        for code in codes:
            found[code] = found.get(code, 0) + count / len(codes)
    return found


def _days_and_months(spoken: Iterable[str], code: str) -> int:
    """Return how many of these words are days or months of a language."""
    return sum((canonical(word, code) or "").startswith(("day ", "month ")) for word in spoken)


@cache
def _languages_of_grammar() -> Mapping[str, tuple[str, ...]]:
    """Return for each word of grammar the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for code in FIRST_OF_EQUALS:
        for word in word_classes(code).function_words:
            found[word] = (*found.get(word, ()), code)
    return found


def asking_words(text: str, code: str) -> dict[str, re.Match[str]]:
    """Return what a text is asked with, by answer type, in lower case from its first word on."""
    plain = _NO_WORD.sub("", text.casefold()).replace("’", "'")
    asks = word_classes(code).asks.items()
    return {kind: match for kind, pattern in asks if (match := pattern.search(plain))}


def opening_kinds(found: Mapping[str, re.Match[str]]) -> list[str]:
    """Return the answer types of what stands first, of two there the longer: "what year".

    "Dans quelle ville", "En quelle année" open with a preposition; what comes far behind the first
    asking word is most often a relative clause ("qui", "who", "où").
    """
    places = {kind: (match.start(), -match.end()) for kind, match in found.items()}
    opening = min(places.values(), default=None)
    return [kind for kind, place in places.items() if place == opening]


def _wanted(text: str, code: str | None) -> frozenset[FactKind]:
    """Return the types asked for; an opening such as "who" counts before one inside the text."""
    if code is None:
        return frozenset()
    kinds = opening_kinds(asking_words(text, code))
    return frozenset(FactKind(kind) for kind in kinds if kind != UNTYPED)
