from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.answering import Verdict
from index.corpora import read_corpora
from index.encoder import Progress
from index.errors import EvaluationError
from index.evaluation import Case, Kind
from index.findings import Findings
from index.fitted import Fitted, fitted_folder, fitted_to
from index.fitting import STORIES_ASKED, fit, fit_background, fit_ranking
from index.question_sets import Part, read_squad
from index.ranking import score
from index.signals import SIGNALS
from index.verdict_fitting import FOLDS
from index.weights import Regime, shipped_weights
from tests.fakes import BagEncoder, Paragraph, regime, scene, squad, write_json

NAMES = list(SIGNALS)
SENTENCES = 5


def made(seed: int = 0, questions: int = 80) -> list[Case]:
    """Return cases in which one signal is the truth, one its opposite, and the rest is noise.

    `dense` is high and `name_missing` low where the answer stands; `length` is the same for all.
    Cases whose answer was taken away have no sentence with a high `dense`.
    """
    random = np.random.default_rng(seed)
    looked_at = scene("Le chat ?", ["Le chat dort."] * SENTENCES)
    cases = []
    for number in range(questions):
        for kind in (Kind.ANSWERABLE, Kind.REMOVED):
            values = random.normal(0, 0.1, (SENTENCES, len(SIGNALS))).astype(np.float32)
            values[:, NAMES.index("length")] = 4
            gold = int(random.integers(SENTENCES))
            if kind is Kind.ANSWERABLE:
                values[gold, NAMES.index("dense")] += 0.5
                values[gold, NAMES.index("name_missing")] -= 0.3
            findings = Findings(looked_at, values, values[:, 0], {}, 0.5, Verdict.CLOSEST)
            golds = frozenset([gold] if kind is Kind.ANSWERABLE else [])
            cases.append(Case(number, kind, "", False, "Le chat ?", findings, golds))
    return cases


def right_share(cases: list[Case], one: Regime) -> float:
    asked = [c for c in cases if c.golds]
    return float(np.mean([int(score(c.findings.values, one).argmax()) in c.golds for c in asked]))


# The ranking


def test_the_signal_that_is_the_truth_gets_the_weight_and_its_sign() -> None:
    weights = fit_ranking(made())
    assert weights["dense"] > 0
    assert weights["name_missing"] < 0
    noise = [abs(w) for n, w in weights.items() if n not in ("dense", "name_missing")]
    assert weights["dense"] > 2 * max(noise)


def test_what_was_fitted_ranks_right_on_questions_that_it_has_not_seen() -> None:
    fitted = regime(ranking=fit_ranking(made()))
    assert right_share(made(seed=1), fitted) > 0.9
    backwards = regime(ranking={name: -weight for name, weight in fitted.ranking.items()})
    assert right_share(made(seed=1), backwards) < 0.1


def test_a_signal_that_never_differs_has_no_weight() -> None:
    assert "length" not in fit_ranking(made())
    assert set(fit_ranking(made())) == set(SIGNALS) - {"length"}


def test_a_signal_can_be_left_out() -> None:
    weights = fit_ranking(made(), without=frozenset({"dense", "bm25"}))
    assert set(weights) == set(SIGNALS) - {"length", "dense", "bm25"}
    assert weights["name_missing"] < 0


def test_stories_count_for_their_share_however_many_they_are() -> None:
    """Where stories say the opposite of sets, the share decides who is believed."""
    sets, stories = made(), backwards(made(seed=1))
    assert fit_ranking(sets, stories, 0.1)["dense"] > 0 > fit_ranking(sets, stories, 10)["dense"]
    few = fit_ranking(sets, stories, 0.5)
    many = fit_ranking(sets, [*stories, *stories, *stories], 0.5)
    assert [few[name] for name in ("dense", "name_missing")] == pytest.approx(
        [many[name] for name in ("dense", "name_missing")], rel=0.1
    )


def backwards(cases: list[Case]) -> list[Case]:
    for case in cases:
        case.findings.values[:] = -case.findings.values
    return cases


def test_fitting_can_be_repeated() -> None:
    assert fit_ranking(made()) == fit_ranking(made())


# All of it


class Listening(BagEncoder):
    """Remembers every text that it is given."""

    def __init__(self) -> None:
        super().__init__("listening")
        self.heard: set[str] = set()

    def encode_question(self, question: str) -> Any:
        self.heard.add(question)
        return super().encode_question(question)

    def encode_passages(self, passages: Any, progress: Progress | None = None) -> Any:
        self.heard |= set(passages)
        return super().encode_passages(passages, progress)


