"""What a record says: everything an evaluation publishes, put together from what was decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage import (
    conflicts,
    decisions,
    evidence,
    followups,
    frameworks,
    panels,
    reports,
    reviews,
    schools,
    self_assessments,
    territories,
)
from storage.database import Transaction
from storage.decisions import DecisionRow
from storage.frameworks import FrameworkRow
from workflows.calls import place_of
from workflows.cases import Act, identity, was_dropped, was_given_up
from workflows.processes import definition
from workflows.rules import scoring
from workflows.rules.definition import Definition
from workflows.rules.records import exact, moment
from workflows.rules.scoring.engine import Given
from workflows.voices import figures_of

NOTHING_MORE: dict[str, Any] = {
    "report": None,
    "conditions": [],
    "panel": [],
    "vote": None,
    "dissents": [],
    "claims": [],
    "documents": [],
}
"""The parts that a result of others does not have."""


async def body_of(act: Act) -> dict[str, Any]:
    """Everything an evaluation publishes. Names of people and documents that are not public stay inside."""
    transaction, key = act.transaction, act.evaluation
    process = definition(act.row.process_code, act.row.process_version)
    framework = await framework_of(transaction, act.row.framework_version_id)
    report = (await reports.reports_of(transaction, [key]))[0]
    decision = (await decisions.decisions_of(transaction, [key]))[0]
    meeting = (await decisions.meetings_of(transaction, [key]))[0]
    assert decision, "the process publishes what was decided"
    outcome = process.outcome(decision.outcome)
    assert outcome, "the motion's outcome was checked"
    criteria, results = await _criteria_of(transaction, key, framework, act.row.not_applicable)
    return {
        **await who_is_meant(transaction, act.row.organisation_id),
        "framework": framework_part(framework),
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


async def framework_of(transaction: Transaction, key: UUID) -> FrameworkRow:
    """The framework version that a record names."""
    found = (await frameworks.frameworks_of(transaction, [key]))[0]
    assert found, "evaluations stand on published framework versions"
    return found


def framework_part(framework: FrameworkRow) -> dict[str, Any]:
    """What a record says of the framework version."""
    return {
        "id": framework.id.hex,
        "code": framework.code,
        "number": framework.number,
        "title": framework.body["title"],
        "aggregation": framework.body["aggregation"],
    }


async def who_is_meant(transaction: Transaction, school: UUID) -> dict[str, Any]:
    """Whose record it is: the school as the register has it at this moment."""
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


def criterion_part(
    criterion: Mapping[str, Any],
    score: Decimal | None,
    self_score: Decimal | None = None,
    position: str | None = None,
    citations: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """What a record says of a criterion; the score in the words of its scale, too."""
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
    own = {row.criterion_id: row.score for row in (await self_assessments.of_evaluations(transaction, [evaluation]))[0]}
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
        part = criterion_part(criterion, score, own.get(key), position, cited.get(key, ()))
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
