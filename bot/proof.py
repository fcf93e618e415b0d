"""Read an outgoing payload back and hold each quoted passage of it to its article."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import FalseQuoteError
from bot.message import QUOTING, Message, Passage

# Around a quote that goes out without markup: the only thing that tells it from our own words.
PLAIN_MARKS = ("“", "”")


@dataclass(frozen=True, slots=True)
class Entity:
    """A mark as it goes over the wire: offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None


def prove(text: str, entities: Sequence[Entity], passages: Sequence[Passage]) -> None:
    """Raise FalseQuoteError unless what the payload shows as quoted is exactly what it claims.

    The text and the entities are read as Telegram reads them. Every claimed passage must stand
    where it is claimed, equal to its slice of the article and marked as a quotation; and nothing
    else may be marked as one. Labels and part numbers stand outside the marks.
    """
    raw = text.encode("utf-16-le", "surrogatepass")
    shown = {
        (entity.offset, _slice(raw, entity.offset, entity.length))
        for entity in entities
        if entity.type in QUOTING
    }
    claimed = {(_offset(text, passage), _said(passage)) for passage in passages}
    if shown != claimed:
        raise FalseQuoteError(_difference(shown, claimed, passages))


def prove_plain(text: str, passages: Sequence[Passage]) -> None:
    """Raise FalseQuoteError unless each passage of a plain text stands between its marks."""
    before, after = PLAIN_MARKS
    for passage in passages:
        words = _said(passage)
        start, end = passage.at - len(before), passage.at + len(words) + len(after)
        if start < 0 or text[start:end] != before + words + after:
            raise FalseQuoteError(f"a passage of the plain text is not {_address(passage)}")


def prove_beginning(text: str, passage: Passage) -> None:
    """Raise FalseQuoteError unless a text is a passage, or its beginning with an ellipsis."""
    said = _said(passage)
    if text != said and not (text.endswith("…") and said.startswith(text[:-1])):
        raise FalseQuoteError(f"a title does not begin as {_address(passage)}")


def without_markup(message: Message) -> Message:
    """Return the message with quotation marks in the place of all other marks."""
    before, after = PLAIN_MARKS
    text, passages, done = "", [], 0
    for passage in sorted(message.passages, key=lambda passage: passage.at):
        end = passage.at + passage.end - passage.start
        text += message.text[done : passage.at] + before
        passages.append(Passage(len(text), passage.article, passage.start, passage.end))
        text += message.text[passage.at : end] + after
        done = end
    return Message(text + message.text[done:], (), tuple(passages), message.buttons)


def _slice(raw: bytes, offset: int, length: int) -> str:
    if offset < 0 or length <= 0 or 2 * (offset + length) > len(raw):
        raise FalseQuoteError(f"a quotation lies outside of the message: {offset} + {length}")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def _offset(text: str, passage: Passage) -> int:
    return len(text[: passage.at].encode("utf-16-le", "surrogatepass")) // 2


def _said(passage: Passage) -> str:
    text = passage.article.text
    if not 0 <= passage.start < passage.end <= len(text):
        raise FalseQuoteError(f"no such passage: {_address(passage)}")
    return text[passage.start : passage.end]


def _address(passage: Passage) -> str:
    return f"{passage.article.address} {passage.start}:{passage.end}"


def _difference(
    shown: set[tuple[int, str]], claimed: set[tuple[int, str]], passages: Sequence[Passage]
) -> str:
    """Tell where payload and articles differ by places alone: no text of anybody in the log."""
    places = sorted(offset for offset, _ in shown ^ claimed)
    addresses = ", ".join(_address(passage) for passage in passages) or "nothing"
    return f"quotations at {places} of the message do not agree with {addresses}"
