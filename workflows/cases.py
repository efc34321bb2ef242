"""Acting on a case: load it under lock, ask the process, let the caller write, record it. Every use case goes here."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from storage import audit, cases, conflicts, decisions, followups
from storage.cases import CaseRow
from storage.database import Database, Left, Transaction
from storage.followups import MemberTies, TrackRow
from workflows.facts import facts_of, ties_of
from workflows.processes import calendar_for, definition
from workflows.rules.case import Case, Facts, FactsUnread
from workflows.rules.deadlines import due_after, end_of_day
from workflows.rules.definition import Definition
from workflows.rules.process import blocked_by, is_late, take
from workflows.rules.process_parts import CaseRole, Step
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent, StaleVersion


def _roles(facts: Facts, row: Mapping[str, Any], person: str) -> frozenset[CaseRole]:
    roles: set[CaseRole] = set()
    if row["is_school"]:
        roles.add("school")
    if row["is_founder"]:
        roles.add("founder")
    if row["is_secretary"]:
        roles.add("secretary")
    for seat in facts.seats:
        if seat.person == person:
            roles |= {"expert", "lead"} if seat.lead else {"expert"}
    if person in facts.members - facts.recused:
        roles |= {"commission", "chair"} if person in facts.chairs else {"commission"}
    return frozenset(roles)


def case_of(row: CaseRow, person: UUID | None) -> Case:
    """The rules' view of a loaded case."""
    facts = facts_of(row.facts)
    return Case(
        definition=definition(row.process_code, row.process_version),
        state=row.state,
        roles=_roles(facts, row.facts, str(person)),
        person=str(person),
        due={name: datetime.fromisoformat(due) for name, due in row.facts["due"].items()},
        now=row.now,
        facts=facts,
        zone=ZoneInfo(row.timezone),
    )


@dataclass
class Act:
    """An act under way: the open transaction, the case, and what will be recorded of it."""

    transaction: Transaction
    row: CaseRow
    case: Case
    details: dict[str, object] = field(default_factory=dict)
    change: dict[str, object] = field(default_factory=dict)
    """What was before and after, for the trail alone: nobody reads it in the product."""
    earlier: list[audit.Told] = field(default_factory=list)
    """What the same act did before, where each part of it is an entry of its own."""
    due: dict[str, datetime] = field(default_factory=dict)
    """Deadlines whose end is known better than by their usual length."""

    @property
    def evaluation(self) -> UUID:
        """The evaluation acted on."""
        return self.row.id


@asynccontextmanager
async def permitted(
    database: Database,
    person: UUID,
    evaluation: UUID | None,
    action: str,
    expected_version: int | None = None,
    *,
    moves_nobody: bool = False,
    beside: Sequence[Left[Any]] = (),
) -> AsyncIterator[Act]:
    """An open transaction as the person, in which the process has been asked whether they may take this step now.

    By itself it is for what merely prepares a step and leaves no mark in the case: receiving the bytes of a file.

    Raises NotPermittedOrAbsent, StaleVersion or Blocked.
    """
    async with database.acting(person) as transaction:
        row, case, reasons = await _asked(transaction, evaluation, action, beside, moves_nobody=moves_nobody)
        if reasons and reasons[0].code == "NOT_YOUR_ROLE":
            raise Blocked(*reasons, number=row.number)
        if expected_version is not None and expected_version != row.version:
            raise StaleVersion(row.version)
        if reasons:
            raise Blocked(*reasons, number=row.number)
        yield Act(transaction, row, case)


async def _asked(
    transaction: Transaction,
    evaluation: UUID | None,
    action: str,
    beside: Sequence[Left[Any]] = (),
    *,
    moves_nobody: bool,
) -> tuple[CaseRow, Case, list[Reason]]:
    """The case, locked, and what stands in the way of a step. Few facts are read where that is enough for its guards.

    Raises NotPermittedOrAbsent.
    """
    locked = cases.lock_case(transaction, evaluation, keep=moves_nobody, beside=beside) if evaluation else None
    row = await locked if locked else None
    case = case_of(row, transaction.person) if row else None
    if row is None or case is None or not case.definition.has_step(action):
        raise NotPermittedOrAbsent
    try:
        return row, case, blocked_by(case.definition.step(action), case)
    except FactsUnread:
        return await _asked(transaction, evaluation, action, moves_nobody=False)


