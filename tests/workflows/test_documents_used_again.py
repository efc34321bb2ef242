"""A document of an earlier evaluation is used again: the same bytes, a row of its own, a rule of how old it may be."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from storage import evidence
from storage.database import Database
from storage.evidence import DocumentRow, EarlierRow, VersionRow
from tests.documents import pdf
from tests.evidence_room import MOST, Room, room_of
from tests.situations import framework_id, opened
from workflows import processes
from workflows.evidence import Again, describe_document, evidence_key, reuse_document
from workflows.evidence.reuse import proposed_codes
from workflows.frameworks.crosswalks import save
from workflows.processes import Supplied
from workflows.rules.crosswalk import Link
from workflows.rules.privacy import Classification, Readers
from workflows.rules.process_parts import FreshnessRule
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent

CONTENT = pdf("Устав школы", "Вторая страница")
MADE = (datetime.now(UTC) - timedelta(days=200)).date()
OLD = (datetime.now(UTC) - timedelta(days=800)).date()


@contextmanager
def refusing_what_is_older(months: int) -> Iterator[None]:
    """Processes with another rule of freshness."""
    library = processes.supplied()
    assert isinstance(library, dict)
    before = dict(library)
    for key, one in before.items():
        rule = {"freshness": FreshnessRule(months=months, older="refuse")}
        library[key] = Supplied(one.definition.model_copy(update=rule), one.path, one.sha256)
    try:
        yield
    finally:
        library.update(before)


async def two_evaluations(database: Database, folder: Path, dated_on: date | None) -> tuple[Room, UUID, UUID]:
    """An evaluation with a public document, and a later one of the school; the room is that of the later."""
    room = await room_of(database, folder)
    await room.taken(CONTENT, "Устав.pdf", ["1.1", "1.2"])
    (document,) = await room.documents()
    await describe_document(
        database,
        room.officer,
        document.id,
        document.version,
        title="Устав",
        readers=Readers(Classification.PUBLIC),
        criterion_codes=["1.1", "1.2"],
        dated_on=dated_on,
    )
    async with database.working() as tx:
        await tx.run("UPDATE working.evaluation SET closed_at = now(), ended_at = now()")
    later = await opened(database, room.people)
    return Room(database, room.blobs, room.people, later), document.id, room.evaluation


async def earlier(database: Database, person: UUID, evaluation: UUID) -> list[EarlierRow]:
    async with database.reading(person) as tx:
        return (await evidence.earlier_documents(tx, [evaluation]))[0]


async def again(room: Room, document: UUID, dated_on: date | None = None, person: UUID | None = None) -> UUID:
    wanted = Again(document, ["1.1"], dated_on)
    return await reuse_document(
        room.database, room.blobs, person or room.officer, room.evaluation, str(uuid4()), wanted, most=MOST
    )


async def test_on_another_framework_a_crosswalk_says_what_it_may_speak_to_and_alike_codes_do_not(
    database: Database, tmp_path: Path
) -> None:
    room, _, _ = await two_evaluations(database, tmp_path, MADE)
    (same,) = await earlier(database, room.officer, room.evaluation)
    assert proposed_codes(same) == ["1.1", "1.2"]
    other = await opened(database, room.people, "hgios4")
    unmatched = await earlier(database, room.officer, other)
    assert [proposed_codes(row) for row in unmatched] == [[]]
    esg, hgios = framework_id("esg_2015"), framework_id("hgios4")
    links = [
        Link("1.1", "2.3", "BROADER", "PARTIAL"),
        Link("1.2", "1.3", "RELATED", "WEAK"),
        Link("1.9", "3.1", "SAME", "STRONG"),
    ]
    await save(database, room.people.secretary, esg, hgios, 0, links)
    matched = await earlier(database, room.officer, other)
    assert [proposed_codes(row) for row in matched] == [["2.3"]]


def same_file(folder: Path, *versions: UUID) -> bool:
    names = {str(version) for version in versions}
    found = [path for path in folder.rglob("*") if path.name in names]
    return len(found) == len(names) and len({path.stat().st_ino for path in found}) == 1


async def one_of(room: Room, document: UUID) -> tuple[DocumentRow, VersionRow]:
    (found,) = [row for row in await room.documents() if row.id == document]
    (version,) = await room.versions(document)
    return found, version


async def test_a_document_is_used_again_with_the_same_bytes_and_a_row_that_says_where_it_came_from(
    database: Database, tmp_path: Path
) -> None:
    room, document, first = await two_evaluations(database, tmp_path, MADE)
    (offered,) = await earlier(database, room.officer, room.evaluation)
    assert (offered.id, offered.title, offered.criterion_codes, offered.here) == (
        document,
        "Устав",
        ["1.1", "1.2"],
        False,
    )
    made = await again(room, document)
    there, here = (await one_of(Room(database, room.blobs, room.people, first), document)), await one_of(room, made)
    assert (here[0].title, here[0].classification, here[0].criterion_codes, here[0].dated_on) == (
        "Устав",
        "PUBLIC",
        ["1.1"],
        MADE,
    )
    assert here[1].sha256 == there[1].sha256
    assert here[1].id != there[1].id
    assert here[1].reused_from == offered.evaluation_number
    assert await room.bytes_of(here[1].id) == CONTENT
    # One and the same stored bytes, under a name for each.
    assert same_file(tmp_path, here[1].id, there[1].id)
    async with database.reading(room.officer) as tx:
        pages = (await evidence.pages_of(tx, [here[1].id]))[0]
    assert [page.number for page in pages] == [1, 2]
    assert [row.here for row in await earlier(database, room.officer, room.evaluation)] == [True]
    assert await again(room, document) == made
    # What becomes of the one is nothing to the other.
    await room.blobs.delete(evidence_key(there[1].id))
    assert await room.bytes_of(here[1].id) == CONTENT


async def test_it_must_be_known_when_a_document_was_made(database: Database, tmp_path: Path) -> None:
    room, document, _ = await two_evaluations(database, tmp_path, None)
    with pytest.raises(InvalidInput, match=r"input\.datedOn: BLANK"):
        await again(room, document)
    with pytest.raises(InvalidInput, match=r"input\.datedOn: NOT_MADE_YET"):
        await again(room, document, (datetime.now(UTC) + timedelta(days=3)).date())
    found, _ = await one_of(room, await again(room, document, MADE))
    assert found.dated_on == MADE


async def test_an_old_document_is_refused_where_the_process_says_so(database: Database, tmp_path: Path) -> None:
    room, document, _ = await two_evaluations(database, tmp_path, OLD)
    with refusing_what_is_older(24), pytest.raises(Blocked, match="DOCUMENT_TOO_OLD"):
        await again(room, document)
    with refusing_what_is_older(48):
        made = await again(room, document)
    assert made in [row.id for row in await room.documents()]


async def test_nobody_takes_a_document_of_another_school_nor_into_a_case_that_is_handed_in(
    database: Database, tmp_path: Path
) -> None:
    room, document, _ = await two_evaluations(database, tmp_path, MADE)
    for person, refusal in (
        (room.people.secretary, Blocked),
        (room.people.other_officer, NotPermittedOrAbsent),
        (room.people.stranger, NotPermittedOrAbsent),
    ):
        with pytest.raises(refusal):
            await again(room, document, person=person)
        assert person == room.people.secretary or await earlier(database, person, room.evaluation) == []
    with pytest.raises(NotPermittedOrAbsent):
        await again(room, uuid4())
    # A document of the same case is here already, and is not taken from anywhere.
    own = await again(room, document)
    with pytest.raises(NotPermittedOrAbsent):
        await again(room, own)
