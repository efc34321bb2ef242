"""Conflicts of interest as people act on them: declaring a tie, stepping aside."""

from dataclasses import dataclass
from uuid import UUID

from storage import conflicts
from storage.database import Database
from workflows import inputs
from workflows.cases import acting
from workflows.rules.conflicts import ConflictKind
from workflows.rules.refusals import InvalidInput, Problem


@dataclass(frozen=True)
class NewTie:
    """A tie to a school in somebody's words, with the years in which it began and ended, where known."""

    kind: ConflictKind
    note: str
    since: int | None = None
    until: int | None = None


def checked(tie: NewTie, year: int) -> NewTie:
    """The tie, if it can be believed in this year.

    Raises InvalidInput for a year to come or more than a lifetime ago, and for an end before the beginning.
    """
    problems = [
        Problem(path, "YEAR_NOT_SENSIBLE", (("year", str(year)),))
        for path, given in (("input.sinceYear", tie.since), ("input.untilYear", tie.until))
        if given is not None and not year - 100 <= given <= year
    ]
    if not problems and tie.since is not None and tie.until is not None and tie.until < tie.since:
        problems = [Problem("input.untilYear", "YEARS_OUT_OF_ORDER")]
    if problems:
        raise InvalidInput(*problems)
    return NewTie(tie.kind, inputs.text("input.note", tie.note, required=False, longest=2000), tie.since, tie.until)


async def declare_conflict(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, tie: NewTie
) -> UUID:
    """Declare a tie to the school of a case; from now on every act of this person in it asks the process anew."""
    async with acting(database, person, evaluation, "declare_conflict", expected_version) as act:
        given = checked(tie, act.case.now.astimezone(act.case.zone).year)
        await conflicts.declare_conflict(
            act.transaction, act.row.organisation_id, given.kind, given.note, given.since, given.until
        )
        act.details = {"kind": given.kind.value}
        return evaluation


async def recuse(database: Database, person: UUID, evaluation: UUID, expected_version: int, reason: str) -> str:
    """Step aside from a case for good; the seat falls vacant, the vote leaves the quorum's base.

    Answers with the evaluation's number: the case itself is closed to the person from now on.
    """
    async with acting(database, person, evaluation, "recuse", expected_version) as act:
        await conflicts.recuse(act.transaction, evaluation, inputs.text("input.reason", reason, longest=2000))
        return act.row.number
