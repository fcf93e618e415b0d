import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.blocks import BlockKind
from index.layout import find_blocks
from index.reading import default_article
from tests.work import lines_run

LONG = (
    "La rivière a débordé dans la nuit de lundi à mardi, et les habitants du quartier bas ont dû "
    "quitter leurs maisons avant l'aube, a indiqué la préfecture."
)
OTHER = (
    "Les pompiers, venus de trois départements, ont secouru une centaine de personnes, dont une "
    "vingtaine d'enfants, et les recherches continuent dans les villages voisins."
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in find_blocks(text)]


def chrome(text: str) -> list[str]:
    return [words for kind, words in kinds(text) if kind == "chrome"]


def headings(text: str) -> list[str]:
    return [words for kind, words in kinds(text) if kind == "heading"]


def body(text: str) -> list[str]:
    return [words for kind, words in kinds(text) if kind == "body"]


def test_default_article_has_one_heading_and_five_lines_of_chrome() -> None:
    article = default_article()
    assert headings(article.text) == ["- Lausanne et Londres -"]
    assert chrome(article.text) == [
        "Envie d'afficher votre publicité ?",
        "Contactez-nousEnvie d'afficher votre publicité ?",
        "Contactez-nous",
        "L'espace des commentaires est ouvert aux inscrits.",
        "Connectez-vous ou créez un compte pour pouvoir commenter cet article.",
    ]
    assert len(article.paragraphs) == 19
    assert all(block.reason for block in article.blocks if block.kind is BlockKind.CHROME)
    assert not any(block.reason for block in article.blocks if block.kind is not BlockKind.CHROME)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("breaks", [1, 2, 3])
def test_paragraphs_are_parted_by_one_line_break_or_more(line_break: str, breaks: int) -> None:
    text = (line_break * breaks).join([LONG, "Il est mort.", OTHER]) + line_break
    assert kinds(text) == [("body", LONG), ("body", "Il est mort."), ("body", OTHER)]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "It was a quiet evening on the river, and the old man who kept the ferry\n"
        "had not seen a traveller since noon. He sat before his door and smoked.\n"
        "When at last a rider came down the road he did not rise, for he thought\n"
        "that the man would turn back."
    )
    other = (
        "He did not turn back. He tied his horse to the fence, and asked whether\n"
        "the ferry could be had at that hour, and what it would cost him to hire\n"
        "it."
    )
    text = f"CHAPTER I.\n\n{wrapped}\n\n{other}\n"
    assert kinds(text) == [("heading", "CHAPTER I."), ("body", wrapped), ("body", other)]


