"""A million sentences: those of the stories, put together anew, in words that never stop coming.

Each article is made of sentences of stories in its language, about a name of its own; a third of
the longer words are others, drawn by Zipf's law, so that the vocabulary grows as a library's does.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from benchmarks.likenesses import Likenesses
from index import Article, Encoder, Progress, Sentence
from index.blocks import Block, BlockKind
from index.encoder import Vectors, with_tail
from index.question_sets import QuestionSet

PER_ARTICLE = 21  # as in the stories
WORDS = 400_000  # that can be drawn
REPLACED, NAMED = 0.3, 0.6  # of the longer words; of the sentences, those with the article's name
_LONG = re.compile(r"[^\W\d_]{5,}")
_NAME = re.compile(r"\b[A-Z][a-z]+ov[aeiou]n\b")
_SYLLABLES = ["".join(each) for each in product("bdfgklmnprstvz", "aeiou", ["", "n", "r", "s"])]
_BANK = 1 << 22


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the number of the sentence that it was made for."""

    question: str
    number: int
    passage: str


class Corpus:
    """Articles that are the same whenever they are made."""

    def __init__(self, stories: Sequence[QuestionSet]) -> None:
        self._pools: dict[str, list[tuple[str, str | None]]] = {}
        for story in stories:
            pool = self._pools.setdefault(story.article.language, [])
            asked = {place: each.question for each in story.asked for place in each.answering}
            for number, span in enumerate(story.sentences):
                text = story.article.text[span.start : span.end]
                pool.append((text, asked.get(number)))
        self._languages = [story.article.language for story in stories]

    @cached_property
    def _words(self) -> list[str]:
        random = np.random.default_rng(1)
        picked = random.integers(0, len(_SYLLABLES), (WORDS, 4))
        counts = random.integers(2, 5, WORDS)
        return [
            "".join(_SYLLABLES[each] for each in row[:count])
            for row, count in zip(picked.tolist(), counts.tolist(), strict=True)
        ]

    def article(self, place: int) -> tuple[Article, tuple[Sentence, ...], dict[int, str]]:
        """Return an article, its sentences, and questions by the number of their sentence in it."""
        random = np.random.default_rng([7, place])
        language = self._languages[place % len(self._languages)]
        pool = self._pools[language]
        parts: list[str] = []
        blocks: list[Block] = []
        spans: list[Sentence] = []
        questions: dict[int, str] = {}
        at = first = 0
        for number, pick in enumerate(random.integers(0, len(pool), PER_ARTICLE).tolist()):
            text, question = pool[pick]
            named = name(place) if random.random() < NAMED else None
            text = self._reworded(text, named, random).replace("\n", " ")
            spans.append(Sentence(number // 3 + 1, number % 3 + 1, at, at + len(text)))
            if question is not None:
                questions[number] = f"{question} {name(place)}" if named else question
            parts.append(text)
            at += len(text)
            if number % 3 == 2 or number == PER_ARTICLE - 1:
                blocks.append(Block(first, at, BlockKind.BODY))
                first = at + 1
            parts.append("\n" if number % 3 == 2 else " ")
            at += 1
        article = Article("".join(parts), f"{name(place)} ({place})", language, tuple(blocks))
        return article, tuple(spans), questions

    def _reworded(self, text: str, named: str | None, random: np.random.Generator) -> str:
        draws = random.random(len(text) // 5 + 2).tolist()
        ranks = (WORDS ** random.random(len(draws))).astype(np.int64) - 1  # Zipf's law, exponent 1

        def other(match: re.Match[str]) -> str:
            nonlocal named
            if draws.pop() >= REPLACED:
                return match[0]
            if named and match[0][0].isupper():
                found, named = named, None
                return found
            word = self._words[ranks[len(draws)]]
            return word.capitalize() if match[0][0].isupper() else word

        found = _LONG.sub(other, text)
        return f"{named}, {found[0].lower()}{found[1:]}" if named else found

    def asked(self, articles: int, count: int) -> list[Asked]:
        """Return questions on sentences all over the first articles."""
        random = np.random.default_rng(3)
        found: dict[str, Asked] = {}
        while len(found) < count:
            place = int(random.integers(0, articles))
            article, spans, questions = self.article(place)
            for number in random.permutation(sorted(questions))[:1].tolist():
                question = questions[number]
                before, span = spans[number - 1 if number else 0], spans[number]
                text = article.text[span.start : span.end]
                tail = article.text[before.start : before.end] if number else ""
                passage = with_tail(text, tail)
                found[question] = Asked(question, place * PER_ARTICLE + number, passage)
        return list(found.values())[:count]

    def articles(self, count: int) -> Iterator[tuple[Article, tuple[Sentence, ...]]]:
        """Yield the first articles with their sentences."""
        for place in range(count):
            article, spans, _ = self.article(place)
            yield article, spans


def name(place: int) -> str:
    """Return an article's own name, which no other has."""
    first, rest = divmod(place, len(_SYLLABLES))
    second, third = divmod(first, len(_SYLLABLES))
    syllables = _SYLLABLES[rest] + _SYLLABLES[second] + (_SYLLABLES[third] if third else "")
    return f"{syllables}ov{'aeiou'[place % 5]}n".capitalize()


class DrawnEncoder:
    """Encodes a passage by drawing its vector, always the same; a question runs the real network.

    What the network makes of it is thrown away: the question gets a vector that lies to the passage
    it was made for as real ones do.
    """

    def __init__(self, likenesses: Likenesses, real: Encoder, asked: Sequence[Asked]) -> None:
        self._likenesses = replace(
            likenesses, before=0.0
        )  # so that a row depends on its text alone
        self._real = real
        self._passages = {each.question: each.passage for each in asked}
        self._bank = np.random.default_rng(2).standard_normal(_BANK + 1024, np.float32)

    @property
    def fingerprint(self) -> str:
        """Return that these vectors are drawn."""
        return "drawn"

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._likenesses.dimensions

    def encode_question(self, question: str) -> Vectors:
        """Return the vector of a question that was made for a passage."""
        self._real.encode_question(question)
        return self.drawn_question(question)

    def answerability(self, question: str) -> Vectors | None:
        """Return the real encoder's."""
        return self._real.answerability(question)

    def drawn_question(self, question: str) -> Vectors:
        """Return the vector of a question without running the network."""
        passage = [self._passages[question]]
        noise = self._noise([question], self.dimensions + 2)
        found = self._likenesses.questions(
            self.encode_passages(passage), self._topics(passage), noise
        )
        return found[0]

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return drawn vectors, (n, d), about the topic that the article's name stands for."""
        found = np.empty((len(passages), self.dimensions), np.float32)
        for start in range(0, len(passages), 10_000):
            part = passages[start : start + 10_000]
            noise = self._noise(part, self.dimensions)
            found[start : start + len(part)] = self._likenesses.passages(self._topics(part), noise)
            if progress:
                progress("drawing passages", start + len(part), len(passages))
        return found

    def _topics(self, passages: Sequence[str]) -> Vectors:
        named = [match[0] if (match := _NAME.search(text)) else text for text in passages]
        different = list(dict.fromkeys(named))
        places = {each: place for place, each in enumerate(different)}
        means = self._likenesses.topics(self._noise(different, self.dimensions))
        return means[[places[each] for each in named]]

    def _noise(self, texts: Sequence[str], size: int) -> Vectors:
        at = [zlib.crc32(text.encode("utf-8", "replace")) % _BANK for text in texts]
        return self._bank[np.array(at)[:, np.newaxis] + np.arange(size)]
