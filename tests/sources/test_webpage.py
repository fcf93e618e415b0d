"""Saved pages of different build: what is kept of each, and what is known of it."""

from datetime import date
from pathlib import Path

import pytest

from index import Article, ArticleError, read_article
from index.blocks import BlockKind
from index.sentences import split
from index.sources.encodings import decode_page
from index.sources.webpage import read_page

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
NAMES = [path.stem for path in PAGES]
LONG = (
    "<p>"
    + ("Le conseil a voté le budget de la ville à une large majorité hier soir. " * 6).strip()
    + "</p>"
)


def kept(article: Article) -> list[str]:
    return [article.text[each.start : each.end] for each in split(article)]


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 12


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_sentences_kept_of_a_page_are_those_of_its_article(path: Path) -> None:
    gold = path.with_suffix(".txt").read_text("utf-8").splitlines()
    found = kept(read_article(path))
    right = len(set(found) & set(gold))
    assert right / len(found) >= 0.97, sorted(set(found) - set(gold))
    assert right / len(gold) >= 0.97, sorted(set(gold) - set(found))
    assert [each for each in found if each in gold] == gold  # in their order


KNOWN = {
    "news-fr": (
        "Le vieux pont de Morvelle rouvre aux piétons", "fr-FR", date(2024, 5, 17),
        "https://www.courrierduval.example/morvelle/vieux-pont-rouvert",
        "Claire Aubin, Hugo Vidal", "Le Courrier du Val",
    ),
    "news-en": (
        "Ferry service to Skellan Island resumes after 14 months", "en", date(2023, 11, 2),
        "https://harbourpost.example/news/skellan-ferry", "Moira Keane", "The Harbour Post",
    ),
    "blog-en": (
        "How I stopped killing my sourdough", "en-US", date(2022, 2, 6),
        "https://flourpatience.example/2022/02/sourdough/", "Ines Calder", None,
    ),
    "blog-es": (
        "La travesía de los tres refugios", "es", None,
        "https://cuaderno.example/2018/07/tres-refugios.html", "Nuria Sáez", None,
    ),
    "encyclopedia-en": (
        "Tarn of Hollin", "en", None, "https://en.openpedia.example/wiki/Tarn_of_Hollin",
        None, None,
    ),
    "encyclopedia-de": (
        "Kloster Eichbronn", "de", date(2019, 8, 30), None, None, "Landeslexikon",
    ),
    "news-ar": (
        "افتتاح مكتبة عامة جديدة في مدينة الواحة", "ar", date(2022, 9, 18), None, "سلمى حداد",
        "صحيفة الأفق",
    ),
    "news-ru": (
        "В Заречье запустили трамвай без водителя", "ru", date(2025, 6, 3), None, "Олег Серов",
        "Вестник Заречья",
    ),
    "homepage-en": ("The Windmill at Cotter's Rise", "en", None, None, "R. Hobbs", None),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_what_a_page_says_of_itself_is_known(name: str) -> None:
    article = read_article(Path(__file__).parent / "pages" / f"{name}.html")
    assert (
        article.title,
        article.language,
        article.published,
        article.url,
        article.author,
        article.publisher,
    ) == KNOWN[name]


def test_headings_are_kept_as_headings_and_what_is_left_out_is_told() -> None:
    article = read_article(PAGES[NAMES.index("news-fr")])
    headings = [
        article.text[b.start : b.end] for b in article.blocks if b.kind is BlockKind.HEADING
    ]
    assert headings == ["Un chantier de 4,2 millions d'euros", "Les commerçants partagés"]
    left = {each.text: each.reason for each in article.left_out}
    assert (
        left["Le vieux pont, vu depuis le quai des Tanneurs. © Photo Le Courrier du Val"]
        == "caption"
    )
    assert left["Par Claire Aubin et Hugo Vidal"]
    assert any("cookies" in text for text in left)


def test_side_file_overrides_what_a_page_says(tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_bytes(PAGES[NAMES.index("news-fr")].read_bytes())
    source.with_suffix(".toml").write_text(
        'title = "Autre titre"\npublished = 2020-01-01\n', "utf-8"
    )
    article = read_article(source)
    assert (article.title, article.published) == ("Autre titre", date(2020, 1, 1))
    assert article.author == "Claire Aubin, Hugo Vidal"


def test_language_of_the_text_goes_before_what_a_template_says_and_a_side_file_before_both(
    tmp_path: Path,
) -> None:
    source = tmp_path / "page.html"
    source.write_text(f"<html lang='en-US'><body><article><h1>B</h1>{LONG}</article>", "utf-8")
    assert read_article(source).language == "fr"
    source.with_suffix(".toml").write_text('language = "fr-CA"\n', "utf-8")
    assert read_article(source).language == "fr-CA"


@pytest.mark.parametrize("name", ["@type", "author", "headline", "isAccessibleForFree"])
@pytest.mark.parametrize("levels", [400, 900, 5000])
def test_linked_data_that_nest_without_end_are_passed_over(name: str, levels: int) -> None:
    deep = "[" * levels + '"x"' + "]" * levels
    script = f'{{"@type": "NewsArticle", "author": "A. B.", "{name}": {deep}}}'
    found = read_page(
        f'<html><head><title>Budget</title><script type="application/ld+json">{script}</script>'
        f"</head><body><article><h1>Budget</h1>{LONG}</article></body></html>",
        "the page",
    )
    assert (found.known.title, found.known.author) == ("Budget", None)


def refusal(html: str) -> str:
    with pytest.raises(ArticleError) as caught:
        read_page(html, "the page")
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_page_behind_a_paywall_is_refused_with_what_was_found() -> None:
    html = (
        '<html><head><title>Secrets of the harbour</title><script type="application/ld+json">'
        '{"@type":"NewsArticle","isAccessibleForFree":false}</script></head><body><article>'
        "<h1>Secrets of the harbour</h1><p>The old harbour master kept a second set of books.</p>"
        '<div class="paywall">Subscribe to read on.</div></article></body></html>'
    )
    message = refusal(html)
    assert message.startswith("the page: the article is behind a paywall; found: ")
    assert "'Secrets of the harbour'" in message
    assert "The old harbour master kept" in message


def test_article_that_is_there_in_full_is_read_whatever_it_says_of_subscribers() -> None:
    html = (
        '<html lang="fr"><head><title>Budget</title><script type="application/ld+json">'
        '{"@type":"NewsArticle","isAccessibleForFree":"False"}</script></head>'
        f"<body><article><h1>Budget</h1>{LONG}</article></body></html>"
    )
    assert read_page(html, "the page").parts


def test_page_that_is_all_script_is_refused_with_what_was_found() -> None:
    html = (
        "<html><head><title>App</title></head><body><div id='root'></div>"
        "<script src='a.js'></script><noscript>You need JavaScript.</noscript></body></html>"
    )
    message = refusal(html)
    assert message == (
        "the page: the page is made by scripts, its article is not in it; found: 'App' and no text"
    )


@pytest.mark.parametrize(
    "html", ["", "  \n", "<html></html>", "<!-- nothing -->", "<p></p>", "\x00"]
)
def test_page_without_anything_is_refused(html: str) -> None:
    assert refusal(html).startswith("the page: ")


def test_page_of_one_sentence_is_an_article() -> None:
    html = (
        "<html lang=en><body><article><h1>T</h1><p>The bridge opens at noon.</p></article></body>"
    )
    (part,) = [p for p in read_page(html, "p").parts if p.kind is BlockKind.BODY]
    assert part.text == "The bridge opens at noon."


def test_short_page_whose_headings_have_times_before_them_keeps_its_paragraphs() -> None:
    post = "<div><time>10:00</time><h2>Les trains</h2><p>Tous les trains sont arrêtés.</p></div>"
    html = f"<html><body><main><article><h1>La tempête</h1>{post}</article></main></body></html>"
    assert [(part.text, part.kind) for part in read_page(html, "p").parts] == [
        ("La tempête", BlockKind.HEADING),
        ("Les trains", BlockKind.HEADING),
        ("Tous les trains sont arrêtés.", BlockKind.BODY),
    ]


PROSE = "<p>Le maire a ouvert la séance devant une salle comble hier soir.</p>"


def body_of(html: str) -> list[str]:
    """Return the paragraphs of a page but for those that stand there to make it an article."""
    found = [p.text for p in read_page(html, "p").parts if p.kind is BlockKind.BODY]
    return [text for text in found if text not in PROSE and text not in LONG]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "Le <time>12 mai</time>, le maire <label>a</label> parlé.",
            "Le 12 mai, le maire a parlé.",
        ),
        (
            "<b>Le sommet ouvre le</b> <time>3 mai 2016</time> <b>à Lausanne.</b>",
            "Le sommet ouvre le 3 mai 2016 à Lausanne.",
        ),
        (
            "Il dit <q>oui</q> et <q>non <b>pas</b></q> ce soir.",
            "Il dit “oui” et “non pas” ce soir.",
        ),
        ("Il y a <del>douze</del> <s>treize</s> dix morts.", "Il y a dix morts."),
        ("Il fait 10<sup>6</sup> m<sup>2</sup> au 1<sup>er</sup>.", "Il fait 10⁶ m² au 1er."),
    ],
)
def test_sentence_of_a_page_loses_none_of_its_words_but_what_is_struck_out(
    markup: str, text: str
) -> None:
    html = f"<html><body><article><h1>Titre</h1>{PROSE}<p>{markup}</p>{LONG}</article>"
    assert body_of(html) == [text]
    assert not any(text in each.text for each in read_page(html, "p").left_out)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Il coûte 42<sup><a href='#fn3'>3</a></sup> millions.", "Il coûte 42 millions."),
        ("Il coûte 42<a href='#n3'><sup>[3]</sup></a> millions.", "Il coûte 42 millions."),
        ("Il a 12<sup><a href='#a'>3</a>, <a href='#b'>4</a></sup> ans.", "Il a 12 ans."),
        ("Il a 1 200<a class=x href='a.html#n6'>6</a> <b>euros</b>.", "Il a 1 200 euros."),
        ("Le maire<a href='#n'>*</a>, dit-il,<a href='#m'>†</a> part.", "Le maire, dit-il, part."),
        ("Il a 42<sup>3</sup> ans.", "Il a 42³ ans."),
        ("Voir la section <a href='#s3'>3</a> du rapport.", "Voir la section 3 du rapport."),
        ("Il naît en 1640 (<a href='#y'>1648</a>).", "Il naît en 1640 (1648)."),
        ("Il pèse 3<a href='/prix'>5</a> kilos.", "Il pèse 35 kilos."),
        ("Il en a 1 200<a href='#footnote-6'>6</a> ici.", "Il en a 1 200 ici."),
        ("Il naît en 1640.<a href='#fn6'>6</a> Il vit.", "Il naît en 1640. Il vit."),
        ("Il naît en 1640.<a href='#b'>[6]</a> Il vit.", "Il naît en 1640. Il vit."),
        ("Il a 12 <a href='/w#Aire'>km<sup>2</sup></a>.", "Il a 12 km²."),
        ("Il a 12 <a href='#aire'>km<sup>2</sup></a>.", "Il a 12 km²."),
        ("Il date au <a href='/w#14'><sup>14</sup>C</a>.", "Il date au ¹⁴C."),
        ("Il a lu le §<a href='#s5'>5</a> de la loi.", "Il a lu le §5 de la loi."),
        ("Il a lu l'art.<a href='#a7'>7</a> de la loi.", "Il a lu l'art.7 de la loi."),
        ("Il lit la 2.<a href='#v3'>3</a> ce soir.", "Il lit la 2.3 ce soir."),
        ("Il lit le 3,<a href='#c4'>4</a> ce soir.", "Il lit le 3,4 ce soir."),
        ("Il a lu 23:<a href='#v1'>1</a>-6 ce soir.", "Il a lu 23:1-6 ce soir."),
        ("Il lit l'index x<a href='/w#index'>3</a> ici.", "Il lit l'index x3 ici."),
    ],
)
def test_number_of_a_note_is_no_part_of_the_number_before_it(markup: str, text: str) -> None:
    html = f"<html><body><article><h1>Titre</h1>{PROSE}<p>{markup}</p>{LONG}</article>"
    assert body_of(html) == [text]


