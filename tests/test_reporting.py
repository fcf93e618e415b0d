import json

import pytest

from index.figures import report
from index.reporting import print_report, to_json
from tests.test_figures import EXAMPLE


def test_json_has_null_for_what_is_missing_and_never_zero_or_nan() -> None:
    table = json.loads(to_json(report(EXAMPLE)), parse_constant=pytest.fail)
    figures = table["same"]["figures"]
    assert figures["hit@1"] == {"value": 0.25, "low": 0.0, "high": 0.5}
    assert figures["AUROC unanswered"] == {"value": None, "low": None, "high": None}
    assert table["same"]["cases"] == {"answerable": 4, "gold removed": 2, "off subject": 2}


def test_what_is_no_figure_is_no_json() -> None:
    with pytest.raises(TypeError, match="is no figure"):
        to_json({"same": object()})


def test_tables_name_the_regime_and_say_missing(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(report(EXAMPLE))
    printed = capsys.readouterr().out
    assert "Question and article in one language" in printed
    rows = [line for line in printed.splitlines() if "AUROC unanswered" in line]
    assert len(rows) == 1
    assert "missing" in rows[0]
    assert any("hit@1" in line and "0.250 (0.000–0.500)" in line for line in printed.splitlines())
    verdicts = [line for line in printed.splitlines() if "gold removed" in line]
    assert any("50.0% (1)" in line for line in verdicts)
