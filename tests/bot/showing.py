"""Messages as lines that a reviewer can read: marks as tags, each message under a rule."""

from collections.abc import Iterable

from bot.message import Button, MarkKind, Message

TAGS = {
    MarkKind.BOLD: "b",
    MarkKind.ITALIC: "i",
    MarkKind.BLOCKQUOTE: "quote",
    MarkKind.LINK: "a",
}


def show(messages: Iterable[Message]) -> str:
    """Return the messages as one text."""
    return "\n".join(f"--- message\n{show_one(message)}" for message in messages)


def show_one(message: Message) -> str:
    """Return a message with its marks as tags, the outer ones outside."""
    opening = sorted(message.marks, key=lambda mark: (mark.start, -mark.end))
    text = ""
    for place, character in enumerate(message.text + "\0"):
        for mark in reversed([mark for mark in opening if mark.end == place]):
            text += f"</{TAGS[mark.kind]}>"
        for mark in opening:
            if mark.start == place:
                text += f"<{TAGS[mark.kind]}{f' {mark.url}' if mark.url else ''}>"
        text += character
    text = text.removesuffix("\0").replace("\u2068", "⁅").replace("\u2069", "⁆")
    return text + "".join(f"\n{show_row(row)}" for row in message.buttons)


def show_row(row: tuple[Button, ...]) -> str:
    """Return a row of buttons with what each does."""
    does = (button.data or button.url or f"share: {button.share}" for button in row)
    return " ".join(f"[{button.text} | {what}]" for button, what in zip(row, does, strict=True))
