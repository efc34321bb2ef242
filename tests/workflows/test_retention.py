"""How long evidence is kept: what is due, who deletes it, what stays of it, and what a hold stops."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from storage import evidence, retention
from storage.database import Database
from tests.documents import pdf
from tests.evidence_room import Room, room_of
from workflows import custody, processes
from workflows.evidence import evidence_key
from workflows.processes import Supplied
from workflows.retention import Months, delete_evidence, hold_evidence, lift_hold, periods_of
from workflows.rules.process_parts import KeepingRule
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent

MONTHS: Months = {"public": None, "panel": 12, "restricted": 1}
CONTENT = pdf("Личные дела учеников")


async def ended(database: Database, folder: Path, months_ago: int) -> tuple[Room, UUID]:
    """A case that ended so long ago, with a document that whoever works on it reads."""
    room = await room_of(database, folder)
    await room.taken(CONTENT, "Дела.pdf", ["1.1"])
    (document,) = await room.documents()
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.evaluation"
            " SET discloses = '{submission}', closed_at = now() - :ago, ended_at = now() - :ago",
            ago=timedelta(days=31 * months_ago),
        )
    return room, document.id


async def due(room: Room, most: int = 100) -> list[tuple[UUID, bool]]:
    async with room.database.reading(room.people.secretary) as tx:
        return [(row.document_id, row.held) for row in await retention.due_for_deletion(tx, periods_of(MONTHS), most)]


async def delete(room: Room, document: UUID, person: UUID | None = None, reason: str = "Срок вышел") -> None:
    secretary = person or room.people.secretary
    await delete_evidence(room.database, room.blobs, secretary, document, MONTHS, reason)


async def hold(room: Room, document: UUID | None = None) -> UUID:
    await hold_evidence(room.database, room.people.secretary, room.evaluation, str(uuid4()), document, "Иск в суде")
    async with room.database.reading(room.people.secretary) as tx:
        return (await retention.holds_of(tx, [room.evaluation]))[0][0].id


async def test_what_is_due_is_deleted_with_a_reason_and_its_row_hash_and_trace_stay(
    database: Database, tmp_path: Path
) -> None:
    room, document = await ended(database, tmp_path, 14)
    (version,) = await room.versions(document)
    assert await due(room) == [(document, False)]
    with pytest.raises(InvalidInput, match=r"input\.reason: BLANK"):
        await delete(room, document, reason=" ")
    await delete(room, document)
    (after,) = await room.versions(document)
    assert (after.sha256, after.file_name, after.deleted_for) == (version.sha256, version.file_name, "Срок вышел")
    assert after.deleted_at is not None
    assert await room.blobs.size(evidence_key(version.id)) is None
    async with database.working() as tx:
        assert (await evidence.pages_of(tx, [version.id]))[0] == []
        trail = await tx.values("SELECT details ->> 'note' FROM working.audit_entry WHERE action = 'delete_evidence'")
    assert trail == ["Срок вышел"]
    assert await due(room) == []
    assert await custody.verify(database, room.blobs, print) == custody.Verified(0, ())
    with pytest.raises(Blocked, match="EVIDENCE_DELETED"):
        await delete(room, document)


async def test_before_its_time_nothing_is_deleted_nor_what_is_kept_for_good(database: Database, tmp_path: Path) -> None:
    room, document = await ended(database, tmp_path, 3)
    assert await due(room) == []
    with pytest.raises(Blocked, match="NOT_DUE_FOR_DELETION"):
        await delete(room, document)
    async with database.working() as tx:
        await tx.run("UPDATE working.evidence_document SET classification = 'PUBLIC'")
    with pytest.raises(Blocked, match="KEPT_FOR_GOOD"):
        await delete(room, document)
    async with database.working() as tx:
        await tx.run("UPDATE working.evidence_document SET classification = 'RESTRICTED'")
    assert await due(room) == [(document, False)]


@pytest.mark.parametrize("whole_case", [True, False])
async def test_a_hold_stops_deletion_until_it_is_lifted_and_orphans_are_not_taken_for_it(
    database: Database, tmp_path: Path, whole_case: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, document = await ended(database, tmp_path, 14)
    (version,) = await room.versions(document)
    held = await hold(room, None if whole_case else document)
    assert await due(room) == [(document, True)]
    with pytest.raises(Blocked, match="EVIDENCE_HELD"):
        await delete(room, document)
    monkeypatch.setattr(custody, "ORPHAN_AGE", timedelta(days=-1))
    await custody.forget_orphans(database, room.blobs)
    assert await room.bytes_of(version.id) == CONTENT
    await lift_hold(database, room.people.secretary, held, "Суд закончился")
    with pytest.raises(Blocked, match="HOLD_LIFTED"):
        await lift_hold(database, room.people.secretary, held, "ещё раз")
    await delete(room, document)


async def test_a_server_that_dies_before_the_bytes_are_gone_leaves_them_to_be_collected(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, document = await ended(database, tmp_path, 14)
    (version,) = await room.versions(document)

    async def die(_key: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(room.blobs, "delete", die)
        with pytest.raises(KeyboardInterrupt):
            await delete(room, document)
    assert await room.blobs.size(evidence_key(version.id)) is not None
    monkeypatch.setattr(custody, "ORPHAN_AGE", timedelta(days=-1))
    await custody.forget_orphans(database, room.blobs)
    assert await room.blobs.size(evidence_key(version.id)) is None


async def test_only_the_secretary_deletes_holds_and_lifts(database: Database, tmp_path: Path) -> None:
    room, document = await ended(database, tmp_path, 14)
    held = await hold(room)
    for person in (room.officer, room.people.stranger, room.people.other_officer, room.people.experts[0]):
        with pytest.raises(NotPermittedOrAbsent):
            await delete(room, document, person)
        with pytest.raises(NotPermittedOrAbsent):
            await hold_evidence(database, person, room.evaluation, str(uuid4()), None, "Хочу")
        with pytest.raises(NotPermittedOrAbsent):
            await lift_hold(database, person, held, "Хочу")


@pytest.mark.parametrize(("own", "due_after"), [(KeepingRule(panel=24), 26), (KeepingRule(public=1), 14)])
async def test_a_process_says_otherwise_how_long_its_documents_are_kept(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: KeepingRule, due_after: int
) -> None:
    library = processes.supplied()
    assert isinstance(library, dict)
    for key, one in dict(library).items():
        kept = one.definition.model_copy(update={"keeping": own})
        monkeypatch.setitem(library, key, Supplied(kept, one.path, one.sha256))
    room, document = await ended(database, tmp_path, 14)
    assert await due(room) == ([(document, False)] if due_after == 14 else [])
    if due_after > 14:
        with pytest.raises(Blocked, match="NOT_DUE_FOR_DELETION"):
            await delete(room, document)
        async with database.working() as tx:
            await tx.run("UPDATE working.evaluation SET ended_at = now() - make_interval(months => 26)")
        assert await due(room) == [(document, False)]


async def test_the_longest_over_come_first_whoever_reads_them(database: Database, tmp_path: Path) -> None:
    room, panel = await ended(database, tmp_path, 14)
    await room.taken(pdf("Характеристики"), "Характеристики.pdf", ["1.1"])
    (restricted,) = {document.id for document in await room.documents()} - {panel}
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.evidence_document SET classification = 'RESTRICTED' WHERE id = :document",
            document=restricted,
        )
    assert await due(room) == [(restricted, False), (panel, False)]
    assert await due(room, most=1) == [(restricted, False)]
    await delete(room, restricted)
    assert await due(room, most=1) == [(panel, False)]
