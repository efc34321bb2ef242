"""How old evidence may be, by the rule of its process."""

from datetime import date

from workflows.rules.process_parts import FreshnessRule
from workflows.rules.reasons import Reason

USUAL = FreshnessRule(months=36)
"""The usual distance of two evaluations: what is older tells of the time before the last one. It only warns."""


def is_outdated(dated_on: date | None, opened_on: date, rule: FreshnessRule | None = None) -> bool:
    """Whether a document was made so many months before the evaluation was opened that it is old by the rule.

    Of one without a date nothing is known.
    """
    if dated_on is None:
        return False
    months = (rule or USUAL).months
    year, month = divmod(dated_on.year * 12 + dated_on.month - 1 + months, 12)
    return (year, month + 1, dated_on.day) < (opened_on.year, opened_on.month, opened_on.day)


def too_old_to_use_again(dated_on: date, opened_on: date, rule: FreshnessRule | None) -> Reason | None:
    """Why a document of an earlier evaluation cannot be used again, where the process refuses old ones."""
    if rule is None or rule.older != "refuse" or not is_outdated(dated_on, opened_on, rule):
        return None
    return Reason("DOCUMENT_TOO_OLD", {"months": str(rule.months), "day": dated_on.isoformat()})
