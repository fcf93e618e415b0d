"""What is quoted: which sentences, and what makes them understandable."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

import numpy as np

from index.article import Article, Sentence
from index.facts import FactKind
from index.layout import CELL_SEPARATOR
from index.ranking import order, shares
from index.signals import NAMES, Scene, Values

# A further sentence is quoted when it adds this share of the question's idf to what the quotes
# before it have; less is a repetition in other words.
ADDS_COVERAGE = 0.25
# … or states a further fact of the type asked for. Either from this share of the first one's belief
# on: at .25 some 2 quotes in a hundred answers were fewer, and 4 in a thousand were not right.
ADDS_BELIEF = 0.15
CONTEXT_MAX_CHARS = 500  # what a message has room for beside a quote
MAX_ROWS = 200  # of a table, looked at for the first

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
    article: Article, sentence: Sentence, earlier: Iterable[Sentence]
) -> tuple[int, int] | None:
    """Return where what makes a sentence understandable stands, when it needs that.

    `earlier` are the sentences before it in its article, the nearest first. Of a sentence that
    points back it is the first of them; of a row it is the first row of its table.
    """
    needed: Sentence | None = None
    if cells := _cells(article, sentence):
        rows = takewhile(lambda row: _cells(article, row) == cells, earlier)
        needed = next(iter(deque(islice(rows, MAX_ROWS), maxlen=1)), None)
    elif points_back(article.text[sentence.start : sentence.end]):
        needed = next(iter(earlier), None)
        if needed and needed.paragraph < sentence.paragraph - 1:  # one between was taken away
            needed = None
    if needed is None or needed.end - needed.start > CONTEXT_MAX_CHARS:
        return None
    return needed.start, needed.end


def _cells(article: Article, sentence: Sentence) -> int:
    """Return how many cells a row of a table has, 0 for what is none, or has a cell beside one."""
    breaks = article.text.count(CELL_SEPARATOR, sentence.start, sentence.end)
    return breaks + 1 if breaks > 1 else 0


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
    if belief[place] < ADDS_BELIEF * belief[chosen[0]]:
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
