"""What stands around the text of a page or book: dates, labels, notes, what follows the end."""

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from index.article import LeftOut, Part
from index.blocks import BlockKind
from index.chrome import strong_reason, weak_reason
from index.punctuation import CLAUSE_END
from index.sources.bylines import says_who

LINE_CHARS = 100  # a byline, a date or a label is shorter
LABEL_CHARS = 45
PROSE_CHARS = 120  # a line this long is text even where it does not end in a stop

# "Published on 3 May", "Mis à jour le …": how a line begins that says when, and nothing else.
_DATED = re.compile(
    r"(?:first |last |originally )?(?:published|posted|updated|reviewed|modified|checked)\b|"
    r"(?:publié|mis à jour|mise à jour|vérifié|modifié|posté)e?\b|"
    r"(?:veröffentlicht|aktualisiert|zuletzt (?:geändert|aktualisiert)|stand)\b|"
    r"(?:publicado|actualizado|última actualización|atualizado|última atualização)\b|"
    r"(?:pubblicato|aggiornato|ultimo aggiornamento)\b|"
    r"(?:опубликовано|обновлено|последнее обновление)\b|"
    r"(?:نشر|نُشر|تاريخ النشر|آخر تحديث|تم التحديث)\b",
    re.IGNORECASE,
)
_ONLY_DATE = re.compile(
    r"[\d\s./:,-]{6,}|(?:\S+,? )?\d{1,2}\.? (?:de )?[^\W\d_]+\.? (?:de )?\d{4}.{0,20}"
)
_NUMBERED_PICTURE = re.compile(r"\[\d{1,3}/\d{1,3}\]\s")
_CONTACT = re.compile(
    r"\S+@\S+\.\S+|https?://\S+|(?:tel|tél|fax|phone|mail|e-mail)\b.{0,60}\d\S*", re.IGNORECASE
)
# Headings of what supports a text and is none of it: sources, notes, links.
_APPARATUS = re.compile(
    r"(?:notes?(?: et références)?|références?|bibliographie|liens externes|voir aussi|sources?|"
    r"notes and references|references|footnotes|endnotes|bibliography|further reading|see also|"
    r"external links|citations|works cited|"
    r"literatur|einzelnachweise|weblinks|siehe auch|quellen|anmerkungen|"
    r"referencias|bibliografía|enlaces externos|véase también|notas|fuentes|"
    r"note|bibliografia|collegamenti esterni|voci correlate|fonti|"
    r"referências|ligações externas|ver também|leia também|"
    r"примечания|литература|ссылки|см\. также|источники|"
    r"المراجع|مراجع|الهوامش|انظر أيضا|انظر أيضًا|وصلات خارجية|المصادر)\s*:?",
    re.IGNORECASE,
)
# What comes after the end of an article, and with it all that follows.
_END = re.compile(
    r"(?:did you (?:like|enjoy) th(?:is|e) (?:article|post|story)|is this page (?:useful|helpful)|"
    r"was this (?:page|article) (?:useful|helpful)|about the author|"
    r"more (?:on this story|from)\b.*|"
    r"related (?:articles|content|posts|stories|topics)|you (?:may|might) also like|"
    r"most (?:read|popular)|"
    r"recommended(?: for you)?|discussion about this post|leave a (?:reply|comment)|comments|"
    r"cet article vous a(?:-t-il)? plu|cette page vous a-t-elle été utile|sur le même sujet|"
    r"à lire (?:aussi|également)|les plus lus|à propos de l'auteur|articles? (?:liés?|similaires?)|"
    r"hat ihnen (?:der|dieser) artikel gefallen|war diese seite hilfreich|mehr zum thema|"
    r"das könnte sie auch interessieren|meistgelesen|über den autor|"
    r"¿te ha gustado (?:este|el) artículo|¿le ha resultado útil|te puede interesar|lo más leído|"
    r"noticias relacionadas|artículos relacionados|sobre el autor|"
    r"ti è piaciuto (?:questo|l')\s?articolo|questa pagina ti è stata utile|leggi anche|"
    r"articoli correlati|i più letti|potrebbe interessarti|"
    r"gostou (?:deste|do) artigo|esta página foi útil|leia também|notícias relacionadas|mais lidas|"
    r"вам понравилась статья|по теме|читайте также|самое читаемое|похожие (?:статьи|материалы)|"
    r"هل أعجبك المقال|مواضيع ذات صلة|اقرأ أيضا|اقرأ أيضًا|الأكثر قراءة)[\s:?!.…]*",
    re.IGNORECASE,
)
# Of these headings, those that may head a part of the text too: the sources of a river.
_TOPIC = re.compile(
    r"sources?|références?|references|citations|literatur|quellen|referencias|fuentes|fonti|"
    r"referências|литература|источники|مراجع|المصادر|comments",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALS_SHARE = 0.5  # of the words; sentences have fewer, in German too, and lists of titles not


def without_surroundings(
    parts: Sequence[Part], author: str | None = None, begins: Collection[int] = ()
) -> tuple[list[Part], list[LeftOut]]:
    """Return the parts that are text of the article, and the others with the reason of each.

    `begins` are the places at which a file of a book begins: no section goes on into another.
    """
    reasons = [_line_reason(part, author) for part in parts]
    _leave_apparatus(parts, reasons, begins)
    _leave_what_follows_the_end(parts, reasons)
    _leave_short_lines_at_the_edges(parts, reasons)
    kept = [part for part, reason in zip(parts, reasons, strict=True) if not reason]
    left = [
        LeftOut(part.text, reason) for part, reason in zip(parts, reasons, strict=True) if reason
    ]
    return kept, left


def _line_reason(part: Part, author: str | None) -> str:
    text = part.text
    if _NUMBERED_PICTURE.match(text):
        return "caption"
    if len(text) > LINE_CHARS:
        return "" if "\n" in text else strong_reason(text)
    if _CONTACT.fullmatch(text):
        return "contact"
    if _says_only_when(text):
        return "date line"
    if _is_byline(text, author) or (part.kind is BlockKind.BODY and says_who(text)):
        return "byline"
    return "" if "\n" in text else strong_reason(text)


def _says_only_when(text: str) -> bool:
    if not re.search(r"\d", text) or CLAUSE_END.search(text):
        return False
    return bool(_DATED.match(text) or _ONLY_DATE.fullmatch(text))


def _is_byline(text: str, author: str | None) -> bool:
    names = [name for name in re.split(r",\s*|\s+(?:and|et|und|y|e)\s+", author or "") if name]
    if CLAUSE_END.search(text) or not names or not all(name in text for name in names):
        return False
    return len(text) <= len(author or "") + LABEL_CHARS


def _leave_apparatus(parts: Sequence[Part], reasons: list[str], begins: Collection[int]) -> None:
    """Leave out the sections of sources, notes and links, from the second heading on."""
    inside = False
    seen_body = False
    for place, part in enumerate(parts):
        inside = inside and place not in begins
        if part.kind is BlockKind.HEADING:
            named = seen_body and bool(_APPARATUS.fullmatch(part.text))
            inside = named and not _heads_text(parts, place)
        seen_body = seen_body or part.kind is BlockKind.BODY
        if inside and not reasons[place]:
            reasons[place] = "sources, notes or links"


def _leave_what_follows_the_end(parts: Sequence[Part], reasons: list[str]) -> None:
    """Leave out all behind a line that only stands behind an article, in its second half."""
    chars = [len(part.text) for part in parts]
    total, so_far = sum(chars), 0
    for place, part in enumerate(parts):
        ends = len(part.text) <= LINE_CHARS and _END.fullmatch(part.text)
        if so_far * 2 >= total and ends and not _heads_text(parts, place):
            for rest in range(place, len(parts)):
                reasons[rest] = reasons[rest] or "after the article"
            return
        so_far += chars[place]


def _heads_text(parts: Sequence[Part], place: int) -> bool:
    """Tell whether a heading that may be a topic has sentences below it, and nothing but these."""
    if parts[place].kind is not BlockKind.HEADING or not _TOPIC.match(parts[place].text):
        return False
    below = parts[place + 1 :]
    section = list(takewhile(lambda part: part.kind is not BlockKind.HEADING, below))
    return bool(section) and all(map(_is_running_text, section))


def _is_running_text(part: Part) -> bool:
    """Tell whether a paragraph is made of sentences, and is no entry of a list of titles."""
    words = _WORD.findall(part.text)
    capitals = sum(word[0].isupper() for word in words)
    short = len(part.text) <= LABEL_CHARS
    return is_prose(part) and not short and capitals < _CAPITALS_SHARE * len(words)


def _leave_short_lines_at_the_edges(parts: Sequence[Part], reasons: list[str]) -> None:
    """Leave out labels before the first paragraph, and labels and bare headings after the last."""
    prose = [
        place
        for place, part in enumerate(parts)
        if not reasons[place] and is_prose(part) and not _is_dated(part)
    ]
    if not prose:
        return
    for place in range(prose[0]):
        if not reasons[place] and parts[place].kind is BlockKind.BODY and _is_label(parts[place]):
            reasons[place] = "before the article"
    for place in reversed(range(prose[-1] + 1, len(parts))):
        part = parts[place]
        if reasons[place]:
            continue
        if part.kind is BlockKind.HEADING:
            reasons[place] = "heading of nothing"
        elif _is_dated(part):
            reasons[place] = "date line"
        elif weak := weak_reason(part.text):
            reasons[place] = weak
        elif _is_label(part) and any(reasons[prose[-1] + 1 :]):
            reasons[place] = "after the article"
        else:
            return


def is_prose(part: Part) -> bool:
    """Tell whether a part is a paragraph and no label."""
    if part.kind is not BlockKind.BODY:
        return False
    return len(part.text) >= PROSE_CHARS or bool(CLAUSE_END.search(part.text) and " " in part.text)


def _is_dated(part: Part) -> bool:
    return bool(_DATED.match(part.text)) and len(part.text) <= LINE_CHARS


def _is_label(part: Part) -> bool:
    return len(part.text) <= LABEL_CHARS and not CLAUSE_END.search(part.text)
