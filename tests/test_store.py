import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import (
    Answer,
    Article,
    ArticleError,
    ArticleIndex,
    BrokenIndexError,
    StaleIndexError,
    UnsavedIndexError,
    Verdict,
    default_article,
    open_index,
)
from index.answering import OpenPart
from index.article import Sentence
from index.background import Background
from index.building import build_index, index_folder, rebuild_index
from index.encoder import Vectors
from index.facts import Fact, FactKind
from index.fitted import Fitted, fitted_folder
from index.passport import FORMAT_VERSION, PASSPORT_FILE
from index.replying import MOST_PARTS
from index.saving import SHELF_FILE, write_shelf
from index.sentences import split
from index.shelf import Shelf
from index.stage import CANDIDATES
from index.vectors import EXACT_UP_TO
from index.weights import Weights
from tests.fakes import BagEncoder, article, fitted, regime

CATS = article(
    "Le chat gris dort sur le toit.\nIl ronfle doucement depuis mardi.\n\n"
    "Le chien noir garde la maison.\n\nAbonnez-vous à notre newsletter !",
    "Les chats",
)
FISH = article("Le poisson rouge nage en rond.\nLe requin chasse 12 tortues.", "Les poissons")
WEIGHTS = Weights(regime("same"), regime("crossed"))
FITTED = Fitted(WEIGHTS, None)
QUESTIONS = [
    "Où dort le chat gris ?",
    "Qui garde la maison ?",
    "Combien de tortues le requin chasse-t-il ?",
    "Que fait le poisson rouge ?",
    "Quelle est la recette de la tarte Tatin ?",
    "Where does the cat sleep?",
    "",
]
ODD = [
    "",
    " ",
    "?",
    "a",
    "a\0b\0",
    "\ud800",
    "\udfff chat \ud83d",
    "\ufdfa" * 100,
    "\u0640",
    "\uff9e",
    "<b>chat</b> &lt;script&gt;",
    "🐟🇫🇷👩‍👩‍👧",
    "x" * 1000,
    "chat " * 200,
    "é" * 5000,
    "٣ قطط",
    "١٢٬٣٤٥",
    "²½①",
    "...!?;:",
    "\n\t\r",
    "\u202echat",
]


@pytest.fixture(autouse=True)
def _what_is_told_besides() -> Iterator[None]:
    """Leave out that the shipped weights were not fitted to a stand-in for an encoder."""

    def told(record: logging.LogRecord) -> bool:
        return not record.msg.startswith("the weights were fitted to ")

    building = logging.getLogger("index.building")
    building.addFilter(told)
    yield
    building.removeFilter(told)


def index(*articles: Article) -> ArticleIndex:
    return ArticleIndex.build(articles or [CATS, FISH], BagEncoder(), fitted=FITTED)


# Asking


def test_the_sentence_that_answers_comes_first_with_its_offsets() -> None:
    answer = index().ask("Où dort le chat gris ?")
    assert answer.verdict is Verdict.ANSWER
    (quote,) = answer.quotes
    assert quote.text == "Le chat gris dort sur le toit."
    assert (quote.article, quote.paragraph, quote.sentence) == (CATS, 1, 1)
    assert (quote.start, quote.end) == (0, 30)
    assert quote.confidence == answer.confidence
    assert answer.question == "Où dort le chat gris ?"


def test_ranked_quotes_come_best_first_with_falling_confidence() -> None:
    ranked = index().rank("Que chasse le requin et que fait le poisson ?")
    assert [quote.text for quote in ranked][:2] == [
        "Le requin chasse 12 tortues.",
        "Le poisson rouge nage en rond.",
    ]
    assert len(ranked) == 5
    confidences = [quote.confidence for quote in ranked]
    assert confidences == sorted(confidences, reverse=True)
    assert confidences[0] == index().ask("Que chasse le requin et que fait le poisson ?").confidence


def test_reversed_weights_put_the_worst_sentence_first() -> None:
    backwards = Fitted(Weights(*[regime(ranking={"dense": -4.0, "bm25": -2.0})] * 2), None)
    ranked = ArticleIndex.build([CATS, FISH], BagEncoder(), fitted=backwards)
    right = index().rank("Où dort le chat gris ?")[0].text
    assert ranked.rank("Où dort le chat gris ?")[-1].text == right


def test_no_verdict_is_applied_to_a_ranking_and_a_limit_is_kept() -> None:
    question = "Quelle est la recette de la tarte Tatin ?"
    answer = index().ask(question)
    assert (answer.verdict, answer.quotes) == (Verdict.NONE, ())
    ranked = index().rank(question, limit=2)
    assert len(ranked) == 2
    assert ranked[0].confidence == answer.confidence < 0.1


def test_between_the_thresholds_the_closest_is_quoted() -> None:
    answer = index().ask("Le chat vert ?")
    assert answer.verdict is Verdict.CLOSEST
    assert answer.quotes[0].text == "Le chat gris dort sur le toit."


