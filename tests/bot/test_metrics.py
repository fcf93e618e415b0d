import logging

from bot.metrics import Metrics
from index import Verdict


def lines(metrics: Metrics) -> list[str]:
    return [each for each in metrics.text().decode().splitlines() if not each.startswith("#")]


def test_questions_are_counted_by_verdict_and_timed() -> None:
    metrics = Metrics()
    metrics.asked(Verdict.ANSWER, 0.03)
    metrics.asked(Verdict.ANSWER, 0.2)
    metrics.asked(Verdict.NONE, 0.03)
    found = lines(metrics)
    assert 'verbatim_questions_total{verdict="answer"} 2.0' in found
    assert 'verbatim_questions_total{verdict="closest"} 0.0' in found
    assert 'verbatim_questions_total{verdict="none"} 1.0' in found
    assert 'verbatim_asking_seconds_bucket{le="0.025"} 0.0' in found
    assert 'verbatim_asking_seconds_bucket{le="0.05"} 2.0' in found
    assert 'verbatim_asking_seconds_bucket{le="+Inf"} 3.0' in found


def test_updates_are_counted_by_what_became_of_them() -> None:
    metrics = Metrics()
    metrics.answered(0.1)
    metrics.failed()
    metrics.repeated()
    metrics.flooded()
    metrics.flooded()
    found = lines(metrics)
    assert 'verbatim_updates_total{fate="answered"} 1.0' in found
    assert 'verbatim_updates_total{fate="failed"} 1.0' in found
    assert 'verbatim_updates_total{fate="repeated"} 1.0' in found
    assert 'verbatim_updates_total{fate="flood"} 2.0' in found
    assert "verbatim_answering_seconds_count 1.0" in found


def test_what_is_shown_is_as_it_is_when_it_is_asked_for() -> None:
    metrics, waiting = Metrics(), [1, 2]
    metrics.show("updates_waiting", "Updates that wait.", lambda: len(waiting))
    assert "verbatim_updates_waiting 2.0" in lines(metrics)
    waiting.clear()
    assert "verbatim_updates_waiting 0.0" in lines(metrics)


def test_errors_in_the_log_are_counted_and_warnings_are_not() -> None:
    metrics = Metrics()
    before = list(logging.getLogger().handlers)
    metrics.count_errors()
    try:
        logging.getLogger("bot.somewhere").error("no")
        logging.getLogger("bot.somewhere").warning("well")
    finally:
        logging.getLogger().handlers[:] = before
    assert "verbatim_errors_total 1.0" in lines(metrics)
