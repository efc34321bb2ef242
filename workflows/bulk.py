"""One act in many cases at once: each is taken by itself as the person who asked for it, and reported by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from storage import bulk, cases, jobs, people
from storage.bulk import BulkActRow, BulkItemRow
from storage.database import Database
from storage.keys import Signer
from workflows import inputs
from workflows.cases import Act, acting, case_of
from workflows.evaluations import extend
from workflows.idempotency import once
from workflows.processes import definitions
from workflows.rules.case import Case
from workflows.rules.deadlines import end_of_day
from workflows.rules.process import blocked_by
from workflows.rules.process_parts import Step, Text
from workflows.rules.reasons import Reason
from workflows.rules.refusals import (
    Blocked,
    InvalidInput,
    NotPermittedOrAbsent,
    Problem,
    Refusal,
    StaleVersion,
)
from workflows.steps import Given, checked, is_general, perform

MOST = 500
"""How many cases one act can be taken in."""
EXTEND = "extend_deadline"


@dataclass(frozen=True)
class BulkGiven:
    """What is given with the act for every case: the text a step asks for or the reason of an extension, and a day."""

    text: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Choice:
    """An act that can be taken now in some of the chosen cases."""

    step: Step
    can: int
    asks: str | None
    """The statement it asks for in one of them."""


def fits(step: Step) -> bool:
    """Whether a step can be taken in many cases with the same words."""
    return step.action == EXTEND or (is_general(step) and not step.asks_decision)


def running(case: Case) -> str | None:
    """The deadline that runs in the present state, which an extension moves."""
    name = case.definition.state(case.state).deadline
    return name if name in case.due else None


def title_of(action: str) -> Text:
    """A step in words, as the newest process that has it says them."""
    known = [found for _, found in sorted(definitions().items()) if found.has_step(action)]
    return known[-1].step(action).title if known else Text(ru=action, en=action)


def why_not(case: Case, action: str) -> list[Reason]:
    """Why the person of this case cannot take the act in it now; empty: they can."""
    if not case.definition.has_step(action):
        return [Reason("WRONG_STATE", {"state": case.state})]
    step = case.definition.step(action)
    if not fits(step):
        return [Reason("NOT_IN_BULK")]
    reasons = blocked_by(step, case)
    if not reasons and action == EXTEND and running(case) is None:
        return [Reason("NO_DEADLINE_RUNS")]
    return reasons


def available(case: Case) -> list[Step]:
    """The acts that fit many cases and can be taken in this one now."""
    steps = [step for step in case.definition.every_step if case.state in step.sources and fits(step)]
    return [step for step in steps if not why_not(case, step.action)]


def choices(found: Iterable[Sequence[Step]]) -> list[Choice]:
    """The acts that are available in at least one of the cases, those that fit most first."""
    counted: dict[str, Choice] = {}
    for steps in found:
        for step in steps:
            before = counted.get(step.action)
            asks = (before.asks if before else None) or step.asks
            counted[step.action] = Choice(step, (before.can if before else 0) + 1, asks)
    return sorted(counted.values(), key=lambda one: (-one.can, one.step.action))


async def begin(
    database: Database, person: UUID, key: str, action: str, given: BulkGiven, evaluations: Sequence[UUID]
) -> UUID:
    """Have an act taken in these cases, as they stand now, by a job; answers with the key of its report.

    Raises NotPermittedOrAbsent unless the person is a secretary who sees every case, and InvalidInput.
    """
    async with database.acting(person) as transaction:
        if not await people.is_secretary(transaction):
            raise NotPermittedOrAbsent
        chosen = list(dict.fromkeys(evaluations))
        if not chosen:
            raise InvalidInput(Problem("input.evaluationIds", "CASES_NEEDED"))
        if len(chosen) > MOST:
            raise InvalidInput(Problem("input.evaluationIds", "TOO_MANY", (("most", str(MOST)),)))
        rows = {row.id: row for row in await cases.read_cases(transaction, chosen)}
        if rows.keys() != set(chosen):
            raise NotPermittedOrAbsent
        given = _checked(action, given, [case_of(row, person) for row in rows.values()])

        async def make() -> UUID:
            held = {"text": given.text, "day": given.day}
            made = await bulk.begin(transaction, action, held, [(one, rows[one].version) for one in chosen])
            await jobs.enqueue(transaction, "bulk_act", {"act": str(made)})
            return made

        return await once(transaction, key, (action, given, *chosen), make)


def _checked(action: str, given: BulkGiven, found: Sequence[Case]) -> BulkGiven:
    """What was given, if it is what the act asks for in these cases.

    Raises InvalidInput.
    """
    steps = [case.definition.step(action) for case in found if case.definition.has_step(action)]
    if not any(fits(step) for step in steps):
        raise InvalidInput(Problem("input.step", "UNKNOWN_CODE"))
    needs_text = action == EXTEND or any(step.asks for step in steps)
    needs_day = action == EXTEND or any(step.asks_day for step in steps)
    text = inputs.text("input.text", given.text, required=needs_text, longest=2000)
    if needs_day and given.day is None:
        raise InvalidInput(Problem("input.day", "BLANK"))
    if given.day is not None:
        inputs.future("input.day", end_of_day(given.day, found[0].zone), found[0].now)
    return BulkGiven(text, given.day)


async def work_off(database: Database, signer: Signer, key: UUID) -> None:
    """Take the act in every case that still waits for it. Doing so again, or twice at once, does nothing twice."""
    async with database.working() as transaction:
        act = await bulk.bulk_act(transaction, key)
        items = (await bulk.items_of(transaction, [key]))[0]
    for item in items if act else ():
        if act and item.state == "WAITING":
            await _take(database, signer, act, item)


async def give_up(database: Database, key: UUID) -> None:
    """What still waits after several attempts is told to have failed, so that nobody waits for it."""
    async with database.working() as transaction:
        for item in (await bulk.items_of(transaction, [key]))[0]:
            await bulk.settle(transaction, key, item.evaluation_id, "REFUSED", [{"code": "BULK_FAILED"}])


async def _take(database: Database, signer: Signer, act: BulkActRow, item: BulkItemRow) -> None:
    try:
        async with acting(database, act.person_id, item.evaluation_id, act.action, item.expected_version) as case_act:
            await _perform(case_act, signer, act)
            await _mark_done(case_act, act)
    except Refusal as refusal:
        async with database.working() as transaction:
            await bulk.settle(transaction, act.id, item.evaluation_id, "REFUSED", told(refusal))


async def _mark_done(case_act: Act, act: BulkActRow) -> None:
    """Settle the case in the transaction of the act: whatever is killed when, neither is there without the other.

    Raises StaleVersion where another worker was first; what was done here is taken back, and its report stands.
    """
    if not await bulk.settle(case_act.transaction, act.id, case_act.evaluation, "DONE"):
        raise StaleVersion(case_act.row.version)


async def _perform(case_act: Act, signer: Signer, act: BulkActRow) -> None:
    case = case_act.case
    step = case.definition.step(act.action)
    text, day = act.given["text"], act.given["day"] and date.fromisoformat(act.given["day"])
    if reasons := why_not(case, act.action):
        raise Blocked(*reasons)
    if act.action == EXTEND:
        name = running(case)
        assert name, "a deadline runs, or there is a reason why not"
        assert day, "an extension asks for a day"
        due, present = end_of_day(day, case.zone), case.due[name]
        if due <= present:
            raise InvalidInput(
                Problem("day", "NOT_LATER", (("day", present.astimezone(case.zone).date().isoformat()),))
            )
        await extend(case_act, name, due, text)
    else:
        given = Given(text if step.asks else None, day if step.asks_day else None)
        await perform(case_act, signer, step, checked(step, given, case))
    case_act.details = {**case_act.details, "bulk": str(act.id)}


def told(refusal: Refusal) -> list[Mapping[str, Any]]:
    """A refusal as a report keeps it: the codes, and the facts their messages name."""
    if isinstance(refusal, Blocked):
        return [asdict(reason) for reason in refusal.reasons]
    if isinstance(refusal, InvalidInput):
        return [{"code": problem.code, "details": dict(problem.details)} for problem in refusal.problems]
    return [{"code": "STALE_VERSION" if isinstance(refusal, StaleVersion) else "NOT_PERMITTED_OR_ABSENT"}]


def reason_of(kept: Mapping[str, Any]) -> Reason:
    """One of them, as it was kept."""
    return Reason(kept["code"], kept.get("details") or {}, kept.get("criterion"), kept.get("unblock"))
