"""Documents of a case: their versions, what the school says of them, and the words on their pages."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from storage import evidence as stored
from storage.database import Database
from tests import situations
from tests.documents import docx, pdf, xlsx
from tests.evidence_room import CODES, Room, blobs_in, room_of
from workflows import evidence
from workflows.rules.privacy import Classification, Readers
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion

PUBLIC = Readers(Classification.PUBLIC)


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path / "blobs")


# Versions, and the same bytes again.


async def test_a_new_version_leaves_the_former_as_it_was(room: Room) -> None:
    document = await room.taken(pdf("Первая"), codes=CODES[:1])
    before = await room.versions(document)
    assert await room.taken(docx("Вторая"), "Устав.docx", CODES[1:2], document=document) == document
    assert (await room.versions(document))[:1] == before
    assert [version.number for version in await room.versions(document)] == [1, 2]
    [row] = await room.documents()
    assert (row.title, row.criterion_codes) == ("Устав", CODES[:2])
    assert await room.bytes_of(before[0].id) == pdf("Первая")


async def test_a_version_can_be_changed_by_nobody(room: Room) -> None:
    document = await room.taken(pdf())
    for change in (
        "UPDATE working.evidence_version SET sha256 = repeat('0', 64)",
        "DELETE FROM working.evidence_version",
    ):
        async with room.database.acting(room.officer) as tx:
            with pytest.raises(Exception, match="permission denied"):
                await tx.run(change)
        async with room.database.working() as tx:
            with pytest.raises(Exception, match="permission denied"):
                await tx.run(change)
    assert len(await room.versions(document)) == 1


async def test_the_same_bytes_again_are_no_second_document_and_the_sender_is_told(room: Room, tmp_path: Path) -> None:
    document = await room.taken(pdf(), codes=CODES[:1])
    again = await room.check(await room.sent(pdf(), "Другое имя.pdf", CODES[1:2]))
    assert (again.state, again.document_id, again.known_as) == ("READY", document, "Устав")
    [row] = await room.documents()
    assert row.criterion_codes == CODES[:2]
    [version] = await room.versions(document)
    assert blobs_in(tmp_path / "blobs") == [evidence.evidence_key(version.id)]
    assert await room.bytes_of(version.id) == pdf()


async def test_the_bytes_of_a_removed_document_may_come_again(room: Room) -> None:
    document = await room.taken(pdf())
    await evidence.remove_document(room.database, room.officer, document, 1)
    assert await room.taken(pdf()) != document


async def test_a_document_removed_during_the_check_gets_no_version(room: Room) -> None:
    document = await room.taken(pdf("Первая"))
    upload = await room.sent(pdf("Вторая"), document=document)
    await evidence.remove_document(room.database, room.officer, document, 1)
    checked = await room.check(upload)
    assert checked.refusal
    assert checked.refusal["code"] == "DOCUMENT_REMOVED"


# Describing, removing, giving up.


async def test_a_description_replaces_the_one_before(room: Room) -> None:
    document = await room.taken(pdf(), codes=CODES[:2])
    await evidence.describe_document(
        room.database, room.officer, document, 1, title=" Устав школы ", readers=PUBLIC, criterion_codes=CODES[1:]
    )
    [row] = await room.documents()
    assert (row.title, row.public, row.version, row.criterion_codes) == ("Устав школы", True, 2, CODES[1:])


async def test_the_day_a_document_was_made_is_kept_until_another_is_given(room: Room) -> None:
    document = await room.taken(pdf())

    async def describe(version: int, day: date | None) -> None:
        await evidence.describe_document(
            room.database,
            room.officer,
            document,
            version,
            title="Устав",
            readers=Readers(),
            criterion_codes=[],
            dated_on=day,
        )

    await describe(1, date(2020, 9, 1))
    await describe(2, None)
    [row] = await room.documents()
    assert (row.dated_on, row.version) == (date(2020, 9, 1), 3)
    with pytest.raises(InvalidInput, match="NOT_MADE_YET"):
        await describe(3, date(2100, 1, 1))


@pytest.mark.parametrize(
    ("title", "codes", "problem"),
    [(" ", CODES, "BLANK"), ("у" * 501, CODES, "TOO_LONG"), ("Устав", ["нет"], "UNKNOWN_CODE")],
)
async def test_an_unusable_description_changes_nothing(
    room: Room, title: str, codes: Sequence[str], problem: str
) -> None:
    document = await room.taken(pdf(), codes=CODES)
    before = await room.documents()
    with pytest.raises(InvalidInput, match=problem):
        await evidence.describe_document(
            room.database, room.officer, document, 1, title=title, readers=PUBLIC, criterion_codes=codes
        )
    assert await room.documents() == before


async def test_a_document_that_changed_meanwhile_is_not_overwritten(room: Room) -> None:
    document = await room.taken(pdf())
    describe = partial(evidence.describe_document, title="Устав", readers=Readers(), criterion_codes=CODES)
    await describe(room.database, room.officer, document, 1)
    with pytest.raises(StaleVersion) as refused:
        await describe(room.database, room.officer, document, 1)
    assert refused.value.current == 2
    with pytest.raises(StaleVersion):
        await evidence.remove_document(room.database, room.officer, document, 1)


async def test_nobody_else_describes_removes_or_gives_up(room: Room) -> None:
    document = await room.taken(pdf())
    upload = await room.begin()
    for person in (room.people.other_officer, room.people.secretary, room.people.experts[0], room.people.stranger):
        with pytest.raises(NotPermittedOrAbsent):
            await evidence.describe_document(
                room.database, person, document, 1, title="Чужое", readers=PUBLIC, criterion_codes=[]
            )
        with pytest.raises(NotPermittedOrAbsent):
            await evidence.remove_document(room.database, person, document, 1)
        with pytest.raises(NotPermittedOrAbsent):
            await evidence.discard_upload(room.database, room.blobs, person, upload)


async def test_a_removed_document_is_gone_for_everybody(room: Room) -> None:
    document = await room.taken(pdf("Приказ"))
    await evidence.remove_document(room.database, room.officer, document, 1)
    assert await room.documents() == []
    with pytest.raises(NotPermittedOrAbsent):
        await evidence.remove_document(room.database, room.officer, document, 2)
    async with room.database.reading(room.officer) as tx:
        assert await stored.search(tx, room.evaluation, "приказ", 10) == []


async def test_a_cited_document_stays(room: Room) -> None:
    document = await room.taken(pdf())
    async with room.database.working() as tx:
        [version] = await tx.values("SELECT id FROM working.evidence_version WHERE document_id = :id", id=document)
        review = await tx.value(
            "INSERT INTO working.review (evaluation_id, ordinal) VALUES (:id, 1) RETURNING id", id=room.evaluation
        )
        await tx.run(
            "INSERT INTO working.citation (review_id, criterion_id, version_id, page, quote, position)"
            " SELECT :review, id, :version, 1, '', 1 FROM working.criterion"
            " WHERE code = :code AND framework_version_id = :framework",
            review=review,
            version=version,
            code=CODES[0],
            framework=situations.framework_id(),
        )
    with pytest.raises(Blocked, match="DOCUMENT_CITED"):
        await evidence.remove_document(room.database, room.officer, document, 1)


async def test_a_submitted_document_stays(room: Room) -> None:
    document = await room.taken(pdf())
    async with room.database.working() as tx:
        await tx.run("UPDATE working.evaluation SET state = 'screening' WHERE id = :id", id=room.evaluation)
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await evidence.remove_document(room.database, room.officer, document, 1)


async def test_an_upload_can_be_given_up_but_not_while_it_is_checked(room: Room, tmp_path: Path) -> None:
    begun = await room.begin(size=3)
    await room.send(begun, b"abc")
    assert await evidence.discard_upload(room.database, room.blobs, room.officer, begun) == room.evaluation
    assert blobs_in(tmp_path / "blobs") == []
    checking = await room.sent(pdf())
    with pytest.raises(Blocked, match="UPLOAD_CLOSED"):
        await evidence.discard_upload(room.database, room.blobs, room.officer, checking)
    async with room.database.reading(room.officer) as tx:
        assert [row.id for row in (await stored.uploads_of(tx, [room.evaluation]))[0]] == [checking]


# Reading and searching.


async def test_others_read_documents_once_the_case_is_submitted_and_uploads_never(room: Room) -> None:
    await room.taken(pdf())
    await room.begin()
    secretary = room.people.secretary
    assert await room.documents(secretary) == []
    async with room.database.working() as tx:
        await tx.run(
            "UPDATE working.evaluation SET state = 'screening', discloses = ARRAY['submission'] WHERE id = :id",
            id=room.evaluation,
        )
    assert len(await room.documents(secretary)) == 1
    assert await room.documents(room.people.other_officer) == []
    async with room.database.reading(secretary) as tx:
        assert (await stored.uploads_of(tx, [room.evaluation]))[0] == []


async def _found(room: Room, words: str, person: UUID | None = None) -> list[tuple[str, int, str]]:
    async with room.database.reading(person or room.officer) as tx:
        hits = await stored.search(tx, room.evaluation, words, 10)
    return [(hit.document_title, hit.page, hit.snippet.strip()) for hit in hits]


def _marked(word: str) -> str:
    return f"{stored.HIT_STARTS}{word}{stored.HIT_ENDS}"


async def test_words_are_found_in_any_form_in_both_languages(room: Room) -> None:
    await room.taken(pdf("Титул", "Педагоги прошли повышение квалификации"), "Кадры.pdf")
    await room.taken(xlsx(Планы=[["Teachers attended trainings"]]), "Plan.xlsx")
    assert await _found(room, "квалификацией педагогов") == [
        ("Кадры", 2, f"{_marked('Педагоги')} прошли повышение {_marked('квалификации')}")
    ]
    [(title, page, snippet)] = await _found(room, "training")
    assert (title, page) == ("Plan", 1)
    assert _marked("trainings") in snippet
    assert await _found(room, "директор") == []


async def test_a_search_is_words_not_syntax_that_can_fail(room: Room) -> None:
    await room.taken(pdf("Педагоги"))
    for words in ('"', "'); DROP TABLE", "a & | ! ( <->", "\\", "и в на", "%", "()", "-", "OR"):
        assert await _found(room, words) == []


async def test_only_the_newest_version_is_searched(room: Room) -> None:
    document = await room.taken(pdf("Прежний директор"))
    await room.taken(pdf("Новый руководитель"), document=document)
    assert await _found(room, "директор") == []
    assert len(await _found(room, "руководитель")) == 1


async def test_a_search_finds_nothing_for_those_who_may_not_read(room: Room) -> None:
    await room.taken(pdf("Педагоги"))
    for person in (room.people.secretary, room.people.other_officer, room.people.stranger):
        assert await _found(room, "педагоги", person) == []


async def test_a_page_as_long_as_a_page_may_be_can_be_searched(room: Room) -> None:
    sheet = [[" ".join(f"сл{row * 20 + column:x}" for column in range(20))] for row in range(1500)]
    await room.taken(xlsx(Слова=sheet), "Слова.xlsx")
    assert len(await _found(room, "сл1f")) == 1


# Loading without the queue.


async def test_a_known_document_is_brought_in_at_once(room: Room) -> None:
    version = await evidence.import_document(
        room.database,
        room.blobs,
        room.officer,
        room.evaluation,
        file_name="Устав.pdf",
        title="Устав школы",
        content=pdf("Текст"),
        media_type="application/pdf",
        pages=["Педагоги\x00 и ученики"],
        criterion_codes=CODES,
        classification=Classification.PUBLIC,
    )
    [document] = await room.documents()
    assert (document.title, document.public, document.criterion_codes) == ("Устав школы", True, CODES)
    assert [row.id for row in await room.versions(document.id)] == [version]
    assert await room.bytes_of(version) == pdf("Текст")
    assert len(await _found(room, "ученик")) == 1
