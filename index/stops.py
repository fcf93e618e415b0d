"""Whether a sentence ends at a mark of punctuation: rules by what stands around it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from index.abbreviations import Usage, compounds

_NARROW_BLANKS = re.compile(r"[\u00a0\u202f\u2009]")
# Marks of direction and the like, which nobody sees.
_UNSEEN_BEFORE = "\u200b\u200e\u200f\u202a\u202b\u2066\u2067\u2068\ufeff"
_QUOTES = frozenset("\"'’»«“”」』›")
_OPENERS = re.compile(
    rf"(?:(?:[(\[](?:…|\.{{3}})[)\]]|[{_UNSEEN_BEFORE}«»\"“„‟‘'‹(\[{{¿¡—–•*·-])\s{{0,2}}){{0,5}}"
)
_RIGHT = re.compile(r"[^\W_]{1,40}['’]?")
_LEFT_EDGE = re.compile(r"[\s(\[{«»\"“”„‘’'/|—–]+")
_RUNS_ON = frozenset(",;:،؛、，；：)]}%&/")
_CJK = frozenset("。！？｡．।॥")
_CJK_QUOTING = frozenset("とっなのがはを、，,")  # "…。」と言った": the quote is part of a sentence
_STOP_BEHIND_CLOSER = re.compile(r"[»”\"’')\]]\s?\.$")
_ELLIPSIS = re.compile(r"…|\.\s?\.")
_ENUMERATOR = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,5}|[^\W\d_]")
_ROMAN = re.compile(r"[IVXLC]{1,6}")
_REIGNS = frozenset("IVX")  # "Charles X. Le roi" rather than an initial
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}[.-]{1,2})+[^\W\d_]{1,4}")
_UNIT = re.compile(r"(?:\d[\d.,]*)?[^\W\d_]{1,4}")  # "5 km.", "10min."
_LATIN, _CYRILLIC = "bcdfghjklmnpqrstvwxz", "бвгджзклмнпрстфхцчшщ"  # consonants alone
_NO_VOWEL = re.compile(
    rf"(?:[{_LATIN}]|[{_LATIN.upper()}])[{_LATIN}]{{1,3}}|"
    rf"(?:[{_CYRILLIC}]|[{_CYRILLIC.upper()}])[{_CYRILLIC}]{{1,3}}"
)
_DAY_OR_MONTH = re.compile(r"(?:^|\D)\d{1,2}\.\s*$")
_MONTHS = 12
_CLIPPED_CHARS = 4  # "Ayto. de Madrid": a longer name before a small letter ends a hasty sentence
_ADDRESS = re.compile(r"//|@|www\.")
_NAMES_WITH_MARK = frozenset({"Yahoo", "Jeopardy", "Joomla", "Wham", "Oklahoma", "Panic"})
_WINDOW_CHARS = 50  # how far back words are looked for, which keeps the scan linear
_COMPOUND_CHARS = 14  # the longest rest of a compound abbreviation: " de C", " ex", " n. e"
_COMPOUND_PARTS = 3
_FEW_WORDS = 4  # "Ah ! je ris" is one sentence; a clause of four words can stand alone


class _Next(StrEnum):
    """What the first character of the next word is."""

    UPPER = "upper"
    LOWER = "lower"
    DIGIT = "digit"
    CASELESS = "caseless"
    OTHER = "other"


@dataclass(frozen=True)
class Stop:
    """A place where a sentence may end: a mark of punctuation with what stands around it."""

    text: str
    usage: Usage
    start: int  # of the sentence
    mark: int  # of the first mark
    end: int  # behind the marks, closing quotes, brackets and notes
    after: int  # the next character that is not blank

    @cached_property
    def marks(self) -> str:
        """Return the marks, with the closing quotes, brackets and notes behind them."""
        return self.text[self.mark : self.end]

    @cached_property
    def window(self) -> str:
        """Return what of the sentence stands before the mark, as far back as is looked."""
        return self.text[max(self.start, self.mark - _WINDOW_CHARS) : self.mark]

    @cached_property
    def left(self) -> str:
        """Return the word before the mark, inner stops and hyphens included."""
        return _LEFT_EDGE.split(self.window[self.window.rfind(" ") + 1 :])[-1]

    @cached_property
    def before(self) -> str:
        """Return what stands before that word."""
        return self.window[: len(self.window) - len(self.left)]

    @cached_property
    def openers(self) -> str:
        """Return the quotes, brackets and dashes before the next word."""
        match = _OPENERS.match(self.text, self.after)
        return match[0] if match else ""

    @cached_property
    def right(self) -> str:
        """Return the next word, with its apostrophe where it is elided."""
        match = _RIGHT.match(self.text, self.after + len(self.openers))
        return match[0].replace("’", "'") if match else ""

    @cached_property
    def next(self) -> _Next:
        """Return what the next word opens with."""
        first = self.right[:1]
        if not first:
            return _Next.OTHER
        if first.isdigit():
            return _Next.DIGIT
        if first.isupper() or first.istitle():
            return _Next.UPPER
        return _Next.LOWER if first.islower() else _Next.CASELESS

    @property
    def gap(self) -> bool:
        """Tell whether a blank follows."""
        return self.after > self.end

    @cached_property
    def quoted(self) -> bool:
        """Tell whether a closing quote follows the mark."""
        return not _QUOTES.isdisjoint(self.marks)

    @cached_property
    def opens(self) -> bool:
        """Tell whether the next word is a capitalised one that opens sentences."""
        return self.next is _Next.UPPER and _listed(self.right, self.usage.openings)

    @cached_property
    def says(self) -> bool:
        """Tell whether a verb of saying is the next word or the one behind a name."""
        if not self.usage.saying:
            return False
        words = self.text[self.after : self.after + _WINDOW_CHARS].split()[:3]
        verbs = (re.split(r"[-\W]", word, maxsplit=1)[0] for word in words)
        return any(verb in self.usage.saying for verb in verbs)


_Rule = Callable[[Stop], bool | None]


def _stop_behind_closer(stop: Stop) -> bool | None:
    """End at a stop behind a closing quote or bracket: « … ! ». and (…)."""
    return True if _STOP_BEHIND_CLOSER.search(stop.marks) and stop.gap else None


def _runs_on(stop: Stop) -> bool | None:
    """Go on where a comma, a colon or the like follows."""
    return False if stop.text[stop.after] in _RUNS_ON else None


def _omission(stop: Stop) -> bool | None:
    """Go on after "(...)" and "[…]"."""
    return False if stop.text[stop.mark - 1] in "([" and stop.mark > stop.start else None


def _east_asian(stop: Stop) -> bool | None:
    """End at 。！？ without a blank, unless a quote goes on as part of a sentence."""
    if stop.marks[0] not in _CJK:
        return None
    return not (stop.quoted and stop.text[stop.after] in _CJK_QUOTING)


def _no_blank(stop: Stop) -> bool | None:
    """End without a blank only where a word ends and a capitalised one clearly begins."""
    if stop.gap:
        return None
    if stop.next is _Next.CASELESS:
        return len(stop.left) > 2 and len(stop.right) > 1 and stop.left.isalpha()
    if stop.next is not _Next.UPPER or stop.openers or _ADDRESS.search(stop.window.split()[-1]):
        return False
    behind = stop.text[(at := stop.after + len(stop.right)) : at + 2]
    parted = behind[:1].isspace()
    sure = _listed(stop.right, stop.usage.openings) and (parted or stop.right[-1] == "'")
    if stop.left.isdigit() or not stop.left:
        return sure and len(stop.left) in (0, 4)
    if not _is_word(stop.left) or (_is_abbreviation(stop) and not _may_close(stop)):
        return False
    likely = stop.left.islower() and len(stop.right) > 1 and parted and behind[1:].islower()
    return sure or likely


def _smiley(stop: Stop) -> bool | None:
    """End at a smiley only before a capital."""
    return stop.next is _Next.UPPER if stop.marks[0] in ":;=^" else None


def _ellipsis(stop: Stop) -> bool | None:
    """End at "…" only before a capital or a digit."""
    if not _ELLIPSIS.search(stop.marks) or not {"!", "?", "؟"}.isdisjoint(stop.marks):
        return None
    return stop.next in (_Next.UPPER, _Next.DIGIT) and not (stop.quoted and stop.says)


def _exclamation(stop: Stop) -> bool | None:
    """End at "!" and "?", save before a verb of saying, a lower-case word, or inside a name."""
    if {"!", "?", "؟", "‼", "⁇", "⁈", "⁉"}.isdisjoint(stop.marks):
        return None
    if stop.left in _NAMES_WITH_MARK and not stop.opens:
        return False
    if stop.next is _Next.LOWER:
        return _lower_after_exclamation(stop)
    return not (stop.quoted and stop.says)


def _lower_after_exclamation(stop: Stop) -> bool:
    """Tell whether a lower-case word opens a sentence, as it does in hasty web text."""
    if stop.quoted or stop.says or stop.openers or "…" in stop.marks or ".." in stop.marks:
        return False
    if len(stop.marks) > 1:
        return True
    return _listed(stop.right, stop.usage.subjects) and len(stop.window.split()) >= _FEW_WORDS


def _quoted_stop(stop: Stop) -> bool | None:
    """End at a stop inside quotes, unless the sentence around the quote goes on."""
    if not stop.quoted:
        return None
    if stop.next is _Next.LOWER:  # a sentence around the quote would rather set a comma
        return _listed(stop.right, stop.usage.subjects) and not stop.says
    return not stop.says


def _enumerator(stop: Stop) -> bool | None:
    """Go on after the number or letter of a list item: "1. Le prix"."""
    if not _ENUMERATOR.fullmatch(stop.left):
        return None
    before = stop.before.strip(' \t«"“(')
    return False if not before or before[-1] in ":;" else None


def _ordinal(stop: Stop) -> bool | None:
    """Go on after an ordinal, in the languages that write one with a stop: "3. Oktober"."""
    if not stop.usage.months:
        return None
    if stop.before.rstrip().removesuffix(".").split(" ")[-1] in stop.usage.numbered:
        return stop.next is _Next.UPPER
    day = stop.left.isdigit() and len(stop.left) <= 3
    if day and stop.right.isdecimal() and not _DAY_OR_MONTH.search(stop.before):
        return int(stop.right) > _MONTHS and not _is_counted_in(stop)  # "am 4. 5. 1944"
    if day or (_ROMAN.fullmatch(stop.left) and len(stop.left) > 1):
        return stop.opens
    return False if stop.next is _Next.LOWER and not stop.openers else None


def _is_counted_in(stop: Stop) -> bool:
    """Tell an ordinal before a number, "die 2. 100 Meter", from "auf Sohle 4. 58 Bergleute"."""
    compounded = stop.text.startswith("-", stop.after + len(stop.right))  # "52. 24-Stunden-Rennen"
    return compounded or _listed((stop.before.split() or [""])[-1], stop.usage.openings)


def _initials(stop: Stop) -> bool | None:
    """Go on between initials, which may be words by themselves: "В. И. Иванов", "J. A. Pérez"."""
    both = len(stop.left) == len(stop.right) == 1 and stop.left.isupper() and stop.right.isupper()
    at = stop.after + len(stop.openers) + 1
    return False if both and stop.text[at : at + 1] == "." else None


def _lettered(stop: Stop) -> bool | None:
    """End at the letter that tells a noun's bearers apart: "Site C. Survival"."""
    if len(stop.left) != 1 or not stop.left.isupper() or stop.next is not _Next.UPPER:
        return None
    noun = (stop.before.split() or [""])[-1].lower()
    return True if noun in stop.usage.lettered else None


