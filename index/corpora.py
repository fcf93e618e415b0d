"""Question files that belong together: parallel ones, which cross languages, and others."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from index.question_sets import QuestionSet, question_ids, read_squad


@dataclass(frozen=True, slots=True)
class Corpus:
    """The question sets of a file, or of one file's questions put to another's passages.

    `sources` say which files, with the start of their SHA-256, and `licences` what they are under.
    """

    sets: tuple[QuestionSet, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpora:
    """What the same-language and what the cross-language regime is fitted on."""

    same: tuple[Corpus, ...]
    crossed: tuple[Corpus, ...]


def read_corpora(paths: Sequence[Path]) -> Corpora:
    """Read SQuAD-format files; those with the same question ids are parallel, in pairs.

    Parallel files serve the crossed regime, and the same-language one only where no other file is
    given: so the weights of each regime follow one licence. Raise EvaluationError as `read_squad`.
    """
    paths = list(dict.fromkeys(paths))
    ids = {path: question_ids(path) for path in paths}
    crossings = [(p, q) for p, q in permutations(paths, 2) if ids[p] == ids[q]]
    parallel = {path for pair in crossings for path in pair}
    alone = [path for path in paths if path not in parallel] or paths
    return Corpora(
        same=tuple(_corpus(path) for path in alone),
        crossed=tuple(_corpus(*pair) for pair in crossings),
    )


def _corpus(passages: Path, questions: Path | None = None) -> Corpus:
    paths = dict.fromkeys([passages, questions or passages])
    return Corpus(
        sets=tuple(read_squad(passages, questions)),
        sources=tuple(f"{path.name} (SHA-256 {_digest(path)[:12]}…)" for path in paths),
        licences=tuple(dict.fromkeys(licence_of(path) for path in paths)),
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def licence_of(path: Path) -> str:
    """Return the first line of the `NAME.LICENSE.txt` beside a file that its name begins with."""
    for beside in sorted(path.parent.glob("*.LICENSE.txt")):
        if path.name.startswith(beside.name.removesuffix(".LICENSE.txt")):
            return beside.read_text("utf-8").strip().split("\n")[0]
    return f"that of {path.name}, which no file beside it states"
