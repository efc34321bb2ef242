"""Global ids: `evaluation-<32 hex digits>`. Opaque to clients, readable in an address bar."""

from uuid import UUID


def global_id(kind: str, key: UUID) -> str:
    """The global id of a row."""
    return f"{kind}-{key.hex}"


def key_of(value: str, *kinds: str) -> UUID | None:
    """The row's key, if this is a well-formed id of one of these kinds."""
    kind, _, digits = value.rpartition("-")
    if kind not in kinds or len(digits) != 32:
        return None
    try:
        return UUID(hex=digits)
    except ValueError:
        return None


def kind_of(value: str) -> str:
    """The kind an id claims, possibly unknown."""
    return value.rpartition("-")[0]
