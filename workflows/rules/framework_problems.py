"""What is wrong with a framework while it is written, in codes that have words: where, and what to mend."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from workflows.rules.framework import Framework
from workflows.rules.refusals import Problem

CODES = {
    "union_tag_not_found": "RULE_MISSING",
    "union_tag_invalid": "RULE_MISSING",
    "model_attributes_type": "RULE_MISSING",
    "STEPS_OUT_OF_ORDER": "STEPS_OUT_OF_ORDER",
    "BANDS_OUT_OF_ORDER": "BANDS_OUT_OF_ORDER",
    "LEVEL_TAKES_NOTHING": "LEVEL_TAKES_NOTHING",
    "string_too_short": "BLANK",
    "decimal_parsing": "NOT_A_NUMBER",
    "decimal_type": "NOT_A_NUMBER",
    "int_parsing": "NOT_A_NUMBER",
    "greater_than": "NUMBER_TOO_SMALL",
    "greater_than_equal": "NUMBER_TOO_SMALL",
    "SCALE_BACKWARDS": "SCALE_BACKWARDS",
    "LEVELS_OUT_OF_ORDER": "LEVELS_OUT_OF_ORDER",
    "LEVELS_OFF_ENDS": "LEVELS_OFF_ENDS",
}
KEYS = {"missing": "KEY_MISSING", "extra_forbidden": "KEY_UNKNOWN"}
TOO_SHORT = {"of": "RULE_OVER_NOTHING", "steps": "STEPS_MISSING", "bands": "BANDS_MISSING", "levels": "BANDS_MISSING"}
"""What an empty list is called by the field it stands in; elsewhere it is that of the criteria."""


def problems_of(plain: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with what is to be a framework; empty for a sound one. Paths lead into the document."""
    try:
        Framework.model_validate(plain)
    except ValidationError as error:
        return problems_in(error, plain)
    return []


def problems_in(error: ValidationError, plain: Mapping[str, Any]) -> list[Problem]:
    """The problems that reading this framework found."""
    found: dict[str, Problem] = {}
    flaws: list[Problem] = []
    for fault in error.errors(include_url=False):
        context = fault.get("ctx", {})
        if fault["type"] == "flaws":
            flaws += context["flaws"]
        elif fault["type"] != "too_short" or len(fault["input"]) < context["min_length"]:
            # What may be a word or a number has been tried as both, and is told once.
            path = _path_within(plain, fault["loc"], absent=fault["type"] == "missing")
            found[path] = _problem(fault["type"], path, context, fault["msg"])
    return [*found.values(), *flaws]


def _path_within(plain: Any, places: Sequence[int | str], *, absent: bool) -> str:
    """Where in the document a fault is: its place without the names of the forms that were tried on the way."""
    path: list[str] = []
    for place in places[: len(places) - absent]:
        if place in plain if isinstance(plain, Mapping) else isinstance(plain, list | tuple) and isinstance(place, int):
            path.append(str(place))
            plain = plain[place]
    return ".".join([*path, *map(str, places[len(places) - absent :])])


def _problem(kind: str, path: str, context: Mapping[str, Any], said: str) -> Problem:
    name = path.rpartition(".")[2]
    code = TOO_SHORT.get(name, "CRITERIA_MISSING") if kind == "too_short" else CODES.get(kind)
    if code is not None:
        return Problem(path, code)
    if kind in KEYS:
        return Problem(path, KEYS[kind], (("name", name),))
    if kind == "literal_error":
        return Problem(path, "NOT_ONE_OF", (("known", str(context.get("expected", ""))),))
    if kind == "string_pattern_mismatch":
        return Problem(path, _unusable(path, name))
    return Problem(path, "WRONG_VALUE", (("what", said.removeprefix("Value error, ")),))


def _unusable(path: str, name: str) -> str:
    """What an unusable word is called by where it stands."""
    if name == "code":
        return "CODE_UNUSABLE" if path.startswith("scoring.") or ".inputs." in path else "CRITERION_CODE_UNUSABLE"
    return "LEVEL_MISSING" if name in {"level", "at_most"} else "RULE_CRITERION_MISSING"
