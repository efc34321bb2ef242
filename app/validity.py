"""Whether a decision still holds by its own dates."""

from datetime import UTC, date, datetime


def has_ended(valid_to: str) -> bool:
    """Whether the day until which a decision holds, as records have it, is over."""
    return date.fromisoformat(valid_to) < datetime.now(UTC).date()