def test_no_fact_is_marked_where_the_closest_may_not_answer() -> None:
    (quote, *_) = index().ask("Combien de requins verts chassent des tortues bleues ?").quotes
    assert (quote.text, quote.highlight) == ("Le requin chasse 12 tortues.", None)


def test_the_fact_marked_is_the_one_that_a_follow_up_asks_for() -> None:
    first = "Combien de tortues le requin chasse-t-il ?"
    (quote,) = index().ask(first).quotes
    assert quote.highlight is not None
    assert FISH.text[slice(*quote.highlight)] == "12"
    (quote,) = index().ask("pourquoi ?", previous=first).quotes
    assert (quote.text, quote.highlight) == ("Le requin chasse 12 tortues.", None)


def test_quotes_are_at_most_as_many_as_asked_for() -> None:
    question = "Que font le chat gris et le requin ?"
    found = [quote.text for quote in index().ask(question).quotes]
    assert sorted(found) == ["Le chat gris dort sur le toit.", "Le requin chasse 12 tortues."]
    assert len(index().ask(question, limit=1).quotes) == 1


@pytest.mark.parametrize("limit", [0, -1])
def test_no_fewer_than_one_quote_can_be_asked_for(limit: int) -> None:
    for door in (index().ask, index().rank):
        with pytest.raises(ValueError, match=rf"^a limit of {limit}: one quote at least"):
            door("Que fait le chat ?", limit)


def test_a_sentence_that_points_back_has_the_one_before_for_context_and_its_fact_marked() -> None:
    (quote, *_) = index().ask("Depuis quand ronfle-t-il ?").quotes
    assert quote.text == "Il ronfle doucement depuis mardi."
    assert quote.context == (0, 30)
    assert quote.highlight is not None
    assert CATS.text[slice(*quote.highlight)] == "mardi"


def test_context_never_crosses_an_articles_border() -> None:
    two = index(CATS, article("Il nage en rond.\nElle nage mal.", "Autre"))
    (quote,) = [q for q in two.rank("Qui nage en rond ?") if q.text == "Il nage en rond."]
    assert quote.context is None


def test_only_the_articles_asked_for_are_quoted() -> None:
    both = index()
    for asked in (FISH, FISH.content_hash, FISH.content_hash[:12]):
        ranked = both.rank("Où dort le chat gris ?", articles=[asked])
        assert {quote.article for quote in ranked} == {FISH}
        assert both.ask("Où dort le chat gris ?", articles=[asked]).verdict is not Verdict.ANSWER


def test_an_article_asked_for_twice_is_asked_once() -> None:
    ranked = index().rank("Le chat ?", articles=[CATS, CATS.content_hash])
    assert len(ranked) == len({quote.start for quote in ranked}) == 3


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ([], "none was named"),
        (["zz"], "zz"),
        (["f" * 64, "e"], "f" * 16 + ", e"),
        ([CATS.content_hash[:5]], CATS.content_hash[:5]),
    ],
)
def test_articles_that_are_not_here_cannot_be_asked(asked: list[str], named: str) -> None:
    with pytest.raises(ArticleError) as caught:
        index().ask("Le chat ?", articles=asked)
    assert str(caught.value) == f"none of the articles asked for is in this index: {named}"


def test_an_article_that_is_no_list_cannot_be_asked() -> None:
    """Its letters would be taken for hashes, one by one."""
    for asked in (CATS.content_hash, ""):
        with pytest.raises(TypeError) as caught:
            index().ask("Le chat ?", articles=asked)
        assert str(caught.value) == f"articles={asked!r}: a list is needed, such as [{asked!r}]"


def test_chrome_is_never_quoted() -> None:
    for question in ("Comment m'abonner à la newsletter ?", "Abonnez-vous à notre newsletter !"):
        assert all("newsletter" not in quote.text for quote in index().rank(question))


def test_asking_from_several_threads_gives_the_same_answers() -> None:
    one = index()
    expected = [one.ask(question) for question in QUESTIONS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one.ask, QUESTIONS * 5)) == expected * 5


# Any question


class CountingEncoder(BagEncoder):
    """Counts the questions that it encodes and remembers how long the longest was."""

    def __init__(self) -> None:
        super().__init__()
        self.questions = 0
        self.longest = 0

    def encode_question(self, question: str) -> Vectors:
        self.questions += 1
        self.longest = max(self.longest, len(question))
        return super().encode_question(question)


@pytest.mark.parametrize("question", ODD, ids=ascii)
def test_an_odd_question_is_answered_by_substrings_or_not_at_all(question: str) -> None:
    check_any(index(), question)


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(), max_size=200),
    st.sampled_from(["", "Le chat ", "combien "]),
    st.none() | st.text(max_size=20),
)
def test_no_question_crashes(text: str, start: str, previous: str | None) -> None:
    check_any(SHARED, start + text, previous)


