"""Forming a panel, and stepping aside from a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage import panels
from storage.cases import read_cases
from storage.database import Database, Transaction
from storage.panels import CandidateRow
from workflows import inputs
from workflows.cases import acting, case_of, ties_of
from workflows.rules.case import Case
from workflows.rules.conflicts import ConflictKind
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent


@dataclass(frozen=True)
class Candidate:
    """An expert of the register and what bars them from this panel."""

    row: CandidateRow
    barred_by: tuple[Reason, ...]


def barred_by(case: Case, ties: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Why a person with these ties cannot sit in the panel of this case."""
    return tuple(
        Reason("CANDIDATE_DECLARED_CONFLICT" if conflict.declared else "CANDIDATE_CONFLICT", {"kind": conflict.kind})
        for conflict in case.conflicts_of(ties_of(ties))
    )


async def candidates(transaction: Transaction, evaluation: UUID, search: str | None) -> list[Candidate]:
    """The register as the secretary sees it for one case; empty for anybody else."""
    rows = await read_cases(transaction, [evaluation])
    if not rows or transaction.person is None:
        return []
    case = case_of(rows[0], transaction.person)
    if "secretary" not in case.roles:
        return []
    return [
        Candidate(row, barred_by(case, row.ties)) for row in await panels.candidates(transaction, evaluation, search)
    ]


async def seat_expert(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, expert: UUID, *, lead: bool
) -> UUID:
    """Give an expert a seat. A conflict of interest, declared or detected, stops it and says which."""
    async with acting(database, person, evaluation, "seat_expert", expected_version) as act:
        ties = await panels.candidate_ties(act.transaction, expert)
        if ties is None:
            raise NotPermittedOrAbsent
        barred = barred_by(act.case, ties)
        if await panels.was_recused(act.transaction, evaluation, expert):
            barred = (*barred, Reason("CANDIDATE_RECUSED"))
        if barred:
            raise Blocked(*barred, number=act.row.number)
        if not await panels.insert_seat(act.transaction, evaluation, expert, lead=lead):
            raise Blocked(Reason("ALREADY_SEATED"), number=act.row.number)
        act.details = {"person": str(expert), "lead": lead}
        return evaluation


async def unseat_expert(database: Database, person: UUID, evaluation: UUID, expected_version: int, seat: UUID) -> UUID:
    """Take a seat back before the review begins."""
    async with acting(database, person, evaluation, "unseat_expert", expected_version) as act:
        if not await panels.remove_seat(act.transaction, evaluation, seat):
            raise NotPermittedOrAbsent
        act.details = {"seat": str(seat)}
        return evaluation


async def appoint_lead(database: Database, person: UUID, evaluation: UUID, expected_version: int, seat: UUID) -> UUID:
    """Let one of the seated experts lead."""
    async with acting(database, person, evaluation, "appoint_lead", expected_version) as act:
        if not await panels.give_lead(act.transaction, evaluation, seat):
            raise NotPermittedOrAbsent
        act.details = {"seat": str(seat)}
        return evaluation


async def recuse(database: Database, person: UUID, evaluation: UUID, expected_version: int, reason: str) -> str:
    """Step aside from a case for good; the seat falls vacant, the vote leaves the quorum's base.

    Answers with the evaluation's number: the case itself is closed to the person from now on.
    """
    async with acting(database, person, evaluation, "recuse", expected_version) as act:
        await panels.recuse(act.transaction, evaluation, inputs.text("input.reason", reason, longest=2000))
        return act.row.number


async def declare_conflict(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, kind: ConflictKind, note: str
) -> UUID:
    """Declare a tie to the school of a case; from now on every act of this person in it asks the process anew."""
    async with acting(database, person, evaluation, "declare_conflict", expected_version) as act:
        words = inputs.text("input.note", note, required=False, longest=2000)
        await panels.declare_conflict(act.transaction, act.row.organisation_id, kind, words)
        act.details = {"kind": kind.value}
        return evaluation
