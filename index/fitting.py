"""Question sets → weights: background, ranker and, of its scores, the verdict, for both regimes.

Ranking is a conditional softmax over the sentences of the article (McFadden's conditional logit):
the loss of a question is −log of the belief that falls on its answering sentences.

Question sets were made by people who had the sentence before them, stories ask as people do who
have not read it. So stories take part in the verdict; what they would bring and cost the ranking is
in docs/quality.md.

Everything is fitted on articles and on volumes of them: by articles of twenty sentences alone,
what a question finds among two hundred was believed too much
(docs/decisions/0028-long-articles-are-fitted-on-too.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.background import Background
from index.corpora import Corpora, Corpus
from index.encoder import Encoder, Progress
from index.errors import EvaluationError
from index.evaluation import Case, Kind, Remembering, cases
from index.fitted import Fitted
from index.perceptron import Perceptron
from index.question_sets import Part, QuestionSet
from index.shelf import Shelf
from index.signals import SIGNALS
from index.verdict_fitting import FOLDS, fit_verdict
from index.volumes import volumes
from index.weights import Regime, Weights, shipped_weights

RANKING_PENALTY = 0.03  # L2 on standardised weights, per question; .001 loses a point of hit@1
# About so many sentences has a volume, half a fold's at most: of sets at hand 40 to 65 and 100, of
# French stories 200.
LENGTHS = (60, 200)
STORIES_ASKED = 5  # there are so many questions on stories that volumes are asked every fifth

Floats = NDArray[np.float64]


def fit(corpora: Corpora, encoder: Encoder, part: Part, progress: Progress | None = None) -> Fitted:
    """Fit background and both regimes on a part of the corpora's articles.

    Without parallel files the crossed regime stays the one that is shipped. Raise EvaluationError
    where the files leave a regime nothing to be fitted on.
    """
    memory = Remembering(encoder)
    of_sets = [each for each in corpora.same if not each.told] or corpora.same
    fitted_part = [one for each in of_sets for one in each.part(part)]
    if not any(each.asked for each in fitted_part):
        raise EvaluationError("no question to fit on: every article of the files is held out")
    background = fit_background(fitted_part, memory)
    start = Fitted(Weights(_blank("", corpora.same), _blank("", corpora.crossed)), background)
    regimes = []
    for name, some in (("same", corpora.same), ("crossed", corpora.crossed)):
        if not some:
            regimes.append(shipped_weights().crossed)
            continue
        found, told = (
            [
                case
                for each in some
                if each.told == of_stories
                for case in _cases(each, part, memory, start, progress)
            ]
            for of_stories in (False, True)
        )
        if not any(case.golds for case in [*found, *told]):
            raise EvaluationError(f"no answerable question to fit the {name} regime on")
        blank = _blank(name, some, encoder.fingerprint)
        ranking = fit_ranking(found or told)
        regimes.append(fit_verdict(found, replace(blank, ranking=ranking), told))
    return Fitted(Weights(*regimes), background)


def _cases(
    corpus: Corpus, part: Part, encoder: Encoder, fitted: Fitted, progress: Progress | None
) -> Iterator[Case]:
    """Yield the cases of a corpus's articles, and of volumes of them.

    Of a case's group, which is its article's or its volume's, only the fold says anything. A volume
    holds articles of one fold and belongs to it, so that no fold is taught what it is tested on.
    """
    sets = corpus.part(part)
    yield from cases(sets, encoder, fitted=fitted, progress=progress)
    if corpus.told:
        sets = [
            replace(each, asked=each.asked[n % STORIES_ASKED :: STORIES_ASKED])
            for n, each in enumerate(sets)
        ]
    for fold in range(FOLDS):
        short, long = (volumes(sets[fold::FOLDS], length) for length in LENGTHS)
        for bound in (short, long) if short != long else (short,):
            for case in cases(bound, encoder, fitted=fitted, progress=progress):
                yield replace(case, group=case.group * FOLDS + fold)


def _blank(name: str, some: Sequence[Corpus], model: str = "") -> Regime:
    """Return a regime that weighs nothing, with where its weights will come from."""
    sources = dict.fromkeys(source for each in some for source in each.sources)
    licences = dict.fromkeys(licence for each in some for licence in each.licences)
    return Regime(
        name=f"{name}, {' + '.join(source.split()[0] for source in sources)}",
        licence=" and ".join(licences),
        fitted_on=tuple(sources),
        model=model,
        ranking={},
        verdict=Perceptron.linear({}, 0.0),
        answer=1.0,
        closest=1.0,
    )


def fit_background(sets: Sequence[QuestionSet], encoder: Encoder) -> Background:
    """Return the mean vectors of the sets' questions and sentences."""
    shelves = [Shelf([each.article], [each.sentences]) for each in sets]
    questions = [asked.question for each in sets for asked in each.asked]
    return Background.of(
        encoder.fingerprint,
        np.stack([encoder.encode_question(question) for question in questions]),
        encoder.encode_passages([text for shelf in shelves for text in shelf.texts()]),
        encoder.encode_passages([text for shelf in shelves for text in shelf.contexts()]),
    )


def fit_ranking(
    found: Sequence[Case], without: frozenset[str] = frozenset()
) -> Mapping[str, float]:
    """Return signal → weight for raw signals, of the answerable cases.

    Signals in `without` are kept out, for ablations.
    """
    from scipy.optimize import minimize

    asked = [c for c in found if c.kind is Kind.ANSWERABLE and c.golds]
    names = [name for name in SIGNALS if name not in without]
    columns = [list(SIGNALS).index(name) for name in names]
    stacked, golds, there = _padded(asked, columns)
    spread = stacked[there].std(axis=0)
    used = spread > 1e-6  # a signal that never differs cannot be weighed
    scale = np.where(used, spread, 1.0)
    scaled = stacked / scale * used

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = np.where(there, scaled @ weights, -np.inf)
        belief = _softmax(scores)
        right = _softmax(np.where(golds, scores, -np.inf))
        lost = np.log((belief * golds).sum(axis=1) + 1e-12)
        slope = np.einsum("qn,qnk->k", belief - right, scaled) / len(asked)
        penalty = RANKING_PENALTY * weights
        return float(-lost.mean() + penalty @ weights / 2), slope + penalty

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {
        name: float(weight)
        for name, weight, use in zip(names, best.x / scale, used, strict=True)
        if use
    }


def _padded(
    asked: Sequence[Case], columns: Sequence[int]
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return signals (q, n, k), whether each candidate answers (q, n), and whether it is one."""
    most = max(len(case.findings.values) for case in asked)
    stacked = np.zeros((len(asked), most, len(columns)))
    golds = np.zeros((len(asked), most), np.bool_)
    there = np.zeros_like(golds)
    for row, case in enumerate(asked):
        values = case.findings.values[:, columns]
        stacked[row, : len(values)] = values
        there[row, : len(values)] = True
        golds[row, list(case.golds)] = True
    return stacked, golds, there


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
