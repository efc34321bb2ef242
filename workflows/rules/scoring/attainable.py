"""The most that a school can reach: all that is asked of it at the highest value."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from workflows.rules.scoring.derivation import Absence
from workflows.rules.scoring.engine import Given, results_of
from workflows.rules.scoring.scheme import scheme_of


def attainable(body: Mapping[str, Any], not_applicable: Collection[str]) -> Decimal | None:
    """The highest total of a framework version, by its published body, where these criteria do not apply to a school.

    It is what the rules make of the highest values: they never make a result worse of a better score. Where everything
    applies it is the maximum that the framework declares; None where that declares none.
    """
    if body["maximum"] is None:
        return None
    declared = Decimal(body["maximum"])
    if not not_applicable:
        return declared
    best: dict[str, Given] = {
        part["code"]: Decimal(part["scale"]["maximum"]) for part in body["criteria"] if part["scale"] is not None
    }
    best |= dict.fromkeys(not_applicable, Absence.NOT_APPLICABLE)
    reached = results_of(scheme_of(body), best).published_total
    return declared if reached is None else min(declared, reached)
