"""Methods about chats and their members."""

from typing import Any

from .api import Api, Method, check_writable
from .params import Params
from .refusals import Refused, bad_request, forbidden
from .world import Chat, User

_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_PERMISSIONS = (
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_send_messages",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_manage_topics",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_edit_tag",
    "can_react_to_messages",
)


def get_chat(api: Api, params: Params) -> dict[str, Any]:
    chat = _visible(api, params)
    return chat.json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }


def _visible(api: Api, params: Params) -> Chat:
    chat = api.chat(params)
    if chat.migrated_to is not None:
        check_writable(chat)
    if chat.type != "private" and not chat.has_bot:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def get_chat_member(api: Api, params: Params) -> dict[str, Any]:
    chat = _visible(api, params)
    user_id = params.integer("user_id")
    if user_id == api.bot.id:
        return member_json(api.bot, chat.bot_status)
    if user_id in chat.members:
        return member_json(*chat.members[user_id])
    if user_id in api.world.users:
        return member_json(api.world.users[user_id], "left")
    raise bad_request("user not found")


def member_json(user: User, status: str) -> dict[str, Any]:
    """Return a ChatMember."""
    found: dict[str, Any] = {"user": user.json(), "status": status}
    if status == "administrator":
        found |= dict.fromkeys(_RIGHTS, True) | {"is_anonymous": False}
    elif status == "restricted":
        found |= dict.fromkeys(_PERMISSIONS, False) | {"is_member": True, "until_date": 0}
    elif status == "creator":
        found["is_anonymous"] = False
    elif status == "kicked":
        found["until_date"] = 0
    return found


def leave_chat(api: Api, params: Params) -> bool:
    chat = api.chat(params)
    if chat.type == "private":
        raise bad_request("can't leave a private chat")
    check_writable(chat)
    chat.bot_status = "left"
    api.world.waiter.tell()
    return True


def unsupported(api: Api, params: Params) -> None:  # noqa: ARG001 - it reads nothing
    """Answer a method that Telegram does not have."""
    raise Refused(404, "method not found")


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
}