def check_any(one: ArticleIndex, question: str, previous: str | None = None) -> None:
    answer = one.ask(question, previous=previous)
    assert 0 <= answer.confidence <= 1
    assert (answer.verdict is Verdict.NONE) == (not answer.quotes)
    for quote in (*answer.quotes, *one.rank(question)):
        assert quote.text in quote.article.text
        assert quote.text == quote.article.text[quote.start : quote.end]
        assert 0 <= quote.confidence <= answer.confidence or previous
        for place in (quote.context, quote.highlight):
            assert place is None or 0 <= place[0] < place[1] <= len(quote.article.text)


SHARED = index()


def test_a_question_costs_one_encoding_of_at_most_1000_characters() -> None:
    encoder = CountingEncoder()
    one = ArticleIndex.build([CATS, FISH], encoder, fitted=FITTED)
    one.ask("chat " * 10_000)
    assert (encoder.questions, encoder.longest) == (1, 1000)


def test_of_many_parts_a_few_are_asked_by_themselves() -> None:
    encoder = CountingEncoder()
    one = ArticleIndex.build([CATS, FISH], encoder, fitted=FITTED)
    one.ask(" et ".join(f"qui voit le chat {name}" for name in ("noir", "gris", "roux", "blanc")))
    assert encoder.questions == 1 + MOST_PARTS
    one.ask("Qui voit le poisson et qui voit la mer", limit=1)  # there is room for the whole alone
    assert encoder.questions == 2 + MOST_PARTS


def test_a_part_without_a_sure_answer_is_named() -> None:
    one = ArticleIndex.build([CATS, FISH], BagEncoder(), fitted=FITTED)
    roof, guard = "Le chat gris dort sur le toit.", "Le chien noir garde la maison."

    def told(
        question: str, limit: int = 3
    ) -> tuple[Verdict, list[str], list[tuple[str, str | None]]]:
        answer = one.ask(question, limit)
        open_parts = [
            (part.question, part.nearest.text if part.nearest else None)
            for part in answer.unanswered
        ]
        return answer.verdict, [quote.text for quote in answer.quotes], open_parts

    both = "Où dort le chat gris et qui garde la maison ?"
    assert told(both) == (Verdict.ANSWER, [roof, guard], [])
    # The whole is answered, and one part by itself is not: what is nearest to it comes with it.
    more, turtle = (
        "Où dort le chat gris sur le toit et que mange la tortue ?",
        "que mange la tortue ?",
    )
    shark = "Le requin chasse 12 tortues."
    assert one.examine(more).verdict is Verdict.ANSWER
    assert told(more) == (Verdict.ANSWER, [roof], [(turtle, shark)])
    twice = more.replace(" ?", " et que mange la tortue verte ?")
    assert told(twice)[2] == [("que mange la tortue", shark), ("que mange la tortue verte ?", None)]
    # The whole is not answered, but one part by itself is.
    train = "Quand part le train de Brest et qui garde la maison ?"
    assert one.examine(train).verdict is Verdict.CLOSEST
    assert told(train) == (Verdict.ANSWER, [guard], [("Quand part le train de Brest", None)])
    assert one.ask(train).confidence == one.ask("qui garde la maison ?").confidence
    assert told(train, limit=1) == (Verdict.CLOSEST, [guard], [])
    # Of a follow-up the question before it is a part, but is not asked again.
    follow_up = one.ask("et quand part-il de Brest ?", previous="Qui garde la maison ?")
    assert follow_up.question == "Qui garde la maison ? et quand part-il de Brest ?"
    assert (follow_up.verdict, follow_up.unanswered) == (Verdict.CLOSEST, ())
    neither = "Quand part le train de Brest et combien coûte la tarte ?"
    assert told(neither) == (Verdict.NONE, [], [])


def test_a_part_whose_nearest_sentence_is_quoted_is_named_where_that_lacks_a_number() -> None:
    one = ArticleIndex.build([CATS, FISH], BagEncoder(), fitted=FITTED)
    shark = "Le requin chasse 12 tortues."
    age, number = "quel âge a le requin de Brest ?", "combien de tortues le goéland mange ?"
    reason, place = "pourquoi le requin de Brest mange ?", "où mange le requin gris ?"
    for part in (age, number, reason, place):
        assert one.examine(part).verdict is not Verdict.ANSWER
        assert one.rank(part)[0].text == shark
    open_parts = {age: (OpenPart(age, None),), number: (), reason: (), place: ()}
    for part, unanswered in open_parts.items():
        answer = one.ask(f"Que chasse le requin et {part}")
        assert [quote.text for quote in answer.quotes] == [shark]
        assert answer.unanswered == unanswered


