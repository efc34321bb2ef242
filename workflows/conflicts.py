"""Conflicts of interest as people act on them: declaring, waiving, stepping aside, being recused, asking for it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from storage import audit, conflicts, openings, panels
from storage.conflicts import RequestRow, TieRow
from storage.database import Database
from workflows import inputs
from workflows.cases import Act, acting, of_secretary
from workflows.facts import ties_of
from workflows.rules.case import Case
from workflows.rules.conflicts import Conflict, ConflictKind
from workflows.rules.guards import because, recusal_requests_answered
from workflows.rules.process import WAYS_OUT
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem


@dataclass(frozen=True)
class NewTie:
    """A tie to a school in somebody's words, with the years in which it began and ended, where known."""

    kind: ConflictKind
    note: str
    since: int | None = None
    until: int | None = None


def _checked(act: Act, tie: NewTie, *, explained: bool) -> NewTie:
    """The tie, if it can be believed today.

    Raises InvalidInput for a year to come or more than a lifetime ago, for an end before the beginning, and where words
    are needed and missing.
    """
    year = act.case.now.astimezone(act.case.zone).year
    problems = [
        Problem(path, "YEAR_NOT_SENSIBLE", (("year", str(year)),))
        for path, given in (("input.sinceYear", tie.since), ("input.untilYear", tie.until))
        if given is not None and not year - 100 <= given <= year
    ]
    if not problems and tie.since is not None and tie.until is not None and tie.until < tie.since:
        problems = [Problem("input.untilYear", "YEARS_OUT_OF_ORDER")]
    if problems:
        raise InvalidInput(*problems)
    return replace(tie, note=inputs.text("input.note", tie.note, required=explained, longest=2000))


def _told(act: Act, tie: NewTie) -> TieRow:
    """The tie to the school of the case, as it is kept."""
    return TieRow(act.row.organisation_id, tie.kind, tie.note, tie.since, tie.until)


def _reason(words: str) -> str:
    return inputs.text("input.reason", words, longest=2000)


def held_back(case: Case) -> list[Reason]:
    """Why the person of this case reads nothing of it for the time being."""
    codes = {"DECLARATION": "DECLARE_FIRST", "CONFLICT": "HELD_CONFLICT"}
    return [Reason(codes[one.because]) for one in case.facts.held if one.person == case.person]


def to_settle(case: Case) -> list[Reason]:
    """What waits for the person who has to judge of conflicts: those that stop somebody who has acts in this state,
    and recusals that the school asked for."""
    steps = [step for step in case.definition.steps if case.state in step.sources and step.action not in WAYS_OUT]
    acting_here = {role for step in steps for role in step.who}
    here = {seat.person for seat in case.facts.seats} if acting_here & {"expert", "lead"} else set()
    here |= case.facts.members if acting_here & {"commission", "chair"} else frozenset()
    reasons = [
        because(conflict, "PANEL_CONFLICT", "PANEL_CONFLICT_TO_WAIVE", unblock="/work/{number}")
        for person, conflicts in case.standing().items()
        if person in here & _overseen(case)
        for conflict in conflicts
    ]
    answering = next((step for step in steps if step.action == "answer_recusal_request"), None)
    if answering and set(answering.who) & case.roles:
        reasons += recusal_requests_answered(case)
    return reasons


def settling_since(case: Case) -> datetime | None:
    """When the newest of what waits to be judged of came up; None where nothing does."""
    if not to_settle(case):
        return None
    asked = [case.facts.asked_at] if case.facts.asked_to_recuse and case.facts.asked_at else []
    standing = case.held("CONFLICT") & _overseen(case)
    return max([*asked, *(one.since for one in case.facts.held if one.person in standing)], default=None)


async def declare_conflict(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, tie: NewTie
) -> UUID:
    """Declare a tie to the school of a case; from now on every act of this person in it asks the process anew."""
    async with acting(database, person, evaluation, "declare_conflict", expected_version) as act:
        given = _checked(act, tie, explained=False)
        await conflicts.declare_conflict(act.transaction, _told(act, given))
        act.details = {"kind": given.kind.value}
        return evaluation


async def recuse(database: Database, person: UUID, evaluation: UUID, expected_version: int, reason: str) -> str:
    """Step aside from a case for good; the seat falls vacant, the vote leaves the quorum's base.

    Answers with the evaluation's number: the case itself is closed to the person from now on.
    """
    async with acting(database, person, evaluation, "recuse", expected_version) as act:
        await conflicts.recuse(act.transaction, evaluation, person, _reason(reason))
        return act.row.number


def _overseen(case: Case) -> frozenset[str]:
    """Those sitting in the case of whom the person of the case has to judge: the chair the commission, the secretary
    the panel too, everybody else nobody."""
    facts = case.facts
    if "secretary" in case.roles:
        return frozenset(case.ties_in_case())
    return facts.members - facts.recused if "chair" in case.roles else frozenset()


def known_conflicts(case: Case) -> dict[str, tuple[Conflict, ...]]:
    """The conflicts of interest that the person of this case may know: their own, and of those they judge of."""
    ties = case.ties_in_case()
    may = _overseen(case) | {case.person}
    return {person: found for person in ties if person in may and (found := case.conflicts_of(person, ties[person]))}


