"""Asks the database itself, as each actor: which rows can be read, inserted, changed, deleted; against the page."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

import psycopg
from psycopg import errors, sql
from psycopg.types.json import Jsonb

from storage.access.functions import EVALUATIONS
from tests.access.planting import Row, World
from tests.access.policy_table import policy_table

INSERTS = """
CREATE SCHEMA IF NOT EXISTS probe;
CREATE OR REPLACE FUNCTION probe.inserts(statements text[]) RETURNS boolean[] LANGUAGE plpgsql AS $$
DECLARE one text; found boolean[] := '{}';
BEGIN
    FOREACH one IN ARRAY statements LOOP
        BEGIN
            EXECUTE one;
            RAISE EXCEPTION 'taken back';
        EXCEPTION WHEN insufficient_privilege THEN found := found || false;
            WHEN OTHERS THEN found := found || true;
        END;
    END LOOP;
    RETURN found;
END $$;
GRANT USAGE ON SCHEMA probe TO areopag_member, areopag_observer
"""


@dataclass(frozen=True)
class Difference:
    """Something the database allows and the page does not (a leak), or the other way round."""

    actor: str
    act: str
    what: str
    case: str
    allowed: bool

    def __str__(self) -> str:
        verb = "can" if self.allowed else "cannot"
        return f"{self.actor} {verb} {self.act} {self.what} in {self.case}"


LISTS = ("evaluation", "extension_request", "statement")
"""Tables whose lists are arrays of words; in every other a list is a document."""


def _held(value: object, table: str) -> object:
    return Jsonb(value) if isinstance(value, dict | list) and table not in LISTS else value


class Probes:
    """The database of a planted world, asked through one connection of its owner."""

    def __init__(self, connection: psycopg.Connection, world: World) -> None:
        self.connection = connection
        self.world = world
        connection.execute(INSERTS)
        connection.commit()
        self._statements = {id(row): self._insert_of(row) for row in (*world.rows, *world.prototypes)}
        self._rows: dict[str, list[Row]] = {}
        for row in world.rows:
            self._rows.setdefault(row.table, []).append(row)

    def _insert_of(self, row: Row) -> str:
        held = [_held(value, row.table) for value in row.values.values()]
        return (
            sql.SQL("INSERT INTO working.{} ({}) OVERRIDING SYSTEM VALUE VALUES ({})")
            .format(
                sql.Identifier(row.table),
                sql.SQL(", ").join(map(sql.Identifier, row.values)),
                sql.SQL(", ").join(map(sql.Literal, held)),
            )
            .as_string(self.connection)
        ) + (" RETURNING id" if row.kind == "evaluation: new and read" else "")

    @contextmanager
    def being(self, person: UUID | None) -> Iterator[None]:
        """A transaction as this person, or as an observer; nothing of it stays."""
        role = "areopag_member" if person else "areopag_observer"
        self.connection.execute(
            "SELECT set_config('session_replication_role', 'replica', true), set_config('areopag.person', %s, true),"
            " set_config('role', %s, true)",
            [str(person or ""), role],
        )
        try:
            yield
        finally:
            self.connection.rollback()

    def _keys(self, statement: sql.Composed) -> set[tuple[object, ...]]:
        try:
            with self.connection.transaction(force_rollback=True):
                return set(self.connection.execute(statement).fetchall())
        except errors.InsufficientPrivilege:
            return set()

    def touched(self, act: str, table: str) -> set[tuple[object, ...]]:
        """The keys of the rows that the present person can read, update or delete."""
        name = sql.Identifier("working", table)
        rows = self._rows[table]
        keys = sql.SQL(", ").join(map(sql.Identifier, rows[0].key))
        if act == "read":
            return self._keys(sql.SQL("SELECT {} FROM {}").format(keys, name))
        if act == "delete":
            return self._keys(sql.SQL("DELETE FROM {} RETURNING {}").format(name, keys))
        column = sql.Identifier(max(policy_table().changes.get(table, rows[0].values)))
        return self._keys(sql.SQL("UPDATE {} SET {} = {} RETURNING {}").format(name, column, column, keys))

    def insertable(self, rows: Sequence[Row]) -> list[bool]:
        """Which of these rows the present person could insert, were they not there."""
        statements = [self._statements[id(row)] for row in rows]
        found = self.connection.execute("SELECT probe.inserts(%s)", [statements]).fetchone()
        assert found
        return list(found[0])

    def _blind(self, actor: str, table: str) -> Iterator[Difference | None]:
        """How many rows are changed and deleted by statements that read none: the read policy does not bind them."""
        name, rows = sql.Identifier("working", table), self._rows[table]
        changes = policy_table().changes.get(table, frozenset()) & rows[0].values.keys() - {"state"}
        column = max(changes or rows[0].values.keys() - {"id"} or rows[0].key)
        example = sql.Literal(_held(rows[0].values[column], table))
        for act, statement in (
            ("update", sql.SQL("UPDATE {} SET {} = {}").format(name, sql.Identifier(column), example)),
            ("delete", sql.SQL("DELETE FROM {}").format(name)),
        ):
            try:
                with self.connection.transaction(force_rollback=True):
                    count = self.connection.execute(statement).rowcount
            except errors.InsufficientPrivilege:
                count = 0
            except errors.CheckViolation:
                continue
            may = sum(self.world.may_write(actor, act, row, unread=True) for row in rows)
            yield (
                None
                if count == may
                else Difference(actor, f"blindly {act}", f"{count} {table}", f"{may} rows", count > may)
            )

    def differences(
        self, actors: Iterable[str], tables: Iterable[str], acts: Iterable[str]
    ) -> Iterator[Difference | None]:
        """One answer a check: None where database and page agree."""
        tables, acts = list(tables), list(acts)
        for actor in actors:
            with self.being(self.world.actors[actor]):
                for table in tables:
                    for act in acts:
                        yield from self._compared(actor, table, act)

    def _compared(self, actor: str, table: str, act: str) -> Iterator[Difference | None]:
        rows = self._rows[table]
        if act == "blind":
            yield from self._blind(actor, table)
            return
        if act == "insert":
            rows = rows + [row for row in self.world.prototypes if row.table == table and self._tries(actor, row)]
            allowed = self.insertable(rows)
        else:
            keys = self.touched(act, table)
            allowed = [tuple(row.key.values()) in keys for row in rows]
        for row, found in zip(rows, allowed, strict=True):
            may = self.world.may_read(actor, row) if act == "read" else self.world.may_write(actor, act, row)
            kind = row.kind_for(self.world.actors[actor])
            yield None if may is found else Difference(actor, act, kind, str(row.case or "the register"), found)

    def _tries(self, actor: str, row: Row) -> bool:
        """Whether an actor tries to insert a row: those in their own name, in one other person's, and in nobody's."""
        people = list(self.world.actors.values())
        mine = people.index(self.world.actors[actor])
        return not row.owners or not row.owners.isdisjoint((people[mine], people[mine - 1]))

    def sets(self, here: UUID | None = None) -> dict[str, set[UUID]]:
        """The sets of ids that the policies ask for, of the present person; `here`: in a step of this case."""
        every = sql.SQL(", ").join(
            sql.SQL("ARRAY(SELECT access.{}())").format(sql.Identifier(one)) for one in EVALUATIONS
        )
        with self.connection.transaction(force_rollback=True):
            self.connection.execute("SELECT set_config('areopag.span', %s, true)", [f"step/{here}" if here else ""])
            found = self.connection.execute(sql.SQL("SELECT ") + every).fetchone()
        assert found
        return dict(zip(EVALUATIONS, map(set, found), strict=True))

    def tables(self) -> list[str]:
        """Every table with planted rows."""
        return list(self._rows)

    def asked(self, actors: Iterable[str]) -> Iterator[Difference | None]:
        """What the functions that look past the policies tell, against what the page lets the actor read."""
        cases = {row.case.id: row for row in self._rows["evaluation"] if row.case}
        decisions = {row.values["motion_id"]: row for row in self._rows["decision"]}
        motions = [row.values["id"] for row in self._rows["motion"]]
        for actor in actors:
            with self.being(self.world.actors[actor]):
                known = self._roles(list(cases))
                for key, row in cases.items():
                    yield self._told(actor, "the facts", row, key in known)
                    yield self._roles_right(actor, row, known.get(key))
                dissented = self._first(
                    "SELECT id FROM unnest(%s) AS asked (id) WHERE access.dissents_of(id) <> '{}'", [motions]
                )
                for motion in motions:
                    heard = [row for row in self._rows["dissent"] if row.values["motion_id"] == motion]
                    may = motion in decisions and any(self.world.may_hear(actor, row) for row in heard)
                    told = motion in dissented
                    case = str(heard[0].case) if heard else "no case"
                    yield None if told is may else Difference(actor, "ask for", "dissents", case, told)
                ties = self._first("SELECT access.ties_of(%s) IS NOT NULL", [self.world.actors["expert"]])
                yield Difference(actor, "ask for", "ties", "the register", True) if ties else None
                locked = self._locked(list(cases))
                for key, row in cases.items():
                    yield self._told(actor, "the lock", row, key in locked)

    def _roles(self, cases: Sequence[object]) -> dict[object, frozenset[str]]:
        """What the facts say the present person is, in each case they tell of."""
        rows = self.connection.execute(
            """
            SELECT evaluation_id, facts -> 'is_school' = 'true', facts -> 'is_founder' = 'true',
                   facts -> 'is_secretary' = 'true',
                   facts -> 'seats' @> jsonb_build_array(jsonb_build_object('person', access.person())),
                   facts -> 'members' ? access.person()::text AND NOT facts -> 'recused' ? access.person()::text,
                   jsonb_array_length(facts -> 'seats') <> 4
            FROM (SELECT * FROM access.case_facts(%s) UNION ALL SELECT * FROM access.few_facts(%s)) told
            """,
            [cases, cases],
        ).fetchall()
        names = ("school", "founder", "secretary", "expert", "commission", "one who left")
        found: dict[object, frozenset[str]] = {}
        for key, *held in rows:
            parts = frozenset(name for name, is_one in zip(names, held, strict=True) if is_one)
            found[key] = found.get(key, frozenset()) | parts
        return found

    def _roles_right(self, actor: str, row: Row, held: frozenset[str] | None) -> Difference | None:
        parts = {part.removeprefix("held ") for part in self.world.parts(actor, row.case)}
        if held is None or held == parts - {"anyone", "appeal"}:
            return None
        return Difference(actor, "act as", ", ".join(sorted(held)), str(row.case), True)

    def _locked(self, cases: Sequence[object]) -> set[object]:
        """The cases whose lock is held once the present person has asked for each; the person is nobody afterwards."""
        self.connection.execute("SELECT FROM unnest(%s) AS asked (id), access.locked_case(asked.id, false)", [cases])
        self.connection.execute("SET LOCAL role = none")
        held = self.connection.execute("SELECT id FROM working.evaluation WHERE xmax = pg_current_xact_id()::xid")
        return {row[0] for row in held}

    def _told(self, actor: str, what: str, row: Row, told: bool) -> Difference | None:
        may = self.world.may_read(actor, row)
        return None if may is told else Difference(actor, "ask for", what, str(row.case), told)

    def _first(self, statement: LiteralString, values: Sequence[object]) -> set[object]:
        try:
            with self.connection.transaction(force_rollback=True):
                return {row[0] for row in self.connection.execute(statement, values).fetchall()}
        except errors.InsufficientPrivilege:
            return set()


ROLES_ASKED = """
SELECT r.role, n.nspname || '.' || c.relname, a.attname,
       has_schema_privilege(r.role, n.oid, 'USAGE'),
       has_column_privilege(r.role, c.oid, a.attnum, 'SELECT'),
       has_column_privilege(r.role, c.oid, a.attnum, 'UPDATE'),
       has_column_privilege(r.role, c.oid, a.attnum, 'INSERT'),
       has_table_privilege(r.role, c.oid, 'DELETE'), has_table_privilege(r.role, c.oid, 'TRUNCATE'),
       c.relrowsecurity, EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'worker_all')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('working', 'published', 'public')
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
     unnest(ARRAY['areopag_observer', 'areopag_member', 'areopag_worker']) AS r (role)
