"""The command ask."""

import argparse
import json
import time

from index.commands.common import open_shelf, print_line
from index.errors import UsageError
from index.showing import answer_as_json, quoted


def ask(options: argparse.Namespace) -> None:
    """Ask the shelf, and print the verdict with its quotes."""
    if not options.question.strip():
        raise UsageError("the question is empty")
    index = open_shelf(options)
    start = time.perf_counter()
    answer = index.ask(options.question, options.limit)
    ms = (time.perf_counter() - start) * 1000
    if options.json:
        print_line(json.dumps(answer_as_json(answer, ms), ensure_ascii=False))
        return
    print_line(f"{answer.verdict.value} ({answer.confidence:.0%}, {ms:.1f} ms)")
    for quote in answer.quotes:
        print_line(f"\n{quoted(quote)}")
    for part in answer.unanswered:
        print_line(f"\nno sure answer to: {part.question}")
        if part.nearest is not None:
            print_line(f"nearest:\n{quoted(part.nearest)}")
