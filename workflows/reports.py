"""What the panel says together: consensus per criterion, the report, agreement; and the school's accuracy check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from storage import audit, criteria, reports
from storage.database import Database, Transaction
from workflows import inputs
from workflows.cases import acting
from workflows.criteria import fits_scale, scored_criterion
from workflows.idempotency import once
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion
from workflows.rules.scoring import counted_value

MOST_CONDITIONS = 50


@dataclass(frozen=True)
class NewCondition:
    """What the school must do, who answers for it, and by when."""

    text: str
    criterion_code: str | None
    owner: str
    due_on: date


async def checked_conditions(
    transaction: Transaction, framework: UUID, conditions: Sequence[NewCondition], today: date
) -> list[dict[str, object]]:
    """Conditions as they are stored.

    Raises InvalidInput for a blank text or owner, an unknown criterion, or a date that is not to come.
    """
    if len(conditions) > MOST_CONDITIONS:
        raise InvalidInput(Problem("input.conditions", "TOO_MANY", (("most", str(MOST_CONDITIONS)),)))
    known = await criteria.criterion_codes(transaction, framework) if conditions else frozenset()
    checked: list[dict[str, object]] = []
    for place, condition in enumerate(conditions):
        path = f"input.conditions.{place}"
        if condition.criterion_code is not None and condition.criterion_code not in known:
            raise InvalidInput(Problem(f"{path}.criterionCode", "UNKNOWN_CODE"))
        if condition.due_on <= today:
            raise InvalidInput(Problem(f"{path}.dueOn", "NOT_IN_FUTURE"))
        checked.append(
            {
                "text": inputs.text(f"{path}.text", condition.text, longest=4000),
                "criterion_code": condition.criterion_code,
                "owner": inputs.text(f"{path}.owner", condition.owner, longest=500),
                "due_on": condition.due_on.isoformat(),
            }
        )
    return checked


async def write_consensus(
    database: Database,
    person: UUID,
    evaluation: UUID,
    code: str,
    expected_version: int,
    value: Decimal | None,
    position: str,
    counts: Mapping[str, int] | None = None,
) -> UUID:
    """Write the panel's position on one criterion; answers with the criterion's key. Earlier agreements lapse.

    With `counts` the value is what the framework's formula makes of them, and the position says them first.
    """
    async with acting(database, person, evaluation, "write_consensus") as act:
        criterion = await scored_criterion(act.transaction, act.row, code)
        current = await reports.consensus_version(act.transaction, evaluation, criterion.id)
        if current != expected_version:
            raise StaleVersion(current)
        words = inputs.text("input.position", position, required=False)
        if counts is not None:
            if value is not None:
                raise InvalidInput(Problem("input.value", "VALUE_BESIDE_COUNTS"))
            body = await criteria.framework_body(act.transaction, act.row.framework_version_id)
            value = counted_value(body, code, counts)
            told = "; ".join(f"{name} = {count}" for name, count in counts.items())
            words = f"{told}\n{words}".rstrip()
        given = fits_scale("input.value", criterion, value)
        was = await audit.present(act.transaction, "consensus", evaluation, criterion.id)
        act.change = {"before": was, "after": {"value": given, "position": words}}
        await reports.save_consensus(act.transaction, evaluation, criterion.id, given, words)
        act.details = {"criterion": code}
        return criterion.id


async def write_report(
    database: Database,
    person: UUID,
    evaluation: UUID,
    expected_version: int,
    *,
    summary: str,
    strengths: str,
    recommendations: str,
    proposed_outcome: str | None,
    conditions: Sequence[NewCondition],
) -> UUID:
    """Write the report. Earlier agreements lapse."""
    async with acting(database, person, evaluation, "write_report") as act:
        current = await reports.report_version(act.transaction, evaluation)
        if current != expected_version:
            raise StaleVersion(current)
        if proposed_outcome is not None and act.case.definition.outcome(proposed_outcome) is None:
            raise InvalidInput(Problem("input.proposedOutcome", "UNKNOWN_CODE"))
        await reports.save_report(
            act.transaction,
            evaluation,
            summary=inputs.text("input.summary", summary, required=False),
            strengths=inputs.text("input.strengths", strengths, required=False),
            recommendations=inputs.text("input.recommendations", recommendations, required=False),
            proposed_outcome=proposed_outcome,
            conditions=await checked_conditions(
                act.transaction, act.row.framework_version_id, conditions, act.case.now.date()
            ),
        )
        return evaluation


async def agree(database: Database, person: UUID, evaluation: UUID, expected_version: int) -> UUID:
    """Agree, as a member of the panel, with consensus and report as they stand."""
    async with acting(database, person, evaluation, "agree", expected_version) as act:
        seat = act.case.own_seat()
        assert seat, "the role of an expert comes from a seat"
        await reports.agree(act.transaction, evaluation, UUID(seat.seat))
        return evaluation


async def claim_error(
    database: Database, person: UUID, evaluation: UUID, key: str, code: str | None, text: str
) -> UUID:
    """Point at a factual error in the draft report."""
    async with acting(database, person, evaluation, "claim_error") as act:
        if code is not None:
            known = await criteria.criterion_codes(act.transaction, act.row.framework_version_id)
            if code not in known:
                raise InvalidInput(Problem("input.criterionCode", "UNKNOWN_CODE"))
        words = inputs.text("input.text", text)

        async def make() -> UUID:
            return await reports.insert_claim(act.transaction, evaluation, code, words)

        act.details = {"claim": str(await once(act.transaction, key, (evaluation, code, words), make))}
        return evaluation


async def _evaluation_of(database: Database, person: UUID, claim: UUID) -> UUID:
    async with database.reading(person) as transaction:
        found = (await reports.claims_by_id(transaction, [claim]))[0]
    if found is None:
        raise NotPermittedOrAbsent
    return found.evaluation_id


async def withdraw_claim(database: Database, person: UUID, claim: UUID) -> UUID:
    """Take a claim back while the check is open."""
    evaluation = await _evaluation_of(database, person, claim)
    async with acting(database, person, evaluation, "claim_error") as act:
        await reports.delete_claim(act.transaction, claim)
        act.details = {"withdrawn": str(claim)}
        return evaluation


async def answer_claim(database: Database, person: UUID, claim: UUID, *, accepted: bool, answer: str) -> UUID:
    """Answer a claim for the panel."""
    evaluation = await _evaluation_of(database, person, claim)
    async with acting(database, person, evaluation, "answer_claim") as act:
        words = inputs.text("input.answer", answer)
        await reports.answer_claim(act.transaction, claim, accepted=accepted, answer=words)
        act.details = {"claim": str(claim), "accepted": accepted}
        return evaluation
