"""Text measured as Telegram measures it: in UTF-16 code units."""


def units(text: str) -> int:
    """Count the UTF-16 code units of a text."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, offset: int, length: int) -> str:
    """Return the part of a text that an entity names."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def boundaries(text: str) -> set[int]:
    """Return every offset at which an entity may begin or end."""
    found, offset = {0}, 0
    for character in text:
        offset += units(character)
        found.add(offset)
    return found
