"""Publishing: a record is signed and written here, once; from then on it only exists as it was signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage import publications, publishing, territories
from storage.database import Database, Transaction
from storage.frameworks import FrameworkRow
from storage.keys import Signer
from storage.moments import one_at_a_time
from storage.publishing import NewRecord
from workflows.cases import Act, acting
from workflows.record_body import NOTHING_MORE, body_of, criterion_part, framework_of, framework_part, who_is_meant
from workflows.rules.deadlines import end_of_day
from workflows.rules.process_parts import Step, Text
from workflows.rules.reasons import Reason
from workflows.rules.record_shape import checked, format_of
from workflows.rules.records import canonical, exact, moment, sha256_of
from workflows.rules.refusals import Blocked


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
        body = await body_of(act)
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
        framework = await framework_of(transaction, result.framework)
        unknown = result.scores.keys() - {criterion["code"] for criterion in framework.body["criteria"]}
        if unknown:
            raise CannotPublish(f"{framework.code} has no criterion {', '.join(sorted(unknown))}")
        body = {
            **await who_is_meant(transaction, result.school),
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
        "framework": framework_part(framework),
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
            criterion_part(criterion, result.scores[criterion["code"]])
            for criterion in framework.body["criteria"]
            if criterion["code"] in result.scores
        ],
        **NOTHING_MORE,
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
