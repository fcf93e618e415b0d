from index.number_words import compounds
from index.word_classes import word_classes


def test_german_and_italian_write_numbers_as_one_word() -> None:
    german, italian = word_classes("de").numbers, word_classes("it").numbers
    assert german["sechsundfünfzig"] == 56
    assert german["einundzwanzig"] == 21
    assert german["hundertzwanzig"] == german["einhundertzwanzig"] == 120
    assert german["dreihundertfünfundvierzig"] == 345
    assert german["zweitausend"] == 2000
    assert german["fünfundzwanzigtausend"] == 25_000
    assert german["zweitausendfünfhundert"] == 2500
    assert italian["ventuno"] == italian["ventun"] == 21
    assert italian["ventotto"] == 28
    assert italian["ventitre"] == italian["ventitré"] == 23
    assert italian["cinquantasei"] == 56
    assert italian["centottanta"] == 180
    assert italian["duecentocinquanta"] == 250
    assert italian["trentamila"] == 30_000
    assert italian["duemilacinquecento"] == 2500


def test_what_only_nears_a_number_makes_no_other() -> None:
    for code in ("de", "it"):
        made = compounds(code, word_classes(code).numbers)
        assert not [word for word in made if "dutzend" in word or "ventina" in word]
        assert "unomila" not in made


def test_simple_words_keep_their_values_and_other_languages_have_no_compounds() -> None:
    assert word_classes("de").numbers["zwölf"] == 12
    assert word_classes("it").numbers["mille"] == 1000
    assert "ein" not in word_classes("de").numbers
    assert "uno" not in word_classes("it").numbers
    assert compounds("fr", word_classes("fr").numbers) == {}
