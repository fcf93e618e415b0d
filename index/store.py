"""ArticleIndex: build, save, load, ask."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.answering import Answer, confidence, verdict, verdict_features
from index.article import Article, Quote, Sentence
from index.background import Background
from index.embedding import PASSAGES_VERSION, Embedded, embed
from index.encoder import Encoder, Progress
from index.errors import (
    ArticleError,
    BrokenIndexError,
    ModelError,
    StaleIndexError,
    pass_on_exhaustion,
)
from index.facts import find_facts
from index.findings import Findings
from index.fitted import Fitted, fitted_to
from index.followups import understand
from index.lexicon import Lexicon
from index.passport import FORMAT_VERSION, Passport, passport_mark
from index.questions import Question, read_question
from index.ranking import score
from index.replying import Replies
from index.saving import LEXICON_FOLDER, read_shelf, replace_folder, write_shelf
from index.sentences import split
from index.shelf import Shelf, told_apart
from index.signals import signals
from index.stage import Stage
from index.vectors import Gathering
from index.weights import Weights, shipped_weights

ANSWERS_KEPT = 512  # of the questions asked last, about 1 KB each beside their articles
SHOWN, SHOWN_CHARS = 5, 16  # of articles that are asked for and not here, and of their hashes
FINDINGS_KEPT = 16  # enough for `ask` and `rank` of a question, from four threads; 50 KB each


class ArticleIndex:
    """The sentences of some articles, ready to be asked. Immutable, and safe in many threads."""

    def __init__(self, stage: Stage, weights: Weights, built: str) -> None:
        self._stage = stage
        self._shelf = stage.shelf
        self._replies = Replies(stage.shelf)
        self._built = built
        self.weights = weights
        # An index never changes, so what is kept with it cannot outlive what it was made from.
        self._answered = lru_cache(maxsize=ANSWERS_KEPT)(self._answer)
        self._examined = lru_cache(maxsize=FINDINGS_KEPT)(self._examine)

    @classmethod
    def build(
        cls,
        articles: Sequence[Article],
        encoder: Encoder,
        progress: Progress | None = None,
        *,
        fitted: Fitted | None = None,
        sentences: Sequence[Sequence[Sentence]] | None = None,
        known: Embedded | None = None,
    ) -> Self:
        """Split, embed and index articles; one that is given twice is indexed once.

        `fitted` defaults to what is shipped, and `sentences`, one sequence for each of the
        articles, to their own. What `known`, as of an index at hand, has is not embedded again.
        """
        if sentences is None:
            articles = told_apart(articles)
            sentences = [split(article) for article in articles]
        shelf = Shelf(articles, sentences)
        if not len(shelf):
            raise ArticleError("no article to index")
        fitted = fitted or fitted_to(encoder)
        background = fitted.background
        count, size = len(shelf), encoder.dimensions
        gathered = Gathering(count, size, searched=False), Gathering(count, size)
        parts = Gathering(int(shelf.window_firsts[-1]), size, searched=False)
        for single, contexts, some in embed(shelf, encoder, known, progress):
            if background is None:  # of the first 20,000 sentences, if there are more
                background = Background.own(encoder.fingerprint, single, contexts)
            gathered[0].add(background.centre_sentences(single))
            gathered[1].add(background.centre_contexts(contexts))
            parts.add(background.centre_sentences(some))
        assert background is not None  # there is an article
        stage = Stage(
            shelf=shelf,
            encoder=encoder,
            background=background,
            alone=gathered[0].index(),
            contexts=gathered[1].index(),
            windows=parts.index(),
            lexicon=Lexicon.build(shelf.texts(), shelf.languages()),
        )
        built = datetime.now(UTC).isoformat(timespec="microseconds")  # no two alike
        return cls(stage, fitted.weights, built)

    @property
    def articles(self) -> Sequence[Article]:
        """Return the articles in their order; those of a saved index are read one by one."""
        return self._shelf.articles

    @property
    def embedded(self) -> Embedded:
        """Return what another index need not embed again."""
        stage = self._stage
        vectors = stage.alone, stage.contexts, stage.windows
        return Embedded(stage.encoder.fingerprint, stage.shelf, stage.background, *vectors)

    @property
    def passport(self) -> Passport:
        """Return what the index was made from and with."""
        return Passport(
            format_version=FORMAT_VERSION,
            passages_version=PASSAGES_VERSION,
            model=self._stage.encoder.fingerprint,
            dimensions=self._stage.encoder.dimensions,
            background=self._stage.background.digest,
            weights=self.weights.name,
            articles=tuple(each.decode() for each in self._shelf.spans.hashes.tolist()),
            sentences=len(self._shelf),
            built=self._built,
        )

    def ask(
        self,
        question: str,
        limit: int = 3,
        articles: Sequence[Article | str] | None = None,
        previous: str | None = None,
    ) -> Answer:
        """Answer a question with up to `limit` quotes, or say that the articles do not.

        `articles` are those to ask, themselves or their content hashes, which may be shortened to
        six characters; all by default. `previous` is the question before, for a follow-up that
        cannot stand alone. Raise ArticleError where none of the articles is here, ValueError for a
        limit below 1.
        """
        _refuse_none(limit)
        understood = understand(question, previous)
        return self._answered(understood, question, limit, self._places(articles))

    def _answer(
        self, question: str, asked: str, limit: int, places: tuple[int, ...] | None
    ) -> Answer:
        found = self._examined(question, places)
        return self._replies.answer(
            question, asked, found, limit, lambda part: self._examined(part, places)
        )

    def rank(
        self, question: str, limit: int = 10, articles: Sequence[Article | str] | None = None
    ) -> list[Quote]:
        """Return the likeliest sentences, best first, with no verdict applied.

        Facts are marked in them only where they would be an answer. Raise ArticleError and
        ValueError as `ask` does.
        """
        _refuse_none(limit)
        return self._replies.ranked(question, self.examine(question, articles), limit)

    def examine(self, question: str, articles: Sequence[Article | str] | None = None) -> Findings:
        """Find out all that is known about a question; what is found is not to be written into."""
        return self._examined(question, self._places(articles))

    def _examine(self, question: str, places: tuple[int, ...] | None) -> Findings:
        with self._stage.aside.question():
            return self._found_out(read_question(question), places)

    def _found_out(self, question: Question, places: tuple[int, ...] | None) -> Findings:
        scene = self._stage.scene(question, places)
        values = signals(scene)
        regime = self.weights.regime(scene.matches.known)
        scores = score(values, regime)
        features = verdict_features(scene, values, scores)
        probability = confidence(features, regime)
        return Findings(
            scene, values, scores, features, probability, verdict(probability, features, regime)
        )

    def _places(self, articles: Sequence[Article | str] | None) -> tuple[int, ...] | None:
        if articles is None:
            return None
        if isinstance(articles, str):  # a sequence too, of articles whose hashes are a letter
            raise TypeError(f"articles={articles!r}: a list is needed, such as [{articles!r}]")
        hashes = [each if isinstance(each, str) else each.content_hash for each in articles]
        found = [self._shelf.place_of(content_hash) for content_hash in hashes]
        places = tuple(sorted({place for place in found if place is not None}))
        if not places:
            named = ", ".join(each[:SHOWN_CHARS] for each in hashes[:SHOWN]) or "none was named"
            raise ArticleError(f"none of the articles asked for is in this index: {named}")
        return places

    def article(self, content_hash: str) -> Article | None:
        """Return the article whose content hash begins so, if it is here."""
        place = self._shelf.place_of(content_hash)
        return None if place is None else self.articles[place]

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        """Return an article's sentences in order."""
        return self._shelf.sentences_of(self._place(article))

    def count(self, article: Article) -> int:
        """Return how many sentences an article has."""
        return len(self._rows(article))

    def openings(self, article: Article) -> list[int]:
        """Return the running numbers, from 1, of the sentences that open its paragraphs."""
        return [number + 1 for number in np.flatnonzero(self._rows(article)[:, 1] == 1).tolist()]

    def _rows(self, article: Article) -> NDArray[np.int32]:
        return self._shelf.rows_of(self._place(article))

    def _place(self, article: Article) -> int:
        place = self._shelf.place_of(article.content_hash)
        if place is None:
            raise ArticleError(f"{article.title}: not in this index")
        return place

    def quote(self, content_hash: str, number: int) -> Quote | None:
        """Return an article's sentence by its running number, from 1; None where there is none."""
        place = self._shelf.place_of(content_hash)
        if place is None or not 1 <= number <= len(self._shelf.rows_of(place)):
            return None
        return self._replies.quote(int(self._shelf.firsts[place]) + number - 1, 0.0)

    def facts_are_found(self, article: Article) -> bool:
        """Say whether an article's first sentence states what today's rules find in it."""
        place = self._shelf.place_of(article.content_hash)
        first = None if place is None else int(self._shelf.firsts[place])
        if first is None or not self.sentences(article):
            return True
        span = self._shelf.sentence(first)
        found = find_facts(article.text[span.start : span.end], article.code)
        return self._shelf.facts([first]) == (found,)

    def number(self, quote: Quote) -> int:
        """Return the running number, from 1, of a quote's sentence in its article."""
        return int(np.searchsorted(self._rows(quote.article)[:, 2], quote.start)) + 1

    def save(self, folder: Path | str) -> None:
        """Write the index and rename it into place, replacing what was there."""
        replace_folder(Path(folder), self._write)

    def _write(self, folder: Path) -> None:
        self.embedded.save(folder)
        (folder / LEXICON_FOLDER).mkdir()
        self._stage.lexicon.save(folder / LEXICON_FOLDER)
        write_shelf(folder, self._shelf)
        self.passport.write(folder)

    @classmethod
    def load(cls, folder: Path | str, encoder: Encoder, *, weights: Weights | None = None) -> Self:
        """Open a saved index.

        Raise BrokenIndexError where it is damaged or no index, StaleIndexError where it was made
        with another model or by another version.
        """
        folder = Path(folder)
        before = passport_mark(folder)
        passport = Passport.read(folder)
        if passport.model != encoder.fingerprint:
            raise StaleIndexError(
                f"{folder}: made with {passport.model}, not with {encoder.fingerprint}"
            )
        shelf = read_shelf(folder)
        try:
            found = Embedded.load(folder, encoder.fingerprint, shelf)
            lexicon = Lexicon.load(folder / LEXICON_FOLDER)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, ModelError) as error:
            pass_on_exhaustion(error, folder)
            raise BrokenIndexError(f"{folder}: cannot be read as an index: {error}") from error
        if passport_mark(folder) != before:  # parts of two indexes would answer wrongly
            raise BrokenIndexError(f"{folder}: was replaced while it was being read")
        stage = Stage(shelf, encoder, found.background, *found.vectors, lexicon)
        return cls(stage, weights or shipped_weights(), passport.built)


def _refuse_none(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"a limit of {limit}: one quote at least can be asked for")
