"""Documents the school is asked for, and what it gave or answered."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.cases import case_for
from schema.context import Info
from schema.evidence import EvidenceDocument
from schema.ids import global_id
from schema.people import Person, person_of
from schema.processes import CaseRole
from schema.results import localized
from schema.scalars import LocalizedText
from storage import document_requests as stored
from workflows.rules.process import blocked_by
from workflows.rules.requests import withdrawable


@strawberry.enum(description="Where a request for a document is.")
class DocumentRequestState(Enum):
    """What became of a request."""

    WAITING = strawberry.enum_value("WAITING", description="The school has not answered yet.")
    GIVEN = strawberry.enum_value("GIVEN", description="The school gave a document.")
    DECLINED = strawberry.enum_value("DECLINED", description="The school says why there is none.")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="It is asked for no more.")


@strawberry.type(description="The school is asked for a document that is missing.")
class DocumentRequest:
    """A request."""

    key: strawberry.Private[UUID]
    evaluation_key: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Opaque: `documentrequest-1f0c…`.")
    criterion_code: str = strawberry.field(description="The criterion it is missing for.")
    by: CaseRole = strawberry.field(description="Who asks: `EXPERT`, for the panel, or `SECRETARY`, for the office.")
    text: str = strawberry.field(description="What is missing, in the words of whoever asks.")
    asked_at: datetime = strawberry.field(description="When it was asked for.")
    due_at: datetime = strawberry.field(description="By when it is to come. A later answer counts, and is called late.")
    state: DocumentRequestState = strawberry.field(description="What became of it.")
    title: LocalizedText = strawberry.field(description="The state in words.")
    answer: str = strawberry.field(description="What the school says; may be blank where it gave a document.")
    answered_at: datetime | None = strawberry.field(description="When it answered.")
    withdrawn_at: datetime | None = strawberry.field(description="When it was withdrawn.")

    @strawberry.field(description="Whether it was answered after `dueAt`.")
    def late(self) -> bool:
        """Whether the answer came late."""
        return self.answered_at is not None and self.answered_at > self.due_at

    @strawberry.field(
        description="Whether you may withdraw it now (`withdrawDocumentRequest`): whoever asks, and the secretary,"
        " until it is answered."
    )
    async def withdrawable(self, info: Info) -> bool:
        """Whether it can be withdrawn."""
        case = await case_for(info, self.evaluation_key)
        if not case.definition.has_step("withdraw_document_request"):
            return False
        step = case.definition.step("withdraw_document_request")
        return not blocked_by(step, case) and str(self.key) in withdrawable(case)

    @strawberry.field(description="Who asks; null unless you may know it: where names are hidden, a school may not.")
    async def person(self, info: Info) -> Person | None:
        """The person."""
        author = await info.context.loader(stored.authors_of).load(self.key)
        return await person_of(info, author.person_id) if author else None

    @strawberry.field(description="The documents given for it that you may read; some may be there before the answer.")
    async def documents(self, info: Info) -> list[EvidenceDocument]:
        """The documents."""
        return [EvidenceDocument.of(row) for row in await info.context.loader(stored.given_for).load(self.key)]


async def document_requests_in(info: Info, evaluation: UUID) -> list[DocumentRequest]:
    """The requests in a case that the person asking may read."""
    return [
        DocumentRequest(
            key=row.id,
            evaluation_key=evaluation,
            id=strawberry.ID(global_id("documentrequest", row.id)),
            criterion_code=row.criterion_code,
            by=CaseRole(row.role),
            text=row.text,
            asked_at=row.asked_at,
            due_at=row.due_at,
            state=DocumentRequestState(row.state),
            title=localized(f"document_request.{row.state}"),
            answer=row.answer,
            answered_at=row.answered_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in await info.context.loader(stored.requests_of).load(evaluation)
    ]
