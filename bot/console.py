"""The same conversation in a terminal, from the same renderer."""

import asyncio
import contextlib
import io
import logging
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.about import render_about, render_articles, render_start, render_unasked, render_unknown
from bot.answering import ask, is_of_article
from bot.commands import COMMANDS, read_command
from bot.conversation import can_be_followed, question_before
from bot.doorway import Doorway
from bot.errors import FalseQuoteError
from bot.message import Mark, MarkKind, Message
from bot.payload import check, payload_entities
from bot.question import Question, Refusal, read_question
from bot.render import render_answer
from bot.suggestions import GREETING_WAIT_S, Suggestions
from bot.wording import Words
from index import Remark

log = logging.getLogger(__name__)

STYLES = {
    MarkKind.BOLD: "bold",
    MarkKind.ITALIC: "italic",
    MarkKind.LINK: "underline",
    MarkKind.BLOCKQUOTE: "",
}
BAR = "▌ "
KNOWN = (*COMMANDS, "/quit")
LEAVING = frozenset({"/exit", "/quit", "exit", "quit"})
HISTORY_LINES = 500


class Output(Console):
    """A console that leaves a reader who has gone to the caller; rich's own exits with 1."""

    def on_broken_pipe(self) -> None:
        """Say that nobody reads any more."""
        raise BrokenPipeError


class Terminal:
    """A conversation by standard input and output."""

    def __init__(self, doorway: Doorway, words: Words, console: Console | None = None) -> None:
        self._doorway = doorway
        self._words = words
        self._before: str | None = None  # the question before, for follow-ups
        self._console = console or Output(highlight=False, emoji=False, markup=False)

    def converse(self, history: Path) -> None:
        """Talk with a person until they leave."""
        self._show(asyncio.run(self._greeting()))
        self._say(self._words("console-greeting"))
        with _remembered(history), contextlib.suppress(EOFError, KeyboardInterrupt):
            while True:
                self._answer(input("\n› "))
        self._say("\n" + self._words("goodbye"))

    def answer_lines(self, lines: Iterable[str]) -> None:
        """Answer one question a line, for a pipe: each by itself, in whatever order they come."""
        with contextlib.suppress(EOFError):  # /quit
            for line in lines:
                self._before = None
                if line.strip():
                    self._console.print(f"› {_printable(line.strip())}", soft_wrap=True)
                    self._answer(line)
                    self._console.print()

    def _answer(self, line: str) -> None:
        try:
            self._show(asyncio.run(self._messages(line.strip())))
        except FalseQuoteError as fault:
            log.error("a message was withheld, its quote is false: %s", fault)
            self._show([Message(self._words("fault"))])
        except (EOFError, KeyboardInterrupt, BrokenPipeError):
            raise  # the person, or whoever reads, has left
        except Exception:
            log.exception("a question could not be answered")
            self._show([Message(self._words("failure"))])

    async def _messages(self, line: str) -> list[Message]:
        if line.lower() in LEAVING:
            raise EOFError
        command, rest = read_command(line)
        match command:
            case "/ask":
                return await self._replies(rest)
            case "/start":
                return await self._unasked(Remark.GREETING)
            case "/help":
                return await self._unasked(Remark.HELP)
            case "/about":
                return render_about(self._doorway.library, self._words)
            case "/article":
                return await self._unasked(Remark.ARTICLE)
            case "/articles":
                return render_articles(self._doorway.library, self._words)
            case "/privacy":
                return [Message(self._words("console-privacy", lines=HISTORY_LINES))]
        return [render_unknown(command, KNOWN, self._words)]

    async def _replies(self, text: str) -> list[Message]:
        question = read_question(text)
        if not isinstance(question, Question):
            return await self._unasked(question)
        before = question_before(question.text, self._before)
        answer = await ask(self._doorway, question, before)
        if is_of_article(answer, question.text):
            return await self._unasked(Remark.ARTICLE)
        if can_be_followed(answer.question, answer.verdict):
            self._before = answer.question
        return render_answer(answer, question.text, self._words, self._doorway.library.articles)

    async def _greeting(self) -> list[Message]:
        found = await Suggestions(self._doorway).of(self._words.language, GREETING_WAIT_S)
        questions = [each.question for each in found]
        return render_start(self._doorway.library.articles, self._words, questions)

    async def _unasked(self, said: Refusal | Remark) -> list[Message]:
        match said:
            case Remark.GREETING:
                return await self._greeting()
            case Remark.HELP:
                return [Message(self._words("console-help"))]
        return render_unasked(said, self._doorway.library, self._words)

    def _show(self, messages: Iterable[Message]) -> None:
        """Print messages as Telegram would show them, each proven first as the wire does."""
        for message in messages:
            check(message.text, payload_entities(message), message)
            for quoted, part in _parts(message):
                self._print(part, quoted=quoted)

    def _print(self, part: Text, *, quoted: bool) -> None:
        # A pipe gets its lines unbroken, so that a program finds the article's words in one piece.
        wrapped = self._console.is_terminal
        if not quoted:
            self._console.print(part, soft_wrap=not wrapped)
            return
        width = self._console.width - len(BAR)
        for line in part.wrap(self._console, width) if wrapped else [part]:
            self._console.print(Text.assemble((BAR, "cyan"), line), soft_wrap=True)

    def _say(self, text: str) -> None:
        self._console.print(text, style="dim")


def _parts(message: Message) -> Iterator[tuple[bool, Text]]:
    """Cut a message into its quotations and what stands between them, each ready to be shown."""
    quotes = [mark for mark in message.marks if mark.kind is MarkKind.BLOCKQUOTE]
    text = Text(_printable(message.text))
    for mark in message.marks:
        text.stylize(_style(mark), mark.start, mark.end)
    cuts = [0, *(place for quote in quotes for place in (quote.start, quote.end)), len(text)]
    for number, (start, end) in enumerate(pairwise(cuts)):
        quoted = number % 2 == 1
        # A quotation is a block of its own: the line breaks beside it are not shown twice.
        start += not quoted and start > 0 and message.text[start:end].startswith("\n")
        end -= not quoted and message.text[start:end].endswith("\n")
        if start < end:
            yield quoted, text[start:end]


def _printable(text: str) -> str:
    """Put a sign in the place of each control character: a text must not steer the terminal."""
    return "".join(
        "\ufffd" if unicodedata.category(sign) in {"Cc", "Cs"} and sign != "\n" else sign
        for sign in text
    )


def _style(mark: Mark) -> str:
    return f"link {mark.url}" if mark.url else STYLES[mark.kind]


@contextlib.contextmanager
def _remembered(history: Path) -> Iterator[None]:
    """Keep what was typed from one conversation to the next, where the terminal can."""
    try:
        import readline
    except ImportError:  # Windows has none
        yield
        return
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    try:
        yield
    finally:
        readline.set_history_length(HISTORY_LINES)
        with contextlib.suppress(OSError):
            readline.write_history_file(history)


def run_console(doorway: Doorway, words: Words, data_dir: Path) -> None:
    """Talk by standard input: with a person at a terminal, or with whatever a pipe brings."""
    terminal = Terminal(doorway, words)
    if sys.stdin.isatty():
        terminal.converse(data_dir / "console_history")
    else:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # what is no text is no reason to fail
        terminal.answer_lines(sys.stdin)
