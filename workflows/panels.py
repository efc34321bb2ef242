"""Forming a panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage import panels
from storage.cases import read_cases
from storage.database import Database, Transaction
from storage.panels import CandidateRow
from workflows.cases import acting, case_of
from workflows.facts import ties_of
from workflows.rules.case import Case
from workflows.rules.conflicts import ConflictKind
from workflows.rules.guards import because
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent


@dataclass(frozen=True)
class Candidate:
    """An expert of the register and what bars them from this panel."""

    row: CandidateRow
    barred_by: tuple[Reason, ...]
    waivable: tuple[ConflictKind, ...]
    """The kinds among them that the person asking can waive."""


def barred_by(case: Case, expert: UUID, ties: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Why an expert with these ties cannot sit in the panel of this case."""
    reasons = [
        because(
            conflict,
            "CANDIDATE_DECLARED_CONFLICT" if conflict.declared else "CANDIDATE_CONFLICT",
            "CANDIDATE_CONFLICT_TO_WAIVE",
        )
        for conflict in case.stopping(str(expert), ties_of(ties))
    ]
    if str(expert) in case.facts.recused:
        reasons.append(Reason("CANDIDATE_RECUSED"))
    return tuple(reasons)


def _waivable(case: Case, row: CandidateRow) -> tuple[ConflictKind, ...]:
    stopping = case.stopping(str(row.person_id), ties_of(row.ties))
    return tuple(one.kind for one in stopping if one.can_be_waived and case.roles & set(one.rule.by))


async def candidates(transaction: Transaction, evaluation: UUID, search: str | None) -> list[Candidate]:
    """The register as the secretary sees it for one case; empty for anybody else."""
    rows = await read_cases(transaction, [evaluation])
    if not rows or transaction.person is None:
        return []
    case = case_of(rows[0], transaction.person)
    if "secretary" not in case.roles:
        return []
    return [
        Candidate(row, barred_by(case, row.person_id, row.ties), _waivable(case, row))
        for row in await panels.candidates(transaction, evaluation, search)
    ]


async def seat_expert(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, expert: UUID, *, lead: bool
) -> UUID:
    """Give an expert a seat. A conflict of interest, declared or detected, stops it and says which."""
    async with acting(database, person, evaluation, "seat_expert", expected_version) as act:
        ties = await panels.candidate_ties(act.transaction, expert)
        if ties is None:
            raise NotPermittedOrAbsent
        if barred := barred_by(act.case, expert, ties):
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
