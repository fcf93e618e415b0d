"""Who is asked for: which name of a sentence has the role, acts, or comes from somewhere."""

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise, takewhile

from index.alignment import Alignment, lands
from index.attribution import Attribution
from index.expressions import Expression
from index.facts import NAMES, Fact
from index.question_parts import OF, OF_ROLE, Part, Word, organisation
from index.scene import SAME_NAME
from index.word_classes import folded, word_classes
from index.words import (
    MIN_LIKE_LENGTH,
    Spoken,
    is_function_word,
    land,
    likeness,
    script,
    words,
    words_with_offsets,
)

HEAD = 25  # characters from which on a name does not open the sentence, with what is before it
_LEADER = "role head"  # who leads may be called a president, a judge, or nothing of the kind
_FOLLOWERS = frozenset(("role coordinator", "role spokesman"))  # but none of these
_AGENTS = frozenset(
    ("by", "par", "von", "vom", "por", "pelo", "pela", "pelos", "pelas")
) | frozenset(("da", "dal", "dallo", "dalla", "dall", "dai", "dagli", "dalle"))

# With these and the forms of "to be", what is done to somebody is said of them.
_PASSIVE = frozenset(
    ("been", "été", "wird", "wurde", "wurden", "worden", "sido", "stato", "stata", "stati", "state")
)
_REFLEXIVE = frozenset(("se", "s", "si"))  # with it "to be" makes no passive: "s'est opposé"


