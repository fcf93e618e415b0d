import json
from pathlib import Path

import pytest

from index.corpora import read_corpora
from index.evaluation import Kind
from index.figures import MEASURES, report
from index.question_sets import Part
from index.reporting import KINDS, MEANINGS, print_report, to_json, told_of_fit
from index.weights import Weights
from tests.fakes import Paragraph, regime, squad, write_json
from tests.test_figures import EXAMPLE, NEVER, outcomes


def test_json_has_null_for_what_is_missing_and_never_zero_or_nan() -> None:
    table = json.loads(to_json(report(EXAMPLE)), parse_constant=pytest.fail)
    figures = table["same"]["figures"]
    assert figures["hit@1"] == {"value": 0.25, "low": None, "high": None}
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
    assert any("hit@1" in line and " 0.250 " in line for line in printed.splitlines())
    assert "      2 off subject   those of another article" in printed.splitlines()
    verdicts = [line for line in printed.splitlines() if "gold removed" in line]
    assert any("50.0% (1)" in line for line in verdicts)


def test_what_the_file_calls_answerable_is_a_row_beside_what_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A kind is the file's own word, whatever it is: "[/b]" would be the end of bold."""
    for label in ("answerable", "[/b]"):
        rows = [(0, Kind.ANSWERABLE, 1, 0.9, "answer"), (0, Kind.UNANSWERED, NEVER, 0.1, "none")]
        print_report(report(outcomes(*rows, label=label)))
        printed = [line.split("│") for line in capsys.readouterr().out.splitlines()]
        shares = [[cell.strip() for cell in row[1:5]] for row in printed if len(row) == 6]
        assert ["answerable", "100.0% (1)", "0.0% (0)", "0.0% (0)"] in shares
        assert [label, "50.0% (1)", "0.0% (0)", "50.0% (1)"] in shares


def test_a_fit_says_what_it_was_made_from_and_where_verdicts_begin(tmp_path: Path) -> None:
    """An article counts once, in however many languages it is asked about."""
    french: Paragraph = ("Le chat est ici.", [("Où est le chat ?", "ici"), ("Et le chien ?", "")])
    english: Paragraph = ("The cat is here.", [("Where is the cat?", "here"), ("The dog?", "")])
    paths = [
        write_json(tmp_path / f"{name}.json", squad({"Un": [said], "Deux": [said]}))
        for name, said in (("fr", french), ("en", english))
    ]
    weights = Weights(regime(answer=0.17, closest=0.025), regime(answer=0.2, closest=0.03))
    assert told_of_fit(read_corpora(paths), Part.FITTED, weights) == [
        "same: of the part fitted, answerable questions: 2, articles with any: 1; "
        "answer from 0.170, closest from 0.025",
        "crossed: of the part fitted, answerable questions: 2, articles with any: 1; "
        "answer from 0.200, closest from 0.030",
    ]
    assert told_of_fit(read_corpora(paths[:1]), Part.ALL, weights)[1] == (
        "crossed: no question is in another language than its article, weights as shipped"
    )


def test_every_kind_and_figure_is_said_to_mean_something() -> None:
    assert set(KINDS) == set(Kind)
    assert {name for name in MEASURES if not name.startswith("AUROC ")} == set(MEANINGS)
