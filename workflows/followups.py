"""Tracks beside a case: following up a condition, hearing an appeal; and migrating a case to newer rules."""

from uuid import UUID

from storage import audit, cases, followups
from storage.database import Database
from storage.keys import Signer
from workflows.cases import Act, acting, case_of, record_step, track_due
from workflows.facts import ties_of
from workflows.idempotency import once
from workflows.rules.case import ABSTAIN, Case
from workflows.rules.deadlines import end_of_day
from workflows.rules.process import blocked_by, is_late, rulings_of, take
from workflows.rules.process_parts import CaseRole, Step
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion
from workflows.steps import Given, checked, has_a_form, keep_statement, perform
from workflows.tracks import TrackAct, locked


async def take_track_step(
    database: Database, signer: Signer, person: UUID, track: UUID, expected_version: int, action: str, given: Given
) -> UUID:
    """Take a step of a track; answers with its case. Effects may move the case and publish, all in one transaction."""
    async with database.acting(person) as transaction:
        under_way = await locked(transaction, person, track)
        if under_way.case.definition.has_step(action) and has_a_form(under_way.case.definition.step(action)):
            raise InvalidInput(Problem("input.step", "UNKNOWN_CODE"))
        step = _asked(under_way, action, expected_version)
        given = checked(step, given, under_way.case)
        await keep_statement(under_way.act, under_way.case, step, given, track)
        await _move(under_way, step, given)
        await _effects(under_way, signer, step, given)
        return under_way.row.evaluation_id


def _asked(under_way: TrackAct, action: str, expected_version: int) -> Step:
    """The step, if nothing is in its way.

    Raises NotPermittedOrAbsent, Blocked or StaleVersion.
    """
    case, number = under_way.case, under_way.act.row.number
    if not case.definition.has_step(action):
        raise NotPermittedOrAbsent
    step = case.definition.step(action)
    reasons = blocked_by(step, case)
    if reasons and reasons[0].code == "NOT_YOUR_ROLE":
        raise Blocked(*reasons, number=number)
    if expected_version != under_way.row.version:
        raise StaleVersion(under_way.row.version)
    if reasons:
        raise Blocked(*reasons, number=number)
    return step


async def _move(under_way: TrackAct, step: Step, given: Given) -> None:
    """Write where the step leads the track, and append to the trail of its case."""
    case, row, act = under_way.case, under_way.row, under_way.act
    late = is_late(step, case)
    take(step, case)
    moved = case.state != row.state
    due = track_due(case.definition, case.state, row.subject, case) if moved else row.due_at
    if given.day:
        due = end_of_day(given.day, case.zone)
    final = case.definition.state(case.state).final
    await followups.move_track(act.transaction, row.id, state=case.state, due_at=due, final=final, moved=moved)
    role = next(role for role in step.who if role in case.roles)
    details = {"track": str(row.id), "from": row.state, "to": case.state, **({"late": True} if late else {})}
    await audit.append(
        act.transaction,
        act.evaluation,
        f"{row.kind}:{step.action}",
        role,
        source=act.row.state,
        details=details,
        change=act.change,
        process=f"{act.row.process_code}/{act.row.process_version}",
    )


async def _effects(under_way: TrackAct, signer: Signer, step: Step, given: Given) -> None:
    """The steps that the case itself takes in consequence."""
    for effect in step.effects:
        action = effect.take or effect.take_if_possible
        if action is None:
            continue
        # The track was closed a moment ago: the case is asked as it stands now.
        row = await cases.lock_case(under_way.act.transaction, under_way.act.evaluation)
        assert row, "it was locked before"
        whole = case_of(row, UUID(under_way.whole.person) if under_way.whole.person != "None" else None)
        whole.roles = frozenset[CaseRole]({"process"})
        consequence = whole.definition.step(action)
        reasons = blocked_by(consequence, whole)
        if reasons and effect.take:
            raise Blocked(*reasons, number=row.number)
        if reasons:
            continue
        act = Act(under_way.act.transaction, row, whole)
        await perform(
            act, signer, consequence, Given(text=given.text if consequence.asks else None, decision=given.decision)
        )
        await record_step(act, action, seen=False)


