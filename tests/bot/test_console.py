import io

from rich.console import Console

from bot.console import Terminal
from bot.doorway import Doorway
from bot.wording import load_wording
from tests.bot.fakes import FakeLibrary, answer, article, quote

ENGLISH = load_wording().of("en")


def terminal(library: FakeLibrary, *, width: int | None = None) -> tuple[Terminal, io.StringIO]:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=width is not None, color_system=None, highlight=False
    )
    return Terminal(Doorway(library), ENGLISH, console), out


def test_a_pipe_gets_each_answer_with_the_quote_unbroken() -> None:
    talk, out = terminal(FakeLibrary())
    talk.answer_lines(["Combien ?\n", "\n", "Et après ?"])
    assert (
        out.getvalue()
        == """\
› Combien ?
▌ Mardi, 56 civils, dont sept enfants, ont été tués dans les quartiers rebelles.
Alep sous les bombes · October 13, 2016 · paragraph 1, sentence 1

› Et après ?
▌ Mardi, 56 civils, dont sept enfants, ont été tués dans les quartiers rebelles.
Alep sous les bombes · October 13, 2016 · paragraph 1, sentence 1

"""
    )


def test_a_terminal_shows_the_bar_beside_every_line_of_a_quote() -> None:
    talk, out = terminal(FakeLibrary(), width=40)
    talk.answer_lines(["Combien ?"])
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert lines[1:4] == [
        "▌ Mardi, 56 civils, dont sept enfants,",
        "▌ ont été tués dans les quartiers",
        "▌ rebelles.",
    ]


def test_a_text_cannot_steer_the_terminal() -> None:
    hostile = article("\x1b[2J\x07Boum [red]rouge[/red].\n", title="\x1b]0;x\x07")
    talk, out = terminal(
        FakeLibrary((hostile,), respond=lambda _: answer(quote(hostile))), width=80
    )
    talk.answer_lines(["Quoi ?\x1b[2J"])
    assert "\x1b[2J" not in out.getvalue()
    assert "\x07" not in out.getvalue()
    assert "[red]rouge[/red]." in out.getvalue()


def test_the_commands_of_the_chat_work_here_too() -> None:
    talk, out = terminal(FakeLibrary())
    talk.answer_lines(["/start", "/help", "/about", "/nonsense"])
    for message in ("start", "console-help", "about", "unknown-command"):
        assert ENGLISH(message).splitlines()[0] in out.getvalue()


def test_a_question_too_long_is_refused_with_the_limit() -> None:
    talk, out = terminal(FakeLibrary())
    talk.answer_lines(["x" * 1001])
    assert "1,000 characters" in out.getvalue()
