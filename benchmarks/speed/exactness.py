"""What int8 costs against fp32 on the gold set: `python -m benchmarks.speed.exactness`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.tables import table, write_between
from index import ArticleIndex, default_article, open_encoder
from index.encoder import FP32_FILE, Encoder
from index.evaluation import Kind, cases
from index.figures import Outcomes
from index.fitted import fitted_to
from index.question_sets import read_jsonl
from tests.plain import PlainEncoder

GOLD = Path("tests/gold")
DOCUMENT = Path("docs/performance.md")


def exactness(data_dir: Path) -> str:
    """Return the table: agreement on the whole gold set, hits on the half that is for looking at.

    Passages are in fp32 on both sides, as they are whenever an index is built.
    """
    served = open_encoder(data_dir)
    whole = PlainEncoder(served, served.folder / FP32_FILE)
    questions = [
        asked.question
        for name in ("open", "kept")
        for asked in read_jsonl(GOLD / f"{name}.jsonl", default_article()).asked
    ]
    cosines = [float(served.encode_question(q) @ whole.encode_question(q)) for q in questions]
    ours, exact = (_asked(encoder, questions) for encoder in (served, whole))
    hits = [_hit(encoder, data_dir) for encoder in (served, whole)]
    return table(
        ["int8 questions against fp32", ""],
        [
            ["questions of the gold set", len(questions)],
            ["cosine, mean (lowest)", f"{np.mean(cosines):.4f} ({min(cosines):.4f})"],
            ["same first sentence", _share(ours, exact, 0)],
            ["same verdict", _share(ours, exact, 1)],
            ["same quotes", _share(ours, exact, 2)],
            ["hit@1 on the open half, int8", f"{hits[0]:.3f}"],
            ["hit@1 on the open half, fp32", f"{hits[1]:.3f}"],
            ["loss of hit@1, points", f"{100 * (hits[1] - hits[0]):.1f}"],
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


def _hit(encoder: Encoder, data_dir: Path) -> float:
    sets = [read_jsonl(GOLD / "open.jsonl", default_article())]
    found = cases(sets, encoder, fitted=fitted_to(encoder, data_dir), removed=False)
    outcomes = Outcomes.of(list(found)).of_kind(Kind.ANSWERABLE)
    return float((outcomes.rank <= 1).mean())


def main() -> None:
    """Write the table alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    write_between(DOCUMENT, "exactness", exactness(parser.parse_args().data_dir))


if __name__ == "__main__":
    main()
