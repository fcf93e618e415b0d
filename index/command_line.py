"""What the command line takes: commands, their options, and defaults from the environment."""

import argparse
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from index.commands import asking, measuring, shelving, teaching
from index.errors import SettingsError
from index.question_sets import Part


class Environment(BaseSettings):
    """The settings, of the environment or `.env`, that the command line takes its defaults from."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    data_dir: str = "data"
    embedding_model: str = "bundled"
    articles: str = ""


def read_environment() -> Environment:
    """Read the settings; raise SettingsError where `.env` is no text."""
    try:
        return Environment()
    except UnicodeDecodeError as fault:
        raise SettingsError(f".env: not UTF-8 text: {fault.reason} at byte {fault.start}") from None


def make_parser(environment: Environment) -> argparse.ArgumentParser:
    """Return the parser of `python -m index`; what it finds has its function as `command`."""
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
    build.set_defaults(command=shelving.build, named=environment.articles)

    add = commands.add_parser("add", parents=[common], help="put more articles on the shelf")
    add.add_argument("sources", nargs="+", metavar="SOURCE", help="a path or a link")
    add.set_defaults(command=shelving.add)

    remove = commands.add_parser("remove", parents=[common], help="take an article off the shelf")
    remove.add_argument(
        "article",
        metavar="ARTICLE",
        help="its title, its source, or at least six digits that its hash begins with",
    )
    remove.set_defaults(command=shelving.remove)

    ask = commands.add_parser("ask", parents=[common], help="ask the indexed articles")
    ask.add_argument("question", metavar="QUESTION", help="in any language")
    ask.add_argument("--limit", type=_positive, default=3, help="quotes at most (default: 3)")
    ask.add_argument("--json", action="store_true", help="print one JSON object")
    ask.set_defaults(command=asking.ask)

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
        "--each",
        type=_positive,
        metavar="QUESTIONS",
        help="questions of an article at most, so that long ones count for no more than others",
    )
    evaluate.add_argument(
        "--volumes",
        type=_positive,
        metavar="SENTENCES",
        help="put the articles together first, to about so many sentences each",
    )
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    evaluate.set_defaults(command=measuring.evaluate)

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
    fit.set_defaults(command=teaching.teach)

    show = commands.add_parser("show", parents=[common], help="what was understood of the articles")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    show.set_defaults(command=shelving.show)

    page = commands.add_parser("page", parents=[common], help="write a page to verify quotes by")
    page.add_argument("out", type=Path, metavar="OUT.html", help="{article} stands for its address")
    page.add_argument("--article", help="as remove takes it (default: all)")
    page.set_defaults(command=shelving.page)
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
