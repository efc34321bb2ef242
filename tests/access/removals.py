"""Every way to take one stone out of the wall: a policy, a grant, a condition of a function; and how to put it back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.access import MEMBER
from storage.access.functions import function_statements
from storage.access.grants import SHARED_GRANTS, policy_statements

CALLED = re.compile(r"access\.(\w+)")

POLICY = re.compile(
    r"CREATE POLICY (\w+) ON (\S+) (FOR \w+) TO \w+(?: USING \((.*?)\))?(?: WITH CHECK \((.*)\))?$", re.DOTALL
)
CONDITIONS = re.compile(
    r"NOT '\w+' = ANY \(e\.discloses\)|'\w+' = ANY \(e\.discloses\)|\w\.\w+_at IS NULL"
    r"|\b[sm]\.(?:lead|chair)\b(?= |\n|$)"
    r"|(?:\w\.)?person_id = access\.person\(\)|(?:\w\.)?role = '\w+'|(?:\w\.)?role IN \([^)]*\)|\w\.state = '\w+'"
    r"|[\w.]+ IN \(SELECT \* FROM access\.\w+\(\)\)|access\.is_secretary\(\)"
)
PARTS = re.compile(
    r"e\.id IN \(SELECT \* FROM access\.\w+\(\)\)|access\.is_secretary\(\)"
    r"|s\.(?:removed|recused)_at IS NULL(?=[^)]*\),)"
)
SELECTED = re.compile(r"SELECT (?:\w\.)?$")


@dataclass(frozen=True)
class Removal:
    """One removal: what it takes away, the statements that do it, and those that undo it; none: apply all anew."""

    name: str
    does: tuple[str, ...]
    undoes: tuple[str, ...] = ()
    table: str | None = None
    functions: frozenset[str] = frozenset()
    """What it changes of the functions that policies call."""


def _terms(condition: str, joint: str) -> list[str]:
    """The parts of a condition between the joints that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(condition):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if not depth and condition.startswith(joint, place):
            parts.append(condition[start:place])
            start = place + len(joint)
    return [*parts, condition[start:]]


def _weaker(condition: str) -> Iterator[str]:
    """The condition without one of its parts: whatever stands between AND, and whatever between OR."""
    for outer, inner in ((" OR ", " AND "), (" AND ", " OR ")):
        outers = _terms(condition, outer)
        if len(outers) > 1:
            for place in range(len(outers)):
                yield outer.join(outers[:place] + outers[place + 1 :])
            for place, part in enumerate(outers):
                inners = _terms(part.removeprefix("(").removesuffix(")") if part.startswith("((") else part, inner)
                for gone in range(len(inners)) if len(inners) > 1 else ():
                    kept = inner.join(inners[:gone] + inners[gone + 1 :])
                    yield outer.join([*outers[:place], f"({kept})", *outers[place + 1 :]])
            return
    if condition.startswith("(") and condition.endswith(")"):
        yield from _weaker(condition[1:-1])


def _of_policy(statement: str) -> Iterator[Removal]:
    found = POLICY.match(statement)
    assert found, statement
    name, table, command, using, check = found.groups()
    drop = f"DROP POLICY {name} ON {table}"
    plain = table.removeprefix("working.")
    yield Removal(f"{name} of {plain}", (drop,), (statement,), plain)

    def put(condition: str) -> str:
        clauses = (" USING (" + condition + ")" if using else "") + (" WITH CHECK (" + condition + ")" if check else "")
        return f"CREATE POLICY {name} ON {table} {command} TO areopag_member{clauses}"

    yield Removal(f"the condition of {name} of {plain}", (drop, put("true")), (drop, statement), plain)
    for condition in _weaker(using or check):
        yield Removal(f"{name} of {plain} left as {condition}", (drop, put(condition)), (drop, statement), plain)


def _reversed(grant: str) -> str:
    if grant.startswith("GRANT"):
        return "REVOKE" + grant.removeprefix("GRANT").replace(" TO ", " FROM ")
    return "GRANT" + grant.removeprefix("REVOKE").replace(" FROM ", " TO ")


def _named(function: str, place: re.Match[str], places: Sequence[re.Match[str]]) -> str:
    """What it is called to take a condition out of a function; one that stands there more than once is counted."""
    alike = [other.start() for other in places if other[0] == place[0]]
    which = f" ({alike.index(place.start()) + 1} of {len(alike)})" if len(alike) > 1 else ""
    return f"{function}: without {place[0]}{which}"


def _of_function(statement: str) -> Iterator[Removal]:
    found = re.search(r"FUNCTION access\.(\w+)", statement)
    assert found
    head, body, tail = statement.split("$$")
    if body.lstrip().startswith("*/"):
        # What finds a set out stands in the midst of what keeps it, marked by comments, whose ends are no part of it.
        opened, body = body.split("*/", 1)
        body, closed = body.rsplit("/*", 1)
        head, tail = f"{head}$${opened}*/", f"/*{closed}$${tail}"
    else:
        head, tail = f"{head}$$", f"$${tail}"
    # What the guards are told of a case is no matter of access, but for whom it is told and who has which part in it.
    about = CONDITIONS if found[1] not in ("case_facts", "few_facts", "ties_of") else PARTS
    places = [match for match in about.finditer(body) if not SELECTED.search(body[: match.start()])]
    bodies = {_named(found[1], place, places): body[: place.start()] + "true" + body[place.end() :] for place in places}
    for match in re.finditer(r"NOT EXISTS \(", body) if about is CONDITIONS else ():
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(body[end], 0)
            end += 1
        bodies[f"{found[1]}: without {' '.join(body[match.start() : end].split())}"] = (
            body[: match.start()] + "true" + body[end:]
        )
    if "RECURSIVE" not in body and not found[1].startswith(("case", "few", "ties")):
        branches = re.split(r"\bUNION\b", body)
        for place in range(len(branches)) if len(branches) > 1 else ():
            kept = " UNION ".join(branches[:place] + branches[place + 1 :])
            bodies[f"{found[1]}: without its branch {place + 1}"] = kept
    for name, changed in bodies.items():
        yield Removal(name, (f"{head}{changed}{tail}",), (statement,), functions=frozenset({found[1]}))


def removals() -> Iterator[Removal]:
    """Every removal that the checks must notice."""
    for table, access in MEMBER.items():
        for statement in policy_statements(table, access):
            if statement.startswith("GRANT"):
                yield Removal(statement, (_reversed(statement),), (statement,), table)
            else:
                yield from _of_policy(statement)
        name = f"working.{table}"
        yield Removal(
            f"row security of {table}",
            (f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY",),
            (f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",),
            table,
        )
        yield Removal(
            f"the server's own policy on {table}",
            (f"DROP POLICY worker_all ON {name}",),
            (f"CREATE POLICY worker_all ON {name} TO areopag_worker USING (true) WITH CHECK (true)",),
            table,
        )
    for statement in function_statements():
        yield from _of_function(statement)
    for statement in SHARED_GRANTS:
        yield Removal(statement, (_reversed(statement),), functions=frozenset(CALLED.findall(statement)))
