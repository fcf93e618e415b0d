"""Measure how memory and time grow from 21 sentences to a million: docs/performance.md.

`python -m benchmarks.scale` draws vectors that lie to each other as those of the stories do,
compares kinds of FAISS indexes on them, builds indexes of 21 to a million sentences and asks them.
Each index is built and asked in a process of its own. Times of questions are by the clock, with all
cores that there are; those of building and opening are processor time, of all threads together, and
that of questions is beside theirs.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus import PER_ARTICLE, Asked, Corpus, DrawnEncoder
from benchmarks.likenesses import Likenesses
from benchmarks.pictures import draw_growth
from benchmarks.tables import table, write_between
from index import ArticleIndex, open_encoder
from index.background import Background, shipped_background
from index.encoder import Vectors
from index.fitted import Fitted, fitted_to
from index.shelf import Shelf
from index.stories import read_stories

DOCUMENT = Path("docs/performance.md")
PICTURE = Path("docs/pictures/scale.png")
STORIES = Path("benchmarks/stories")
TITLES = {
    "sizes": "From 21 sentences to a million",
    "likenesses": "Drawn vectors beside real ones",
    "kinds": "Kinds of indexes",
}
SIZES = (24, 1_000, 10_000, 100_000, 1_000_000)
QUESTIONS = 300
REAL = "likenesses.npz"  # vectors of the stories, kept in the work folder
# FAISS's names; the number of cells goes with the square root of the rows.
_KINDS = ("Flat", "SQfp16", "SQ8", "IVF,SQ8", "HNSW32_SQ8", "RaBitQfs", "PQ96x4fs", "PQ192x4fs")
KINDS = {
    10_000: _KINDS,
    100_000: _KINDS,
    1_000_000: ("SQ8", "IVF,SQ8", "RaBitQfs", "PQ96x4fs", "PQ192x4fs"),
}


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("data/scale"), help="folder for indexes")
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="sentences")
    parser.add_argument("--kinds", action="store_true", help="compare kinds of FAISS indexes alone")
    parser.add_argument("--build", type=int, help="build one index")
    parser.add_argument("--ask", type=int, help="ask one index")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.build:
        print(json.dumps(build(options.work, options.data_dir, options.build)))  # noqa: T201
    elif options.ask:
        print(json.dumps(ask(options.work, options.data_dir, options.ask)))  # noqa: T201
    elif options.kinds:
        write(options.work, "kinds", kinds(options.work, options.data_dir))
    else:
        write(options.work, "likenesses", compared(options.work, options.data_dir))
        write(options.work, "sizes", grown(options.work, options.data_dir, options.sizes))


def write(work: Path, name: str, text: str) -> None:
    """Keep a table in the work folder, and write all that are there into the document."""
    (work / f"{name}.md").write_text(text, "utf-8")
    parts = []
    for each, title in TITLES.items():
        path = work / f"{each}.md"
        if path.exists():
            parts += [f"### {title}", path.read_text("utf-8")]
    write_between(DOCUMENT, "scale", "\n\n".join(parts))


def grown(work: Path, data_dir: Path, sizes: Sequence[int]) -> str:
    """Measure each size in processes of their own, draw the picture and return the table."""
    found = []
    for size in sizes:
        built = _run(work, data_dir, "--build", size)
        found.append({**built, **_run(work, data_dir, "--ask", size)})
    head = ["sentences", "built in (CPU)", "on disk", "opened in (CPU)", "resident", "p50", "p95"]
    rows = [
        [
            f"{each['sentences']:,}",
            f"{each['built_s']:.0f} s",
            f"{each['disk_mb']:.0f} MB",
            f"{each['opened_s']:.1f} s",
            f"{each['resident_mb']:.0f} MB",
            f"{each['p50_ms']:.1f} ms",
            f"{each['p95_ms']:.1f} ms",
            f"{each['encoder_ms']:.1f} ms",
            f"{each['search_ms']:.2f} ms",
            f"{each['processor_ms']:.1f} ms",
            f"{each['recall']:.3f}",
        ]
        for each in found
    ]
    head += ["of it encoding", "vectors", "processor time", "recall@10"]
    draw_growth(PICTURE, [(e["sentences"], e["p50_ms"], e["resident_mb"]) for e in found])
    return table(head, rows)


def _run(work: Path, data_dir: Path, what: str, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale", what, str(size)]
    command += ["--work", str(work), "--data-dir", str(data_dir)]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


# Vectors


def real(work: Path, data_dir: Path) -> dict[str, NDArray[Any]]:
    """Return the centred vectors of the stories' sentences and of a part of their questions."""
    path = work / REAL
    if not path.exists():
        encoder = open_encoder(data_dir)
        background = shipped_background(encoder)
        assert background is not None  # it is shipped for the bundled encoder
        stories = read_stories(STORIES)
        shelf = Shelf([s.article for s in stories], [s.sentences for s in stories])
        asked = [
            (int(first) + min(each.answering), each.question)
            for first, story in zip(shelf.firsts, stories, strict=False)
            for each in story.asked
            if each.answering
        ]
        picked = np.random.default_rng(0).permutation(len(asked))[:2000].tolist()
        questions = np.stack([encoder.encode_question(asked[n][1]) for n in picked])
        np.savez(
            path,
            X=background.centre_contexts(encoder.encode_passages(shelf.contexts())),
            topics=shelf.owners(np.arange(len(shelf))),
            Q=background.centre_question(questions),
            gold=np.array([asked[n][0] for n in picked]),
        )
    with np.load(path) as arrays:
        return dict(arrays)


