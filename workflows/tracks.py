"""A track under the lock of its case: what steps of a track, and files sent for one, begin with."""

from dataclasses import dataclass
from uuid import UUID

from storage import cases, followups
from storage.database import Transaction
from storage.followups import TrackRow
from workflows.cases import Act, case_of, track_case
from workflows.rules.case import Case
from workflows.rules.refusals import NotPermittedOrAbsent


@dataclass
class TrackAct:
    """A step of a track under way: the act on its case, and the track as the person meets it."""

    act: Act
    row: TrackRow
    case: Case
    whole: Case


async def locked(transaction: Transaction, person: UUID | None, track: UUID) -> TrackAct:
    """The track under the lock of its case.

    Raises NotPermittedOrAbsent.
    """
    seen = await followups.lock_track(transaction, track)
    row = await cases.lock_case(transaction, seen.evaluation_id) if seen else None
    fresh = await followups.lock_track(transaction, track)
    if row is None or fresh is None:
        raise NotPermittedOrAbsent
    whole = case_of(row, person)
    case = track_case(whole, fresh, await followups.hearing(transaction, track))
    return TrackAct(Act(transaction, row, whole), fresh, case, whole)
