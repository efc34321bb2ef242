"""Framework versions as anybody reads them: the tree in reading order, with scales and what their levels mean."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id, key_of
from schema.nodes import Node, node
from schema.paging import PageInfo, cursor_of, key_of_cursor, page_size, unknown_cursor
from schema.scalars import LocalizedText
from schema.school_kinds import SchoolKind
from storage import frameworks
from storage.frameworks import CriterionRow, FrameworkRow
from workflows.frameworks.checklists import checklist_of
from workflows.rules import scoring
from workflows.rules.scoring.engine import Given


@strawberry.enum(description="Where a framework version is in its life.")
class FrameworkState(Enum):
    """A state."""

    DRAFT = strawberry.enum_value("DRAFT", description="Being written.")
    PUBLISHED = strawberry.enum_value("PUBLISHED", description="Frozen; evaluations can be opened on it.")
    RETIRED = strawberry.enum_value("RETIRED", description="Frozen; no new evaluations.")


@strawberry.enum(description="How values of a scale are chosen.")
class ScaleKind(Enum):
    """A kind of scale."""

    LEVELS = strawberry.enum_value("LEVELS", description="One of some described levels.")
    POINTS = strawberry.enum_value("POINTS", description="A number in steps.")


@strawberry.enum(description="Whose requirement a criterion is.")
class Requirer(Enum):
    """Somebody who requires."""

    STATE = strawberry.enum_value("STATE", description="The state, by law.")
    FOUNDER = strawberry.enum_value("FOUNDER", description="The school's founder.")
    PROFESSION = strawberry.enum_value("PROFESSION", description="The profession of teachers.")
    EMPLOYERS = strawberry.enum_value("EMPLOYERS", description="Employers.")
    FAMILIES = strawberry.enum_value("FAMILIES", description="Pupils and their families.")
    SCHOOL = strawberry.enum_value("SCHOOL", description="The school itself.")


@strawberry.enum(description="What a node of the tree is; they nest in this order.")
class CriterionKind(Enum):
    """A kind of node."""

    STANDARD = strawberry.enum_value("STANDARD", description="A standard.")
    CRITERION = strawberry.enum_value("CRITERION", description="A criterion.")
    INDICATOR = strawberry.enum_value("INDICATOR", description="An indicator.")


def localized_body(text: Mapping[str, str]) -> LocalizedText:
    """A text as published bodies have it."""
    return LocalizedText(ru=text["ru"], en=text["en"])


@strawberry.type(description="A step of the scale with its meaning in words.")
class Level:
    """A level."""

    value: Decimal = strawberry.field(description="The value a score takes.")
    title: LocalizedText = strawberry.field(description="Its name: `Partially compliant`.")
    descriptor: LocalizedText | None = strawberry.field(description="What it means.")


@strawberry.type(description="What a score may be.")
class Scale:
    """A scale."""

    rule: strawberry.Private[Mapping[str, Any]]
    kind: ScaleKind = strawberry.field(description="How values are chosen.")
    minimum: Decimal = strawberry.field(description="The lowest value.")
    maximum: Decimal = strawberry.field(description="The highest value.")
    step: Decimal = strawberry.field(description="The distance between neighbouring values.")
    levels: list[Level] = strawberry.field(description="Ascending; a scale of points may have none.")

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> "Scale":
        """The API's form of a scale as frameworks and records have it."""
        return cls(
            rule=rule,
            kind=ScaleKind(rule["kind"]),
            minimum=Decimal(rule["minimum"]),
            maximum=Decimal(rule["maximum"]),
            step=Decimal(rule["step"]),
            levels=[
                Level(
                    value=Decimal(level["value"]),
                    title=localized_body(level["title"]),
                    descriptor=localized_body(level["descriptor"]) if level.get("descriptor") else None,
                )
                for level in rule["levels"]
            ],
        )