async def recuse_member(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, about: UUID, reason: str
) -> UUID:
    """Let somebody of the panel or the commission go from the case, as if they had stepped aside.

    The chair, who votes, cannot do so to a member of whom no conflict of interest is known.
    """
    async with acting(database, person, evaluation, "recuse_member", expected_version) as act:
        if about == person or str(about) not in _overseen(act.case):
            raise NotPermittedOrAbsent
        if "secretary" not in act.case.roles and str(about) not in known_conflicts(act.case):
            raise Blocked(Reason("NO_CONFLICT_KNOWN"), number=act.row.number)
        await conflicts.recuse(act.transaction, evaluation, about, _reason(reason))
        act.change = {"after": {"recused": str(about)}}
        return evaluation


async def waive_conflict(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, about: UUID, kind: ConflictKind, why: str
) -> UUID:
    """Let somebody act in spite of a tie that the process lets be waived; the reason is published with the result.

    About those who sit in the case, and for the secretary about experts of the register too, who may come to sit in it.
    """
    async with acting(database, person, evaluation, "waive_conflict", expected_version) as act:
        found = [one for one in await _conflicts_of(act, about) if one.kind is kind and one.can_be_waived]
        if about == person:
            raise Blocked(Reason("OWN_WAIVER"), number=act.row.number)
        if not found:
            raise Blocked(Reason("NOTHING_TO_WAIVE"), number=act.row.number)
        role = next((role for role in found[0].rule.by if role in act.case.roles), None)
        if role is None:
            raise Blocked(Reason("WAIVED_BY_ANOTHER", {"by": ",".join(found[0].rule.by)}), number=act.row.number)
        reason = _reason(why)
        for one in found:
            await conflicts.rule(
                act.transaction,
                evaluation,
                about,
                ruling="WAIVED",
                kind=kind,
                organisation=UUID(one.organisation),
                reason=reason,
                role=role,
            )
        act.details = {"kind": kind.value}
        act.change = {"after": {"person": str(about), "kind": kind.value, "reason": reason}}
        return evaluation


async def open_ties(database: Database, person: UUID, evaluation: UUID, about: UUID) -> UUID:
    """Let a secretary read what somebody who sits in the case declared of their ties to the school. That they did
    stays, and whoever declared it sees it. Answers with the evaluation.

    Raises NotPermittedOrAbsent.
    """
    async with database.acting(person) as transaction:
        row = await of_secretary(transaction, evaluation, person)
        (every,) = await conflicts.closed_in(transaction, [evaluation])
        closed = [tie for tie in every if tie.person_id == about]
        for tie in closed:
            await openings.insert(transaction, "TIE", "secretary", evaluation=evaluation, subject=tie.id, about=about)
        if closed:
            process = f"{row.process_code}/{row.process_version}"
            change = {"after": {"person": str(about)}}
            await audit.append(
                transaction, evaluation, "open_ties", "secretary", source=row.state, change=change, process=process
            )
        return evaluation


async def _conflicts_of(act: Act, about: UUID) -> tuple[Conflict, ...]:
    """The conflicts of somebody in the case, or of an expert who may come to sit in it.

    Raises NotPermittedOrAbsent for everybody else.
    """
    if str(about) in _overseen(act.case):
        return act.case.conflicts_of(str(about), act.case.ties_in_case()[str(about)])
    ties = await panels.candidate_ties(act.transaction, about) if "secretary" in act.case.roles else None
    if ties is None:
        raise NotPermittedOrAbsent
    return act.case.conflicts_of(str(about), ties_of(ties))


async def request_recusal(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, seat: UUID, tie: NewTie
) -> UUID:
    """The school asks that a member of its panel be recused; only where the process shows it who sits there."""
    async with acting(database, person, evaluation, "request_recusal", expected_version) as act:
        given = _checked(act, tie, explained=True)
        whom = await conflicts.ask_for_recusal(act.transaction, evaluation, seat, _told(act, given))
        if whom is None:
            raise NotPermittedOrAbsent
        if str(whom) in act.case.facts.asked_to_recuse:
            raise Blocked(Reason("RECUSAL_ASKED_ALREADY"), number=act.row.number)
        act.details = {"kind": given.kind.value}
        act.change = {"after": {"person": str(whom), "kind": given.kind.value, "note": given.note}}
        return evaluation


async def answer_recusal_request(
    database: Database, person: UUID, request: UUID, expected_version: int, *, granted: bool, reason: str
) -> UUID:
    """Decide what a school asked: the member leaves the case, or stays; the school reads the reason."""
    async with database.reading(person) as transaction:
        asked = await conflicts.request(transaction, request)
    if asked is None:
        raise NotPermittedOrAbsent
    async with acting(database, person, asked.evaluation_id, "answer_recusal_request", expected_version) as act:
        await _answer(act, request, granted=granted, reason=_reason(reason))
        return asked.evaluation_id


async def _answer(act: Act, key: UUID, *, granted: bool, reason: str) -> None:
    asked: RequestRow | None = await conflicts.request(act.transaction, key)
    if asked is None:
        raise NotPermittedOrAbsent
    if asked.granted is not None:
        raise Blocked(Reason("RECUSAL_ANSWERED"), number=act.row.number)
    role = next(role for role in ("secretary", "chair") if role in act.case.roles)
    ruling = "GRANTED" if granted else "REFUSED"
    await conflicts.rule(
        act.transaction,
        act.evaluation,
        asked.person_id,
        ruling=ruling,
        kind=asked.kind,
        organisation=act.row.organisation_id,
        reason=reason,
        role=role,
        request=key,
    )
    if granted:
        await conflicts.recuse(act.transaction, act.evaluation, asked.person_id, reason)
    act.details = {"granted": granted}
    act.change = {"after": {"request": str(key), "person": str(asked.person_id), "ruling": ruling}}