def test_row_of_a_table_whose_cells_hold_paragraphs_is_a_line() -> None:
    table = "<table><tr><td><p>2020</p></td><td><p>4,1 millions</p></td></tr></table>"
    html = f"<html><body><article><h1>Titre</h1>{PROSE}{table}{LONG}</article>"
    assert body_of(html) == ["2020 · 4,1 millions"]


@pytest.mark.parametrize(
    "line",
    [
        "Von Anna Meier", "Par Jean Roux", "Par Jean Roux et Léa de La Tour",
        "Propos recueillis par Jean Roux", "Jean Roux (avec AFP)", "(dpa/ami)", "(AFP)",
        "Reporting by Jane Roe; Editing by John Doe", "Temps de lecture : 3 min.", "4 min read",
        "Temps de lecture estimé : 3-4 minutes", "Reading time", "Lesezeit ca. 3 Min.",
        "Email this to a friend", "Reading time: under a minute",
        "Our Standards: The Principles of Trust.", "[1/3] A view of the bridge. AGENCY/John Doe",
        "Lesezeit: 3 Minuten", "فيسبوك", "تويتر · واتساب", "وقت القراءة: 3 دقائق",
    ],
)  # fmt: skip
def test_line_that_says_who_wrote_or_how_to_read_is_no_paragraph(line: str) -> None:
    html = f"<html><body><article><h1>A</h1>{PROSE}<p>{line}</p>{LONG}<p>{line}</p></article>"
    assert body_of(html) == []


