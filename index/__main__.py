"""Index articles, ask them, and measure how well that goes."""

import argparse
import codecs
import io
import json
import logging
import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

from index.article import LEAST_HASH_CHARS, Article
from index.building import (
    build_index,
    change_index,
    open_index,
    rebuild_index,
)
from index.encoder import OnnxEncoder, open_encoder
from index.errors import (
    ArticleError,
    EvaluationError,
    SettingsError,
    UsageError,
    VerbatimError,
)
from index.fitted import fitted_folder, fitted_to
from index.folders import replaced
from index.glossary import SHIPPED_GLOSSARY
from index.model_passport import ADAPTER, ANSWERABILITY
from index.page import ARTICLE_PLACE, write_page
from index.progress import progress_bars
from index.question_sets import Part
from index.reading import default_article, read_article
from index.showing import (
    answer_as_json,
    headline,
    in_full,
    index_as_json,
    left_out,
    quoted,
    understood,
)
from index.store import ArticleIndex

USAGE_FAULT = 2  # argparse's own status for a command line that is wrong
INTERRUPTED = 130  # as shells have it: 128 and the number of the signal


class Environment(BaseSettings):
    """The settings, of the environment or `.env`, that the command line takes its defaults from."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    data_dir: str = "data"
    embedding_model: str = "bundled"
    articles: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status.

    0 when it ran, 2 where the input is wrong, 130 where somebody interrupted it.
    """
    _write_any_text()
    logging.basicConfig(format="%(message)s", level=logging.WARNING, stream=sys.stderr)
    try:
        options = _parser(_environment()).parse_args(arguments)
        command: Callable[[argparse.Namespace], None] = options.command
        command(options)
    except VerbatimError as fault:
        sys.stderr.write(f"verbatim: {fault}\n")
        return USAGE_FAULT
    except BrokenPipeError:  # the reader, `head` perhaps, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as fault:  # DATA_DIR cannot be made or written, or the disk is full
        sys.stderr.write(f"verbatim: {fault.filename or 'a file'}: {fault.strerror or fault}\n")
        return USAGE_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _write_any_text() -> None:
    """Have what an output's encoding lacks written as JSON writes it: "é" by its number."""
    codecs.register_error("as JSON", _as_json)
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(errors="as JSON")


def _as_json(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeEncodeError)
    return json.dumps(fault.object[fault.start : fault.end])[1:-1], fault.end


def _environment() -> Environment:
    """Read the settings; raise SettingsError where `.env` is no text."""
    try:
        return Environment()
    except UnicodeDecodeError as fault:
        raise SettingsError(f".env: not UTF-8 text: {fault.reason} at byte {fault.start}") from None