def test_a_line_that_is_broken_early_behind_a_full_stop_goes_on_where_blanks_part_paragraphs() -> (
    None
):
    one = (
        "The council of Oberau met on Tuesday evening in the old town hall and\n"
        "voted for the new bridge over the river after four hours of debate.\n"
        "The mayor was absent.\n"
        "Her deputy opened the meeting at seven and closed it shortly before\n"
        "midnight, when the last of the visitors had left."
    )
    other = (
        "The bridge is to cost some four million and will be open to walkers\n"
        "and cyclists alone, since cars have another one further down, which\n"
        "was built in the nineties."
    )
    spoken = (
        "Nobody had expected so clear a vote after what had been said before\n"
        "in the papers and on the market square for most of the long summer,\n"
        "and loudest of all in June.\n"
        "“We are glad.”"
    )
    text = f"{one}\n\n{other}\n\n{spoken}\n"
    said = spoken.rindex("“")
    assert kinds(text) == [
        ("body", one), ("body", other), ("body", spoken[: said - 1]), ("body", spoken[said:]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["Read more: The bridge in pictures", "Advertisement", "© 2024 Reuters"]
)
def test_chrome_right_below_a_wrapped_paragraph_is_none_of_its_lines(line: str) -> None:
    one = (
        "The council of Oberau met on Tuesday evening in the old town hall and\n"
        "voted for the new bridge over the river after four hours of debate,\n"
        "as it had done before."
    )
    other = (
        "The bridge is to cost some four million and will be open to walkers\n"
        "and cyclists alone, since cars have another one further down."
    )
    found = kinds(f"{one}\n\n{one}\n{line}\n\n{other}\n\n{other}\n")
    assert found == [
        ("body", one), ("body", one), ("chrome", line), ("body", other), ("body", other),
    ]  # fmt: skip


def test_wrapped_line_that_begins_like_chrome_or_a_heading_stays_in_its_paragraph() -> None:
    text = (
        "Le vendeur répétait à tous ceux qui passaient devant lui, du matin au\n"
        "soir : abonnez-vous à notre journal, vous ne le regretterez pas, et puis\n"
        "partagez cette nouvelle avec vos voisins, vos cousins et vos amis, sans\n"
        "quoi elle sera perdue."
    )
    assert kinds(text) == [("body", text)]


def test_sentence_broken_in_two_lines_is_one_paragraph() -> None:
    text = "Une phrase coupée en deux\nlignes par l'éditeur de textes."
    assert kinds(text) == [("body", text)]


@pytest.mark.parametrize(
    "heading",
    [
        "- Lausanne et Londres -",
        "-- Une nuit sans fin --",
        "*** Le bilan ***",
        "== Histoire ==",
        "**Ce que dit la loi**",
        "# Le contexte",
        "### What happened next",
        "Un bilan encore provisoire",
        "LE BILAN",
        "2. Le bilan",
        "2.1 Le bilan",
        "IV. Le bilan",
        "Chapitre 3",
        "Kapitel II",
        "Le bilan\n========",
        "Le bilan\n--------",
        "Последствия наводнения",
        "آثار الفيضان",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_heading_between_paragraphs_is_a_heading(heading: str, gap: str) -> None:
    text = gap.join([LONG, heading, OTHER])
    assert kinds(text) == [("body", LONG), ("heading", heading), ("body", OTHER)]


@pytest.mark.parametrize(
    "line",
    [
        "19h15 - Le Département promet 2 millions d'euros",
        "8 h – Deux morts à Pont-sur-Sorne",
        "17:02 La décrue s'amorce",
        "[17:02] Council votes 12 to 5 for the bridge",
        "9.30 a.m. Coffee in the town hall",
        "10.45 Uhr: Feuerwehr rettet drei Kinder",
        "8 Uhr Einlass",
        "18:30 – El alcalde anuncia 40 viviendas",
        "21:10 - Tre feriti in ospedale",
        "6h05 — Ponte fechada ao trânsito",
        "14:20 — Эвакуированы 300 человек",
        "16:45 - إجلاء 300 شخص",
        "Entrée : 5 euros, gratuite pour les enfants",
        "Admission: £5",
        "Öffnungszeiten: Mo-Fr 9-18 Uhr",
        "Dirección: calle Mayor, 14",
        "Durata: 45 min",
        "Preço por pessoa: 12 €",
        "Стоимость: 300 рублей",
        "السعر: 300 درهم",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_line_that_tells_a_time_or_a_number_heads_nothing(line: str, gap: str) -> None:
    assert kinds(gap.join([LONG, line, OTHER])) == [("body", LONG), ("body", line), ("body", OTHER)]


@pytest.mark.parametrize(
    "heading",
    [
        "Étape 2 : pétrir la pâte",
        "2.10 Le bilan",
        "12 ans après",
        "24 heures",
        "48h dans Marseille",
        "24 h du Mans : le récit d'une nuit",
        "3:10 to Yuma",
        "Santé : le Covid-19 recule",
        "Football: World Cup 2026 draw",
        "Anlage: Teil 2",
        "Le bilan : un désastre",
    ],
)
def test_heading_may_have_a_number_or_a_colon(heading: str) -> None:
    text = "\n\n".join([LONG, heading, OTHER])
    assert kinds(text) == [("body", LONG), ("heading", heading), ("body", OTHER)]


def test_entries_have_a_title_above_them() -> None:
    title, entries = "Le direct des inondations", ["21h40 - Un disparu à Lissac", "Blessés : 11"]
    found = kinds("\n\n".join([title, entries[0], LONG, entries[1], OTHER]))
    assert found[0] == ("heading", title)
    assert [text for kind, text in found if kind == "body"] == [entries[0], LONG, entries[1], OTHER]


# Headlines as papers, journals and blogs set them, longer than a heading or with another end.
TITLES = """
Inondations dans la vallée de la Sorne : trois communes évacuées, deux morts et onze blessés
EN DIRECT. Inondations dans la vallée de la Sorne : trois communes évacuées
Gaza : Israël et le Hamas acceptent la première phase du plan de paix américain
« Personne ne sera laissé seul » : Yves Lautrec promet deux millions
Le maire : « Nous n'avons plus le choix »
Qui a tué le pont de la Serve ?
Football. Saint-Fons bat Vénissieux (3-1) et prend la tête du championnat de première division
Effet du paillage de lavande sur la survie des abeilles sauvages en vignoble méditerranéen
Council backs £2m footbridge after residents say the old crossing is a danger to children
“We have no choice,” says mayor as she closes the town's last public swimming pool
Who will pay for the bridge?
Bericht: Gemeinde Oberau will die alte Brücke nach zweijähriger Sperrung doch noch sanieren lassen
Die Bürgermeisterin: „Wir haben keine Wahl“
Wer bezahlt die Brücke?
El Ayuntamiento de Villanueva aprueba el presupuesto de 2026 con la abstención de la oposición
La alcaldesa: «No nos queda otra opción»
¿Quién pagará el puente?
Il ponte riapre ai pedoni dopo tre anni di lavori e quattro milioni di euro spesi dalla Regione
Il sindaco: «Non abbiamo più scelta»
Chi pagherà il ponte?
Câmara aprova orçamento de 2026 apesar da oposição dos vereadores e dos moradores do bairro baixo
O prefeito: "Não temos mais escolha"
Quem vai pagar a ponte?
Мост через Сорну открыт для пешеходов после трёх лет ремонта и двух переносов срока сдачи
Мэр: «У нас нет выбора»
Кто заплатит за мост?
المجلس البلدي يوافق على ميزانية العام المقبل رغم معارضة الأعضاء وسكان الحي القديم في المدينة
رئيسة البلدية: «لا خيار أمامنا»
من سيدفع ثمن الجسر؟
""".strip().split("\n")


@pytest.mark.parametrize("title", TITLES)
def test_first_line_parted_by_a_blank_from_prose_is_a_title(title: str) -> None:
    found = kinds(f"{title}\n\n{LONG}\n\n{OTHER}")
    assert found == [("heading", title), ("body", LONG), ("body", OTHER)]


def test_headline_and_byline_head_the_first_paragraph() -> None:
    title = TITLES[0]
    assert headings(f"{title}\nPar Jeanne Roux\n\n{LONG}") == [title, "Par Jeanne Roux"]


# Paragraphs that stand first in a text and are quoted.
OPENINGS = """
Le pont rouvre lundi.
Le pont rouvre lundi, après trois ans de travaux, deux reports et une grève des ouvriers.
« Personne ne sera laissé seul. »
« Personne ne sera laissé seul », a promis le maire.
« Qui paiera ? »
— Qui paiera le pont ?
Le comité demande trois choses :
Le ticket est cher. Pourquoi ?
Le maire est venu. Il a parlé aux habitants de la rue
Madame, Monsieur,
The bridge reopens on Monday.
"Nobody will be left alone."
Dear members of the council,
We need the following:
the bridge was closed on monday and nobody knows when it will open again, says the council
- Bring a proof of address
19:15 – The mayor promises two million
Die Brücke öffnet am Montag wieder.
„Niemand bleibt allein.“
Sehr geehrte Damen und Herren,
El puente reabre el lunes.
—¿Quién pagará el puente?
Il ponte riapre lunedì.
A ponte reabre na segunda-feira…
Мост откроется в понедельник.
— Кто заплатит за мост?
يعاد فتح الجسر يوم الاثنين.
""".strip().split("\n")


def test_first_line_of_two_hundred_characters_is_no_title() -> None:
    headline = "El fuego destruye la estación " + "y obliga a evacuar a los vecinos " * 6
    assert headings(f"{headline[:199]}\n\n{LONG}") == [headline[:199]]
    assert body(f"{headline[:200]}\n\n{LONG}") == [headline[:200], LONG]


@pytest.mark.parametrize("opening", OPENINGS)
def test_paragraph_that_stands_first_is_no_title(opening: str) -> None:
    assert body(f"{opening}\n\n{LONG}\n\n{OTHER}") == [opening, LONG, OTHER]


@pytest.mark.parametrize("title", [TITLES[0], TITLES[3], TITLES[5]])
def test_long_first_line_that_no_blank_parts_from_the_next_is_a_paragraph(title: str) -> None:
    assert body(f"{title}\n{LONG}\n{OTHER}") == [title, LONG, OTHER]
    assert body(f"{LONG}\n\n{title}\n\n{OTHER}") == [LONG, title, OTHER]


def test_short_first_line_right_above_a_paragraph_is_a_title_with_a_number_too() -> None:
    title = "Lyon : un accident fait 12 morts"
    assert headings(f"{title}\n{LONG}\n{OTHER}") == [title]
    entries = ["Préparation : 20 min", "Cuisson : 45 min"]
    assert body("\n".join([*entries, LONG])) == [*entries, LONG]


def test_long_first_line_above_a_remark_is_a_paragraph() -> None:
    lines = [TITLES[0], "Please read the notes before you come to the meeting.", "Thanks"]
    assert body("\n\n".join(lines)) == lines
    assert headings("\n\n".join([*lines[:2], LONG])) == lines[:1]


def test_first_of_several_questions_is_no_title() -> None:
    text = f"Qui paiera ?\n\n{LONG}\n\nQuand rouvrira-t-il ?\n\n{OTHER}"
    assert headings(text) == []


def test_title_subtitle_and_byline_head_the_first_paragraph() -> None:
    text = f"La rivière en colère\n\nUne nuit à Tours\n\nPar Jeanne Roux\n\n{LONG}\n\n{OTHER}"
    assert headings(text) == ["La rivière en colère", "Une nuit à Tours", "Par Jeanne Roux"]


@pytest.mark.parametrize(
    "line",
    [
        "Il est mort.",
        "Pourquoi ?",
        "« Il est mort. »",
        "— Il est mort ?",
        "- Il est mort.",
        "1. Rincer le riz.",
        "Il a dit :",
        "« Abonnez-vous ! »",
        "« Abonnez-vous à notre journal », répète-t-il.",
        "— Connectez-vous ou créez un compte, dit la machine.",
        "- Connectez-vous à votre compte.",
        "Partagez le gâteau en huit parts.",
        "Suivez la route jusqu'au pont.",
        "Connectez-vous à votre banque.",
        "Partager est un devoir.",
        "La publicité a reculé de 3 %.",
        "Les commentaires des lecteurs ont été supprimés.",
        "Share with the poor.",
        "Read the book twice.",
        "Log files fill the disk.",
        "Die Anzeige wurde erstattet.",
        "et il partit",
    ],
)
@pytest.mark.parametrize("place", ["middle", "last", "alone"])
def test_short_real_line_is_body_wherever_it_stands(line: str, place: str) -> None:
    text = {"middle": f"{LONG}\n{line}\n{OTHER}", "last": f"{LONG}\n{line}", "alone": line}[place]
    assert ("body", line) in kinds(text)


@pytest.mark.parametrize("text", ["Bonjour", "Le chat dort", "BREAKING NEWS", "Il pleut.", "42"])
def test_text_of_one_line_is_body(text: str) -> None:
    assert kinds(text) == [("body", text)]


def test_last_sentence_that_speaks_of_logging_in_is_body() -> None:
    last = (
        "Pour suivre le débat, ajoute la mairie, connectez-vous au site et créez un compte, puis "
        "commentez cet article : chacun y a droit."
    )
    assert body(f"{LONG}\n{last}") == [LONG, last]


def test_poem_after_a_paragraph_is_body_though_its_refrain_is_repeated() -> None:
    refrain = "Tourne la roue et passe l'eau\nLe meunier dort sous le bouleau"
    verses = "La farine est blanche et le blé s'endort\nLe moulin chante encore"
    poem = f"{verses}\n\n{refrain}\n\nL'hiver a couvert le toit de la grange\n\n{refrain}"
    assert chrome(f"{LONG}\n\n{poem}") == []
    assert headings(f"{LONG}\n\n{poem}") == []


def test_dialogue_and_lists_are_body() -> None:
    lines = ["— Tu viens ?", "— Non.", "- du pain", "- du vin", "1. Rincer", "2. Sécher", "• Fin"]
    assert body("\n".join([LONG, *lines, OTHER])) == [LONG, *lines, OTHER]


CHROME_LINES = """
Abonnez-vous à notre newsletter !
Suivez-nous sur Facebook
Lire aussi : Une nuit à Tours
La suite après cette publicité
12 commentaires
Laisser un commentaire
Vous devez être connecté pour poster un commentaire.
Cliquez ici pour recevoir nos notifications
Mentions légales
© 2016 Le Journal. Tous droits réservés.
Facebook Twitter WhatsApp
Subscribe to our newsletter
Follow us on Twitter
Read also: A night in Tours
Sign in or create an account to comment on this article.
Leave a comment
Accept all cookies
All rights reserved.
Suscríbete a nuestro boletín
Síguenos en Facebook
Inicia sesión para comentar este artículo con tu cuenta.
Todos los derechos reservados.
Lesen Sie auch: Eine Nacht in Tours
Abonnieren Sie unseren Newsletter
Melden Sie sich an, um diesen Artikel zu kommentieren.
Alle Rechte vorbehalten.
Leggi anche: Una notte a Tours
Iscriviti alla nostra newsletter
Accedi per lasciare un commento a questo articolo
Riproduzione riservata
Leia também: Uma noite em Tours
Assine nossa newsletter
Faça login na sua conta para comentar este artigo.
Todos os direitos reservados
اقرأ أيضا: ليلة في تور
اشترك في نشرتنا البريدية
سجل الدخول إلى حسابك لإضافة تعليق على المقال
جميع الحقوق محفوظة
Читайте также: Ночь в Туре
Подпишитесь на нашу рассылку
Войдите или зарегистрируйтесь, чтобы оставить комментарий
Все права защищены
""".strip().split("\n")


@pytest.mark.parametrize("line", CHROME_LINES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_line_of_a_web_page_is_chrome_between_and_after_paragraphs(line: str, gap: str) -> None:
    assert chrome(gap.join([LONG, line, OTHER])) == [line]
    assert chrome(gap.join([LONG, OTHER, line])) == [line]


def test_line_about_a_site_is_chrome_only_in_the_company_of_chrome() -> None:
    line = "Les commentaires sont réservés aux abonnés."
    assert chrome(f"{LONG}\n{line}") == []
    assert chrome(f"{LONG}\n{line}\nS'abonner") == [line, "S'abonner"]


def test_fused_and_repeated_short_lines_after_the_last_paragraph_are_chrome() -> None:
    tail = ["Nos boutiques", "Nos boutiquesNos magazines", "Nos magazines", "Nos boutiques"]
    assert chrome("\n".join([LONG, OTHER, *tail, "Mentions légales"])) == [
        *tail,
        "Mentions légales",
    ]


def test_separator_is_chrome() -> None:
    assert kinds(f"{LONG}\n\n* * *\n\n{OTHER}") == [
        ("body", LONG),
        ("chrome", "* * *"),
        ("body", OTHER),
    ]


def test_encyclopedia_paragraphs_joined_by_blank_lines_are_all_body() -> None:
    paragraphs = [
        LONG,
        "Born in 1871 in a village near Tours, he studied law in Paris. He never practised it, and "
        "wrote for the newspapers of the day under the name of Old Tom",
        "The following table lists the parties: the Reds (12 seats), the Blues (7 seats)",
        OTHER,
        "The network sold advertising to subscribers who had an account; its users could log in, "
        "share articles and comment on them, and it was closed in 2009.",
        "It has 3,200 inhabitants.",
    ]
    assert body("\n\n".join(paragraphs)) == paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "# Un\n\n## Deux",
        "- Un titre -",
        "Introduction\n\nMéthodes\n\nConclusion",
        "== A ==\n=== B ===",
    ],
)
def test_text_of_only_headings_has_no_body(text: str) -> None:
    assert body(text) == []
    assert headings(text)


ANY_TEXT = st.text(max_size=200) | st.lists(
    st.sampled_from(
        ["", " ", "\t", LONG, "Il est mort.", "- Un -", "# Un", "====", "Partager", "a", "UN DEUX",
         "Contactez-nous", "Contactez-nousPartager", "* * *", "\x0c", "1. Un", "vers,", "\u2028"]
    ),
    max_size=12,
).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2029"]).map(
        lambda gap: gap.join(lines)
    )
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_blocks_are_ordered_disjoint_trimmed_and_cover_all_but_blanks(text: str) -> None:
    at = 0
    for block in find_blocks(text):
        assert at <= block.start < block.end <= len(text)
        assert text[at : block.start].strip() == ""
        words = text[block.start : block.end]
        assert words == words.strip()
        assert bool(block.reason) == (block.kind is BlockKind.CHROME)
        at = block.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    "unit", ["\n", "a\n", "# ? a\n", "a\n\n", " ", "Partager\n", "aB", "#", "- ", "- a\n"]
)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    """Ten times the text is about ten times the lines run: far from the hundred of a bad scan."""

    def work(chars: int) -> int:
        return lines_run(lambda: find_blocks(unit * (chars // len(unit))))

    assert work(20_000) < 15 * work(2_000)


@pytest.mark.parametrize(
    "line",
    [
        "„Niemand bleibt allein.“",
        "—No sé nada",
        "Le maire est venu. Il a parlé aux habitants",
        "Nobody in it was hurt! The mayor thanked all",
    ],
)
def test_speech_and_two_statements_head_nothing(line: str) -> None:
    assert body(f"{LONG}\n\n{line}\n\n{OTHER}") == [LONG, line, OTHER]


@pytest.mark.parametrize(
    "line",
    [
        "What happened to the bridge? A timeline",
        "How the workers of Acme Corp. won",
        "A walk through the old city of Prof. Braun",
        "The end of old Yahoo! Finance",
    ],
)
def test_question_with_a_tail_and_a_stop_that_ends_nothing_may_stand_in_a_heading(
    line: str,
) -> None:
    assert headings(f"{line}\n\n{LONG}\n\n{OTHER}") == [line]
    assert headings(f"{LONG}\n\n{line}\n\n{OTHER}") == [line]


def test_heading_that_asks_is_body_where_a_paragraph_stands_below_it() -> None:
    text = "\n\n".join(["# Who pays?", "## Why?", LONG, "## When?", "## Where?", OTHER, "## Who?"])
    assert headings(text) == ["# Who pays?", "## When?", "## Who?"]
    assert body(text) == ["## Why?", LONG, "## Where?", OTHER]
