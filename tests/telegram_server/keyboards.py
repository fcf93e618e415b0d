"""What Telegram accepts under a message."""

from typing import Any

from .entities import checked_link
from .refusals import bad_request
from .utf16 import units

MAX_BUTTONS = 100
_OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")
_ACTIONS = {
    "callback_data",
    "url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
}
_CHOSEN_CHATS = (
    "allow_user_chats",
    "allow_bot_chats",
    "allow_group_chats",
    "allow_channel_chats",
)


def check_markup(markup: Any) -> dict[str, Any] | None:
    """Return the markup where Telegram would take it; an empty keyboard is none at all."""
    if markup is None or markup == "":
        return None
    if isinstance(markup, str):
        raise bad_request("can't parse reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if not any(kind in markup for kind in _OTHER_KINDS):
        raise bad_request("object expected as reply markup")
    return markup


def _inline(rows: Any) -> dict[str, Any] | None:
    if not isinstance(rows, list):
        raise bad_request('Field "inline_keyboard" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(
                'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
            )
        for button in row:
            _check_button(button)
    kept = [row for row in rows if row]
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = _ACTIONS & button.keys()
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check_action(actions.pop(), button)


def _check_action(action: str, button: dict[str, Any]) -> None:
    value = button[action]
    if action == "callback_data":
        _check_length(str(value).encode(), 64, "BUTTON_DATA_INVALID")
    elif action == "url":
        if not value or checked_link(str(value)) is None:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    elif action == "copy_text":
        copied = value.get("text", "") if isinstance(value, dict) else ""
        _check_length("x" * units(str(copied)), 256, "BUTTON_COPY_TEXT_INVALID")
    elif action == "switch_inline_query_chosen_chat":
        if not isinstance(value, dict) or not any(value.get(name) for name in _CHOSEN_CHATS):
            raise bad_request("at least one chat type must be allowed")
    elif action.startswith("switch_inline_query") and not isinstance(value, str):
        raise bad_request(f'can\'t parse inline keyboard button: Field "{action}" must be a String')


def _check_length(value: str | bytes, limit: int, reason: str) -> None:
    if not 1 <= len(value) <= limit:
        raise bad_request(reason)