class Persons:
    """The names of a sentence, before those and the roles of a question."""

    def __init__(self, alignment: Alignment, attribution: Attribution) -> None:
        self._alignment = alignment
        self._attribution = attribution
        self._text = alignment.text
        self._language = alignment.language
        self._kept: dict[Expression, list[Word]] = {}

    @property
    def are_unsure(self) -> bool:
        """Say whether it is unknown what is a name, or which the question gives.

        In German each noun looks like one, and a question may spell them in another script.
        """
        return self._language == "de" or any(
            script(word.text) != "LATIN" for word in self._alignment.asked
        )

    def asks_who_a_name_is(self, part: Part) -> bool:
        """Say whether a part of the question names who it asks for: "who is Ali?"."""
        if part.asks_holder and part.role:  # in German each noun looks like a name
            return False
        given = [fact for fact in self._alignment.question.facts if fact.kind in NAMES]
        named = {word for name in (*given, *self._names) for word in name.value.split()}
        asked = {folded(word.text) for word in part.content}
        return bool(asked) and asked <= named

    def is_given(self, one: Expression) -> bool:
        """Say whether a word of a name, or of the part that it is of, is the question's."""
        if any(
            one.start <= word.start < one.facts[0].start
            and self._alignment.any_alike(self._alignment.asked, [word])
            for word in self._alignment.words
        ):
            return True
        terms = {word.term for word in self._alignment.asked} - {None}
        return any(
            land(name, self._language) in terms
            or organisation(name, self._language) in terms
            or self._is_asked(name)
            for fact in one.facts
            for name in fact.value.split()
        )

    def fitting(self, part: Part, found: list[Expression]) -> list[Expression]:
        """Return those that can be who is asked for, and do not only say the sentence."""
        found = [one for one in found if self._may_be(one, part) and not self._only_says(one)]
        return self._of_the_role(part, found)

    def around(self, person: Expression) -> list[Word]:
        """Return the words by a name: of its clause, and of what is in apposition to it.

        For who says the sentence, what is said is none of them.
        """
        if person not in self._kept:
            clause = self._alignment.clause
            around = clause(person.start)
            if self._alignment.is_apposed(person.start):
                around = [*clause(self._alignment.gap_before(person.start)), *around]
            if self._text.startswith(",", person.end):
                behind = clause(person.end + 1)
                if self._preposition(person) is None or any(word.term for word in behind[:1]):
                    around = [*around, *behind]
            told = self._attribution.told(person)
            self._kept[person] = [word for word in around if told is None or word.start in told]
        return self._kept[person]

    def is_beside(self, one: Expression, part: Part) -> bool:
        """Say whether a name is likely not who is asked for: "talks on Syria" is not who talks."""
        leads = part.asks_holder and part.role == _LEADER
        if (part.role or part.asks_holder) and not leads:
            return True
        if any(self._is_done_to(name, part) for name in self._names):
            return True
        if not any(land(word, self._language) for word in one.facts[0].value.split()):
            return False
        before = self._preposition(one)
        return not self._alignment.is_same or (before is not None and before not in OF | _AGENTS)

    def is_of_somebody(self, part: Part) -> bool:
        """Say whether somebody is who comes from somewhere, and not water or help."""
        return part.country or part.role is not None or any(map(self._has_asked, self._names))

    def origin(self) -> Expression | None:
        """Return of what people a name of the question is, said before it: "Jordanian Ali"."""
        known = word_classes(self._language)
        spoken = words_with_offsets(self._text)
        found = [
            Expression(start, end, ())
            for (word, start, end), (_, following, _) in pairwise(spoken)
            if known.land(word) and not known.is_country(word)
            if self._text[end:following].isspace() and self._is_name_asked(following)
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _names(self) -> list[Fact]:
        return [fact for fact in self._alignment.facts if fact.kind in NAMES]

    def _is_asked(self, name: str) -> bool:
        return any(_same_name(name, word.text) for word in self._alignment.asked)

    def _has_asked(self, name: Fact) -> bool:
        return any(map(self._is_asked, name.value.split()))

    def _is_name_asked(self, at: int) -> bool:
        """Say whether the name that stands here, or goes on here, is one of the question's."""
        return any(name.start <= at < name.end and self._has_asked(name) for name in self._names)

    def _may_be(self, person: Expression, part: Part) -> bool:
        """Say whether a name is likely to be who is asked for, by where it stands and its form.

        Who does something opens the sentence or a clause behind a comma, and so is none to whom it
        is done; who did something to the engineer is not "the engineer, Tom". One word that is no
        country is a product or half of a name as often as somebody.
        """
        if self._is_done_to(person, part) or self._undergoes(person, part):
            return False
        if part.object:
            return not self._opens(person) and not self._text.startswith(",", person.end)
        text = self._text[person.start : person.end]
        return " " in text or any(land(word, self._language) for word in words(text))

    def _is_done_to(self, name: Expression | Fact, part: Part) -> bool:
        """Say whether a name explains a noun of the question, which does not ask who that is."""
        return not part.asks_holder and self._alignment.any_alike(part.content, self._title(name))

    def _undergoes(self, person: Expression, part: Part) -> bool:
        """Say whether something was done to somebody by another: "Ada was seen by the guard".

        And whether that can be what it is asked who did, as nothing else there is: what is joined
        behind the other, "and saw the thief", somebody did.
        """
        if part.asks_holder or not _PASSIVE.isdisjoint(words(self._alignment.question.text)):
            return False  # "who was seen?"
        passive = _PASSIVE | word_classes(self._language).copulas
        before, verb = self._predicate(person, passive)
        agent = next((start for word, start, _ in verb if word in _AGENTS), None)
        if agent is None or not _REFLEXIVE.isdisjoint(before):
            return False
        stated = [word for word in self._alignment.words if self._text[word.start].islower()]
        by = self._alignment.conjunct(agent)
        behind = [word for word in stated if word.start >= verb[0][1]]
        done = [word for word in behind if word.start < agent or word in by]
        rest = [word for word in stated if word not in done]
        alike = self._alignment.any_alike
        return alike(part.content, done) or not alike(part.content, rest)

    def _predicate(
        self, person: Expression, verbs: frozenset[str]
    ) -> tuple[list[str], list[Spoken]]:
        """Return what is said of somebody from one of some verbs on, and what stands before that.

        Nothing where more than words of grammar and names does.
        """
        start = self._alignment.behind(person.start, person.end)
        before: list[str] = []
        spoken = [each for each in words_with_offsets(self._text) if each[1] >= start]
        spoken = [each for each in spoken if self._alignment.is_in_one_clause(start, each[1])]
        for place, (word, at, _) in enumerate(spoken):
            if word in verbs:
                return before, spoken[place:]
            if not (is_function_word(word) or self._text[at].isupper()):
                break
            before.append(word)
        return before, []

    def _title(self, person: Expression | Fact) -> list[Word]:
        """Return the words of the noun in apposition to a name: "the old mayor of Ulm, Tom".

        What that is of is none of them, nor is what is done by somebody: "built by Tom, the wing".
        """
        articles, text = word_classes(self._language).articles, self._text
        spoken = words_with_offsets(text)
        before = [each for each in reversed(spoken) if each[2] <= person.start]
        behind = [each for each in spoken if each[1] >= person.end]
        nouns: list[Spoken] = []
        if text.endswith(", ", 0, person.start):
            nouns += _head(before)
        elif [word for word, _, _ in before[1:2] if word in articles]:  # "the mayor Tom"
            (_, start, end) = before[0]
            is_beside = text[start].islower() and text[end : person.start].isspace()
            nouns += before[:1] if is_beside else []
        is_behind = text.startswith(",", person.end) and not self._is_agent(person)
        if is_behind and behind and behind[0][0] in articles:
            nouns += takewhile(lambda each: not is_function_word(each[0]), behind[1:])
        starts = {start for _, start, _ in nouns}
        return [word for word in self._alignment.words if word.start in starts]

    def _is_agent(self, name: Expression | Fact) -> bool:
        """Say whether something is done by whom a name is of: "by the architect Anna"."""
        articles = word_classes(self._language).articles
        for word in reversed(self._alignment.words_before(name.start)):
            if word in _AGENTS or (is_function_word(word) and word not in articles):
                return word in _AGENTS
        return False

    def _opens(self, person: Expression) -> bool:
        """Say whether a name opens the sentence, behind a title at most, and no name asked of."""
        return person.start < HEAD and not any(
            name.start < person.start and self._has_asked(name) for name in self._names
        )

    def _only_says(self, person: Expression) -> bool:
        """Say whether somebody says the sentence, and nothing by the name is asked for."""
        if self._attribution.is_asked or self._attribution.told(person) is None:
            return False
        return not any(
            self._alignment.near[word]
            for word in self.around(person)
            if self._text[word.start].islower()
        )

    def _preposition(self, person: Expression) -> str | None:
        """Return a name's preposition; where it has one, what is behind it tells of another."""
        articles = word_classes(self._language).articles
        before = self._alignment.words_before(person.start)
        last = next((word for word in reversed(before) if word not in articles), None)
        return last if last and is_function_word(last) else None

    def _of_the_role(self, part: Part, found: list[Expression]) -> list[Expression]:
        """Return those who have the role that is asked for, or, of "who met the mayor", have not.

        Who has it stands nearest to its word. An organisation has none where somebody is named, a
        minister of another land is another one, and who has another role alone has not this one.
        """
        asked = lands(part.content)
        by = {one: lands(self.around(one)) for one in found}
        found = [one for one in found if not asked or not by[one] or asked & by[one]]
        if part.role is None:
            return found
        if part.role not in {word.term for word in self._alignment.words}:
            return [one for one in found if not part.asks_holder or self._may_have(one, part.role)]
        found = [one for one in found if not self._is_acronym(one)] or found
        holders = [
            min(some, key=lambda one: _distance(one, word))
            for word in self._alignment.words
            if word.term == part.role
            if (some := [one for one in found if word in self.around(one)])
        ]
        return [one for one in found if (one in holders) == part.asks_holder]

    def _may_have(self, one: Expression, role: str) -> bool:
        """Say whether who is named may have a role, by the other roles that stand by the name."""
        stated = {word.term for word in self.around(one) if word.term}
        roles = {term for term in stated if term.startswith("role ")}
        return not roles or _LEADER in roles or (role == _LEADER and not roles <= _FOLLOWERS)

    def _is_acronym(self, one: Expression) -> bool:
        return self._text[one.start : one.end].isupper()


def _head(before: Iterable[Spoken]) -> list[Spoken]:
    """Return the noun that a phrase is of, with its adjectives, from the words before its end."""
    nouns: list[Spoken] = []
    is_whole = False
    for word in before:
        if word[0] in OF_ROLE:
            nouns, is_whole = [], False
        elif is_function_word(word[0]):
            is_whole = True
        elif is_whole:
            break
        else:
            nouns.append(word)
    return nouns


def _distance(one: Expression, word: Word) -> int:
    return max(one.start - word.start - len(word.text), word.start - one.end)


def _same_name(name: str, word: str) -> bool:
    word = folded(word)
    return name == word or (len(name) >= MIN_LIKE_LENGTH and likeness(name, word) >= SAME_NAME)
