"""Asking a school for a document that is missing, and answering."""

from datetime import date

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from workflows import document_requests
from workflows.document_requests import Wanted


@strawberry.input(description="Ask the school for a document that is missing.")
class RequestDocumentInput:
    """A request."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    criterion_code: str = strawberry.field(description="The criterion it is missing for.")
    text: str = strawberry.field(description="What is missing and what for; the school reads it.")
    day: date | None = strawberry.field(
        default=None,
        description="The last day to bring it, in the time zone of the school; one that is off becomes the next working"
        " day. Left out: five working days.",
    )


@strawberry.input(description="Answer a request for a document.")
class AnswerDocumentRequestInput:
    """An answer."""

    document_request_id: strawberry.ID = strawberry.field(description="The request.")
    document_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Documents of the case that answer it, beside those that were sent for it.",
    )
    text: str = strawberry.field(
        default="", description="What to say of them; without any document: why there is none."
    )


@strawberry.input(description="Withdraw a request for a document.")
class WithdrawDocumentRequestInput:
    """A request that is to count no more."""

    document_request_id: strawberry.ID = strawberry.field(description="The request.")


@strawberry.type
class DocumentRequestMutations:
    """Acts about documents that are missing."""

    @strawberry.mutation(description="Expert or secretary: ask the school for a document that is missing.")
    async def request_document(self, info: Info, input: RequestDocumentInput) -> EvaluationResult:
        """Ask for a document."""
        return await act_on_evaluation(
            info,
            lambda database, person: document_requests.request_document(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.idempotency_key,
                Wanted(input.criterion_code, input.text, input.day),
            ),
        )

    @strawberry.mutation(
        description="Whoever asked for a document, or the secretary: ask for it no more, as long as the school has not"
        " answered. The request stays to be read; what was sent for it stays in the case."
    )
    async def withdraw_document_request(self, info: Info, input: WithdrawDocumentRequestInput) -> EvaluationResult:
        """Withdraw a request."""
        return await act_on_evaluation(
            info,
            lambda database, person: document_requests.withdraw_document_request(
                database, person, required_key(input.document_request_id, "documentrequest")
            ),
        )

    @strawberry.mutation(
        description="School: answer with what was sent for the request (`BeginUploadInput.documentRequestId`), with"
        " documents that are here already, or with why there is none."
    )
    async def answer_document_request(self, info: Info, input: AnswerDocumentRequestInput) -> EvaluationResult:
        """Answer a request."""
        return await act_on_evaluation(
            info,
            lambda database, person: document_requests.answer_document_request(
                database,
                person,
                required_key(input.document_request_id, "documentrequest"),
                [required_key(one, "document") for one in input.document_ids],
                input.text,
            ),
        )
