"""What is quoted: which sentences, what makes them understandable, and the fact asked for."""

import re
from collections.abc import Sequence

import numpy as np

from index.article import Article, Sentence
from index.facts import FactKind, find_facts
from index.lexicon import words_with_offsets
from index.questions import Question
from index.ranking import order, shares
from index.signals import NAMES, Scene, Values

# A further sentence is quoted when it adds this share of the question's idf to what the quotes
# before it have; less is a repetition in other words.
ADDS_COVERAGE = 0.25
# … or states a further fact of the type asked for, at this share of the first one's belief.
ADDS_FACT_BELIEF = 0.25
CONTEXT_MAX_CHARS = 600

_POINTS_BACK = re.compile(
    r"[«\"“\s(–—-]*(?:"
    r"il|elle|ils|elles|celui-ci|celle-ci|ceux-ci|celles-ci|ce dernier|cette dernière|ces derniers|"
    r"ces dernières|celui-là|celle-là|(?:ce|cet|cette|ces|selon ce|selon cet|selon cette|selon ces)"
    r"\s+\w+|selon (?:lui|elle|eux)|pour sa part|"
    r"he|she|it|they|this|these|those|that|his|her|their|the latter|according to (?:him|her|them)|"
    r"él|ella|ellos|ellas|este|esta|estos|estas|ese|esa|según él|según ella|"
    r"er|sie|dieser|diese|dieses|diesen|"
    r"egli|lui|lei|essi|loro|questo|questa|questi|queste|"
    r"ele|ela|eles|elas|esse|essa|isto|"
    r"он|она|они|этот|эта|эти|это|"
    r"هو|هي|هم|هذا|هذه|هؤلاء)(?!\w)",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"\s*[«\"“„]")
_SAYS_PRONOUN = re.compile(
    r"-t-(?:il|elle|on)\b|-(?:il|elle|ils|elles)\b|\b(?:he|she|they) (?:said|added|told)\b|"
    r"\bdijo él\b|\bsagte (?:er|sie)\b|\bсказал(?:а|и)? (?:он|она|они)\b",
    re.IGNORECASE,
)


def points_back(text: str) -> bool:
    """Say whether a sentence needs the one before: it opens with a pronoun or speaks unnamed."""
    return bool(_POINTS_BACK.match(text) or (_SPEECH.match(text) and _speaker_is_unnamed(text)))


def _speaker_is_unnamed(text: str) -> bool:
    return bool(_SAYS_PRONOUN.search(text)) or text.rstrip()[-1:] in '"»”'


def context_of(
    article: Article, sentence: Sentence, before: Sentence | None
) -> tuple[int, int] | None:
    """Return where the sentence before stands, when the sentence points back to it."""
    if before is None or before.paragraph < sentence.paragraph - 1:
        return None
    if not points_back(article.text[sentence.start : sentence.end]):
        return None
    return (before.start, before.end) if before.end - before.start <= CONTEXT_MAX_CHARS else None


def highlight_of(
    article: Article, sentence: Sentence, question: Question
) -> tuple[int, int] | None:
    """Return where the fact asked for stands, when the sentence states one that can be it.

    Of several, the one nearest to the question's other words is taken; a name in the question is
    never the answer to it. Reasons are not marked: where they end is not known.
    """
    text = article.text[sentence.start : sentence.end]
    wants = question.wants - {FactKind.CAUSE}
    given = question.values(*FactKind)
    facts = [
        fact
        for fact in find_facts(text, article.language)
        if fact.kind in wants and fact.value not in given and not fact.value.startswith("time ")
    ]
    if not facts or len(wants) != 1:
        return None
    anchors = _anchors(text, question, article.language)
    if not anchors and len(facts) > 1:
        return None
    best = min(facts, key=lambda f: min((abs(f.start - a) for a in anchors), default=0))
    return sentence.start + best.start, sentence.start + best.end


def _anchors(text: str, question: Question, code: str) -> list[int]:
    """Return where words of the sentence stand that share five letters with the question's.

    Where the sentence speaks of several days and the question of one, only that day counts: "on
    Wednesday" must not mark Tuesday's dead.
    """
    days = [f for f in find_facts(text, code) if f.value.startswith("day ")]
    asked_days = question.values(FactKind.DATE)
    if len({day.value for day in days}) > 1 and any(day.value in asked_days for day in days):
        return [day.start for day in days if day.value in asked_days]
    asked = {word[:5] for word, _, _ in words_with_offsets(question.text) if len(word) >= 4}
    return [start for word, start, _ in words_with_offsets(text) if word[:5] in asked]


def choose(scene: Scene, scores: Values, limit: int) -> list[int]:
    """Return the places of the candidates to quote, best first: one, or more where they add."""
    ranked = [int(place) for place in order(scores)]
    belief = shares(scores)
    chosen = ranked[:1]
    for place in ranked[1 : 2 * limit]:
        if len(chosen) < limit and _adds(scene, belief, chosen, place):
            chosen.append(place)
    return chosen


def _adds(scene: Scene, belief: Values, chosen: Sequence[int], place: int) -> bool:
    if belief[place] < ADDS_FACT_BELIEF * belief[chosen[0]]:
        return False
    have = scene.likeness[:, list(chosen)].max(axis=1) if len(scene.idf) else scene.idf
    gain = float(scene.idf @ np.maximum(scene.likeness[:, place] - have, 0))
    return gain >= ADDS_COVERAGE or _states_more(scene, chosen, place)


def _states_more(scene: Scene, chosen: Sequence[int], place: int) -> bool:
    wants = scene.question.wants
    given = scene.question.values(*FactKind)
    have = {fact.value for one in chosen for fact in scene.facts[one] if fact.kind in wants}
    new = {f.value for f in scene.facts[place] if f.kind in wants and f.kind not in NAMES}
    return bool(new - have - given) and bool(have)
