"""Reads `docs/access.md`: what its tables permit, as data that the checks compare the database and the API with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/access.md"
NEVER, ALWAYS, ANYONE = "–", "always", "anyone"
ACTS = {"+": "insert", "~": "update", "-": "delete"}


@dataclass(frozen=True)
class Condition:
    """What a case must have disclosed, and must not have, for a cell of the page to hold."""

    disclosed: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()

    def holds(self, discloses: frozenset[str]) -> bool:
        """Whether a case that discloses this much meets the condition."""
        return self.disclosed <= discloses and not self.withheld & discloses


@dataclass(frozen=True)
class PolicyTable:
    """The page: by what a row is and by the asker's part in the case, when it may be read or written."""

    reading: dict[str, dict[str, Condition]]
    writing: dict[str, dict[str, dict[str, Condition]]]
    changes: dict[str, frozenset[str]]
    closed: frozenset[str]
    acting: dict[str, frozenset[str]]
    """Whose a mutation is."""
    shown: dict[str, tuple[str, ...]]
    """The rows that a type of the API, or a field of one, shows."""
    published: frozenset[str]
    """The rows of a case that a record of it may tell of."""

    def may_read(self, kind: str, parts: frozenset[str], discloses: frozenset[str]) -> bool:
        """Whether somebody with these parts in a case may read such a row of it."""
        row = self.reading[kind]
        return any(part in row and row[part].holds(discloses) for part in parts)

    def may_write(
        self, act: str, kind: str, parts: frozenset[str], discloses: frozenset[str], *, unread: bool = False
    ) -> bool:
        """Whether they may insert, update or delete it."""
        row = self.writing.get(kind, {})
        allowed = any(act in row.get(part, {}) and row[part][act].holds(discloses) for part in parts)
        return allowed and (act == "insert" or unread or self.may_read(kind, parts, discloses))


def rows_under(heading: str, text: str) -> Iterator[dict[str, str]]:
    """The rows of the first table under a heading, by the names of its columns."""
    section = text.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    lines = [line.strip().strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    names = [name.strip() for name in lines[0]]
    for line in lines[2:]:
        yield dict(zip(names, (cell.strip() for cell in line), strict=True))


def kinds_in(cell: str) -> list[str]:
    """What a row of a table is about."""
    return re.findall(r"`([^`]+)`", cell)


def _read_condition(cell: str) -> Condition | None:
    if cell in (NEVER, ""):
        return None
    return Condition() if cell == ALWAYS else Condition(frozenset(cell.split()))


def _write_conditions(cell: str) -> dict[str, Condition]:
    found = {}
    for part in cell.split():
        signs, _, words = part.partition(":")
        flags = [word for word in words.split(",") if word]
        condition = Condition(
            frozenset(flag for flag in flags if not flag.startswith("!")),
            frozenset(flag[1:] for flag in flags if flag.startswith("!")),
        )
        found.update({ACTS[sign]: condition for sign in signs})
    return found


@cache
def policy_table() -> PolicyTable:
    """The page as it stands."""
    text = PAGE.read_text(encoding="utf-8")
    reading = {
        kind: {part: when for part, cell in row.items() if part != "what" and (when := _read_condition(cell))}
        for row in rows_under("Reading", text)
        for kind in kinds_in(row["what"])
    }
    writing = {
        kind: {part: _write_conditions(cell) for part, cell in row.items() if part != "what"}
        for row in rows_under("Writing", text)
        for kind in kinds_in(row["what"])
    }
    (changes,) = re.findall(r"(?m)^What may be changed in a row: (.+)$", text)
    (closed,) = re.findall(r"(?m)^Every other table is open to nobody .*: (.+)$", text)
    (published,) = re.findall(r"(?m)^A published record of a case tells of: (.+)$", text)
    shown: dict[str, tuple[str, ...]] = {}
    for row in rows_under("What the API shows of it", text):
        for name in kinds_in(row["type"]):
            shown[name] = tuple(kinds_in(row["shows"]))
            for field, rows in re.findall(r"`(\w+)`: ((?:`[^`]+` ?)+)", row["but"]):
                shown[f"{name}.{field}"] = tuple(kinds_in(rows))
    return PolicyTable(
        reading,
        writing,
        {name: frozenset(columns.split()) for name, columns in re.findall(r"`(\w+)` ([a-z_ ]+)", changes)},
        frozenset(kinds_in(closed)),
        {
            mutation: frozenset(kinds_in(row["whose"]))
            for row in rows_under("Acting", text)
            for mutation in kinds_in(row["mutation"])
        },
        shown,
        frozenset(kinds_in(published)),
    )
