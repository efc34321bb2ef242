"""Regions and municipalities, and how their schools stand."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import groupby
from uuid import UUID

import strawberry

from schema.context import Info
from schema.frameworks import Criterion, FrameworkVersion, Scale, framework_of
from schema.ids import global_id, key_of
from schema.nodes import Node, node
from schema.said import said
from schema.scalars import LocalizedText
from schema.voices import Says
from storage import territories
from storage.territories import RatingRow, TerritoryRow, TotalRow, VoiceRow
from workflows.rules.equity import Served, below_of, equity_of
from workflows.rules.proportions import Stratum
from workflows.rules.scoring import rounded
from workflows.rules.statistics import interval_of, summary_of
from workflows.rules.voices import Heard, over_schools

FOUR_DIGITS = Decimal("0.0001")
SIX_TENTHS = Decimal("0.6")


@strawberry.enum(description="What a territory is.")
class TerritoryKind(Enum):
    """A kind of territory."""

    REGION = strawberry.enum_value("REGION", description="A region.")
    MUNICIPALITY = strawberry.enum_value("MUNICIPALITY", description="A municipality in a region.")


def framework_id(key: str) -> str:
    """The id of a framework version by its key as records have it."""
    return global_id("framework", UUID(key))


@strawberry.type(description="The framework version a result stands on, by name; `framework(id)` has its criteria.")
class PublishedFramework:
    """A framework version, named."""

    id: strawberry.ID = strawberry.field(
        description="The framework version's id.", metadata=said("id", made=framework_id)
    )
    code: str = strawberry.field(description="Which framework: `nok_uod`.", metadata=said("code"))
    number: int = strawberry.field(description="Which version of it.", metadata=said("number"))
    title: LocalizedText = strawberry.field(description="Its full name.", metadata=said("title"))


@strawberry.type(
    description="How evenly a territory serves its pupils by one framework, as far as its schools were evaluated. Never"
    " a list of schools."
)
class TerritoryEquity:
    """Equity."""

    spread: Decimal = strawberry.field(description="The standard deviation between schools, in points.")
    spread_lower: Decimal | None = strawberry.field(description="The lower end of its 95 % interval.")
    spread_upper: Decimal | None = strawberry.field(description="The upper end.")
    everybody: Decimal | None = strawberry.field(
        description="The mean total by pupils; null where the number of pupils of a school is not known."
    )
    worst_served: Decimal | None = strawberry.field(
        description="The same of the quarter of pupils whose schools have the lowest totals."
    )
    gap: Decimal | None = strawberry.field(
        description="The mean of town schools less that of schools in the country; null with fewer than three of one."
    )
    gap_lower: Decimal | None = strawberry.field(description="The lower end of its 95 % interval (Welch).")
    gap_upper: Decimal | None = strawberry.field(description="The upper end.")


@strawberry.type(
    description="How many schools stay below a threshold that the reader names, with 95 % intervals (Wilson, corrected"
    " for how many schools there are; the evaluated ones are taken for a sample of all). Never a list of schools."
)
class TerritoryBelow:
    """The schools below."""

    threshold: Decimal = strawberry.field(description="The threshold in points.")
    schools: int = strawberry.field(description="How many schools have a total.")
    below: int = strawberry.field(description="How many of them stay below.")
    share: Decimal = strawberry.field(description="Their share, 0 to 1.")
    lower: Decimal = strawberry.field(description="The lower end of its interval.")
    upper: Decimal = strawberry.field(description="The upper end.")
    pupils: Decimal | None = strawberry.field(
        description="The share of pupils who learn in them; null where the number of pupils of a school is not known."
    )
    pupils_lower: Decimal | None = strawberry.field(
        description="The lower end of its interval: pupils come in schools, so it is that of Kish's effective size."
    )
    pupils_upper: Decimal | None = strawberry.field(description="The upper end.")


def _served(schools: Sequence[TotalRow]) -> list[Served]:
    return [Served(row.total, row.pupils, row.rural) for row in schools if row.total is not None]


def _below(schools: Sequence[TotalRow], threshold: Decimal, registered: int) -> TerritoryBelow | None:
    found = below_of(_served(schools), threshold, registered)
    if found is None:
        return None
    pupils = found.pupils
    return TerritoryBelow(
        threshold=threshold,
        schools=found.schools,
        below=found.below,
        share=_four(found.share.value),
        lower=_four(found.share.lower),
        upper=_four(found.share.upper),
        pupils=_four(pupils.value) if pupils else None,
        pupils_lower=_four(pupils.lower) if pupils else None,
        pupils_upper=_four(pupils.upper) if pupils else None,
    )


def _equity(schools: Sequence[TotalRow]) -> TerritoryEquity | None:
    found = equity_of(_served(schools))
    if found is None:
        return None
    gap = found.gap
    return TerritoryEquity(
        spread=rounded(found.spread.value),
        spread_lower=_rounded(found.spread.lower),
        spread_upper=_rounded(found.spread.upper),
        everybody=_rounded(found.everybody),
        worst_served=_rounded(found.worst_served),
        gap=_rounded(gap.value if gap else None),
        gap_lower=_rounded(gap.lower if gap else None),
        gap_upper=_rounded(gap.upper if gap else None),
    )


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value)


@strawberry.type(
    description="What the families of a territory's schools say of a criterion, beside how these schools are rated on"
    " it. Schools are those whose newest result publishes what was said; each counts as many as belong to those asked."
)
class TerritoryVoice:
    """What is said over schools."""

    criterion_code: str = strawberry.field(description="The criterion: `3.1`.")
    criterion_title: LocalizedText = strawberry.field(description="Its title.")
    says: Says = strawberry.field(description="What they say.")
    schools: int = strawberry.field(description="Of how many schools.")
    answered: int = strawberry.field(description="How many people answered.")
    share: Decimal = strawberry.field(description="The share that says so, 0 to 1.")
    lower: Decimal = strawberry.field(description="The lower end of its 95 % interval.")
    upper: Decimal = strawberry.field(description="The upper end.")
    rated: Decimal | None = strawberry.field(
        description="The mean score of these schools on the criterion as a share of its scale, 0 to 1."
    )
    rated_lower: Decimal | None = strawberry.field(
        description="The lower end of its 95 % interval by Student's t; null with fewer than two schools."
    )
    rated_upper: Decimal | None = strawberry.field(description="The upper end.")


def _voices(framework: FrameworkVersion, rows: Sequence[VoiceRow]) -> list[TerritoryVoice]:
    """By criterion in the framework's order, and by what is said."""
    order = list(Says)
    found = []
    for part in framework.tree:
        for says in order:
            said = [row for row in rows if row.criterion_code == part.code and row.says == says.name]
            if said:
                found.append(_voice(part, says, said))
    return found


