"""Which sentences need the one before: those that open with what stands for something in it."""

import re
from functools import cache
from typing import NamedTuple

from index.facts import NAMES, FactKind, find_facts, word_before

_MARKS = r"[«\"“„\s(–—-]*"
_OF = frozenset(("de", "du", "d", "of"))
_HONOURS = (  # behind a possessive that stands for nobody: "His Majesty the king"
    r"\s(?:altesse|majest[éày]|excellence|sainteté|éminence|highness|excellency|holiness|eminence|"
    r"majestad|alteza|excelencia|santidad|eminencia|maestà|altezza|eccellenza|santità|eminenza|"
    r"majestade|excelência|santidade|eminência|majestät|hoheit|exzellenz|heiligkeit|eminenz|"
    r"величеств\w*|высочеств\w*|превосходительств\w*|святейшеств\w*)"
)
_SOME = r"(?:\w+[ ']){1,2}"  # how many of those named before: "none of them", "l'un d'eux"
_THOSE = r"those(?! (?:who|\w{2,}ed)\b)"  # "of those killed" says which
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
    `now` are times of which a demonstrative says that they are today's, and `impersonal` is where
    a pronoun stands for what the sentence itself goes on to say: "it was agreed that". A cleft, "it
    was Tom who", opens with `cleft`, and what it names stands before a `relative`.
    """

    pronouns: str
    led: str
    demonstratives: str
    possessives: str
    prepositions: str
    now: str
    impersonal: str = "(?!)"
    cleft: str = "(?!)"
    relative: str = "(?!)"


_ANAPHORS = {
    "ar": _Anaphors(
        pronouns=(
            "[وف]?(?:هو|هي|هم|هما|ذلك|تلك|فيه|فيها|منه|منها|منهم|عنه|عنها|له|لها|لهم|به|بها|بهم|"
            "إليه|إليها|عليه|عليها|عليهم|بينه|بينها|بينهم)|"
            rf"{_SOME}من(?:هم|ها|هما|هن)|(?:كلاهما|كلتاهما)"
        ),
        led="ذلك|تلك",
        demonstratives="[وف]?(?:هذا|هذه|هؤلاء)",
        possessives="(?!)",  # written onto their nouns
        prepositions="[وف]?(?:في|من|على|عن|إلى|بعد|قبل|خلال|منذ|مع)",
        now="[وف]?(?:هذا (?:العام|الأسبوع|الشهر|الصيف|الشتاء)|هذه (?:السنة|الأيام|الليلة))",
    ),
    "de": _Anaphors(
        pronouns=(
            "er|sie|ihm|ihn|ihnen|dies|das (?:ist|sind|war|waren)|darunter|dabei|davon|dort|"
            rf"{_SOME}von (?:ihnen|beiden)|beide|letztere[nrs]?|der rest(?! (?:de[rs]|von)\b)|"
            "die (?:anderen|übrigen)"
        ),
        led="er|sie|ihm|ihn|ihr|ihnen|denen",
        demonstratives="dieser|diese|dieses|diesem|diesen",
        possessives="sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?",
        prepositions="in|nach|mit|bei|aus|von|an|auf|für|gegen|unter|über|vor|seit|durch|ohne|zu",
        now="diese[nmrs]? (?:sommer|winter|herbst|frühling|frühjahr|tagen?)",
    ),
    "en": _Anaphors(
        pronouns=(
            rf"he|she|it|they|that|{_THOSE}|the latter|{_SOME}of them|the others|"
            r"the rest(?! of\b)|both(?! (?:\S+ ){1,4}and\b)|neither(?! (?:\S+ ){1,4}nor\b)"
        ),
        led=rf"him|it|them|that|{_THOSE}",
        demonstratives="this|these",
        possessives="his|her|its|their",
        prepositions=(
            "in|at|to|near|from|with|by|for|under|over|on|after|before|during|among|of|against|"
            "between|without|behind|since|until|despite|according to"
        ),
        now="these days|this (?:summer|winter|spring|autumn|fall|afternoon|weekend)",
        impersonal=(
            r"it (?:is|was|ha[sd] been|will be) (?:(?:not|now|also|\w+ly) )?"
            r"(?:(?:agreed|decided|resolved|proposed) to|"
            r"(?:\w+(?:ed|wn|id|ght|nd|lt|een)|clear|(?:un)?likely|possible|true) that)"
        ),
        cleft="it (?:is|was)",
        relative=r"(?:whom?|that)\b(?! (?:he|she|it|they)\b)",
    ),
    "es": _Anaphors(
        pronouns=(
            rf"él|ella|ello|ellos|ellas|esto|eso|aquel(?:l[ao]s?)?|{_SOME}de (?:ellos|ellas)|"
            r"amb[ao]s|el resto(?! del?\b)|(?:los otros|las otras|l[ao]s demás)"
        ),
        led="él|ella|ello|ellos|ellas|esto|eso|aquel(?:l[ao]s?)?",
        demonstratives="este|esta|estos|estas|ese|esa|esos|esas",
        possessives="sus?",
        prepositions=(
            "en|a|hacia|desde|de|con|por|para|sin|sobre|entre|tras|según|contra|durante|ante|bajo"
        ),
        now="est[eao]s? (?:verano|invierno|otoño|primavera|tarde|noche|días)",
    ),
    "fr": _Anaphors(
        pronouns=(
            "ils?|elles?|cela|ça|ceci|c'|(?:celui|celle|ceux|celles)-(?:ci|là)|"
            r"(?:ce|cette|ces) derni(?:er|ère)s?|(?:ce|cet|cette|ces) \w+-là|pour sa part|"
            rf"{_SOME}d'(?:entre )?(?:eux|elles)|tous deux|toutes deux|les autres|"
            r"le reste(?! (?:d[eu]s?\b|d'))"
        ),
        led=(
            r"(?:lui|eux|elles?)(?! seule?s?\b)|cela|(?:celui|celle|ceux|celles)-(?:ci|là)|"
            r"ce derni(?:er|ère)s?"
        ),
        demonstratives=(
            r"(?:ce|cet|cette|ces)(?=\s)"  # but "ce que veut Tom, c'est"
            r"(?! (?:(?:qu[ei]|dont)\b|qu'(?!ils?\b|elles?\b))[^,]*, c['e])"
        ),
        possessives="son|sa|ses|leurs?",
        prepositions=(
            "dans|avec|pour|par|sur|sans|chez|contre|parmi|entre|après|avant|depuis|à|de|d'après|"
            "malgré|en|sous|devant|derrière|vers|selon|outre|grâce à|face à|lors de"
        ),
        now=(
            "à ce jour|en ce moment|ces (?:jours|temps)-ci|"
            "cet? (?:été|hiver|automne|printemps|week-end)|cet(?:te)? après-midi"
        ),
        cleft="(?:c'|ce )(?:est|était|fut|sont|étaient|furent)",
        relative=r"(?:qu[ei]\b|qu'|dont\b|où\b)(?! ?(?:ils?|elles?)\b)",
    ),
    "it": _Anaphors(
        pronouns=(
            rf"egli|ella|lui|lei|essi|esse|ciò|quell[oaie]|{_SOME}di (?:loro|essi|esse)|"
            r"entramb[ei]|il resto(?! d[ei])|gli altri|le altre"
        ),
        led="lui|lei|loro|essi|esse|ciò|quell[oaie]",
        demonstratives="questo|questa|questi|queste",
        possessives="(?:(?:il|la|i|le|un|una) )?(?:suo|sua|suoi|sue|loro)",
        prepositions=(
            "in|a|da|di|con|per|su|tra|fra|secondo|dopo|durante|senza|contro|"
            "(?:ne|su|a|da|de)(?:l|lla|i|lle)"
        ),
        now="quest[oaie] (?:estate|inverno|autunno|primavera|notte|giorni)",
    ),
    "pt": _Anaphors(
        pronouns=(
            rf"[nd]?(?:eles?|elas?|isto|isso|aquilo|aquel[ea]s?)|{_SOME}d(?:eles|elas)|amb[ao]s|"
            r"o resto(?! d[aeo]s?\b)|os outros|as outras|os demais"
        ),
        led="eles?|elas?|isto|isso|aquel[ea]s?",
        demonstratives="[nd]?(?:estes?|estas?|esses?|essas?)",
        possessives="(?:[oa]s? )?(?:seu|sua|seus|suas)",
        prepositions=(
            "em|a|com|por|para|de|sem|sob|sobre|entre|segundo|após|durante|contra|"
            "[ndà][oa]s?|às?|pel[oa]s?"
        ),
        now="n?est[ea]s? (?:verão|inverno|outono|primavera|tarde|noite|dias)",
    ),
    "ru": _Anaphors(
        pronouns=rf"он|она|оно|они|ему|ей|им|ими|это|тот|та|те|{_SOME}из них|об[ае]|остальные",
        led="него|неё|нее|них|нему|ней|ним|нём|нем|ними|это|этим|этом|этого|том|того|тем",
        demonstratives="этот|эта|эти|эту|этой|этих|этому|этого|этим|этом",
        possessives="его|её|ее|их",
        prepositions="в|во|на|из|у|под|к|по|о|об|с|со|для|от|за|при|после|до|среди|между|без|через",
        now="эт(?:им|ой) (?:летом|зимой|весной|осенью|утром|вечером|ночью)",
    ),
}


def points_back(text: str, language: str) -> bool:
    """Say whether a sentence opens with what stands for something before, or speaks unnamed.

    Where a phrase with a possessive leads, a name behind it may be whose: "in its report, the UN".
    """
    return _opens_with_anaphor(text, language) or (
        bool(_SPEECH.match(text)) and _speaker_is_unnamed(text)
    )


def _opens_with_anaphor(text: str, code: str) -> bool:
    found = _opening(code).match(text.replace("’", "'")) if code in _ANAPHORS else None
    if found is None or _names_in_cleft(text, code):
        return False
    behind = [fact for fact in find_facts(text, code) if fact.start >= found.end()]
    if found["owned"]:
        return not any(fact.kind in NAMES for fact in behind)
    is_time = behind and behind[0].kind is FactKind.DATE and behind[0].start == found.end() + 1
    return not (found["this"] and is_time)


def _names_in_cleft(text: str, code: str) -> bool:
    """Say whether a sentence names what another would open with: "it was Tom who came"."""
    cleft = _cleft(code).match(text.replace("’", "'"))
    return cleft is not None and any(
        fact.kind in NAMES
        and fact.end == cleft.end("named")
        and word_before(text, fact.start) not in _OF
        for fact in find_facts(text, code)
    )


@cache
def _cleft(code: str) -> re.Pattern[str]:
    known = _ANAPHORS[code]
    named = rf"(?P<named>(?!(?:{known.possessives})\s)[^«»\"“”„:;]*?)"
    return re.compile(rf"{_MARKS}(?:{known.cleft})\s{named},? {known.relative}", re.IGNORECASE)


@cache
def _opening(code: str) -> re.Pattern[str]:
    known = _ANAPHORS[code]
    this, led = rf"(?P<this>{known.demonstratives})", rf"(?:{known.prepositions})\s"
    return re.compile(
        rf"{_MARKS}(?!(?:{led})?(?:{known.now}|(?:{known.possessives}){_HONOURS})(?![\w-]))"
        rf"(?!{known.impersonal}\b)"
        rf"(?:(?:{known.pronouns}|{known.possessives})|(?:{led})?{this}|"
        rf"{led}(?:(?:{known.led})|(?P<owned>{known.possessives})))(?:(?<=')|(?!\w))",
        re.IGNORECASE,
    )


def _speaker_is_unnamed(text: str) -> bool:
    return bool(_SAYS_PRONOUN.search(text)) or text.rstrip()[-1:] in '"»”'