@strawberry.type(
    description="One node of the framework's tree. Only those with `scored: true` are scored; the others group them."
)
class Criterion(Node):
    """A criterion."""

    code: str = strawberry.field(description="Its code in the framework: `1.3`.")
    kind: CriterionKind = strawberry.field(description="What it is.")
    parent_code: str | None = strawberry.field(description="The node it belongs to; null at the top.")
    title: LocalizedText = strawberry.field(description="What it asks, in short.")
    description: LocalizedText | None = strawberry.field(description="What it asks, in full.")
    scored: bool = strawberry.field(description="Whether it is scored.")
    weight: Decimal = strawberry.field(description="Its share in the node above, or in the total.")
    evidence_required: bool = strawberry.field(description="Whether the school must attach evidence.")
    scale: Scale | None = strawberry.field(description="Its scale, when it is scored.")
    required_by: Requirer | None = strawberry.field(description="Whose requirement it is, where the framework says so.")
    legal_reference: LocalizedText | None = strawberry.field(description="The act it rests on, where there is one.")
    not_for: list[SchoolKind] = strawberry.field(description="The kinds of school that it is not asked of.")

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Criterion":
        """The API's form of a published node."""
        return cls(
            id=strawberry.ID(global_id("criterion", UUID(body["id"]))),
            code=body["code"],
            kind=CriterionKind(body["kind"]),
            parent_code=body["parent"],
            title=localized_body(body["title"]),
            description=localized_body(body["description"]) if body["description"] else None,
            scored=body["scored"],
            weight=Decimal(body["weight"]),
            evidence_required=body["evidence_required"],
            scale=Scale.of(body["scale"]) if body["scale"] else None,
            required_by=Requirer(body["required_by"]) if body.get("required_by") else None,
            legal_reference=localized_body(body["legal"]) if body.get("legal") else None,
            not_for=[SchoolKind(kind) for kind in body.get("not_for", ())],
        )


def asked_of(tree: Sequence[Criterion], not_applicable: Collection[str]) -> list[Criterion]:
    """The nodes in reading order without those that do not apply, and without groups of which nothing is left."""
    parents = {part.code: part.parent_code for part in tree}
    codes: set[str] = set()
    for part in tree:
        above = part.code if part.scored and part.code not in not_applicable else None
        while above is not None:
            codes.add(above)
            above = parents[above]
    return [part for part in tree if part.code in codes]


@strawberry.type(description="A count that a criterion's value is calculated from.")
class ChecklistCount:
    """A count."""

    criterion_code: str = strawberry.field(description="The criterion: `2.1`.")
    code: str = strawberry.field(description="The count in the formula: `n`.")
    title: LocalizedText = strawberry.field(description="What is counted.")
    items: list[LocalizedText] = strawberry.field(
        description="What to tick, where the count is of conditions; empty where a number is entered."
    )


@strawberry.type(description="One version of a system of criteria; frozen once published.")
class FrameworkVersion(Node):
    """A framework version."""

    body: strawberry.Private[Mapping[str, Any]]
    code: str = strawberry.field(description="Which framework: `nok_uod`.")
    number: int = strawberry.field(description="Which version of it.")
    state: FrameworkState = strawberry.field(description="Where it is in its life.")
    title: LocalizedText = strawberry.field(description="Its full name.")
    legal_reference: LocalizedText | None = strawberry.field(description="The acts it rests on.")
    aggregation: str = strawberry.field(
        description="How the total is made: `WEIGHTED_MEAN` of the tree by weights, by `RULES` of its own, or `NONE`."
    )
    maximum: Decimal | None = strawberry.field(description="The highest possible total.")

    @strawberry.field(description="The tree in reading order.")
    def criteria(self) -> list[Criterion]:
        """Made when asked for: lists name frameworks far oftener than they show them."""
        return self.tree

    @strawberry.field(description="What an inspector counts on the spot and from answers, in reading order.")
    def checklist(self) -> list[ChecklistCount]:
        """The counts of the criteria that a formula calculates."""
        known = checklist_of(self.code)
        return [
            ChecklistCount(
                criterion_code=criterion["code"],
                code=count["code"],
                title=localized_body(count["title"]),
                items=[
                    LocalizedText(ru=item.ru, en=item.en)
                    for item in known.get(criterion["code"], {}).get(count["code"], ())
                ],
            )
            for criterion in self.body["criteria"]
            for count in criterion.get("inputs", ())
        ]

    @cached_property
    def tree(self) -> list[Criterion]:
        """The nodes in reading order."""
        return [Criterion.of(criterion) for criterion in self.body["criteria"]]

    def total_of(self, values: Mapping[str, Given]) -> Decimal | None:
        """The total over the values of scored criteria by code, as published; None while any is missing."""
        return scoring.results_of(scoring.scheme_of(self.body), values).published_total

    @classmethod
    def of(cls, row: FrameworkRow) -> "FrameworkVersion":
        """The API's form of a published framework version."""
        body = row.body
        return cls(
            id=strawberry.ID(global_id("framework", row.id)),
            body=body,
            code=row.code,
            number=row.number,
            state=FrameworkState(row.state),
            title=localized_body(body["title"]),
            legal_reference=localized_body(body["legal"]) if body["legal"] else None,
            aggregation=body["aggregation"],
            maximum=Decimal(body["maximum"]) if body["maximum"] else None,
        )


