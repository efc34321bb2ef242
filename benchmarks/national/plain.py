"""The usual way: strawberry, SQLAlchemy's ORM and DataLoaders over the same tables, as their guides show it.

`uvicorn benchmarks.national.plain:app` with DATABASE_URL. No checks and no row security.
"""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader

from schema.paging import cursor_of, key_of_cursor
from schema.scalars import schema_config
from storage.database import driver_url
from storage.searching import number_parameters
from storage.tables.decisions import Decision, Motion
from storage.tables.evaluations import Evaluation, SelfAssessment
from storage.tables.evidence import EvidenceDocument, EvidenceVersion
from storage.tables.frameworks import Criterion, FrameworkVersion
from storage.tables.panels import Seat
from storage.tables.publications import PublishedRecord, PublishedResult, PublishedSchool
from storage.tables.reviews import Citation, Consensus, Report, Review, ReviewAuthor
from storage.tables.schools import Organisation

engine = create_async_engine(driver_url(os.environ["DATABASE_URL"]), pool_size=10, max_overflow=0)
sessions = async_sessionmaker(engine, expire_on_commit=False)


def columns(model: Any) -> Any:
    """A table's class, whose attributes are columns in a statement and values in a row; no type says both."""
    return model


def loader(model: Any, column: Any, *, many: bool = False) -> DataLoader[Any, Any]:
    """Rows of a table by a column; each loader has a session of its own, since loaders run side by side."""

    async def load(keys: list[Any]) -> Sequence[Any]:
        found: dict[Any, list[Any]] = {}
        async with sessions() as session:
            for row in await session.scalars(select(model).where(column.in_(keys))):
                found.setdefault(getattr(row, column.key), []).append(row)
        return [found.get(key, []) if many else found.get(key, [None])[0] for key in keys]

    return DataLoader(load_fn=load)


class Loaders:
    """The loaders of one request."""

    def __init__(self) -> None:
        self.records = loader(PublishedRecord, PublishedRecord.number)
        self.schools = loader(PublishedSchool, PublishedSchool.id)
        self.organisations = loader(Organisation, Organisation.id)
        self.frameworks = loader(FrameworkVersion, FrameworkVersion.id)
        self.evaluations = loader(Evaluation, Evaluation.number)
        self.criteria = loader(Criterion, Criterion.framework_version_id, many=True)
        self.consensus = loader(Consensus, Consensus.evaluation_id, many=True)
        self.own = loader(SelfAssessment, SelfAssessment.evaluation_id, many=True)
        self.reviews = loader(Review, Review.evaluation_id, many=True)
        self.authors = loader(ReviewAuthor, ReviewAuthor.review_id)
        self.seats = loader(Seat, Seat.id)
        self.citations = loader(Citation, Citation.review_id, many=True)
        self.versions = loader(EvidenceVersion, EvidenceVersion.id)
        self.versions_of = loader(EvidenceVersion, EvidenceVersion.document_id, many=True)
        self.documents = loader(EvidenceDocument, EvidenceDocument.id)
        self.documents_of = loader(EvidenceDocument, EvidenceDocument.evaluation_id, many=True)
        self.reports = loader(Report, Report.evaluation_id)
        self.decisions = loader(Decision, Decision.evaluation_id)
        self.motions = loader(Motion, Motion.id)


Info = strawberry.Info[dict[str, Any], None]


def known(info: Info) -> Loaders:
    """The loaders of the request."""
    found: Loaders = info.context["loaders"]
    return found


@strawberry.type
class Text:
    ru: str


@strawberry.type
class Code:
    code: str | None


@strawberry.type
class Framework:
    code: str
    number: int
    title: Text


@strawberry.type
class School:
    id: strawberry.ID
    name: Text
    address: str | None

    @classmethod
    def of(cls, row: Any) -> "School":
        return cls(id=strawberry.ID(f"school-{row.id.hex}"), name=Text(ru=row.name_ru), address=row.address)