@pytest.mark.parametrize(
    "line",
    [
        "Par Toutatis !", "Von allen Seiten kam Hilfe", "By Monday", "(sic)", "(vide)",
        "Il a été élu par Jean Roux", "Par Jean Roux, le pont fut sauvé.", "[1] Selon la mairie.",
        "Reading time is short here.", "Lesezeit ist kostbar.", "Email this form to Ann.",
    ],
)  # fmt: skip
def test_line_that_only_looks_as_if_it_said_who_wrote_is_a_paragraph(line: str) -> None:
    html = f"<html><body><article><h1>A</h1>{PROSE}<p>{line}</p>{LONG}</article>"
    assert body_of(html) == [line]


@pytest.mark.parametrize(
    ("heading", "below", "kept"),
    [
        ("Sources", "La rivière a deux sources, dont la plus haute est au mont Noir.", True),
        ("Sources", "Rapport annuel de la Cour des Comptes, Paris, Éditions du Val.", False),
        ("Sources", "Insee, mairie.", False),
        ("Notes", "La rivière a deux sources, dont la plus haute est au mont Noir.", False),
        ("Comments", "The minister's comments came after the vote of the council.", True),
        ("Comments", "Jane Roe</p><p>I do not like what the minister said of the vote.", False),
        ("Quellen", "Der Fluss hat zwei Quellen, deren höhere am Schwarzen Berg liegt.", True),
    ],
)
def test_section_of_running_text_is_kept_whatever_its_heading_may_stand_for(
    heading: str, below: str, kept: bool
) -> None:
    html = f"<html><body><article><h1>A</h1>{LONG}<h2>{heading}</h2><p>{below}</p></article>"
    texts = [part.text for part in read_page(html, "p").parts]
    assert (texts[-1] == below) is kept
    assert (texts[-1] in LONG) is not kept