def likenesses(work: Path, data_dir: Path) -> Likenesses:
    """Return what was fitted to the stories' vectors."""
    known = real(work, data_dir)
    return Likenesses.of(known["X"], known["topics"].tolist(), known["Q"], known["gold"])


def drawn(
    model: Likenesses, count: int, asked: int, per_topic: int = PER_ARTICLE
) -> tuple[NDArray[np.float16], Vectors]:
    """Return so many passages in topics of `per_topic`, and questions on some of them."""
    random = np.random.default_rng(7)
    golds = np.sort(random.integers(0, count, asked))
    passages = np.empty((count, model.dimensions), np.float16)
    answers, about = np.empty((2, asked, model.dimensions), np.float32)
    part = 2000 * per_topic
    for start in range(0, count, part):
        topics = np.repeat(model.topics(_noise(random, 2000, model.dimensions)), per_topic, axis=0)
        rows = model.passages(topics, _noise(random, part, model.dimensions))[: count - start]
        passages[start : start + len(rows)] = rows
        here = np.flatnonzero((golds >= start) & (golds < start + len(rows)))
        answers[here], about[here] = rows[golds[here] - start], topics[golds[here] - start]
    return passages, model.questions(answers, about, _noise(random, asked, model.dimensions + 2))


def _noise(random: np.random.Generator, count: int, size: int) -> Vectors:
    return random.standard_normal((count, size), np.float32)


def nearest(parts: Iterator[tuple[int, Vectors]], questions: Vectors, limit: int) -> NDArray[Any]:
    """Return the exact nearest rows of each question, nearest first."""
    best = np.full((len(questions), limit), -np.inf, np.float32)
    ids = np.zeros(best.shape, np.int64)
    for start, rows in parts:
        found = questions @ rows.T
        both = np.concatenate([best, found], axis=1)
        numbers = np.arange(start, start + len(rows))
        every = np.concatenate([ids, np.broadcast_to(numbers, found.shape)], axis=1)
        order = np.argsort(-both, axis=1, kind="stable")[:, :limit]
        best, ids = np.take_along_axis(both, order, 1), np.take_along_axis(every, order, 1)
    return ids


def _parts(rows: NDArray[np.float16]) -> Iterator[tuple[int, Vectors]]:
    for start in range(0, len(rows), 20_000):
        yield start, rows[start : start + 20_000].astype(np.float32)


def compared(work: Path, data_dir: Path) -> str:
    """Return the table of how drawn vectors lie to each other beside the stories' own."""
    known = real(work, data_dir)
    model = likenesses(work, data_dir)
    topics = known["topics"]
    random = np.random.default_rng(1)
    means = model.topics(_noise(random, int(topics.max()) + 1, model.dimensions))[topics]
    passages = model.passages(means, _noise(random, len(topics), model.dimensions))
    golds = known["gold"]
    noise = _noise(random, len(golds), model.dimensions + 2)
    questions = model.questions(passages[golds], means[golds], noise)
    one = _quantiles(known["X"], known["Q"], topics, golds)
    other = _quantiles(passages, questions, topics, golds)
    rows = [
        [what, whose, *(f"{value:.3f}" for value in values)]
        for what in one
        for whose, values in (("real", one[what]), ("drawn", other[what]))
    ]
    return table(["cosine of a question with", "", "1 %", "10 %", "50 %", "90 %", "99 %"], rows)


