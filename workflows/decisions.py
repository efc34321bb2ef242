"""The commission: calling it, moving a decision, voting, dissent, and closing the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from storage import audit, decisions
from storage.database import Database
from workflows import inputs
from workflows.cases import Act, acting
from workflows.reports import NewCondition, checked_conditions
from workflows.rules.quorum import VoteChoice
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem


@dataclass(frozen=True)
class NewMotion:
    """A decision put to the vote."""

    outcome: str
    valid_from: date | None
    valid_to: date | None
    reasons: str
    conditions: Sequence[NewCondition]


async def refer_to_commission(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, held_at: datetime
) -> UUID:
    """Hand the case to the commission and call its meeting. Its members are those of this moment."""
    async with acting(database, person, evaluation, "refer_to_commission", expected_version) as act:
        inputs.future("input.heldAt", held_at, act.case.now)
        if not await decisions.call_meeting(act.transaction, evaluation, held_at):
            raise Blocked(Reason("NO_COMMISSION"), number=act.row.number)
        return evaluation


async def propose_motion(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, motion: NewMotion
) -> UUID:
    """Put a decision to the vote; after one that was voted down, another."""
    async with acting(database, person, evaluation, "propose_motion", expected_version) as act:
        _checked(act, motion)
        await decisions.insert_motion(
            act.transaction,
            evaluation,
            outcome=motion.outcome,
            valid_from=motion.valid_from,
            valid_to=motion.valid_to,
            reasons=inputs.text("input.reasons", motion.reasons),
            conditions=await checked_conditions(
                act.transaction, act.row.framework_version_id, motion.conditions, act.case.now.date()
            ),
        )
        act.details = {"outcome": motion.outcome}
        return evaluation


def _checked(act: Act, motion: NewMotion) -> None:
    """Nothing, if this can be decided.

    Raises InvalidInput for an unknown outcome, and for a validity that is missing or out of order.
    """
    problems = []
    outcome = act.case.definition.outcome(motion.outcome)
    if outcome is None:
        problems.append(Problem("input.outcome", "UNKNOWN_CODE"))
    elif outcome.positive and not (motion.valid_from and motion.valid_to):
        problems.append(Problem("input.validTo", "VALIDITY_NEEDED"))
    if motion.valid_from and motion.valid_to and motion.valid_to <= motion.valid_from:
        problems.append(Problem("input.validTo", "VALIDITY_OUT_OF_ORDER"))
    if problems:
        raise InvalidInput(*problems)


async def decide_alone(act: Act, motion: NewMotion) -> None:
    """A decision without a vote: by whoever the process lets decide, or by an appeal. It follows any earlier one."""
    _checked(act, motion)
    conditions = await checked_conditions(
        act.transaction, act.row.framework_version_id, motion.conditions, act.case.now.date()
    )
    async with act.transaction.as_worker():
        made = await decisions.insert_motion(
            act.transaction,
            act.evaluation,
            outcome=motion.outcome,
            valid_from=motion.valid_from,
            valid_to=motion.valid_to,
            reasons=motion.reasons,
            conditions=conditions,
        )
        await decisions.insert_decision(
            act.transaction,
            act.evaluation,
            made,
            votes_for=0,
            votes_against=0,
            abstained=0,
            recused=0,
            eligible=0,
            quorum=0,
        )
    act.change = {**act.change, "decision": await audit.decision_now(act.transaction, act.evaluation)}


def _present_motion(act: Act, motion: UUID) -> UUID:
    if act.case.facts.motion != str(motion):
        raise NotPermittedOrAbsent
    return motion


async def cast_vote(database: Database, person: UUID, evaluation: UUID, motion: UUID, choice: VoteChoice) -> UUID:
    """Vote on the present motion."""
    async with acting(database, person, evaluation, "cast_vote") as act:
        was = await audit.present(act.transaction, "vote", _present_motion(act, motion), person)
        act.change = {"before": was, "after": {"choice": choice.value}}
        await decisions.cast_vote(act.transaction, motion, choice)
        return evaluation


async def write_dissent(database: Database, person: UUID, evaluation: UUID, motion: UUID, text: str) -> UUID:
    """Add a dissenting opinion to one's vote."""
    async with acting(database, person, evaluation, "write_dissent") as act:
        words = inputs.text("input.text", text)
        await decisions.write_dissent(act.transaction, _present_motion(act, motion), words)
        return evaluation


async def decide(database: Database, person: UUID, evaluation: UUID, expected_version: int) -> UUID:
    """Confirm that the motion carried and close the meeting; the count is kept as it stood."""
    async with acting(database, person, evaluation, "decide", expected_version) as act:
        count = act.case.count()
        assert act.case.facts.motion, "the guard motion_proposed held"
        await decisions.insert_decision(
            act.transaction,
            evaluation,
            UUID(act.case.facts.motion),
            votes_for=count.votes_for,
            votes_against=count.votes_against,
            abstained=count.abstained,
            recused=count.recused,
            eligible=count.eligible,
            quorum=count.quorum,
        )
        act.change = {"after": await audit.decision_now(act.transaction, evaluation)}
        return evaluation
