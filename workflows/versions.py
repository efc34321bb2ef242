"""Moving a case to a newer version of its process: an explicit act, with a preview of what changes for this case."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage import audit, cases, followups
from storage.database import Database
from storage.followups import TrackRow
from workflows.cases import case_of
from workflows.processes import calendar_for, definitions, sha256_of
from workflows.rules.case import Case
from workflows.rules.deadlines import due_after
from workflows.rules.definition import Definition
from workflows.rules.definition_diff import Change, changes_between
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion


@dataclass(frozen=True)
class Newer:
    """A newer version of a case's process: what would change, and what stands in the way."""

    definition: Definition
    changes: tuple[Change, ...]
    blocked_by: tuple[Reason, ...]


def newer_versions(case: Case, tracks: Sequence[TrackRow]) -> list[Newer]:
    """Every newer version as the secretary sees it, the oldest first; none for anybody else."""
    if "secretary" not in case.roles:
        return []
    known = [one for one in definitions().values() if one.code == case.definition.code]
    later = sorted((one for one in known if one.version > case.definition.version), key=lambda one: one.version)
    return [Newer(one, tuple(changes_between(case.definition, one)), _hindering(case, tracks, one)) for one in later]


def _hindering(case: Case, tracks: Sequence[TrackRow], newer: Definition) -> tuple[Reason, ...]:
    """What of this case has no place in the newer version: its state, the state of a track, a running deadline."""
    reasons = []
    if case.state not in {state.code for state in newer.states}:
        reasons.append(Reason("VERSION_LACKS_STATE", {"state": case.state}))
    states = {track.code: {state.code for state in track.states} for track in newer.tracks}
    reasons += [
        Reason("VERSION_LACKS_STATE", {"state": f"{track.kind}: {track.state}"})
        for track in tracks
        if track.state not in states.get(track.kind, set())
    ]
    names = {deadline.name for deadline in newer.deadlines}
    reasons += [Reason("VERSION_LACKS_DEADLINE", {"name": name}) for name in sorted(case.due.keys() - names)]
    return tuple(reasons)


async def adopt_version(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, version: int
) -> UUID:
    """Let a case follow a newer version from now on. Deadlines the newer one sets at opening begin now.

    Raises NotPermittedOrAbsent, StaleVersion, InvalidInput for a version there is not, Blocked where the case has no
    place in it.
    """
    async with database.acting(person) as transaction:
        row = await cases.lock_case(transaction, evaluation)
        if row is None or "secretary" not in case_of(row, person).roles:
            raise NotPermittedOrAbsent
        if expected_version != row.version:
            raise StaleVersion(row.version)
        case = case_of(row, person)
        tracks = (await followups.tracks_of(transaction, [evaluation]))[0]
        found = next((one for one in newer_versions(case, tracks) if one.definition.version == version), None)
        if found is None:
            raise InvalidInput(Problem("input.processVersion", "UNKNOWN_CODE"))
        if found.blocked_by:
            raise Blocked(*found.blocked_by, number=row.number)
        newer = found.definition
        present = sha256_of(newer.code, newer.version)
        assert present, "a definition of the library has a file"
        if await cases.remember_process(transaction, newer.code, newer.version, present) != present:
            raise Blocked(Reason("PROCESS_CHANGED", {"process": newer.code, "version": str(newer.version)}))
        await cases.follow(transaction, evaluation, newer.version, newer.discloses(case.state))
        calendar = calendar_for(newer, case.facts.days_off)
        missing = [kind for kind in newer.at_opening() if kind.name not in case.due]
        due = {kind.name: due_after(kind, case.now, case.zone, calendar) for kind in missing}
        await cases.begin_deadlines(transaction, evaluation, due, row.timezone)
        await audit.append(
            transaction,
            evaluation,
            "adopt_version",
            "secretary",
            source=row.state,
            details={"note": f"{row.process_version} → {newer.version}"},
            process=f"{newer.code}/{newer.version}",
        )
        return evaluation
