"""What is wrong with a framework while it is written, in codes that have words: where, and what to mend."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from workflows.rules.framework import Framework
from workflows.rules.refusals import Problem

CODES = {
    "string_too_short": "BLANK",
    "too_short": "CRITERIA_MISSING",
    "decimal_parsing": "NOT_A_NUMBER",
    "decimal_type": "NOT_A_NUMBER",
    "int_parsing": "NOT_A_NUMBER",
    "greater_than": "NUMBER_TOO_SMALL",
    "greater_than_equal": "NUMBER_TOO_SMALL",
    "SCALE_BACKWARDS": "SCALE_BACKWARDS",
    "LEVELS_OUT_OF_ORDER": "LEVELS_OUT_OF_ORDER",
    "LEVELS_OFF_ENDS": "LEVELS_OFF_ENDS",
}
CODES_OF = {"code": "CRITERION_CODE_UNUSABLE"}
"""What an unusable word is called by the field it stands in."""


def problems_of(plain: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with what is to be a framework; empty for a sound one. Paths lead into the document."""
    try:
        Framework.model_validate(plain)
    except ValidationError as error:
        return problems_in(error)
    return []


def problems_in(error: ValidationError) -> list[Problem]:
    """The problems that reading a framework found."""
    found: list[Problem] = []
    for fault in error.errors(include_url=False):
        context = fault.get("ctx", {})
        if fault["type"] == "flaws":
            found += context["flaws"]
        else:
            path = ".".join(str(part) for part in fault["loc"])
            found.append(_problem(fault["type"], path, context, fault["msg"]))
    return found


def _problem(kind: str, path: str, context: Mapping[str, Any], said: str) -> Problem:
    name = path.rpartition(".")[2]
    if kind in CODES:
        return Problem(path, CODES[kind])
    if kind == "missing":
        return Problem(path, "KEY_MISSING", (("name", name),))
    if kind == "extra_forbidden":
        return Problem(path, "KEY_UNKNOWN", (("name", name),))
    if kind == "literal_error":
        return Problem(path, "NOT_ONE_OF", (("known", str(context.get("expected", ""))),))
    if kind == "string_pattern_mismatch" and name in CODES_OF:
        return Problem(path, CODES_OF[name])
    return Problem(path, "WRONG_VALUE", (("what", said.removeprefix("Value error, ")),))
