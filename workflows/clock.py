"""Steps that nobody takes: those of cases whose deadline has passed."""

from dataclasses import replace
from uuid import UUID

from storage import cases
from storage.database import Database
from workflows.cases import Act, case_of, record_step
from workflows.processes import definition
from workflows.rules.process import blocked_by
from workflows.rules.process_parts import CaseRole


async def strike(database: Database, evaluation: UUID, action: str) -> bool:
    """Take a step as the clock; answers whether it was taken. Another worker may have been first."""
    async with database.working() as transaction:
        row = await cases.lock_case(transaction, evaluation)
        if row is None:
            return False
        case = replace(case_of(row, None), roles=frozenset[CaseRole]({"clock"}))
        if blocked_by(case.definition.step(action), case):
            return False
        await record_step(Act(transaction, row, case), action, seen=False)
        return True


async def strike_all(database: Database) -> int:
    """Take every step that a passed deadline calls for; answers how many were taken."""
    async with database.working() as transaction:
        passed = await cases.passed_deadlines(transaction)
    taken = 0
    for row in passed:
        process = definition(row.process_code, row.process_version)
        kind = next((known for known in process.deadlines if known.name == row.name), None)
        if kind and kind.then and row.state in process.step(kind.then).sources:
            taken += await strike(database, row.evaluation_id, kind.then)
    return taken
