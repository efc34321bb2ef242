"""`areopag measure` and `areopag framework`: what people type, and what they are told."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.settings import Settings

DATA = Path(__file__).resolve().parents[1] / "data"


def typed(*words: str | Path, code: int = 0) -> str:
    """What a command says; it must end with this code."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.output


def asked(*words: str | Path, code: int = 0) -> Any:
    """What a command says to programs."""
    return json.loads(typed(*words, "--json", code=code))


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    """The counts of the НОК example as a file."""
    source = json.loads((DATA / "nok_indicators.json").read_text(encoding="utf-8"))
    file = tmp_path / "counts.json"
    file.write_text(json.dumps(source["example_synthetic"]["inputs"]), encoding="utf-8")
    return file


def test_agreement_of_a_file_with_a_seeded_interval() -> None:
    words = ("measure", "agreement", DATA / "krippendorff_4x12.csv", "--level", "nominal", "--bootstrap", "50")
    found = asked(*words, "--seed", "3")
    assert found["alpha"] == pytest.approx(0.743421, abs=1e-6)
    assert (found["observers"], found["units"], found["pairable"]) == (4, 11, 40)
    assert found["interval"]["lower"] <= found["alpha"] <= found["interval"]["upper"]
    assert asked(*words, "--seed", "3") == found
    assert typed(*words).startswith("alpha (nominal) 0.743421\n")


def test_all_six_correlations_of_a_file() -> None:
    forms = {form["form"]: form for form in asked("measure", "icc", DATA / "shrout_fleiss_1979.csv")["forms"]}
    assert [*forms] == ["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]
    assert forms["ICC(2,1)"]["value"] == pytest.approx(0.28976, abs=1e-5)
    assert len(typed("measure", "icc", DATA / "shrout_fleiss_1979.csv").splitlines()) == 6


def test_the_interval_of_a_share() -> None:
    assert typed("measure", "interval", "81", "263") == "share 0.307985, 95 % interval 0.255289 to 0.366210\n"
    assert asked("measure", "interval", "13", "26", "--population", "26")["lower"] == "0.5"


def test_a_score_from_counts_with_every_step(counts: Path) -> None:
    found = asked("measure", "score", "nok_uod", counts, "--explain")
    assert found["framework"] == {"code": "nok_uod", "number": 2}
    assert found["total"] == "85.30"
    steps = found["derivation"]["total"]
    assert [steps[step["parent"]]["kind"] for step in steps if step["code"] == "K1"] == ["WEIGHTED_MEAN"]
    lines = typed("measure", "score", "nok_uod:2", counts, "--explain", "--language", "ru").splitlines()
    assert lines[0].startswith("total Итоговая оценка S: 85,30 ")
    assert "до округления 85,299955" in lines[0]
    assert "          I_stand: 12 (подсчитано)" in lines


def test_a_score_from_a_table_of_values(tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text("criterion,value\n" + "".join(f"{n},3.005\n" for n in range(1, 8)), encoding="utf-8")
    found = asked("measure", "score", "naac_university", file)
    assert (found["total"], found["grade"]["code"]) == ("3.01", "A")
    file.write_text("criterion,value\n1,10\n2,10\n3,NOT_APPLICABLE\n4,5\n5,10\n6,0\n7,0\n", encoding="utf-8")
    assert asked("measure", "score", "rf_state_accreditation_primary", file)["grade"]["code"] == "conforms"


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (("measure", "agreement", "FILE", "--level", "nominal"), "o,u1\na,x\n", "x is no number"),
        (("measure", "agreement", "FILE", "--level", "cardinal"), "o,u1\na,1\n", "--level is one of"),
        (("measure", "agreement", "FILE", "--level", "nominal"), "o,u1\na\n", "every row needs 2 cells"),
        (("measure", "icc", "FILE"), "t,j1,j2\na,1,\n", "a lacks a value"),
        (("measure", "interval", "5", "4"), "", "Successes lie between 0 and n"),
        (("measure", "score", "nobody", "FILE"), "", "There is no framework nobody"),
        (("measure", "score", "esg_2015", "FILE"), "c,v\n9.9,1\n", "esg_2015 has no criterion 9.9"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(tmp_path: Path, words: tuple[str, ...], text: str, said: str) -> None:
    file = tmp_path / "given.csv"
    file.write_text(text, encoding="utf-8")
    assert said in typed(*(str(file) if word == "FILE" else word for word in words), code=2)


def test_a_framework_goes_out_and_another_comes_in(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.database_url
    monkeypatch.setenv("AREOPAG_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("AREOPAG_DATA", str(tmp_path))
    monkeypatch.setenv("AREOPAG_MODE", "development")
    file = tmp_path / "nok.xlsx"
    assert typed("framework", "export", "nok_uod:1", file) == f"nok_uod:1 is in {file}.\n"
    assert "was here already" in typed("framework", "import", file)
    own = tmp_path / "own.json"
    typed("framework", "export", "nok_uod", own)
    own.write_text(own.read_text(encoding="utf-8").replace('"nok_uod"', '"our_region"'), encoding="utf-8")
    assert typed("framework", "import", own) == "our_region:2 is published.\n"
    assert "our_region:2" in typed("framework", "list")
    assert "no framework ours" in typed("framework", "export", "ours", file, code=2)
    assert {change["field"] for change in asked("framework", "diff", "nok_uod:1", own, code=1)} >= {"scoring"}


def test_a_server_that_measures_nothing_does_not_load_what_measuring_needs() -> None:
    asked_for = "import sys, app.cli, app.asgi; print([name for name in ('numpy', 'openpyxl') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked_for], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
