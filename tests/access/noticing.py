"""Which checks notice that something was taken out of the wall: those it concerns first, and all before saying none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import psycopg

from storage.access import MEMBER
from storage.access.functions import function_statements
from storage.access.grants import policy_statements
from tests.access.probes import Difference, Probes, wrongly_granted
from tests.access.removals import CALLED, Removal

ACTS = ("read", "update", "delete", "blind", "insert")
COMMANDS = {"SELECT": ("read",), "UPDATE": ("update", "blind"), "DELETE": ("delete", "blind"), "INSERT": ("insert",)}
GUARDED = re.compile(r"(?:CREATE POLICY|DROP POLICY|GRANT|REVOKE) .*?\b(SELECT|INSERT|UPDATE|DELETE)\b")
ASKED_DIRECTLY = frozenset({"case_facts", "few_facts", "locked_case", "dissents_of", "ties_of"})
"""Functions that people ask themselves, rather than a policy for them."""


@dataclass(frozen=True)
class Concerned:
    """An act on a table that a policy decides by way of some functions."""

    table: str
    act: str
    functions: frozenset[str]


@cache
def callers_of(function: str) -> frozenset[str]:
    """The function and every other that calls it, by whatever way."""
    found = {function}
    # Each statement names first what it creates, then what that calls.
    named = [CALLED.findall(text) for text in function_statements()]
    while more := {name for name, *called in named if found & {*called}} - found:
        found |= more
    return frozenset(found)


@cache
def decided() -> tuple[Concerned, ...]:
    """Every act that a policy decides."""
    return tuple(
        Concerned(table, act, frozenset(CALLED.findall(statement)))
        for table, access in MEMBER.items()
        for statement in policy_statements(table, access)
        if statement.startswith("CREATE POLICY")
        for act in COMMANDS[_command(statement)]
    )


def _command(statement: str) -> str:
    found = GUARDED.match(statement)
    assert found, statement
    return found[1]


def concerned_by(removal: Removal) -> list[tuple[str, tuple[str, ...]]]:
    """The tables that a removal concerns, each with the acts; quick acts before slow ones."""
    if removal.table:
        guarded = [COMMANDS[found[1]] for text in removal.undoes if (found := GUARDED.match(text))]
        return [(removal.table, acts) for acts in guarded]
    changed = frozenset[str]().union(*(callers_of(name) for name in removal.functions))
    touched = sorted({(one.table, one.act) for one in decided() if one.functions & changed})
    return [(table, (act,)) for act in ACTS for table, asked in touched if asked == act]


def noticed(probes: Probes, removal: Removal) -> str | None:
    """What the database's half of the matrix says of a removal: the first difference from the page."""
    try:
        return next(_told(probes, removal), None)
    except psycopg.Error as error:
        probes.connection.rollback()
        return type(error).__name__


def _told(probes: Probes, removal: Removal) -> Iterator[str]:
    actors = probes.world.actors
    by_grant = " ".join(removal.does).startswith(("GRANT", "REVOKE", "ALTER", "DROP POLICY worker_all"))
    if by_grant:
        yield from wrongly_granted(probes.connection)
    if ASKED_DIRECTLY & frozenset[str]().union(*(callers_of(name) for name in removal.functions)):
        yield from _differing(probes.asked(actors))
    for table, acts in concerned_by(removal):
        yield from _differing(probes.differences(actors, [table], acts))
    # Nothing that it plainly concerns told of it: now everything is asked, the table it stands on first.
    first = [removal.table] if removal.table else []
    yield from wrongly_granted(probes.connection)
    yield from _differing(probes.asked(actors))
    for tables in (first, [table for table in probes.tables() if table not in first]):
        yield from _differing(probes.differences(actors, tables, ACTS))


def _differing(found: Iterator[Difference | None]) -> Iterator[str]:
    yield from (str(difference) for difference in found if difference)
