"""Documents of earlier evaluations of a school: for what each can be used again, or why it cannot."""

from datetime import date

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.results import Reason
from schema.scalars import ByteCount
from storage import evidence as stored
from storage.evaluations import EvaluationRow
from workflows.evidence.reuse import proposed_codes
from workflows.processes import definition
from workflows.rules.freshness import is_outdated, too_old_to_use_again
from workflows.rules.process_parts import FreshnessRule


@strawberry.type(description="A document of an earlier evaluation of the school, which can be used again.")
class EarlierDocument:
    """A document to use again."""

    id: strawberry.ID = strawberry.field(description="The document there.")
    title: str = strawberry.field(description="What people call it.")
    evaluation_number: str = strawberry.field(description="The evaluation it belongs to.")
    criterion_codes: list[str] = strawberry.field(description="The criteria it spoke to there.")
    proposed_codes: list[str] = strawberry.field(
        description="The criteria here that it may speak to: the same ones of the same framework, or those that the"
        " crosswalk from the earlier version leads to, weak links left out."
    )
    dated_on: date | None = strawberry.field(description="When it was made, where the school said so.")
    media_type: str = strawberry.field(description="Told by the content.")
    size: ByteCount = strawberry.field(description="Bytes.")
    here: bool = strawberry.field(description="Whether exactly this file is in this evaluation already.")
    outdated: bool = strawberry.field(description="Whether it is old by the rule of this evaluation's process.")
    refusal: Reason | None = strawberry.field(description="Why it cannot be used again; null where it can.")


async def earlier_documents_of(info: Info, evaluation: EvaluationRow) -> list[EarlierDocument]:
    """The documents of the school's other evaluations that the person asking may read."""
    rule = definition(evaluation.process_code, evaluation.process_version).freshness
    opened_on = evaluation.opened_at.date()
    rows = await info.context.loader(stored.earlier_documents).load(evaluation.id)
    return [_earlier(row, opened_on, rule) for row in rows]


def _earlier(row: stored.EarlierRow, opened_on: date, rule: FreshnessRule | None) -> EarlierDocument:
    refused = too_old_to_use_again(row.dated_on, opened_on, rule) if row.dated_on else None
    return EarlierDocument(
        id=strawberry.ID(global_id("document", row.id)),
        title=row.title,
        evaluation_number=row.evaluation_number,
        criterion_codes=row.criterion_codes,
        proposed_codes=proposed_codes(row),
        dated_on=row.dated_on,
        media_type=row.media_type,
        size=ByteCount(row.size),
        here=row.here,
        outdated=is_outdated(row.dated_on, opened_on, rule),
        refusal=Reason.of(refused) if refused else None,
    )
