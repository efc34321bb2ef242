"""The rules' view of the evaluations in one request, loaded once and shared by every field that asks."""

from uuid import UUID

from schema.context import Info
from storage.evaluations import cases_of
from workflows.cases import case_of
from workflows.rules.case import Case


async def case_for(info: Info, evaluation: UUID) -> Case:
    """The case as the person asking meets it. The evaluation was read under row security before."""
    row = await info.context.loader(cases_of).load(evaluation)
    assert row, "an evaluation that was read has a case"
    return case_of(row, info.context.signed_in())
