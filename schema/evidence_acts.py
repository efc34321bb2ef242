"""Acts on evidence: announcing a file, having it checked, describing and removing documents."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from schema.evidence import Classification, EvidenceDocument
from schema.page_areas import PageAreaInput
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion, answer
from schema.scalars import ByteCount
from schema.uploads import Upload
from storage import evidence as stored
from workflows import evidence, privacy
from workflows.rules import privacy as rules
from workflows.rules.privacy import Privacy, Readers
from workflows.rules.redaction import Box
from workflows.rules.refusals import NotPermittedOrAbsent as Absent


@strawberry.input(description="Announce a file.")
class BeginUploadInput:
    """A file about to come."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    file_name: str = strawberry.field(
        description="Its name with its ending: `.pdf .docx .xlsx .png .jpg .txt .csv .mp4 .webm .m4a .mp3`."
    )
    size: ByteCount = strawberry.field(description="How many bytes it has.")
    document_id: strawberry.ID | None = strawberry.field(
        default=None, description="The document it is a new version of; null for a new document."
    )
    criterion_codes: list[str] = strawberry.field(description="The criteria it speaks to; may be empty.")
    document_request_id: strawberry.ID | None = strawberry.field(
        default=None, description="The request for a document that the file answers, and whose criterion it speaks to."
    )
    track_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The condition that is followed up and that the file tells of: it goes with the next text that the"
        " school writes there, such as a progress report.",
    )
    classification: Classification = strawberry.field(
        default=Classification.PANEL, description="Who reads the document; of a new version it changes nothing."
    )
    personal_data: bool = strawberry.field(
        default=False, description="Whether the document holds data of persons; of a new version it changes nothing."
    )


@strawberry.input(description="An upload.")
class FinishUploadInput:
    """All bytes are sent."""

    upload_id: strawberry.ID = strawberry.field(description="The upload.")


@strawberry.input(description="An upload to give up.")
class DiscardUploadInput:
    """No longer wanted."""

    upload_id: strawberry.ID = strawberry.field(description="The upload.")


@strawberry.input(description="What a document is and speaks to.")
class DescribeDocumentInput:
    """A description, which replaces the one before."""

    document_id: strawberry.ID = strawberry.field(description="The document.")
    expected_version: int = strawberry.field(description="`EvidenceDocument.version` as you read it.")
    title: str = strawberry.field(description="What people call it.")
    criterion_codes: list[str] = strawberry.field(description="Every criterion it speaks to.")
    classification: Classification | None = strawberry.field(
        default=None, description="Who reads it; left out: as before."
    )
    personal_data: bool | None = strawberry.field(
        default=None, description="Whether it holds data of persons; left out: as before."
    )
    dated_on: date | None = strawberry.field(default=None, description="When it was made; left out: as before.")
    public: bool | None = strawberry.field(
        default=None,
        description="Whether the published result shall name it.",
        deprecation_reason="Say `classification`.",
    )


@strawberry.input(description="Who reads a document from now on.")
class ClassifyDocumentInput:
    """A word about readers."""

    document_id: strawberry.ID = strawberry.field(description="The document.")
    expected_version: int = strawberry.field(description="`EvidenceDocument.version` as you read it.")
    classification: Classification = strawberry.field(description="Who reads it.")
    personal_data: bool = strawberry.field(description="Whether it holds data of persons.")


@strawberry.input(description="A black box on a page.")
class RedactionBoxInput:
    """A box that is drawn."""

    page: int = strawberry.field(description="From 1.")
    area: PageAreaInput = strawberry.field(description="Where on the page; sides of at least `0.002`.")


@strawberry.input(description="A redacted copy to make.")
class RedactDocumentInput:
    """Boxes on the pages of a version."""

    version_id: strawberry.ID = strawberry.field(
        description="The version whose pages they are: a PDF, an office file with `shownUrl`, a picture."
    )
    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    boxes: list[RedactionBoxInput] = strawberry.field(description="Every box of the copy, at least one.")
    title: str = strawberry.field(
        description="What the copy is called; of a copy that there is already it changes nothing."
    )
    classification: Classification = strawberry.field(
        default=Classification.PUBLIC,
        description="Who reads the copy; of a copy that there is already it changes nothing.",
    )


