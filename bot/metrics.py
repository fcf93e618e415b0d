"""Figures for whoever runs the bot, as Prometheus reads them."""

import logging
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from index import Verdict

# From a question that costs nothing to one whose chat Telegram holds for a minute, in seconds.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)


class Metrics:
    """Counts what happens. No name, no text and no number of a person is in any of it."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        questions = Counter(
            "verbatim_questions_total",
            "Questions asked of the articles, inline ones left out, by verdict.",
            ["verdict"],
            registry=self._registry,
        )
        self._questions = {verdict: questions.labels(verdict.value) for verdict in Verdict}
        self._asking = self._histogram("asking", "Seconds from a question to its verdict.")
        self._answering = self._histogram(
            "answering", "Seconds from an update received to its answer sent."
        )
        updates = Counter(
            "verbatim_updates_total",
            "Updates received: answered, failed, repeated by Telegram, turned away as a flood.",
            ["fate"],
            registry=self._registry,
        )
        fates = ("answered", "failed", "repeated", "flood")
        self._fates = {fate: updates.labels(fate) for fate in fates}
        self._refused = Counter(
            "verbatim_webhook_refused_total",
            "Requests to the webhook without its secret, or to another path.",
            registry=self._registry,
        )
        self._errors = Counter(
            "verbatim_errors_total", "Lines of the log at ERROR.", registry=self._registry
        )

    def asked(self, verdict: Verdict, took_s: float) -> None:
        """Count a question."""
        self._questions[verdict].inc()
        self._asking.observe(took_s)

    def answered(self, took_s: float) -> None:
        """Count an update that was answered."""
        self._fates["answered"].inc()
        self._answering.observe(took_s)

    def failed(self) -> None:
        """Count an update that could not be answered."""
        self._fates["failed"].inc()

    def repeated(self) -> None:
        """Count an update that Telegram delivered again."""
        self._fates["repeated"].inc()

    def flooded(self) -> None:
        """Count an update that was one too many."""
        self._fates["flood"].inc()

    def refused(self) -> None:
        """Count a request that brought no update of Telegram's."""
        self._refused.inc()

    def show(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Show a value as it is whenever it is asked for."""
        Gauge(f"verbatim_{name}", meaning, registry=self._registry).set_function(value)

    def count_errors(self) -> None:
        """Count from now on what is logged at ERROR."""
        logging.getLogger().addHandler(_Counting(self._errors))

    def text(self) -> bytes:
        """Return all of it in Prometheus' text format."""
        return generate_latest(self._registry)

    def _histogram(self, name: str, meaning: str) -> Histogram:
        return Histogram(
            f"verbatim_{name}_seconds", meaning, buckets=BUCKETS, registry=self._registry
        )


class _Counting(logging.Handler):
    """Counts records instead of writing them."""

    def __init__(self, errors: Counter) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  # only that there is one
        """Count a record."""
        self._errors.inc()