@strawberry.type
class Cited:
    document_title: str
    page: int
    quote: str | None


@strawberry.type
class Assessed:
    evaluation: strawberry.Private[UUID]
    criterion: strawberry.Private[Any]
    code: str
    title: Text
    score: Decimal | None
    position: str

    @strawberry.field
    async def self_score(self, info: Info) -> Decimal | None:
        rows = await known(info).own.load(self.evaluation)
        return next((row.score for row in rows if row.criterion_id == self.criterion.id), None)

    @strawberry.field
    async def citations(self, info: Info) -> list[Cited]:
        reviews = await known(info).reviews.load(self.evaluation)
        rows = await known(info).citations.load_many([review.id for review in reviews])
        mine = [row for part in rows for row in part if row.criterion_id == self.criterion.id]
        versions = await known(info).versions.load_many([row.version_id for row in mine])
        documents = await known(info).documents.load_many([version.document_id for version in versions])
        cited = [
            Cited(document_title=document.title, page=row.page, quote=row.quote)
            for row, document in zip(mine, documents, strict=True)
        ]
        return sorted(cited, key=lambda one: one.document_title)


@strawberry.type
class Vote:
    votes_for: int
    votes_against: int
    abstained: int
    quorum: int


@strawberry.type
class Condition:
    text: str
    criterion_code: str | None
    owner: str
    due_on: date


@strawberry.type
class Document:
    title: str
    file_name: str
    page_count: int | None
    sha256: str


@strawberry.type
class Publication:
    row: strawberry.Private[Any]
    number: int
    published_at: datetime
    total: Decimal | None
    decided_on: date | None
    valid_to: date | None
    outcome: Code

    @classmethod
    def of(cls, row: Any) -> "Publication":
        names = ("number", "published_at", "total", "decided_on", "valid_to")
        return cls(row=row, outcome=Code(code=row.outcome), **{name: getattr(row, name) for name in names})

    async def case(self, info: Info) -> Any:
        record = await known(info).records.load(self.number)
        return await known(info).evaluations.load(record.evaluation_number)

    @strawberry.field
    async def school(self, info: Info) -> School:
        return School.of(await known(info).schools.load(self.row.school_id))

    @strawberry.field
    async def framework(self, info: Info) -> Framework:
        case = await self.case(info)
        row = await known(info).frameworks.load(case.framework_version_id)
        return Framework(code=row.code, number=row.number, title=Text(ru=row.title_ru))

    @strawberry.field
    async def evaluation_number(self, info: Info) -> str | None:
        return str((await self.case(info)).number)

    async def _report(self, info: Info) -> Any:
        return await known(info).reports.load((await self.case(info)).id)

    @strawberry.field
    async def summary(self, info: Info) -> str:
        return str((await self._report(info)).summary)

    @strawberry.field
    async def strengths(self, info: Info) -> str:
        return str((await self._report(info)).strengths)

    @strawberry.field
    async def recommendations(self, info: Info) -> str:
        return str((await self._report(info)).recommendations)

    async def _motion(self, info: Info) -> tuple[Any, Any]:
        decision = await known(info).decisions.load((await self.case(info)).id)
        return decision, await known(info).motions.load(decision.motion_id)

    @strawberry.field
    async def reasons(self, info: Info) -> str:
        return str((await self._motion(info))[1].reasons)

    @strawberry.field
    async def vote(self, info: Info) -> Vote:
        row, _ = await self._motion(info)
        names = ("votes_for", "votes_against", "abstained", "quorum")
        return Vote(**{name: getattr(row, name) for name in names})

    @strawberry.field
    async def conditions(self, info: Info) -> list[Condition]:
        _, motion = await self._motion(info)
        return [Condition(**{**part, "due_on": date.fromisoformat(part["due_on"])}) for part in motion.conditions]

    @strawberry.field
    async def criteria(self, info: Info) -> list[Assessed]:
        case = await self.case(info)
        rows = {row.criterion_id: row for row in await known(info).consensus.load(case.id)}
        tree = await known(info).criteria.load(case.framework_version_id)
        return [
            Assessed(
                evaluation=case.id,
                criterion=one,
                code=one.code,
                title=Text(ru=one.title_ru),
                score=rows[one.id].value,
                position=rows[one.id].position,
            )
            for one in sorted(tree, key=lambda one: one.position)
            if one.scored
        ]

    @strawberry.field
    async def documents(self, info: Info) -> list[Document]:
        rows = await known(info).documents_of.load((await self.case(info)).id)
        versions = await known(info).versions_of.load_many([row.id for row in rows])
        return [
            Document(title=row.title, file_name=one.file_name, page_count=one.page_count, sha256=one.sha256)
            for row, (one, *_) in sorted(zip(rows, versions, strict=True), key=lambda pair: pair[0].title)
        ]


