"""What a school prepares before it submits, and what it is asked to complete."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from schema.context import Info
from schema.evidence import EvidenceDocument, documents_of
from schema.frameworks import Criterion, criterion_of
from storage.self_assessments import SelfAssessmentRow


@strawberry.type(description="What the secretariat asked the school to complete.")
class Remark:
    """A remark."""

    id: strawberry.ID = strawberry.field(description="Opaque.")
    text: str = strawberry.field(description="In the secretary's words.")
    criterion_code: str | None = strawberry.field(description="The criterion it concerns.")
    created_at: datetime = strawberry.field(description="When it was made.")


@strawberry.type(description="The school's own view of one criterion, on the framework's scale.")
class SelfAssessment:
    """Self-evaluation of a criterion."""

    evaluation_id: strawberry.Private[UUID]
    criterion_id: strawberry.Private[UUID]
    score: Decimal | None = strawberry.field(description="The school's own score; null while undecided.")
    text: str = strawberry.field(description="The school's words.")
    version: int = strawberry.field(description="Grows with every save; 0 before the first.")

    @strawberry.field(description="The criterion.")
    async def criterion(self, info: Info) -> Criterion:
        """The criterion."""
        return await criterion_of(info, self.criterion_id)

    @strawberry.field(description="The documents attached to this criterion.")
    async def documents(self, info: Info) -> list[EvidenceDocument]:
        """Attached documents."""
        code = (await criterion_of(info, self.criterion_id)).code
        return [doc for doc in await documents_of(info, self.evaluation_id) if code in doc.criterion_codes]

    @classmethod
    def of(cls, row: SelfAssessmentRow) -> "SelfAssessment":
        """The API's form of a row."""
        return cls(
            evaluation_id=row.evaluation_id,
            criterion_id=row.criterion_id,
            score=row.score,
            text=row.text,
            version=row.version,
        )
