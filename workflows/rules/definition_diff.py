"""What changed between two definitions, part by part: the words a methodologist would use, not the lines of a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflows.rules.definition import Definition

KEYED = {
    "states": "code",
    "steps": "action",
    "deadlines": "name",
    "phases": "code",
    "outcomes": "code",
    "statements": "code",
    "tracks": "code",
}


@dataclass(frozen=True)
class Change:
    """One difference. `before` or `after` is None where the part was added or removed."""

    kind: Literal["added", "removed", "changed"]
    part: str
    """Which: `steps.submit`, `steps.submit.guards`."""
    before: Any
    after: Any


def changes_between(old: Definition, new: Definition) -> list[Change]:
    """Every difference, in the order of the document; states, steps and so on are compared by name."""
    before, after = old.as_document(), new.as_document()
    found: list[Change] = []
    for part in dict.fromkeys((*before, *after)):
        if part in KEYED:
            key = KEYED[part]
            ones = {one[key]: one for one in before.get(part, ())}
            others = {one[key]: one for one in after.get(part, ())}
            found += _keyed(part, ones, others)
        else:
            found += _changed(part, before.get(part), after.get(part))
    return found


def _keyed(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield Change("removed", f"{part}.{name}", before[name], None)
        elif name not in before:
            yield Change("added", f"{part}.{name}", None, after[name])
        else:
            for key in dict.fromkeys((*before[name], *after[name])):
                yield from _changed(f"{part}.{name}.{key}", before[name].get(key), after[name].get(key))


def _changed(part: str, before: Any, after: Any) -> Iterator[Change]:
    if before != after:
        yield Change("added" if before is None else "removed" if after is None else "changed", part, before, after)