@strawberry.type
class Page:
    end_cursor: str | None
    has_next_page: bool


@strawberry.type
class Publications:
    nodes: list[Publication]
    page_info: Page


@strawberry.type
class Schools:
    nodes: list[School]


@strawberry.type
class Rated:
    criterion_code: str
    schools: int
    mean: Decimal


@strawberry.type
class Standing:
    code: str
    number: int
    criteria: list[Rated]


@strawberry.type
class Territory:
    key: strawberry.Private[UUID]

    @strawberry.field
    async def school_count(self) -> int:
        school = columns(PublishedSchool)
        async with sessions() as session:
            found = await session.scalar(select(func.count()).where(school.region_id == self.key))
            return int(found or 0)

    @strawberry.field
    async def frameworks(self) -> list[Standing]:
        school, result, record = columns(PublishedSchool), columns(PublishedResult), columns(PublishedRecord)
        case, consensus, criterion = columns(Evaluation), columns(Consensus), columns(Criterion)
        newest = (
            select(result.number, result.framework_code, result.framework_number)
            .join(school, school.id == result.school_id)
            .where(school.region_id == self.key, result.superseded_by.is_(None))
            .distinct(school.id, result.framework_code)
            .order_by(school.id, result.framework_code, result.number.desc())
            .subquery()
        )
        version = newest.c.framework_code, newest.c.framework_number
        async with sessions() as session:
            rows = await session.execute(
                select(*version, criterion.code, func.count(), func.round(func.avg(consensus.value), 2))
                .join(record, record.number == newest.c.number)
                .join(case, case.number == record.evaluation_number)
                .join(consensus, consensus.evaluation_id == case.id)
                .join(criterion, criterion.id == consensus.criterion_id)
                .group_by(*version, criterion.code, criterion.position)
                .order_by(*version, criterion.position)
            )
        found: dict[tuple[str, int], list[Rated]] = {}
        for code, number, part, schools, mean in rows:
            rated = Rated(criterion_code=part, schools=schools, mean=mean)
            found.setdefault((code, number), []).append(rated)
        return [Standing(code=code, number=number, criteria=parts) for (code, number), parts in found.items()]


@strawberry.type
class Progress:
    done: int
    total: int


@strawberry.type
class OwnReview:
    version: int
    state: str
    progress: Progress


@strawberry.type
class Case:
    row: strawberry.Private[Any]
    number: str
    state_since: datetime

    @strawberry.field
    async def school(self, info: Info) -> School:
        return School.of(await known(info).organisations.load(self.row.organisation_id))

    @strawberry.field
    async def framework(self, info: Info) -> Framework:
        row = await known(info).frameworks.load(self.row.framework_version_id)
        return Framework(code=row.code, number=row.number, title=Text(ru=row.title_ru))

    @strawberry.field
    async def my_review(self, info: Info) -> OwnReview | None:
        reviews = await known(info).reviews.load(self.row.id)
        authors = await known(info).authors.load_many([review.id for review in reviews])
        seats = await known(info).seats.load_many([author.seat_id for author in authors])
        tree = await known(info).criteria.load(self.row.framework_version_id)
        total = sum(criterion.scored for criterion in tree)
        for review, seat in zip(reviews, seats, strict=True):
            if seat.person_id == info.context["person"]:
                progress = Progress(done=review.complete, total=total)
                return OwnReview(version=review.version, state=review.state, progress=progress)
        return None


