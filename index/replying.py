"""Findings → an Answer: what is quoted of a question and of its parts, and what is left open."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from index.answering import Answer, OpenPart, Verdict
from index.article import Quote
from index.companions import with_companions, with_parts
from index.facts import FactKind
from index.findings import Findings
from index.followups import understand
from index.highlights import highlight_of
from index.lists import announces, whole_list
from index.question_parts import read_parts, split_question
from index.questions import Question
from index.quoting import choose, context_of, stand_ins
from index.ranking import order, shares
from index.shelf import Shelf
from index.tables import cells
from index.words import words

_NUMBERS = frozenset((FactKind.NUMBER, FactKind.AGE, FactKind.PERCENT))
MOST_PARTS = 3  # of a question that are asked by themselves, each for as long as a question

Examine = Callable[[str], Findings]  # what is found out about a part of a question


@dataclass(frozen=True, slots=True)
class Replies:
    """Makes answers and quotes of the sentences that stand on a shelf."""

    shelf: Shelf

    def answer(
        self, question: str, asked: str, found: Findings, limit: int, examine: Examine
    ) -> Answer:
        """Answer a question, as it was understood and as it was `asked`, with `limit` quotes."""
        parts = self._parts(found, examine) if limit > 1 else {}
        # A follow-up's question has that before it for a part, which is not what is asked now.
        own = {part: one for part, one in parts.items() if part in asked}
        answered = any(one.verdict is Verdict.ANSWER for one in own.values())
        verdict = Verdict.ANSWER if answered else found.verdict
        if verdict is Verdict.NONE:
            return Answer(question, verdict, found.confidence, ())
        if verdict is found.verdict:
            quoted = with_parts(self._chosen(found, limit), self._answers(parts), limit)
            probability = found.confidence
        else:  # what may not answer the whole is not quoted beside what answers a part
            quoted = with_parts({}, self._answers(own), limit)
            probability = next(iter(quoted.values()))
        marked = verdict is Verdict.ANSWER
        quotes = map(self._with_list, quoted, self._quotes(found, quoted, asked, marked=marked))
        room = limit - len(quoted)
        unanswered = self._unanswered(own, quoted, room) if verdict is Verdict.ANSWER else ()
        return Answer(question, verdict, probability, _apart(quotes), tuple(unanswered))

    def ranked(self, question: str, found: Findings, limit: int) -> list[Quote]:
        """Return the likeliest sentences, best first, with no verdict applied."""
        likest = _believed(found, order(found.scores)[:limit].tolist())
        marked = found.verdict is Verdict.ANSWER
        return list(self._quotes(found, likest, question, marked=marked))

    def quote(self, number: int, probability: float) -> Quote:
        """Return a sentence by its number, with what makes it understandable."""
        article, sentence = self.shelf.article_of(number), self.shelf.sentence(number)
        return Quote(
            article=article,
            paragraph=sentence.paragraph,
            sentence=sentence.sentence,
            start=sentence.start,
            end=sentence.end,
            confidence=probability,
            context=context_of(article, sentence, self.shelf.earlier(number)),
        )

    def _with_list(self, number: int, quote: Quote) -> Quote:
        """Return a sentence's quote with the list that it announces, if it announces one."""
        listed = whole_list(quote.article, self.shelf.sentence(number), self.shelf.later(number))
        return replace(quote, end=listed[-1].end) if listed else quote

    def _chosen(self, found: Findings, limit: int) -> dict[int, float]:
        """Return the sentences that the question as a whole is quoted, with their confidence."""
        chosen = choose(found.scene, found.scores, limit)
        owners = self.shelf.owners(found.scene.ids)
        likest = _believed(found, with_companions(chosen, owners, found.scores, limit))
        return _first_of_each(
            (each, p) for number, p in likest.items() for each in self._speaking(found, number)
        )

    def _parts(self, found: Findings, examine: Examine) -> dict[str, Findings]:
        """Return what is found out about each part of a question that has several."""
        asked = found.scene.question
        parts = split_question(asked.text, asked.language)[:MOST_PARTS]
        return {part: examine(understand(part, parts[0])) for part in parts}

    def _answers(self, parts: Mapping[str, Findings]) -> dict[int, float]:
        """Return the sentences that answer parts of a question, in their order, with confidence.

        The first for each part stands before what else answers any.
        """
        answered = (one for one in parts.values() if one.verdict is Verdict.ANSWER)
        said = [
            (place, number, one.confidence)
            for one in answered
            for place, number in enumerate(self._speaking(one, one.best))
        ]
        said.sort(key=itemgetter(0))
        return _first_of_each((number, p) for _, number, p in said)

    def _unanswered(
        self, parts: Mapping[str, Findings], quoted: Container[int], room: int
    ) -> Iterable[OpenPart]:
        """Yield the parts of a question that nothing quoted answers, as far as one can tell.

        There is room for so many passages that are nearest to them, each once.
        """
        shown: set[int] = set()
        for part, one in parts.items():
            best = self._speaking(one, one.best)[0]
            is_quoted = best in quoted
            if one.verdict is Verdict.ANSWER or (is_quoted and not self._lacks(part, one, best)):
                continue
            nearest, is_new = None, not is_quoted and best not in shown
            if one.verdict is Verdict.CLOSEST and is_new and len(shown) < room:
                nearest = self._with_list(best, self.quote(best, one.confidence))
                shown.add(best)
            yield OpenPart(part, nearest)

    def _lacks(self, part: str, found: Findings, number: int) -> bool:
        """Say whether what is quoted lacks the number that a part of a question asks for.

        Only what is a number is surely found: "a nurse", "in the kitchen" and "the next day" are no
        facts, though they may be what is asked for.
        """
        article, sentence = self.shelf.article_of(number), self.shelf.sentence(number)
        code = found.scene.question.language or article.code
        kinds = {each.kind for each in read_parts(part, code)}
        listed = whole_list(article, sentence, self.shelf.later(number))
        stated = self.shelf.facts(range(number, number + 1 + len(listed)))
        given = {fact.kind for facts in stated for fact in facts}
        return bool(kinds) and kinds <= _NUMBERS and kinds.isdisjoint(given)

    def _speaking(self, found: Findings, number: int) -> list[int]:
        """Return the numbers of the sentences to quote for one that was found: mostly that one.

        Of rows that may stand in for it, it is one that the question names by its first cell, else
        the likeliest. A line that announces a list gives way to such rows alone: it is quoted with
        all of its list.
        """
        question, sentence = found.scene.question, self.shelf.sentence(number)
        article = self.shelf.article_of(number)
        steps = stand_ins(article, sentence, self.shelf.earlier(number), self.shelf.later(number))
        if not steps:
            return [number]
        others = [number + step for step in steps]
        named = [each for each in others if self._is_named(each, question)]
        if announces(article, sentence):
            return named or [number]
        scores = dict(zip(found.scene.ids.tolist(), found.scores.tolist(), strict=True))
        likest = max(named or others, key=lambda each: scores.get(each, float("-inf")))
        return self._speaking(found, likest)

    def _is_named(self, number: int, question: Question) -> bool:
        """Say whether a question names a row by its first cell."""
        first = cells(self.shelf.article_of(number), self.shelf.sentence(number))[:1]
        return any(
            spoken and set(words(question.text)).issuperset(spoken) for spoken in map(words, first)
        )

    def _quotes(
        self, found: Findings, believed: Mapping[int, float], asked: str, *, marked: bool
    ) -> Iterable[Quote]:
        """Yield quotes of sentences, by their numbers, each with its confidence.

        The fact asked for is `marked` where the articles answer: elsewhere it is not the one.
        """
        for number, probability in believed.items():
            quote = self.quote(number, probability)
            if marked:
                sentence = self.shelf.sentence(number)
                mark = highlight_of(quote.article, sentence, found.scene.question, asked)
                quote = replace(quote, highlight=mark)
            yield quote


def _apart(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return quotes without what stands in a list that is quoted before it."""
    apart: list[Quote] = []
    for quote in quotes:
        before = (one for one in apart if one.article == quote.article)
        if not any(one.start <= quote.start < one.end for one in before):
            apart.append(quote)
    return tuple(apart)


def _believed(found: Findings, chosen: Sequence[int]) -> dict[int, float]:
    """Return sentences with their confidence: that is less the less the ranker believes."""
    belief = shares(found.scores)
    likely = belief / belief.max()
    return {int(found.scene.ids[n]): found.confidence * float(likely[n]) for n in chosen}


def _first_of_each(found: Iterable[tuple[int, float]]) -> dict[int, float]:
    """Return sentences by their numbers, each with the confidence that it has first."""
    first: dict[int, float] = {}
    for number, probability in found:
        first.setdefault(number, probability)
    return first
