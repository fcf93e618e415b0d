"""What int8 costs against fp32 on the gold set: `python -m benchmarks.speed.exactness`."""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import table, write_between
from index import ArticleIndex, default_article, open_encoder
from index.encoder import Encoder
from index.evaluation import Kind, cases
from index.figures import Outcomes
from index.fitted import fitted_to
from index.question_sets import Part, QuestionSet, limited, read_jsonl, read_squad
from tests.plain import PlainEncoder

GOLD = Path("tests/gold")
DOCUMENT = Path("docs/performance.md")


def exactness(data_dir: Path, files: Sequence[Path] = ()) -> str:
    """Return the table: agreement on the whole gold set, hits on the half that is for looking at.

    Hits on the articles held out of SQuAD-format files too. Passages are in fp32 on both sides, as
    they are whenever an index is built.
    """
    served = open_encoder(data_dir)
    with tempfile.TemporaryDirectory() as scratch:
        whole = PlainEncoder.fp32(served, Path(scratch))
    questions = [
        asked.question
        for name in ("open", "kept")
        for asked in read_jsonl(GOLD / f"{name}.jsonl", default_article()).asked
    ]
    cosines = [float(served.encode_question(q) @ whole.encode_question(q)) for q in questions]
    ours, exact = (_asked(encoder, questions) for encoder in (served, whole))
    asked = {"the open half": [read_jsonl(GOLD / "open.jsonl", default_article())]}
    asked |= {f"held-out {each.stem}": limited(read_squad(each), Part.HELD_OUT) for each in files}
    hits = {
        what: tuple(_hits(encoder, sets, data_dir) for encoder in (served, whole))
        for what, sets in asked.items()
    }
    hits["all of these"] = tuple(np.concatenate(each) for each in zip(*hits.values(), strict=True))
    losses = [row for what, (int8, fp32) in hits.items() for row in _loss(what, int8, fp32)]
    return table(
        ["int8 questions against fp32", ""],
        [
            ["questions of the gold set", len(questions)],
            ["cosine, mean (lowest)", f"{np.mean(cosines):.4f} ({min(cosines):.4f})"],
            ["same first sentence", _share(ours, exact, 0)],
            ["same verdict", _share(ours, exact, 1)],
            ["same quotes", _share(ours, exact, 2)],
            *losses,
        ],
    )


def _asked(encoder: Encoder, questions: Sequence[str]) -> list[tuple[object, ...]]:
    """Return for each question its likeliest sentence, its verdict and what is quoted."""
    index = ArticleIndex.build([default_article()], encoder)
    found: list[tuple[object, ...]] = []
    for question in questions:
        answer = index.ask(question)
        quoted = tuple(quote.start for quote in answer.quotes)
        found.append((index.rank(question, 1)[0].start, answer.verdict, quoted))
    return found


def _share(ours: Sequence[tuple[object, ...]], exact: Sequence[tuple[object, ...]], at: int) -> str:
    same = sum(a[at] == b[at] for a, b in zip(ours, exact, strict=True))
    return f"{same} of {len(ours)} ({100 * same / len(ours):.1f} %)"


def _loss(what: str, int8: NDArray[np.bool_], fp32: NDArray[np.bool_]) -> Iterator[list[object]]:
    yield [f"{what}: questions", f"{len(int8):,}"]
    yield [f"{what}: hit@1 in int8, in fp32", f"{int8.mean():.3f}, {fp32.mean():.3f}"]
    changed = f"{(int8 & ~fp32).sum()} won, {(~int8 & fp32).sum()} lost"
    yield [f"{what}: loss, points", f"{100 * (fp32.mean() - int8.mean()):.1f} ({changed})"]


def _hits(encoder: Encoder, sets: Sequence[QuestionSet], data_dir: Path) -> NDArray[np.bool_]:
    found = cases(sets, encoder, fitted=fitted_to(encoder, data_dir), removed=False)
    hits: NDArray[np.bool_] = Outcomes.of(list(found)).of_kind(Kind.ANSWERABLE).rank <= 1
    return hits


def main() -> None:
    """Write the table alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="SQuAD-format files")
    options = parser.parse_args()
    write_between(DOCUMENT, "exactness", exactness(options.data_dir, options.sets))


if __name__ == "__main__":
    main()