@asynccontextmanager
async def acting(
    database: Database,
    person: UUID,
    evaluation: UUID | None,
    action: str,
    expected_version: int | None = None,
    *,
    moves_nobody: bool = False,
    beside: Sequence[Left[Any]] = (),
) -> AsyncIterator[Act]:
    """Take a step of the process. The body writes what the act is about, as the person, inside the one transaction.

    `expected_version` is the evaluation's, where the act depends on what the person saw of it; acts with a version
    of their own (a score, a text) check that one in the body. `moves_nobody`: the body writes nothing that decides who
    sees what, so that this is found out once. `beside`: what the body needs to read, at one go with the case.

    Raises NotPermittedOrAbsent, StaleVersion or Blocked, and then nothing is written.
    """
    async with permitted(
        database, person, evaluation, action, expected_version, moves_nobody=moves_nobody, beside=beside
    ) as act:
        yield act
        await record_step(act, action, expected_version is not None)


async def record_step(act: Act, action: str, seen: bool) -> None:
    """Move the case, let deadlines begin and end, and append to the trail."""
    case, row = act.case, act.row
    step = case.definition.step(action)
    late = is_late(step, case)
    take(step, case)
    state = case.definition.state(case.state)
    if case.state != row.state or seen:
        await cases.move(
            act.transaction,
            row.id,
            state=case.state,
            discloses=case.definition.discloses(case.state),
            settled=state.settled,
            final=state.final,
            moved=case.state != row.state,
        )
    await _count_deadlines(act, step)
    await begin_tracks(act, step)
    await _end_tracks(act, step)
    await _hold_back(act, action)
    role = next(role for role in step.who if role in case.roles)
    if late:
        act.details = {**act.details, "late": True}
    await audit.append(
        act.transaction,
        row.id,
        action,
        role,
        source=row.state,
        target=case.state if case.state != row.state else None,
        details=act.details,
        change=act.change,
        earlier=act.earlier,
        process=f"{row.process_code}/{row.process_version}",
    )


SEATS_OR_TIES = frozenset(
    {"seat_expert", "refer_to_commission", "declare_conflict", "waive_conflict", "answer_recusal_request"}
)
"""Steps that change who sits in a case, or what is known of their ties."""


async def _hold_back(act: Act, action: str) -> None:
    """Close the case to those of panel and commission who must not read it now, and open it to those who may."""
    before = after = act.case
    if action in SEATS_OR_TIES:
        async with act.transaction.as_worker():
            after = case_of((await cases.read_cases(act.transaction, [act.evaluation]))[0], act.transaction.person)
    undeclared = before.held("DECLARATION")
    if before.definition.conflicts.declare_first:
        undeclared |= after.ties_in_case().keys() - before.ties_in_case().keys()
    if action in ("declare_conflict", "declare_no_conflict"):
        undeclared -= {before.person}
    if undeclared != before.held("DECLARATION"):
        await conflicts.hold(act.transaction, act.evaluation, "DECLARATION", undeclared)
    await hold_conflicted(act.transaction, act.evaluation, after)


async def hold_conflicted(transaction: Transaction, evaluation: UUID, case: Case) -> bool:
    """Hold back whoever has a conflict that stops them; answers whether that changed anything."""
    standing = frozenset(case.standing())
    if standing == case.held("CONFLICT"):
        return False
    await conflicts.hold(transaction, evaluation, "CONFLICT", standing)
    return True


async def _count_deadlines(act: Act, step: Step) -> None:
    """Deadlines that a new state or the step itself begins, and those it ends."""
    case, process = act.case, act.case.definition
    entered = act.row.state != case.state
    begun = {kind.name for kind in process.deadlines if entered and kind.after == case.state}
    begun |= {effect.start for effect in step.effects if effect.start}
    begun |= act.due.keys()
    ended = [effect.stop for effect in step.effects if effect.stop]
    if begun:
        calendar = calendar_for(process, case.facts.days_off)
        due = {name: due_after(process.deadline(name), case.now, case.zone, calendar) for name in sorted(begun)}
        due |= act.due
        await cases.begin_deadlines(act.transaction, act.evaluation, due, act.row.timezone)
    if ended:
        await cases.stop_deadlines(act.transaction, act.evaluation, ended)


async def of_secretary(transaction: Transaction, evaluation: UUID, person: UUID) -> CaseRow:
    """The case, locked. Raises NotPermittedOrAbsent for anybody but its secretary."""
    row = await cases.lock_case(transaction, evaluation)
    if row is None or "secretary" not in case_of(row, person).roles:
        raise NotPermittedOrAbsent
    return row


