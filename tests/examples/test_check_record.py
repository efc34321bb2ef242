"""The program that the page of open data offers tells a genuine record from one that was changed."""

import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

PROGRAM = Path(__file__).parents[2] / "examples" / "check_record.py"


def test_a_genuine_record_is_told_from_a_changed_one(
    demo_server: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    program = PROGRAM.read_text(encoding="utf-8").replace("https://areopag.example", demo_server)
    exec(program, {})
    assert capsys.readouterr().out == "True\n"
    changed = re.sub(r"record\.content\b", "record.content[:-1]", program)
    with pytest.raises(InvalidSignature):
        exec(changed, {})
    assert capsys.readouterr().out == "False\n"
