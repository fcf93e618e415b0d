"""The command eval."""

import argparse
import sys
from collections.abc import Callable
from functools import cache

from index.commands.common import article_named, encoder_of, open_shelf, print_line
from index.encoder import OnnxEncoder
from index.errors import EvaluationError, UsageError
from index.fitted import fitted_to
from index.progress import progress_bars
from index.question_sets import QuestionSet, limited, read_questions
from index.reading import default_article
from index.stories import read_stories
from index.volumes import volumes


def evaluate(options: argparse.Namespace) -> None:
    """Measure ranking and verdict on a question file, and print the report."""
    from index.evaluation import cases
    from index.figures import Outcomes, report
    from index.reporting import print_report, to_json

    opened = cache(lambda: encoder_of(options))  # question files are read, or refused, before it is
    sets = _question_sets(options, opened)
    encoder = opened()
    fitted = fitted_to(encoder, options.data_dir)
    with progress_bars() as bars:
        outcomes = Outcomes.of(cases(sets, encoder, fitted=fitted, progress=bars))
    found = report(outcomes)
    if options.json:
        print_line(to_json(found))
    else:
        print_report(found)


def _question_sets(
    options: argparse.Namespace, encoder: Callable[[], OnnxEncoder]
) -> list[QuestionSet]:
    passages = options.passages or options.file
    if passages is None:
        raise UsageError("eval needs a FILE, or --questions with --passages")
    if options.file and options.passages:
        raise UsageError(f"{options.file}: a FILE and --passages do not go together")
    if options.article and passages.suffix != ".jsonl":
        raise UsageError(f"--article: goes with question JSONL alone, not with {passages}")
    article = default_article()
    if passages.suffix == ".jsonl":
        index = open_shelf(options, encoder())
        article = article_named(index, options.article) if options.article else index.articles[0]
    if passages.is_dir() and not options.questions:
        sets = read_stories(passages)
    else:
        sets = read_questions(passages, article, options.questions)
    kept = limited(sets, options.part, options.limit, options.each)
    if not any(each.asked for each in kept):
        raise EvaluationError(f"{passages}: none of its questions is in the part {options.part}")
    if not options.volumes:
        return kept
    bound = volumes(kept, options.volumes)
    lengths = ", ".join(str(len(each.sentences)) for each in bound)
    sys.stderr.write(f"volumes of {lengths} sentences\n")
    return bound
