"""Two copies of the bot at one webhook behind nginx, set up as deploy/nginx.conf says."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.bot.processes import REPOSITORY, Start
from tests.telegram_server import Message, Person, TelegramServer

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "a-secret_of-the-webhook"
START_S, ANSWER_S = 180.0, 90.0
PEOPLE, QUESTIONS = 8, 2

pytestmark = pytest.mark.skipif(
    NGINX is None and not os.environ.get("CI"), reason="Debian's package nginx-light is missing"
)


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def configuration(folder: Path, port: int, copies: list[int]) -> str:
    """Return a configuration of nginx around ours, at loopback, without TLS and in a folder."""
    ours = (REPOSITORY / "deploy" / "nginx.conf").read_text("utf-8")
    for old, new in zip((8443, 8444), copies, strict=True):
        assert f"server 127.0.0.1:{old} " in ours
        ours = ours.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
    ours = ours.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    ours = re.sub(r"^\s*ssl_.*\n", "", ours, flags=re.MULTILINE)
    paths = "".join(
        f"{name}_temp_path {folder};" for name in
        ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )  # fmt: skip
    return (
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ {paths} access_log off;\n{ours}}}\n"
    )


@pytest.fixture
def ports() -> list[int]:
    """Return free ports: of nginx, then of the webhook and of the figures of each copy."""
    return free_ports(5)


@pytest.fixture
def nginx(tmp_path: Path, ports: list[int]) -> Iterator[str]:
    assert NGINX is not None, "Debian's package nginx-light is missing: `make nginx`"
    folder = tmp_path / "nginx"
    folder.mkdir()
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, ports[0], [ports[1], ports[3]]), "utf-8")
    process = subprocess.Popen(
        [NGINX, "-p", str(folder), "-c", str(file), "-e", "stderr"], stderr=subprocess.PIPE
    )
    yield f"http://127.0.0.1:{ports[0]}/hook"
    process.terminate()
    process.communicate(timeout=30)


def figures(port: int) -> dict[str, float]:
    text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    return {
        name: float(value)
        for name, value in re.findall(r"^(verbatim\S+) (\S+)$", text, re.MULTILINE)
    }


def answered(port: int) -> float:
    return figures(port)['verbatim_updates_total{fate="answered"}']


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_each_update_goes_to_one_copy_and_none_is_lost_when_one_of_them_dies(
    telegram: TelegramServer, start: Start, nginx: str, ports: list[int]
) -> None:
    copies = []
    for hook, watch in ((ports[1], ports[2]), (ports[3], ports[4])):
        copies.append(
            start(
                TELEGRAM_TOKEN=telegram.token,
                TELEGRAM_API_URL=telegram.url,
                WEBHOOK_URL=nginx,
                WEBHOOK_LISTEN=f"127.0.0.1:{hook}",
                WEBHOOK_SECRET=SECRET,
                METRICS_LISTEN=f"127.0.0.1:{watch}",
            )
        )
    ends = time.monotonic() + START_S
    while not (listens(ports[1]) and listens(ports[3])):
        assert time.monotonic() < ends, "a copy does not listen"
        time.sleep(0.2)
    telegram.wait_for_bot(START_S)

    def asked() -> list[tuple[Person, Message]]:
        people = [telegram.user(f"P{n}", "en") for n in range(PEOPLE)]
        return [(p, p.asks("Who vetoed the resolution?")) for p in people for _ in range(QUESTIONS)]

    first = asked()
    for person, question in first:
        person.private.wait_for_reply(question, timeout=ANSWER_S)
    shares = [answered(ports[2]), answered(ports[4])]
    assert sum(shares) == len(first)
    assert min(shares) > 0, shares

    update = {**telegram.updates.pushed[-1], "update_id": 5}
    for headers in ({}, {SECRET_HEADER: "wrong"}):
        forged = httpx.post(nginx, json=update, headers=headers, trust_env=False)
        assert forged.status_code == 403
    assert httpx.get(nginx, trust_env=False).status_code == 403
    assert httpx.get(nginx.replace("/hook", "/metrics"), trust_env=False).status_code == 404
    for port in (ports[2], ports[4]):
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).text == "ok\n"
        assert httpx.get(f"http://127.0.0.1:{port}/hook", trust_env=False).status_code == 404

    second = asked()
    copies[0].kill()
    copies[0].wait()
    for person, question in second:
        person.private.wait_for_reply(question, timeout=ANSWER_S)
    replies = [len(p.private.replies(q)) for p, q in (*first, *second)]
    assert replies[: len(first)] == [1] * len(first)
    assert all(1 <= count <= 2 for count in replies[len(first) :])  # two: it was being sent
    assert sum(replies[len(first) :]) <= len(second) + PEOPLE