def heard(row: VoiceRow) -> Heard:
    """A row as the rules take it."""
    return Heard(row.number, Stratum(row.chosen, row.answered, row.population), row.rated)


def _voice(criterion: Criterion, says: Says, rows: Sequence[VoiceRow]) -> TerritoryVoice:
    found = over_schools([heard(row) for row in rows])
    summary = found.rated
    return TerritoryVoice(
        criterion_code=criterion.code,
        criterion_title=criterion.title,
        says=says,
        schools=found.schools,
        answered=found.answered,
        share=_four(found.share.value),
        lower=_four(found.share.lower),
        upper=_four(found.share.upper),
        rated=_four(summary.mean) if summary else None,
        rated_lower=_within_scale(summary.lower if summary else None),
        rated_upper=_within_scale(summary.upper if summary else None),
    )


@strawberry.type(
    description="How the schools of a territory are rated on a criterion: the plain mean of the scores in their newest"
    " results, with a 95 % interval by Student's t, which needs two schools."
)
class TerritoryCriterion:
    """A summary of scores."""

    criterion_code: str = strawberry.field(description="The criterion, or a group of them: `3.1`.")
    criterion_title: LocalizedText = strawberry.field(description="Its title.")
    parent_code: str | None = strawberry.field(description="The group it belongs to; null at the top.")
    scale: Scale | None = strawberry.field(description="The scale that it is scored on; null for a group.")
    schools: int = strawberry.field(description="How many schools have a score on it.")
    mean: Decimal = strawberry.field(description="The mean, two decimals.")
    lower: Decimal | None = strawberry.field(description="The interval's lower end.")
    upper: Decimal | None = strawberry.field(description="The interval's upper end.")

    @classmethod
    def of(cls, criterion: Criterion, row: RatingRow) -> "TerritoryCriterion":
        """The API's form of a row."""
        interval = interval_of(row.schools, row.mean, row.deviation) if row.deviation is not None else None
        return cls(
            criterion_code=criterion.code,
            criterion_title=criterion.title,
            parent_code=criterion.parent_code,
            scale=criterion.scale,
            schools=row.schools,
            mean=rounded(row.mean),
            lower=rounded(interval[0]) if interval else None,
            upper=rounded(interval[1]) if interval else None,
        )