def test_a_question_of_the_article_is_answered_by_what_stands_behind_it() -> None:
    asked = "Pourquoi les travaux ont-ils du retard ?"
    said = "Une conduite a été percée en mars."
    faq = article(f"La ligne ouvrira tard.\n\n{asked} {said}\n\nQui exploitera la ligne ? Keolis.")
    one = ArticleIndex.build([faq, CATS], BagEncoder(), fitted=FITTED)
    assert one.rank(asked)[0].text == asked
    (quote,) = one.ask(asked).quotes
    assert quote.text == said
    assert quote.context is not None
    assert faq.text[slice(*quote.context)] == asked
    both = one.ask("Pourquoi les travaux ont-ils du retard et qui exploitera la ligne ?")
    assert [quote.text for quote in both.quotes] == [said, "Keolis."]
    assert both.unanswered == ()


def test_a_question_at_the_end_of_a_section_is_quoted_itself() -> None:
    asked = "Pourquoi les travaux ont-ils du retard ?"
    text = f"La ligne ouvrira tard. {asked}\n\n- La météo -\n\nIl a plu mardi en ville."
    one = ArticleIndex.build([article(text), CATS], BagEncoder(), fitted=FITTED)
    (quote,) = one.ask(asked).quotes
    assert quote.text == asked


def test_the_head_of_a_table_gives_way_to_the_row_that_is_asked_for() -> None:
    head, rows = "Site · Graines · Température", ["A · 6 · 10,9", "C · 2 · 11,6"]
    table = article("\n\n".join(["On a planté en mars.", head, *rows, "On a fini en mai."]))
    one = ArticleIndex.build([table, CATS], BagEncoder(), fitted=FITTED)
    for question, row in [("Quelle température au site C ?", 1), ("Température du site A ?", 0)]:
        assert one.rank(question)[0].text == head
        (quote,) = one.ask(question).quotes
        assert quote.text == rows[row]
    rows = ["Norvège · 12 médailles · 4 coupes", "Suède · 7 médailles · 9 coupes"]
    headless = article("\n\n".join(["On a nagé en mars.", *rows, "On a fini en mai."]))
    one = ArticleIndex.build([headless, CATS], BagEncoder(), fitted=FITTED)
    (quote,) = one.ask("Quelles médailles pour la Norvège ?").quotes
    assert quote.text == rows[0]


def test_a_line_that_announces_a_list_is_quoted_with_all_of_its_items() -> None:
    line, items = "Le comité du quartier demande quatre choses :", ["un bus ;", "un parc ;"]
    items += ["une école bleue pour le chat noir ;", "un pont."]
    text = "\n\n".join(["Il a plu.", line, *items, "Qui garde la maison ? Le chien."])
    one = ArticleIndex.build([article(text), CATS], BagEncoder(), fitted=FITTED)
    listed = text[text.index(line) : text.index("un pont.") + len("un pont.")]

    def quoted(question: str, limit: int = 3) -> list[str]:
        return [quote.text for quote in one.ask(question, limit).quotes]

    asked = "Que demande le comité du quartier ?"
    assert one.rank(asked)[0].text == line
    assert quoted(asked) == quoted(asked, limit=1) == [listed]
    # A second part of the question is not crowded out by the items.
    assert quoted(f"{asked.rstrip(' ?')} et qui garde la maison ?") == [listed, "Le chien."]
    # Nor is an item quoted once more that answers one.
    assert quoted(f"{asked.rstrip(' ?')} et pour qui est une école bleue ?") == [listed]
    # What is marked is the fact asked for, which the line states.
    (quote,) = one.ask("Combien de choses demande le comité du quartier ?").quotes
    assert quote.text == listed
    assert quote.highlight
    assert quote.article.text[slice(*quote.highlight)] == "quatre"


def test_a_table_that_a_line_announces_is_quoted_whole_or_the_rows_that_are_named() -> None:
    line, rows = "Les mesures du printemps sont :", ["Nord · 6 · 10,9", "Sud · 2 · 11,6"]
    text = "\n\n".join(["Il a plu.", line, "Site · Graines · Degrés", *rows, "Il a neigé."])
    one = ArticleIndex.build([article(text), CATS], BagEncoder(), fitted=FITTED)
    whole = text[text.index(line) : text.index("\n\nIl a neigé")]
    for question, expected in [("Les mesures ?", whole), ("Les mesures du Sud ?", rows[1])]:
        question = question.replace("mesures", "mesures du printemps")
        assert [quote.text for quote in one.ask(question).quotes] == [expected]


# Building


def test_an_article_given_twice_is_indexed_once() -> None:
    again = article(CATS.text, "Un autre titre")
    one = index(CATS, FISH, again)
    assert [each.content_hash for each in one.articles] == [CATS.content_hash, FISH.content_hash]
    assert len(one.rank("Le chat ?")) == 5


def test_no_article_is_no_index() -> None:
    with pytest.raises(ArticleError, match=r"^no article to index$"):
        ArticleIndex.build([], BagEncoder())


