"""More time before a deadline: those it waits for ask; those the process names grant it, in part, or refuse."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from storage import cases, extensions
from storage.database import Database
from storage.extensions import ExtensionRow
from workflows import inputs
from workflows.cases import Act, acting
from workflows.rules.deadlines import end_of_day
from workflows.rules.guards import own_deadlines
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Answer:
    """What is decided of a request. `day`: another day than the one wished for."""

    granted: bool
    day: date | None
    reason: str


def _later(act: Act, path: str, day: date, due: datetime) -> datetime:
    """The last moment of that day in the zone of the school, if it is still to come and later than the deadline ends.

    Raises InvalidInput otherwise.
    """
    moment = inputs.future(path, end_of_day(day, act.case.zone), act.case.now)
    if moment <= due:
        raise InvalidInput(Problem(path, "NOT_LATER", (("day", due.astimezone(act.case.zone).date().isoformat()),)))
    return moment


async def request_extension(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, name: str, day: date, reason: str
) -> UUID:
    """Ask that a deadline which waits for this person end later; it counts as it is until somebody has decided."""
    async with acting(database, person, evaluation, "request_extension", expected_version) as act:
        if name not in own_deadlines(act.case):
            raise InvalidInput(Problem("input.name", "UNKNOWN_CODE"))
        why = inputs.text("input.reason", reason, longest=LONGEST_REASON)
        due = act.case.due[name]
        wished = _later(act, "input.day", day, due)
        definition = act.case.definition
        await extensions.ask(
            act.transaction,
            evaluation,
            role=next(role for role in definition.step("request_extension").who if role in act.case.roles),
            deadline=name,
            deciders=definition.step("answer_extension_request").who,
            due_before=due,
            wished_for=wished,
            reason=why,
        )
        act.details = {"deadline": name, "due": wished.isoformat(), "note": why}
        return evaluation


async def answer_extension_request(
    database: Database, person: UUID, request: UUID, expected_version: int, answer: Answer
) -> UUID:
    """Decide on a request; the deadline moves in the same moment."""
    async with database.reading(person) as transaction:
        asked = await extensions.request(transaction, request)
    if asked is None:
        raise NotPermittedOrAbsent
    async with acting(database, person, asked.evaluation_id, "answer_extension_request", expected_version) as act:
        asked = await extensions.request(act.transaction, request)
        if asked is None:
            raise NotPermittedOrAbsent
        if asked.state != "WAITING":
            code = "EXTENSION_LAPSED" if asked.state == "LAPSED" else "EXTENSION_ANSWERED"
            raise Blocked(Reason(code), number=act.row.number)
        await _answer(act, asked, answer)
        return asked.evaluation_id


async def _answer(act: Act, asked: ExtensionRow, answer: Answer) -> None:
    if not answer.granted and answer.day:
        raise InvalidInput(Problem("input.day", "NOT_ASKED"))
    words = inputs.text("input.reason", answer.reason, required=not answer.granted, longest=LONGEST_REASON)
    due = None
    if answer.granted:
        due = _later(
            act, "input.day", answer.day or asked.wished_for.astimezone(act.case.zone).date(), asked.due_before
        )
        await cases.begin_deadlines(act.transaction, act.evaluation, {asked.deadline: due}, act.row.timezone)
    decision = "REFUSED" if due is None else "GRANTED" if due == asked.wished_for else "OTHER_DAY"
    await extensions.decide(act.transaction, asked.id, decision=decision, due_after=due, answer=words)
    act.details = {"deadline": asked.deadline, "decision": decision, **({"note": words} if words else {})}
    if due:
        act.details["due"] = due.isoformat()
    act.change = {
        "before": {"due": asked.due_before.isoformat()},
        "after": {"due": (due or asked.due_before).isoformat(), "request": str(asked.id), "decision": decision},
    }