def _parser(environment: Environment) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data-dir",
        type=_folder,
        default=environment.data_dir,
        metavar="FOLDER",
        help="where models and the index are kept (default: DATA_DIR, else data)",
    )
    common.add_argument(
        "--model",
        type=_named,
        default=environment.embedding_model,
        metavar="NAME",
        help="the sentence-transformers model (default: EMBEDDING_MODEL, else bundled)",
    )
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser(
        "build", parents=[common], help="index these articles, in the place of those on the shelf"
    )
    build.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="a path or a link, in the place of all that is on the shelf. Without any, the "
        "articles of the setting ARTICLES are read again, and those that were added stay; where "
        "ARTICLES is empty, what was indexed last, or at first the Aleppo article",
    )
    build.set_defaults(command=_build, named=environment.articles)

    add = commands.add_parser("add", parents=[common], help="put more articles on the shelf")
    add.add_argument("sources", nargs="+", metavar="SOURCE", help="a path or a link")
    add.set_defaults(command=_add)

    remove = commands.add_parser("remove", parents=[common], help="take an article off the shelf")
    remove.add_argument(
        "article",
        metavar="ARTICLE",
        help="its title, its source, or at least six digits that its hash begins with",
    )
    remove.set_defaults(command=_remove)

    ask = commands.add_parser("ask", parents=[common], help="ask the indexed articles")
    ask.add_argument("question", metavar="QUESTION", help="in any language")
    ask.add_argument("--limit", type=_positive, default=3, help="quotes at most (default: 3)")
    ask.add_argument("--json", action="store_true", help="print one JSON object")
    ask.set_defaults(command=_ask)

    evaluate = commands.add_parser("eval", parents=[common], help="measure on a question file")
    evaluate.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="SQuAD-format JSON, question JSONL, or a folder of stories",
    )
    evaluate.add_argument(
        "--article",
        help="what question JSONL asks: its title, its source or the beginning of its hash; "
        "default: the first",
    )
    evaluate.add_argument("--passages", type=Path, help="a SQuAD file, for parallel --questions")
    evaluate.add_argument("--questions", type=Path, help="a parallel SQuAD file to ask from")
    evaluate.add_argument(
        "--part",
        choices=[*Part],
        type=Part,
        default=Part.ALL,
        help="which of the articles (default: all): the fifth that nothing is fitted on, the fifth "
        "that weights are, the three fifths that the adapter is taught on, or all that are not "
        "held out",
    )
    evaluate.add_argument("--limit", type=_positive, help="articles at most, or questions of JSONL")
    evaluate.add_argument(
        "--volumes",
        type=_positive,
        metavar="SENTENCES",
        help="put the articles together first, to about so many sentences each",
    )
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    evaluate.set_defaults(command=_eval)

    fit = commands.add_parser("fit", parents=[common], help="fit weights to the model")
    fit.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="SQuAD-format JSON, or a folder of stories; not question JSONL, which has no articles "
        "to learn from some and be tested on others",
    )
    taught = fit.add_mutually_exclusive_group()
    taught.add_argument(
        "--adapter", action="store_true", help="train the encoder's adapter instead"
    )
    taught.add_argument(
        "--answerability", action="store_true", help="train what tells answers from others instead"
    )
    taught.add_argument(
        "--mean", action="store_true", help="FILEs are adapters: write their mean as the encoder's"
    )
    taught.add_argument(
        "--glossary",
        action="store_true",
        help="FILEs are glossaries (*.tsv) or folders of them: make the one that is shipped",
    )
    fit.add_argument(
        "--out",
        type=Path,
        help="a folder for weights (default: the model's in DATA_DIR/fitted), or a file for what "
        "is trained (default: the package's own, in index/data)",
    )
    fit.set_defaults(command=_fit)

    show = commands.add_parser("show", parents=[common], help="what was understood of the articles")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    show.set_defaults(command=_show)

    page = commands.add_parser("page", parents=[common], help="write a page to verify quotes by")
    page.add_argument("out", type=Path, metavar="OUT.html", help="{article} stands for its address")
    page.add_argument("--article", help="as remove takes it (default: all)")
    page.set_defaults(command=_page)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: a whole number from 1 up is needed")
    return int(text)


def _named(text: str) -> str:
    """Refuse what is left of a shell's variable that is not set."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def _folder(text: str) -> Path:
    """Put a person's folder in the place of `~`: .env and `--data-dir=~` reach us as they are."""
    try:
        return Path(_named(text)).expanduser()
    except RuntimeError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


def _encoder(options: argparse.Namespace) -> OnnxEncoder:
    with progress_bars() as report:
        return open_encoder(options.data_dir, options.model, report)


def _open(options: argparse.Namespace, encoder: OnnxEncoder | None = None) -> ArticleIndex:
    encoder = encoder or _encoder(options)
    with progress_bars() as report:
        return open_index(options.data_dir, [], encoder, report)


# build and show


def _build(options: argparse.Namespace) -> None:
    chosen = bool(options.sources)
    articles = [read_article(each) for each in options.sources or _sources(options.named)]
    encoder = _encoder(options)
    with progress_bars() as report:
        if chosen:
            index = build_index(options.data_dir, articles, encoder, report)
        else:
            index = rebuild_index(options.data_dir, articles, encoder, report)
    _tell_of_twins(articles)
    for article in index.articles:
        _show_built(index, article)


