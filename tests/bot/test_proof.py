from dataclasses import replace

import pytest

from bot.errors import FalseQuoteError
from bot.message import Mark, MarkKind, Message, Passage
from bot.payload import check, payload_entities
from bot.proof import Entity, prove, prove_plain, without_markup
from tests.bot.fakes import article

ALEPPO = article()
QUOTE = Message("🕊 Voici : ") + Message.quoting(MarkKind.BLOCKQUOTE, ALEPPO, 0, 40) + " · § 1"


def prove_message(message: Message) -> None:
    check(message.text, payload_entities(message), message)


def test_a_true_quote_passes() -> None:
    prove_message(QUOTE)


def test_a_changed_word_is_found() -> None:
    with pytest.raises(FalseQuoteError):
        prove_message(replace(QUOTE, text=QUOTE.text.replace("56", "57")))


def test_a_look_alike_is_found() -> None:
    with pytest.raises(FalseQuoteError):
        prove_message(replace(QUOTE, text=QUOTE.text.replace("Mardi", "Mаrdi")))


def test_a_mark_that_takes_in_our_own_words_is_found() -> None:
    (mark,) = QUOTE.marks
    with pytest.raises(FalseQuoteError):
        prove_message(replace(QUOTE, marks=(replace(mark, end=mark.end + 2),)))


def test_a_mark_that_leaves_words_out_is_found() -> None:
    (mark,) = QUOTE.marks
    with pytest.raises(FalseQuoteError):
        prove_message(replace(QUOTE, marks=(replace(mark, start=mark.start + 1),)))


def test_a_quotation_that_claims_nothing_is_found() -> None:
    with pytest.raises(FalseQuoteError):
        prove_message(QUOTE + "\n" + Message.marked(MarkKind.BLOCKQUOTE, "invented"))


def test_a_claim_that_is_not_shown_as_a_quotation_is_found() -> None:
    with pytest.raises(FalseQuoteError):
        prove_message(replace(QUOTE, marks=()))


def test_a_context_is_held_to_the_article_like_a_quote() -> None:
    context = Message.quoting(MarkKind.ITALIC, ALEPPO, 79, 91)
    prove_message(context + "\n" + QUOTE)
    with pytest.raises(FalseQuoteError):
        prove_message(replace(context, text=context.text.upper()))


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 10_000)])
def test_a_claim_outside_of_the_article_is_found(start: int, end: int) -> None:
    with pytest.raises(FalseQuoteError):
        prove("Mardi", [], [Passage(0, ALEPPO, start, end)])


@pytest.mark.parametrize(("offset", "length"), [(-1, 3), (0, 0), (0, 99), (5, 1)])
def test_a_quotation_outside_of_the_text_is_found(offset: int, length: int) -> None:
    with pytest.raises(FalseQuoteError):
        prove("Mardi", [Entity("blockquote", offset, length)], [])


def test_offsets_are_read_as_telegram_reads_them() -> None:
    in_code_points = [Entity("blockquote", 9, 40)]
    with pytest.raises(FalseQuoteError):
        prove(QUOTE.text, in_code_points, QUOTE.passages)


def test_a_bold_fact_inside_a_quote_changes_nothing() -> None:
    bold = Mark(MarkKind.BOLD, 10, 14)
    prove_message(replace(QUOTE, marks=(*QUOTE.marks, bold)))


def test_plain_text_keeps_its_quotes_between_marks() -> None:
    plain = without_markup(QUOTE)
    assert plain.text == f"🕊 Voici : “{ALEPPO.text[:40]}” · § 1"
    prove_plain(plain.text, plain.passages)


def test_a_plain_quote_is_held_to_the_article_too() -> None:
    plain = without_markup(QUOTE)
    with pytest.raises(FalseQuoteError):
        prove_plain(plain.text.replace("56", "57"), plain.passages)
    with pytest.raises(FalseQuoteError):
        prove_plain(plain.text.replace("“", '"'), plain.passages)
