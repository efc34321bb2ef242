"""Published results and the schools they are of."""

from collections.abc import Hashable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import strawberry

from schema.comparisons import LikeSchools, like_schools_of
from schema.compiled import OWN, TOGETHER
from schema.constituencies import Constituency
from schema.context import Info
from schema.derivations import Derivation, derivations_of
from schema.frameworks import framework_of, localized_body
from schema.ids import global_id
from schema.nodes import Node, node
from schema.outcomes import Outcome
from schema.publications import records
from schema.publications.records import (
    PublishedCause,
    PublishedClaim,
    PublishedCompetition,
    PublishedCondition,
    PublishedCriterion,
    PublishedDocument,
    PublishedSeat,
    PublishedStatement,
    PublishedVote,
    PublishedWaiver,
)
from schema.publications.surveys import PublishedSurvey
from schema.publications.texts import OfText
from schema.results import localized
from schema.said import said
from schema.scalars import LocalizedText, PublicationNumber
from schema.school_kinds import SchoolKind
from schema.territories import PublishedFramework, Territory, framework_id, territory_of
from storage import publications as stored
from storage import territories
from storage.public_schools import ReadRow, SchoolRow, read_publications, schools_by_id
from storage.publications import PublicationRow
from workflows.rules.scoring import Absence


@strawberry.enum(description="What a record does.")
class PublicationKind(Enum):
    """A kind of record."""

    RESULT = strawberry.enum_value("RESULT", description="Says a result.")
    CORRECTION = strawberry.enum_value("CORRECTION", description="Takes the place of an earlier record.")
    WITHDRAWAL = strawberry.enum_value("WITHDRAWAL", description="Says that an earlier record no longer holds.")


async def _schools_of(info: Info, publications: "Sequence[Publication]") -> "list[PublishedSchool]":
    """The schools of many records, which stand as of the same moment."""
    as_of = publications[0].as_of
    rows = await info.context.loader_as_of(schools_by_id, as_of).load_many(one.row.school_id for one in publications)
    return [PublishedSchool.of(row, as_of) for row in rows if row]