def _compound(stop: Stop) -> bool | None:
    """Go on inside an abbreviation of several parts: "z. B.", "a. C."."""
    rests = compounds(stop.usage).get(stop.left)
    if not rests or stop.marks != ".":
        return None
    behind = _NARROW_BLANKS.sub(" ", stop.text[stop.end : stop.end + _COMPOUND_CHARS])
    fits = (behind.startswith(rest) and not behind[len(rest) :][:1].isalnum() for rest in rests)
    return False if any(fits) else None


def _abbreviation(stop: Stop) -> bool | None:
    """Decide by the tables of the language, the longest form first."""
    usage = stop.usage
    for form in _forms(stop):
        if form in usage.leading:
            return False
        if form in usage.closing:
            return stop.next in (_Next.UPPER, _Next.CASELESS)
        if form in usage.numbered:
            return stop.opens or (stop.next is _Next.UPPER and not _counted(stop))
        if form in usage.plain:
            return stop.opens or bool(stop.openers and stop.next is _Next.UPPER)
    return stop.opens if stop.left.endswith(usage.endings) else None


def _counted(stop: Stop) -> bool:
    """Tell whether the next word may be the number that a numbered abbreviation calls for."""
    if _after_number(stop):
        return False
    return len(stop.left) == 1 or len(stop.right) <= 2 or bool(_ROMAN.fullmatch(stop.right))


