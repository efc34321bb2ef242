"""Publishing: what the records hold is put together here, once; from then on it only exists as it was signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage import (
    conflicts,
    decisions,
    evaluations,
    evidence,
    followups,
    frameworks,
    panels,
    publications,
    publishing,
    reports,
    reviews,
    schools,
    territories,
)
from storage.database import Database, Transaction
from storage.decisions import DecisionRow
from storage.frameworks import FrameworkRow
from storage.keys import Signer
from storage.moments import one_at_a_time
from storage.publishing import NewRecord
from workflows.calls import place_of
from workflows.cases import Act, acting, identity, was_dropped, was_given_up
from workflows.processes import definition
from workflows.rules import scoring
from workflows.rules.deadlines import end_of_day
from workflows.rules.definition import Definition
from workflows.rules.process_parts import Step, Text
from workflows.rules.reasons import Reason
from workflows.rules.record_shape import checked, format_of
from workflows.rules.records import canonical, exact, moment, sha256_of
from workflows.rules.refusals import Blocked
from workflows.rules.scoring.engine import Given
from workflows.voices import figures_of


@dataclass(frozen=True)
class ExternalResult:
    """A result that others published: who, on which framework version, what, and where it was said."""

    school: UUID
    framework: UUID
    total: Decimal | None
    decided_on: date | None
    source: Text
    scores: Mapping[str, Decimal]


class CannotPublish(Exception):
    """A result of others that would not make a sound record; the message says why."""


async def publish(database: Database, signer: Signer, person: UUID, evaluation: UUID, expected_version: int) -> UUID:
    """Publish the result of a decided evaluation: record, search rows, state and trail in one transaction."""
    async with acting(database, person, evaluation, "publish", expected_version) as act:
        await produce(act, signer, act.case.definition.step("publish"), None)
    return evaluation


async def produce(act: Act, signer: Signer, step: Step, why: str | None) -> None:
    """Write the record that a step produces.

    A result that follows an earlier record of the same evaluation takes its place, and says why. Raises Blocked where
    there is nothing to correct or to withdraw.
    """
    async with act.transaction.as_worker():
        await territories.mirror_register(act.transaction)
        await one_at_a_time(act.transaction)
        latest = await publications.latest_number(act.transaction, act.row.number)
        if latest is None and step.produces in ("correction", "withdrawal"):
            raise Blocked(Reason("NOTHING_PUBLISHED"), number=act.row.number)
        kind = "WITHDRAWAL" if step.produces == "withdrawal" else "CORRECTION" if latest else "RESULT"
        body = await _body_of(act)
        if latest:
            cause = step.because or "revision"
            body["because"] = {"kind": cause, "text": why, "statement": step.title.model_dump()}
        number = await _write(
            act.transaction, signer, NewRecord(kind, latest, act.row.organisation_id, act.row.number), body
        )
        valid_to = body["result"]["valid_to"]
    act.details = {**act.details, "publication": number}
    knows = any(known.name == "validity" for known in act.case.definition.deadlines)
    if knows and valid_to and kind != "WITHDRAWAL":
        act.due["validity"] = end_of_day(date.fromisoformat(valid_to), act.case.zone)


async def publish_external(
    database: Database, signer: Signer, result: ExternalResult, *, corrects: int | None = None
) -> int:
    """Publish a result that others made, named as theirs; answers with its number. For the server itself only.

    School and framework version are those of the register. `total` and `scores` (by criterion code; groups may have
    one too) stand in the record as given: nothing is computed from them. `corrects` is the number of an earlier
    external record of the same school whose place this one takes.

    Raises CannotPublish for a code the framework has not, or a record that cannot be corrected so.
    """
    async with database.working() as transaction:
        await territories.mirror_register(transaction)
        framework = await _framework(transaction, result.framework)
        unknown = result.scores.keys() - {criterion["code"] for criterion in framework.body["criteria"]}
        if unknown:
            raise CannotPublish(f"{framework.code} has no criterion {', '.join(sorted(unknown))}")
        body = {
            **await _who(transaction, result.school),
            **_external_parts(framework, result),
        }
        if corrects is None:
            record = NewRecord("RESULT", None, result.school, None)
        else:
            await _correctable(transaction, corrects, result.school)
            record = NewRecord("CORRECTION", corrects, result.school, None)
        return await _write(transaction, signer, record, body)


async def _correctable(transaction: Transaction, number: int, school: UUID) -> None:
    await one_at_a_time(transaction)
    earlier = await publications.publication(transaction, number, None)
    if earlier is None or earlier.school_id != school or earlier.kind == "WITHDRAWAL":
        raise CannotPublish(f"record {number} is no result of this school")
    if earlier.evaluation_number is not None:
        raise CannotPublish(f"record {number} is the result of evaluation {earlier.evaluation_number}, not of others")
    if earlier.corrected_by is not None:
        raise CannotPublish(f"record {number} was corrected by {earlier.corrected_by}; correct that one")


def _external_parts(framework: FrameworkRow, result: ExternalResult) -> dict[str, Any]:
    return {
        "framework": _framework_part(framework),
        "process": None,
        "evaluation": None,
        "source": result.source.model_dump(),
        "result": {
            "outcome": None,
            "total": exact(result.total),
            "maximum": framework.body["maximum"],
            "decided_on": result.decided_on.isoformat() if result.decided_on else None,
            "valid_from": None,
            "valid_to": None,
        },
        "criteria": [
            _criterion_part(criterion, result.scores[criterion["code"]])
            for criterion in framework.body["criteria"]
            if criterion["code"] in result.scores
        ],
        **NOTHING_MORE,
    }


NOTHING_MORE: dict[str, Any] = {
    "report": None,
    "conditions": [],
    "panel": [],
    "vote": None,
    "dissents": [],
    "claims": [],
    "documents": [],
}


async def mirror_register(database: Database) -> None:
    """Show schools and territories of the register to everybody."""
    async with database.working() as transaction:
        await territories.mirror_register(transaction)


async def rebuild(database: Database) -> None:
    """Make everything that is derived from records and registers anew."""
    async with database.working() as transaction:
        await one_at_a_time(transaction)
        await territories.mirror_register(transaction)
        await publishing.forget_derived(transaction)
        await publishing.derive(transaction)


async def _write(transaction: Transaction, signer: Signer, record: NewRecord, body: Mapping[str, Any]) -> int:
    place = await publishing.next_place(transaction)
    content = canonical(
        checked(
            {
                "format": format_of(body),
                "number": place.number,
                "kind": record.kind,
                "corrects": record.corrects,
                "published_at": moment(place.published_at),
                **body,
            }
        )
    )
    await publishing.insert_record(
        transaction,
        record,
        place,
        body=content.decode(),
        sha256=sha256_of(content),
        signature=signer.sign(content),
        key_id=signer.key_id,
    )
    return place.number


async def _framework(transaction: Transaction, key: UUID) -> FrameworkRow:
    found = (await frameworks.frameworks_of(transaction, [key]))[0]
    assert found, "evaluations stand on published framework versions"
    return found


def _framework_part(framework: FrameworkRow) -> dict[str, Any]:
    return {
        "id": framework.id.hex,
        "code": framework.code,
        "number": framework.number,
        "title": framework.body["title"],
        "aggregation": framework.body["aggregation"],
    }


async def _who(transaction: Transaction, school: UUID) -> dict[str, Any]:
    found = (await schools.organisations(transaction, [school]))[0]
    assert found, "an evaluation is of an organisation that exists"
    above = [key for key in (found.municipality_id, found.region_id) if key]
    names = {
        row.id: {"id": row.id.hex, "name": {"ru": row.name_ru, "en": row.name_en}}
        for row in await territories.territories_by_id(transaction, above)
        if row
    }
    return {
        "school": {
            "id": found.id.hex,
            "name": {"ru": found.name_ru, "en": found.name_en},
            "address": found.address,
            "municipality": names.get(found.municipality_id) if found.municipality_id else None,
            "region": names.get(found.region_id) if found.region_id else None,
        }
    }


def _criterion_part(
    criterion: Mapping[str, Any],
    score: Decimal | None,
    self_score: Decimal | None = None,
    position: str | None = None,
    citations: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    scale = criterion["scale"]
    level = None
    if scale and score is not None:
        level = next((known["title"] for known in scale["levels"] if Decimal(known["value"]) == score), None)
    return {
        "code": criterion["code"],
        "parent": criterion["parent"],
        "title": criterion["title"],
        "scale": scale,
        "score": exact(score),
        "level": level,
        "self_score": exact(self_score),
        "position": position,
        "citations": list(citations),
    }


async def _body_of(act: Act) -> dict[str, Any]:
    """Everything an evaluation publishes. Names of people and documents that are not public stay inside."""
    transaction, key = act.transaction, act.evaluation
    process = definition(act.row.process_code, act.row.process_version)
    framework = await _framework(transaction, act.row.framework_version_id)
    report = (await reports.reports_of(transaction, [key]))[0]
    decision = (await decisions.decisions_of(transaction, [key]))[0]
    meeting = (await decisions.meetings_of(transaction, [key]))[0]
    assert decision, "the process publishes what was decided"
    outcome = process.outcome(decision.outcome)
    assert outcome, "the motion's outcome was checked"
    criteria, results = await _criteria_of(transaction, key, framework, act.row.not_applicable)
    return {
        **await _who(transaction, act.row.organisation_id),
        "framework": _framework_part(framework),
        "process": {"code": process.code, "version": process.version, "title": process.title.model_dump()},
        "evaluation": act.row.number,
        "source": None,
        "result": {
            "outcome": outcome.model_dump(),
            "total": exact(results.published_total),
            "maximum": exact(scoring.attainable(framework.body, act.row.not_applicable)),
            "decided_on": decision.decided_at.date().isoformat(),
            "valid_from": decision.valid_from.isoformat() if decision.valid_from else None,
            "valid_to": decision.valid_to.isoformat() if decision.valid_to else None,
            **_grade_part(results),
        },
        "criteria": criteria,
        "report": {
            "summary": report.summary if report else "",
            "strengths": report.strengths if report else "",
            "recommendations": report.recommendations if report else "",
            "reasons": decision.reasons,
        },
        **await _statements_of(act),
        **await _waivers_of(act),
        **await _competition_of(act),
        **await figures_of(transaction, key),
        "conditions": await _conditions_of(act, decision),
        "panel": [
            {"constituency": seat.constituency, "lead": seat.lead}
            for seat in (await panels.seats_of(transaction, [key]))[0]
            if not seat.recused
        ],
        "vote": _vote_part(decision, meeting.held_at) if meeting and decision.eligible else None,
        "dissents": decision.dissents,
        "claims": [
            {"claim": claim.text, "criterion": claim.criterion_code, "answer": claim.answer, "accepted": claim.accepted}
            for claim in (await reports.claims_of(transaction, [key]))[0]
        ],
        "documents": await _documents_of(transaction, key),
    }


def _grade_part(results: scoring.Results) -> dict[str, Any]:
    if results.grade is None:
        return {}
    level = results.grade.level
    return {"grade": {"code": level.code, "title": dict(level.title)} if level else None}


async def _conditions_of(act: Act, decision: DecisionRow) -> list[dict[str, Any]]:
    """The conditions of the decision, with what became of those whose follow-up has come to its end."""
    whole = act.case.definition
    tracks = (await followups.tracks_of(act.transaction, [act.evaluation]))[0]
    # Of several follow-ups of one condition the newest is the last.
    became = {
        identity(track.subject): _became(whole.track(track.kind), track, decision.decided_at)
        for track in tracks
        if track.subject["of"] == "condition"
    }
    return [
        {"text": one["text"], "criterion": one["criterion_code"], "owner": one["owner"], "due_on": one["due_on"]}
        | became.get(identity(one), {})
        for one in decision.conditions
    ]


def _became(process: Definition, track: followups.TrackRow, decided_at: datetime) -> dict[str, Any]:
    now = process.state(track.state)
    # Of a condition that is set again after it was dropped or given up the follow-up begins with this record.
    given_up = was_given_up(process, track.state) and track.state_since < decided_at
    if not now.final or was_dropped(process, track.state) or given_up:
        return {}
    since = track.state_since.date().isoformat()
    return {"state": {"code": now.code, "title": now.title.model_dump(), "since": since}}


async def _statements_of(act: Act) -> dict[str, Any]:
    """The texts that the process publishes; absent where it publishes none."""
    kinds = {kind.code: kind for kind in act.case.definition.statements if kind.published}
    rows = await followups.published_statements(act.transaction, act.evaluation, list(kinds)) if kinds else []
    parts = [
        {"kind": row.kind, "title": kinds[row.kind].title.model_dump(), "text": row.text, "at": moment(row.at)}
        for row in rows
    ]
    return {"statements": parts} if parts else {}


async def _waivers_of(act: Act) -> dict[str, Any]:
    """The ties in spite of which somebody judged, without whose they are; absent where there were none."""
    rows = (await conflicts.waivers_of(act.transaction, [act.evaluation]))[0]
    told = [{"kind": row.kind, "by": row.role, "reason": row.reason, "at": moment(row.at)} for row in rows]
    return {"waivers": [part for place, part in enumerate(told) if part not in told[:place]]} if told else {}


async def _competition_of(act: Act) -> dict[str, Any]:
    """The places an entry of a competition holds; absent for any other evaluation."""
    place = await place_of(act.transaction, act.evaluation)
    if place is None:
        return {}
    return {
        "competition": {
            "call": {"id": place.call.id.hex, "title": {"ru": place.call.title_ru, "en": place.call.title_en}},
            "first": place.placed.first,
            "last": place.placed.last,
            "entries": place.entries,
            "score": exact(place.placed.score),
            "break_ties_by": list(place.rule.break_ties_by),
        }
    }


def _vote_part(decision: DecisionRow, held_at: datetime) -> dict[str, Any]:
    return {
        "for": decision.votes_for,
        "against": decision.votes_against,
        "abstained": decision.abstained,
        "recused": decision.recused,
        "quorum": decision.quorum,
        "eligible": decision.eligible,
        "held_at": moment(held_at),
    }


async def _criteria_of(
    transaction: Transaction, evaluation: UUID, framework: FrameworkRow, not_applicable: Sequence[str]
) -> tuple[list[dict[str, Any]], scoring.Results]:
    consensus = {row.criterion_id: row for row in (await reports.consensus_of(transaction, [evaluation]))[0]}
    own = {row.criterion_id: row.score for row in (await evaluations.self_assessments_of(transaction, [evaluation]))[0]}
    cited = await _citations_of(transaction, evaluation)
    keys = {criterion["code"]: UUID(criterion["id"]) for criterion in framework.body["criteria"]}
    values: dict[str, Given] = dict.fromkeys(not_applicable, scoring.Absence.NOT_APPLICABLE)
    values |= {code: row.value for code, key in keys.items() if (row := consensus.get(key)) and row.value is not None}
    results = scoring.results_of(scoring.scheme_of(framework.body), values)
    parts = []
    for criterion in framework.body["criteria"]:
        key = keys[criterion["code"]]
        position = consensus[key].position if key in consensus else None
        score = results.criteria[criterion["code"]].number
        if score is not None and not criterion["scored"]:
            score = scoring.rounded(score)
        part = _criterion_part(criterion, score, own.get(key), position, cited.get(key, ()))
        parts.append(part | {"not_applicable": True} if criterion["code"] in not_applicable else part)
    return parts, results


async def _citations_of(transaction: Transaction, evaluation: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """Each public page the panel cited, once a criterion; quotes from documents that are not public stay inside."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in await reviews.public_citations(transaction, evaluation):
        part: dict[str, Any] = {"document": row.document_title, "page": row.page, "quote": row.quote}
        if row.area:
            part["area"] = dict(zip(("left", "top", "width", "height"), map(exact, row.area), strict=True))
        if part not in found.setdefault(row.criterion_id, []):
            found[row.criterion_id].append(part)
    return found


async def _documents_of(transaction: Transaction, evaluation: UUID) -> list[dict[str, Any]]:
    """The public documents, each with its newest version; the redacted copy in place of a document that has one."""
    found = (await evidence.documents_of(transaction, [evaluation]))[0]
    redacted = {row.redacts_id for row in found}
    public = [row for row in found if row.public and row.id not in redacted]
    versions = await evidence.versions_of(transaction, [row.id for row in public])
    return [
        {
            "title": document.title,
            "file_name": known[-1].file_name,
            "media_type": known[-1].media_type,
            "page_count": known[-1].page_count,
            "sha256": known[-1].sha256,
        }
        for document, known in zip(public, versions, strict=True)
        if known
    ]
