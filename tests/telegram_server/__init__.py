"""A strict stand-in for Telegram: the Bot API over real HTTP, and people who use the bot.

    with TelegramServer() as telegram:                # settings: Settings(inline_expiry_s=…)
        start_bot(TELEGRAM_API_URL=telegram.url, TELEGRAM_TOKEN=telegram.token)
        telegram.wait_for_bot()
        ada = telegram.user("Ada", "fr")
        question = ada.asks("Combien de civils ?")    # ada.sends(chat, text, reply_to=…, topic=…)
        answer = ada.private.wait_for_reply(question)
        answer.text, answer.covered("blockquote"), answer.buttons
        ada.presses(answer, "👍")                     # its `.answer` is what the bot answered
        assert not telegram.refusals

**People** (`telegram.user`, `telegram.other_bot`): `asks`, `starts(payload)`, `sends(chat, text,
reply_to=, quote=, topic=, anonymous=, as_channel=)`, `sends_sticker/photo/voice/document/poll/
location`, `edits`, `deletes`, `presses(message, label)`, `presses_data(message, data)`,
`types_inline(query)` then `chooses(typed, chat, result=0)`, `mentions_as_guest(chat, text)`,
`adds_bot(chat, admin=, start=)`, `follows(url)`, `promotes_bot`, `removes_bot`, `blocks_bot`,
`unblocks_bot`, `upgrades(group)`, `posts(channel, text)`.

**Chats**: `person.private`, `telegram.group(title, forum=, privacy=, basic=, bot="member")`,
`telegram.channel(title, discussion=group, bot="left")`, `group.topic(name)`. A chat has
`messages`, `from_bot`, `replies(to)`, `actions`; `wait_for_reply(to)` and
`wait_for_message(predicate)` block, `await chat.reply(to)` and `await chat.message(…)` do not.
A message has `text`, `entities`, `buttons`, `button(label)`, `covered(type)`, `reply_to`,
`thread_id`, `revisions` (what it said before edits), `deleted`, `becomes_inaccessible()`.

**Calls**: `telegram.requests` (method, params, at, status, description), `calls(method)`,
`wait_for(method, predicate)` or `await call(…)`, `wait_until(condition)` or `await until(…)`,
`refusals` (everything that Telegram would have refused), `updates.pushed`, `updates.pending`,
`updates.repeat(update)`, `skip(seconds)` for what expires, `settings.token = "…"` to revoke one.
An answer to a press or an inline query: `wait_until(lambda: press.answer is not None)`.

**Trouble**: `faults.too_many/error/drop/delay(method, times=, after=, where=)` (`after`: the call
takes effect and the answer is lost; "*" is every method), `limits.enforce(Rates(…))`,
`shut_down()` and `come_back()` on the same port.

Where this server is stricter than Telegram: more than 100 entities and nested or crossing ones are
refused (Telegram drops or splits them in silence), Markdown is not read, inline results are
articles only, and inline queries expire after two seconds unless told otherwise.
"""

from .api import Press, Settings, Typed
from .entities import Entity
from .faults import Fault, Faults
from .limits import Limits, Rates
from .people import Person
from .refusals import Refusal
from .server import BOT, Request, TelegramServer
from .world import Button, Chat, Message, Topic, User

__all__ = [
    "BOT",
    "Button",
    "Chat",
    "Entity",
    "Fault",
    "Faults",
    "Limits",
    "Message",
    "Person",
    "Press",
    "Rates",
    "Refusal",
    "Request",
    "Settings",
    "TelegramServer",
    "Topic",
    "Typed",
    "User",
]
