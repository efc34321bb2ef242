"""What changed between two framework versions, in the order of reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from workflows.rules.framework import Criterion, Framework

WHOLE = ("title", "legal", "aggregation", "maximum", "scoring")
SAID = ("inputs", "required_by", "legal", "not_for")
CRITERION = ("kind", "parent", "title", "description", "weight", "evidence_required", *SAID)


@dataclass(frozen=True)
class Change:
    """One difference: where, of what, and the value before and after as the file has it."""

    kind: Literal["ADDED", "REMOVED", "CHANGED", "MOVED"]
    criterion: str | None
    field: str | None = None
    before: Any = None
    after: Any = None


def changes_between(before: Framework, after: Framework) -> list[Change]:
    """Every difference except code and number."""
    old, new = ({part.code: part for part in known.criteria} for known in (before, after))
    found = [
        Change("CHANGED", None, name, _plain(before)[name], _plain(after)[name])
        for name in WHOLE
        if getattr(before, name) != getattr(after, name)
    ]
    found += [Change("REMOVED", code, "title", _plain(part)["title"]) for code, part in old.items() if code not in new]
    kept = [code for code in old if code in new]
    order = [code for code in new if code in old]
    for code, part in new.items():
        if code not in old:
            found.append(Change("ADDED", code, "title", None, _plain(part)["title"]))
            continue
        found += _within(before, after, old[code], part)
        if kept.index(code) != order.index(code):
            found.append(Change("MOVED", code, "position", kept.index(code) + 1, order.index(code) + 1))
    return found


def _within(before: Framework, after: Framework, old: Criterion, new: Criterion) -> Iterator[Change]:
    for name in CRITERION:
        if getattr(old, name) != getattr(new, name):
            yield Change("CHANGED", new.code, name, _plain(old)[name], _plain(new)[name])
    one, other = (known.scales[part.scale] if part.scale else None for known, part in ((before, old), (after, new)))
    if one != other:
        yield Change("CHANGED", new.code, "scale", one and _plain(one), other and _plain(other))


def _plain(part: Any) -> Any:
    return part.model_dump(mode="json")
