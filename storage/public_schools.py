"""Schools as the public register has them, or had them at a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction
from storage.grouping import one_of
from storage.moments import AS_OF, schools_at
from storage.publications import WHOLE, PublicationRow, records_as_of
from storage.searching import HAS_NUMBER, number_parameters
from storage.wanted import OF_RESULT, OF_SCHOOL, Wanted, asked_for, parameters_of, standing


@dataclass(frozen=True)
class SchoolRow:
    """A school as the public register has it."""

    id: UUID
    municipality_id: UUID | None
    region_id: UUID | None
    name_ru: str
    name_en: str
    address: str | None
    website: str | None
    pupils: int | None
    rural: bool | None
    school_kind: str | None
    since: datetime
    """Since when the register says so."""


@dataclass(frozen=True)
class ReadRow(PublicationRow):
    """One record with its text and with the school it is of."""

    municipality_id: UUID | None = None
    region_id: UUID | None = None
    name_ru: str | None = None
    name_en: str = ""
    address: str | None = None
    website: str | None = None
    pupils: int | None = None
    rural: bool | None = None
    school_kind: str | None = None
    since: datetime | None = None

    def school(self) -> SchoolRow | None:
        """The school, where the register had it then."""
        if self.name_ru is None or self.since is None:
            return None
        return SchoolRow(
            self.school_id,
            self.municipality_id,
            self.region_id,
            self.name_ru,
            self.name_en,
            self.address,
            self.website,
            self.pupils,
            self.rural,
            self.school_kind,
            self.since,
        )


SAID_OF_SCHOOL = (
    "s.municipality_id, s.region_id, s.name_ru, s.name_en, s.address, s.website, s.pupils, s.rural, s.school_kind,"
    " s.since"
)
SCHOOL = f"s.id, {SAID_OF_SCHOOL}"


RESULT = {
    name: OF_RESULT[name]
    for name in ("framework_code", "outcome", "valid_on", "expired_on", "decided_from", "decided_to")
}
"""What is asked of one result of a school, by all of it together."""


def _wanted(wanted: Wanted) -> str:
    asked = [asked_for(wanted, OF_SCHOOL)]
    if any(getattr(wanted, name) is not None for name in RESULT):
        asked.append(_with_result(wanted, asked_for(wanted, RESULT)))
    if wanted.expired_on is not None:
        # Whoever was evaluated anew in time has nothing that ran out.
        holds = OF_RESULT["valid_on"].replace(":valid_on", ":expired_on")
        on_framework = asked_for(wanted, {"framework_code": RESULT["framework_code"]})
        asked.append(f"NOT {_with_result(wanted, f'{on_framework} AND {holds}')}")
    if wanted.evaluated is not None:
        asked.append(f"{'' if wanted.evaluated else 'NOT '}{_with_result(wanted, 'true')}")
    return f"FROM {schools_at(wanted.as_of)} s WHERE {' AND '.join(asked)}"


def _with_result(wanted: Wanted, such: str) -> str:
    """That a school `s` has a result `t` that stands, of which `such` is true."""
    return f"""EXISTS (
      SELECT FROM published.record r JOIN published.result t ON t.number = r.number
      WHERE r.school_id = s.id AND {standing(wanted.as_of)} AND {such})"""


FEW = 1000
"""So many schools are put in order sooner than they are looked for by walking along the names."""


@dataclass(frozen=True)
class SchoolPlace:
    """Where a school stands in a list: those with a number that is looked for come first, each part by name."""

    part: int
    sort_name: str
    id: UUID


@dataclass(frozen=True)
class ListedRow(SchoolRow):
    """A school in a list."""

    part: int
    sort_name: str

    def place(self) -> SchoolPlace:
        """Where it stands."""
        return SchoolPlace(self.part, self.sort_name, self.id)


@dataclass(frozen=True)
class _FoundRow(ListedRow):
    """A school that a search finds, and whether there are more than were put in order."""

    more: bool


async def schools(
    transaction: Transaction, wanted: Wanted, after: SchoolPlace | None, limit: int
) -> Sequence[ListedRow]:
    """A page of schools by name, № 2 before № 10; whoever looks for number 5 finds it before 15."""
    numbers = number_parameters(wanted.search)
    if numbers is None:
        return await _part(transaction, wanted, 0, "true", {}, after, limit)
    found: list[ListedRow] = []
    for part, such in enumerate((HAS_NUMBER, f"NOT {HAS_NUMBER}")):
        if len(found) < limit and (after is None or after.part <= part):
            beyond = after if after and after.part == part else None
            found += await _part(transaction, wanted, part, such, numbers, beyond, limit - len(found))
    return found


async def _part(
    transaction: Transaction,
    wanted: Wanted,
    part: int,
    such: str,
    numbers: Mapping[str, object],
    after: SchoolPlace | None,
    limit: int,
) -> Sequence[ListedRow]:
    """What a search finds rarely is found by its index; what it finds often fills the page sooner along the names."""
    place = "AND (s.sort_name, s.id) > (:sort_name, :id)" if after else ""
    asked = f"SELECT {SCHOOL}, {part} AS part, s.sort_name {_wanted(wanted)} AND {such} {place}"
    parameters = {
        **({"sort_name": after.sort_name, "id": after.id} if after else {}),
        **numbers,
        **parameters_of(wanted),
    }
    if wanted.search is not None:
        found = await transaction.rows(
            _FoundRow,
            f"WITH found AS MATERIALIZED ({asked} LIMIT :few) SELECT s.*, (SELECT count(*) FROM found) = :few AS more"
            " FROM found s ORDER BY s.sort_name, s.id LIMIT :limit",
            few=FEW,
            limit=limit,
            **parameters,
        )
        if not any(row.more for row in found):
            return found
    return await transaction.rows(
        ListedRow, f"{asked} ORDER BY s.sort_name, s.id LIMIT :limit", limit=limit, **parameters
    )


async def count_schools(transaction: Transaction, wanted: Wanted) -> int:
    """How many schools there are."""
    count: int = await transaction.value(f"SELECT count(*) {_wanted(wanted)}", **parameters_of(wanted))
    return count


async def schools_by_id(
    transaction: Transaction, keys: Sequence[UUID], as_of: datetime | None = None
) -> list[SchoolRow | None]:
    """The schools with these keys, in their order."""
    rows = await transaction.rows(
        SchoolRow,
        f"SELECT {SCHOOL} FROM {schools_at(as_of)} s WHERE s.id = ANY(:keys)",
        keys=list(keys),
        as_of=as_of,
    )
    return one_of(keys, rows, lambda row: row.id)


async def read_publication(transaction: Transaction, number: int, as_of: datetime | None) -> ReadRow | None:
    """The record with this number, if it was published by then: whoever asks for one reads it whole."""
    return await transaction.row(
        ReadRow,
        f"{records_as_of(as_of, f', {WHOLE}, {SAID_OF_SCHOOL}')}"
        f" LEFT JOIN {schools_at(as_of)} s ON s.id = r.school_id"
        f" WHERE r.number = :number AND r.published_at <= {AS_OF}",
        number=number,
        as_of=as_of,
    )


async def read_publications(
    transaction: Transaction, numbers: Sequence[int], as_of: datetime | None = None
) -> list[ReadRow | None]:
    """The records with these numbers, in their order, if they were published by then, with their schools: most lists
    show both."""
    rows = await transaction.rows(
        ReadRow,
        f"{records_as_of(as_of, f', {SAID_OF_SCHOOL}')} LEFT JOIN {schools_at(as_of)} s ON s.id = r.school_id"
        f" WHERE r.number = ANY(:numbers) AND r.published_at <= {AS_OF}",
        numbers=list(numbers),
        as_of=as_of,
    )
    return one_of(numbers, rows, lambda row: row.number)