BEASTS = ("chat", "chien", "lapin", "renard", "hibou", "cheval", "mouton", "castor")
PLACES = ("toit", "jardin", "bois", "champ", "pont", "lac", "mur", "puits")


def paragraph(n: int) -> Paragraph:
    beast, place = BEASTS[n % 8], PLACES[(n // 8 + n) % 8]
    other = BEASTS[(n + 3) % 8]
    return (
        f"Le {beast} numéro {n} dort près du {place}. La pluie tombe sur les maisons. "
        f"Le {other} mange toute la journée. Personne ne sait pourquoi il fait froid.",
        [
            (f"Où dort le {beast} ?", f"près du {place}"),
            (f"Que fait le {other} toute la journée ?", f"Le {other} mange"),
        ],
    )


def files(folder: Path, count: int = 24) -> list[Path]:
    """Return one file that stands alone and two that are parallel."""
    alone = {f"Titre {n}": [paragraph(n)] for n in range(count + 12)}
    one = {f"Double {n}": [paragraph(n + 5)] for n in range(count)}
    other = {f"Double {n}": [paragraph(n + 5)] for n in range(count)}
    extra = {"Deux": [("Le zèbre reste dehors.", [("Que fait le zèbre ?", "reste dehors")])]}
    return [
        write_json(folder / "alone.json", squad({**alone, **extra, "Un": [paragraph(99)]})),
        write_json(folder / "pair.one.json", squad(one)),
        write_json(folder / "pair.other.json", squad(other)),
    ]


def test_both_regimes_are_fitted_with_their_sources_and_read_back(tmp_path: Path) -> None:
    encoder = Listening()
    steps: list[str] = []
    corpora = read_corpora(files(tmp_path))
    found = fit(corpora, encoder, Part.FITTED, lambda what, _, __: steps.append(what))
    assert set(steps) == {"embedding passages", "asking"}
    same, crossed = found.weights.same, found.weights.crossed
    assert (same.name, crossed.name) == (
        "same, alone.json",
        "crossed, pair.one.json + pair.other.json",
    )
    assert [source.split(" (SHA-256 ")[0] for source in crossed.fitted_on] == [
        "pair.one.json",
        "pair.other.json",
    ]
    assert same.licence == "that of alone.json, which no file beside it states"
    assert same.model == crossed.model == "listening"
    for one in (same, crossed):
        assert one.ranking["bm25"] + one.ranking["coverage"] + one.ranking["alike"] > 0
        assert 0 < one.closest <= one.answer < 1
    found.write(fitted_folder(tmp_path, encoder))
    again: Fitted = fitted_to(encoder, tmp_path)
    assert again.weights == found.weights
    assert again.background is not None
    assert found.background is not None
    assert again.background.digest == found.background.digest


def test_nothing_is_fitted_on_an_article_that_is_held_out(tmp_path: Path) -> None:
    encoder = Listening()
    fit(read_corpora(files(tmp_path)), encoder, Part.FITTED)
    assert any("numéro 99" in text for text in encoder.heard)  # "Un" is not held out
    assert not any("zèbre" in text for text in encoder.heard)  # "Deux" is


def questions(n: int) -> list[tuple[str, str]]:
    return [(asked.format(n), "ici") for asked in ("Où est le {} ?", "Le {} est où ?", "Le {} ?")]


def fitted_on(monkeypatch: pytest.MonkeyPatch, paths: Sequence[Path]) -> list[list[Case]]:
    """Return the cases of sets and of stories that the verdict of the first regime is fitted on."""
    found: list[list[Case]] = []

    def listening(cases: Sequence[Case], one: Regime, told: Sequence[Case]) -> Regime:
        found.append([*cases])
        found.append([*told])
        return one

    monkeypatch.setattr("index.fitting.fit_verdict", listening)
    fit(read_corpora(paths), BagEncoder(), Part.FITTED)
    return found[:2]


def test_an_article_and_its_volumes_are_of_one_fold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is tested on an article that it was taught, not even in a volume."""
    texts: dict[str, list[Paragraph]] = {
        f"Titre {n}": [(f"Le {n} est ici. " + "Il pleut. " * 29, questions(n))] for n in range(30)
    }
    sets, _ = fitted_on(monkeypatch, [write_json(tmp_path / "s.json", squad(texts))])
    folds: dict[str, list[int]] = {}
    lengths: dict[str, list[int]] = {}
    for case in sets:
        if case.golds:
            folds.setdefault(case.question, []).append(case.group % FOLDS)
            lengths.setdefault(case.question, []).append(len(case.findings.scene.ids))
    assert len(folds) > 2 * FOLDS
    assert all(len(set(of_one)) == 1 for of_one in folds.values())
    assert {of_one[0] for of_one in folds.values()} == set(range(FOLDS))
    assert all(of_one[0] == 30 <= of_one[1] < of_one[2] for of_one in lengths.values())
    assert max(of_one[1] for of_one in lengths.values()) > 30


def test_questions_off_a_volumes_subject_are_of_its_fold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: dict[str, list[Paragraph]] = {
        f"Titre {n}": [(f"Le {n} est ici. Il pleut.", questions(n))] for n in range(30)
    }
    sets, _ = fitted_on(monkeypatch, [write_json(tmp_path / "s.json", squad(texts))])
    apart, bound = (
        [case for case in sets if (len(case.findings.scene.ids) > 2) == long]
        for long in (False, True)
    )
    own = {case.question: case.group % FOLDS for case in apart if case.golds}
    strange = [case for case in bound if case.kind is Kind.OFF_SUBJECT]
    assert strange
    assert all(case.group % FOLDS == own[case.question] for case in strange)


def test_of_stories_volumes_are_asked_every_fifth_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        {"kind": f"kind {k}", "ask": {"fr": f"Où est le {k} ?"}, "evidence": "est ici"}
        for k in range(STORIES_ASKED)
    ]
    crossed = {
        "kind": "crossed",
        "ask": {"en": "Where is it?", "de": "Wo ist es?"},
        "evidence": "est ici",
    }
    stories = tmp_path / "stories"
    stories.mkdir()
    for n in range(40):
        table = {"title": f"Titre {n}", "language": "fr", "text": f"Le {n} est ici. Il pleut."}
        write_json(stories / f"{n:02}.json", {**table, "questions": [*asked, crossed]})
    _, told = fitted_on(monkeypatch, [stories])
    apart, bound = (
        [c.label for c in told if c.golds and (len(c.findings.scene.ids) > 2) == long]
        for long in (False, True)
    )
    kinds = {f"kind {k}" for k in range(STORIES_ASKED)}
    assert set(apart) == set(bound) == kinds
    assert len(apart) == STORIES_ASKED * len(bound)


def test_a_background_is_the_mean_of_questions_and_sentences(tmp_path: Path) -> None:
    sets = read_squad(write_json(tmp_path / "s.json", squad({"Un": [paragraph(0)]})))
    encoder = BagEncoder()
    found = fit_background(sets, encoder)
    asked = np.stack([encoder.encode_question(a.question) for a in sets[0].asked])
    np.testing.assert_allclose(found.question, asked.mean(axis=0), atol=1e-3)
    assert found.encoder == "bag"
    assert not np.array_equal(found.sentence, found.context)


@pytest.mark.parametrize(
    ("articles", "answered", "found"),
    [
        ({"Deux": 60}, "ici", (0, 0)),  # it is held out
        ({"Un": 60}, "", (0, 0)),
        ({"Un": 60, "Cinq": 60}, "ici", (120, 2)),
        ({"Un": 20, "Cinq": 20, "Six": 9}, "ici", (49, 3)),
    ],
)
def test_too_little_to_fit_on_is_refused_before_anything_is_encoded(
    tmp_path: Path, articles: dict[str, int], answered: str, found: tuple[int, int]
) -> None:
    table = {
        title: [("Le chat est ici. Il pleut.", [("Où est le chat ?", answered)] * count)]
        for title, count in articles.items()
    }
    corpora = read_corpora([write_json(tmp_path / "s.json", squad(table))])
    encoder = Listening()
    with pytest.raises(EvaluationError) as caught:
        fit(corpora, encoder, Part.FITTED)
    assert str(caught.value) == (
        "s.json: too little to fit the same regime on; in the part fitted, answerable questions: "
        f"{found[0]} (needed: 50), articles with any: {found[1]} (needed: 3)"
    )
    assert encoder.heard == set()


def test_a_file_that_takes_no_part_is_named(tmp_path: Path) -> None:
    """Its articles are all held out; stories or other files alone would be enough."""
    enough = files(tmp_path)[0]
    held_out = write_json(tmp_path / "held.json", squad({"Deux": [paragraph(0)]}))
    with pytest.raises(EvaluationError) as caught:
        fit(read_corpora([enough, held_out]), Listening(), Part.FITTED)
    assert str(caught.value) == "held.json: none of its questions is in the part fitted"


def test_without_parallel_files_the_crossed_regime_stays_the_shipped_one(tmp_path: Path) -> None:
    alone = files(tmp_path)[0]
    found = fit(read_corpora([alone]), BagEncoder(), Part.FITTED).weights
    assert found.crossed == shipped_weights().crossed
    assert found.same.model == "bag"