@strawberry.type(
    description="A published result: numbered, hashed, signed, never changed. A correction is a record of its own."
)
class Publication(Node, OfText):
    """A record."""

    row: strawberry.Private[PublicationRow]
    as_of: strawberry.Private[datetime | None]
    number: PublicationNumber = strawberry.field(description="Its number; numbers have no gaps.")
    kind: PublicationKind = strawberry.field(description="What it does.")
    published_at: datetime = strawberry.field(description="When it became public.")
    sha256: str = strawberry.field(description="SHA-256 of the record's bytes at `recordUrl`.")
    signature: str = strawberry.field(description="Ed25519 signature over the same bytes, base64.")
    key_id: str = strawberry.field(description="Which key signed it; `/published/keys.json` has the public keys.")
    corrects: PublicationNumber | None = strawberry.field(description="The record it takes the place of.")
    corrected_by: PublicationNumber | None = strawberry.field(description="The record that took its place.")
    evaluation_number: str | None = strawberry.field(description="The evaluation, where it was made with Areopag.")

    @classmethod
    def of(cls, row: PublicationRow, as_of: datetime | None = None) -> "Publication":
        """The API's form of a row; what leads on from it stands as of the same moment."""
        return cls(
            id=strawberry.ID(global_id("publication", UUID(int=row.number))),
            row=row,
            as_of=as_of,
            number=PublicationNumber(row.number),
            kind=PublicationKind(row.kind),
            published_at=row.published_at,
            sha256=row.sha256,
            signature=row.signature,
            key_id=row.key_id,
            corrects=PublicationNumber(row.corrects) if row.corrects else None,
            corrected_by=PublicationNumber(row.corrected_by) if row.corrected_by else None,
            evaluation_number=row.evaluation_number,
        )

    @classmethod
    def read(cls, info: Info, row: ReadRow, as_of: datetime | None = None) -> "Publication":
        """The same of a record that was read with its school, which nobody need ask for then."""
        if school := row.school():
            info.context.loader_as_of(schools_by_id, as_of).know(row.school_id, school)
        return cls.of(row, as_of)

    def alike(self) -> Hashable:
        """What two of them have in common of which every answer says the same, while no more is published."""
        return self.number, self.as_of

    @strawberry.field(description="The record as canonical JSON (RFC 8785), as it was hashed and signed.")
    def record_url(self) -> str:
        """A path on this server."""
        return f"/published/{self.number}.json"

    @strawberry.field(
        description="The record as a tagged PDF for reading and printing, in Russian; in English with `?lang=en` behind"
        " it. What is signed is the record, not this file."
    )
    def pdf_url(self) -> str:
        """A path on this server."""
        return f"/published/{self.number}.pdf"

    @strawberry.field(description="The school.", metadata={TOGETHER: _schools_of, OWN: True})
    async def school(self, info: Info) -> "PublishedSchool":
        """The school."""
        school = await school_of(info, self.row.school_id, self.as_of)
        assert school, "records are of schools of the public register"
        return school

    @strawberry.field(description="The framework version it stands on.", metadata=said("framework"))
    def framework(self) -> PublishedFramework:
        """The framework version."""
        part = self.head["framework"]
        return PublishedFramework(
            id=strawberry.ID(framework_id(part["id"])),
            code=part["code"],
            number=part["number"],
            title=localized_body(part["title"]),
        )

    @strawberry.field(
        description="The process it came through, by name; null for results of others.",
        metadata=said("process", "title"),
    )
    def process(self) -> LocalizedText | None:
        """The process."""
        return localized_body(self.head["process"]["title"]) if self.head["process"] else None

    @strawberry.field(description="Where a result of others was published.", metadata=said("source"))
    def source(self) -> LocalizedText | None:
        """The source."""
        return localized_body(self.head["source"]) if self.head["source"] else None

    @strawberry.field(
        description="The decision; null for results of others that have none.", metadata=said("result", "outcome")
    )
    def outcome(self) -> Outcome | None:
        """The outcome."""
        return records.outcome(self.head["result"]["outcome"])

    @strawberry.field(
        description="The total by the framework's rule; null where it has none.",
        metadata=said("result", "total", made=Decimal),
    )
    def total(self) -> Decimal | None:
        """The total."""
        return records.number(self.head["result"]["total"])

    @strawberry.field(description="The highest possible total.", metadata=said("result", "maximum", made=Decimal))
    def total_maximum(self) -> Decimal | None:
        """The maximum."""
        return records.number(self.head["result"]["maximum"])

    @strawberry.field(
        description="The level that the framework's rules gave to the whole; null where they give none.",
        metadata=said("result", "grade", "title"),
    )
    def grade(self) -> LocalizedText | None:
        """The grade."""
        grade = self.head["result"].get("grade")
        return localized_body(grade["title"]) if grade else None

    @strawberry.field(
        description="How total and grade came about, down to the panel's values. Follows from the record and the frozen"
        " framework version. Empty for results of others, and where the framework has no result of the whole."
    )
    async def derivation(self, info: Info) -> list[Derivation]:
        """The derivation."""
        if self.head["evaluation"] is None:
            return []
        framework = await framework_of(info, UUID(self.head["framework"]["id"]))
        criteria = (await self.body(info))["criteria"]
        scored = {
            part["code"]: Absence.NOT_APPLICABLE if part.get("not_applicable") else records.number(part["score"])
            for part in criteria
            if part["scale"]
        }
        return derivations_of(framework.body, scored)

    @strawberry.field(
        description="Its places in a competition; null for what was no entry of one.", metadata=said("competition")
    )
    def competition(self) -> PublishedCompetition | None:
        """The places."""
        return records.competition(self.head.get("competition"))

    @strawberry.field(
        description="When it was decided.", metadata=said("result", "decided_on", made=date.fromisoformat)
    )
    def decided_on(self) -> date | None:
        """The day."""
        return records.day(self.head["result"]["decided_on"])

    @strawberry.field(description="From when it holds.", metadata=said("result", "valid_from", made=date.fromisoformat))
    def valid_from(self) -> date | None:
        """The first day."""
        return records.day(self.head["result"]["valid_from"])

    @strawberry.field(description="Until when it holds.", metadata=said("result", "valid_to", made=date.fromisoformat))
    def valid_to(self) -> date | None:
        """The last day."""
        return records.day(self.head["result"]["valid_to"])

    async def _report(self, info: Info, part: str) -> str | None:
        report = (await self.body(info))["report"]
        return report[part] if report else None

    @strawberry.field(description="What the panel found.", metadata=said("report", "summary"))
    async def summary(self, info: Info) -> str | None:
        """The summary."""
        return await self._report(info, "summary")

    @strawberry.field(description="What is strong.", metadata=said("report", "strengths"))
    async def strengths(self, info: Info) -> str | None:
        """The strengths."""
        return await self._report(info, "strengths")

    @strawberry.field(description="What should improve.", metadata=said("report", "recommendations"))
    async def recommendations(self, info: Info) -> str | None:
        """The recommendations."""
        return await self._report(info, "recommendations")

    @strawberry.field(description="Why the commission decided so.", metadata=said("report", "reasons"))
    async def reasons(self, info: Info) -> str | None:
        """The reasons."""
        return await self._report(info, "reasons")

    @strawberry.field(description="The result per criterion, in the framework's order.", metadata=said("criteria"))
    async def criteria(self, info: Info) -> list[PublishedCriterion]:
        """The criteria."""
        return [PublishedCriterion.of(part) for part in (await self.body(info))["criteria"]]

    @strawberry.field(description="What the school must do.", metadata=said("conditions"))
    async def conditions(self, info: Info) -> list[PublishedCondition]:
        """The conditions."""
        return records.conditions((await self.body(info))["conditions"])

    @strawberry.field(description="Whom the panel spoke for; names stay inside.", metadata=said("panel"))
    async def panel(self, info: Info) -> list[PublishedSeat]:
        """The seats."""
        return [
            PublishedSeat(constituency=Constituency(part["constituency"]), lead=part["lead"])
            for part in (await self.body(info))["panel"]
        ]

    @strawberry.field(description="How the commission voted.", metadata=said("vote"))
    async def vote(self, info: Info) -> PublishedVote | None:
        """The vote."""
        return records.vote((await self.body(info))["vote"])

    @strawberry.field(description="Dissenting opinions of members of the commission.", metadata=said("dissents"))
    async def dissents(self, info: Info) -> list[str]:
        """The dissents."""
        return list((await self.body(info))["dissents"])

    @strawberry.field(
        description="Why it takes the place of an earlier record; null where it does not.", metadata=said("because")
    )
    async def because(self, info: Info) -> PublishedCause | None:
        """The cause."""
        return records.cause((await self.body(info)).get("because"))

    @strawberry.field(
        description="What the process publishes in the words of those concerned, the earliest first.",
        metadata=said("statements", absent=[]),
    )
    async def statements(self, info: Info) -> list[PublishedStatement]:
        """The statements."""
        return records.statements((await self.body(info)).get("statements", []))

    @strawberry.field(
        description="Factual errors the school pointed at in the draft, with the panel's answers.",
        metadata=said("claims"),
    )
    async def accuracy_claims(self, info: Info) -> list[PublishedClaim]:
        """The claims."""
        return [
            PublishedClaim(claim=part["claim"], answer=part["answer"], accepted=part["accepted"])
            for part in (await self.body(info))["claims"]
        ]

    @strawberry.field(
        description="Ties to the school in spite of which somebody judged, and why. Never whose.",
        metadata=said("waivers", absent=[]),
    )
    async def waivers(self, info: Info) -> list[PublishedWaiver]:
        """The waivers."""
        return [
            PublishedWaiver(
                kind=part["kind"],
                title=localized(f"conflict.{part['kind']}"),
                reason=part["reason"],
            )
            for part in (await self.body(info)).get("waivers") or []
        ]

    @strawberry.field(description="Figures of the surveys it rests on, the newest first. Never an answer.")
    async def surveys(self, info: Info) -> list[PublishedSurvey]:
        """The surveys."""
        return [PublishedSurvey.of(part) for part in (await self.body(info)).get("surveys") or []]

    @strawberry.field(description="Documents the school agreed to make known.", metadata=said("documents"))
    async def documents(self, info: Info) -> list[PublishedDocument]:
        """The documents."""
        return [PublishedDocument(**part) for part in (await self.body(info))["documents"]]


