import pytest

from index.anaphora import points_back


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Il dort depuis hier."),
        ("fr", "Elles sont parties."),
        ("fr", "C’est faux."),
        ("fr", "« Cela ne suffit pas », dit Kerry."),
        ("fr", "Ce dernier est parti."),
        ("en", "They left."),
        ("es", "Eso no basta."),
        ("de", "Sie kamen gestern."),
        ("de", "Das war falsch."),
        ("it", "Ciò non basta."),
        ("pt", "Isso não basta."),
        ("ru", "Он сказал это."),
        ("ru", "Им обещаны дома."),
        ("ar", "وهو الذي أمر بذلك."),
        ("ar", "ثلاثة منهم رحلوا."),
        ("de", "Zwei von ihnen gingen."),
        ("de", "Der Rest war geliehen."),
        ("en", "The rest was borrowed by the council."),
        ("en", "None of them left."),
        ("en", "Neither contains chlorine."),
        ("es", "Ambos se fueron."),
        ("fr", "L’un d’eux est parti."),
        ("fr", "La plupart d’entre elles dorment."),
        ("it", "Uno di loro partì."),
        ("pt", "Três deles partiram."),
        ("ru", "Двое из них уехали."),
    ],
)
def test_a_sentence_that_opens_with_a_pronoun_points_back(code: str, text: str) -> None:
    assert points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Cette organisation se trompe."),
        ("fr", "Selon cette ONG, il pleut."),
        ("fr", "Cette nuit-là, il a plu."),
        ("en", "This is why they left."),
        ("de", "Diese Stadt brennt."),
        ("de", "Bei dieser Arbeit half Kerry."),
        ("pt", "Nessa cidade vive Kerry."),
        ("ru", "Об этом сообщил Керри."),
    ],
)
def test_a_sentence_that_opens_with_a_demonstrative_points_back(code: str, text: str) -> None:
    assert points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Son propriétaire, Michel Tanguy, estime les dégâts à 12.000 euros."),
        ("fr", "Leur village a brûlé."),
        ("en", "Its owner left."),
        ("es", "Su dueño se fue."),
        ("de", "Seine Frau ging."),
        ("de", "Ihre Frau ging."),
        ("it", "Il suo capo è partito."),
        ("pt", "O seu dono partiu."),
        ("ru", "Его владелец уехал."),
    ],
)
def test_a_sentence_whose_subject_is_somebodys_points_back(code: str, text: str) -> None:
    assert points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "D'après elle, Kerry a menti."),
        ("fr", "Dans leur village, trois maisons ont brûlé."),
        ("en", "Among them was John Kerry."),
        ("es", "En ella anidan tres especies."),
        ("it", "Nel suo rapporto ci sono tre errori."),
        ("ru", "В них участвовали 120 человек."),
        ("ar", "وفي هذه المدينة سقط قتلى."),
    ],
)
def test_a_phrase_that_leads_may_point_back(code: str, text: str) -> None:
    assert points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Dans son rapport, l'ONU évoque 12 morts."),
        ("en", "In its report, the UN cites 12 deaths."),
        ("it", "Nel suo rapporto l'ONU parla di 12 morti."),
        ("ru", "В её докладе ООН указала 12 погибших."),
    ],
)
def test_a_name_may_be_whose_a_leading_phrase_is(code: str, text: str) -> None:
    assert not points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Cette semaine, 12 civils sont morts."),
        ("en", "This week, 12 civilians died."),
        ("fr", "Ce 17 juin, 12 civils sont morts."),
        ("de", "In diesem Jahr starben 12 Zivilisten."),
        ("ru", "На этой неделе погибло 12 человек."),
    ],
)
def test_this_week_is_no_week_that_was_named_before(code: str, text: str) -> None:
    assert not points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Le chat dort."),
        ("fr", "Illico, il part."),
        ("fr", "L'île dort."),
        ("fr", '"Le bilan a augmenté", a dit John Kerry.'),
        ("en", "Theft is a crime."),
        ("it", "Il comune ha deciso."),
        ("de", "Das Haus brennt."),
        ("fr", ""),
        ("xx", "He left."),
    ],
)
def test_a_sentence_that_names_its_subject_stands_alone(code: str, text: str) -> None:
    assert not points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "C’est un garde forestier, Stoyan Kalchev, qui a vu le feu."),
        ("en", "It was Tom Hale who came."),
        ("fr", "À ce jour, douze corps ont été retrouvés."),
        ("fr", "En ce moment, le musée est fermé."),
        ("fr", "Cet été, le lac a baissé."),
        ("en", "It was agreed to accept the quote from Wave."),
        ("en", "It was recently reported that the toilets are closed."),
        ("en", "It has been known that they leak."),
        ("en", "These days, the museum is empty."),
        ("de", "In diesem Sommer war das Museum leer."),
        ("ar", "هذا العام قتل 12 مدنيا."),
        ("fr", "À lui seul, Paul Roux a vendu dix tableaux."),
        ("en", "Of those killed, seven were children."),
        ("fr", "Son Altesse le prince Albert est venu."),
        ("en", "Her Majesty the queen came."),
        ("ru", "Его Величество король Карл приехал."),
        ("fr", "Ce que veut le maire, c'est un pont."),
    ],
)
def test_what_opens_a_sentence_may_stand_for_what_it_says_itself(code: str, text: str) -> None:
    assert not points_back(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "C'est elle qui a vu Paul Roux."),
        ("fr", "C'est elle qui a vu le juge, Paul Roux, qui partait."),
        ("fr", "C'est son frère, Paul Roux, qui a vu le feu."),
        ("fr", "« C'est faux », a dit le juge, Paul Roux, qui partait."),
        ("fr", "C'est à Lyon qu'il vit Paul Roux."),
        ("fr", "C'est la troisième victoire de Paul Roux, qui est parti."),
        ("en", "It was there that Tom Hale came."),
        ("en", "It was designed to hold 500 people."),
        ("en", "It was closed by vandals that night."),
        ("en", "Of those, seven were children."),
        ("fr", "Cet été-là, le lac baissa."),
        ("fr", "Pour lui, Paul Roux a vendu dix tableaux."),
        ("fr", "Ce qu'il veut, c'est un pont."),
    ],
)
def test_what_only_looks_like_that_still_points_back(code: str, text: str) -> None:
    assert points_back(text, code)


def test_a_sentence_that_is_said_by_nobody_named_points_back() -> None:
    assert points_back('"Le bilan a augmenté", a-t-il indiqué.', "fr")
    assert points_back("« Tout va bien. »", "fr")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Der Rest der Stadt schlief."),
        ("en", "The rest of the town slept."),
        ("en", "Both the mayor and her son left."),
        ("en", "Neither Kerry nor Lavrov left."),
        ("es", "El resto del pueblo dormía."),
        ("fr", "Le reste de la ville dormait."),
        ("it", "Il resto della città dormiva."),
        ("pt", "O resto da cidade dormia."),
    ],
)
def test_a_sentence_that_says_of_what_the_rest_is_or_who_both_are_does_not(
    code: str, text: str
) -> None:
    assert not points_back(text, code)
