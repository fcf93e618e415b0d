"""Methods that send, edit and delete messages."""

from typing import Any

from .api import CAPTION, EDITED, SENT, Api, Method, TextFields, check_writable, formatted, plain
from .entities import STYLES, Entity
from .files import receive
from .keyboards import check_markup
from .params import Params
from .refusals import NOT_MODIFIED, bad_request
from .utf16 import units
from .world import Chat, Message

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
MAX_QUOTE = 1024
_QUOTE = TextFields("quote", "quote_entities", "quote_parse_mode", MAX_QUOTE)


def send_message(api: Api, params: Params) -> dict[str, Any]:
    text, entities = formatted(params, SENT)
    return _send(api, params, {"text": text, "entities": entities})


def send_document(api: Api, params: Params) -> dict[str, Any]:
    caption, entities = formatted(params, CAPTION)
    document = receive(api, params.raw("document"))
    content = {"document": document}
    return _send(api, params, {"caption": caption, "entities": entities, "content": content})


def _send(api: Api, params: Params, details: dict[str, Any]) -> dict[str, Any]:
    markup = check_markup(params.raw("reply_markup"))
    chat = api.writable_chat(params)
    thread = _thread(chat, params)
    replied, quote = _replied(chat, params)
    api.limits.take(chat.id)
    details |= {"reply_to": replied, "quote": quote, "thread_id": thread, "markup": markup}
    message = api.world.post(chat, api.bot, is_topic=thread in chat.topics, **details)
    return message.json()


def _thread(chat: Chat, params: Params) -> int | None:
    if not params.has("message_thread_id"):
        return None
    thread = params.integer("message_thread_id")
    root = chat.by_id.get(thread)
    is_thread = chat.type == "supergroup" and root is not None and not chat.is_forum
    if thread not in chat.topics and not is_thread:
        raise bad_request("message thread not found")
    return thread


def _replied(chat: Chat, params: Params) -> tuple[Message | None, dict[str, Any] | None]:
    reply = params.object("reply_parameters", "reply parameters") or {}
    if not reply and params.has("reply_to_message_id"):
        reply = {
            "message_id": params.integer("reply_to_message_id"),
            "allow_sending_without_reply": params.boolean("allow_sending_without_reply"),
        }
    if not reply:
        return None, None
    if reply.get("chat_id") not in (None, chat.id):
        raise bad_request("replies to another chat are beyond this server")
    message = chat.by_id.get(Params(reply).integer("message_id"))
    if message is None or message.deleted:
        if Params(reply).boolean("allow_sending_without_reply"):
            return None, None
        raise bad_request("message to be replied not found")
    return message, _quote(message, Params(reply))


def _quote(message: Message, reply: Params) -> dict[str, Any] | None:
    """Find the quote in the replied message; its words and styles must be exact."""
    if not reply.has("quote"):
        return None
    words, entities = plain(reply, _QUOTE)
    said = message.text or message.caption
    hint = reply.integer("quote_position")
    found = [at for at in range(len(said)) if words and said.startswith(words, at)]
    if not found or units(words) > MAX_QUOTE:
        raise bad_request("QUOTE_TEXT_INVALID")
    position = min((units(said[:at]) for at in found), key=lambda at: abs(at - hint))
    if _styles(entities, 0, units(words)) != _styles(message.entities, position, units(words)):
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": words, "position": position, "is_manual": True}


def _styles(
    entities: tuple[Entity, ...] | list[Entity], start: int, length: int
) -> set[tuple[str, int, int]]:
    """Return the styles inside a range, counted from its start."""
    found = set()
    for entity in entities:
        begin, end = max(entity.offset, start), min(entity.end, start + length)
        if entity.type in STYLES and begin < end:
            found.add((entity.type, begin - start, end - begin))
    return found


def edit_message_text(api: Api, params: Params) -> dict[str, Any] | bool:
    text, entities = formatted(params, EDITED)
    message = _editable(api, params)
    if not message.text:
        raise bad_request("there is no text in the message to edit")
    return _edit(api, message, text, entities, check_markup(params.raw("reply_markup")))


def edit_message_reply_markup(api: Api, params: Params) -> dict[str, Any] | bool:
    message = _editable(api, params)
    markup = check_markup(params.raw("reply_markup"))
    return _edit(api, message, message.text, message.entities, markup)


def _editable(api: Api, params: Params) -> Message:
    if params.has("inline_message_id"):
        found = api.world.inline.get(params.text("inline_message_id"))
        if found is None or found.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    chat = api.chat(params)
    check_writable(chat)
    message = _existing(chat, params, "message to edit not found")
    if message.sender != api.bot or message.inline_id:
        raise bad_request("message can't be edited")
    return message


def _existing(chat: Chat, params: Params, reason: str) -> Message:
    if not params.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.by_id.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request(reason)
    return message


def _edit(
    api: Api,
    message: Message,
    text: str,
    entities: tuple[Entity, ...],
    markup: dict[str, Any] | None,
) -> dict[str, Any] | bool:
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    api.limits.take(None if message.inline_id else message.chat.id)
    api.world.revise(message, text, entities, markup)
    return True if message.inline_id else message.json()


def delete_message(api: Api, params: Params) -> bool:
    chat = api.chat(params)
    check_writable(chat)
    message = _existing(chat, params, "message to delete not found")
    own = message.sender == api.bot
    if not own and chat.type != "private" and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")
    message.deleted = True
    api.world.waiter.tell()
    return True


def send_chat_action(api: Api, params: Params) -> bool:
    chat = api.writable_chat(params)
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    _thread(chat, params)
    chat.actions.append(action)
    api.world.waiter.tell()
    return True


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendChatAction": send_chat_action,
}
