"""Settings: read once, from the environment and `.env`, frozen."""

import hashlib
import hmac
import re
import shlex
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    BeforeValidator,
    PositiveInt,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

ENV_FILE, ENV_ENCODING = Path(".env"), "utf-8"
PUBLIC_API_URL = "https://api.telegram.org"
URL_SIGNS = r"A-Za-z0-9%._~:/?#\[\]@!$&'()*+,;=-"  # RFC 3986, section 2
WEBHOOK_PORTS = (443, 80, 88, 8443)  # core.telegram.org/bots/api#setwebhook


def _paths(value: Any) -> Any:
    """Split a line as a shell would, so that a path may hold blanks between quotes."""
    return tuple(shlex.split(value)) if isinstance(value, str) else value


def _ids(value: Any) -> Any:
    """Split a line at its blanks into user ids."""
    if not isinstance(value, str):
        return value
    if not all(re.fullmatch(r"\d+", each, re.ASCII) for each in value.split()):
        raise ValueError("user ids are needed, whole numbers with blanks between them")
    return tuple(map(int, value.split()))


def _folder(value: Path) -> Path:
    """Put a person's folder in the place of `~`, as a shell would."""
    try:
        return value.expanduser()
    except RuntimeError as fault:
        raise ValueError(str(fault)) from fault


def _web_root(value: str) -> str:
    """Accept the root of a web address, without its last slash."""
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value) or urlsplit(value).port == 0:
        raise ValueError("not a web address such as https://example.org")
    return value.rstrip("/")


def _webhook_url(value: str | None, info: ValidationInfo) -> str | None:
    """Hold the address to what the public API takes; one that is hosted elsewhere takes any.

    Neither takes letters that a request writes in another way: its path would never be ours.
    """
    if value and not re.fullmatch(rf"[{URL_SIGNS}]+", value):
        raise ValueError("letters and digits without accents are needed, others as %C3%A9")
    if value and info.data.get("telegram_api_url") == PUBLIC_API_URL:
        parts = urlsplit(value)
        if parts.scheme != "https" or parts.port not in (None, *WEBHOOK_PORTS):
            raise ValueError("an https address is needed, at port 443, 80, 88 or 8443")
    return value


def _token(value: SecretStr) -> SecretStr:
    """Refuse what is no token, before it gets into a URL and from there into errors."""
    if not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value(), re.ASCII):
        raise ValueError("not a token as @BotFather gives it: 123456789:letters, digits, - and _")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    """Hold the secret to the alphabet and length that setWebhook accepts."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("1 to 256 letters, digits, - and _ are needed")
    return value


def _host_and_port(value: str, info: ValidationInfo) -> str:
    """Accept `host:port`."""
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) < 65536:
        default = Settings.model_fields[str(info.field_name)].default
        raise ValueError(f"host:port is needed, such as {default}")
    return value


def _page_url(value: str) -> str:
    """Accept where the pages are that `python -m index page` writes."""
    if not re.fullmatch(r"https?://[^\s<>\"/?#]+(?:/(?:\{article\}|[^\s<>\"#{}])*)?", value):
        raise ValueError("not a link such as https://example.org/{article}.html")
    return value


Paths = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_paths)]
Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)]
WebRoot = Annotated[str, AfterValidator(_web_root)]


class Settings(BaseSettings):
    """Every setting of the bot; `.env.example` says what each one means."""

    # Without hide_input_in_errors a validation error prints the token.
    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding=ENV_ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: Annotated[SecretStr | None, AfterValidator(lambda v: v and _token(v))] = None
    telegram_api_url: WebRoot = PUBLIC_API_URL
    articles: Paths = ()
    data_dir: Annotated[Path, AfterValidator(_folder)] = Path("data")
    embedding_model: str = "bundled"
    webhook_url: Annotated[WebRoot | None, AfterValidator(_webhook_url)] = None
    webhook_listen: Annotated[str, AfterValidator(_host_and_port)] = "127.0.0.1:8443"
    webhook_secret: Annotated[
        SecretStr | None, AfterValidator(lambda v: v and _webhook_secret(v))
    ] = None
    metrics_listen: Annotated[str, AfterValidator(_host_and_port)] = "127.0.0.1:9464"
    person_per_minute: PositiveInt = 15
    chat_per_minute: PositiveInt = 20
    admins: Ids = ()
    page_url: Annotated[str | None, AfterValidator(lambda v: v and _page_url(v))] = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what may stand in no line of a log: the longer first, which hold others."""
        token, webhook = (
            each.get_secret_value() if each else ""
            for each in (self.telegram_token, self.webhook_secret)
        )
        derived = (token.partition(":")[2], secret_of(token)) if token else ()
        return tuple(sorted(filter(None, {token, webhook, *derived}), key=len, reverse=True))


def secret_of(token: str) -> str:
    """Return a webhook's secret that only the owner of the token can know, the same in all copies.

    It serves where WEBHOOK_SECRET is not set.
    """
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


def load_settings() -> Settings:
    """Read the settings; raise SettingsError with one line that names the keys and no value."""
    try:
        _check_env_file()
        return Settings()
    except ValidationError as fault:
        raise SettingsError("; ".join(_complaint(error) for error in fault.errors())) from None
    except OSError as fault:
        raise SettingsError(f".env: cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError as fault:
        raise SettingsError(f".env: not UTF-8 text: {fault.reason} at byte {fault.start}") from None


def _check_env_file() -> None:
    """Refuse what would be passed over without a word, the token in it perhaps."""
    if ENV_FILE.is_dir():
        raise SettingsError(f"{ENV_FILE}: is a folder, not a file")
    if not ENV_FILE.is_file():  # a pipe can be read but once
        return
    with ENV_FILE.open(encoding=ENV_ENCODING) as lines:
        for binding in parse_stream(lines):
            if binding.error:
                raise SettingsError(
                    f"{ENV_FILE}: line {binding.original.line} is no NAME=value, or opens a quote"
                    " that nothing closes"
                )


def _complaint(error: Any) -> str:
    """Say what is wrong with one key, without its value."""
    key = str(error["loc"][0]).upper()
    return f"{key}: {error['msg'].removeprefix('Value error, ')}"
