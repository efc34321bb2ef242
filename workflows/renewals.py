"""Renewing a decision that expires: a new case of the same school under the same process, linked to the old one."""

from uuid import UUID

from storage import renewals
from storage.database import Database
from workflows.cases import acting
from workflows.evaluations import NewDeadline, opened_under
from workflows.processes import calendar_for, newest
from workflows.rules.deadlines import due_after


async def renew(database: Database, person: UUID, evaluation: UUID, expected_version: int) -> UUID:
    """Open the case that renews this one; answers with the new case.

    It follows the newest version of the process and is evaluated on the newest of the framework; its first deadlines
    are as long as the process says, counted from today.

    Raises NotPermittedOrAbsent, StaleVersion or Blocked.
    """
    async with acting(database, person, evaluation, "renew", expected_version) as act:
        process = newest(act.row.process_code) or act.case.definition
        calendar = calendar_for(process, act.case.facts.days_off)
        deadlines = [
            NewDeadline(kind.name, due_after(kind, act.case.now, act.case.zone, calendar))
            for kind in process.at_opening()
        ]
        framework = await renewals.newest_framework(act.transaction, act.row.framework_version_id)
        school = act.row.organisation_id
        made = await opened_under(act.transaction, process, school, framework, deadlines, renews=act.row.number)
        await renewals.link(act.transaction, made, evaluation)
        act.details = {"renewal": str(made)}
        return made
