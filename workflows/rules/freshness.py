"""How old evidence may be. A sign for whoever reads it, which decides nothing by itself."""

from datetime import date

FRESH_YEARS = 3
"""The usual distance of two evaluations: what is older tells of the time before the last one."""


def is_outdated(dated_on: date | None, opened_on: date) -> bool:
    """Whether a document was made more than three years before the evaluation was opened. Of one without a date nothing
    is known."""
    if dated_on is None:
        return False
    return (dated_on.year + FRESH_YEARS, dated_on.month, dated_on.day) < (
        opened_on.year,
        opened_on.month,
        opened_on.day,
    )
