"""Lines of scripts that are read from the right, as a PDF draws them, become what was written."""

import pytest

from index.sources.visual_order import as_read, is_scrambled, leans_right, plain_letters


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ([" شخص في البلاد", "5000 ", "بلغ العدد "], "بلغ العدد  5000 شخص في البلاد"),
        (["في جنيف", "Organization ", "وفق "], "وفق  Organizationفي جنيف"),
        ([" ساعدتا", "World ", "Health ", "إن"], "إن World Health ساعدتا"),
        ([" شخصا", "15", "–", "12 ", "وصل"], "وصل 12–15 شخصا"),
        ([" شخصا", "15-12 ", "وصل"], "وصل 12-15 شخصا"),
        ([".", "04-1234567 ", "מספר הטלפון"], "מספר הטלפון 04-1234567."),
        ([".", "2015", "-", "יותר מאשר ב "], "יותר מאשר ב-2015."),
        ([" אחוז", "20", " - ", "לטון"], "לטון - 20 אחוז"),
        (["من", "٢١٠٢", "-", "٠١٠٢", "بين "], "بين ٢٠١٠-٢٠١٢من"),
        (["٢٫٤ ٪"], "٤٫٢ ٪"),
        (["من", " )٠٢", "بلغ"], "بلغ (٢٠من"),
        (["السيد )علي(."], "السيد (علي)."),
        (["«", "تحت", "» ", "قال"], "قال «تحت»"),
        ([" من", "(4,2% ", "بلغ"], "بلغ 4,2%) من"),
    ],
)
def test_pieces_of_a_line_are_put_into_the_order_in_which_they_are_read(
    drawn: list[str], read: str
) -> None:
    assert as_read(drawn) == read


def test_letters_that_are_joined_are_the_letters_and_other_words_stay_as_they_are() -> None:
    assert plain_letters("اﻟﺼﺤﺔ ﻻ ﷲ") == "الصحة لا الله"
    assert plain_letters("eﬃcient ½ ² № Ａ") == "efficient ½ ² № Ａ"


def test_direction_is_that_of_most_letters() -> None:
    assert leans_right("عدد كبير 5000 WHO")
    assert not leans_right("the word كتاب")


def test_words_written_backwards_are_told_by_letters_that_begin_none() -> None:
    written = "أعلنت وزارة الصحة أن المدينة كبيرة"
    assert not is_scrambled(written)
    assert is_scrambled(" ".join(word[::-1] for word in written.split()))
    assert not is_scrambled("No Arabic at all.")
