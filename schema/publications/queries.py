"""How observers ask: lists with filter, search and pages, and single records as of any moment."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import cast
from uuid import UUID

import strawberry

from schema.compiled import Unfit, Unread
from schema.context import Info
from schema.ids import key_of
from schema.paging import PageInfo, cursor_of, key_of_cursor, page_size, unknown_cursor
from schema.publications.places import cursor_of_school, place_of_school
from schema.publications.results import Publication, PublishedSchool, school_of
from schema.scalars import PublicationNumber
from schema.school_kinds import SchoolKind
from storage import public_schools
from storage import publications as stored
from storage.publications import NamedRow, PublicationRow
from storage.searching import as_meant
from storage.wanted import ORDERS, Wanted

LONGEST_SEARCH = 200
LARGEST_NUMBER = 2**31
SEARCHED_FOR = "The search that is answered: `search`, with typing mistakes mended where it finds no school."


@strawberry.enum(description="The order of publications.")
class PublicationOrder(Enum):
    """An order."""

    NEWEST = strawberry.enum_value("NEWEST", description="The newest first.")
    OLDEST = strawberry.enum_value("OLDEST", description="The oldest first.")
    TOTAL_HIGHEST = strawberry.enum_value("TOTAL_HIGHEST", description="The highest total first; none last.")
    SCHOOL_NAME = strawberry.enum_value("SCHOOL_NAME", description="By the school's Russian name.")
    COMPETITION_PLACE = strawberry.enum_value(
        "COMPETITION_PLACE", description="By place in a competition, the first first; what was no entry of one last."
    )


@strawberry.input(description="Which publications; what is left out asks for all.")
class PublicationFilter:
    """A filter."""

    school_id: strawberry.ID | None = strawberry.field(default=None, description="Of this school.")
    territory_id: strawberry.ID | None = strawberry.field(default=None, description="Of schools in this territory.")
    framework_code: str | None = strawberry.field(default=None, description="On this framework: `nok_uod`.")
    outcome: str | None = strawberry.field(default=None, description="With this decision: `accredited`.")
    competition_id: strawberry.ID | None = strawberry.field(
        default=None, description="Entries of this competition: `PublishedCompetition.id`."
    )
    valid_on: date | None = strawberry.field(default=None, description="Whose decision holds on this day.")
    expired_on: date | None = strawberry.field(default=None, description="Whose decision has run out before this day.")
    decided_from: date | None = strawberry.field(default=None, description="Decided on this day or later.")
    decided_to: date | None = strawberry.field(default=None, description="Decided on this day or earlier.")
    fewest_pupils: int | None = strawberry.field(default=None, description="Of schools with at least so many pupils.")
    most_pupils: int | None = strawberry.field(default=None, description="Of schools with at most so many pupils.")
    rural: bool | None = strawberry.field(default=None, description="Of schools in the country, or not there.")
    school_kind: SchoolKind | None = strawberry.field(default=None, description="Of schools of this kind.")


@strawberry.input(description="Which schools; what is left out asks for all.")
class SchoolFilter:
    """A filter."""

    territory_id: strawberry.ID | None = strawberry.field(default=None, description="In this territory.")
    framework_code: str | None = strawberry.field(default=None, description="With a result on this framework.")
    outcome: str | None = strawberry.field(default=None, description="With a result with this decision.")
    fewest_pupils: int | None = strawberry.field(default=None, description="With at least so many pupils.")
    most_pupils: int | None = strawberry.field(default=None, description="With at most so many pupils.")
    rural: bool | None = strawberry.field(default=None, description="In the country, or not there.")
    school_kind: SchoolKind | None = strawberry.field(default=None, description="Of this kind.")
    valid_on: date | None = strawberry.field(default=None, description="With a decision that holds on this day.")
    expired_on: date | None = strawberry.field(
        default=None, description="With a decision that has run out before this day, and none that holds on it."
    )
    decided_from: date | None = strawberry.field(
        default=None, description="With a result that was decided on this day or later."
    )
    decided_to: date | None = strawberry.field(
        default=None, description="With a result that was decided on this day or earlier."
    )
    evaluated: bool | None = strawberry.field(default=None, description="With a result that stands, or without one.")


@strawberry.type(description="A publication in a list.")
class PublicationEdge:
    """An edge."""

    row: strawberry.Private[PublicationRow | NamedRow]
    order: strawberry.Private[str]
    node: Publication = strawberry.field(description="The publication.")

    @strawberry.field(description="Its place in the list.")
    def cursor(self) -> str:
        """Made when asked for: of most pages only the ends are."""
        return _cursor(self.row, self.order)


@strawberry.type(description="A page of publications.")
class PublicationConnection:
    """A connection."""

    wanted: strawberry.Private[Wanted]
    rows: strawberry.Private[Sequence[PublicationRow | NamedRow]]
    order: strawberry.Private[str]
    nodes: list[Publication] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    searched_for: str | None = strawberry.field(description=SEARCHED_FOR)

    @strawberry.field(description="The page with places.")
    def edges(self) -> list[PublicationEdge]:
        """Made when asked for: most ask for the nodes alone."""
        listed = zip(self.rows, self.nodes, strict=True)
        return [PublicationEdge(row=row, order=self.order, node=node) for row, node in listed]

    @strawberry.field(description="How many there are in all.")
    async def total_count(self, info: Info) -> int:
        """The count."""
        return await stored.count_publications(await info.context.published(self.wanted.as_of), self.wanted)


@strawberry.type(description="A school in a list.")
class PublishedSchoolEdge:
    """An edge."""

    cursor: str = strawberry.field(description="Its place in the list.")
    node: PublishedSchool = strawberry.field(description="The school.")


@strawberry.type(description="A page of schools.")
class PublishedSchoolConnection:
    """A connection."""

    wanted: strawberry.Private[Wanted]
    edges: list[PublishedSchoolEdge] = strawberry.field(description="The page with places.")
    nodes: list[PublishedSchool] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    searched_for: str | None = strawberry.field(description=SEARCHED_FOR)

    @strawberry.field(description="How many there are in all.")
    async def total_count(self, info: Info) -> int:
        """The count."""
        return await public_schools.count_schools(await info.context.published(self.wanted.as_of), self.wanted)


def _words(search: str | None) -> str | None:
    return (search or "").strip()[:LONGEST_SEARCH] or None


NOTHING = UUID(int=0)
"""The key of nothing: what an id that is none of this kind stands for."""


def _key(value: str | None, kind: str) -> UUID | None:
    return None if value is None else key_of(value, kind) or NOTHING


@strawberry.type
class PublicationQueries:
    """Open to everybody."""

    @strawberry.field(description="Published results that stand, or stood `asOf` a moment; the newest first.")
    async def publications(
        self,
        info: Info,
        filter: PublicationFilter | None = None,
        search: str | None = None,
        as_of: datetime | None = None,
        order_by: PublicationOrder | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> PublicationConnection:
        """A page of results."""
        asked = filter or PublicationFilter()
        transaction = await info.context.published(as_of)
        wanted = Wanted(
            school=_key(asked.school_id, "school"),
            territory=_key(asked.territory_id, "territory"),
            framework_code=asked.framework_code,
            outcome=asked.outcome,
            competition=key.hex if (key := _key(asked.competition_id, "call")) else None,
            valid_on=asked.valid_on,
            expired_on=asked.expired_on,
            decided_from=asked.decided_from,
            decided_to=asked.decided_to,
            fewest_pupils=asked.fewest_pupils,
            most_pupils=asked.most_pupils,
            rural=asked.rural,
            school_kind=asked.school_kind.name if asked.school_kind else None,
            search=await as_meant(transaction, _words(search), as_of),
            as_of=as_of,
        )
        order = (order_by or PublicationOrder.NEWEST).name
        size = page_size(first)
        place = _after_publication(after, order)
        rows: list[PublicationRow] | list[NamedRow]
        if info.context.pieces is not None and as_of is None:
            rows = await stored.named(transaction, wanted, order, place, size + 1)
            nodes = [_unread(row) for row in rows[:size]]
        else:
            rows = found = await stored.publications(transaction, wanted, order, place, size + 1)
            nodes = [Publication.of(row, as_of) for row in found[:size]]
        page = rows[:size]
        return PublicationConnection(
            wanted=wanted,
            rows=page,
            order=order,
            nodes=nodes,
            page_info=PageInfo.around(
                [_cursor(row, order) for row in (*page[:1], *page[-1:])], more=len(rows) > size, after=after
            ),
            searched_for=wanted.search,
        )

    @strawberry.field(description="The record with this number; null while there is none.")
    async def publication(
        self, info: Info, number: PublicationNumber, as_of: datetime | None = None
    ) -> Publication | None:
        """One record."""
        if number >= LARGEST_NUMBER:
            return None
        row = await public_schools.read_publication(await info.context.published(as_of), number, as_of)
        return Publication.read(info, row, as_of) if row else None

    @strawberry.field(
        description="Schools of the public register, evaluated or not, as of a moment: by Russian name, № 2 before"
        " № 10. Where a number is looked for, first those that have it in their name."
    )
    async def schools(
        self,
        info: Info,
        filter: SchoolFilter | None = None,
        search: str | None = None,
        as_of: datetime | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> PublishedSchoolConnection:
        """A page of schools."""
        asked = filter or SchoolFilter()
        transaction = await info.context.published(as_of)
        wanted = Wanted(
            territory=_key(asked.territory_id, "territory"),
            framework_code=asked.framework_code,
            outcome=asked.outcome,
            fewest_pupils=asked.fewest_pupils,
            most_pupils=asked.most_pupils,
            rural=asked.rural,
            school_kind=asked.school_kind.name if asked.school_kind else None,
            valid_on=asked.valid_on,
            expired_on=asked.expired_on,
            decided_from=asked.decided_from,
            decided_to=asked.decided_to,
            evaluated=asked.evaluated,
            search=_words(search),
            as_of=as_of,
        )
        size = page_size(first)
        beyond = place_of_school(after)
        rows = await public_schools.schools(transaction, wanted, beyond, size + 1)
        # What finds a school is meant as it stands.
        if not rows and wanted.search != (meant := await as_meant(transaction, wanted.search, as_of)):
            wanted = replace(wanted, search=meant)
            rows = await public_schools.schools(transaction, wanted, beyond, size + 1)
        edges = [
            PublishedSchoolEdge(cursor=cursor_of_school(row), node=PublishedSchool.of(row, as_of))
            for row in rows[:size]
        ]
        return PublishedSchoolConnection(
            wanted=wanted,
            edges=edges,
            nodes=[edge.node for edge in edges],
            page_info=PageInfo.around([edge.cursor for edge in edges], more=len(rows) > size, after=after),
            searched_for=wanted.search,
        )

    @strawberry.field(description="A school; null when there is none with this id.")
    async def school(self, info: Info, id: strawberry.ID, as_of: datetime | None = None) -> PublishedSchool | None:
        """One school."""
        key = key_of(id, "school")
        return await school_of(info, key, as_of) if key else None


PLACES = {
    "bigint": re.compile(r"-?[0-9]{1,10}"),
    "integer": re.compile(r"[0-9]{1,9}"),
    "numeric": re.compile(r"-?[0-9]{1,8}(\.[0-9]{1,4})?"),
    "text": re.compile(r".*", re.DOTALL),
}
"""What the key of a cursor looks like, by the kind of the order's key."""


