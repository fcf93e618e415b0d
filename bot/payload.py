"""A message as Telegram is sent it, read back and held to its articles."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

import telegram

from bot.errors import FalseQuoteError
from bot.message import MAX_UNITS, Button, Keyboard, Message, Passage, utf16_units
from bot.proof import Entity, prove, prove_beginning, prove_plain

log = logging.getLogger(__name__)

Entities = list[telegram.MessageEntity]

NO_PREVIEW = telegram.LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Result:
    """An inline result: a title that begins as the passage does, what is sent when it is chosen."""

    id: str
    title: str
    description: str
    message: Message
    passage: Passage | None = None


def payload_entities(message: Message) -> Entities:
    """Return the marks as Telegram takes them, in UTF-16 units."""
    return [
        telegram.MessageEntity(
            mark.kind.value,
            utf16_units(message.text[: mark.start]),
            utf16_units(message.text[mark.start : mark.end]),
            url=mark.url,
        )
        for mark in message.marks
    ]


def check(text: str, entities: Iterable[telegram.MessageEntity], message: Message) -> None:
    """Raise FalseQuoteError unless the payload quotes its articles word for word."""
    _check_length(text)
    read = [Entity(entity.type, entity.offset, entity.length, entity.url) for entity in entities]
    prove(text, read, message.passages)


def check_plain(text: str, message: Message) -> None:
    """Raise FalseQuoteError unless the plain payload quotes its articles word for word."""
    _check_length(text)
    prove_plain(text, message.passages)


def _check_length(text: str) -> None:
    if utf16_units(text) > MAX_UNITS:
        raise FalseQuoteError(f"a message of {utf16_units(text)} units would be refused or cut")


def is_true(result: Result, *, marked: bool) -> bool:
    """Tell whether a result quotes word for word, in its title and in what it sends."""
    message = result.message
    try:
        if marked:
            check(message.text, payload_entities(message), message)
        else:
            check_plain(message.text, message)
        if result.passage is not None:
            prove_beginning(result.title, result.passage)
    except FalseQuoteError as fault:
        log.error("an inline result was withheld, its quote is false: %s", fault)
        return False
    return True


def article_of(
    result: Result, entities: Entities | None = None
) -> telegram.InlineQueryResultArticle:
    """Return a result as Telegram is sent it."""
    message = result.message
    content = telegram.InputTextMessageContent(
        message.text,
        entities=payload_entities(message) if entities is None else entities,
        link_preview_options=NO_PREVIEW,
    )
    return telegram.InlineQueryResultArticle(
        result.id,
        result.title,
        content,
        description=result.description,
        reply_markup=keyboard_of(message.buttons),
    )


def keyboard_of(buttons: Keyboard) -> telegram.InlineKeyboardMarkup | None:
    """Return the buttons as Telegram is sent them."""
    if not buttons:
        return None
    return telegram.InlineKeyboardMarkup([[_button(button) for button in row] for row in buttons])


def _button(button: Button) -> telegram.InlineKeyboardButton:
    share = None
    if button.share is not None:
        share = telegram.SwitchInlineQueryChosenChat(
            button.share, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
        )
    return telegram.InlineKeyboardButton(
        button.text,
        callback_data=button.data,
        url=button.url,
        switch_inline_query_chosen_chat=share,
    )
