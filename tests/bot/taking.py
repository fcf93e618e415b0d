"""Whether Telegram would take a message, without a connection to anybody."""

from bot.message import MAX_UNITS, Message
from bot.payload import check, payload_entities
from bot.proof import prove_plain, without_markup
from tests.telegram_server.entities import check_structure, clean, is_blank, read_explicit


def telegram_takes(message: Message) -> None:
    """Hold a message to what the wire proves and to what a strict Telegram refuses."""
    message.text.encode()
    entities = payload_entities(message)
    check(message.text, entities, message)
    read = read_explicit(message.text, [entity.to_dict() for entity in entities])
    check_structure(read)
    text, _ = clean(message.text, read)
    assert not is_blank(text)
    assert message.units <= MAX_UNITS
    plain = without_markup(message)
    prove_plain(plain.text, plain.passages)
    for button in (button for row in message.buttons for button in row):
        assert button.text.strip()
        assert button.data is None or 1 <= len(button.data.encode()) <= 64
