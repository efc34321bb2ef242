"""What the panel says together: consensus, report, agreement; and the school's accuracy claims."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry

from schema.context import Info
from schema.derivations import Derivation, derivations_of
from schema.frameworks import Criterion, FrameworkVersion, criterion_of, framework_of
from schema.ids import global_id
from schema.nodes import Node, node
from schema.outcomes import Outcome
from schema.people import Person, known_person
from schema.processes import outcome_of
from schema.scalars import LocalizedText
from storage import reports as stored
from storage.evaluations import EvaluationRow
from workflows.messages import message
from workflows.processes import definition
from workflows.rules import scoring
from workflows.rules.scoring import Absence, spread_of
from workflows.rules.scoring.engine import Given


@strawberry.type(description="How far the experts' values lie apart. A diagnostic: it changes no score.")
class Spread:
    """The spread of a criterion's values."""

    lowest: Decimal = strawberry.field(description="The lowest value given.")
    highest: Decimal = strawberry.field(description="The highest value given.")
    median: Decimal = strawberry.field(description="The middle one.")
    reviews: int = strawberry.field(description="How many values there are.")
    divergent: bool = strawberry.field(description="Whether they lie so far apart that the panel should talk.")
    reason: LocalizedText | None = strawberry.field(description="Why they are said to diverge; null where they do not.")


@strawberry.type(description="The panel's position on one criterion: its own words, never a mean in disguise.")
class Consensus:
    """A position."""

    row: strawberry.Private[stored.ConsensusRow]
    value: Decimal | None = strawberry.field(description="The panel's value; null while undecided.")
    position: str = strawberry.field(description="The panel's reasons.")
    version: int = strawberry.field(description="Grows with every save; 0 before the first.")

    @strawberry.field(description="The criterion.")
    async def criterion(self, info: Info) -> Criterion:
        """The criterion."""
        return await criterion_of(info, self.row.criterion_id)

    @strawberry.field(description="How far the experts' values lie apart; null for those who may not read the reviews.")
    async def spread(self, info: Info) -> Spread | None:
        """The spread."""
        criterion = await criterion_of(info, self.row.criterion_id)
        if not self.row.given or criterion.scale is None:
            return None
        found = spread_of(self.row.given, criterion.scale.rule)
        return Spread(
            lowest=found.lowest,
            highest=found.highest,
            median=found.median,
            reviews=len(self.row.given),
            divergent=found.divergent,
            reason=_reason(found, criterion.scale.rule) if found.divergent else None,
        )


def _reason(found: scoring.Spread, scale: Mapping[str, Any]) -> LocalizedText:
    facts = {"lowest": f"{found.lowest.normalize():f}", "highest": f"{found.highest.normalize():f}"}
    code = "DIVERGENT_LEVELS" if scale["kind"] == "LEVELS" else "DIVERGENT_POINTS"
    return LocalizedText(ru=message(code, "ru", facts), en=message(code, "en", facts))


@strawberry.type(description="What the school must do, who answers for it, and by when.")
class ProposedCondition:
    """A condition."""

    text: str = strawberry.field(description="What must be done.")
    criterion_code: str | None = strawberry.field(description="The criterion it concerns.")
    owner: str = strawberry.field(description="Who answers for it.")
    due_on: date = strawberry.field(description="By when.")


def conditions_of(rows: list[dict[str, Any]]) -> list[ProposedCondition]:
    """The API's form of stored conditions."""
    return [
        ProposedCondition(
            text=row["text"],
            criterion_code=row["criterion_code"],
            owner=row["owner"],
            due_on=date.fromisoformat(row["due_on"]),
        )
        for row in rows
    ]


