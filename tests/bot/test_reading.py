from bot.message import utf16_units
from bot.reading import PAGE_UNITS, page_of, pages
from tests.bot.fakes import article, sentences_of

LONG = article(
    "".join(f"Une {n} deux. Trois {n} " + "mot " * (40 * n) + "fin.\n" for n in range(20))
)


def test_pages_cover_every_sentence_once_and_in_order() -> None:
    found = pages(LONG, sentences_of(LONG))
    shown = [stretch for page in found for stretch in page.stretches]
    words = "".join(LONG.text[each.start : each.end] for each in shown)
    assert "".join(words.split()) == "".join(LONG.text.split())
    assert [page.first for page in found] == sorted(page.first for page in found)


def test_a_page_is_short_unless_one_sentence_is_not() -> None:
    for page in pages(LONG, sentences_of(LONG)):
        units = sum(utf16_units(LONG.text[each.start : each.end]) for each in page.stretches)
        assert units <= PAGE_UNITS or page.first == page.last


def test_a_sentence_is_on_its_page() -> None:
    found = pages(LONG, sentences_of(LONG))
    for number in range(1, len(sentences_of(LONG)) + 1):
        page = found[page_of(found, number) - 1]
        assert page.first <= number <= page.last


def test_a_stretch_never_crosses_a_paragraph() -> None:
    for page in pages(LONG, sentences_of(LONG)):
        for each in page.stretches:
            assert "\n" not in LONG.text[each.start : each.end]
