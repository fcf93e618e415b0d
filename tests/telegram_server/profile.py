"""Methods about the bot itself: who it is, its commands and its descriptions."""

import json
import re
from collections.abc import Callable
from typing import Any

from .api import Api, Method
from .params import Params
from .refusals import bad_request

MAX_COMMANDS = 100
SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


def get_me(api: Api, params: Params) -> dict[str, Any]:  # noqa: ARG001 - takes none
    return api.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _scope_and_language(params: Params) -> tuple[str, str]:
    scope = params.object("scope", "BotCommandScope") or {"type": "default"}
    if scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return json.dumps(scope, sort_keys=True), _language(params)


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language


def set_my_commands(api: Api, params: Params) -> bool:
    commands = params.items("commands", "commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    api.commands[_scope_and_language(params)] = commands
    return True


def _check_command(command: Any) -> None:
    for name in ("command", "description"):
        if not isinstance(command, dict) or not isinstance(command.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"].strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def get_my_commands(api: Api, params: Params) -> list[dict[str, str]]:
    return api.commands.get(_scope_and_language(params), [])


def delete_my_commands(api: Api, params: Params) -> bool:
    api.commands.pop(_scope_and_language(params), None)
    return True


def _setter(field: str, limit: int, reason: str) -> Method:
    def set_it(api: Api, params: Params) -> bool:
        text = params.text(field)
        if len(text) > limit:
            raise bad_request(reason)
        api.profile[field, _language(params)] = text
        return True

    return set_it


def _getter(field: str, default: Callable[[Api], str]) -> Method:
    def get_it(api: Api, params: Params) -> dict[str, str]:
        fallback = api.profile.get((field, ""), default(api))
        return {field: api.profile.get((field, _language(params)), fallback)}

    return get_it


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64, "BOT_TITLE_INVALID"),
    "getMyName": _getter("name", lambda api: api.bot.first_name),
    "setMyDescription": _setter("description", 512, "BOT_DESCRIPTION_TOO_LONG"),
    "getMyDescription": _getter("description", lambda _: ""),
    "setMyShortDescription": _setter("short_description", 120, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    "getMyShortDescription": _getter("short_description", lambda _: ""),
}
