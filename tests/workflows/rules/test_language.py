"""The rule language as documented is the rule language as it is, and every word of it can be told."""

import re
from pathlib import Path
from typing import get_args

from workflows.rules.scoring.engine import MAKERS
from workflows.rules.scoring.language import Rule
from workflows.rules.scoring.telling import KINDS

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs/measuring.md"


def test_every_kind_of_rule_is_documented_made_and_told() -> None:
    models = get_args(get_args(Rule)[0])
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in models}
    section = DOCUMENTED.read_text(encoding="utf-8").partition("## Rules")[2].partition("`missing`")[0]
    table = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert {kind for cell in table for kind in re.findall(r"`([A-Z_]+)`", cell)} == kinds
    assert set(MAKERS) == set(models)
    assert kinds - {"CRITERION", "RESULT"} <= set(KINDS)
