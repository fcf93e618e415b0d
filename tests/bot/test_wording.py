import ast
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bot
from bot.errors import WordingError
from bot.wording import LANGUAGES, load_wording

WORDING = load_wording()
ASKING = re.compile(
    r"(\b|\._)words$|\.words_(for|of)\(.*\)$"
)  # what stands before the name of a message


class Variables(Visitor):
    """Collects the arguments that a message asks for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802  # the visitor's way
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, frozenset[str]]:
    """Return the messages of a locale file with the arguments that each needs."""
    source = (files("bot") / "locales" / f"{language}.ftl").read_text("utf-8")
    resource = FluentParser().parse(source)
    assert not [entry for entry in resource.body if isinstance(entry, ftl.Junk)]
    found: dict[str, frozenset[str]] = {}
    for entry in resource.body:
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{language}: {entry.id.name} twice"
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = frozenset(variables.names)
    return found


def uses() -> dict[str, frozenset[str]]:
    """Return the messages that the source asks for, with the arguments that it gives."""
    found: dict[str, frozenset[str]] = {}
    for path in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ASKING.search(ast.unparse(node.func)):
                name = node.args[0] if node.args else None
                assert isinstance(name, ast.Constant), f"{path.name}: a message by no fixed name"
                given = frozenset(str(keyword.arg) for keyword in node.keywords)
                assert found.setdefault(str(name.value), given) == given, name.value
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_what_the_source_uses_and_nothing_else(language: str) -> None:
    assert messages(language) == uses()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_apostrophe_is_written_in_one_way(language: str) -> None:
    assert "'" not in (files("bot") / "locales" / f"{language}.ftl").read_text("utf-8")


def test_no_line_breaks_before_a_french_mark() -> None:
    source = (files("bot") / "locales" / "fr.ftl").read_text("utf-8")
    said = [line for line in source.splitlines() if not line.startswith("#")]
    assert not [line for line in said if re.search(r" [:;?!»%]|« ", line)]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "October 1, 2016", "October 2, 2016"),
        ("fr", "1er octobre 2016", "2 octobre 2016"),
        ("it", "1º ottobre 2016", "2 ottobre 2016"),
        ("pt", "1º de outubro de 2016", "2 de outubro de 2016"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_where_a_language_has_it(
    language: str, first: str, second: str
) -> None:
    words = WORDING.of(language)
    assert words("date", date=date(2016, 10, 1)) == first
    assert words("date", date=date(2016, 10, 2)) == second


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_ends_with_two_full_stops(language: str) -> None:
    words = WORDING.of(language)
    built = words("date", date=date(2026, 11, 30))
    assert ".." not in words("about-model", model="m", built=built)


@pytest.mark.parametrize(
    ("code", "language"),
    [("fr", "fr"), ("fr-CA", "fr"), ("FR_be", "fr"), ("en", "en"), ("xx", "en"), (None, "en")],
)
def test_the_language_follows_the_code_and_falls_back_to_english(
    code: str | None, language: str
) -> None:
    assert WORDING.of(code).language == language


def test_a_missing_message_or_argument_is_an_error() -> None:
    words = WORDING.of("en")
    with pytest.raises(WordingError, match="no message nonsense"):
        words("nonsense")
    with pytest.raises(WordingError, match="too-long"):
        words("too-long")


def test_a_title_of_the_other_direction_is_isolated() -> None:
    words = WORDING.of("en")
    assert words.isolated("Alep") == "Alep"
    assert words.isolated("حلب") == "\u2068حلب\u2069"


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "one paragraph, one sentence. ", "2 paragraphs, 3 sentences. "),
        ("fr", "1 paragraphe, 1 phrase. ", "2 paragraphes, 3 phrases. "),
        ("es", "un párrafo, una frase. ", "2 párrafos, 3 frases. "),
        ("de", "ein Absatz, ein Satz. ", "2 Absätze, 3 Sätze. "),
        ("pt", "1 parágrafo, 1 frase. ", "2 parágrafos, 3 frases. "),
        ("it", "un paragrafo, una frase. ", "2 paragrafi, 3 frasi. "),
        ("ru", "Абзацев: 1, предложений: 1. ", "Абзацев: 2, предложений: 3. "),
        ("ar", "الفقرات: 1، الجمل: 1. ", "الفقرات: 2، الجمل: 3. "),
    ],
)
def test_one_is_no_plural(language: str, one: str, several: str) -> None:
    words = WORDING.of(language)
    assert words("shelf-counts", paragraphs=1, sentences=1, left=0).startswith(one)
    assert words("shelf-counts", paragraphs=2, sentences=3, left=0).startswith(several)
    single = words("page", first=21, last=21, of=30, count=1)
    assert single.count("21") == 1
    assert words("page", first=21, last=41, of=50, count=21).count("21") == 1


def test_how_many_stand_on_the_shelf_is_said_by_number() -> None:
    said = {code: WORDING.of(code)("shelf-added", title="T", count=1) for code in LANGUAGES}
    assert said["en"].endswith("There is one on my shelf.")
    assert said["de"].endswith("In meinem Regal steht einer.")
    assert WORDING.of("es")("shelf-removed", title="T", count=1).endswith(
        "Queda uno en mi estante."
    )
    assert WORDING.of("fr")("articles-some", chosen=1, count=3).startswith(
        "J’interroge ici un article sur 3, celui qui est coché."
    )


@pytest.mark.parametrize(
    ("language", "all_of_one", "one_of_three"),
    [
        ("en", "I know one article, and ask it here.", "one of 3 articles here, the one that"),
        ("fr", "Je connais un article, et je l’interroge ici.", "un article sur 3, celui"),
        ("es", "Conozco un artículo, y aquí le pregunto a él.", "uno de 3 artículos, el marcado."),
        ("de", "Ich kenne einen Artikel und frage ihn hier.", "einen von 3 Artikeln, den mit"),
        ("pt", "Conheço um artigo, e é a ele que pergunto aqui.", "um de 3 artigos, o marcado."),
        ("it", "Conosco un articolo, e qui interrogo quello.", "un articolo su 3, quello segnato."),
        ("ru", "Я знаю одну статью и спрашиваю здесь её.", "одну статью из 3: ту, что отмечена."),
        ("ar", "أعرف مقالًا واحدًا، وإياه أسأل هنا.", "مقالًا واحدًا من أصل 3، وهو المعلَّم."),
    ],
)
def test_of_one_article_nothing_is_said_in_the_plural(
    language: str, all_of_one: str, one_of_three: str
) -> None:
    words = WORDING.of(language)
    assert words("articles-all", count=1) == all_of_one
    assert one_of_three in words("articles-some", chosen=1, count=3)
