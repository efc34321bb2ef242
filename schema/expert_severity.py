"""How strict experts are over the cases of a framework version, for the secretariat. It changes no score."""

import asyncio
from decimal import Decimal

import strawberry

from schema.context import Info
from schema.ids import key_of
from schema.people import Person, person_of
from storage.expert_scores import MOST_CASES, scores_on
from workflows.rules import expert_severity as rules

THOUSANDTH = Decimal("0.001")


@strawberry.type(description="How an expert scores beside those who scored the same, in shares of the scale.")
class ExpertOverCases:
    """An expert."""

    expert: Person = strawberry.field(description="Who.")
    cases: int = strawberry.field(description="Cases in which others scored the same criteria.")
    scores: int = strawberry.field(description="Scores beside which another expert's stands.")
    group: int = strawberry.field(
        description="Experts of one group are linked by what they scored together, directly or through others. Compare"
        " only within a group."
    )
    leniency: Decimal | None = strawberry.field(
        description="Above 0 milder than the others of the group, below 0 stricter; drawn towards 0 the fewer scores"
        " there are. Null where there are too few to say."
    )
    raw: Decimal | None = strawberry.field(description="The same before it was drawn towards 0.")
    raw_lower: Decimal | None = strawberry.field(
        description="The lower end of the 95 % interval of `raw`, by the bootstrap over cases. Where 0 lies within it,"
        " it is not established that the expert is milder or stricter than others."
    )
    raw_upper: Decimal | None = strawberry.field(description="The upper end.")


@strawberry.type(
    description="How strict experts are on one framework version. A diagnostic for training and for composing panels:"
    " scores stay as people gave them."
)
class ExpertSeverities:
    """Severities over cases."""

    experts: list[ExpertOverCases] = strawberry.field(
        description="Group by group, the strictest first; those of whom nothing can be said last."
    )
    cases_needed: int = strawberry.field(description="How many cases it takes to say something of an expert.")
    scores_needed: int = strawberry.field(description="How many scores that takes.")
    most_cases: int = strawberry.field(description="How many of the newest cases are looked at.")


def _near(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(THOUSANDTH)


@strawberry.type
class ViewerSeverities:
    """What the secretariat sees of its experts."""

    @strawberry.field(
        description="How strict experts are over the newest cases of this framework version whose reviews are open."
        " Empty for everybody but the secretariat."
    )
    async def expert_severities(self, info: Info, framework_version_id: strawberry.ID) -> ExpertSeverities:
        """The severities."""
        key = key_of(framework_version_id, "framework")
        rows = await scores_on(await info.context.transaction(), key) if key else []
        given = [rules.Given(row.person_id, row.evaluation_id, row.criterion, row.value, row.scale) for row in rows]
        # Thousands of scores, many rounds: not on the loop that everybody waits for.
        found = await asyncio.to_thread(rules.experts_of, given)
        people = await asyncio.gather(*(person_of(info, one.key) for one in found))
        return ExpertSeverities(
            experts=[
                ExpertOverCases(
                    expert=person,
                    cases=one.cases,
                    scores=one.scores,
                    group=one.group + 1,
                    leniency=_near(one.severity.shrunk if one.severity else None),
                    raw=_near(one.severity.raw if one.severity else None),
                    raw_lower=_near(one.interval.lower if one.interval else None),
                    raw_upper=_near(one.interval.upper if one.interval else None),
                )
                for one, person in zip(found, people, strict=True)
                if person
            ],
            cases_needed=rules.ENOUGH_CASES,
            scores_needed=rules.ENOUGH_SCORES,
            most_cases=MOST_CASES,
        )
