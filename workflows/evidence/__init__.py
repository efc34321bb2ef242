"""Evidence: a file is announced, its bytes come in parts, it is checked, and becomes a version that never changes."""

from workflows.evidence.acceptance import Render, Scan, accept_upload, import_document, refuse_upload
from workflows.evidence.derived import derive
from workflows.evidence.documents import as_seen, describe_document, evaluation_of, remove_document
from workflows.evidence.keys import evidence_key, shown_id, upload_key
from workflows.evidence.purposes import Purpose
from workflows.evidence.redaction import NewRedaction, make_redacted_copy, redact_document, refuse_redacted_copy
from workflows.evidence.reuse import Again, reuse_document
from workflows.evidence.sending import (
    MOST_UNFINISHED,
    NewFile,
    begin_upload,
    discard_upload,
    finish_upload,
    part_of,
    received,
    receiving,
)

__all__ = [
    "MOST_UNFINISHED",
    "Again",
    "NewFile",
    "NewRedaction",
    "Purpose",
    "Render",
    "Scan",
    "accept_upload",
    "as_seen",
    "begin_upload",
    "derive",
    "describe_document",
    "discard_upload",
    "evaluation_of",
    "evidence_key",
    "finish_upload",
    "import_document",
    "make_redacted_copy",
    "part_of",
    "received",
    "receiving",
    "redact_document",
    "refuse_redacted_copy",
    "refuse_upload",
    "remove_document",
    "reuse_document",
    "shown_id",
    "upload_key",
]