WHERE c.relkind = 'r'
"""
SEQUENCES = """
SELECT bool_and(has_sequence_privilege('areopag_worker', c.oid, 'USAGE')) FROM pg_class c
WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace
"""
NEVER_CHANGED = (
    "working.audit_entry",
    "working.audit_checkpoint",
    "working.evidence_version",
    "working.evidence_copy",
    "working.evidence_redaction",
    "working.opening",
    "published.record",
)
SEALED = {"number", "person_id", "process", "change", "salt", "previous", "hash"}
MEMBER_READS_IN_PART = {
    "working.digest": {"language", "subject", "text"},
    "working.audit_entry": SEALED,
    "working.evaluation": {"organisation_id"},
}


def wrongly_granted(connection: psycopg.Connection) -> list[str]:
    """Where the grants of the three roles are not those that the page tells in words."""
    table = policy_table()
    open_tables = {f"working.{kind.partition(':')[0].partition(' ')[0]}" for kind in table.reading}
    open_tables = {name.replace("working.history", "working.audit_entry") for name in open_tables}
    rows = connection.execute(ROLES_ASKED).fetchall()
    connection.rollback()
    wrong = []
    for role, name, column, schema, reads, changes, inserts, deletes, truncates, secured, workers in rows:
        working = name.startswith("working.") and name != "working.alembic_version"
        if role == "areopag_observer":
            right = reads is schema is name.startswith("published.") and not (changes or inserts or deletes)
        elif role == "areopag_member":
            whole = name in open_tables and column not in MEMBER_READS_IN_PART.get(name, set())
            right = reads is (whole or name.startswith("published.")) and schema is not name.startswith("public.")
            right = right and changes is (working and column in table.changes.get(name.removeprefix("working."), ()))
        else:
            own = name != "working.alembic_version"
            right = schema and reads is own and inserts is own
            right = right and changes is (own and name not in NEVER_CHANGED) is deletes
            right = right and (not working or (secured and workers))
        if not right or (truncates and (role != "areopag_worker" or name in NEVER_CHANGED)):
            wrong.append(f"{role} on {name}.{column}")
    row = connection.execute(SEQUENCES).fetchone()
    connection.rollback()
    return wrong if row and row[0] else [*wrong, "the job queue's sequences are closed to the server"]