def test_progress_is_reported_and_no_passage_is_embedded_twice() -> None:
    seen: list[tuple[str, int, int]] = []
    ArticleIndex.build([CATS], BagEncoder(), lambda *step: seen.append(step))
    assert seen == [("embedding passages", 5, 5)]


def test_the_passport_says_what_the_index_was_made_of() -> None:
    passport = index().passport
    assert passport.format_version == FORMAT_VERSION
    assert (passport.model, passport.dimensions, passport.sentences) == ("bag", 256, 5)
    assert passport.articles == (CATS.content_hash, FISH.content_hash)
    assert passport.weights == "same; crossed"
    assert passport.built.endswith("+00:00")


def test_a_sentence_is_found_by_its_articles_hash_and_number() -> None:
    one = index()
    quote = one.quote(FISH.content_hash[:12], 2)
    assert quote is not None
    assert quote.text == "Le requin chasse 12 tortues."
    assert one.number(quote) == 2
    assert one.article(FISH.content_hash[:12]) is FISH
    assert [one.quote(FISH.content_hash, n) for n in (0, 3, -1)] == [None, None, None]
    assert one.quote("zz", 1) is None
    assert one.article("zz") is None
    assert one.article("") is None
    assert one.sentences(FISH) == split(FISH)
    assert one.count(FISH) == len(split(FISH))


def test_a_sentence_is_numbered_in_its_own_article() -> None:
    one = index()
    for each in (CATS, FISH):
        numbers = range(1, one.count(each) + 1)
        quotes = [one.quote(each.content_hash, number) for number in numbers]
        assert [one.number(quote) for quote in quotes if quote is not None] == [*numbers]
        opening = [n for n, span in enumerate(split(each), 1) if span.sentence == 1]
        assert one.openings(each) == opening


# A big article


def big_article() -> Article:
    kinds = ("chat", "chien", "cheval", "mouton", "renard", "lapin", "hibou")
    lines = [
        f"Le {kinds[n % 7]} numéro {n} traverse la vallée {chr(97 + n % 26)}{chr(97 + n // 26)}."
        for n in range(650)
    ]
    lines[333] = "La girafe mange 12 acacias devant le moulin."
    lines[600] = "Elle repart mardi vers la savane."
    return article("\n".join(lines), "Les bêtes")


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Que mange la girafe devant le moulin ?", 334),
        ("Quand repart-elle vers la savane ?", 601),
        ("Le lapin numéro 117 ?", 118),
        ("Des acacias ?", 334),
    ],
)
def test_choosing_candidates_gives_the_quote_that_looking_at_all_gives(
    question: str, number: int
) -> None:
    one = index(BIG)
    assert len(one.sentences(BIG)) == 650 > 2 * CANDIDATES
    few, every = one.examine(question), one.examine(question, [BIG])
    assert len(few.scene.ids) < len(every.scene.ids) == 650
    first = one.rank(question, 1)[0]
    assert one.number(first) == number
    assert one.rank(question, 1, articles=[BIG])[0].start == first.start


BIG = big_article()


# Saving and loading


def test_save_then_load_changes_no_answer(tmp_path: Path) -> None:
    before = index()
    before.save(tmp_path / "index")
    after = ArticleIndex.load(tmp_path / "index", BagEncoder(), weights=WEIGHTS)
    assert after.articles == before.articles
    assert after.passport == before.passport
    for question in (*QUESTIONS, *ODD):
        one, other = before.ask(question), after.ask(question)
        assert isinstance(one, Answer)
        assert one == other
        assert before.rank(question) == after.rank(question)


