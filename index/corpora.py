"""Question files that belong together: parallel ones, which cross languages, stories, others."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

from index.question_sets import (
    Part,
    QuestionSet,
    limited,
    question_ids,
    read_squad,
    require_parallel,
)
from index.stories import read_stories, stories_sha256


@dataclass(frozen=True, slots=True)
class Corpus:
    """The question sets of a file, or of one file's questions put to another's passages.

    `sources` say which files, with the start of their SHA-256, and `licences` what they are under;
    `told` whether it is of stories.
    """

    sets: tuple[QuestionSet, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    told: bool = False

    def part(self, part: Part) -> list[QuestionSet]:
        """Return a part of the articles."""
        return limited(self.sets, part)


@dataclass(frozen=True, slots=True)
class Corpora:
    """What the same-language and what the cross-language regime is fitted on."""

    same: tuple[Corpus, ...]
    crossed: tuple[Corpus, ...]


def answerable(some: Sequence[Corpus], part: Part) -> tuple[int, int]:
    """Return how many questions of a part have an answer, and on how many articles by title."""
    asked = [
        (each.article.title, sum(1 for one in each.asked if one.answering))
        for corpus in some
        for each in corpus.part(part)
    ]
    return sum(count for _, count in asked), len({title for title, count in asked if count})


def read_corpora(paths: Sequence[Path]) -> Corpora:
    """Read SQuAD-format files, and folders of stories; some of the files may be parallel.

    Parallel files, in pairs, serve the crossed regime, and the same-language one only where nothing
    else is given: so the weights of each regime follow one licence. What a story is asked in its
    own language serves the one regime, and in others the other. Raise EvaluationError as their
    readers do.
    """
    groups = parallel_files(paths)
    crossings = [pair for group in groups for pair in permutations(group, 2)]
    folders = [group[0] for group in groups if group[0].is_dir()]
    alone = [group[0] for group in groups if len(group) == 1 and group[0] not in folders]
    if not alone and not folders:
        alone = [path for group in groups for path in group]
    told = [_stories(folder) for folder in folders]
    return Corpora(
        same=(*map(_corpus, alone), *(_asked(each, crossed=False) for each in told)),
        crossed=(
            *(_corpus(*pair) for pair in crossings),
            *(_asked(each, crossed=True) for each in told),
        ),
    )


def parallel_files(paths: Sequence[Path]) -> list[list[Path]]:
    """Put files that are parallel together; a folder of stories stands alone, as other files do.

    Raise EvaluationError where files share their question ids and are not parallel: it is not known
    then which of their articles are the same.
    """
    groups: dict[Path | frozenset[str], list[Path]] = {}
    for path in dict.fromkeys(paths):
        groups.setdefault(path if path.is_dir() else question_ids(path), []).append(path)
    for first, *others in groups.values():
        for other in others:
            require_parallel(first, other)
    return list(groups.values())


def _corpus(passages: Path, questions: Path | None = None) -> Corpus:
    paths = dict.fromkeys([passages, questions or passages])
    return Corpus(
        sets=tuple(read_squad(passages, questions)),
        sources=tuple(f"{path.name} (SHA-256 {_digest(path)[:12]}…)" for path in paths),
        licences=tuple(dict.fromkeys(licence_of(path) for path in paths)),
    )


def _stories(folder: Path) -> Corpus:
    return Corpus(
        sets=tuple(read_stories(folder)),
        sources=(f"{folder.name} (SHA-256 {stories_sha256(folder)[:12]}…)",),
        licences=(licence_of(folder / folder.name),),
        told=True,
    )


def _asked(stories: Corpus, *, crossed: bool) -> Corpus:
    """Return what the stories are asked in other languages, or in their own."""
    sets = [
        replace(
            each,
            asked=tuple(one for one in each.asked if each.is_crossed(one) == crossed),
        )
        for each in stories.sets
    ]
    return replace(stories, sets=tuple(sets))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def licence_of(path: Path) -> str:
    """Return the first line of the `NAME.LICENSE.txt` beside a file that its name begins with."""
    for beside in sorted(path.parent.glob("*.LICENSE.txt")):
        if path.name.startswith(beside.name.removesuffix(".LICENSE.txt")):
            return beside.read_text("utf-8").strip().split("\n")[0]
    return f"that of {path.name}, which no file beside it states"
