"""Reads the text of a definition and points at what is wrong in it: line, column, and what would mend it.

The YAML is data and nothing else: no tags, no anchors (a few lines of them unfold into gigabytes), no key twice.
"""

import difflib
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from workflows.rules.conflicts import KindRule
from workflows.rules.definition import Definition
from workflows.rules.definition_checks import Path, Problem, problems_of
from workflows.rules.process_parts import (
    ConflictRule,
    DeadlineKind,
    Effect,
    Outcome,
    Phase,
    State,
    StatementKind,
    Step,
    Track,
)

LONGEST = 500_000
"""Characters in a definition."""
DEEPEST = 12
"""Levels of nesting; a definition needs half of them."""
PART_OF: dict[str, type[BaseModel]] = {
    "conflicts": ConflictRule,
    "deadlines": DeadlineKind,
    "effects": Effect,
    "outcomes": Outcome,
    "phases": Phase,
    "rules": KindRule,
    "statements": StatementKind,
    "states": State,
    "steps": Step,
    "tracks": Track,
}


@dataclass(frozen=True)
class Finding:
    """A problem and where it stands; lines and columns are counted from 1."""

    problem: Problem
    line: int
    column: int


@dataclass(frozen=True)
class Reading:
    """What came of reading: a definition when nothing is wrong with its shape, and every finding."""

    definition: Definition | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether cases can follow it; warnings do not count."""
        return self.definition is not None and all(f.problem.severity != "error" for f in self.findings)


def read_definition(text: str) -> Reading:
    """Read a definition from its text."""
    if len(text) > LONGEST:
        return Reading(None, (Finding(Problem("DEFINITION_TOO_LONG", (), (("longest", str(LONGEST)),)), 1, 1),))
    try:
        root = _compose(text)
    except _Refused as refused:
        return Reading(None, (refused.finding,))
    if not isinstance(root, MappingNode):
        return Reading(None, (Finding(Problem("NOT_A_MAPPING", ()), 1, 1),))
    twice = _keys_given_twice(root, ())
    if twice:
        return Reading(None, tuple(twice))
    document = SafeConstructor().construct_document(root)
    try:
        definition = Definition.model_validate(document)
    except ValidationError as error:
        return Reading(None, tuple(_placed(root, problem) for problem in _problems(error)))
    return Reading(definition, tuple(_placed(root, problem) for problem in problems_of(definition)))


class _Refused(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding.problem))
        self.finding = finding


def _compose(text: str) -> Node | None:
    try:
        # In C, ten times as fast: every start reads all definitions.
        return _composed(text, yaml.CSafeLoader)
    except yaml.YAMLError:
        return _told_apart(text)


def _composed(text: str, loader: type[yaml.CSafeLoader] | type[yaml.SafeLoader]) -> Node | None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _Refused(Finding(Problem("YAML_TOO_DEEP", (), (("deepest", str(DEEPEST)),)), 1, 1))
        anchor = getattr(event, "anchor", None)
        tag = getattr(event, "tag", None)
        if anchor or tag:
            problem = Problem("YAML_ANCHOR" if anchor else "YAML_TAG", (), (("name", str(anchor or tag)),))
            mark = event.start_mark
            raise _Refused(Finding(problem, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1))
    return yaml.compose(text, Loader=loader)


def _told_apart(text: str) -> Node | None:
    """The same by the parser that tells exactly what is wrong, and where."""
    try:
        return _composed(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = Problem("YAML_UNREADABLE", (), (("what", error.problem or error.context or ""),))
        raise _Refused(Finding(problem, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _Refused(Finding(Problem("YAML_UNREADABLE", (), (("what", str(error)[:200]),)), 1, 1)) from error


def _keys_given_twice(node: Node, path: Path) -> list[Finding]:
    found: list[Finding] = []
    if isinstance(node, SequenceNode):
        for place, child in enumerate(node.value):
            found += _keys_given_twice(child, (*path, place))
    elif isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            if name in seen:
                problem = Problem("KEY_TWICE", (*path, name), (("name", name),))
                found.append(Finding(problem, key.start_mark.line + 1, key.start_mark.column + 1))
            seen.add(name)
            found += _keys_given_twice(value, (*path, name))
    return found


def _placed(root: Node, problem: Problem) -> Finding:
    """The problem at the deepest place of its path that the text has."""
    node, mark = root, root.start_mark
    for part in problem.path:
        if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
        elif isinstance(node, MappingNode):
            known = next(((key, value) for key, value in node.value if getattr(key, "value", None) == part), None)
            if known is None:
                break
            node = known[1]
            mark = known[0].start_mark if problem.code == "UNKNOWN_KEY" else node.start_mark
        else:
            break
    assert mark, "a composed node knows where it stands"
    return Finding(problem, mark.line + 1, mark.column + 1)


def _problems(error: ValidationError) -> list[Problem]:
    """What pydantic found, in codes that have words; each place once.

    A list whose only member is wrong is told to be empty, too: that is no news.
    """
    found: dict[Path, Problem] = {}
    for fault in error.errors(include_url=False):
        path: Path = tuple(fault["loc"])
        found.setdefault(path, _problem(fault["type"], path, fault.get("ctx", {}), fault["msg"]))
    return [
        problem
        for path, problem in found.items()
        if problem.code != "EMPTY" or not any(other[: len(path)] == path != other for other in found)
    ]


def _problem(kind: str, path: Path, context: dict[str, Any], said: str) -> Problem:
    name = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return Problem("UNKNOWN_KEY", path, (("name", name), ("known", _near(path))))
    if kind == "missing":
        return Problem("KEY_MISSING", path, (("name", name),))
    if kind in {"literal_error", "enum"}:
        return Problem("NOT_ONE_OF", path, (("known", str(context.get("expected", ""))),))
    if kind in {"too_short", "string_too_short"}:
        return Problem("EMPTY", path, (("name", name),))
    if kind == "string_pattern_mismatch":
        return Problem("NOT_A_CODE", path, (("pattern", str(context.get("pattern", ""))),))
    return Problem("WRONG_VALUE", path, (("what", said.removeprefix("Value error, ")),))


def _near(path: Path) -> str:
    """The keys that can stand here, the most alike first."""
    sections = [part for part in path[:-1] if isinstance(part, str) and part in PART_OF]
    model = PART_OF[sections[-1]] if sections else Definition
    keys = [field.alias or name for name, field in model.model_fields.items()]
    alike = difflib.get_close_matches(str(path[-1]), keys, n=1)
    return ", ".join([*alike, *(key for key in keys if key not in alike)])
