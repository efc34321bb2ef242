"""Opening an evaluation, the school's self-evaluation, screening, deadlines, and steps that only move the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from storage import audit, cases, criteria, evaluations, people, schools, self_assessments
from storage.database import Database, Transaction
from workflows import inputs
from workflows.calls import take_entry
from workflows.cases import Act, acting
from workflows.criteria import fits_scale, scored_criterion
from workflows.idempotency import once
from workflows.processes import newest, sha256_of
from workflows.rules.definition import Definition
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion


@dataclass(frozen=True)
class NewDeadline:
    """When a phase shall end."""

    name: str
    due_at: datetime


@dataclass(frozen=True)
class NewRemark:
    """What the school should complete."""

    text: str
    criterion_code: str | None


async def take_step(database: Database, person: UUID, evaluation: UUID, action: str, expected_version: int) -> UUID:
    """Take a step that needs nothing but the person's will: submit, accept, start the review, close a phase."""
    async with acting(database, person, evaluation, action, expected_version) as act:
        return act.evaluation


async def open_evaluation(
    database: Database,
    person: UUID,
    key: str,
    *,
    school: UUID,
    framework: UUID,
    process_code: str,
    deadlines: Sequence[NewDeadline],
    call: UUID | None = None,
) -> UUID:
    """Open an evaluation of a school, with a deadline for every phase of the process; in a call as an entry of it.

    Raises NotPermittedOrAbsent unless the person is a secretary; InvalidInput; Blocked when one is under way.
    """
    async with database.acting(person) as transaction:
        if not await people.is_secretary(transaction):
            raise NotPermittedOrAbsent
        process = newest(process_code)
        if process is None:
            raise InvalidInput(Problem("input.processCode", "UNKNOWN_CODE"))
        problems = [
            Problem(path, "UNKNOWN_CODE")
            for path, known in (
                ("input.schoolId", await schools.school_exists(transaction, school)),
                ("input.frameworkVersionId", await criteria.usable_framework(transaction, framework)),
            )
            if not known
        ]
        problems += await _deadline_problems(transaction, deadlines, [kind.name for kind in process.at_opening()])
        if problems:
            raise InvalidInput(*problems)

        async def make() -> UUID:
            made = await opened_under(transaction, process, school, framework, deadlines)
            if call is not None:
                await take_entry(transaction, made, call, process.code, framework)
            return made

        request = (
            school,
            framework,
            process_code,
            *([call] if call else []),
            *((d.name, d.due_at.isoformat()) for d in deadlines),
        )
        return await once(transaction, key, request, make)


async def opened_under(
    transaction: Transaction,
    process: Definition,
    school: UUID,
    framework: UUID,
    deadlines: Sequence[NewDeadline],
    **change: object,
) -> UUID:
    """A new case in the first state of a process, with its deadlines and the first entry of its trail.

    Raises Blocked when one of this school on this framework is under way, or the process has changed.
    """
    start = process.states[0]
    present = sha256_of(process.code, process.version)
    assert present, "a definition of the library has a file"
    if await cases.remember_process(transaction, process.code, process.version, present) != present:
        raise Blocked(Reason("PROCESS_CHANGED", {"process": process.code, "version": str(process.version)}))
    made = await evaluations.insert_evaluation(
        transaction,
        school=school,
        framework=framework,
        process_code=process.code,
        process_version=process.version,
        state=start.code,
        discloses=process.discloses(start.code),
    )
    if made is None:
        raise Blocked(Reason("EVALUATION_ALREADY_OPEN"))
    for deadline in deadlines:
        await evaluations.set_deadline(transaction, made, deadline.name, deadline.due_at)
    await audit.append(
        transaction,
        made,
        "open",
        "secretary",
        target=start.code,
        change={"after": {d.name: d.due_at.isoformat() for d in deadlines}, **change},
        process=f"{process.code}/{process.version}",
    )
    return made


