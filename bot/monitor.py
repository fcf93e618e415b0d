"""The port for whoever watches over the bot: /healthz and /metrics."""

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.errors import SettingsError
from bot.listening import listen_at
from bot.metrics import Metrics

Problem = Callable[[], str | None]
UNAVAILABLE = 503


class Monitor:
    """Listens on the event loop, so that an answer also says that the loop is alive."""

    def __init__(self, listen: str, metrics: Metrics, problem: Problem) -> None:
        """Raise SettingsError where the port cannot be had."""
        self._server = HTTPServer(
            Application(
                [
                    (r"/healthz", _Health, {"problem": problem}),
                    (r"/metrics", _Figures, {"metrics": metrics}),
                ],
                log_function=lambda _: None,
            )
        )
        try:
            listening = listen_at(listen)
        except OSError as error:
            raise SettingsError(
                f"METRICS_LISTEN: {listen} cannot be used ({error.strerror})"
            ) from error
        self._server.add_socket(listening)
        self.port: int = listening.getsockname()[1]

    def close(self) -> None:
        """Stop listening."""
        self._server.stop()


class _Health(RequestHandler):
    def initialize(self, problem: Problem) -> None:
        self._problem = problem

    def get(self) -> None:
        problem = self._problem()
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if problem is not None:
            self.set_status(UNAVAILABLE)
        self.write(f"{problem or 'ok'}\n")

    head = get  # some who watch ask so; Tornado leaves the body out


class _Figures(RequestHandler):
    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.write(self._metrics.text())
