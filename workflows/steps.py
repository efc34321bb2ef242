"""Steps that a definition alone describes: they ask for a text or a day at most, and may publish a record."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from storage import evaluations, followups, openings, track_documents
from storage.database import Database
from storage.keys import Signer
from workflows import inputs, publications
from workflows.cases import Act, acting
from workflows.decisions import NewMotion, decide_alone
from workflows.rules.case import Case
from workflows.rules.deadlines import end_of_day
from workflows.rules.process import is_late
from workflows.rules.process_parts import Step
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, Problem

WITH_A_FORM = frozenset(
    {
        "assess",
        "upload",
        "return_for_completion",
        "seat_expert",
        "unseat_expert",
        "appoint_lead",
        "declare_conflict",
        "recuse",
        "recuse_member",
        "waive_conflict",
        "request_recusal",
        "answer_recusal_request",
        "score",
        "submit_review",
        "write_consensus",
        "write_report",
        "agree",
        "claim_error",
        "answer_claim",
        "refer_to_commission",
        "propose_motion",
        "cast_vote",
        "write_dissent",
        "decide",
        "put_on_agenda",
        "write_minutes",
        "sign_minutes",
        "extend_deadline",
        "request_extension",
        "answer_extension_request",
        "classify_document",
        "request_document",
        "withdraw_document_request",
        "answer_document_request",
        "redact_document",
        "renew",
        "seat_appeal_member",
        "recuse_appeal_member",
        "cast_appeal_vote",
        "file_appeal",
    }
)
"""Acts that write something of their own, each with its own use case."""


@dataclass(frozen=True)
class Given:
    """What a person gives with a step."""

    text: str | None = None
    day: date | None = None
    decision: NewMotion | None = None


def has_a_form(step: Step) -> bool:
    """Whether a step has a use case of its own. A track words a request for more time as a text of its own."""
    worded = step.action == "request_extension" and step.asks is not None
    return step.action in WITH_A_FORM and not worded


def is_general(step: Step) -> bool:
    """Whether a step needs no form of its own."""
    return not has_a_form(step) and bool(set(step.who) - {"clock", "process"})


def checked(step: Step, given: Given, case: Case) -> Given:
    """What was given, if it is what the step asks for.

    Raises InvalidInput.
    """
    if step.asks is None and given.text:
        raise InvalidInput(Problem("input.text", "NOT_ASKED"))
    if step.asks is not None and not (given.text or "").strip():
        raise InvalidInput(Problem("input.text", "STATEMENT_NEEDED"))
    text = inputs.text("input.text", given.text or "") if step.asks else None
    if (step.asks_day is None) != (given.day is None):
        raise InvalidInput(Problem("input.day", "NOT_ASKED" if given.day else "BLANK"))
    if given.day is not None:
        inputs.future("input.day", end_of_day(given.day, case.zone), case.now)
    if step.asks_decision != (given.decision is not None):
        raise InvalidInput(Problem("input.decision", "NOT_ASKED" if given.decision else "BLANK"))
    return Given(text, given.day, replace(given.decision, reasons=text or "") if given.decision else None)


async def keep_statement(act: Act, case: Case, step: Step, given: Given, track: UUID | None) -> None:
    """Keep the text that a step asked for."""
    if step.asks is None or given.text is None:
        return
    kind = case.definition.statement(step.asks)
    role = next(role for role in step.who if role in case.roles)
    late = is_late(step, case)
    made = await followups.insert_statement(
        act.transaction, act.evaluation, track, kind.code, role, kind.readers, given.text, late=late
    )
    if track and role == "school":
        await track_documents.hand_over(act.transaction, track, made)
    act.change = {**act.change, "after": {"statement": kind.code, "text": given.text}}


async def take(
    database: Database,
    signer: Signer,
    person: UUID,
    evaluation: UUID,
    expected_version: int,
    action: str,
    given: Given,
) -> UUID:
    """Take a step that the definition alone describes.

    Raises InvalidInput for a step that has a form of its own, and for a text or a day that is missing or not asked for.
    """
    if action in WITH_A_FORM:
        raise InvalidInput(Problem("input.step", "UNKNOWN_CODE"))
    async with acting(database, person, evaluation, action, expected_version) as act:
        step = act.case.definition.step(action)
        checked_ = checked(step, given, act.case)
        await perform(act, signer, step, checked_)
    return evaluation


async def _open_school(act: Act, step: Step, reason: str) -> None:
    """Let the person know which school it is, with an entry that the school reads."""
    known = (await evaluations.evaluations_by_id(act.transaction, [act.evaluation]))[0]
    if known and known.organisation_id:
        raise Blocked(Reason("NOTHING_HIDDEN"), number=act.row.number)
    role = next(role for role in step.who if role in act.case.roles)
    await openings.insert(act.transaction, "SCHOOL", role, evaluation=act.evaluation, reason=reason[:2000])


async def perform(act: Act, signer: Signer, step: Step, given: Given) -> None:
    """Write what a general step is about; the caller moves the case."""
    await keep_statement(act, act.case, step, given, None)
    if step.asks_day and given.day:
        act.due[step.asks_day] = end_of_day(given.day, act.case.zone)
    if step.asks_decision and given.decision:
        await decide_alone(act, given.decision)
    if any(effect.open for effect in step.effects):
        await _open_school(act, step, given.text or "")
    if step.action == "sign":
        assert act.case.facts.motion, "a decision that is signed was moved"
        role = next(role for role in step.who if role in act.case.roles)
        await followups.sign(act.transaction, act.evaluation, UUID(act.case.facts.motion), role)
    if step.produces:
        await publications.produce(act, signer, step, given.text)
