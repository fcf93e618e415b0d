"""/healthz and /metrics over real HTTP."""

import socket

import httpx
import pytest

from bot.errors import SettingsError
from bot.metrics import Metrics
from bot.monitor import Monitor
from index import Verdict


async def fetched(monitor: Monitor, path: str, method: str = "GET") -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(method, f"http://127.0.0.1:{monitor.port}{path}")


async def test_health_is_200_and_the_problem_in_one_line_with_503() -> None:
    problems: list[str] = []
    monitor = Monitor("127.0.0.1:0", Metrics(), lambda: problems[0] if problems else None)
    try:
        well = await fetched(monitor, "/healthz")
        assert (well.status_code, well.text) == (200, "ok\n")
        problems.append("Telegram has not been reached for 100 s")
        ill = await fetched(monitor, "/healthz")
        assert (ill.status_code, ill.text) == (503, "Telegram has not been reached for 100 s\n")
        assert (await fetched(monitor, "/healthz", "HEAD")).status_code == 503
    finally:
        monitor.close()


async def test_metrics_are_what_prometheus_reads() -> None:
    metrics = Metrics()
    metrics.asked(Verdict.CLOSEST, 0.1)
    monitor = Monitor("127.0.0.1:0", metrics, lambda: None)
    try:
        found = await fetched(monitor, "/metrics")
        assert found.headers["Content-Type"].startswith("text/plain; version=")
        assert 'verbatim_questions_total{verdict="closest"} 1.0\n' in found.text
        assert (await fetched(monitor, "/")).status_code == 404
    finally:
        monitor.close()


async def test_a_port_that_is_taken_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SettingsError, match=f"^METRICS_LISTEN: {listen} cannot be used"):
            Monitor(listen, Metrics(), lambda: None)
