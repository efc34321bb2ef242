"""Asks the client's queries and others on databases that differ only in rows the asker may not see."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from graphql import FragmentDefinitionNode, OperationDefinitionNode, OperationType, parse, print_ast
from hypothesis import strategies as st
from psycopg import sql

from tests.access.attempts import ASKED, put, words_of
from tests.access.planting import CaseOf, Row, World
from tests.access.reached import OBSERVER, Api

CLIENT = Path(__file__).resolve().parents[2] / "web/src"
TEMPLATE = re.compile(r"graphql\(\s*`([^`]*)`", re.DOTALL)
SOUGHT = "слово"
"""A word that is searched for and that hidden rows are made to have."""
REQUEST_ID = "the-same-each-time"


def client_queries() -> dict[str, str]:
    """Every query of the client, each with the fragments it uses, by its name."""
    operations: dict[str, OperationDefinitionNode] = {}
    fragments: dict[str, FragmentDefinitionNode] = {}
    for file in sorted(CLIENT.rglob("*.ts*")):
        for text in TEMPLATE.findall(file.read_text(encoding="utf-8")):
            for part in parse(text).definitions:
                if isinstance(part, FragmentDefinitionNode):
                    assert part.name.value not in fragments, f"{part.name.value} is the name of two fragments"
                    fragments[part.name.value] = part
                elif isinstance(part, OperationDefinitionNode) and part.operation is OperationType.QUERY and part.name:
                    operations[part.name.value] = part
    return {name: _whole(print_ast(operation), fragments) for name, operation in operations.items()}


def _whole(text: str, fragments: dict[str, FragmentDefinitionNode]) -> str:
    used: dict[str, str] = {}
    waiting = [text]
    while waiting:
        for name in re.findall(r"\.\.\.(\w+)", waiting.pop()):
            if name != "on" and name not in used:
                used[name] = print_ast(fragments[name])
                waiting.append(used[name])
    return "\n".join([text, *used.values()])


def variables_for(query: str, case: CaseOf) -> dict[str, Any]:
    """Values for what a query needs, about a case."""
    made: dict[str, Any] = {}
    (operation,) = (part for part in parse(query).definitions if isinstance(part, OperationDefinitionNode))
    for given in operation.variable_definitions or ():
        kind = print_ast(given.type)
        values = {"ID!": f"evaluation-{case.id.hex}", "String!": case.number, "PublicationNumber!": 1, "Int!": 5}
        if kind in values:
            made[given.variable.name.value] = values[kind]
    return made


@dataclass(frozen=True)
class Change:
    """A change of one row that somebody may not see: a new value in a column, or the row gone."""

    row: Row
    column: str | None
    value: str

    def __str__(self) -> str:
        return f"{self.row.kind} of {self.row.case}: {self.column or 'gone'}"


def possible_changes(world: World, actor: str) -> list[Change]:
    """Every change of a row this actor may not see.

    A foreign case may change in any way or lose rows; of a case of one's own only the contents change, for the page
    says what can be told from counts.
    """
    seen = {case.id for case in world.cases if actor != OBSERVER and "evaluation" in _kinds_seen(world, actor, case)}
    possible: list[Change] = []
    for row in world.rows:
        if actor != OBSERVER and world.may_read(actor, row):
            continue
        foreign = row.case is None or row.case.id not in seen
        texts = [name for name, value in row.values.items() if isinstance(value, str) and value.startswith("cnry")]
        possible += [Change(row, name, f"{SOUGHT} {number}") for number, name in enumerate(texts)]
        if foreign and row.case is not None and row.table not in ("evaluation", "person"):
            possible.append(Change(row, None, ""))
    return possible


def hidden_changes(world: World, actor: str) -> st.SearchStrategy[list[Change]]:
    """Some such changes, each of another row."""
    possible = possible_changes(world, actor)
    return st.lists(st.sampled_from(possible), min_size=1, max_size=12, unique_by=lambda one: id(one.row))


def _kinds_seen(world: World, actor: str, case: CaseOf) -> set[str]:
    return {
        row.table for row in world.rows if row.case is case and row.table == "evaluation" and world.may_read(actor, row)
    }


class Other:
    """The same database with some rows changed, for as long as the body runs."""

    def __init__(self, connection: psycopg.Connection, changes: Iterable[Change]) -> None:
        self._connection = connection
        self._changes = list(changes)
        self._saved: list[tuple[Row, object]] = []

    def __enter__(self) -> None:
        self._connection.execute("SET session_replication_role = 'replica'")
        for change in self._changes:
            name = sql.Identifier("working", change.row.table)
            where = sql.SQL(" AND ").join(
                sql.SQL("{} = {}").format(sql.Identifier(k), v) for k, v in change.row.key.items()
            )
            found = self._connection.execute(
                sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE {}").format(name, where)
            ).fetchone()
            assert found
            self._saved.append((change.row, found[0]))
            if change.column is None:
                self._connection.execute(sql.SQL("DELETE FROM {} WHERE {}").format(name, where))
            else:
                put_in = sql.SQL("UPDATE {} SET {} = {} WHERE {}")
                self._connection.execute(put_in.format(name, sql.Identifier(change.column), change.value, where))
        self._connection.commit()

    def __exit__(self, *_: object) -> None:
        for row, saved in self._saved:
            name = sql.Identifier("working", row.table)
            where = sql.SQL(" AND ").join(sql.SQL("{} = {}").format(sql.Identifier(k), v) for k, v in row.key.items())
            self._connection.execute(sql.SQL("DELETE FROM {} WHERE {}").format(name, where))
            assert isinstance(saved, dict)
            columns = sql.SQL(", ").join(
                sql.Identifier(column) for column in saved if (row.table, column) != ("evidence_page", "words")
            )
            back = sql.SQL(
                "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM jsonb_populate_record(NULL::{}, {})"
            )
            self._connection.execute(back.format(name, columns, columns, name, psycopg.types.json.Jsonb(saved)))
        self._connection.commit()


def questions(
    world: World, cases: Iterable[CaseOf], queries: dict[str, str]
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """What is asked of both databases: the client's queries and the ad-hoc ones, about some cases."""
    for case in cases:
        for query in queries.values():
            yield query, variables_for(query, case)
        words = words_of(world, case)
        for sought in (words, {**words, **dict.fromkeys(("$page", "$school", "$person"), SOUGHT)}):
            for question in ASKED.values():
                yield put(question, sought), None


async def asked(api: Api, actor: str, asking: Iterable[tuple[str, dict[str, Any] | None]]) -> list[bytes]:
    """Every answer byte for byte, headers included, but for how much the asker may still ask in this minute."""
    answers = []
    for query, variables in asking:
        answer = await api.send(actor, query, variables, {"X-Request-Id": REQUEST_ID})
        told = sorted((name, value) for name, value in answer.headers.items() if name != "ratelimit")
        answers.append(repr(told).encode() + answer.content)
    return answers
