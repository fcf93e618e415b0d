"""Question sets → weights: background, ranker and, of its scores, the verdict, for both regimes.

Ranking is a conditional softmax over the sentences of the article (McFadden's conditional logit):
the loss of a question is −log of the belief that falls on its answering sentences.

Question sets were made by people who had the sentence before them, stories ask as people do who
have not read it. Both take part, each with a share of its own (docs/quality.md).

Everything is fitted on articles and on volumes of them: by articles of twenty sentences alone,
what a question finds among two hundred was believed too much
(docs/decisions/0028-long-articles-are-fitted-on-too.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.background import Background
from index.corpora import Corpora, Corpus, answerable
from index.encoder import Encoder, Progress
from index.errors import EvaluationError
from index.evaluation import Case, Remembering, cases
from index.fitted import Fitted
from index.perceptron import Perceptron
from index.question_sets import Part, QuestionSet
from index.shelf import Shelf
from index.signals import SIGNALS
from index.verdict_fitting import FOLDS, LEAST_ANSWERABLE, case_counts, fit_verdict
from index.volumes import volumes
from index.weights import Regime, Weights, shipped_weights

RANKING_PENALTY = 0.03  # L2 on standardised weights, per question; .001 loses a point of hit@1
LEAST = 1e-300  # that a question's right sentences weigh: a logarithm has no zero
# What all stories count for together where the sets count for 1: in an article's own language more
# of them cost the sets what stories gain (docs/quality.md).
STORIES_IN_RANKING = {"same": 0.2, "crossed": 0.8}
# About so many sentences has a volume, half a fold's at most: of sets at hand 40 to 65 and 100, of
# French stories 200.
LENGTHS = (60, 200)
STORIES_ASKED = 5  # there are so many questions on stories that volumes are asked every fifth

Floats = NDArray[np.float64]


def fit(corpora: Corpora, encoder: Encoder, part: Part, progress: Progress | None = None) -> Fitted:
    """Fit background and both regimes on a part of the corpora's articles.

    Without parallel files the crossed regime stays the one that is shipped. Raise EvaluationError
    where the files leave a regime too little to be fitted on.
    """
    for name, some in (("same", corpora.same), ("crossed", corpora.crossed)):
        if some:
            _require_enough(name, some, part)
    memory = Remembering(encoder)
    of_sets = [each for each in corpora.same if not each.told] or corpora.same
    background = fit_background([one for each in of_sets for one in each.part(part)], memory)
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
        blank = _blank(name, some, encoder.fingerprint)
        ranking = fit_ranking(found, told, STORIES_IN_RANKING[name])
        regimes.append(fit_verdict(found, replace(blank, ranking=ranking), told))
    return Fitted(Weights(*regimes), background)


def _require_enough(name: str, some: Sequence[Corpus], part: Part) -> None:
    """Raise EvaluationError where a part of the corpora is too small to fit a regime on.

    Or where a file takes no part in it: it would be named among what the weights are fitted on.
    """
    questions, articles = answerable(some, part)
    if questions < LEAST_ANSWERABLE or articles < FOLDS:
        raise EvaluationError(
            f"{', '.join(_names(some))}: too little to fit the {name} regime on; in the part "
            f"{part}, answerable questions: {questions} (needed: {LEAST_ANSWERABLE}), "
            f"articles with any: {articles} (needed: {FOLDS})"
        )
    for corpus in some:
        if not corpus.told and not any(each.asked for each in corpus.part(part)):
            names = " + ".join(_names([corpus]))
            raise EvaluationError(f"{names}: none of its questions is in the part {part}")


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


def _names(some: Sequence[Corpus]) -> list[str]:
    """Return the names of the files that corpora are of."""
    return list(dict.fromkeys(source.split()[0] for each in some for source in each.sources))


def _blank(name: str, some: Sequence[Corpus], model: str = "") -> Regime:
    """Return a regime that weighs nothing, with where its weights will come from."""
    sources = dict.fromkeys(source for each in some for source in each.sources)
    licences = dict.fromkeys(licence for each in some for licence in each.licences)
    return Regime(
        name=f"{name}, {' + '.join(_names(some))}",
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
    found: Sequence[Case],
    told: Sequence[Case] = (),
    share: float = 1.0,
    without: frozenset[str] = frozenset(),
) -> Mapping[str, float]:
    """Return signal → weight for raw signals, of the answerable cases.

    `told` are those of stories, which together count for a `share` of the others. Signals in
    `without` are kept out, for ablations.
    """
    from scipy.optimize import minimize

    asked, counts = _asked(found, told, share)
    names = [name for name in SIGNALS if name not in without]
    columns = [list(SIGNALS).index(name) for name in names]
    rows = np.concatenate([case.findings.values[:, columns] for case in asked]).astype(np.float64)
    sizes = np.array([len(case.findings.values) for case in asked])
    starts = np.cumsum(sizes) - sizes
    golds = np.concatenate([_answering(case) for case in asked])
    spread = rows.std(axis=0)
    used = spread > 1e-6  # a signal that never differs cannot be weighed
    scale = np.where(used, spread, 1.0)
    scaled = rows / scale * used

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        highest = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(highest, sizes))
        total = np.add.reduceat(powers, starts)
        right = np.maximum(np.add.reduceat(powers * golds, starts), LEAST)
        shares = powers / np.repeat(total, sizes) - powers * golds / np.repeat(right, sizes)
        slope = scaled.T @ (np.repeat(counts, sizes) * shares)
        penalty = RANKING_PENALTY * weights
        return float(counts @ np.log(total / right) + penalty @ weights / 2), slope + penalty

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {
        name: float(weight)
        for name, weight, use in zip(names, best.x / scale, used, strict=True)
        if use
    }


def _asked(found: Sequence[Case], told: Sequence[Case], share: float) -> tuple[list[Case], Floats]:
    """Return the cases that have an answer, and what each counts for, (n,), 1 all together."""
    sets, stories = ([case for case in some if case.golds] for some in (found, told))
    counts = case_counts(len(sets), len(stories), share)
    return [*sets, *stories], counts / counts.sum()


def _answering(case: Case) -> NDArray[np.bool_]:
    """Return which of a case's candidates answer, (n,)."""
    found = np.zeros(len(case.findings.values), np.bool_)
    found[list(case.golds)] = True
    return found