def _four(value: Decimal) -> Decimal:
    return value.quantize(FOUR_DIGITS)


def _within_scale(end: Decimal | None) -> Decimal | None:
    return None if end is None else _four(min(max(end, Decimal(0)), Decimal(1)))


@strawberry.type(
    description="How the schools of a territory stand on one framework: the plain mean of their latest totals, with a"
    " 95 % interval by Student's t. The interval needs two schools, and reaches beyond the scale where they are too few"
    " to say anything; a framework without totals has only `schools`."
)
class TerritoryFramework:
    """A summary of totals."""

    framework: PublishedFramework = strawberry.field(description="The framework version.")
    schools: int = strawberry.field(description="How many schools have a result on it.")
    mean: Decimal | None = strawberry.field(description="The mean, two decimals.")
    lower: Decimal | None = strawberry.field(description="The interval's lower end.")
    upper: Decimal | None = strawberry.field(description="The interval's upper end.")
    lowest: Decimal | None = strawberry.field(description="The lowest total.")
    highest: Decimal | None = strawberry.field(description="The highest total.")
    row: strawberry.Private[TerritoryRow]
    as_of: strawberry.Private[datetime | None]
    version: strawberry.Private[FrameworkVersion]
    totals: strawberry.Private[Sequence[TotalRow]]

    @strawberry.field(description="How evenly pupils are served; null with fewer than five totals.")
    def equity(self) -> TerritoryEquity | None:
        """Reckoned where it is asked for."""
        return _equity(self.totals)

    @strawberry.field(
        description="How much of the territory is served below a threshold: `points`, or without them six tenths of the"
        " highest total. Null with fewer than five totals."
    )
    def below(self, points: Decimal | None = None) -> TerritoryBelow | None:
        """The schools below."""
        if points is None and self.version.maximum is None:
            return None
        threshold = points if points is not None else SIX_TENTHS * (self.version.maximum or 0)
        return _below(self.totals, threshold, self.row.schools)

    @strawberry.field(
        description="How its schools are rated on each criterion and group that any of them has a score on, in the"
        " framework's order."
    )
    async def criteria(self, info: Info) -> list[TerritoryCriterion]:
        """By criterion."""
        rows = await info.context.loader_as_of(territories.ratings_in, self.as_of).load(self.row.id)
        key = key_of(self.version.id, "framework")
        rated = {one.criterion_code: one for one in rows if one.framework_id == key}
        return [TerritoryCriterion.of(part, rated[part.code]) for part in self.version.tree if part.code in rated]

    @strawberry.field(
        description="What families say of criteria beside how schools are rated on them, in the framework's order. Only"
        " of schools whose result publishes a survey that asks about criteria."
    )
    async def voices(self, info: Info) -> list[TerritoryVoice]:
        """What is said."""
        rows = await info.context.loader_as_of(territories.voices_in, self.as_of).load(self.row.id)
        key = key_of(self.version.id, "framework")
        return _voices(self.version, [one for one in rows if one.framework_id == key])