@strawberry.type(description="The panel's report, with the decision it proposes.")
class Report:
    """A report."""

    evaluation: strawberry.Private[EvaluationRow]
    proposed: strawberry.Private[str | None]
    summary: str = strawberry.field(description="What the panel found.")
    strengths: str = strawberry.field(description="What is strong.")
    recommendations: str = strawberry.field(description="What should improve.")
    version: int = strawberry.field(description="Grows with every save; send it back as `expectedVersion`.")
    conditions: list[ProposedCondition] = strawberry.field(description="The conditions proposed.")

    @strawberry.field(description="The decision the panel proposes.")
    def proposed_outcome(self) -> Outcome | None:
        """The outcome."""
        process = definition(self.evaluation.process_code, self.evaluation.process_version)
        return outcome_of(process, self.proposed) if self.proposed else None

    @strawberry.field(
        description="The total over the panel's values, with two decimals; null while any value is missing."
    )
    async def total(self, info: Info) -> Decimal | None:
        """The total."""
        framework = await framework_of(info, self.evaluation.framework_version_id)
        return framework.total_of(await self._values(info, framework))

    @strawberry.field(
        description="How total and grade come about from the panel's values as they stand; says what is still missing."
    )
    async def derivation(self, info: Info) -> list[Derivation]:
        """The derivation."""
        framework = await framework_of(info, self.evaluation.framework_version_id)
        return derivations_of(framework.body, await self._values(info, framework))

    async def _values(self, info: Info, framework: FrameworkVersion) -> dict[str, Given]:
        rows = await info.context.loader(stored.consensus_of).load(self.evaluation.id)
        given = {global_id("criterion", row.criterion_id): row.value for row in rows if row.value is not None}
        gaps: dict[str, Given] = dict.fromkeys(self.evaluation.not_applicable, Absence.NOT_APPLICABLE)
        return gaps | {found.code: given[found.id] for found in framework.tree if found.id in given}


@strawberry.type(description="Whether a member of the panel agreed with the text as it stands.")
class Agreement:
    """An agreement."""

    person_id: strawberry.Private[UUID]
    agreed: bool = strawberry.field(description="Whether.")
    at: datetime | None = strawberry.field(description="When.")

    @strawberry.field(description="The member.")
    async def person(self, info: Info) -> Person:
        """The member."""
        return await known_person(info, self.person_id)


@strawberry.type(description="A factual error the school pointed at, and the panel's answer.")
class AccuracyClaim(Node):
    """A claim."""

    criterion_code: str | None = strawberry.field(description="The criterion it concerns.")
    text: str = strawberry.field(description="What is wrong, in the school's words.")
    answer: str | None = strawberry.field(description="The panel's answer.")
    accepted: bool | None = strawberry.field(description="Whether the panel agrees.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @classmethod
    def of(cls, row: stored.ClaimRow) -> "AccuracyClaim":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("claim", row.id)),
            criterion_code=row.criterion_code,
            text=row.text,
            answer=row.answer,
            accepted=row.accepted,
            created_at=row.created_at,
        )


async def consensus_of(info: Info, evaluation: UUID) -> list[Consensus]:
    """The panel's positions, where they are open to the person asking."""
    return [
        Consensus(row=row, value=row.value, position=row.position, version=row.version)
        for row in await info.context.loader(stored.consensus_of).load(evaluation)
    ]


async def report_of(info: Info, evaluation: EvaluationRow) -> Report | None:
    """The report, where it is open to the person asking."""
    row = await info.context.loader(stored.reports_of).load(evaluation.id)
    if row is None:
        return None
    return Report(
        evaluation=evaluation,
        proposed=row.proposed_outcome,
        summary=row.summary,
        strengths=row.strengths,
        recommendations=row.recommendations,
        version=row.version,
        conditions=conditions_of(row.conditions),
    )


async def agreements_of(info: Info, evaluation: UUID) -> list[Agreement]:
    """Who of the panel agreed."""
    return [
        Agreement(person_id=row.person_id, agreed=row.agreed_at is not None, at=row.agreed_at)
        for row in await info.context.loader(stored.agreements_of).load(evaluation)
    ]


async def claims_of(info: Info, evaluation: UUID) -> list[AccuracyClaim]:
    """The school's claims."""
    return [AccuracyClaim.of(row) for row in await info.context.loader(stored.claims_of).load(evaluation)]


@node("claim")
async def _claim_node(info: Info, key: UUID) -> Node | None:
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.claims_by_id).load(key)
    return AccuracyClaim.of(row) if row else None