async def _deadline_problems(
    transaction: Transaction, deadlines: Sequence[NewDeadline], names: Sequence[str]
) -> list[Problem]:
    now = await transaction.now()
    problems: list[Problem] = []
    given = [deadline.name for deadline in deadlines]
    problems += [Problem("input.deadlines", "DEADLINE_MISSING", (("name", n),)) for n in names if n not in given]
    for place, deadline in enumerate(deadlines):
        path = f"input.deadlines.{place}"
        if deadline.name not in names:
            problems.append(Problem(f"{path}.name", "UNKNOWN_CODE"))
        elif given.count(deadline.name) > 1:
            problems.append(Problem(f"{path}.name", "GIVEN_TWICE"))
        if deadline.due_at <= now:
            problems.append(Problem(f"{path}.dueAt", "NOT_IN_FUTURE"))
    in_order = sorted((d for d in deadlines if d.name in names), key=lambda d: names.index(d.name))
    for earlier, later in pairwise(in_order):
        if later.due_at <= earlier.due_at:
            details = (("earlier", earlier.name), ("later", later.name))
            problems.append(Problem("input.deadlines", "DEADLINES_OUT_OF_ORDER", details))
    return problems


async def extend_deadline(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, name: str, due_at: datetime, reason: str
) -> UUID:
    """Move a deadline, with the reason on record."""
    async with acting(database, person, evaluation, "extend_deadline", expected_version) as act:
        if name not in {kind.name for kind in act.case.definition.deadlines}:
            raise InvalidInput(Problem("input.name", "UNKNOWN_CODE"))
        await extend(act, name, due_at, reason)
        return evaluation


async def extend(act: Act, name: str, due_at: datetime, reason: str) -> None:
    """Write what an extension is about; the caller has asked the process and records the act."""
    why = inputs.text("input.reason", reason, longest=2000)
    inputs.future("input.dueAt", due_at, act.case.now)
    was = await audit.present(act.transaction, "deadline", act.evaluation, name)
    await evaluations.set_deadline(act.transaction, act.evaluation, name, due_at)
    act.change = {"before": was, "after": {"due": due_at.isoformat()}}
    act.details = {"deadline": name, "due": due_at.isoformat(), "note": why}


async def return_for_completion(
    database: Database,
    person: UUID,
    evaluation: UUID,
    expected_version: int,
    remarks: Sequence[NewRemark],
    due_at: datetime,
) -> UUID:
    """Give a submission back to the school, saying what to complete and until when."""
    async with acting(database, person, evaluation, "return_for_completion", expected_version) as act:
        if not remarks:
            raise InvalidInput(Problem("input.remarks", "REMARK_NEEDED"))
        known = await criteria.criterion_codes(act.transaction, act.row.framework_version_id)
        inputs.future("input.dueAt", due_at, act.case.now)
        for place, remark in enumerate(remarks):
            if remark.criterion_code is not None and remark.criterion_code not in known:
                raise InvalidInput(Problem(f"input.remarks.{place}.criterionCode", "UNKNOWN_CODE"))
            text = inputs.text(f"input.remarks.{place}.text", remark.text)
            await evaluations.insert_remark(act.transaction, evaluation, text, remark.criterion_code)
        await evaluations.set_deadline(act.transaction, evaluation, "submission", due_at)
        return evaluation


async def assess(
    database: Database,
    person: UUID,
    evaluation: UUID,
    code: str,
    expected_version: int,
    score: Decimal | None,
    text: str,
) -> UUID:
    """Write the school's own view of one criterion; answers with the criterion's key.

    `expected_version` is that of this view: 0 before it is first written.
    """
    async with acting(database, person, evaluation, "assess") as act:
        criterion = await scored_criterion(act.transaction, act.row, code)
        current = await self_assessments.version_of(act.transaction, evaluation, criterion.id)
        if current != expected_version:
            raise StaleVersion(current)
        value = fits_scale("input.score", criterion, score)
        words = inputs.text("input.text", text, required=False)
        was = await audit.present(act.transaction, "self_assessment", evaluation, criterion.id)
        act.change = {"before": was, "after": {"score": value, "text": words}}
        await self_assessments.save(act.transaction, evaluation, criterion.id, value, words)
        act.details = {"criterion": code}
        return criterion.id
