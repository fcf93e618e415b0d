"""Start the bot, or the console where there is no token: `python -m bot [--console]`."""

import argparse
import asyncio
import errno
import logging
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.ending import end_with
from bot.errors import BotError, DataError
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.doorway import Doorway
    from bot.live import LiveIndex
    from bot.metrics import Metrics
    from bot.shelving import Shelving
    from bot.wording import Wording
    from index import Encoder

log = logging.getLogger(__name__)

USAGE_FAULT = 2
PASSING_FAULT = 75  # EX_TEMPFAIL of sysexits.h: systemd starts the bot again after all but 2
# What others use as well: ports, disks, memory, files that are open.
_PASSING = {
    errno.EADDRINUSE,
    errno.EADDRNOTAVAIL,
    errno.EDQUOT,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.ENOSPC,
}
STATE_FILE, JOURNAL_FILE = "state.sqlite", "updates.sqlite"
NO_TOKEN = (
    "TELEGRAM_TOKEN is not set, so here is the console. For Telegram, write /newbot to @BotFather "
    "(https://t.me/BotFather) and put the token that it gives you into .env: TELEGRAM_TOKEN=…"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    options = _parser().parse_args(arguments)
    if options.title and options.command != "feedback":
        _tell("verbatim: --title goes with feedback alone")
        return USAGE_FAULT
    from index import VerbatimError

    try:
        settings = load_settings()
        if options.command == "feedback":
            return _print_feedback(settings, options.title)
        return _run(settings, console=options.console)
    except (BotError, VerbatimError) as fault:
        _tell(f"verbatim: {fault}")
        return PASSING_FAULT if _may_pass(fault) else USAGE_FAULT
    except BrokenPipeError:  # whoever read our output has had enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _may_pass(fault: BaseException) -> bool:
    """Tell whether another start may go well though nobody mends anything."""
    from index import UnreachableError

    if isinstance(fault, UnreachableError):
        return True
    if isinstance(fault, OSError) and fault.errno in _PASSING:
        return True
    return fault.__cause__ is not None and _may_pass(fault.__cause__)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Answer questions about articles in their own words."
    )
    parser.add_argument(
        "--console", action="store_true", help="talk in this terminal, even with a token"
    )
    parser.add_argument(
        "command",
        nargs="?",
        choices=["feedback"],
        help="feedback: print what people thought of an article's quotes, as question JSONL",
    )
    parser.add_argument(
        "--title", help="the article to print feedback on, needed where several articles have some"
    )
    return parser


def _run(settings: Settings, *, console: bool) -> int:
    from bot.doorway import Doorway
    from bot.logs import set_up_logs
    from bot.metrics import Metrics
    from bot.privacy import keep_private
    from bot.shelving import Shelving
    from bot.wording import load_wording

    serving = settings.telegram_token is not None and not console
    set_up_logs(settings.log_level if serving else "WARNING", settings.secrets)
    if not serving and not console:
        _tell(NO_TOKEN)
    try:
        keep_private(settings.data_dir)
        live, encoder = _open_library(settings)
    except OSError as fault:
        where = fault.filename or settings.data_dir
        raise DataError(f"{where}: {fault.strerror or fault}") from fault
    wording, metrics = load_wording(), Metrics()
    doorway = Doorway(live, observe=metrics.asked)
    try:
        if serving:
            shelving = Shelving(settings.data_dir, encoder, live)
            _serve(settings, doorway, wording, live, metrics, shelving)
        else:
            from bot.console import run_console

            run_console(doorway, wording.of(_terminal_language()), settings.data_dir)
    finally:
        doorway.close()
    return 0


def _print_feedback(settings: Settings, title: str | None) -> int:
    from bot.feedback import on_one_article, question_lines
    from bot.memory import PURPOSE
    from bot.votes import read_votes

    votes = read_votes(settings.data_dir / STATE_FILE, PURPOSE)
    for line in question_lines(on_one_article(votes, title)):
        sys.stdout.write(line + "\n")
    return 0


def _open_library(settings: Settings) -> "tuple[LiveIndex, Encoder]":
    from bot.live import LiveIndex
    from index import (
        index_folder,
        load_index,
        open_encoder,
        open_index,
        progress_bars,
        read_sources,
    )

    with progress_bars() as report:
        sources = read_sources(settings.data_dir, settings.articles)
        encoder = open_encoder(settings.data_dir, settings.embedding_model, report)
        index = open_index(settings.data_dir, sources, encoder, report)
    folder = index_folder(settings.data_dir)
    return LiveIndex(index, folder, lambda: load_index(settings.data_dir, encoder)), encoder


def _serve(
    settings: Settings,
    doorway: "Doorway",
    wording: "Wording",
    live: "LiveIndex",
    metrics: "Metrics",
    shelving: "Shelving",
) -> None:
    from bot.app import build_application
    from bot.copies import Copies
    from bot.journal import Journal
    from bot.memory import Memory
    from bot.monitor import Monitor
    from bot.serving import serve, stop_signal
    from bot.suggestions import Suggestions

    async def run() -> None:
        metrics.count_errors()
        copies = Copies(settings.data_dir / "copies")
        memory = Memory(settings.data_dir / STATE_FILE)
        journal = Journal(settings.data_dir / JOURNAL_FILE, copies)
        application, incoming = build_application(
            settings, doorway, wording, memory, journal, metrics, shelving, Suggestions(doorway)
        )
        monitor = Monitor(settings.metrics_listen, metrics, incoming.problem)
        log.info("/healthz and /metrics are at port %d", monitor.port)
        beside = [asyncio.create_task(each) for each in (live.watch(), memory.forget())]
        try:
            await serve(application, incoming, (memory, journal), stop_signal())
        finally:
            for task in beside:
                task.cancel()
            monitor.close()
            journal.close()
            memory.close()
            copies.close()

    asyncio.run(run())


def _tell(line: str) -> None:
    """Say one line to whoever started the program."""
    sys.stderr.write(line + "\n")


def _terminal_language() -> str:
    """Return the language that the terminal is set to, as POSIX orders the variables."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "")


if __name__ == "__main__":
    end_with(main)
