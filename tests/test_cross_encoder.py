from pathlib import Path

import numpy as np
import pytest

from index.cross_encoder import CrossEncoder, Floats, Passage, cross_encoder_of
from index.encoder import OnnxEncoder, Tokens
from index.errors import ModelError
from tests.fakes import BagEncoder, TokenBagEncoder

WIDTH, SIZE, PIECES = 8, 6, 40


def learnt(seed: int = 0, layers: int = 2) -> dict[str, Floats]:
    """Return parameters of a tiny cross-encoder, drawn by chance."""
    random = np.random.default_rng(seed)

    def drawn(*shape: int) -> Floats:
        return random.normal(0, 0.5, shape).astype(np.float16).astype(np.float32)

    shapes = {
        "question": (WIDTH, SIZE),
        "passage": (WIDTH, SIZE),
        "question.matches": (WIDTH, 5),
        "passage.matches": (WIDTH, 3),
        "score.inner": (WIDTH, 2 * WIDTH),
        "score.outer": (1, WIDTH),
    }
    for number in range(layers):
        shapes |= {
            f"layer{number}.qkv": (3 * WIDTH, WIDTH),
            f"layer{number}.out": (WIDTH, WIDTH),
            f"layer{number}.up": (2 * WIDTH, WIDTH),
            f"layer{number}.down": (WIDTH, 2 * WIDTH),
        }
    found = {f"{name}.weight": drawn(*shape) for name, shape in shapes.items()}
    found |= {f"{name}.bias": drawn(shape[0]) for name, shape in shapes.items()}
    norms = ["norm", *(f"layer{n}.norm{k}" for n in range(layers) for k in (1, 2))]
    found |= {f"{name}.weight": 1 + drawn(WIDTH) for name in norms}
    found |= {f"{name}.bias": drawn(WIDTH) for name in norms}
    rarity = np.round(random.random(PIECES) * 255).astype(np.float32) / np.float32(255)
    return found | {
        "heads": np.array(2, np.float32),
        "kind": drawn(3, WIDTH),
        "question.mean": drawn(SIZE),
        "passage.mean": drawn(SIZE),
        "rarity": rarity,
    }


def tokens(*ids: int) -> Tokens:
    """Return tokens whose states are a fixed function of their ids."""
    states = np.stack([np.sin(np.arange(SIZE) * (i + 1)) for i in ids]) if ids else None
    if states is None:
        states = np.zeros((0, SIZE))
    return Tokens(np.array(ids, np.int32), states.astype(np.float32))


READER = CrossEncoder("bag", learnt())
QUESTION = tokens(1, 2, 3)


def passages(*some: tuple[int, ...]) -> list[Passage]:
    return [READER.passage(tokens(*ids)) for ids in some]


def test_a_passage_is_read_the_same_beside_longer_ones() -> None:
    short, long = passages((2, 5), tuple(range(4, 30)))
    alone = READER.logits(QUESTION, [short, short])
    beside = READER.logits(QUESTION, [short, short, Passage(long.ids[:2], long.rows[:2])])
    padded = READER.logits(QUESTION, [short, short, long])
    np.testing.assert_allclose(alone[0], alone[1], rtol=1e-5)
    assert beside.shape == padded.shape == (3,)
    same = READER.logits(QUESTION, passages((2, 5), (2, 5), (2, 5)))
    np.testing.assert_allclose(alone, same[:2], rtol=1e-5)


def test_order_of_the_passages_changes_no_logit() -> None:
    some = passages((2, 5), (7, 8, 9, 1), (3,))
    np.testing.assert_allclose(
        READER.logits(QUESTION, some)[::-1], READER.logits(QUESTION, some[::-1]), rtol=1e-4
    )


def test_what_another_passage_says_of_the_question_is_part_of_the_reading() -> None:
    one, other, silent = passages((5, 6), (1, 2, 3), (7, 8))
    with_it = READER.logits(QUESTION, [one, other])[0]
    without = READER.logits(QUESTION, [one, silent])[0]
    assert abs(with_it - without) > 1e-4


def test_nothing_asked_or_nothing_to_read_is_undecided() -> None:
    assert READER.logits(tokens(), passages((1,), (2,))).tolist() == [0, 0]
    assert READER.logits(QUESTION, []).tolist() == []
    assert np.isfinite(READER.logits(QUESTION, passages((), (1,)))).all()


def test_it_is_written_and_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "reader.npz"
    READER.write(path)
    again = CrossEncoder.read(path)
    assert (again.encoder, again.digest) == (READER.encoder, READER.digest)
    some = passages((2, 5), (7, 8, 9, 1))
    np.testing.assert_allclose(again.logits(QUESTION, some), READER.logits(QUESTION, some), 1e-4)


@pytest.mark.parametrize("damage", ["truncated", "missing", "binary"])
def test_a_damaged_file_is_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "reader.npz"
    READER.write(path)
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes(content[:99] if damage == "truncated" else b"\xff" * 99)
    with pytest.raises(ModelError, match=r"reader\.npz"):
        CrossEncoder.read(path)


def test_it_reads_for_the_encoder_that_it_was_taught_on_alone(encoder: OnnxEncoder) -> None:
    assert cross_encoder_of(BagEncoder()) is None
    assert cross_encoder_of(TokenBagEncoder()) is None
    found = cross_encoder_of(encoder)
    assert found is not None
    assert found.encoder == encoder.fingerprint


def test_the_shipped_one_tells_an_answer_from_its_neighbours(encoder: OnnxEncoder) -> None:
    reader = cross_encoder_of(encoder)
    assert reader is not None
    texts = [
        "La mairie a fermé le pont mardi soir.",
        "Le boulanger de la place vend du pain de seigle.",
        "Trois pompiers ont été blessés.",
    ]
    found: dict[int, Passage] = {}

    def keep(place: int, one: Tokens) -> None:
        found[place] = reader.passage(one)

    encoder.encode_tokens(texts, texts, keep)
    rows = [found[n] for n in range(3)]
    for right, question in enumerate(
        ["Quand le pont a-t-il été fermé ?", "Que vend le boulanger ?", "How many were injured?"]
    ):
        logits = reader.logits(encoder.question_tokens(question), rows)
        assert logits.argmax() == right
    unanswered = reader.logits(encoder.question_tokens("Qui a gagné le match ?"), rows)
    assert unanswered.max() < 0