@strawberry.input(description="Use a document of an earlier evaluation again.")
class ReuseDocumentInput:
    """A document that was there before."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation it is used in.")
    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    document_id: strawberry.ID = strawberry.field(description="The document: one of `Evaluation.earlierDocuments`.")
    criterion_codes: list[str] = strawberry.field(description="The criteria it speaks to here; may be empty.")
    dated_on: date | None = strawberry.field(
        default=None, description="When it was made; needed where the document does not say so."
    )


@strawberry.input(description="A document to take out of the case.")
class RemoveDocumentInput:
    """No longer offered as evidence."""

    document_id: strawberry.ID = strawberry.field(description="The document.")
    expected_version: int = strawberry.field(description="`EvidenceDocument.version` as you read it.")


UploadResult = Annotated[
    Upload | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("UploadResult", description="The upload, or why not."),
]
DocumentResult = Annotated[
    EvidenceDocument | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("DocumentResult", description="The document as described, or why not."),
]


def _readers(classification: Classification | None, personal_data: bool | None, named: bool | None = None) -> Readers:
    known = rules.Classification[classification.name] if classification else None
    return Readers(known, personal_data, named)


async def _upload(info: Info, key: UUID) -> Upload:
    await info.context.forget_reads()
    row = await info.context.loader(stored.uploads_by_id).load(key)
    if row is None:
        raise Absent
    return Upload.of(row)


async def _document(info: Info, key: UUID) -> EvidenceDocument:
    await info.context.forget_reads()
    row = await info.context.loader(stored.documents_by_id).load(key)
    if row is None:
        raise Absent
    return EvidenceDocument.of(row)


@strawberry.type
class EvidenceMutations:
    """What the school does with files."""

    @strawberry.mutation(description="Announce a file; `PUT` its bytes to the answer's `url`, then `finishUpload`.")
    async def begin_upload(self, info: Info, input: BeginUploadInput) -> UploadResult:
        """Begin an upload."""

        async def run() -> Upload:
            document = required_key(input.document_id, "document") if input.document_id else None
            asked, track = input.document_request_id, input.track_id
            purpose = evidence.Purpose(
                required_key(asked, "documentrequest") if asked else None,
                required_key(track, "track") if track else None,
            )
            file = evidence.NewFile(
                input.file_name,
                input.size,
                document,
                input.criterion_codes,
                Privacy(rules.Classification[input.classification.name], input.personal_data),
                purpose,
            )
            key = await evidence.begin_upload(
                info.context.database,
                info.context.signed_in(),
                required_key(input.evaluation_id, "evaluation"),
                input.idempotency_key,
                file,
                largest=info.context.largest_file,
                most=info.context.largest_case,
            )
            return await _upload(info, key)

        return await answer(info, run)

    @strawberry.mutation(description="All bytes are sent: have them checked. Ask `Upload.state` until it is settled.")
    async def finish_upload(self, info: Info, input: FinishUploadInput) -> UploadResult:
        """Finish an upload."""

        async def run() -> Upload:
            context = info.context
            key = required_key(input.upload_id, "upload")
            return await _upload(
                info, await evidence.finish_upload(context.database, context.blobs, context.signed_in(), key)
            )

        return await answer(info, run)

    @strawberry.mutation(description="Give up an upload that is on its way, or take a refused one off the list.")
    async def discard_upload(self, info: Info, input: DiscardUploadInput) -> EvaluationResult:
        """Forget an upload."""
        return await act_on_evaluation(
            info,
            lambda database, person: evidence.discard_upload(
                database, info.context.blobs, person, required_key(input.upload_id, "upload")
            ),
        )

    @strawberry.mutation(description="Name a document, attach it to criteria, and say who reads it.")
    async def describe_document(self, info: Info, input: DescribeDocumentInput) -> DocumentResult:
        """Describe a document."""

        async def run() -> EvidenceDocument:
            key = await evidence.describe_document(
                info.context.database,
                info.context.signed_in(),
                required_key(input.document_id, "document"),
                input.expected_version,
                title=input.title,
                readers=_readers(input.classification, input.personal_data, input.public),
                criterion_codes=input.criterion_codes,
                dated_on=input.dated_on,
            )
            return await _document(info, key)

        return await answer(info, run)

    @strawberry.mutation(
        description="School or secretary: say anew who reads a document, until the case has ended. Once the case is"
        " handed in, only the secretary closes a document to the panel."
    )
    async def classify_document(self, info: Info, input: ClassifyDocumentInput) -> DocumentResult:
        """Say who reads a document."""

        async def run() -> EvidenceDocument:
            key = await privacy.classify_document(
                info.context.database,
                info.context.signed_in(),
                required_key(input.document_id, "document"),
                input.expected_version,
                _readers(input.classification, input.personal_data),
            )
            return await _document(info, key)

        return await answer(info, run)

    @strawberry.mutation(
        description="School or secretary: have a copy of a document made with black boxes burnt into pictures of its"
        " pages, until the case has ended. Answers the original: ask its `redactionOrder` until it is null, and then"
        " the copy is there, as `redactedCopy`, a document of its own with a hash of its own; made anew, it gets"
        " another version. The original stays as it is."
    )
    async def redact_document(self, info: Info, input: RedactDocumentInput) -> DocumentResult:
        """Order a redacted copy."""

        async def run() -> EvidenceDocument:
            source = required_key(input.version_id, "version")
            wanted = evidence.NewRedaction(
                source,
                [Box(box.page, box.area.given()) for box in input.boxes],
                input.title,
                rules.Classification[input.classification.name],
            )
            await evidence.redact_document(
                info.context.database, info.context.signed_in(), input.idempotency_key, wanted
            )
            version = await info.context.loader(stored.versions_by_id).load(source)
            if version is None:
                raise Absent
            return await _document(info, version.document_id)

        return await answer(info, run)

    @strawberry.mutation(
        description="School: use a document of an earlier evaluation again, without sending it. Its newest version"
        " becomes the first of a document here, which says where it came from; how old it may be says the process."
    )
    async def reuse_document(self, info: Info, input: ReuseDocumentInput) -> DocumentResult:
        """Use a document again."""

        async def run() -> EvidenceDocument:
            context = info.context
            key = await evidence.reuse_document(
                context.database,
                context.blobs,
                context.signed_in(),
                required_key(input.evaluation_id, "evaluation"),
                input.idempotency_key,
                evidence.Again(
                    required_key(input.document_id, "document"), tuple(input.criterion_codes), input.dated_on
                ),
                most=context.largest_case,
            )
            return await _document(info, key)

        return await answer(info, run)

    @strawberry.mutation(description="Take a document out of the case.")
    async def remove_document(self, info: Info, input: RemoveDocumentInput) -> EvaluationResult:
        """Remove a document."""
        return await act_on_evaluation(
            info,
            lambda database, person: evidence.remove_document(
                database, person, required_key(input.document_id, "document"), input.expected_version
            ),
        )
