"""The fact asked for: the right one, whole, and none where it is not sure."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from index.followups import understand
from index.highlights import highlight_of
from index.questions import read_question
from index.sentences import split
from tests.fakes import article

GOLD = Path(__file__).parent / "gold"
# Measured 2026-11-30, right and wrong.
MEASURED = {
    ("open", "same"): (5, 0),
    ("open", "crossed"): (29, 3),
    ("stories", "same"): (4, 0),
    ("stories", "crossed"): (68, 4),
    ("counted", "same"): (58, 1),
    ("counted", "crossed"): (21, 0),
    ("named", "same"): (73, 0),
    ("named", "crossed"): (49, 1),
}

TUESDAY = (
    "Mardi, 56 civils, dont sept enfants, ont été tués dans les quartiers rebelles, et mercredi "
    "15 autres civils ont perdu la vie dans ce secteur, a affirmé Rami Abdel Rahmane."
)
SIEGES = (
    "L'ONU peine à acheminer l'aide aux 5,5 millions de Syriens qui vivent dans des zones "
    "difficiles d'accès, dont près de 600.000 dans des zones assiégées."
)
NEED = "Plus de 13,5 millions de Syriens, dont six millions d'enfants, ont besoin d'aide."
KERRY = (
    "Au lendemain de Lausanne, le secrétaire d'Etat américain John Kerry se rendra dimanche à "
    "Londres pour retrouver le Royaume-Uni, l'Allemagne et la France."
)
MEETINGS = (
    "Ils ont annoncé mercredi deux réunions: la première samedi à Lausanne et la seconde dimanche "
    "à Londres."
)
VETO = "La semaine dernière, la Russie avait mis son veto à une résolution française à l'ONU."
COORDINATOR = (
    "Mercredi, le régime d'Assad a accepté la nomination d'un coordinateur, selon le porte-parole "
    "de l'ONU Stephane Dujarric."
)
NOMINATION = COORDINATOR.replace(
    "d'un coordinateur", "du Jordanien Ali Zaatari au poste de coordinateur pour l'ONU"
)


def highlighted(
    question: str, text: str, language: str = "fr", previous: str | None = None
) -> str | None:
    """Return what is set in bold in a text that is one sentence."""
    one = article(text, language=language)
    sentence = replace(split(one)[0], end=len(text))
    asked = read_question(understand(question, previous))
    found = highlight_of(one, sentence, asked, question)
    return one.text[slice(*found)] if found else None


@pytest.mark.parametrize(("file", "regime"), MEASURED)
def test_labelled_facts_are_as_many_right_and_as_few_wrong_as_measured(
    file: str, regime: str
) -> None:
    lines = (GOLD / f"highlights.{file}.jsonl").read_text("utf-8").splitlines()
    found: Counter[bool] = Counter()
    for line in map(json.loads, lines):
        language = line.get("article_language", "fr")
        if (line["language"] == language) == (regime == "same"):
            bold = highlighted(line["question"], line["sentence"], language)
            found.update([bold in line["accepted"]] if bold else [])
    right, wrong = MEASURED[file, regime]
    assert found[True] >= right
    assert found[False] <= wrong


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Combien de civils ont été tués ?", "Mardi, 56 civils ont été tués.", "56"),
        ("Combien de civils ?", "Hier, 56 civils, dont sept enfants, sont morts.", "56"),
        ("Où se rend Kerry ?", "John Kerry se rend à Londres.", "Londres"),
        ("Quand se réunit-on ?", "On se réunit samedi.", "samedi"),
        ("Qui dirige l'OSDH ?", "L'OSDH est dirigé par Rami Rahmane.", "Rami Rahmane"),
        ("How many civilians were killed?", "Hier, 56 civils ont été tués.", "56"),
        ("Combien d'enfants ont été tués mardi ?", TUESDAY, "sept"),
        ("Combien de civils ont été tués mardi ?", TUESDAY, "56"),
        ("Combien de civils ont été tués mercredi ?", TUESDAY, "15"),
        ("How many civilians on Wednesday?", TUESDAY, "15"),
        ("How many children were killed?", TUESDAY, "sept"),
        ("Combien de Syriens vivent dans des zones difficiles d'accès ?", SIEGES, "5,5 millions"),
        ("Combien de Syriens vivent dans des zones assiégées ?", SIEGES, "600.000"),
        ("Combien de Syriens ont besoin d'aide humanitaire ?", NEED, "13,5 millions"),
        ("Combien d'enfants ont besoin d'aide ?", NEED, "six millions"),
        ("Où Kerry se rend-il dimanche ?", KERRY, "Londres"),
        ("Where will Kerry go on Sunday?", KERRY, "Londres"),
        ("Chi incontrerà Kerry a Londra?", KERRY, "Royaume-Uni, l'Allemagne et la France"),
        ("Qui a mis son veto et que prévoyait la résolution ?", VETO, "Russie"),
        ("Quel âge a Ali ?", "Ali, 17 ans, a vu trois avions.", "17 ans"),
        ("Combien d'avions a-t-il vus ?", "Ali, 17 ans, a vu trois avions.", "trois"),
        ("Quel pourcentage est vide ?", "Les 12 villages et 60 % de la ville sont vides.", "60 %"),
    ],
)
def test_the_fact_asked_for_is_highlighted_whole(question: str, text: str, expected: str) -> None:
    assert highlighted(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Combien de civils ?", "Des civils ont été tués."),
        ("Combien ?", "Il y a 56 chats et 15 chiens."),  # nothing tells which of the two
        ("Les 56 civils, combien sont-ils ?", "Hier, 56 civils."),
        ("Pourquoi ?", "Il part car il pleut."),
        ("Le veto ?", "Hier, 56 civils."),
        ("Quand ?", "Il pleut ce matin."),
        ("À quelle heure part-il ?", "Il part samedi."),
        ("Quel âge a Ali ?", "Ali a vu trois avions."),
        ("Quel pourcentage est vide ?", "Les 12 villages sont vides."),
        ("Quantas pessoas vivem em zonas sitiadas?", SIEGES),
        ("Qui est Stephane Dujarric ?", COORDINATOR),
        ("qui est stephane dujarric", COORDINATOR),
        ("Qui Kerry a-t-il rencontré ?", "Hier, John Kerry a rencontré des rebelles."),
        ("L'aide arrive-t-elle à qui en a besoin ?", "Selon l'OSDH, l'aide arrive."),
        ("من زار حلب؟", "Hier, John Kerry a visité Alep."),  # names that cannot be compared
    ],
)
def test_nothing_is_highlighted_that_may_not_be_the_fact(question: str, text: str) -> None:
    assert highlighted(question, text) is None


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("fr", "Combien d'enfants ont été tués ?", "Mardi, 56 civils ont été tués."),
        ("fr", "Combien d'enfants sont morts ?", "Le raid a fait 12 morts."),
        ("fr", "How many children died?", "Le raid a fait 12 morts."),
        ("fr", "How many died on Thursday?", "Une vingtaine de frappes ont secoué jeudi la ville."),
        ("fr", "Quanti morti giovedì?", "Une vingtaine de frappes ont secoué jeudi la ville."),
        ("fr", "Combien de civils ont été tués mardi et mercredi ?", TUESDAY),
        ("fr", "How many civilians were killed on Tuesday and Wednesday?", TUESDAY),
        ("fr", "Wie viele Verletzte gab es?", "Mardi, 56 civils ont été tués."),
        ("fr", "How many were wounded?", "Mardi, 56 civils ont été tués."),
        ("fr", "How many homes were destroyed?", "Le raid a tué 7 enfants et détruit le pont."),
        ("fr", "How many houses were destroyed?", "Hier, les tirs ont tué huit civils."),
        ("fr", "How many soldiers died?", "Mardi, 56 civils sont morts."),
        ("fr", "Combien de soldats y a-t-il ?", "La Tanzanie, où vivent 500.000 réfugiés."),
        ("fr", "Combien de mineurs sont morts ?", "Elle a promis 15.000 laris à chaque famille."),
        ("en", "How often did divers count?", "Divers count in 30 plots every three months."),
        ("de", "Wie oft zählten Taucher?", "Taucher zählten an 30 Stellen alle drei Monate."),
        ("es", "¿Cada cuánto pasa el tren?", "El tren, de 30 vagones, pasa cada semana."),
        ("it", "Ogni quanto passa il treno?", "Il treno di 30 vagoni passa ogni settimana."),
        ("en", "How many women were treated?", "Four men were treated for burns."),
        ("en", "How many pensioners were hit?", "It will rehire the 140 specialists."),
        ("es", "¿Cuántos corredores siguen en carrera?", "La carrera sigue hoy con 24 kilómetros."),
        ("es", "¿Cuántos bebés murieron?", "Los lotes, unas 1.800 bolsas, fueron retirados."),
        ("de", "Wie viele Verwundete waren an Bord?", "An Bord reichten die 380 Kojen nicht aus."),
        ("de", "Wie viele Ärzte waren an Bord?", "94 Patienten starben."),
        ("it", "Quanti violini sono stati venduti?", "Il laboratorio forma sei allievi."),
        ("it", "Quanti arresti ci sono stati?", "Certificava i campioni per 300 euro l'uno."),
        ("pt", "Quantas mulheres morreram?", "A tropa, de 120 homens, foi derrotada."),
        ("ru", "Сколько человек ранено?", "Управлению грозит штраф в 200 тысяч рублей."),
        ("ar", "كم عدد القتلى؟", "وصلت قافلة حاملة 1200 خيمة."),
        ("en", "How many visitors does the museum have?", "Bus 14 stops at the museum."),
        ("en", "Combien de visiteurs le musée a-t-il ?", "Bus 14 stops at the museum."),
        ("fr", "Combien de visiteurs le musée a-t-il ?", "La ligne 66 passe au musée."),
        ("en", "How many people came to the museum?", "A Boeing 737 flew over the museum."),
        ("de", "Wie viele Besucher hat das Museum?", "Das Museum liegt an der Linie 14."),
        ("ru", "Сколько детей она учила?", "Дома, на ул. Садовой, 14, она учила детей."),
        ("en", "How many children did she teach?", "At Main Street, 14, she taught children."),
        ("en", "How many people were shot?", "They were shot on the 21st."),
        (
            "fr",
            "Combien de gens a-t-on pris et qui fut fusillé ?",
            "L'abbé Fournier fut fusillé le 21 contre le mur.",
        ),
        ("es", "¿Cuántas personas murieron?", "El alcalde murió el 21 de un tiro."),
    ],
)
def test_no_number_is_highlighted_that_counts_something_else(
    language: str, question: str, text: str
) -> None:
    assert highlighted(question, text, language) is None


def test_a_number_behind_what_is_numbered_may_count_what_is_asked_for() -> None:
    text = "يضم الخط 17 محطة، منها ست محطات تحت الأرض."
    assert highlighted("كم عدد المحطات؟", text, "ar") == "17"
    assert highlighted("How many buses stop here?", "Bus 14 stops here.", "en") is None


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("ru", "Сколько погибших и раненых?",
         "Семьям погибших выплатят по одному миллиону рублей, тяжело раненным — по 500 тысяч."),
        ("en", "How many people were injured?",
         "Families of the dead get £1 million, the injured 500 thousand each."),
        ("fr", "Combien de personnes ont été blessées ?",
         "Les familles recevront 10.000 euros par personne blessée."),
    ],
)  # fmt: skip
def test_an_amount_of_money_counts_nobody(language: str, question: str, text: str) -> None:
    assert highlighted(question, text, language) is None


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("fr", "Combien de morts ?", "Mardi, sept enfants ont été tués.", "sept"),
        ("fr", "De quanto em quanto tempo é a regata?", "La régate a lieu tous les deux ans.",
         "deux ans"),
        ("fr", "How often did they attack?", "Les Navarrais ont donné l'assaut sept fois.", "sept"),
        ("fr", "Combien de gens ont fui ?", "Ce soir, 500 civils ont fui.", "500"),
        ("fr", "How many people have no water?",
         "La fuite a fait 39 morts et privé d'eau un million et demi de personnes.",
         "un million et demi"),
        ("fr", "Combien d'attaques menèrent-ils ?", "Les Navarrais donnèrent l'assaut sept fois.",
         "sept"),
        ("fr", "How many died?", "Ce soir, 15 civils ont perdu la vie.", "15"),
        ("fr", "How many died?", "Ce soir, 15 marins sont tombés.", "15"),
        ("fr", "How many died?", "Ce soir, 15 villageois ont péri.", "15"),
        ("fr", "How many died?", "Ce soir, 15 Syriens ont perdu la vie.", "15"),
        ("fr", "Combien de tués mardi et mercredi ?", "8 civils tués mardi et mercredi.", "8"),
        ("fr", "How many people fled?", "Ce soir, 500 civils ont fui.", "500"),
        ("fr", "Combien de villages restent ?", "Des villages, il en reste 12.", "12"),
        ("fr", "Combien coûte la maison ?", "Il faut six millions d'euros.",
         "six millions d'euros"),
        ("fr", "Combien coûte le pont ?", "Il faut six millions d'euros.", "six millions d'euros"),
        ("en", "How many wounded children?", "On Monday 7 wounded children came.", "7"),
        ("ru", "Сколько выплатят семьям погибших?",
         "Семьям погибших выплатят по одному миллиону рублей, тяжело раненным — по 500 тысяч.",
         "одному миллиону рублей"),
        ("en", "How many people were injured?", "Families got $2,000 and 500 were injured.",
         "500"),
        ("ru", "Сколько стоит мост?", "Нужно 12,5 млн рублей.", "12,5 млн рублей"),
        ("it", "Quanti funzionari manda oggi il ministero?", "Il ministero oggi ha due ispettori.",
         "due"),
    ],
)  # fmt: skip
def test_a_number_is_highlighted_that_may_count_what_is_asked_for_in_other_words(
    language: str, question: str, text: str, expected: str
) -> None:
    assert highlighted(question, text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The fire killed 12 people and injured more than 30, officials said."),
        ("en", "12 people were killed and 30 injured."),
        ("en", "At least 12 people, among them three children, were killed and 30 wounded."),
        ("en", "The attack injured 30 people and killed 12."),
        ("fr", "Le feu a tué 12 personnes et en a blessé 30."),
        ("es", "El incendio mató a 12 personas e hirió a 30."),
        ("de", "Das Feuer tötete 12 Menschen und verletzte 30."),
        ("de", "Bei dem Brand wurden 12 Menschen getötet und 30 wurden verletzt."),
        ("it", "L'incendio ha ucciso 12 persone e ne ha ferite 30."),
        ("pt", "O fogo matou 12 pessoas e feriu 30."),
        ("ru", "Пожар убил 12 человек и ранил 30."),
    ],
)
def test_the_dead_and_the_wounded_of_one_sentence_are_told_apart(language: str, text: str) -> None:
    for dead in ("How many people were killed?", "How many died?", "Combien de morts ?"):
        assert highlighted(dead, text, language) == "12"
    for injured in ("How many people were injured?", "Wie viele Verletzte?", "¿Cuántos heridos?"):
        assert highlighted(injured, text, language) == "30"


INHABITANTS = "The town had 12,000 inhabitants in 1990 and 15,000 in 2020."
EARNINGS = "It earned $3.5 million in 2019 but £2 billion in 2020."
MARCH = "5 000 personnes ont manifesté selon la police, 20 000 selon les organisateurs."
JOBS = "L'usine compte 1 500 salariés, contre 900 en 2019."


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("en", "How many inhabitants in 2020?", INHABITANTS, "15,000"),
        ("en", "How many inhabitants did the town have in 1990?", INHABITANTS, "12,000"),
        ("en", "How many inhabitants did the town have in 1990 and 2020?", INHABITANTS, None),
        ("en", "How many beds were there in 1916?", "From 1914 to 1918 it had 50 beds.", "50"),
        ("en", "How many beds were there in 1923?", "From 1914 to 1918 it had 50 beds.", None),
        ("en", "How many inhabitants did the town have?", INHABITANTS, None),
        ("en", "How much did it earn in 2019?", EARNINGS, "$3.5 million"),
        ("en", "How much did it earn in 2020?", EARNINGS, "£2 billion"),
        ("en", "How many people died?", "It killed 12 people on Monday and 30 on Tuesday.", None),
        ("fr", "Combien de manifestants ?", MARCH, None),
        ("fr", "Combien de personnes ont manifesté ?", MARCH, None),
        ("fr", "Combien de salariés en 2019 ?", JOBS, "900"),
        ("fr", "Combien de salariés ?", JOBS, "1 500"),
        ("en", "How many residents must leave?",
         "It killed four people, bringing to 11,400 the number of residents who must leave.",
         "11,400"),
        ("de", "Wie viele Boote sanken?", "Drei der acht Boote sanken.", None),
        ("de", "Wie viele erstickten?", "Neun von ihnen erstickten in Kabinen, zwei ertranken.",
         "Neun"),
        ("it", "Quanti iscritti sono in salvo?", "In salvo 90 dei 1.240 iscritti.", None),
        ("pt", "Quantos homens tinha a tropa?", "A tropa, de 120 homens, saiu no dia 17 no mar.",
         "120"),
    ],
)  # fmt: skip
def test_a_number_that_does_not_say_what_it_counts_counts_what_the_one_before_does(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


LETTERS = "Of the 212 letters received, 197 objected to the plan."
EMAILS = "The council received 340 emails, of which 12 were in favour."


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("en", "How many letters were against the plan?", LETTERS, None),
        ("en", "How many letters objected?", LETTERS, "197"),
        ("en", "How many letters were received?", LETTERS, "212"),
        ("en", "How many letters?", LETTERS, "212"),
        ("en", "How many houses burnt down?", "Of the 30 houses, 12 burnt down.", "12"),
        ("en", "How many children died?",
         "Of 90 people, six died, among them two children.", "two"),
        ("fr", "How many children died?",
         "Sur 90 personnes, six sont mortes, dont deux enfants.", "deux"),
        ("en", "How many emails supported the plan?", EMAILS, None),
        ("en", "How many emails did the council receive?", EMAILS, "340"),
        ("fr", "Combien de lettres étaient contre ?",
         "Sur les 212 lettres reçues, 197 s'opposaient au projet.", "197"),
        ("fr", "How many jobs will go in Austria?",
         "On supprimera 1.350 postes, dont 900 en Autriche.", "900"),
        ("es", "Combien de mineurs sont sortis ?",
         "De los 31 mineros que trabajaban, diecisiete lograron salir.", "diecisiete"),
    ],
)  # fmt: skip
def test_what_is_told_of_some_is_not_told_of_all_that_are_counted(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("fr", "Combien dure la visite ?", "La visite des 12 ponts dure 90 secondes.",
         "90 secondes"),
        ("en", "How much time did they get?", "The 12 judges got 14 days.", "14 days"),
        ("de", "Wie viel Zeit haben sie?", "Die 12 Richter haben 14 Tage.", "14 Tage"),
        ("es", "¿Cuánto duró la reunión?", "La reunión de 12 jueces duró dos horas.", "dos horas"),
        ("it", "Quanto ci è voluto?", "Ai 12 giudici servirono due ore.", "due ore"),
        ("pt", "Quanto demorou a reunião?", "A reunião de 12 juízes levou duas horas.",
         "duas horas"),
        ("ru", "Сколько длилась встреча?", "Встреча 12 судей длилась три часа.", "три часа"),
        ("ar", "كم استغرق الاجتماع؟", "استغرق اجتماع 12 قاضيا 14 يوما.", "14 يوما"),
    ],
)  # fmt: skip
def test_how_long_something_takes_is_a_span_of_time(
    language: str, question: str, text: str, expected: str
) -> None:
    assert highlighted(question, text, language) == expected


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("fr", "Combien de kilomètres ?", "Il a vu 12 ponts en 40 kilomètres.", "40 kilomètres"),
        ("ru", "Сколько километров?", "Он видел 12 мостов за 40 километров.", "40 километров"),
        ("de", "Wie viele Euro?", "Die 12 Karten kosten 30 Euro.", "30 Euro"),
        ("it", "Quanti ettari in Senegal?", "Perse 310 ettari a Roma e 85 in Senegal.", None),
        ("en", "How much did it pay in Wales?", "It paid £310 in Kent and 85 in Wales.", "85"),
        ("it", "Quanto ha il sindaco?", "Il sindaco ha 12 case.", "12"),
        ("fr", "Quelle quantité d'eau faut-il ?", "Il faut 750 ml d'eau.", "750 ml"),
        ("en", "How many metres high is it?", "It weighs 400 tonnes and is 30 metres high.",
         "30 metres"),
        ("en", "How many metres high is it?", "It is 30 m high and has 200 steps.", "30 m"),
        ("fr", "Combien de mètres mesure la tour ?", "La tour mesure 30 m et pèse 400 t.", "30 m"),
        ("de", "Wie viele Tore schoss Kant?", "Kant schob aus 5 m ein.", None),
        ("en", "How many goals did Kent score?", "Kent scored from 5 metres.", None),
        ("ar", "كم عاملا مات؟", "مات 17 عاملا.", "17"),
    ],
)  # fmt: skip
def test_only_where_a_unit_is_asked_for_has_the_number_one(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("en", "How much do the tickets cost?", "The 12 tickets cost 30 euros.", "30 euros"),
        ("fr", "Combien les billets ont-ils coûté ?", "Les 12 billets ont coûté 30 euros.",
         "30 euros"),
        ("fr", "Combien d'argent a-t-il ?", "Il a 12 billets et 30 euros.", "30 euros"),
        ("de", "Wie viel kosten die Karten?", "Die 12 Karten kosten 30 Euro.", "30 Euro"),
        ("es", "¿Cuánto costaron los molinos?", "Los 4 molinos costaron 30 euros.", "30 euros"),
        ("it", "Quanto costa la sosta?", "La sosta di 45 macchine costa 30 euro.", "30 euro"),
        ("pt", "Quanto custam os bilhetes?", "Os 12 bilhetes custam 30 euros.", "30 euros"),
        ("ru", "Сколько стоят билеты?", "12 билетов на концерт стоят 30 евро.", "30 евро"),
        ("ar", "كم تكلف التذاكر؟", "تكلف 12 تذكرة للحفل 30 يورو.", "30 يورو"),
        ("en", "How much do the tickets cost?", "The 12 tickets cost next to nothing.", None),
        ("en", "How much does he pay?", "He pays 40 a week.", "40"),
        ("es", "¿Cuánto pagó por la tierra?", "Pagó 3000 por la tierra en 1920.", "3000"),
        ("de", "Wie viel kostet das Buch?", "Das Buch kostet 15 an der Kasse.", "15"),
        ("en", "How much does he pay?", "He pays £40 for 3 rooms.", "£40"),
        ("en", "How much did Spurs pay?", "Spurs paid 40m in May.", "40m"),
        ("fr", "Combien paie-t-il ?", "Il a payé pour quatre de ses sept puits.", None),
        ("en", "How many people paid?", "Some 12 people paid 30 euros.", "12"),
    ],
)  # fmt: skip
def test_what_something_costs_is_money(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("en", "How much did shares fall?", "Shares fell 5% to $12.30.", "5%"),
        ("en", "How much did shares fall?", "Shares fell to $12.30.", None),
        ("en", "How much did the tax rise?", "The tax rose 5% by adding $71.", None),
        ("en", "How much do the shares cost?", "Shares fell 5% to $12.30.", "$12.30"),
        ("fr", "Combien la baisse du fleuve a-t-elle coûté ?",
         "Pour le pays, dont 80 % du blé passe par le fleuve, ce sont 260 millions de dollars.",
         "260 millions de dollars"),
        ("fr", "De combien l'action a-t-elle chuté ?", "L'action a chuté de 5 % à 12,30 euros.",
         "5 %"),
        ("de", "Um wie viel fiel die Aktie?", "Die Aktie fiel um 5 Prozent auf 12,30 Euro.",
         "5 Prozent"),
        ("es", "¿Cuánto cayó la acción?", "La acción cayó un 5 % hasta 12,30 euros.", "5 %"),
        ("it", "Di quanto è sceso il titolo?", "Il titolo è sceso del 5% a 12,30 euro.", "5%"),
        ("pt", "Quanto caiu a ação?", "A ação caiu 5% até 12,30 euros.", "5%"),
        ("ru", "На сколько упали акции?", "Акции упали на 5 % до 12,30 доллара.", "5 %"),
        ("ar", "بكم انخفض السهم؟", "انخفض السهم 5% إلى 12,30 دولار.", "5%"),
    ],
)  # fmt: skip
def test_what_something_fell_to_is_not_by_how_much_it_did(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("De quel pays est Ali Saleh ?", "Le Jordanien Ali Saleh est parti en Syrie.", "Jordanien"),
        ("D'où vient Ali ?", "Ali Saleh se rend en Syrie.", None),
        ("Where is Kerry from?", "L'américain John Kerry se rend à Londres.", "américain"),
        ("¿De dónde es Kerry?", "John Kerry se rend à Londres.", None),
        ("Woher kommt Kerry?", "Le Russe Lavrov voit John Kerry à Londres.", None),
        ("Откуда родом Керри?", "L'américain John Kerry se rend à Londres.", "américain"),
        ("من أين جاء كيري؟", "Hier, John Kerry est allé à Londres.", None),
        ("Di dov'è Kerry?", "Ils ont vu John Kerry à Londres.", None),
        ("De onde é Kerry?", "Ils ont vu John Kerry à Londres.", None),
        ("Quels pays sont venus ?", "On est venu hier à Londres.", None),
        ("Which country did he leave?", "Il est parti de Londres vers la ville.", None),
        ("D'où vient l'eau ?", "L'eau est venue en camion, depuis Alep.", "Alep"),
        ("D'où vient le maire ?", "Le maire se rend en Syrie.", None),
        ("Dans quel pays vit-il ?", "Il vit en Grèce.", "Grèce"),
        ("Dans quel pays vit-il ?", "Né en Syrie, il vit en Grande-Bretagne.", None),
    ],
)
def test_where_somebody_is_from_and_which_country_is_no_other_place(
    question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Quand est la réunion de Londres ?", "dimanche"),
        ("When is the Lausanne meeting?", "samedi"),
        ("Where is the second meeting?", "Londres"),
        ("où et quand les réunions", None),
        ("Wann sind die Treffen?", None),
        ("Quand les a-t-on annoncées ?", None),
        ("Quand a-t-on annoncé deux réunions ?", "mercredi"),
    ],
)
def test_a_time_of_saying_is_none_of_what_is_said_and_what_is_joined_is_apart(
    question: str, expected: str | None
) -> None:
    assert highlighted(question, MEETINGS) == expected


@pytest.mark.parametrize(
    ("language", "text", "death", "place"),
    [
        ("fr", "Ada Cury est née le 7 mai 1867 à Brest et morte le 4 juillet 1934 à Sens.",
         "4 juillet 1934", "Sens"),
        ("en", "Ada Cury was born on 7 May 1867 in Brest and died on 4 July 1934 in Sens.",
         "4 July 1934", "Sens"),
        ("es", "Ada nació el 7 de mayo de 1867 en Brest y murió el 4 de julio de 1934 en Pau.",
         "4 de julio de 1934", "Pau"),
        ("de", "Ada Cury wurde am 7. Mai 1867 in Brest geboren und starb am 4. Juli 1934 in Sens.",
         "4. Juli 1934", None),
        ("ru", "Ада Кюри родилась 7 мая 1867 года в Бресте и умерла 4 июля 1934 года в Сансе.",
         "4 июля 1934", "Сансе"),
    ],
)  # fmt: skip
def test_what_a_conjunction_joins_shares_its_subject(
    language: str, text: str, death: str, place: str | None
) -> None:
    when, where = {
        "fr": ("Quand est morte Ada Cury ?", "Où est morte Ada Cury ?"),
        "en": ("When did Ada Cury die?", "Where did Ada Cury die?"),
        "es": ("¿Cuándo murió Ada Cury?", "¿Dónde murió Ada Cury?"),
        "de": ("Wann starb Ada Cury?", "Wo starb Ada Cury?"),
        "ru": ("Когда умерла Ада Кюри?", "Где умерла Ада Кюри?"),
    }[language]
    assert highlighted(when, text, language) == death
    assert highlighted(where, text, language) == place


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When will Kerry go?", "Saturday"),
        ("When will Lavrov go?", "Sunday"),
        ("When will Kerry go to London?", None),
        ("Where will Lavrov go?", "London"),
    ],
)
def test_what_has_a_subject_of_its_own_shares_none(question: str, expected: str | None) -> None:
    text = "Kerry will go to Lausanne on Saturday and Lavrov will go to London on Sunday."
    assert highlighted(question, text, "en") == expected


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "When did the shop close?", "The shop opened in 1990 and closed in 2005."),
        ("es", "¿Cuándo acabó la guerra?", "La guerra empezó en 1999 y acabó en 2005."),
        ("de", "Wann endete der Krieg?", "Der Krieg begann 1999 und endete 2005."),
    ],
)
def test_a_noun_behind_an_article_is_a_subject_too(language: str, question: str, text: str) -> None:
    assert highlighted(question, text, language) == "2005"


def test_what_was_on_another_day_of_the_month_is_not_what_is_asked_for() -> None:
    text = "Le 17 juin, 56 civils ont été tués."
    assert highlighted("Combien de civils ont été tués le 17 juin ?", text) == "56"
    assert highlighted("Combien de civils ont été tués le 19 juin ?", text) is None


def test_the_death_of_another_is_none_of_who_was_born() -> None:
    text = "Ada Cury was born in Brest in 1867 and her husband died in Sens in 1906."
    assert highlighted("When did Ada Cury die?", text, "en") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Kerry a dit mardi que la grève aura lieu."),
        ("en", "The strike was called off, Kerry said on Tuesday."),
        ("es", "La huelga empezó, dijo Kerry el martes."),
        ("de", "Der Streik beginnt, sagte Kerry am Dienstag."),
        ("it", "Lo sciopero comincia, ha detto martedì Kerry."),
        ("pt", "A greve começa, disse Kerry na terça-feira."),
        ("ru", "Забастовка начнётся, сообщил во вторник Керри."),
        ("ar", "وسيبدأ الإضراب كما قال الثلاثاء الوزير."),
    ],
)
def test_a_time_of_saying_is_known_in_every_language(language: str, text: str) -> None:
    assert highlighted("Quand la grève commence-t-elle ?", text, language) is None


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("fr", "Combien de personnes selon les organisateurs ?", MARCH, "20 000"),
        ("fr", "Combien de personnes selon la police ?", MARCH, "5 000"),
        ("fr", "Combien de personnes selon le maire ?", MARCH, None),
        ("en", "How many people marched according to the organisers?",
         "Some 5,000 people marched according to police, the organisers spoke of 20,000.",
         "20,000"),
        ("fr", "Quelle somme aurait été donnée selon la presse ?",
         "Il contredit une radio, selon laquelle 90.000 dollars ont été remis.", "90.000 dollars"),
    ],
)  # fmt: skip
def test_what_another_says_is_not_asked_for(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


def test_words_of_one_language_that_look_alike_are_two() -> None:
    text = "Selon eux, basés en Grèce, les troupes avancent dans le nord-est d'Alep."
    assert highlighted("Où se trouve l'OSDH ?", text) is None


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("How many died on Thursday?", "Huit civils sont morts mardi.", None),
        ("Où Kerry se rend-il dimanche ?", "Samedi, John Kerry se rend à Lausanne.", None),
        ("Combien de civils sont morts en 2015 ?", "En 2016, 30 civils sont morts.", None),
        ("How many died on Thursday?", "Ils ont dit mardi que 8 civils sont morts.", "8"),
        ("How many died on Thursday?", "Huit civils sont morts jeudi et vendredi.", "Huit"),
    ],
)
def test_what_happened_at_another_time_is_not_asked_for(
    question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text) == expected


def test_what_is_said_of_a_time_is_of_that_time() -> None:
    text = "Kerry a dit que samedi la grève finira."
    assert highlighted("Quand la grève finira-t-elle ?", text) == "samedi"


@pytest.mark.parametrize(
    "question",
    [
        "Qui est le nouveau coordinateur de l'ONU ?",
        "Who is the new UN coordinator?",
        "¿Quién es el nuevo coordinador de la ONU?",
        "Wer ist der neue UN-Koordinator?",
        "Chi è il nuovo coordinatore dell'ONU?",
        "Quem é o novo coordenador da ONU?",
    ],
)
def test_who_has_a_role_is_by_its_word_and_not_who_says_so(question: str) -> None:
    assert highlighted(question, NOMINATION) == "Ali Zaatari"


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who is the mayor of Lyon?", "Hier est venu à Lyon le juge Paul Noir.", None),
        (
            "Who is the president of the museum?",
            "Le musée a Paul Noir pour directeur.",
            "Paul Noir",
        ),
        ("Who leads the museum?", "Le musée a Paul Noir pour coordinateur.", None),
        ("Who leads the museum?", "Le musée a Paul Noir pour président.", "Paul Noir"),
    ],
)
def test_who_has_another_role_has_not_the_one_asked_for(
    question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Qui est Assad ?",
        "Who is Assad?",
        "¿Quién es Assad?",
        "Wer ist Assad?",
        "Chi è Assad?",
        "Quem é Assad?",
        "Qui est Stephane Dujarric ?",
    ],
)
def test_who_is_named_in_the_question_is_none_of_the_others(question: str) -> None:
    assert highlighted(question, NOMINATION) is None


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("What is the name of the captain?", "Le capitaine, Ali Remy, voit Paul Noir.", "Ali Remy"),
        ("Qual o nome do capitão?", "Le capitaine, Ali Remy, voit Paul Noir.", "Ali Remy"),
        ("What is the name of the captain's wife?", "Le capitaine, Ali Remy, est là.", None),
        ("Who is the spokesman of the UN?", NOMINATION, "Stephane Dujarric"),
        ("Qui l'a annoncé, selon l'ONU ?", NOMINATION, None),
        ("Chi ha incontrato il nuovo coordinatore?", NOMINATION, None),
        ("Qui est le coordinateur de l'ONU ?", COORDINATOR, None),
        ("Кто новый координатор ООН?", COORDINATOR, None),
        ("Who killed the civilians?", TUESDAY, None),
        ("¿Quién mató a los civiles?", TUESDAY, None),
        ("Who is the director?", TUESDAY + ", le directeur.", None),
        ("Who leads the club?", "Le directeur, Ali Remy, est parti.", "Ali Remy"),
        ("Qui a vu le capitaine ?", "Le capitaine, Ali Remy, a vu Paul Noir.", "Paul Noir"),
        ("Qui est le ministre grec ?", "Le ministre turc, Ali Remy, est parti.", None),
        ("Qui est le ministre turc ?", "Le ministre turc, Ali Remy, est parti.", "Ali Remy"),
        ("Who is the mayor's wife?", "La femme du maire, Ali Remy, est partie.", None),
        ("Wer ist der Bürgermeister?", "On a vu Jean Noir avec le maire, Ali Remy.", "Ali Remy"),
        ("Qui a annoncé la paix ?", "Ceux qui parlaient sur la Syrie, ont annoncé la paix.", None),
        ("Who heard her?", "Ils parlent du roman Aurore.", None),
        ("Who heard her?", "Elle a parlé au peintre Paul Noir.", "Paul Noir"),
        ("Who leads the panel?", "La présidente, Ada Mabaso, a parlé.", "Ada Mabaso"),
        ("Qui est le maire ?", "Le préfet, Paul Noir, est parti.", None),
        ("Qui est le capitaine ?", "Le maire, Ali Remy, voit le capitaine, Paul Noir.",
         "Paul Noir"),
        ("À qui a-t-il parlé ?", "Le peintre, Paul Noir, a parlé hier.", None),
        ("À qui a-t-on parlé ?", "Hier, ils ont tous parlé avec Paul Noir.", "Paul Noir"),
        ("Wem gibt er die Schuld?", "Le maire, Paul Noir, a accusé les autres.", None),
    ],
)  # fmt: skip
def test_who_did_something_is_by_its_words(question: str, text: str, expected: str | None) -> None:
    assert highlighted(question, text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "On a posé une bombe, a dit le commissaire Paul Noir."),
        ("fr", "D'après Paul Noir, on a posé une bombe."),
        ("en", "A bomb was planted, Paul Noir said."),
        ("es", "Pusieron una bomba, dijo el comisario Paul Noir."),
        ("it", "Qui, secondo Paul Noir, hanno messo una bomba."),
        ("pt", "Puseram uma bomba, disse Paul Noir."),
        ("ru", "По словам Ивана Петрова, заложили бомбу."),
    ],
)
def test_who_says_something_is_known_in_every_language_that_marks_names(
    language: str, text: str
) -> None:
    assert highlighted("Who planted the bomb?", text, language) is None
    assert highlighted("Who said so?", text, language) is not None


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "Who rejected the plan?",
         "The mayor, Ada Marsh, said that the plan was rejected by the council."),
        ("fr", "Qui a rejeté le projet ?",
         "Le maire, Jean Petit, a dit que le projet avait été rejeté par le conseil."),
        ("es", "¿Quién rechazó el proyecto?",
         "El alcalde, Juan Ortuño, dijo que el proyecto fue rechazado por el consejo."),
        ("it", "Chi ha respinto il progetto?",
         "Il sindaco, Paolo Neri, ha detto che il progetto è stato respinto dal consiglio."),
        ("pt", "Quem rejeitou o projeto?",
         "O prefeito, Paulo Neves, disse que o projeto foi rejeitado pelo conselho."),
    ],
)  # fmt: skip
def test_who_says_something_may_stand_between_commas(
    language: str, question: str, text: str
) -> None:
    assert highlighted(question, text, language) is None
    assert highlighted("Who is the mayor?", text, language) is not None


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "Who rejected the plan?",
         "Mayor Ada Marsh recalled that the plan was rejected by the council."),
        ("en", "Who rejected the plan?",
         "The plan was rejected by the council, Mayor Ada Marsh complained."),
        ("fr", "Qui a rejeté le projet ?",
         "Le maire Jean Petit a rappelé que le projet avait été rejeté par le conseil."),
        ("es", "¿Quién rechazó el proyecto?",
         "El alcalde Juan Ortuño lamentó que el proyecto fuera rechazado por el consejo."),
        ("it", "Chi ha respinto il progetto?",
         "Il sindaco Paolo Neri ha ricordato che il progetto è stato respinto dal consiglio."),
        ("pt", "Quem rejeitou o projeto?",
         "O prefeito Paulo Neves lembrou que o projeto foi rejeitado pelo conselho."),
        ("ru", "Who rejected the plan?",
         "Мэр Иван Петров напомнил, что план отклонил городской совет."),
    ],
)  # fmt: skip
def test_who_recalls_or_regrets_what_another_did_did_not_do_it(
    language: str, question: str, text: str
) -> None:
    assert highlighted(question, text, language) is None


@pytest.mark.parametrize(
    ("language", "question", "passive", "text"),
    [
        ("en", "Who arrested her?", "Who was arrested?",
         "The mayor, Anna Berg, was arrested by the police on Monday."),
        ("fr", "Qui l'a arrêtée ?", "Qui a été arrêté ?",
         "La maire, Anna Berg, a été arrêtée lundi par la police."),
        ("fr", "Who arrested her?", "Who was arrested?",
         "La maire, Anna Berg, a été arrêtée lundi par la police."),
        ("es", "¿Quién la detuvo?", "¿Quién fue detenido?",
         "La alcaldesa, Anna Berg, fue detenida el lunes por la policía."),
        ("it", "Chi l'ha arrestata?", "Chi è stato arrestato?",
         "La sindaca, Anna Berg, è stata arrestata lunedì dalla polizia."),
        ("pt", "Quem a prendeu?", "Quem foi preso?",
         "A prefeita, Anna Berg, foi presa na segunda pela polícia."),
    ],
)  # fmt: skip
def test_to_whom_another_did_something_did_not_do_it(
    language: str, question: str, passive: str, text: str
) -> None:
    assert highlighted(question, text, language) is None
    assert highlighted(passive, text, language) == "Anna Berg"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Qui s'était opposé au plan ?", "L'experte, Anna Berg, s'y était opposée par écrit."),
        ("Qui a fondé le club ?", "Anna Berg a fondé le club qui a été vu par la reine."),
    ],
)
def test_who_does_something_to_nobody_did_it(question: str, text: str) -> None:
    assert highlighted(question, text) == "Anna Berg"


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who robbed the bank?", "Anna Berg was helped by the police and robbed the bank.",
         "Anna Berg"),
        ("Who built the mill?", "Anna Berg was in Ulm by 1920 and built the mill.", "Anna Berg"),
        ("Who had arrested her?", "Anna Berg was taken and arrested by the police.", None),
        ("Who built the mill?", "Anna Berg was seen by the guard who built the mill.", None),
    ],
)  # fmt: skip
def test_to_whom_something_was_done_did_what_is_joined_behind_that(
    question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, "en") == expected


def test_who_did_something_to_the_holder_of_a_role_does_not_hold_it() -> None:
    text = "The mayor, Anna Berg, was arrested by the police on Monday."
    assert highlighted("Wer hat die Bürgermeisterin verhaftet?", text, "en") is None
    assert highlighted("Wer ist die Bürgermeisterin?", text, "en") == "Anna Berg"


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("de", "Wie alt ist der Bürgermeister?",
         "Der Bürgermeister und eine 36-jährige Frau sind hier.", None),
        ("de", "Wie alt ist der Bürgermeister?",
         "Der 36-jährige Bürgermeister traf den Bäcker.", "36-jährige"),
        ("fr", "Wie alt ist der Bürgermeister?", "Paul Noir, 36 ans, a vu le maire.", None),
        ("fr", "Quel âge a le maire ?", "Le maire a rencontré Paul Noir, 36 ans.", None),
        ("fr", "Quel âge a le maire ?", "Le maire, Paul Noir, 36 ans, est là.", "36 ans"),
        ("fr", "Quel âge a le maire ?", "Le maire, le gros Paul Noir, 36 ans, est là.", "36 ans"),
        ("fr", "At what age do Greeks retire?", "On part à 60 ans.", "60 ans"),
        ("fr", "Quel âge a Paul Noir ?", "Paul Noir a vu Ali Remy, 36 ans.", None),
        ("fr", "How old is captain Remy?", "Le capitaine Noir, 61 ans, est là.", None),
        ("fr", "How old is Remy?", "Ali Remy, 61 ans, est là.", "61 ans"),
        ("fr", "How old is he?", "Ali Remy, 61 ans, est là.", "61 ans"),
        ("fr", "How old is the baker?", "Un boulanger de 61 ans est là.", "61 ans"),
        ("es", "¿Qué edad tiene la presidenta?", "Rosa Cayo, de 72 años, presidenta.", "72 años"),
        ("ru", "Сколько лет мэру?", "Мэр встретил 36-летнего Петрова.", None),
    ],
)  # fmt: skip
def test_an_age_is_of_who_stands_by_it(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("en", "Who arrested the engineer?",
         "The engineer, Tom Hale, was arrested by Inspector Joan Pike.", "Inspector Joan Pike"),
        ("en", "Who arrested the engineer?",
         "Tom Hale, the old engineer, was arrested by Inspector Joan Pike.", "Inspector Joan Pike"),
        ("en", "Who arrested the engineer?", "The engineer, Tom Hale, wrote to Eva Stone.", None),
        ("en", "Who is the engineer?", "The engineer, Tom Hale, wrote to Eva Stone.", "Tom Hale"),
        ("en", "Who went with the governor?", "The governor, Alan Reed, came.", None),
        ("fr", "Qui accompagnait le préfet ?", "Le préfet de la Drôme, Jean Noir, est venu.", None),
        ("fr", "Qui accompagnait le préfet ?", "Hier est venu le préfet Jean Noir.", None),
        ("fr", "Qui a-t-on vu ?", "Hier, on a vu le préfet de Lyon, Jean Noir.", "Jean Noir"),
        ("fr", "Qui a écrit le roman ?", "L'auteur du roman, Jean Noir, est venu.", "Jean Noir"),
        ("en", "Who greeted the engineer?", "Eva Stone greeted Tom Hale, the engineer.",
         "Eva Stone"),
        ("en", "Who founded the bank?",
         "Founded by the shipowner Tom Hale, the bank has 40 clerks.", "Tom Hale"),
        ("fr", "Qui a construit la tour ?",
         "Construite par l'architecte Eva Roche, la tour est haute.", "Eva Roche"),
        ("it", "Chi ha fondato il museo?",
         "Fondato nel 1923 dall'armatore Aldo Neri, il museo ha 40 sale.", "Aldo Neri"),
    ],
)  # fmt: skip
def test_whoever_the_question_says_by_a_noun_is_not_who_did_it(
    language: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language) == expected


def test_a_name_in_the_question_is_not_who_was_met() -> None:
    text = "On Saturday Kerry met Lavrov in Lausanne."
    assert highlighted("Who did John Kerry meet in Lausanne?", text, "en") == "Lavrov"


def test_in_german_where_each_noun_has_a_capital_no_name_is_sure() -> None:
    assert highlighted("Wer kam?", "Gestern kam der Minister.", "de") is None


@pytest.mark.parametrize(
    ("previous", "question", "text", "expected"),
    [
        ("Combien de civils ont été tués mardi ?", "pourquoi ?", TUESDAY, None),
        ("Combien de civils ont été tués mardi ?", "et comment ?", TUESDAY, None),
        ("Combien de civils ont été tués mardi ?", "et mercredi ?", TUESDAY, "15"),
        ("Qui est Kerry ?", "et quand ?", KERRY, "dimanche"),
    ],
)
def test_a_follow_up_that_asks_something_itself_has_its_own_fact(
    previous: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, previous=previous) == expected


@pytest.mark.parametrize(
    ("language", "previous", "question", "text"),
    [
        ("en", "When was Muir born?", "And when did he die?", "Muir was born in Wick in 1889."),
        ("en", "Quand est né Muir ?", "Et quand est-il mort ?", "Muir was born in Wick in 1889."),
        ("fr", "Quand est né Muir ?", "Et quand s'est-il marié ?", "Muir est né à Wick en 1889."),
        ("de", "Wann wurde Muir geboren?", "Und wann starb er?", "Muir wurde 1889 geboren."),
        ("es", "¿Cuándo nació Muir?", "¿Y cuándo murió?", "Muir nació en Wick en 1889."),
        ("ru", "Когда родился Мюир?", "А когда он умер?", "Мюир родился в Уике в 1889 году."),
    ],
)
def test_what_the_question_before_asked_for_is_not_what_a_follow_up_does(
    language: str, previous: str, question: str, text: str
) -> None:
    assert highlighted(previous, text, language) == "1889"
    assert highlighted(question, text, language, previous) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And when did he die?", "1950"),
        ("And how many books did he write?", "six"),
        ("And where?", "Wick"),
    ],
)
def test_a_follow_up_about_something_else_has_what_is_said_of_that(
    question: str, expected: str
) -> None:
    text = "Muir was born in Wick in 1889, wrote six books and died in 1950."
    assert highlighted(question, text, "en", "When was Muir born?") == expected


def test_since_when_asks_for_a_time_and_not_for_the_number_asked_for_before() -> None:
    text = "Since 2019 the concert has raised £11,350."
    assert highlighted("Since when?", text, "en", "How much has the concert raised?") == "2019"


@pytest.mark.parametrize(
    ("language", "previous", "question", "text", "expected"),
    [
        ("en", "How many people died?", "And injured?",
         "Three people died and eleven were injured in the blast.", "eleven"),
        ("de", "Wie viele Menschen starben?", "Und Verletzte?",
         "Drei Menschen starben und elf wurden verletzt.", "elf"),
        ("es", "¿Cuántas personas murieron?", "¿Y heridos?",
         "Tres personas murieron y once resultaron heridas.", "once"),
        ("fr", "Combien de personnes sont mortes ?", "Et blessées ?",
         "Trois personnes sont mortes et onze ont été blessées.", "onze"),
        ("ru", "Сколько человек погибло?", "А раненых?",
         "Три человека погибли, и одиннадцать были ранены.", "одиннадцать"),
        ("en", "How many rescuers arrived?", "And vehicles?",
         "The 120 rescuers, eight dog handlers and 34 vehicles arrived.", "34"),
        ("en", "How many civilians were killed?", "And vehicles?",
         "Eight civilians have lost their lives.", None),
        ("fr", "How many civilians were killed?", "And vehicles?",
         "Hier, huit civils ont perdu la vie.", None),
        ("fr", "How many civilians were killed?", "And women?",
         "Hier, huit civils et deux femmes ont perdu la vie.", "deux"),
        ("fr", "Combien de civils ont été tués mardi ?", "Et d'enfants ?", TUESDAY, "sept"),
        ("fr", "Combien de civils ont été tués ?", "Et d'enfants ?",
         "Hier, les tirs ont tué 56 civils et blessé sept enfants.", "sept"),
        ("en", "How many died in the north?", "And in the south?",
         "Eight died in the north, and nine in the south.", "nine"),
        ("fr", "Qui est le maire ?", "Et le capitaine ?",
         "Le maire, Jean Noir, a vu le capitaine, Paul Remy.", "Paul Remy"),
        ("fr", "Qui est le maire ?", "Et le député ?",
         "Le maire, Jean Noir, et le député, Paul Remy, sont là.", None),
        ("fr", "Qui est Kerry ?", "et leur chef ?", KERRY, None),
        ("fr", "Combien de civils ont été tués mardi ?", "sont-ils enterrés ?", TUESDAY, None),
    ],
)  # fmt: skip
def test_a_follow_up_that_names_others_asks_the_same_of_them(
    language: str, previous: str, question: str, text: str, expected: str | None
) -> None:
    assert highlighted(question, text, language, previous) == expected


@pytest.mark.parametrize("tag", ["en-US", "EN", "en_GB"])
def test_the_region_of_a_language_changes_nothing(tag: str) -> None:
    text = "The bridge was opened on October 15, 2016, by the mayor."
    assert highlighted("When was the bridge opened?", text, tag) == "October 15, 2016"


@pytest.mark.parametrize(
    ("language", "question", "text", "fact"),
    [
        (
            "de",
            "Wie viele Menschen starben bei dem Angriff?",
            "Bei dem Angriff starben sechsundfünfzig Menschen, drei davon Kinder.",
            "sechsundfünfzig",
        ),
        (
            "it",
            "Quante persone morirono nell'incendio?",
            "Nell'incendio morirono cinquantasei persone e tre furono arrestate.",
            "cinquantasei",
        ),
    ],
)
def test_a_number_that_is_written_as_one_word_is_found(
    language: str, question: str, text: str, fact: str
) -> None:
    assert highlighted(question, text, language) == fact


@pytest.mark.parametrize(
    ("language", "question", "text", "fact"),
    [
        (
            "de",
            "Wann wurde die Halle eröffnet?",
            "Die Halle wurde am Dienstag, dem 3. Mai 2016, vom Stadtrat eröffnet.",
            "Dienstag, dem 3. Mai 2016",
        ),
        (
            "pt",
            "Quando foi inaugurada a ponte?",
            "A ponte foi inaugurada na terça-feira, dia 3 de maio de 2016, pelo prefeito.",
            "terça-feira, dia 3 de maio de 2016",
        ),
        (
            "de",
            "Wie viele kamen?",
            "Es kamen fünf- bis sechstausend Menschen.",
            "fünf- bis sechstausend",
        ),
        ("en", "When was the mill closed?", "The mill was closed in the 1990s.", "1990s"),
        (
            "de",
            "Wann wurde die Mühle geschlossen?",
            "Die Mühle wurde in den 1990er Jahren geschlossen.",
            "1990er",
        ),
        ("ru", "Когда шла война?", "Война шла в 1941—1945 годах.", "1941—1945"),
    ],
)
def test_a_date_or_a_range_is_marked_whole(
    language: str, question: str, text: str, fact: str
) -> None:
    assert highlighted(question, text, language) == fact


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("ar", "متى يفتح المسبح؟", "يفتح المسبح كل يوم باستثناء 25 ديسمبر."),
        ("de", "Wann ist das Bad offen?", "Das Bad ist täglich offen, außer am 25. Dezember."),
        ("en", "When is the pool open?", "The pool is open every day except 25 December."),
        ("es", "¿Cuándo abre la piscina?", "La piscina abre todos los días excepto el lunes."),
        ("fr", "Quand la piscine est-elle ouverte ?", "La piscine est ouverte, sauf le lundi."),
        ("it", "Quando apre la piscina?", "La piscina apre ogni giorno tranne il lunedì."),
        ("pt", "Quando abre a piscina?", "A piscina abre todos os dias, exceto na segunda-feira."),
        ("ru", "Когда открыт бассейн?", "Бассейн открыт каждый день, кроме понедельника."),
    ],
)
def test_a_time_that_is_excepted_is_not_the_one_asked_for(
    language: str, question: str, text: str
) -> None:
    assert highlighted(question, text, language) is None
