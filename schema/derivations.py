"""How a result came about, step by step, as anybody can open it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import strawberry

from schema.scalars import LocalizedText
from workflows.rules import scoring
from workflows.rules.scoring.engine import Given
from workflows.rules.scoring.telling import explained, outcome_told


@strawberry.type(description="One step of a derivation: what came out, by which rule, from which steps below it.")
class DerivationStep:
    """A step."""

    place: int = strawberry.field(description="Its place in reading order, from 0.")
    parent: int | None = strawberry.field(description="The place of the step it is a part of; null for the result.")
    kind: str = strawberry.field(description="The kind of rule: `WEIGHTED_MEAN`; `SCORE` is a value the panel gave.")
    code: str | None = strawberry.field(description="The criterion, result or count: `1.3`.")
    title: LocalizedText | None = strawberry.field(description="Its name.")
    value: Decimal | None = strawberry.field(description="The number that came out; null for a level, a truth, a gap.")
    weight: Decimal | None = strawberry.field(description="Its weight in the step above, a mean by weights.")
    outcome: LocalizedText = strawberry.field(description="What came out, in words: `89.36`, `Strong`, `missing`.")
    explanation: LocalizedText = strawberry.field(description="What the rule did: `mean by weights; rounded …`.")


@strawberry.type(description="A result of the whole with every step down to the scores it rests on.")
class Derivation:
    """A derivation."""

    code: str = strawberry.field(description="Which result: `total`.")
    title: LocalizedText = strawberry.field(description="Its name.")
    outcome: LocalizedText = strawberry.field(description="What came out.")
    maximum: Decimal | None = strawberry.field(
        description="Of the total: the most this school can reach by all that is asked of schools of its kind."
    )
    steps: list[DerivationStep] = strawberry.field(description="In reading order; the first is the result itself.")


def _text(step: scoring.Derivation) -> LocalizedText:
    return LocalizedText(ru=outcome_told(step, "ru"), en=outcome_told(step, "en"))


def _named(title: Mapping[str, str] | None) -> LocalizedText | None:
    return LocalizedText(ru=title["ru"], en=title["en"]) if title else None


def derivations_of(
    body: Mapping[str, Any],
    values: Mapping[str, Given],
    counts: Mapping[str, Mapping[str, Decimal | None]] | None = None,
) -> list[Derivation]:
    """Every result of a framework version (its published body) over these values by criterion code, and over these
    counts where a formula speaks."""
    made = scoring.results_of(scoring.scheme_of(body), values, counts)
    left_out = [code for code, value in values.items() if value is scoring.Absence.NOT_APPLICABLE]
    most = scoring.attainable(body, left_out)
    return [
        Derivation(
            code=code,
            title=_named(result.title) or _text(result),
            outcome=_text(result),
            maximum=most if result is made.total else None,
            steps=[
                DerivationStep(
                    place=placed.place,
                    parent=placed.parent,
                    kind=placed.step.kind,
                    code=placed.step.code,
                    title=_named(placed.step.title),
                    value=placed.step.number,
                    weight=placed.step.weight,
                    outcome=_text(placed.step),
                    explanation=LocalizedText(ru=explained(placed.step, "ru"), en=explained(placed.step, "en")),
                )
                for placed in scoring.in_reading_order(result)
            ],
        )
        for code, result in made.results.items()
    ]