def _quantiles(
    passages: Vectors, questions: Vectors, topics: NDArray[np.int64], golds: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    found = questions @ passages.T
    answer = np.arange(len(golds)), golds
    same = topics[golds][:, np.newaxis] == topics
    high = -np.sort(-found, axis=1)
    values = {
        "its answer": found[answer],
        "the same topic": found[same],
        "other topics": found[~same],
        "its likest": high[:, 0],
        "its tenth": high[:, 9],
        "gap from likest to tenth": high[:, 0] - high[:, 9],
        "gap from tenth to eleventh": high[:, 9] - high[:, 10],
    }
    return {name: np.percentile(each, [1, 10, 50, 90, 99]) for name, each in values.items()}


def kinds(work: Path, data_dir: Path) -> str:
    """Return the table of FAISS's kinds of indexes on drawn vectors."""
    model = likenesses(work, data_dir)
    rows: list[list[object]] = []
    for count, names in KINDS.items():
        passages, questions = drawn(model, count, 100)
        exact = nearest(_parts(passages), questions, 10)
        for name in names:
            rows += _measured(name, passages, questions, exact, work)
            sys.stderr.write(f"{rows[-1]}\n")
    head = ["rows", "kind", "looked at", "refined", "recall@10", "p50", "size", "built in"]
    return table(head, rows)


def _measured(
    name: str,
    passages: NDArray[np.float16],
    questions: Vectors,
    exact: NDArray[Any],
    work: Path,
) -> Iterator[list[object]]:
    import faiss

    faiss.omp_set_num_threads(1)
    count = len(passages)
    cells = int(1024 * (count / 1_000_000) ** 0.5)
    start = time.process_time()
    index = faiss.index_factory(
        passages.shape[1], name.replace("IVF", f"IVF{cells}"), faiss.METRIC_INNER_PRODUCT
    )
    picked = np.random.default_rng(0).permutation(count)[:65_536]
    index.train(passages[np.sort(picked)].astype(np.float32))
    for _, part in _parts(passages):
        index.add(part)
    built = time.process_time() - start
    path = work / "kind.faiss"
    faiss.write_index(index, str(path))
    size = path.stat().st_size / 1e6
    path.unlink()
    settings: Sequence[tuple[str, int]] = [("all", 0)]
    if name.startswith("IVF"):
        settings = [(f"{n} of {cells} cells", n) for n in (cells // 8, cells // 4, cells // 2)]
    if name.startswith("HNSW"):
        settings = [(f"{n} in the graph", n) for n in (128, 512)]
    for label, value in settings:
        if name.startswith("IVF"):
            index.nprobe = value
        elif value:
            index.hnsw.efSearch = value
        for refined in (200, 1000) if "4fs" in name or "Ra" in name else (100,):
            recall, p50 = _recalled(index, passages, questions, exact, refined)
            yield [
                f"{count:,}", name.replace(",", ", "), label, refined, f"{recall:.3f}",
                f"{p50:.2f} ms", f"{size:.0f} MB", f"{built:.0f} s",
            ]  # fmt: skip


def _recalled(
    index: Any,
    passages: NDArray[np.float16],
    questions: Vectors,
    exact: NDArray[Any],
    refined: int,
) -> tuple[float, float]:
    spent, right = [], []
    for question, expected in zip(questions, exact, strict=True):
        start = time.thread_time()
        _, found = index.search(question[np.newaxis], refined)
        ids = found[0][found[0] >= 0]
        scores = passages[ids].astype(np.float32) @ question
        best = ids[np.argsort(-scores)[:10]]
        spent.append(time.thread_time() - start)
        right.append(len(set(best.tolist()) & set(expected.tolist())) / 10)
    return float(np.mean(right)), float(np.median(spent) * 1000)


# The whole path


def build(work: Path, data_dir: Path, size: int) -> dict[str, float]:
    """Build and save an index of so many sentences, with questions and their exact neighbours."""
    corpus = Corpus(read_stories(STORIES))
    articles = max(1, round(size / PER_ARTICLE))
    asked = corpus.asked(articles, min(QUESTIONS, 4 * articles))
    encoder = DrawnEncoder(likenesses(work, data_dir), open_encoder(data_dir), asked)
    start = time.process_time()
    made = list(corpus.articles(articles))
    composed = time.process_time() - start
    sys.stderr.write(f"{articles} articles in {composed:.0f} s\n")
    fitted = Fitted(fitted_to(encoder).weights, _nothing(encoder))
    start = time.process_time()
    index = ArticleIndex.build(
        [article for article, _ in made],
        encoder,
        lambda what, done, total: sys.stderr.write(f"{what} {done} of {total}\n"),
        fitted=fitted,
        sentences=[spans for _, spans in made],
    )
    index.save(work / f"index-{size}")
    built = time.process_time() - start
    rows = index._stage.contexts
    questions = np.stack([encoder.encode_question(each.question) for each in asked[:100]])
    parts = (
        (at, rows.rows(np.arange(at, min(at + 20_000, len(rows)))))
        for at in range(0, len(rows), 20_000)
    )
    table = {
        "asked": [[each.question, each.number, each.passage] for each in asked],
        "nearest": nearest(parts, questions, 10).tolist(),
    }
    (work / f"asked-{size}.json").write_text(json.dumps(table), "utf-8")
    disk = sum(path.stat().st_size for path in (work / f"index-{size}").rglob("*"))
    return {
        "sentences": len(rows),
        "built_s": built,
        "disk_mb": disk / 1e6,
        "build_resident_mb": _resident_mb(),
    }


def ask(work: Path, data_dir: Path, size: int) -> dict[str, float]:
    """Ask a saved index all its questions, each once; return what that took."""
    table = json.loads((work / f"asked-{size}.json").read_text("utf-8"))
    asked = [Asked(*each) for each in table["asked"]]
    model = likenesses(work, data_dir)
    encoder = DrawnEncoder(model, open_encoder(data_dir), asked)
    start = time.process_time()
    index = ArticleIndex.load(work / f"index-{size}", encoder)
    opened = time.process_time() - start
    real = DrawnBefore(encoder, [each.question for each in asked])
    index._stage.__dict__["encoder"] = real
    index.ask(asked.pop().question)  # what is read once is read
    spent, clock, encoding, searching = [], [], [], []
    for each in asked:
        begun, began = time.process_time(), time.perf_counter()
        index.ask(each.question)
        spent.append(time.process_time() - begun)
        clock.append(time.perf_counter() - began)
        encoding.append(real.encoding_s)
    found = []
    for each, expected in zip(table["asked"], table["nearest"], strict=False):
        vector, began = real.vectors[each[0]], time.perf_counter()
        best = index._stage.contexts.best(vector, 10)
        searching.append(time.perf_counter() - began)
        found.append(len(set(best.tolist()) & set(expected)) / len(best))
    return {
        "opened_s": opened,
        "resident_mb": _resident_mb(),
        "processor_ms": float(np.median(spent)) * 1000,
        "p50_ms": float(np.median(clock)) * 1000,
        "p95_ms": float(np.percentile(clock, 95)) * 1000,
        "encoder_ms": float(np.median(encoding)) * 1000,
        "search_ms": float(np.median(searching)) * 1000,
        "recall": float(np.mean(found)),
    }


class DrawnBefore(DrawnEncoder):
    """Has drawn its questions before they are asked, and knows how long the network took last."""

    def __init__(self, encoder: DrawnEncoder, questions: Sequence[str]) -> None:
        self.__dict__.update(encoder.__dict__)
        self.vectors = {each: self.drawn_question(each) for each in questions}
        self.encoding_s = 0.0

    def encode_question(self, question: str) -> Vectors:
        """Return the vector of a question that was made for a passage."""
        began = time.perf_counter()
        self._real.encode_question(question)
        self.encoding_s = time.perf_counter() - began
        return self.vectors[question]


def _nothing(encoder: DrawnEncoder) -> Background:
    """Return a background that centres nothing: what is drawn is centred."""
    mean = np.zeros(encoder.dimensions, np.float32)
    return Background(encoder.fingerprint, mean, mean, mean)


def _resident_mb() -> float:
    """Return the most memory that this process had resident; `ru_maxrss` is its parent's too."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    found = next(line for line in lines if line.startswith("VmHWM:"))
    return int(found.split()[1]) / 1024


if __name__ == "__main__":
    main()
