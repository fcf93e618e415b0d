"""Files: taken in, described, given out again."""

import secrets
from typing import Any

from .api import Api, Method
from .params import Params, Upload
from .refusals import bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024


def store(api: Api, content: bytes) -> dict[str, Any]:
    """Keep a file; return what the Bot API says of it."""
    file_id = "BQACAgQAAxk" + secrets.token_urlsafe(24)
    api.world.files[file_id] = content
    return {"file_id": file_id, "file_unique_id": file_id[-12:], "file_size": len(content)}


def receive(api: Api, value: object) -> dict[str, Any]:
    """Take a file in: an upload, or the id of one that is known."""
    if isinstance(value, Upload):
        if not value.content:
            raise bad_request("file must be non-empty")
        return store(api, value.content) | {"file_name": value.filename}
    if isinstance(value, str) and value in api.world.files:
        size = len(api.world.files[value])
        return {"file_id": value, "file_unique_id": value[-12:], "file_size": size}
    if not value:
        raise bad_request("there is no document in the request")
    raise bad_request("wrong file identifier/HTTP URL specified")


def get_file(api: Api, params: Params) -> dict[str, Any]:
    file_id = params.text("file_id")
    content = api.world.files.get(file_id)
    if content is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-12:],
        "file_size": len(content),
        "file_path": f"documents/{file_id}",
    }


METHODS: dict[str, Method] = {"getFile": get_file}
