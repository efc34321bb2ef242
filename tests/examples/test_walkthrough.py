"""The example in `examples/` does the whole job against a running server, as its readers will."""

import importlib.util
from pathlib import Path

import httpx
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "walkthrough.py"


def test_the_example_leads_from_opening_to_publication(demo_server: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("walkthrough", EXAMPLE)
    assert spec
    assert spec.loader
    walkthrough = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(walkthrough)
    number = walkthrough.main(demo_server)
    told = capsys.readouterr().out
    assert "submitting too early is refused with 20 reasons" in told
    assert "a conflict of interest stops a seat" in told
    record = httpx.get(f"{demo_server}/published/{number}.json", trust_env=False).json()
    assert record["result"]["outcome"]["code"] == "accredited"
    assert record["vote"] == record["vote"] | {"for": 2, "against": 1, "quorum": 3, "eligible": 5}
    assert record["dissents"] == ["Two terms of checks are too few to judge by."]