@strawberry.type
class Cases:
    nodes: list[Case]


@strawberry.type
class Viewer:
    @strawberry.field
    async def evaluations(self, info: Info, first: int = 20) -> Cases:
        case, seat = columns(Evaluation), columns(Seat)
        async with sessions() as session:
            rows = await session.scalars(
                select(case)
                .join(seat, seat.evaluation_id == case.id)
                .where(seat.person_id == info.context["person"], case.closed_at.is_(None))
                .order_by(case.opened_at.desc(), case.id.desc())
                .limit(first)
            )
            return Cases(nodes=[Case(row=row, number=row.number, state_since=row.state_since) for row in rows])


def _below(cursor: str | None) -> int:
    place = key_of_cursor(cursor, 3)
    return int(place[2]) if place else 2**31 - 1


@strawberry.input
class Filter:
    territory_id: strawberry.ID


@strawberry.type
class Query:
    @strawberry.field
    async def publications(self, filter: Filter, first: int = 20, after: str | None = None) -> Publications:
        result = columns(PublishedResult)
        async with sessions() as session:
            found = await session.scalars(
                select(result)
                .where(
                    result.region_id == UUID(filter.territory_id.removeprefix("territory-")),
                    result.superseded_by.is_(None),
                    result.number < _below(after),
                )
                .order_by(result.number.desc())
                .limit(first + 1)
            )
            rows = list(found)
        page = rows[:first]
        cursor = cursor_of("NEWEST", str(-page[-1].number), str(page[-1].number)) if page else None
        info = Page(end_cursor=cursor, has_next_page=len(rows) > first)
        return Publications(nodes=[Publication.of(row) for row in page], page_info=info)

    @strawberry.field
    async def publication(self, number: int) -> Publication | None:
        async with sessions() as session:
            row = await session.get(PublishedResult, number)
            return Publication.of(row) if row else None

    @strawberry.field
    def territory(self, id: strawberry.ID) -> Territory:
        return Territory(key=UUID(id.removeprefix("territory-")))

    @strawberry.field
    async def schools(self, search: str, first: int = 20) -> Schools:
        school = columns(PublishedSchool)
        whole = func.translate(func.concat_ws(" ", school.name_ru, school.name_en, school.address), "ёЁ", "еЕ")
        number = (number_parameters(search) or {}).get("number")
        named = func.lower(school.name_ru + " " + school.name_en).regexp_match(number)
        async with sessions() as session:
            rows = await session.scalars(
                select(school)
                .where(
                    or_(
                        school.words.op("@@")(func.websearch_to_tsquery("russian", search)),
                        school.words.op("@@")(func.websearch_to_tsquery("english", search)),
                        and_(*(whole.icontains(word, autoescape=True) for word in search.split())),
                    )
                )
                .order_by(*[named.desc()] if number else [], school.sort_name, school.id)
                .limit(first)
            )
            return Schools(nodes=[School.of(row) for row in rows])

    @strawberry.field
    def viewer(self) -> Viewer:
        return Viewer()


class Endpoint(GraphQL[dict[str, Any], None]):
    """Strawberry's own application, with a set of loaders a request."""

    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:
        person = request.headers.get("x-person")
        return {"loaders": Loaders(), "person": UUID(person) if person else None}


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    yield
    await engine.dispose()


app = Starlette(
    routes=[Route("/graphql", Endpoint(strawberry.Schema(Query, config=schema_config()), graphql_ide=None))],
    lifespan=_lifespan,
)