async def strike_tracks(database: Database, signer: Signer) -> int:
    """Take every step of a track that its passed deadline calls for; answers how many were taken."""
    async with database.working() as transaction:
        passed = await followups.passed_tracks(transaction)
    taken = 0
    for one in passed:
        async with database.working() as transaction:
            under_way = await locked(transaction, None, one.id)
            under_way.case.roles = frozenset[CaseRole]({"clock"})
            step = _struck(under_way.case)
            if step is not None and not blocked_by(step, under_way.case):
                await _move(under_way, step, Given())
                await _effects(under_way, signer, step, Given())
                taken += 1
    return taken


def _struck(case: Case) -> Step | None:
    name = case.definition.state(case.state).deadline
    then = case.definition.deadline(name).then if name else None
    return case.definition.step(then) if then and case.state in case.definition.step(then).sources else None


async def file_appeal(
    database: Database, person: UUID, evaluation: UUID, key: str, expected_version: int, grounds: str
) -> UUID:
    """Appeal against the published decision; an appeal is a track of its own, heard by other people."""
    async with acting(database, person, evaluation, "file_appeal", expected_version) as act:
        whole = act.case.definition
        track = next((known for known in whole.tracks if known.of == "appeal"), None)
        if track is None:
            raise NotPermittedOrAbsent
        step = whole.step("file_appeal")
        given = checked(step, Given(text=grounds), act.case)
        process = whole.track(track.code)
        first = process.states[0].code

        async def make() -> UUID:
            subject = {"of": "appeal", "text": given.text}
            due = track_due(process, first, subject, act.case)
            return await followups.insert_track(act.transaction, evaluation, track.code, first, subject, due)

        made = await once(act.transaction, key, (evaluation, grounds), make)
        await keep_statement(act, act.case, step, given, made)
        act.details = {"track": str(made)}
        return evaluation


async def seat_appeal_member(
    database: Database, person: UUID, track: UUID, expected_version: int, member: UUID, *, chair: bool
) -> UUID:
    """Let a person hear an appeal: somebody who did not take part in what is appealed against, and has no conflict."""
    async with database.acting(person) as transaction:
        under_way = await locked(transaction, person, track)
        step = _asked(under_way, "seat_appeal_member", expected_version)
        ties = await followups.person_ties(transaction, member)
        if ties is None:
            raise NotPermittedOrAbsent
        number = under_way.act.row.number
        if str(member) in under_way.case.facts.took_part:
            raise Blocked(Reason("APPEAL_MEMBER_INVOLVED"), number=number)
        if under_way.whole.stopping(str(member), ties_of(ties)):
            raise Blocked(Reason("APPEAL_MEMBER_CONFLICT"), number=number)
        if not await followups.seat_appeal_member(transaction, track, member, chair=chair):
            raise Blocked(Reason("APPEAL_MEMBER_SEATED"), number=number)
        under_way.act.change = {"after": {"member": str(member), "chair": chair}}
        await _move(under_way, step, Given())
        return under_way.row.evaluation_id


async def recuse_appeal_member(
    database: Database, person: UUID, track: UUID, expected_version: int, member: UUID, reason: str
) -> UUID:
    """Somebody stops hearing an appeal: their vote does not count, and they leave the quorum's base."""
    async with database.acting(person) as transaction:
        under_way = await locked(transaction, person, track)
        step = _asked(under_way, "recuse_appeal_member", expected_version)
        given = checked(step, Given(text=reason), under_way.case)
        if not await followups.recuse_appeal_member(transaction, track, member):
            raise NotPermittedOrAbsent
        await keep_statement(under_way.act, under_way.case, step, given, track)
        under_way.act.change = {**under_way.act.change, "recused": str(member)}
        await _move(under_way, step, Given())
        return under_way.row.evaluation_id


async def cast_appeal_vote(database: Database, person: UUID, track: UUID, ruling: str) -> UUID:
    """Vote for a ruling on an appeal: one of the steps that rule, or `abstain`."""
    async with database.acting(person) as transaction:
        under_way = await locked(transaction, person, track)
        # Whoever else votes meanwhile changes the version, and that must not stop a vote.
        step = _asked(under_way, "cast_appeal_vote", under_way.row.version)
        if ruling not in {ABSTAIN, *(one.action for one in rulings_of(under_way.case.definition))}:
            raise InvalidInput(Problem("input.ruling", "UNKNOWN_CODE"))
        before = under_way.case.facts.ballots.get(str(person))
        under_way.act.change = {"before": {"ruling": before} if before else None, "after": {"ruling": ruling}}
        await followups.cast_appeal_vote(transaction, track, ruling)
        await _move(under_way, step, Given())
        return under_way.row.evaluation_id
