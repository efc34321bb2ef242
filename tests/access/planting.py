"""What a planted region consists of, and the hand that plants it: rows, cases, and who has a part in them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.access.policy_table import ANYONE, policy_table

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
"""When whatever is planted happened."""
PARTS = {
    "officer": "school",
    "head": "school",
    "lead": "expert",
    "expert": "expert",
    "member": "commission",
    "chair": "commission",
    "municipal founder": "founder",
    "regional founder": "founder",
    "appeal member": "appeal",
    "held expert": "held expert",
    "held member": "held commission",
}
"""Actors that have a part in the cases of their own side, and which."""
OUTSIDERS = (
    "recused expert",
    "removed expert",
    "recused member",
    "recused appeal member",
    "administrator",
    "service",
    "stranger",
)
ACTORS = (*PARTS, "secretary", *OUTSIDERS)


@dataclass(frozen=True)
class Row:
    """One planted row: what the policy page calls it, and whose it is."""

    table: str
    kind: str
    key: Mapping[str, object]
    values: Mapping[str, object]
    owners: frozenset[UUID] = frozenset()
    case: "CaseOf | None" = None
    listed: bool = True
    """Whether the API lists it among its like; a removed document is kept and never listed."""
    side: str | None = None
    """Of a person who sits in every case of a side: whoever may know them from any case, may know them."""

    def kind_for(self, person: UUID) -> str:
        """What the page calls it when this person asks."""
        own = f"{self.kind} (own)"
        known = own in policy_table().reading or own in policy_table().writing
        return own if known and person in self.owners else self.kind


@dataclass(frozen=True)
class CaseOf:
    """One case of the region."""

    id: UUID
    number: str
    side: str
    state: str
    discloses: frozenset[str]
    variant: str = ""
    """Beyond the phases: an open panel; reviews handed in; a decision before its votes are open."""

    def __str__(self) -> str:
        return f"{self.side} {self.state} {self.variant}".rstrip()


@dataclass
class World:
    """Who is there, what was planted, and which word betrays which row."""

    actors: dict[str, UUID] = field(default_factory=dict)
    cases: list[CaseOf] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    prototypes: list[Row] = field(default_factory=list)
    """Rows that are not there, to try to insert."""
    canaries: dict[str, Row] = field(default_factory=dict)
    _by_table: dict[tuple[str, UUID | None], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Row) -> None:
        """Keep a row that is there."""
        self.rows.append(row)
        for case in {None, row.case.id if row.case else None}:
            self._by_table[row.table, case].append(row)

    def of(self, table: str, case: CaseOf | None = None) -> list[Row]:
        """What was planted in a table, in one case or in all; there are too many rows to look through all each time."""
        return self._by_table[table, case.id if case else None]

    def parts(self, actor: str, case: CaseOf | None) -> frozenset[str]:
        """What an actor is in a case, as the page calls it."""
        found = {ANYONE}
        if actor == "secretary":
            found.add("secretary")
        if actor in PARTS and (case is None or case.side == "own"):
            found.add(PARTS[actor])
        return frozenset(found if case else found & {ANYONE, "secretary"})

    def writing_parts(self, actor: str, case: CaseOf | None) -> frozenset[str]:
        """The same, with the parts that only writing tells apart."""
        extra = {actor} if actor in ("lead", "chair") and case and case.side == "own" else frozenset[str]()
        return self.parts(actor, case) | extra

    def may_read(self, actor: str, row: Row) -> bool:
        """What the page says of this actor and this row."""
        kind = row.kind_for(self.actors[actor])
        cases = [case for case in self.cases if case.side == row.side] if row.side else [row.case]
        return any(
            policy_table().may_read(kind, self.parts(actor, case), case.discloses if case else frozenset())
            for case in cases
        )

    def may_show(self, actor: str, row: Row, case: CaseOf) -> bool:
        """Whether an answer about this case alone may show the row: what other cases open does not count."""
        kind = row.kind_for(self.actors[actor])
        about = row.case or (case if row.side == case.side else None)
        return policy_table().may_read(kind, self.parts(actor, about), about.discloses if about else frozenset())

    def may_hear(self, actor: str, row: Row) -> bool:
        """Whether the actor may be told a dissenting opinion with the decision, as the page says."""
        kinds = ("dissent: text", row.kind)
        parts, discloses = self.parts(actor, row.case), row.case.discloses if row.case else frozenset[str]()
        return any(policy_table().may_read(kind, parts, discloses) for kind in kinds)

    def may_write(self, actor: str, act: str, row: Row, *, unread: bool = False) -> bool:
        """What the page says of an act of this actor on this row; `unread`: by a statement that reads nothing."""
        kind = row.kind_for(self.actors[actor])
        table, parts = policy_table(), self.writing_parts(actor, row.case)
        return table.may_write(act, kind, parts, row.case.discloses if row.case else frozenset(), unread=unread)


class Planter:
    """Plants rows as the owner of the database, whom no policy binds."""

    def __init__(self, connection: psycopg.Connection, world: World, framework: UUID, criterion: UUID) -> None:
        self.framework = framework
        self.criterion = criterion
        self._connection = connection
        self.world = world
        self._count = 0

    def canary(self) -> str:
        """A word found nowhere else."""
        self._count += 1
        return f"cnry{self._count:06d}x"

    def plant(
        self,
        table: str,
        values: Mapping[str, object],
        *,
        key: tuple[str, ...] = ("id",),
        kind: str | None = None,
        owner: UUID | Collection[UUID] = (),
        case: CaseOf | None = None,
        side: str | None = None,
        listed: bool = True,
        there: bool = True,
    ) -> UUID:
        """Plant a row, or with `there=False` only keep it as one to try to insert; answers with its first key."""
        if key == ("id",) and "id" not in values:
            values = {"id": uuid4(), **values}
        owners = frozenset([owner] if isinstance(owner, UUID) else owner)
        row = Row(table, kind or table, {name: values[name] for name in key}, dict(values), owners, case, listed, side)
        found = values[key[0]]
        first = found if isinstance(found, UUID) else UUID(int=0)
        if not there:
            self.world.prototypes.append(row)
            return first
        held = [Jsonb(value) if _is_document(value) else value for value in values.values()]
        statement = sql.SQL("INSERT INTO working.{} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join([sql.Placeholder()] * len(values)),
        )
        self._connection.execute(statement, held)
        self.world.add(row)
        for word in _canaries_in(values):
            self.world.canaries[word] = row
        if key == ("id",) and first.int:
            self.world.canaries[first.hex] = row
        return first


def _is_document(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _canaries_in(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("cnry"):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _canaries_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _canaries_in(part)


def plant_somebody(planter: Planter, case: CaseOf, kind: str) -> UUID:
    """A person who is nothing else in the world: one of a panel, of a commission, of those who hear an appeal."""
    key = uuid4()
    return planter.plant(
        "person", {"id": key, "name_ru": planter.canary(), "name_en": planter.canary()}, kind=kind, case=case
    )