def _sources(named: str) -> list[str]:
    """Split ARTICLES as a shell would; raise SettingsError where a quote is not closed."""
    try:
        return shlex.split(named)
    except ValueError as error:
        raise SettingsError(f"ARTICLES: {error}") from error


def _add(options: argparse.Namespace) -> None:
    added = [replace(read_article(source), added=True) for source in options.sources]
    encoder = _encoder(options)
    _change(options, _open(options, encoder), encoder, add=added)


def _remove(options: argparse.Namespace) -> None:
    encoder = _encoder(options)
    index = _open(options, encoder)
    article = _article_named(index, options.article)
    _change(options, index, encoder, remove=[article.content_hash])


def _change(
    options: argparse.Namespace,
    index: ArticleIndex,
    encoder: OnnxEncoder,
    add: Sequence[Article] = (),
    remove: Sequence[str] = (),
) -> None:
    before = {article.content_hash for article in index.articles}
    with progress_bars() as report:
        changed = change_index(
            options.data_dir, index, encoder, add=add, remove=remove, progress=report
        )
    for article in changed.articles:
        if article.content_hash not in before:
            _show_built(changed, article)
    for article in index.articles:
        if article.content_hash in remove:
            _print(f"{headline(article)}: removed")
    _print(f"{len(changed.articles)} on the shelf")


def _tell_of_twins(articles: Sequence[Article]) -> None:
    """Say which sources hold the text of another one, and are indexed once with it."""
    first: dict[str, Article] = {}
    for article in articles:
        twin = first.setdefault(article.content_hash, article)
        if twin is not article:
            _print(f"{article.source}: the same text as {twin.source}, indexed once")


def _show_built(index: ArticleIndex, article: Article) -> None:
    _print(understood(index, article)[0])
    for line in left_out(article):
        _print(line)


def _article_named(index: ArticleIndex, name: str) -> Article:
    """Return the one article that a person means."""
    found = [
        article
        for article in index.articles
        if name in (article.title, article.source) or _begins(article.content_hash, name)
    ]
    if len(found) == 1:
        return found[0]
    titles = ", ".join(repr(article.title) for article in index.articles)
    what = "several articles are" if found else "no article is"
    raise ArticleError(f"{name}: {what} called so; on the shelf are {titles}")


def _begins(content_hash: str, name: str) -> bool:
    return len(name) >= LEAST_HASH_CHARS and content_hash.startswith(name)


def _show(options: argparse.Namespace) -> None:
    index = _open(options)
    if options.json:
        _print(json.dumps(index_as_json(index), ensure_ascii=False, indent=1))
        return
    for name, value in asdict(index.passport).items():
        if name != "articles":
            _print(f"{name.replace('_', ' ')}: {value}")
    for article in index.articles:
        _print("")
        for line in understood(index, article):
            _print(line)
        for line in in_full(index, article):
            _print(line)


# page


def _page(options: argparse.Namespace) -> None:
    index = _open(options)
    one_each = ARTICLE_PLACE in str(options.out)
    articles = [_article_named(index, options.article)] if options.article else index.articles
    if len(articles) > 1 and not one_each:
        titles = ", ".join(repr(article.title) for article in articles)
        raise ArticleError(
            f"{options.out}: several articles; choose one with --article, or put {ARTICLE_PLACE} "
            f"into the name for a page of each ({titles})"
        )
    for article in articles:
        out = Path(str(options.out).replace(ARTICLE_PLACE, article.address))
        out.parent.mkdir(parents=True, exist_ok=True)
        with replaced(out) as made:
            made.write_text(write_page(article, index.sentences(article)), "utf-8", "replace")
        _print(f"{out}: {headline(article)}")


# ask


def _ask(options: argparse.Namespace) -> None:
    if not options.question.strip():
        raise UsageError("the question is empty")
    index = _open(options)
    start = time.perf_counter()
    answer = index.ask(options.question, options.limit)
    ms = (time.perf_counter() - start) * 1000
    if options.json:
        _print(json.dumps(answer_as_json(answer, ms), ensure_ascii=False))
        return
    _print(f"{answer.verdict.value} ({answer.confidence:.0%}, {ms:.1f} ms)")
    for quote in answer.quotes:
        _print(f"\n{quoted(quote)}")
    for part in answer.unanswered:
        _print(f"\nno sure answer to: {part.question}")
        if part.nearest is not None:
            _print(f"nearest:\n{quoted(part.nearest)}")


