"""Which sentences need the one before: those that open with what stands for something in it."""

import re
from functools import cache
from typing import NamedTuple

from index.facts import FactKind, find_facts

_MARKS = r"[«\"“„\s(–—-]*"
_SPEECH = re.compile(r"\s*[«\"“„]")
_SAYS_PRONOUN = re.compile(
    r"-t-(?:il|elle|on)\b|-(?:il|elle|ils|elles)\b|\b(?:he|she|they) (?:said|added|told)\b|"
    r"\bdijo él\b|\bsagte (?:er|sie)\b|\bсказал(?:а|и)? (?:он|она|они)\b",
    re.IGNORECASE,
)


class _Anaphors(NamedTuple):
    """What stands in a language for something said before, as patterns joined by bars.

    `pronouns` open a sentence, and `led` do so behind one of the `prepositions`. The noun behind
    one of the `demonstratives` was named before, and so was whose that behind a possessive is.
    """

    pronouns: str
    led: str
    demonstratives: str
    possessives: str
    prepositions: str


_ANAPHORS = {
    "ar": _Anaphors(
        pronouns=(
            "[وف]?(?:هو|هي|هم|هما|ذلك|تلك|فيه|فيها|منه|منها|منهم|عنه|عنها|له|لها|لهم|به|بها|بهم|"
            "إليه|إليها|عليه|عليها|عليهم|بينه|بينها|بينهم)"
        ),
        led="ذلك|تلك",
        demonstratives="[وف]?(?:هذا|هذه|هؤلاء)",
        possessives="(?!)",  # written onto their nouns
        prepositions="[وف]?(?:في|من|على|عن|إلى|بعد|قبل|خلال|منذ|مع)",
    ),
    "de": _Anaphors(
        pronouns="er|sie|ihm|ihn|ihnen|dies|das (?:ist|sind|war|waren)|darunter|dabei|davon|dort",
        led="er|sie|ihm|ihn|ihr|ihnen|denen",
        demonstratives="dieser|diese|dieses|diesem|diesen",
        possessives="sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?",
        prepositions="in|nach|mit|bei|aus|von|an|auf|für|gegen|unter|über|vor|seit|durch|ohne|zu",
    ),
    "en": _Anaphors(
        pronouns="he|she|it|they|that|those|the latter",
        led="him|it|them|that|those",
        demonstratives="this|these",
        possessives="his|her|its|their",
        prepositions=(
            "in|at|to|near|from|with|by|for|under|over|on|after|before|during|among|of|against|"
            "between|without|behind|since|until|despite|according to"
        ),
    ),
    "es": _Anaphors(
        pronouns="él|ella|ello|ellos|ellas|esto|eso|aquel(?:l[ao]s?)?",
        led="él|ella|ello|ellos|ellas|esto|eso|aquel(?:l[ao]s?)?",
        demonstratives="este|esta|estos|estas|ese|esa|esos|esas",
        possessives="sus?",
        prepositions=(
            "en|a|hacia|desde|de|con|por|para|sin|sobre|entre|tras|según|contra|durante|ante|bajo"
        ),
    ),
    "fr": _Anaphors(
        pronouns=(
            "ils?|elles?|cela|ça|ceci|c'|(?:celui|celle|ceux|celles)-(?:ci|là)|"
            r"(?:ce|cette|ces) derni(?:er|ère)s?|(?:ce|cet|cette|ces) \w+-là|pour sa part"
        ),
        led="lui|eux|elles?|cela|(?:celui|celle|ceux|celles)-(?:ci|là)|ce derni(?:er|ère)s?",
        demonstratives=r"(?:ce|cet|cette|ces)(?=\s)",
        possessives="son|sa|ses|leurs?",
        prepositions=(
            "dans|avec|pour|par|sur|sans|chez|contre|parmi|entre|après|avant|depuis|à|de|d'après|"
            "malgré|en|sous|devant|derrière|vers|selon|outre|grâce à|face à|lors de"
        ),
    ),
    "it": _Anaphors(
        pronouns="egli|ella|lui|lei|essi|esse|ciò|quell[oaie]",
        led="lui|lei|loro|essi|esse|ciò|quell[oaie]",
        demonstratives="questo|questa|questi|queste",
        possessives="(?:(?:il|la|i|le|un|una) )?(?:suo|sua|suoi|sue|loro)",
        prepositions=(
            "in|a|da|di|con|per|su|tra|fra|secondo|dopo|durante|senza|contro|"
            "(?:ne|su|a|da|de)(?:l|lla|i|lle)"
        ),
    ),
    "pt": _Anaphors(
        pronouns="[nd]?(?:eles?|elas?|isto|isso|aquilo|aquel[ea]s?)",
        led="eles?|elas?|isto|isso|aquel[ea]s?",
        demonstratives="[nd]?(?:estes?|estas?|esses?|essas?)",
        possessives="(?:[oa]s? )?(?:seu|sua|seus|suas)",
        prepositions=(
            "em|a|com|por|para|de|sem|sob|sobre|entre|segundo|após|durante|contra|"
            "[ndà][oa]s?|às?|pel[oa]s?"
        ),
    ),
    "ru": _Anaphors(
        pronouns="он|она|оно|они|ему|ей|им|ими|это|тот|та|те",
        led="него|неё|нее|них|нему|ней|ним|нём|нем|ними|это|этим|этом|этого|том|того|тем",
        demonstratives="этот|эта|эти|эту|этой|этих|этому|этого|этим|этом",
        possessives="его|её|ее|их",
        prepositions="в|во|на|из|у|под|к|по|о|об|с|со|для|от|за|при|после|до|среди|между|без|через",
    ),
}


def points_back(text: str, language: str) -> bool:
    """Say whether a sentence opens with what stands for something before, or speaks unnamed.

    Where a phrase with a possessive leads, a name behind it may be whose: "in its report, the UN".
    """
    return _opens_with_anaphor(text, language.split("-")[0]) or (
        bool(_SPEECH.match(text)) and _speaker_is_unnamed(text)
    )


def _opens_with_anaphor(text: str, code: str) -> bool:
    found = _opening(code).match(text.replace("’", "'")) if code in _ANAPHORS else None
    if found is None:
        return False
    behind = [fact for fact in find_facts(text, code) if fact.start >= found.end()]
    if found["owned"]:
        return not any(fact.kind in (FactKind.PERSON, FactKind.PLACE) for fact in behind)
    is_time = behind and behind[0].kind is FactKind.DATE and behind[0].start == found.end() + 1
    return not (found["this"] and is_time)


@cache
def _opening(code: str) -> re.Pattern[str]:
    known = _ANAPHORS[code]
    this, led = rf"(?P<this>{known.demonstratives})", rf"(?:{known.prepositions})\s"
    return re.compile(
        rf"{_MARKS}(?:(?:{known.pronouns}|{known.possessives})|(?:{led})?{this}|"
        rf"{led}(?:(?:{known.led})|(?P<owned>{known.possessives})))(?:(?<=')|(?!\w))",
        re.IGNORECASE,
    )


def _speaker_is_unnamed(text: str) -> bool:
    return bool(_SAYS_PRONOUN.search(text)) or text.rstrip()[-1:] in '"»”'