def test_caption_and_foot_of_a_table_have_no_separators_of_cells() -> None:
    table = (
        "<table><caption>Résultats</caption><tr><th>Parti<th>Voix<th>Sièges</tr><tr><td>Verts<td>"
        "<td>5</tr><tr><td>Bleus<td>900<td></tr><tfoot><tr><td colspan=3>Source : la mairie</tr>"
        "</tfoot></table>"
    )
    html = f"<html><body><article><h1>Titre</h1>{PROSE}{table}{LONG}</article>"
    assert body_of(html) == [
        "Résultats", "Parti · Voix · Sièges", "Verts · · 5", "Bleus · 900", "Source : la mairie",
    ]  # fmt: skip
    assert not any("·" in each.text for each in read_page(html, "p").left_out)


@pytest.mark.parametrize(
    "opening",
    [
        "Le moulin date de <b>1820</b>. Il moud.<p>Le meunier est parti.",
        "<h1>Le moulin</h1>Le moulin date de <b>1820</b>. Il moud.<br><br>Le meunier est parti.",
        "<div><h1>Le moulin</h1>Le moulin date de <b>1820</b>. Il moud.<p>Le meunier est parti.",
    ],
)
def test_text_that_stands_in_no_paragraph_is_one(opening: str) -> None:
    html = f"<html><title>Le moulin</title><body>{opening}{LONG}"
    assert body_of(html) == ["Le moulin date de 1820. Il moud.", "Le meunier est parti."]
    assert not any("moud" in each.text for each in read_page(html, "p").left_out)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Le maire a parlé<br> <br>Il a <b>refusé</b>\nde répondre<br><br><br>Il est sorti</p>",
        "<font>Le maire a parlé<br><br>Il a <b>refusé</b> de répondre<p>Il est sorti</font>",
        "<div>Le maire a parlé<br><br>Il a <b>refusé</b> de répondre<br><br>Il est sorti</div>",
    ],
)
def test_two_breaks_part_paragraphs_wherever_they_stand(markup: str) -> None:
    html = f"<html><title>Le maire</title><body>{LONG}{markup}{LONG}"
    assert body_of(html) == [
        "Le maire a parlé",
        "Il a refusé de répondre",
        "Il est sorti",
    ]
    assert body_of(f"<body>{LONG}<p>Une rose<br>Une ronce</p>{LONG}") == ["Une rose\nUne ronce"]


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("é".encode(), None, "é"),
        ("é".encode("latin-1"), "iso-8859-1", "é"),
        ("“é”".encode("cp1252"), "iso-8859-1", "“é”"),
        (
            b"<meta charset='windows-1251'>" + "ж".encode("cp1251"),
            None,
            "<meta charset='windows-1251'>ж",
        ),
        (b"\xef\xbb\xbf\xc3\xa9", "latin-1", "é"),
        ("é".encode("latin-1"), None, "é"),
        ("é".encode(), "no-such-encoding", "é"),
        ("é".encode(), "undefined", "é"),
        ("é".encode(), "rot13", "é"),
        ("“é”".encode("cp1252"), "latin1", "“é”"),
        ("“é”".encode("cp1252"), "us-ascii", "“é”"),
        (b"<meta charset=undefined>\xc3\xa9", None, "<meta charset=undefined>é"),
        (b"<meta charset='utf-16'>\xc3\xa9.", None, "<meta charset='utf-16'>é."),
        ("<p>é".encode("utf-16-le"), "utf-16le", "<p>é"),
        (
            b"<?xml version='1.0' encoding='koi8-r'?>" + "ж".encode("koi8-r"),
            None,
            "<?xml version='1.0' encoding='koi8-r'?>ж",
        ),
        ("é à ç".encode() + b"\xe9.", None, "é à ç\ufffd."),
        ("Мост ".encode("cp1251") + b"\x98", "windows-1251", "Мост \ufffd"),
    ],
)
def test_page_is_decoded_as_a_browser_would(content: bytes, charset: str | None, text: str) -> None:
    assert decode_page(content, charset) == text