def track_case(case: Case, track: TrackRow, hearing: Sequence[MemberTies]) -> Case:
    """A track as this person meets it: a case of its own, with the facts of the whole."""
    active = [one for one in hearing if not one.recused]
    members = frozenset(str(one.person) for one in active)
    chairs = frozenset(str(one.person) for one in active if one.chair)
    roles = set(case.roles)
    roles |= {"appeal"} if case.person in members else set()
    roles |= {"appeal_chair"} if case.person in chairs else set()
    process = case.definition.track(track.kind)
    deadline = process.state(track.state).deadline
    return replace(
        case,
        definition=process,
        state=track.state,
        roles=frozenset(roles),
        due={kind.name: track.due_at for kind in process.deadlines if track.due_at and kind.name == deadline},
        facts=replace(
            case.facts,
            appeal_members=members,
            appeal_chairs=chairs,
            appeal_recused=frozenset(str(one.person) for one in hearing if one.recused),
            appeal_conflicted=frozenset(
                str(one.person) for one in active if case.stopping(str(one.person), ties_of(one.ties))
            ),
            opinions=frozenset(str(one.person) for one in hearing if one.opinion),
            ballots=case.facts.ballots_of_appeals.get(str(track.id), {}),
        ),
    )


def track_due(process: Definition, state: str, subject: Mapping[str, Any], case: Case) -> datetime | None:
    """When a track must leave a state: at the end of its subject's own day, where that counts, or as usual."""
    name = process.state(state).deadline
    if name is None:
        return None
    if name == "due" and subject.get("due_on"):
        return end_of_day(date.fromisoformat(subject["due_on"]), case.zone)
    return due_after(process.deadline(name), case.now, case.zone, calendar_for(process, case.facts.days_off))


def identity(condition: Mapping[str, Any]) -> tuple[str | None, ...]:
    """By what a condition is known again, in a decision and in its follow-up: one text may concern two criteria."""
    return condition.get("text"), condition.get("criterion_code"), condition.get("due_on")


def was_dropped(process: Definition, state: str) -> bool:
    """Whether a follow-up ended because no decision named its condition; one that is named again is a new one."""
    return any(state == step.target for step in process.steps if "process" in step.who)


def was_given_up(process: Definition, state: str) -> bool:
    """Whether a follow-up ended with its condition not met: the step that ended it asked for the cause."""
    return any(state == step.target and step.asks == "cause" for step in process.steps)


def was_met(process: Definition, state: str) -> bool | None:
    """Whether a condition that is followed up was met; None as long as that is open, and of one that was dropped."""
    if not process.state(state).final or was_dropped(process, state):
        return None
    return not was_given_up(process, state)


async def begin_tracks(act: Act, step: Step) -> None:
    """The tracks that a step begins: one for every condition of the decision.

    One that was given up, and that a new decision sets again, is followed up anew; one that was met stays met.
    """
    whole = act.case.definition
    for code in [effect.begin for effect in step.effects if effect.begin]:
        of = next(track.of for track in whole.tracks if track.code == code)
        if of != "condition":
            continue
        process = whole.track(code)
        first = process.states[0].code
        begun = {
            identity(track.subject)
            for track in await _tracks(act)
            if track.kind == code and not was_dropped(process, track.state) and not was_given_up(process, track.state)
        }
        for position, condition in enumerate(await _conditions(act)):
            if identity(condition) in begun:
                continue
            subject = {**condition, "of": of, "position": position}
            due = track_due(process, first, subject, act.case)
            await followups.insert_track(act.transaction, act.evaluation, code, first, subject, due)


async def _end_tracks(act: Act, step: Step) -> None:
    """The tracks that a step ends: of every condition that no decision in force names any more."""
    whole = act.case.definition
    for code in [effect.end for effect in step.effects if effect.end]:
        last = next(one for one in whole.track(code).steps if "process" in one.who)
        conditions = [] if step.produces == "withdrawal" else await _conditions(act)
        named = {identity(condition) for condition in conditions}
        for track in await _tracks(act):
            if track.kind != code or track.state not in last.sources or not last.target:
                continue
            if identity(track.subject) in named:
                continue
            await followups.move_track(
                act.transaction, track.id, state=last.target, due_at=None, final=True, moved=True
            )
            await audit.append(
                act.transaction,
                act.evaluation,
                f"{code}:{last.action}",
                "process",
                source=act.row.state,
                details={"track": str(track.id), "from": track.state, "to": last.target},
                process=f"{act.row.process_code}/{act.row.process_version}",
            )


async def _conditions(act: Act) -> Sequence[Mapping[str, Any]]:
    """The conditions of the decision as it stands now."""
    decision = (await decisions.decisions_of(act.transaction, [act.evaluation]))[0]
    return decision.conditions if decision else ()


async def _tracks(act: Act) -> list[TrackRow]:
    async with act.transaction.as_worker():
        return (await followups.tracks_of(act.transaction, [act.evaluation]))[0]