def _acronym(stop: Stop) -> bool | None:
    """Go on after "U.S." unless a word that opens sentences follows."""
    return stop.opens if _ACRONYM.fullmatch(stop.left) else None


def _letter(stop: Stop) -> bool | None:
    """Take a single letter for an initial, unless it is a unit or a name like "vitamine C"."""
    if len(stop.left) != 1 or not stop.left.isalpha():
        return None
    if stop.before.endswith("/"):  # "km/h.", "m3/s."
        return True
    if _after_number(stop):
        return stop.next is not _Next.LOWER
    if stop.next in (_Next.LOWER, _Next.DIGIT) or not (stop.left.isupper() or stop.left.islower()):
        return False
    if stop.left.islower():
        return stop.opens or not stop.usage.months
    if not _listed(stop.right, stop.usage.particles):
        return stop.opens
    before = (stop.before.split() or [""])[-1]
    return before.islower() or (stop.left in _REIGNS and before.isalpha())


def _unit(stop: Stop) -> bool | None:
    """Go on before a lower-case word after the unit of a number: "5 km. al norte"."""
    if stop.next is not _Next.LOWER or not _UNIT.fullmatch(stop.left):
        return None
    if stop.left[0].isdigit() or _after_number(stop):
        return _listed(stop.right, stop.usage.subjects)
    return None


