"""Run what takes hours: `python -m tests.soak load`, `kills`, `outage`, `typing` or `faults`."""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index import open_encoder
from tests.soak.bot import REPOSITORY, Bot
from tests.soak.load import FRESH, Account, Crowd
from tests.soak.page import enter
from tests.telegram_server import Rates, TelegramServer

START_S = 180.0
SETTLE_S = 120.0  # without an answer, after which what was asked is called lost
FULL_RATE = 30.0  # a second: 24 in 120 private chats, and 12 a minute in each of 30 groups
# Below Telegram's rate, so that most of what waited during a start is caught up with by the next.
KILLS_RATE, KILL_AFTER_S = 10.0, 20.0
TYPE_AT_ONCE, EXPIRED_S = 40, 3.0  # Telegram forgets a query after two seconds
MEMORY_FROM_S = 300.0
MEMORY_GROWTH = 0.05
LONGEST_P99_S = 0.15


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the trials, print its account, and return 1 where it was not passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("trial", choices=sorted(TRIALS))
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--gap", type=float, default=KILL_AFTER_S, help="seconds before a kill")
    parser.add_argument("--rate", type=float, help="questions a second")
    parser.add_argument("--fresh", type=float, default=0.2, help="share of new questions")
    parser.add_argument(
        "--twice", type=float, default=0.01, help="share that may be answered twice"
    )
    parser.add_argument(
        "--page", type=Path, help="whose table gets the outcome, such as docs/reliability.md"
    )
    parser.add_argument("--folder", type=Path, help="where the bot's log and data are kept")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, TelegramServer() as telegram:
        telegram.limits.enforce(Rates())
        if not models().exists():
            open_encoder(models().parent)
        bot = Bot(options.folder or Path(folder), models(), telegram)
        bot.start()
        bot.wait(START_S)
        try:
            passed = TRIALS[options.trial](telegram, bot, options)
        finally:
            if bot.process.poll() is None:
                bot.kill()
    return 0 if passed else 1


def models() -> Path:
    """Return the folder with the exported model, as the tests share it."""
    return Path(os.environ.get("VERBATIM_TEST_DATA") or REPOSITORY / "data") / "models"


def crowd_of(telegram: TelegramServer, rate: float, fresh: float) -> Crowd:
    """Return 120 private chats and 30 groups that together ask so many questions a second."""
    return Crowd(telegram, private=120, groups=30, period_s=150 / rate, fresh=fresh)


def load(telegram: TelegramServer, bot: Bot, options: argparse.Namespace) -> bool:
    """Ask as much as Telegram's rates let the bot answer: 30 questions a second."""
    rate = options.rate or FULL_RATE
    crowd = crowd_of(telegram, rate, options.fresh)
    crowd.ask(60 * options.minutes)
    crowd.wait_for_answers(SETTLE_S)
    account = crowd.account()
    tell(options, f"load, {rate:g} a second, {options.minutes:g} min", account)
    return passes(bot, crowd, twice=0.0) and account.percentile(0.99) <= LONGEST_P99_S


def faults(telegram: TelegramServer, bot: Bot, options: argparse.Namespace) -> bool:
    """Ask as much while the network does all that networks do; watch the memory."""
    rate = options.rate or FULL_RATE
    crowd = crowd_of(telegram, rate, options.fresh)
    over = threading.Event()
    memory: list[tuple[float, int]] = []
    begin = time.monotonic()

    def watch() -> None:
        while not over.wait(5):
            memory.append((time.monotonic() - begin, bot.resident_kib()))
            if len(memory) % 60 == 0:
                say(f"  after {memory[-1][0] / 60:.0f} min: {crowd.account()}; {machine()}")

    workers = [
        threading.Thread(target=watch),
        threading.Thread(target=trouble, args=(telegram, crowd, over)),
    ]
    for worker in workers:
        worker.start()
    crowd.ask(60 * options.minutes)
    over.set()
    for worker in workers:
        worker.join()
    telegram.faults.clear()
    crowd.wait_for_answers(SETTLE_S)
    account = crowd.account()
    long = options.minutes > 10  # in less time it is still warming up
    growth = grew(memory, MEMORY_FROM_S if long else 0.0)
    tell(options, f"faults, {rate:g} a second, {options.minutes:g} min", account, growth)
    passed = passes(bot, crowd, twice=options.twice)
    return passed and (growth <= MEMORY_GROWTH or not long)


def outage(telegram: TelegramServer, bot: Bot, options: argparse.Namespace) -> bool:
    """Take Telegram away while people ask, and let it come back."""
    rate = options.rate or KILLS_RATE
    crowd = crowd_of(telegram, rate, options.fresh)
    crowd.ask(20)
    telegram.shut_down()
    crowd.ask(20)
    time.sleep(max(0.0, 60 * options.minutes - 20))
    telegram.come_back()
    crowd.wait_for_answers(SETTLE_S)
    tell(options, f"Telegram away for {options.minutes:g} min", crowd.account())
    return passes(bot, crowd, twice=options.twice)


