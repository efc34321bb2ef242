"""Whether a decision still holds by its own dates."""

from datetime import UTC, date, datetime


def has_ended(valid_to: str, on: date | None = None) -> bool:
    """Whether the day until which a decision holds, as records have it, is over now or was over on a day."""
    return date.fromisoformat(valid_to) < (on or datetime.now(UTC).date())
