import pytest

from bot.question import Question, Refusal, _kept, read_question
from index import MAX_QUESTION_CHARS, Remark


@pytest.mark.parametrize(
    "text", [None, "", "  \n", "\u200b\u200d", "\x00", "\u202e", "\ufe0f", ".", "???", "😀", "👍🏽"]
)
def test_a_text_without_a_letter_or_a_digit_is_empty(text: str | None) -> None:
    assert read_question(text) is Refusal.EMPTY


@pytest.mark.parametrize(
    "text", ["a", "7", "🕊 a", "\ufdfa" * 100, "<b>&", "ما", "x" * MAX_QUESTION_CHARS]
)
def test_whatever_has_a_letter_or_a_digit_is_a_question(text: str) -> None:
    assert read_question(text) == Question(text)


def test_a_remark_is_no_question_but_where_the_text_may_answer_it() -> None:
    assert read_question("merci !\u200e") is Remark.THANKS
    assert read_question("Who wrote it?") == Question("Who wrote it?")


def test_the_limit_counts_what_is_left_after_cleaning() -> None:
    assert read_question("x" * (MAX_QUESTION_CHARS + 1)) is Refusal.TOO_LONG
    assert read_question("  x" + " " * MAX_QUESTION_CHARS + "y") == Question("x y")


def test_what_could_break_a_message_is_taken_out() -> None:
    assert read_question("a\x00b\ud800c\u202ed\r\ne") == Question("a bcd e")


def test_nothing_that_is_printable_is_left_out() -> None:
    printable = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    assert "".join(map(_kept, printable)) == printable
