"""What a file is sent for, and on which step it may come: as evidence, for a request, or with a text in a track."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from storage import audit
from storage.database import Database
from storage.evidence import UploadRow
from workflows.cases import Act, acting, permitted
from workflows.rules.process import writes_now
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent
from workflows.tracks import locked


@dataclass(frozen=True)
class Purpose:
    """What a file is sent for, beside being evidence: a request for a document, or a track; at most one of them."""

    request: UUID | None = None
    track: UUID | None = None

    @classmethod
    def of(cls, upload: UploadRow) -> "Purpose":
        """What an upload was announced for."""
        return cls(upload.request_id, upload.track_id)


AS_EVIDENCE = Purpose()


@asynccontextmanager
async def admitted(
    database: Database, person: UUID, evaluation: UUID, purpose: Purpose, *, recorded: bool = False
) -> AsyncIterator[Act]:
    """An open transaction as the person, in which a file for this purpose may come now; `recorded`: with an entry.

    Raises NotPermittedOrAbsent or Blocked.
    """
    if purpose.track is None:
        step = "answer_document_request" if purpose.request else "upload"
        entering = acting if recorded else permitted
        async with entering(database, person, evaluation, step) as act:
            yield act
        return
    async with database.acting(person) as transaction:
        under_way = await locked(transaction, person, purpose.track)
        act = under_way.act
        if act.evaluation != evaluation:
            raise NotPermittedOrAbsent
        if "school" not in under_way.case.roles:
            raise Blocked(Reason("NOT_YOUR_ROLE", {"who": "school"}), number=act.row.number)
        if not writes_now(under_way.case, "school"):
            raise Blocked(Reason("NOTHING_TO_WRITE"), number=act.row.number)
        yield act
        if recorded:
            await audit.append(
                transaction,
                evaluation,
                "upload",
                "school",
                source=act.row.state,
                details={"track": str(purpose.track), **act.details},
                process=f"{act.row.process_code}/{act.row.process_version}",
            )
