"""Finding the criterion an act names, and checking that a value lies on its scale."""

from decimal import Decimal

from storage import criteria
from storage.cases import CaseRow
from storage.criteria import ScoredCriterion
from storage.database import Transaction
from workflows.rules.refusals import InvalidInput, Problem
from workflows.rules.scoring import value_problem


async def scored_criterion(transaction: Transaction, case: CaseRow, code: str) -> ScoredCriterion:
    """The criterion with this code that is scored in this case.

    Raises InvalidInput at `input.criterionCode` when there is none, or it does not apply to the school.
    """
    if code in case.not_applicable:
        raise InvalidInput(Problem("input.criterionCode", "NOT_APPLICABLE_HERE"))
    found = (await criteria.scored_criteria(transaction, case.framework_version_id, [code])).get(code)
    if found is None:
        raise InvalidInput(Problem("input.criterionCode", "UNKNOWN_CODE"))
    return found


def fits_scale(path: str, criterion: ScoredCriterion, value: Decimal | None) -> Decimal | None:
    """The value, if it lies on the criterion's scale or is still open.

    Raises InvalidInput otherwise.
    """
    if value is not None and (problem := value_problem(criterion.scale, value)):
        raise InvalidInput(Problem(path, problem.code, problem.details))
    return value
