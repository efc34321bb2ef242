"""What the school of a case says of itself and sends: assessments, documents, copies of them, an upload on its way."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.access.planting import AT, CaseOf, Planter


class Closed(NamedTuple):
    """What the page calls a row that fewer read, and who reads it beside them."""

    mark: str = ""
    owner: UUID | tuple[()] = ()

    def classification(self) -> dict[str, str]:
        """What makes a document so."""
        return {"classification": "RESTRICTED"} if self.owner else {}


OPEN = Closed()


def plant_submission(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> tuple[UUID, UUID]:
    """What the school says and sends; answers two versions that can be cited: an open one, and one closed to many."""
    criterion = {"criterion_id": planter.criterion}
    planter.plant(
        "self_assessment",
        {"evaluation_id": case.id, **criterion, "score": 1, "text": planter.canary()},
        key=("evaluation_id", "criterion_id"),
        case=case,
    )
    for_lead = Closed(": restricted", people["lead"])
    used, cited = _original(planter, case)
    planter.plant("evidence_use", {"document_id": used, **criterion}, key=("document_id", "criterion_id"), case=case)
    planter.plant(
        "evidence_page",
        {"version_id": cited, "number": 1, "text": planter.canary()},
        key=("version_id", "number"),
        case=case,
    )
    _redacted(planter, case, (used, cited))
    planter.plant(
        "redaction_order",
        {
            "evaluation_id": case.id,
            "source_id": cited,
            "boxes": Jsonb([[1, "0.1", "0.1", "0.2", "0.2"]]),
            "title": planter.canary(),
            "classification": "PUBLIC",
            "ordered_by": people["officer"],
        },
        case=case,
    )
    closed = _original(planter, case, for_lead)
    _redacted(planter, case, closed, boxes=for_lead)
    _redacted(planter, case, _original(planter, case), copy=for_lead, boxes=for_lead)
    _original(planter, case, Closed(": removed"), removed_at=AT)
    sent = {"evaluation_id": case.id, "file_name": planter.canary(), "size": 10, "received": 0}
    officer = people["officer"]
    planter.plant("upload", {**sent, "created_by": officer}, owner=officer, case=case)
    return cited, closed[1]


def _original(
    planter: Planter, case: CaseOf, closed: Closed = OPEN, removed_at: datetime | None = None
) -> tuple[UUID, UUID]:
    """A document of the school with one version; answers both."""
    listed = removed_at is None

    def plant(table: str, values: Mapping[str, object]) -> UUID:
        kind = f"{table}{closed.mark}"
        return planter.plant(table, values, kind=kind, owner=closed.owner, case=case, listed=listed)

    told = {"evaluation_id": case.id, "title": planter.canary(), "removed_at": removed_at}
    document = plant("evidence_document", {**told, **closed.classification()})
    digest = uuid4().hex + uuid4().hex
    version = plant("evidence_version", {**_file(planter), "document_id": document, "sha256": digest})
    if listed:
        # As if nothing had been taken out: whoever reads the one or the other reads the same bytes.
        plant("evidence_copy", {"version_id": version, "kind": "STRIPPED", "size": 10, "sha256": digest})
    return document, version


def _file(planter: Planter) -> dict[str, object]:
    named = {"number": 1, "file_name": planter.canary(), "media_type": "application/pdf"}
    return {**named, "size": 10, "page_count": 1, "scan": "CLEAN"}


def _redacted(
    planter: Planter, case: CaseOf, original: tuple[UUID, UUID], boxes: Closed = OPEN, copy: Closed = OPEN
) -> None:
    """A copy with black boxes; whoever reads original and copy reads where the boxes are."""
    redacts, source = original

    def plant(table: str, values: Mapping[str, object]) -> UUID:
        return planter.plant(table, values, kind=f"{table}{copy.mark}", owner=copy.owner, case=case)

    told = {"evaluation_id": case.id, "title": planter.canary(), "redacts_id": redacts}
    document = plant("evidence_document", {**told, **copy.classification()})
    digest = uuid4().hex + uuid4().hex
    version = plant("evidence_version", {**_file(planter), "document_id": document, "sha256": digest})
    plant("evidence_copy", {"version_id": version, "kind": "STRIPPED", "size": 10, "sha256": digest})
    planter.plant(
        "evidence_redaction",
        {"version_id": version, "source_id": source, "boxes": Jsonb([[1, "0.1", "0.1", "0.2", "0.2"]])},
        key=("version_id",),
        kind=f"evidence_redaction{boxes.mark}",
        owner=boxes.owner,
        case=case,
    )
