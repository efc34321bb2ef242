"""Whether a certificate still holds: from the record it is of and whatever was published about that record later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from app.acts import ends_the_decision, suspends
from storage import publications
from storage.database import Transaction
from storage.publications import WholeRow


class Standing(Enum):
    """What is to be said of a certificate today."""

    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


def is_favourable(body: Mapping[str, Any]) -> bool:
    """Whether a decision speaks for the school: its quality is confirmed, or it has a place in a competition."""
    return bool(body["result"]["outcome"]["positive"] or body.get("competition"))


@dataclass(frozen=True)
class Found:
    """A record, what took its place since, the first first, and what that comes to."""

    record: WholeRow
    later: tuple[WholeRow, ...]
    standing: Standing


async def found(transaction: Transaction, number: int) -> Found | None:
    """What is known of the record with this number; None where there is none."""
    row = await publications.publication(transaction, number, None)
    if row is None:
        return None
    record = await publications.whole(transaction, row)
    later = []
    after = row.corrected_by
    while after is not None:
        follower = await publications.publication(transaction, after, None)
        assert follower, "a record that corrects is there"
        later.append(await publications.whole(transaction, follower))
        after = follower.corrected_by
    return Found(record, tuple(later), standing_of(record, later, datetime.now(UTC).date()))


def standing_of(record: WholeRow, later: Sequence[WholeRow], today: date) -> Standing:
    """What a record comes to, given those that took its place; a certificate holds as long as its decision does."""
    if later and later[-1].kind == "WITHDRAWAL":
        return Standing.SUSPENDED if suspends(later[-1].body.get("because")) else Standing.WITHDRAWN
    if any(ends_the_decision(row.body.get("because")) for row in later):
        return Standing.REPLACED
    until = record.body["result"]["valid_to"]
    return Standing.EXPIRED if until and date.fromisoformat(until) < today else Standing.VALID
