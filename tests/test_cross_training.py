import tomllib
from hashlib import sha256
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from index.cross_encoder import CrossEncoder, Passage
from index.cross_training import Recipe, train_cross_encoder
from index.encoder import Tokens, file_sha256
from index.errors import EvaluationError
from tests.fakes import Paragraph, TokenBagEncoder, squad, write_json

TINY = Recipe(
    width=16, layers=1, heads=2, dropout=0, learning_rate=5e-3, epochs=150, batch=6, alone_times=1
)
PAIRS = [
    ("Le chat gris dort longtemps.", "Comment dort le chat ?", "longtemps"),
    ("Un chien noir garde la maison.", "Que garde le chien ?", "la maison"),
    ("La tortue verte mange une salade.", "Que mange la tortue ?", "une salade"),
    ("Trois poissons nagent sans bruit.", "Comment nagent les poissons ?", "sans bruit"),
    ("Cette vieille poule pond des œufs.", "Que pond la poule ?", "des œufs"),
    ("Deux pigeons volent vers Paris.", "Où volent les pigeons ?", "Paris"),
]


def a_title(fifth: int) -> str:
    """Return a title of a fifth of all articles."""
    return next(str(n) for n in count() if int(sha256(b"%d" % n).hexdigest(), 16) % 5 == fifth)


def written(folder: Path, fifth: int, pairs: list[tuple[str, str, str]]) -> Path:
    context = " ".join(sentence for sentence, _, _ in pairs)
    asked = [(question, answer) for _, question, answer in pairs]
    articles: dict[str, list[Paragraph]] = {a_title(fifth): [(context, asked)]}
    return write_json(folder / "set.json", squad(articles))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[float]]:
    folder = tmp_path_factory.mktemp("trained")
    (folder / "set.LICENSE.txt").write_text("MIT\n", "utf-8")
    losses: list[float] = []

    def note(what: str, _done: int, _steps: int) -> None:
        if "loss" in what:
            losses.append(float(what.split("loss ")[1].rstrip(")")))

    file = written(folder, 2, PAIRS)
    out = train_cross_encoder(
        [file], TokenBagEncoder(), folder / "reader.npz", recipe=TINY, progress=note
    )
    return out, losses


def test_training_tells_the_sentence_that_answers_from_the_others(
    trained: tuple[Path, list[float]],
) -> None:
    out, losses = trained
    assert np.mean(losses[-10:]) < 0.5 * np.mean(losses[:10])
    reader, encoder = CrossEncoder.read(out), TokenBagEncoder()
    assert reader.encoder == encoder.fingerprint
    rows: dict[int, Passage] = {}

    def keep(place: int, tokens: Tokens) -> None:
        rows[place] = reader.passage(tokens)

    sentences = [sentence for sentence, _, _ in PAIRS]
    encoder.encode_tokens(sentences, sentences, keep)
    for right, (_, question, _) in enumerate(PAIRS):
        asked = encoder.question_tokens(question)
        logits = reader.logits(asked, [rows[n] for n in range(len(PAIRS))])
        assert logits.argmax() == right
        assert logits.max() > 0
        without = reader.logits(asked, [rows[n] for n in range(len(PAIRS)) if n != right])
        assert without.max() < logits.max()


def test_how_it_was_made_stands_beside_it(trained: tuple[Path, list[float]]) -> None:
    out, _ = trained
    table = tomllib.loads(out.with_suffix(".toml").read_text("utf-8"))
    assert table["cross_encoder_sha256"] == file_sha256(out)
    assert table["licence"] == "MIT"
    assert table["questions"] == len(PAIRS)
    assert table["recipe"]["epochs"] == TINY.epochs
    assert table["recipe"]["rivals"] == list(TINY.rivals)
    (source,) = table["data"]["sources"]
    assert source.startswith("set.json (SHA-256 ")


@pytest.mark.parametrize("fifth", [0, 1])
def test_nothing_is_learnt_from_articles_that_are_for_measuring_and_weighing(
    tmp_path: Path, fifth: int
) -> None:
    file = written(tmp_path, fifth, PAIRS)
    with pytest.raises(EvaluationError, match=r"set\.json: no answered question to learn from"):
        train_cross_encoder([file], TokenBagEncoder(), tmp_path / "reader.npz", recipe=TINY)
    assert not (tmp_path / "reader.npz").exists()
