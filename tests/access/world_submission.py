"""What the school of a case says of itself and sends: assessments, documents, copies of them, an upload on its way."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.access.planting import CaseOf, Planter

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)


def plant_submission(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> UUID:
    """What the school says and sends; answers a version that can be cited."""
    criterion = {"criterion_id": planter.criterion}
    planter.plant(
        "self_assessment",
        {"evaluation_id": case.id, **criterion, "score": 1, "text": planter.canary()},
        key=("evaluation_id", "criterion_id"),
        case=case,
    )
    versions = []
    restricted = {"classification": "RESTRICTED"}
    for mark, removed, closed in (("", None, {}), (": removed", AT, {}), (": restricted", None, restricted)):
        owner = people["lead"] if closed else ()
        document = planter.plant(
            "evidence_document",
            {"evaluation_id": case.id, "title": planter.canary(), "removed_at": removed, **closed},
            kind=f"evidence_document{mark}",
            case=case,
            owner=owner,
            listed=not removed,
        )
        digest = uuid4().hex + uuid4().hex
        versions.append(
            planter.plant(
                "evidence_version",
                {
                    "document_id": document,
                    "number": 1,
                    "file_name": planter.canary(),
                    "media_type": "application/pdf",
                    "size": 10,
                    "sha256": digest,
                    "page_count": 1,
                    "scan": "CLEAN",
                },
                kind=f"evidence_version{mark}",
                case=case,
                owner=owner,
                listed=not removed,
            )
        )
        if removed is None:
            # As if nothing had been taken out: whoever reads the one or the other reads the same bytes.
            copied = {"version_id": versions[-1], "kind": "STRIPPED", "size": 10, "sha256": digest}
            planter.plant("evidence_copy", copied, kind=f"evidence_copy{mark}", owner=owner, case=case)
            _redacted(planter, case, document, versions[-1], mark, owner)
        if not mark:
            planter.plant(
                "evidence_use", {"document_id": document, **criterion}, key=("document_id", "criterion_id"), case=case
            )
    planter.plant(
        "evidence_page",
        {"version_id": versions[0], "number": 1, "text": planter.canary()},
        key=("version_id", "number"),
        case=case,
    )
    sent = {"evaluation_id": case.id, "file_name": planter.canary(), "size": 10, "received": 0}
    officer = people["officer"]
    planter.plant("upload", {**sent, "created_by": officer}, owner=officer, case=case)
    return versions[0]


def _redacted(
    planter: Planter, case: CaseOf, document: UUID, version: UUID, mark: str, owner: UUID | tuple[()]
) -> None:
    """A copy with black boxes, for everybody in the case, whoever reads the original."""
    told = {"evaluation_id": case.id, "title": planter.canary(), "redacts_id": document}
    copy = planter.plant("evidence_document", told, case=case)
    made = {"number": 1, "file_name": planter.canary(), "media_type": "application/pdf", "size": 10, "page_count": 1}
    digest = uuid4().hex + uuid4().hex
    key = planter.plant("evidence_version", {**made, "document_id": copy, "sha256": digest, "scan": "CLEAN"}, case=case)
    stripped = {"version_id": key, "kind": "STRIPPED", "size": 10, "sha256": digest}
    planter.plant("evidence_copy", stripped, case=case)
    boxes = Jsonb([[1, "0.1", "0.1", "0.2", "0.2"]])
    planter.plant(
        "evidence_redaction",
        {"version_id": key, "source_id": version, "boxes": boxes},
        key=("version_id",),
        kind=f"evidence_redaction{mark}",
        owner=owner,
        case=case,
    )
