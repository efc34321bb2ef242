"""A document that is missing: the panel or the office asks for it, the school brings it or says why it cannot; who
asked may withdraw the request until then."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from storage import criteria, document_requests
from storage.database import Database, Transaction
from storage.document_requests import DocumentRequestRow
from workflows import inputs
from workflows.cases import Act, acting
from workflows.evidence.documents import document_of
from workflows.idempotency import once
from workflows.processes import calendar_for
from workflows.rules.deadlines import end_of_day, end_of_term, usual_time_to_answer
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem
from workflows.rules.requests import settled, withdrawable

LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Wanted:
    """A document somebody misses. `day`: the last day to bring it."""

    criterion: str
    text: str
    day: date | None


def _due(act: Act, day: date | None) -> datetime:
    """The end of the day named, or of the next working day; five working days where none is.

    Raises InvalidInput for a day that is over.
    """
    case = act.case
    calendar = calendar_for(case.definition, case.facts.days_off)
    if day is None:
        return usual_time_to_answer(case.now, case.zone, calendar)
    inputs.future("input.day", end_of_day(day, case.zone), case.now)
    return end_of_term(day, case.zone, calendar)


async def request_document(database: Database, person: UUID, evaluation: UUID, key: str, wanted: Wanted) -> UUID:
    """Ask the school for a document; answers with the evaluation."""
    async with acting(database, person, evaluation, "request_document") as act:
        text = inputs.text("input.text", wanted.text, longest=LONGEST_TEXT)
        framework = act.row.framework_version_id
        if wanted.criterion not in await criteria.criterion_codes(act.transaction, framework):
            raise InvalidInput(Problem("input.criterionCode", "UNKNOWN_CODE"))
        due = _due(act, wanted.day)
        step = act.case.definition.step("request_document")
        role = next(role for role in step.who if role in act.case.roles)

        async def make() -> UUID:
            return await document_requests.ask(
                act.transaction,
                evaluation,
                framework=framework,
                code=wanted.criterion,
                role="secretary" if role == "secretary" else "expert",
                text=text,
                due_at=due,
            )

        request = await once(act.transaction, key, (evaluation, wanted.criterion, text, wanted.day), make)
        act.details = {"request": str(request), "criterion": wanted.criterion, "due": due.isoformat(), "note": text}
    return evaluation


async def _seen(transaction: Transaction, request: UUID) -> DocumentRequestRow:
    asked = await document_requests.request(transaction, request)
    if asked is None:
        raise NotPermittedOrAbsent
    return asked


@asynccontextmanager
async def _about(
    database: Database, person: UUID, request: UUID, action: str
) -> AsyncIterator[tuple[Act, DocumentRequestRow]]:
    """An act about a request that nobody answered or withdrew: read once to know its case, and again in the act.

    Raises NotPermittedOrAbsent for one the person does not see, and Blocked for one that is settled.
    """
    async with database.reading(person) as transaction:
        evaluation = (await _seen(transaction, request)).evaluation_id
    async with acting(database, person, evaluation, action) as act:
        asked = await _seen(act.transaction, request)
        if reason := settled(asked.state):
            raise Blocked(reason, number=act.row.number)
        yield act, asked


async def withdraw_document_request(database: Database, person: UUID, request: UUID) -> UUID:
    """Ask no more for a document: whoever asked, and the secretary, as long as nobody answered; answers with the
    evaluation."""
    async with _about(database, person, request, "withdraw_document_request") as (act, asked):
        if str(request) not in withdrawable(act.case):
            raise Blocked(Reason("NOT_YOUR_DOCUMENT_REQUEST"), number=act.row.number)
        await document_requests.withdraw(act.transaction, request)
        act.details = {"request": str(request), "criterion": asked.criterion_code}
    return asked.evaluation_id


async def answer_document_request(
    database: Database, person: UUID, request: UUID, documents: Sequence[UUID], text: str
) -> UUID:
    """Answer with the files sent for the request, with documents that are here already, or with why there is none;
    answers with the evaluation."""
    async with _about(database, person, request, "answer_document_request") as (act, asked):
        for document in documents:
            await document_of(act, document)
            await document_requests.give(act.transaction, request, document)
        given = await document_requests.has_documents(act.transaction, request)
        words = inputs.text("input.text", text, required=False, longest=LONGEST_TEXT)
        if not given and not words:
            raise InvalidInput(Problem("input.text", "DOCUMENT_OR_REASON"))
        outcome = "GIVEN" if given else "DECLINED"
        await document_requests.answer(act.transaction, request, outcome, words)
        act.details = {"request": str(request), "outcome": outcome, "note": words}
        if act.case.now > asked.due_at:
            act.details["late"] = True
    return asked.evaluation_id