@strawberry.type(description="A framework version in a list.")
class FrameworkVersionEdge:
    """An edge."""

    cursor: str = strawberry.field(description="Its place in the list.")
    node: FrameworkVersion = strawberry.field(description="The framework version.")


@strawberry.type(description="A page of framework versions.")
class FrameworkVersionConnection:
    """A connection."""

    edges: list[FrameworkVersionEdge] = strawberry.field(description="The page with places.")
    nodes: list[FrameworkVersion] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    total_count: int = strawberry.field(description="How many there are in all.")


async def framework_of(info: Info, key: UUID, as_of: datetime | None = None) -> FrameworkVersion:
    """The framework version that a readable row names, now or as of a moment."""
    return (await frameworks_of(info, [key], as_of))[0]


async def frameworks_of(info: Info, keys: Sequence[UUID], as_of: datetime | None = None) -> list[FrameworkVersion]:
    """The framework versions that readable rows name, in the keys' order; one that many name is made once."""
    asked = set(keys)
    rows = await info.context.loader_as_of(frameworks.frameworks_of, as_of).load_many(asked)
    assert all(rows), "evaluations stand on published framework versions"
    made = {row.id: FrameworkVersion.of(row) for row in rows if row}
    return [made[key] for key in keys]


async def criterion_of(info: Info, key: UUID) -> Criterion:
    """The criterion that a readable row names."""
    row = await info.context.loader(frameworks.criteria_of, published=True).load(key)
    assert row, "evaluations stand on published framework versions"
    return Criterion.of(row.body)


@node("framework")
async def _framework_node(info: Info, key: UUID) -> Node | None:
    row = await info.context.loader_as_of(frameworks.frameworks_of, None).load(key)
    return FrameworkVersion.of(row) if row else None


@node("criterion")
async def _criterion_node(info: Info, key: UUID) -> Node | None:
    row: CriterionRow | None = await info.context.loader(frameworks.criteria_of, published=True).load(key)
    return Criterion.of(row.body) if row else None


@strawberry.type
class FrameworkQueries:
    """Frameworks are open to everybody."""

    @strawberry.field(
        description="Framework versions that are published, or were as of a moment, by code; the newest version first."
    )
    async def frameworks(
        self, info: Info, as_of: datetime | None = None, first: int | None = None, after: str | None = None
    ) -> FrameworkVersionConnection:
        """A page of framework versions."""
        size = page_size(first)
        place = key_of_cursor(after, 2)
        if place and not place[1].isdecimal():
            raise unknown_cursor()
        rows, count = await frameworks.page_of_frameworks(
            await info.context.published(as_of), (place[0], int(place[1])) if place else None, size + 1, as_of
        )
        page = rows[:size]
        edges = [
            FrameworkVersionEdge(cursor=cursor_of(row.code, str(row.number)), node=FrameworkVersion.of(row))
            for row in page
        ]
        return FrameworkVersionConnection(
            edges=edges,
            nodes=[edge.node for edge in edges],
            page_info=PageInfo.around([edge.cursor for edge in edges], more=len(rows) > size, after=after),
            total_count=count,
        )

    @strawberry.field(
        description="A framework version, now or as of a moment; null when there is, or was, none with this id."
    )
    async def framework(self, info: Info, id: strawberry.ID, as_of: datetime | None = None) -> FrameworkVersion | None:
        """One framework version."""
        key = key_of(id, "framework")
        row = await info.context.loader_as_of(frameworks.frameworks_of, as_of).load(key) if key else None
        return FrameworkVersion.of(row) if row else None