def _standing(
    territory: TerritoryRow, as_of: datetime | None, framework: FrameworkVersion, schools: Sequence[TotalRow]
) -> TerritoryFramework:
    totals = [row.total for row in schools if row.total is not None]
    summary = summary_of(totals) if totals else None
    return TerritoryFramework(
        framework=PublishedFramework(
            id=framework.id, code=framework.code, number=framework.number, title=framework.title
        ),
        schools=len(schools),
        mean=rounded(summary.mean) if summary else None,
        lower=rounded(summary.lower) if summary and summary.lower is not None else None,
        upper=rounded(summary.upper) if summary and summary.upper is not None else None,
        lowest=summary.lowest if summary else None,
        highest=summary.highest if summary else None,
        row=territory,
        as_of=as_of,
        version=framework,
        totals=schools,
    )


@strawberry.type(description="A region or a municipality.")
class Territory(Node):
    """A territory."""

    row: strawberry.Private[TerritoryRow]
    as_of: strawberry.Private[datetime | None]
    kind: TerritoryKind = strawberry.field(description="What it is.")
    name: LocalizedText = strawberry.field(description="Its name.")
    school_count: int = strawberry.field(description="How many schools the register has in it.")

    @strawberry.field(description="The region a municipality lies in.")
    async def parent(self, info: Info) -> "Territory | None":
        """The region."""
        return await territory_of(info, self.row.parent_id, self.as_of) if self.row.parent_id else None

    @strawberry.field(description="The municipalities of a region, by name.")
    async def municipalities(self, info: Info) -> "list[Territory]":
        """The municipalities."""
        rows = await info.context.loader_as_of(territories.municipalities_of, self.as_of).load(self.row.id)
        return [Territory.of(row, self.as_of) for row in rows]

    @strawberry.field(description="How its schools stand, by framework version.")
    async def frameworks(self, info: Info) -> list[TerritoryFramework]:
        """A summary for every framework version that any of its schools has a result on."""
        rows = await info.context.loader_as_of(territories.totals_in, self.as_of).load(self.row.id)
        groups = {key: list(group) for key, group in groupby(rows, key=lambda row: row.framework_id)}
        named = await asyncio.gather(*(framework_of(info, key) for key in groups))
        return [
            _standing(self.row, self.as_of, framework, group)
            for framework, group in zip(named, groups.values(), strict=True)
        ]

    @classmethod
    def of(cls, row: TerritoryRow, as_of: datetime | None = None) -> "Territory":
        """The API's form of a row; what leads on from it stands as of the same moment."""
        return cls(
            id=strawberry.ID(global_id("territory", row.id)),
            row=row,
            as_of=as_of,
            kind=TerritoryKind(row.kind),
            name=LocalizedText(ru=row.name_ru, en=row.name_en),
            school_count=row.schools,
        )


@node("territory")
async def territory_of(info: Info, key: UUID, as_of: datetime | None = None) -> Territory | None:
    """The territory with this key."""
    row = await info.context.loader_as_of(territories.territories_by_id, as_of).load(key)
    return Territory.of(row, as_of) if row else None


@strawberry.type
class TerritoryQueries:
    """Territories are open to everybody."""

    @strawberry.field(description="Every region, by name; `municipalities` leads on.")
    async def territories(self, info: Info, as_of: datetime | None = None) -> list[Territory]:
        """The regions."""
        rows = await territories.regions(await info.context.published(as_of), as_of)
        return [Territory.of(row, as_of) for row in rows]

    @strawberry.field(description="A region or municipality; null when there is none with this id.")
    async def territory(self, info: Info, id: strawberry.ID, as_of: datetime | None = None) -> Territory | None:
        """One territory."""
        key = key_of(id, "territory")
        return await territory_of(info, key, as_of) if key else None