def test_an_index_of_more_than_is_kept_as_it_is_is_saved_and_loaded_too(tmp_path: Path) -> None:
    towns = ("Alep", "Tours", "Lyon", "Brest", "Metz", "Dax", "Vannes", "Auch", "Foix")
    many = [
        article(
            "\n\n".join(
                f"Le maire {100 * place + n} de {towns[n % 9]} a ouvert le pont {n * 7}."
                for n in range(100)
            ),
            f"Article {place}",
        )
        for place in range(EXACT_UP_TO // 100 + 1)
    ]
    words = fitted(bm25=4.0)  # in 64 directions words are mistaken for each other
    before = ArticleIndex.build(many, BagEncoder(dimensions=64), fitted=words)
    before.save(tmp_path / "index")
    assert (tmp_path / "index" / "contexts.rows.npy").exists()
    encoder = BagEncoder(dimensions=64)
    after = ArticleIndex.load(tmp_path / "index", encoder, weights=words.weights)
    for question in ("Qui est le maire 7312 ?", "Qui a ouvert le pont 693 à Brest ?", "Alepp ?"):
        assert before.ask(question) == after.ask(question)
        assert before.rank(question) == after.rank(question)
    (best, *_) = after.rank("Qui est le maire 7312 ?")
    assert best.text.startswith("Le maire 7312 de ")
    assert after.articles[73] == best.article == many[73]
    again = ArticleIndex.build(after.articles[1:], encoder, fitted=words, known=after.embedded)
    assert encoder.encoded == 0
    assert again.rank("Qui est le maire 7312 ?")[0].text == best.text


def test_loading_embeds_nothing(tmp_path: Path) -> None:
    index().save(tmp_path / "index")
    encoder = BagEncoder()
    ArticleIndex.load(tmp_path / "index", encoder)
    assert encoder.encoded == 0


def test_another_model_makes_an_index_stale(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index().save(folder)
    with pytest.raises(StaleIndexError) as caught:
        ArticleIndex.load(folder, BagEncoder("another"))
    assert str(caught.value) == f"{folder}: made with bag, not with another"


def saved_files() -> list[str]:
    """Return the files of an index, as `save` writes them."""
    return [
        "articles.json",
        "background.npz",
        "contexts.faiss",
        "facts.json",
        "lexicon/acronyms.npy",
        "lexicon/frequent.npy",
        "lexicon/languages.txt",
        "lexicon/likest.npy",
        "lexicon/numbers.npy",
        "lexicon/rows.npy",
        "lexicon/scores.npy",
        "lexicon/starts.npy",
        "lexicon/trigram_counts.npy",
        "lexicon/trigram_starts.npy",
        "lexicon/trigram_words.npy",
        "lexicon/trigrams.npy",
        "lexicon/words.marisa",
        "sentences.faiss",
        "sentences.npz",
        "windows.faiss",
    ]


def test_an_index_has_these_files_and_no_other(tmp_path: Path) -> None:
    index().save(tmp_path / "index")
    found = [p for p in (tmp_path / "index").rglob("*") if p.is_file()]
    names = sorted(p.relative_to(tmp_path / "index").as_posix() for p in found)
    assert names == sorted([*saved_files(), PASSPORT_FILE])


DAMAGE = ("missing", "truncated", "empty", "flipped", "foreign")
# Small indexes have no frequent word, so these files of another one are no damage.
ALIKE = ("lexicon/acronyms.npy", "lexicon/frequent.npy", "lexicon/likest.npy")


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        (name, damage)
        for name in saved_files()
        for damage in DAMAGE
        if damage != "foreign" or name not in ALIKE
    ],
)
def test_a_damaged_file_is_named_and_the_index_built_again(
    tmp_path: Path, name: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    build_index(tmp_path, [CATS, FISH], BagEncoder())
    path = index_folder(tmp_path) / name
    spoil(index_folder(tmp_path), path, damage, tmp_path / "foreign")
    reason = (
        "cannot be read (No such file or directory)"
        if damage == "missing"
        else "damaged, its checksum is not the passport's"
    )
    with pytest.raises(BrokenIndexError) as caught:
        ArticleIndex.load(index_folder(tmp_path), BagEncoder())
    assert str(caught.value) == f"{path}: {reason}"
    with caplog.at_level(logging.WARNING, "index"):
        again = open_index(tmp_path, [CATS, FISH], BagEncoder())
    assert again.articles == (CATS, FISH)
    assert caplog.messages[0] == f"{path}: {reason}; building it again"
    aside = [str(each) for each in tmp_path.glob("index.damaged-*")]
    assert len(aside) == (name == SHELF_FILE)
    kept = [f"; the damaged index is kept as {each}" for each in aside]
    assert len(caplog.messages[1:]) == len(kept)
    assert all(one.endswith(other) for one, other in zip(caplog.messages[1:], kept, strict=True))
    caplog.clear()
    assert ArticleIndex.load(index_folder(tmp_path), BagEncoder()).articles == (CATS, FISH)


def spoil(folder: Path, path: Path, damage: str, foreign: Path) -> None:
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "flipped":
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :])
    else:
        other = article("Die Katze schläft. Der Hund bellt laut im Garten.", "Fremd", "de")
        ArticleIndex.build([other], BagEncoder(dimensions=64)).save(foreign)
        shutil.copyfile(foreign / path.relative_to(folder), path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_damaged_passport_is_named_and_the_index_built_again(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    build_index(tmp_path, [CATS], BagEncoder())
    path = index_folder(tmp_path) / PASSPORT_FILE
    path.write_bytes(content)
    with pytest.raises(BrokenIndexError) as caught:
        ArticleIndex.load(index_folder(tmp_path), BagEncoder())
    assert str(caught.value).startswith(f"{path}: ")
    assert open_index(tmp_path, [], BagEncoder()).articles == (CATS,)
    assert caplog.messages == [f"{caught.value}; building it again"]


def test_any_bit_of_the_passport_may_flip_and_no_other_error_comes_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index(CATS).save(folder)
    content = (folder / PASSPORT_FILE).read_bytes()
    for at in range(0, len(content), 7):
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        (folder / PASSPORT_FILE).write_bytes(flipped)
        try:
            articles = ArticleIndex.load(folder, BagEncoder()).articles
        except (BrokenIndexError, StaleIndexError):
            continue
        assert articles == (CATS,)


def test_a_folder_that_is_not_there_is_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndexError) as caught:
        ArticleIndex.load(tmp_path / "none", BagEncoder())
    path = tmp_path / "none" / PASSPORT_FILE
    assert str(caught.value) == f"{path}: cannot be read (No such file or directory)"


def test_a_file_that_goes_while_it_is_read_is_broken(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    made = index(CATS)
    made.save(folder)
    for name in ("background.npz", PASSPORT_FILE):
        (folder / name).unlink()
    made.passport.write(folder)  # of what is left: as if it had gone after the checksums
    with pytest.raises(BrokenIndexError, match=r"index: cannot be read as an index: .*background"):
        ArticleIndex.load(folder, BagEncoder())


def test_a_folder_of_something_else_is_neither_loaded_nor_written_over(tmp_path: Path) -> None:
    folder = index_folder(tmp_path)
    folder.mkdir()
    (folder / "thesis.doc").write_text("mine")
    with pytest.raises(BrokenIndexError, match="nothing is written over it"):
        index().save(folder)
    with pytest.raises(BrokenIndexError, match="nothing is written over it"):
        open_index(tmp_path, [CATS], BagEncoder())
    assert [(p.name, p.read_text()) for p in folder.iterdir()] == [("thesis.doc", "mine")]
    assert sorted(p.name for p in tmp_path.iterdir()) == [".index.lock", "index"]


# Opening


def opened(
    data_dir: Path, articles: Sequence[Article], encoder: BagEncoder | None = None
) -> tuple[ArticleIndex, int]:
    """Return the opened index and how many passages had to be embedded for it."""
    encoder = encoder or BagEncoder()
    return open_index(data_dir, articles, encoder), encoder.encoded


def test_an_index_is_built_once_and_opened_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, embedded = opened(tmp_path, [CATS, FISH])
    assert embedded == 8
    second, again = opened(tmp_path, [CATS, FISH])
    assert again == 0
    assert first.articles == second.articles == (CATS, FISH)
    assert caplog.messages == []


def test_without_articles_the_index_is_of_what_was_indexed_last(tmp_path: Path) -> None:
    assert opened(tmp_path, [])[0].articles == (default_article(),)
    opened(tmp_path, [FISH])
    assert opened(tmp_path, [])[0].articles == (FISH,)
    assert opened(tmp_path, [], BagEncoder("another"))[0].articles == (FISH,)


def test_another_model_rebuilds_the_index_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened(tmp_path, [CATS])
    found, embedded = opened(tmp_path, [CATS], BagEncoder("another"))
    assert embedded == 5
    assert found.passport.model == "another"
    folder = index_folder(tmp_path)
    assert caplog.messages == [f"{folder}: made with bag, not with another; building it again"]


@pytest.mark.parametrize(
    "articles",
    [[FISH], [CATS, FISH], [article(CATS.text, "Un autre titre")]],
    ids=["another", "one more", "another title"],
)
def test_other_articles_rebuild_the_index_and_say_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, articles: list[Article]
) -> None:
    opened(tmp_path, [CATS])
    assert opened(tmp_path, articles)[0].articles == tuple(articles)
    folder = index_folder(tmp_path)
    assert caplog.messages == [
        f"{folder}: made from other articles, or from other details of them; building it again"
    ]


def test_one_article_from_two_sources_is_opened_again_without_building(tmp_path: Path) -> None:
    twice = [CATS, article(CATS.text, "Un autre titre")]
    assert opened(tmp_path, twice)[1] == 5
    found, embedded = opened(tmp_path, twice)
    assert embedded == 0
    assert [each.content_hash for each in found.articles] == [CATS.content_hash]


def test_another_splitter_rebuilds_the_index_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = [Sentence(1, 1, block.start, block.end) for block in FISH.paragraphs]
    assert tuple(whole) != split(FISH)
    old = ArticleIndex.build([FISH], BagEncoder(), sentences=[whole[:1]])
    old.save(index_folder(tmp_path))
    assert opened(tmp_path, [FISH])[0].sentences(FISH) == split(FISH)
    folder = index_folder(tmp_path)
    assert caplog.messages == [
        f"{folder}: its sentences were split by other rules; building it again"
    ]


def test_other_rules_for_facts_rebuild_the_index_and_say_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened(tmp_path, [CATS])
    folder = index_folder(tmp_path)
    seven = (Fact(FactKind.NUMBER, 0, 2, "7"),)
    spans = Shelf([CATS], [split(CATS)]).spans
    shelf = Shelf.saved([CATS], spans, lambda numbers: [seven] * len(numbers))
    write_shelf(folder, shelf)
    (folder / PASSPORT_FILE).unlink()  # it would count itself
    index(CATS).passport.write(folder)
    assert opened(tmp_path, [CATS])[0].articles == (CATS,)
    assert caplog.messages == [f"{folder}: its facts were found by other rules; building it again"]


def test_another_background_rebuilds_the_index_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fit(value: float) -> Background:
        mean = np.full(256, value, np.float32)
        found = Background("bag", mean, mean, mean)
        Fitted(WEIGHTS, found).write(fitted_folder(tmp_path, BagEncoder()))
        return found

    first = fit(0.01)
    assert opened(tmp_path, [CATS])[0].passport.background == first.digest
    assert opened(tmp_path, [CATS])[1] == 0
    second = fit(0.02)
    assert opened(tmp_path, [CATS])[0].passport.background == second.digest
    folder = index_folder(tmp_path)
    assert caplog.messages == [f"{folder}: centred by another background; building it again"]


def test_weights_that_were_fitted_serve_at_once_without_rebuilding(tmp_path: Path) -> None:
    mean = np.zeros(256, np.float32)
    background = Background("bag", mean, mean, mean)
    folder = fitted_folder(tmp_path, BagEncoder())
    Fitted(WEIGHTS, background).write(folder)
    assert opened(tmp_path, [CATS])[0].weights == WEIGHTS
    Fitted(fitted(bm25=-1.0).weights, background).write(folder)
    found, embedded = opened(tmp_path, [CATS])
    assert embedded == 0
    assert found.weights.same.ranking == {"bm25": -1.0}


def test_another_version_rebuilds_the_index_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened(tmp_path, [CATS])
    path = index_folder(tmp_path) / PASSPORT_FILE
    table = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**table, "format_version": 0}), "utf-8")
    assert opened(tmp_path, [])[0].articles == (CATS,)
    expected = f"{index_folder(tmp_path)}: format 0, not {FORMAT_VERSION}; building it again"
    assert caplog.messages == [expected]