def _unknown_abbreviation(stop: Stop) -> bool | None:
    """Go on after what looks clipped: no vowel, or a short capitalised word before a small one."""
    if _after_number(stop):
        return None
    if _NO_VOWEL.fullmatch(stop.left):
        return stop.opens
    if stop.next is not _Next.LOWER or _listed(stop.right, stop.usage.subjects):
        return None
    short = stop.left.istitle() and stop.left.isalpha() and len(stop.left) <= _CLIPPED_CHARS
    return False if short else None


_RULES: tuple[_Rule, ...] = (
    _runs_on,
    _stop_behind_closer,
    _omission,
    _east_asian,
    _no_blank,
    _smiley,
    _ellipsis,
    _exclamation,
    _quoted_stop,
    _enumerator,
    _initials,
    _lettered,
    _compound,
    _ordinal,
    _abbreviation,
    _acronym,
    _letter,
    _unit,
    _unknown_abbreviation,
)


def ends_sentence(stop: Stop) -> bool:
    """Say whether a sentence ends at a stop: the first rule that has a say decides."""
    verdicts = (rule(stop) for rule in _RULES)
    return next((verdict for verdict in verdicts if verdict is not None), True)


def _listed(word: str, table: frozenset[str]) -> bool:
    """Tell whether a word, or what stands before its apostrophe, is in a table."""
    lowered = word.lower()
    return lowered in table or lowered.rstrip("'") in table


def _forms(stop: Stop) -> list[str]:
    """Return how the tables may spell the word before a stop, with the ones before it first."""
    spelled = [stop.left.replace("\u2011", "-")]
    parts = stop.before.split() if stop.before[-1:].isspace() else []
    for part in parts[:-_COMPOUND_PARTS:-1]:
        spelled.append(f"{part.lstrip('(«“')} {spelled[-1]}")
    return [form for word in reversed(spelled) for form in (word, word[:1].lower() + word[1:])]


def _is_word(token: str) -> bool:
    """Tell whether a token is a word in lower case, or a capitalised one too long to abbreviate."""
    letters = token.replace("-", "")
    if not letters.isalpha() or len(token) < 2:
        return False
    return letters.islower() or (letters[1:].islower() and len(letters) >= 4)


def _may_close(stop: Stop) -> bool:
    return any(form in stop.usage.closing for form in _forms(stop))


def _is_abbreviation(stop: Stop) -> bool:
    usage = stop.usage
    tables = (usage.leading, usage.numbered, usage.closing, usage.plain)
    return any(form in table for form in _forms(stop) for table in tables)


def _after_number(stop: Stop) -> bool:
    """Tell whether the word before the stop is the unit of a number: "14 h."."""
    return stop.before.rstrip()[-1:].isdigit()
