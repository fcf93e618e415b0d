import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from bot.commands import COMMANDS
from bot.console import KNOWN, Terminal
from bot.doorway import Doorway
from bot.message import Message
from bot.render import render_answer
from bot.wording import LANGUAGES, load_wording
from index import Answer, ArticleIndex, Verdict, suggest
from tests.bot.fakes import FakeLibrary, answer, article, quote

ENGLISH = load_wording().of("en")


def terminal(
    library: FakeLibrary | ArticleIndex, *, width: int | None = None
) -> tuple[Terminal, io.StringIO]:
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


def test_questions_of_a_pipe_stand_by_themselves() -> None:
    library = FakeLibrary()
    talk, _ = terminal(library)
    talk.answer_lines(["Combien ?", "Et mercredi ?"])
    assert library.asked == [("Combien ?", None), ("Et mercredi ?", None)]


def test_a_person_who_asks_again_asks_the_same_and_courtesy_is_no_question_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = ["How many died?", "How many died?", "Thanks!", "And on Wednesday?"]
    lines = iter(said)

    def typed(_prompt: str) -> str:
        if (line := next(lines, None)) is None:
            raise EOFError
        return line

    monkeypatch.setattr("builtins.input", typed)
    library = FakeLibrary()
    terminal(library)[0].converse(tmp_path / "history")
    assert [asked for asked in library.asked if asked[0] in said] == [  # others were suggested
        ("How many died?", None),
        ("How many died?", None),
        ("And on Wednesday?", "How many died?"),
    ]


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
    talk.answer_lines(["/start@verbatim_bot", "/Help", "/about", "/privacy", "/nonsense", "/hlep"])
    said = [
        ENGLISH("start"),
        ENGLISH("console-help"),
        ENGLISH("about"),
        ENGLISH("console-privacy", lines=500),
        ENGLISH("unknown-command"),
        ENGLISH("unknown-command-like", command="/help"),
    ]
    parts = out.getvalue().split("› ")[1:]
    assert all(text.splitlines()[0] in part for text, part in zip(said, parts, strict=True))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_of_telegram_is_unknown_here(command: str) -> None:
    talk, out = terminal(FakeLibrary())
    talk.answer_lines([command])
    assert len(out.getvalue().splitlines()) > 1
    assert ENGLISH("unknown-command").split(".")[0] not in out.getvalue()


def test_ask_asks_and_article_says_what_it_is() -> None:
    library = FakeLibrary()
    talk, out = terminal(library)
    talk.answer_lines(["/ask Combien ?", "/article"])
    assert library.asked == [("Combien ?", None)]
    assert out.getvalue().endswith("\nAlep sous les bombes\nOctober 13, 2016 · 4 sentences\n\n")


def test_a_greeting_offers_questions(index: ArticleIndex) -> None:
    out = io.StringIO()
    Terminal(Doorway(index), ENGLISH, Console(file=out)).answer_lines(["hello"])
    offered = [line for line in out.getvalue().splitlines() if line.startswith("• ")]
    assert offered == [f"• {each.question}" for each in suggest(index, "en")]


def test_what_asks_the_article_nothing_is_replied_to_in_kind() -> None:
    library = FakeLibrary(respond=lambda asked: answer(verdict=Verdict.NONE, question=asked))
    talk, out = terminal(library)
    talk.answer_lines(["bonjour", "who are you?", "what is the article about?", "who wrote it?"])
    hello, helped, about, wrote = out.getvalue().split("› ")[1:]
    assert ENGLISH("start-one", title="Alep sous les bombes") in hello
    assert ENGLISH("console-help") in helped
    assert about.split("\n", 1)[1] == wrote.split("\n", 1)[1]
    assert about.split("\n")[1:3] == ["Alep sous les bombes", "October 13, 2016 · 4 sentences"]
    assert library.asked[-1] == ("who wrote it?", None)


@pytest.mark.parametrize("goodbye", ["/quit", "/exit", "quit", "Exit"])
def test_a_pipe_that_says_goodbye_is_read_no_further(goodbye: str) -> None:
    talk, out = terminal(FakeLibrary())
    talk.answer_lines([goodbye, "/help"])
    assert out.getvalue() == f"› {goodbye}\n"


def test_articles_are_all_named() -> None:
    library = FakeLibrary(tuple(article(f"Numéro {n}.", title=f"Titre {n}") for n in range(12)))
    talk, out = terminal(library)
    talk.answer_lines(["/articles"])
    named = [line.split(" · ")[0] for line in out.getvalue().splitlines() if line.startswith("•")]
    assert named == [f"• Titre {n}" for n in range(12)]


def test_a_false_quote_is_withheld_and_a_bug_costs_one_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(asked: str) -> Answer:
        if asked == "Bug?":
            raise RuntimeError("a bug")
        return answer(quote(article()), question=asked)

    def corrupting(*arguments: object) -> list[Message]:
        (true,) = render_answer(*arguments)  # type: ignore[arg-type]  # passed on
        return [Message(true.text.replace("56", "57"), true.marks, true.passages)]

    monkeypatch.setattr("bot.console.render_answer", corrupting)
    talk, out = terminal(FakeLibrary(respond=fails))
    talk.answer_lines(["Bug?", "Combien ?"])
    assert ENGLISH("failure") in out.getvalue()
    assert ENGLISH("fault") in out.getvalue()
    assert "57" not in out.getvalue()


def test_a_question_too_long_is_refused_with_the_limit() -> None:
    talk, out = terminal(FakeLibrary())
    talk.answer_lines(["x" * 1001])
    assert "1,000 characters" in out.getvalue()


def test_what_the_article_says_nothing_of_is_no_question_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = ["How many died?", "that's wrong", "And on Tuesday?"]
    lines = iter([*said, "exit"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(lines))
    library = FakeLibrary(
        answers={"that's wrong": answer(verdict=Verdict.NONE, question="that's wrong")}
    )
    terminal(library)[0].converse(tmp_path / "history")
    assert library.asked[-1] == ("And on Tuesday?", "How many died?")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_has_a_word_on_each_command(language: str) -> None:
    said = load_wording().of(language)("console-help")
    named = {name for row in said.split("\n") for name in re.findall(r"/\w+(?=.* – )", row)}
    assert named == {*KNOWN} - {"/ask", "/help"}  # a question needs no command, and help is here