def flip(path: Path, word: bytes) -> None:
    """Change one bit of the last letter of a word."""
    content = path.read_bytes()
    assert word in content
    path.write_bytes(content.replace(word, word[:-1] + bytes([word[-1] ^ 1])))


def test_a_damaged_article_is_never_quoted_and_the_others_stay(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened(tmp_path, [CATS, FISH])
    path = index_folder(tmp_path) / SHELF_FILE
    flip(path, b"noir")
    assert opened(tmp_path, [])[0].articles == (FISH,)
    (aside,) = tmp_path.glob("index.damaged-*")
    assert b"nois" in (aside / SHELF_FILE).read_bytes()
    assert caplog.messages == [
        f"{path}: damaged, its checksum is not the passport's; building it again",
        f"{path}: damaged, articles that cannot be saved: 1 of 2; the damaged index is kept as "
        f"{aside}",
    ]


def test_where_no_article_can_be_saved_nothing_is_put_in_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened(tmp_path, [CATS])
    folder = index_folder(tmp_path)
    flip(folder / SHELF_FILE, b"noir")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for start in (open_index, rebuild_index):
        with pytest.raises(BrokenIndexError) as caught:
            start(tmp_path, [], BagEncoder())
        assert str(caught.value) == (
            f"{folder / SHELF_FILE}: damaged, articles that cannot be saved: 1 of 1; build the "
            f"index again from their sources (python -m index build SOURCE …), or delete {folder}"
        )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert caplog.messages == []
    assert opened(tmp_path, [FISH])[0].articles == (FISH,)


def test_an_empty_folder_is_no_damaged_index(tmp_path: Path) -> None:
    index_folder(tmp_path).mkdir()
    assert opened(tmp_path, [])[0].articles == (default_article(),)


class DyingEncoder(BagEncoder):
    """Has no fingerprint left when the index is to be saved."""

    @property
    def fingerprint(self) -> str:
        if self.encoded:
            raise OSError(28, "No space left on device")
        return super().fingerprint


def test_an_index_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index(CATS).save(folder)
    mean = np.zeros(256, np.float32)
    whole = Fitted(WEIGHTS, Background("bag", mean, mean, mean))
    dying = ArticleIndex.build([FISH], DyingEncoder(), fitted=whole)
    with pytest.raises(UnsavedIndexError, match="No space left on device"):
        dying.save(folder)
    assert ArticleIndex.load(folder, BagEncoder()).articles == (CATS,)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize(
    "question",
    [
        "😀",
        "",
        "?!",
        "Pourquoi ?",
        "why?",
        "Bonjour !",
        "ok merci bot",
        "السلام عليكم",
        "ciao bello",
    ],
)
def test_a_question_without_a_word_of_content_gets_no_quote(question: str) -> None:
    answer = index().ask(question)
    assert (answer.verdict, answer.confidence, answer.quotes) == (Verdict.NONE, 0.0, ())
