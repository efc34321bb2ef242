"""How far a panel agrees, for those who may read its reviews. A help to talk by; it changes no score."""

import asyncio
from decimal import Decimal
from uuid import UUID

import strawberry

from schema.context import Info
from schema.frameworks import FrameworkVersion
from schema.ids import global_id
from schema.reviews import Review
from storage import reviews as stored
from workflows.rules import panel_agreement as rules
from workflows.rules.agreement import Interval

THOUSANDTH = Decimal("0.001")


@strawberry.type(description="A coefficient of agreement with its 95 % interval: 1 is full agreement, 0 is chance.")
class Coefficient:
    """A coefficient."""

    name: str = strawberry.field(description="Which: `alpha (ordinal)`, `ICC(A,1)`, `ICC(A,k)`.")
    value: Decimal | None = strawberry.field(description="Null where the values do not vary.")
    lower: Decimal | None = strawberry.field(description="The interval's lower end.")
    upper: Decimal | None = strawberry.field(description="The interval's upper end.")


@strawberry.type(description="How an expert scores beside the others of this panel, in shares of the scale.")
class ExpertSeverity:
    """A severity."""

    review: Review = strawberry.field(description="The expert's review.")
    leniency: Decimal = strawberry.field(
        description="Above 0 milder than the others, below 0 stricter; drawn towards 0 the fewer scores there are."
    )
    raw: Decimal = strawberry.field(description="The same before it was drawn towards 0.")


@strawberry.type(
    description="How far the panel agrees. A diagnostic: scores, consensus and decision stay as people made them."
)
class PanelAgreement:
    """The agreement of a panel."""

    experts: int = strawberry.field(description="Reviews handed in, of experts who did not step aside.")
    criteria: int = strawberry.field(description="Criteria with two scores or more.")
    enough: bool = strawberry.field(description="Whether there are enough of both for coefficients to mean something.")
    experts_needed: int = strawberry.field(description="How many experts that takes.")
    criteria_needed: int = strawberry.field(description="How many criteria that takes.")
    exact: Decimal | None = strawberry.field(description="The share of pairs of scores that are equal.")
    adjacent: Decimal | None = strawberry.field(description="The share of pairs at most one level apart.")
    coefficients: list[Coefficient] = strawberry.field(description="Empty where there are too few to say.")
    comparable: bool = strawberry.field(
        description="Whether all experts can be compared: linked by criteria they share, directly or through others."
    )
    severities: list[ExpertSeverity] = strawberry.field(description="Empty where there are too few to say.")


def _near(value: float | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(THOUSANDTH)


def _coefficient(name: str, value: float | None, interval: Interval | None) -> Coefficient:
    return Coefficient(
        name=name,
        value=_near(value),
        lower=_near(interval.lower) if interval else None,
        upper=_near(interval.upper) if interval else None,
    )


def _coefficients(found: rules.PanelAgreement) -> list[Coefficient]:
    told = []
    if found.alpha:
        told.append(_coefficient(f"alpha ({found.alpha.level})", found.alpha.value, found.alpha.interval))
    names = {"ICC(2,1)": "ICC(A,1)", "ICC(2,k)": "ICC(A,k)"}
    told += [
        _coefficient(names[form.form], form.value, form.interval)
        for form in found.correlations or ()
        if form.form in names
    ]
    return told


async def panel_agreement_of(info: Info, evaluation: UUID, framework: FrameworkVersion) -> PanelAgreement | None:
    """The agreement of the reviews that the person asking may read; None where that is not the panel's."""
    rows = [row for row in await info.context.loader(stored.reviews_of).load(evaluation) if row.state == "SUBMITTED"]
    if len(rows) < 2:
        return None
    codes = {str(part.id): part.code for part in framework.tree}
    given = await asyncio.gather(*(info.context.loader(stored.scores_of).load(row.id) for row in rows))
    scores = {
        row.id.hex: {
            codes[global_id("criterion", score.criterion_id)]: score.value for score in found if score.value is not None
        }
        for row, found in zip(rows, given, strict=True)
    }
    scales = {part.code: part.scale.rule for part in framework.tree if part.scale}
    # Hundreds of draws: not on the loop that everybody waits for.
    found = await asyncio.to_thread(rules.agreement_of, scores, scales)
    reviews = {row.id.hex: row for row in rows}
    return PanelAgreement(
        experts=found.experts,
        criteria=found.criteria,
        enough=found.enough,
        experts_needed=rules.ENOUGH_EXPERTS,
        criteria_needed=rules.ENOUGH_CRITERIA,
        exact=_near(found.exact),
        adjacent=_near(found.adjacent),
        coefficients=_coefficients(found),
        comparable=found.comparable,
        severities=[
            ExpertSeverity(
                review=Review.of(reviews[key]),
                leniency=Decimal(severity.shrunk).quantize(THOUSANDTH),
                raw=Decimal(severity.raw).quantize(THOUSANDTH),
            )
            for key, severity in found.severities.items()
        ],
    )