async def _read(info: Info, listed: Sequence[NamedRow]) -> list[Publication]:
    loader = info.context.loader_as_of(public_schools.read_publications, None)
    rows = [row for row in await loader.load_many(one.number for one in listed) if row]
    found = [Publication.read(info, row) for row in rows]
    schools = info.context.loader_as_of(public_schools.schools_by_id, None)
    for one, school in zip(listed, await schools.load_many(row.school_id for row in rows), strict=True):
        # What is written is kept for good under the moment that the list told. The register may have changed since
        # then, and another part of the question may have read the school before.
        if school is None or school.since != one.school_since:
            raise Unfit
    return found


def _unread(row: NamedRow) -> Publication:
    """What stands for a record of which the answer may be written already."""
    return cast(Publication, Unread((row.number, None), (row.number, row.school_since), row, _read))


def _cursor(row: PublicationRow | NamedRow, order: str) -> str:
    """A place in a list. It names the order: in another the same key would be another place."""
    return cursor_of(order, row.place, str(row.number))


def _after_publication(cursor: str | None, order: str) -> tuple[str, int] | None:
    place = key_of_cursor(cursor, 3)
    if place is None:
        return None
    of, key, number = place
    if of != order or not PLACES[ORDERS[order].kind].fullmatch(key) or not re.fullmatch(r"[0-9]{1,9}", number):
        raise unknown_cursor()
    return key, int(number)
