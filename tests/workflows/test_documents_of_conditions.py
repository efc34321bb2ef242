"""Documents that a school sends after the decision, with its plan and its reports about a condition."""

from pathlib import Path
from uuid import UUID

import pytest

from storage import evidence, followups, track_documents
from storage.blobs import open_blobs
from storage.database import Database
from storage.keys import load_signer
from tests.documents import pdf
from tests.evidence_room import Room
from tests.lives import accredited
from tests.situations import cast
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent


async def under_texts(database: Database, person: UUID, evaluation: UUID) -> dict[str, list[str]]:
    """What came with which text, as a person reads it."""
    async with database.reading(person) as tx:
        said = [one for one in (await followups.statements_of(tx, [evaluation]))[0] if one.track_id]
        documents = await track_documents.documents_of_statements(tx, [one.id for one in said])
    return {one.text: [row.title for row in rows] for one, rows in zip(said, documents, strict=True)}


async def test_documents_go_with_the_next_text_and_are_read_by_those_who_check_again(
    database: Database, tmp_path: Path
) -> None:
    signer = await load_signer(database, tmp_path / "keys")
    life = await accredited(database, signer, await cast(database), conditions=2)
    people, (first, second) = life.cast, await life.tracks("condition")
    room = Room(database, open_blobs("local", tmp_path / "blobs"), people, life.evaluation)

    async def send(name: str, track: UUID) -> None:
        ready = await room.check(await room.sent(pdf(name), f"{name}.pdf", track=track))
        assert ready.state == "READY"

    with pytest.raises(Blocked, match="WRONG_STATE"):
        await room.begin("Устав.pdf")
    await send("Смета", second.id)
    await life.track_step(people.officer, "condition", "submit_plan", "Купим мебель")
    # While the office reads the plan the school writes nothing, and sends nothing.
    with pytest.raises(Blocked, match="NOTHING_TO_WRITE"):
        await room.begin("Договор.pdf", track=second.id)
    await life.track_step(people.secretary, "condition", "accept_plan")
    await send("Договор", second.id)
    await life.track_step(people.officer, "condition", "report_progress", "Договор подписан")
    await life.track_step(people.officer, "condition", "report_progress", "Без перемен")

    told = {"Купим мебель": ["Смета"], "Договор подписан": ["Договор"], "Без перемен": []}
    for reader in (people.officer, people.secretary, people.experts[0]):
        assert await under_texts(database, reader, life.evaluation) == told
    for nobody in (people.other_officer, people.stranger):
        assert await under_texts(database, nobody, life.evaluation) == {}
    async with database.reading(people.officer) as tx:
        documents = (await evidence.documents_of(tx, [life.evaluation]))[0]
        of_tracks = await track_documents.documents_of_tracks(tx, [first.id, second.id])
    assert {one.title: one.classification for one in documents if not one.criterion_codes} == {
        "Смета": "PANEL",
        "Договор": "PANEL",
    }
    assert [[one.title for one in rows] for rows in of_tracks] == [[], ["Смета", "Договор"]]
    for person, refusal in (
        (people.secretary, Blocked),
        (people.experts[0], Blocked),
        (people.other_officer, NotPermittedOrAbsent),
    ):
        with pytest.raises(refusal):
            await room.begin("Чужое.pdf", track=second.id, person=person)
    async with database.working() as tx:
        trail = await tx.values(
            "SELECT details ->> 'note' FROM working.audit_entry WHERE details ->> 'track' = :track"
            " AND action = 'upload' ORDER BY id",
            track=str(second.id),
        )
    assert trail == ["Смета.pdf", "Договор.pdf"]
