"""Web chrome in words: what sites say around an article, by language, never by site."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

LINE_CHARS = 160  # chrome is said in a line; a longer one is somebody's prose

_SHORT_CHARS = 45  # a line this short says nothing else besides what it asks for
_BULLETS = " \t\u00a0•|›»>→▶►✉☰+"
_AFTER_LABEL = r"[\s!?…:→»>›]*"
_NETWORKS = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|pinterest|reddit|tiktok|youtube|"
    r"messenger|e-?mail|rss|vk|вконтакте|одноклассники|flipboard|bluesky|mastodon|"
    r"فيسبوك|تويتر|واتساب|تي?لي?[جغ]رام|يوتيوب|[إا]نست[غج]رام|لينكد ?[إا]ن|ماسنجر|تيك توك)"
)
_NETWORK_BAR = re.compile(rf"{_NETWORKS}(?:[\s,|/·•-]+{_NETWORKS})*")
_RIGHTS = re.compile(r"(?:©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4})).{0,120}")


@dataclass(frozen=True, slots=True)
class _Cues:
    """The wording of one language's chrome; `data/chrome.toml` says what each table holds."""

    label: re.Pattern[str]
    legal: re.Pattern[str]
    promotion: re.Pattern[str]
    account: re.Pattern[str]
    topic: re.Pattern[str]
    site: re.Pattern[str]
    reader: re.Pattern[str]


def strong_reason(line: str) -> str:
    """Return why a line is chrome wherever it stands, an empty string where it is not."""
    if len(line) > LINE_CHARS:
        return ""
    folded = _folded(line)
    if _RIGHTS.fullmatch(folded):
        return "legal notice"
    if _NETWORK_BAR.fullmatch(folded):
        return "links to social networks"
    return next(filter(None, (_asks(folded, cues) for cues in _languages())), "")


def weak_reason(line: str) -> str:
    """Return why a line may be chrome where other chrome surrounds it, else an empty string."""
    if len(line) > LINE_CHARS:
        return ""
    folded = _folded(line)
    for cues in _languages():
        if cues.account.match(folded) or cues.promotion.match(folded):
            return "call to action"
        topics = {match[0] for match in cues.topic.finditer(folded)}
        if len(topics) > 1 or (topics and cues.reader.search(folded)):
            return "line about comments, accounts or advertising"
    return ""


def _folded(line: str) -> str:
    """Return a line as the tables spell it."""
    return line.strip(_BULLETS).replace("’", "'").replace("\u00a0", " ").lower()


def _asks(folded: str, cues: _Cues) -> str:
    if cues.label.fullmatch(folded):
        return "label or link of a web page"
    if cues.legal.fullmatch(folded):
        return "legal notice"
    short = len(folded) <= _SHORT_CHARS
    if cues.promotion.match(folded) and (short or cues.topic.search(folded)):
        return "call to action"
    if not cues.account.match(folded):
        return ""
    # "Connectez-vous à votre banque." may be a step of a manual: it takes a label without a stop,
    # or a site to comment or read on, to be sure.
    label = short and folded[-1] not in ".!?"
    if label or (cues.topic.search(folded) and cues.site.search(folded)):
        return "log-in or sign-up line"
    return ""


@cache
def _languages() -> tuple[_Cues, ...]:
    source = resources.files("index") / "data" / "chrome.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(_compiled(table) for table in tables.values())


def _compiled(table: dict[str, str]) -> _Cues:
    any_of = {name: "|".join(lines.split("\n")[:-1]) for name, lines in table.items()}
    return _Cues(
        label=re.compile(rf"(?:{any_of['label']}){_AFTER_LABEL}"),
        legal=re.compile(rf"(?:{any_of['legal']})[\s.]*"),
        promotion=re.compile(any_of["promotion"]),
        account=re.compile(any_of["account"]),
        topic=re.compile(any_of["topic"]),
        site=re.compile(any_of["site"]),
        reader=re.compile(any_of["reader"]),
    )
