import pytest

from bot.commands import COMMANDS, likest, read_command
from bot.profile import group_commands, private_commands
from bot.wording import load_wording


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("/start", ("/start", "")),
        ("/Start@verbatim_bot", ("/start", "")),
        ("/ask  Who was it?", ("/ask", "Who was it?")),
        ("/ask@Verbatim_bot\nWho?", ("/ask", "Who?")),
        ("Who was it?", ("/ask", "Who was it?")),
        ("/", ("/", "")),
    ],
)
def test_a_command_is_read_as_telegram_reads_it(line: str, read: tuple[str, str]) -> None:
    assert read_command(line) == read


@pytest.mark.parametrize(
    ("command", "meant"),
    [("/hlep", "/help"), ("/articel", "/article"), ("/strat", "/start"), ("/weather", None)],
)
def test_a_command_that_was_mistyped_names_the_likest(command: str, meant: str | None) -> None:
    assert likest(command, COMMANDS) == meant


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        ("/search", "/ask"),
        *((f"/{word}", "/help") for word in ("aide", "ayuda", "hilfe", "ajuda", "aiuto")),
        *((f"/{word}", "/help") for word in ("помощь", "مساعدة", "ayudaa")),
        ("/liste", "/articles"),
        ("/info", "/about"),
        ("/datenschutz", "/privacy"),
        ("/bonjour", "/start"),
        ("/salir", None),  # there is nothing to quit in Telegram
    ],
)
def test_a_word_of_another_language_names_the_command(command: str, meant: str | None) -> None:
    assert likest(command, COMMANDS) == meant


def test_all_that_telegram_shows_is_known() -> None:
    words = load_wording().of("en")
    shown = {f"/{name}" for name, _ in [*private_commands(words), *group_commands(words)]}
    assert {*shown, "/start"} == set(COMMANDS)