def test_markup_that_is_broken_or_deep_is_read_for_what_it_is() -> None:
    deep = "<div>" * 3000 + LONG + "</div>" * 3000
    assert read_page(f"<body><p>x<article>{LONG}<b><i></b></article>", "the page").parts
    with pytest.raises(ArticleError, match="no article was found on the page"):
        read_page(f"<html><body>{deep}", "the page")


@pytest.mark.parametrize(
    "odd", ["\0", "\x0b", "&#1;", "&#x1F;", "&#0;", "&#xFFFF;", "\ufffe", "&#011;"]
)
def test_characters_that_no_tree_may_hold_are_blanks(odd: str) -> None:
    html = f"<html><body><article><h1>Titre</h1>a{odd}<b>b</b>{odd}c{LONG}<p>d{odd}e<br>{odd}f.</p>"
    found = read_page(html, "page.html")
    text = "\n".join(part.text for part in found.parts)
    assert not set(odd) & set("\0\x0b\ufffe") & set(text)
    assert "Le conseil a voté" in text


def test_references_that_look_alike_are_left_alone() -> None:
    html = f"<html><body><article><h1>Titre</h1><p>&#12398;&#x41; &#10; &#13;&#9;&#160;.</p>{LONG}"
    assert "のA" in "".join(part.text for part in read_page(html, "page.html").parts)