@strawberry.type(description="A school as the public register has it, with its published results.")
class PublishedSchool(Node):
    """A school."""

    row: strawberry.Private[SchoolRow]
    as_of: strawberry.Private[datetime | None]
    name: LocalizedText = strawberry.field(description="Its full name.")
    address: str | None = strawberry.field(description="Postal address.")
    website: str | None = strawberry.field(description="Its own site.")
    pupils: int | None = strawberry.field(description="How many learn there.")
    rural: bool | None = strawberry.field(description="Whether it stands in the country.")
    school_kind: SchoolKind | None = strawberry.field(description="Its kind, where the register says it.")

    @strawberry.field(description="The municipality it stands in.")
    async def municipality(self, info: Info) -> Territory | None:
        """The municipality."""
        key = self.row.municipality_id
        return await territory_of(info, key, self.as_of) if key else None

    @strawberry.field(description="The region it stands in.")
    async def region(self, info: Info) -> Territory | None:
        """The region."""
        return await territory_of(info, self.row.region_id, self.as_of) if self.row.region_id else None

    @strawberry.field(description="The newest result that stands.")
    async def latest(self, info: Info) -> Publication | None:
        """The newest result."""
        row = await info.context.loader_as_of(stored.latest_of, self.as_of).load(self.row.id)
        return Publication.of(row, self.as_of) if row else None

    @strawberry.field(
        description="How its newest total stands beside schools of like context; null where there are fewer than five."
    )
    async def like_schools(self, info: Info) -> LikeSchools | None:
        """The comparison."""
        latest = await info.context.loader_as_of(stored.latest_of, self.as_of).load(self.row.id)
        if latest is None or self.row.region_id is None:
            return None
        region = await info.context.loader_as_of(territories.totals_in, self.as_of).load(self.row.region_id)
        return like_schools_of(self.row.id, UUID(latest.head["framework"]["id"]), region)

    @strawberry.field(description="Every record about it, the newest first; corrected ones too.")
    async def history(self, info: Info) -> list[Publication]:
        """All records."""
        rows = await info.context.loader_as_of(stored.history_of, self.as_of).load(self.row.id)
        return [Publication.of(row, self.as_of) for row in rows]

    @classmethod
    def of(cls, row: SchoolRow, as_of: datetime | None = None) -> "PublishedSchool":
        """The API's form of a row; what leads on from it stands as of the same moment."""
        return cls(
            id=strawberry.ID(global_id("school", row.id)),
            row=row,
            as_of=as_of,
            name=LocalizedText(ru=row.name_ru, en=row.name_en),
            address=row.address,
            website=row.website,
            pupils=row.pupils,
            rural=row.rural,
            school_kind=SchoolKind(row.school_kind) if row.school_kind else None,
        )


@node("school")
async def school_of(info: Info, key: UUID, as_of: datetime | None = None) -> PublishedSchool | None:
    """The school with this key."""
    row = await info.context.loader_as_of(schools_by_id, as_of).load(key)
    return PublishedSchool.of(row, as_of) if row else None


@node("publication")
async def publication_of(info: Info, key: UUID) -> Publication | None:
    """The record whose number is the key."""
    row = await info.context.loader_as_of(read_publications, None).load(key.int) if key.int < 2**31 else None
    return Publication.read(info, row) if row else None