def trouble(telegram: TelegramServer, crowd: Crowd, over: threading.Event) -> None:
    """Do to the network what happens to networks, until told that it is over."""
    calls = ("sendMessage", "getUpdates")
    faults: list[Callable[[str], object]] = [
        lambda method: telegram.faults.error(method, 502),
        lambda method: telegram.faults.error(method, 500, "Internal Server Error", times=3),
        lambda method: telegram.faults.drop(method),
        lambda method: telegram.faults.drop(method, after=random.random() < 0.1),
        lambda method: telegram.faults.delay(method, random.uniform(0.1, 3.0)),
        lambda _: telegram.faults.too_many("sendMessage", random.choice([1, 2, 5])),
        lambda _: telegram.faults.error("getUpdates", 409, "Conflict: terminated by other"),
    ]
    since_outage = time.monotonic()
    while not over.wait(random.uniform(2, 8)):
        # One that met no call by now is over: else they pile up while the bot pauses, and it finds
        # at each attempt one more, which no network that comes and goes would have for it.
        telegram.faults.clear()
        random.choice(faults)(random.choice(calls))
        if time.monotonic() - since_outage > 600:
            since_outage = time.monotonic()
            telegram.shut_down()
            over.wait(5)
            telegram.come_back()
            crowd.hush()  # at the full rate of Telegram, nothing would ever be caught up with
            over.wait(30)
            crowd.speak()


def grew(memory: Sequence[tuple[float, int]], since_s: float) -> float:
    """Return by what share the memory grew from a time on: the mean of a minute, first and last."""
    counted = [kib for at, kib in memory if at >= since_s]
    first, last = counted[:12], counted[-12:]
    growth = (sum(last) / len(last)) / (sum(first) / len(first)) - 1
    say(
        f"memory: {first[0] // 1024} MiB after {since_s:g} s, {last[-1] // 1024} MiB at the end"
        f" ({100 * growth:+.1f} %), at most {max(kib for _, kib in memory) // 1024} MiB"
    )
    return growth


def kills(telegram: TelegramServer, bot: Bot, options: argparse.Namespace) -> bool:
    """Kill the bot at random moments of its work, and start it again at once."""
    crowd = crowd_of(telegram, options.rate or KILLS_RATE, options.fresh)
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            crowd.ask(5.0)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    for number in range(1, options.kills + 1):
        time.sleep(random.uniform(0.0, options.gap))
        bot.kill()
        bot.start()
        bot.wait(START_S)
        if number % 10 == 0:
            say(f"  after {number} kills: {crowd.account()}; {machine()}")
    over.set()
    asking.join()
    crowd.wait_for_answers(SETTLE_S)
    tell(options, f"{options.kills} kills with SIGKILL", crowd.account())
    return passes(bot, crowd, twice=options.twice)


def typing(telegram: TelegramServer, bot: Bot, options: argparse.Namespace) -> bool:
    """Let people type at once in other chats: each is answered before their query expires."""
    people = [telegram.user(f"P{number}", "fr") for number in range(TYPE_AT_ONCE)]
    begin = time.monotonic()
    for number, person in enumerate(people):
        person.types_inline(FRESH.format(number=number))
    time.sleep(EXPIRED_S)
    answered = [each for each in telegram.requests if each.method == "answerInlineQuery"]
    waits = sorted(each.at - begin for each in answered if each.status == 200)
    account = Account(TYPE_AT_ONCE, TYPE_AT_ONCE - len(waits), 0, tuple(waits))
    tell(options, f"{TYPE_AT_ONCE} people type at once", account)
    return not (account.lost or bot.stop() or bot.faults())


def passes(bot: Bot, crowd: Crowd, *, twice: float) -> bool:
    """Stop the bot, and say whether nothing was lost and nothing happened that nobody foresaw."""
    account, status = crowd.account(), bot.stop()
    for line in bot.faults()[:20]:
        say(f"  {line}")
    say(f"exit status {status}, faults in the log {len(bot.faults())}")
    if account.lost:
        say(f"  lost: {crowd.unanswered()[:10]}")
    often = account.twice > twice * account.asked
    return not (account.lost or often or status or bot.faults())


def machine() -> str:
    """Return how busy the machine was."""
    return f"load average {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"


def say(line: str) -> None:
    """Print a line at once, since whoever waits for hours wants to see it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def tell(
    options: argparse.Namespace, trial: str, account: Account, growth: float | None = None
) -> None:
    """Say what came out, and put it into the table of the page."""
    say(f"{trial}: {account}; {machine()}")
    if options.page is not None:
        waits = [f"{1000 * account.percentile(share):.0f}" for share in (0.5, 0.99)]
        share = f"{account.twice} ({100 * account.twice / max(1, account.asked):.2f} %)"
        memory = "" if growth is None else f"{100 * growth:+.1f} %"
        enter(
            options.page,
            [trial, str(account.asked), str(account.lost), share, *waits, memory, machine()],
        )


TRIALS = {"load": load, "faults": faults, "kills": kills, "outage": outage, "typing": typing}

if __name__ == "__main__":
    raise SystemExit(main())