# eval and fit


def _eval(options: argparse.Namespace) -> None:
    from index.evaluation import cases
    from index.figures import Outcomes, report
    from index.reporting import print_report, to_json

    opened = cache(lambda: _encoder(options))  # question files are read, or refused, before it is
    sets = _question_sets(options, opened)
    encoder = opened()
    fitted = fitted_to(encoder, options.data_dir)
    with progress_bars() as bars:
        outcomes = Outcomes.of(cases(sets, encoder, fitted=fitted, progress=bars))
    found = report(outcomes)
    if options.json:
        _print(to_json(found))
    else:
        print_report(found)


def _question_sets(options: argparse.Namespace, encoder: Callable[[], OnnxEncoder]) -> list[Any]:
    from index.question_sets import limited, read_questions
    from index.stories import read_stories
    from index.volumes import volumes

    passages = options.passages or options.file
    if passages is None:
        raise UsageError("eval needs a FILE, or --questions with --passages")
    if options.file and options.passages:
        raise UsageError(f"{options.file}: a FILE and --passages do not go together")
    if options.article and passages.suffix != ".jsonl":
        raise UsageError(f"--article: goes with question JSONL alone, not with {passages}")
    article = default_article()
    if passages.suffix == ".jsonl":
        index = _open(options, encoder())
        article = _article_named(index, options.article) if options.article else index.articles[0]
    if passages.is_dir() and not options.questions:
        sets = read_stories(passages)
    else:
        sets = read_questions(passages, article, options.questions)
    kept = limited(sets, options.part, options.limit)
    if not any(each.asked for each in kept):
        raise EvaluationError(f"{passages}: none of its questions is in the part {options.part}")
    if not options.volumes:
        return kept
    bound = volumes(kept, options.volumes)
    lengths = ", ".join(str(len(each.sentences)) for each in bound)
    sys.stderr.write(f"volumes of {lengths} sentences\n")
    return bound


def _fit(options: argparse.Namespace) -> None:
    from index.corpora import read_corpora
    from index.fitting import fit
    from index.reporting import told_of_fit

    if options.adapter or options.mean:
        _train(options)
        return
    if options.answerability:
        _train_answerability(options)
        return
    if options.glossary:
        _make_glossary(options)
        return
    corpora = read_corpora(options.files)
    encoder = _encoder(options)
    out = options.out or fitted_folder(options.data_dir, encoder)
    part = Part.WEIGHTS if encoder.passport.adapter else Part.FITTED
    with progress_bars() as bars:
        found = fit(corpora, encoder, part, bars)
    found.write(out)
    for line in told_of_fit(corpora, part, found.weights):
        _print(line)
    _print(f"weights and background written to {out}")


def _train(options: argparse.Namespace) -> None:
    from index.adapter import train_adapter
    from index.averaging import mean_adapter

    out = options.out or ADAPTER
    if options.mean:
        mean_adapter(options.files, out)
    else:
        with progress_bars() as bars:
            train_adapter(options.files, out, progress=bars)
    _tell_of_taught("adapter", out)


def _train_answerability(options: argparse.Namespace) -> None:
    from index.answerability import train_answerability

    out = options.out or ANSWERABILITY
    with progress_bars() as bars:
        train_answerability(options.files, out, progress=bars)
    _tell_of_taught("answerability", out)


def _make_glossary(options: argparse.Namespace) -> None:
    from index.glossary_files import read_glossary

    out = options.out or SHIPPED_GLOSSARY
    glossary = read_glossary(options.files)
    glossary.save(out)
    _print(f"glossary of {len(glossary)} words written to {out}")


def _tell_of_taught(what: str, out: Path) -> None:
    _print(f"{what} written to {out}; the bundled model is exported with it when it is next opened")


if __name__ == "__main__":
    raise SystemExit(main())
