"""Where the bytes of evidence are kept."""

from uuid import UUID, uuid5


def upload_key(upload: UUID) -> str:
    """Where the bytes of an upload are."""
    return f"uploads/{upload}"


def evidence_key(version: UUID) -> str:
    """Where the bytes of a version are."""
    return f"evidence/{version}"


def shown_id(version: UUID) -> UUID:
    """Under what the PDF is kept that a version is shown as: the same each time the check is begun anew."""
    return uuid5(version, "shown")
