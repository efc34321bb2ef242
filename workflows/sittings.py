"""Sittings of the commission: the agenda, and the minutes that the secretary completes and the chair signs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from storage import audit, sittings
from storage.database import Database
from storage.sittings import MinutesRow, MovedRow, SeatedRow
from workflows import inputs
from workflows.cases import Act, acting
from workflows.rules.case import Case
from workflows.rules.minutes import Motion, Name, Record, Seated, record_of
from workflows.rules.quorum import Count, VoteChoice
from workflows.rules.refusals import InvalidInput, Problem, StaleVersion

LONGEST_MEETING = 600
"""Minutes for one case."""


async def put_on_agenda(
    database: Database,
    person: UUID,
    evaluation: UUID,
    expected_version: int,
    held_at: datetime,
    *,
    position: int,
    minutes: int,
    place: str | None,
) -> UUID:
    """Take a case up at the sitting of this moment, at this place of the agenda, for so many minutes.

    `place`, where given, is where the sitting meets, for all of its cases.
    """
    async with acting(database, person, evaluation, "put_on_agenda", expected_version) as act:
        inputs.future("input.heldAt", held_at, act.case.now)
        for path, value, most in (("position", position, 1000), ("plannedMinutes", minutes, LONGEST_MEETING)):
            if not 1 <= value <= most:
                raise InvalidInput(Problem(f"input.{path}", "OUT_OF_RANGE", (("least", "1"), ("most", str(most)))))
        where = inputs.text("input.place", place, required=False, longest=500) if place is not None else None
        await sittings.put_on_agenda(
            act.transaction, evaluation, held_at, position=position, minutes=minutes, place=where
        )
        act.details = {"held_at": held_at.isoformat(), "position": position}
        return evaluation


async def write_minutes(database: Database, person: UUID, evaluation: UUID, expected_version: int, text: str) -> UUID:
    """Write the secretary's words of the present meeting; `expected_version` is that of the minutes."""
    async with acting(database, person, evaluation, "write_minutes") as act:
        row = await _present(act, expected_version)
        words = inputs.text("input.text", text, required=False)
        act.change = {"before": {"text": row.text}, "after": {"text": words}}
        await sittings.save_minutes(act.transaction, evaluation, row.sitting_id, words)
        return evaluation


async def sign_minutes(database: Database, person: UUID, evaluation: UUID, expected_version: int) -> UUID:
    """Sign the minutes as they were read; what the acts say of the meeting is kept with them from now on."""
    async with acting(database, person, evaluation, "sign_minutes") as act:
        row = await _present(act, expected_version)
        seated = (await sittings.seated_in(act.transaction, [evaluation]))[0]
        moved = (await sittings.moved_in(act.transaction, [evaluation]))[0]
        record = present_record(act.case, row, seated, moved).model_dump(mode="json")
        act.change = {"after": {"text": row.text, "record": audit.canonical(record)}}
        await sittings.sign_minutes(act.transaction, evaluation, row.sitting_id, record)
        return evaluation


async def _present(act: Act, expected_version: int) -> MinutesRow:
    """The minutes of the present meeting.

    Raises StaleVersion when somebody wrote them meanwhile.
    """
    rows = (await sittings.minutes_of(act.transaction, [act.evaluation]))[0]
    row = next(row for row in rows if row.present)
    if row.version != expected_version:
        raise StaleVersion(row.version)
    return row


def present_record(case: Case, row: MinutesRow, seated: Sequence[SeatedRow], moved: Sequence[MovedRow]) -> Record:
    """What the acts say of the present meeting, for the person whose rows these are."""
    return record_of(
        case,
        starts_at=row.starts_at or row.held_at,
        place=row.place,
        position=row.position or 1,
        seated=[Seated(str(one.person_id), Name(ru=one.name_ru, en=one.name_en), one.chair) for one in seated],
        motions=[
            Motion(
                one.round,
                one.outcome,
                one.valid_from,
                one.valid_to,
                one.reasons,
                {voter: VoteChoice(choice) for voter, choice in one.votes.items()},
                one.dissents,
                _count(one),
                one.decided_at,
            )
            for one in moved
        ],
    )


def _count(one: MovedRow) -> Count | None:
    counted = (one.votes_for, one.votes_against, one.abstained, one.recused, one.eligible, one.quorum)
    numbers = [number for number in counted if number is not None]
    return Count(*numbers) if len(numbers) == len(counted) else None
