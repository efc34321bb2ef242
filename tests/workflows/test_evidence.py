"""A file on its way to becoming evidence: from the announcement to a version that never changes."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from storage import evidence as stored
from storage import people
from storage.clamd import ScannerFailed
from storage.database import Database
from storage.jobs import enqueue
from tests.documents import pdf
from tests.evidence_room import CODES, LARGEST, Room, blobs_in, chunks_of, room_of
from workflows import evidence
from workflows.evidence import MOST_UNFINISHED
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path / "blobs")


def _past() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=1)


async def _jobs(database: Database) -> list[Any]:
    async with database.working() as tx:
        return await tx.values("SELECT args FROM procrastinate_jobs WHERE task_name = 'accept_upload'")


# Announcing.


async def test_an_announced_file_waits_for_its_bytes(room: Room) -> None:
    upload = await room.look(await room.begin("C:\\план\u202e.pdf", 7, CODES))
    assert (upload.file_name, upload.size, upload.received, upload.state) == ("C план.pdf", 7, 0, "RECEIVING")
    assert upload.criterion_codes == CODES
    assert upload.created_by == room.officer


@pytest.mark.parametrize(
    ("name", "size", "codes", "problems"),
    [
        ("устав.exe", 10, (), ["input.fileName: FILE_TYPE_NOT_ACCEPTED"]),
        ("устав.svg", 10, (), ["input.fileName: FILE_TYPE_NOT_ACCEPTED"]),
        ("  ", 10, (), ["input.fileName: BLANK"]),
        ("у" * 1001 + ".pdf", 10, (), ["input.fileName: TOO_LONG"]),
        ("устав.pdf", 0, (), ["input.size: FILE_EMPTY"]),
        ("устав.pdf", -5, (), ["input.size: FILE_EMPTY"]),
        ("устав.pdf", LARGEST + 1, (), ["input.size: FILE_TOO_LARGE"]),
        ("устав.pdf", 10**17, ("нет",), ["input.size: FILE_TOO_LARGE", "input.criterionCodes.0: UNKNOWN_CODE"]),
    ],
)
async def test_an_unusable_announcement_names_every_problem(
    room: Room, name: str, size: int, codes: Sequence[str], problems: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await room.begin(name, size, codes)
    assert [f"{problem.path}: {problem.code}" for problem in refused.value.problems] == problems


async def test_an_announcement_repeated_is_one_upload(room: Room) -> None:
    first = await room.begin(key="ключ")
    assert await room.begin(key="ключ") == first
    with pytest.raises(InvalidInput, match="IDEMPOTENCY_KEY_REUSED"):
        await room.begin(key="ключ", size=101)


async def test_only_the_school_announces_and_a_stranger_learns_nothing(room: Room) -> None:
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await room.begin(person=room.people.secretary)
    for person in (room.people.other_officer, room.people.experts[0], room.people.stranger):
        with pytest.raises(NotPermittedOrAbsent):
            await room.begin(person=person)


async def test_after_the_deadline_nothing_is_announced(room: Room) -> None:
    await room.move_deadline(_past())
    with pytest.raises(Blocked, match="DEADLINE_PASSED"):
        await room.begin()


async def test_after_submission_nothing_is_announced(room: Room) -> None:
    async with room.database.working() as tx:
        await tx.run("UPDATE working.evaluation SET state = 'screening' WHERE id = :id", id=room.evaluation)
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await room.begin()


async def test_a_document_of_another_case_gets_no_version_from_here(room: Room) -> None:
    with pytest.raises(NotPermittedOrAbsent):
        await room.begin(document=uuid4())


async def test_so_many_unfinished_files_are_enough(room: Room) -> None:
    async with room.database.acting(room.officer) as tx:
        for _ in range(MOST_UNFINISHED):
            await stored.insert_upload(tx, room.evaluation, None, "файл.pdf", 10, [])
    with pytest.raises(Blocked, match="TOO_MANY_UPLOADS"):
        await room.begin()


async def test_a_case_has_room_for_so_much_and_what_was_removed_makes_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = pdf()
    document = await room.taken(content)
    monkeypatch.setattr("tests.evidence_room.MOST", len(content) + 150)
    await room.begin(size=100)
    with pytest.raises(Blocked) as refused:
        await room.begin(size=51)
    assert refused.value.reasons == (Reason("CASE_FULL", {"here": "0", "most": "0"}),)
    await evidence.remove_document(room.database, room.officer, document, 1)
    await room.begin(size=51)


# Bytes and finishing.


async def test_only_the_sender_sends_and_finishes(room: Room) -> None:
    upload = await room.begin(size=3)
    async with room.database.working() as tx:
        colleague = await people.add_person(tx, "Коллега", "Colleague")
        await people.add_membership(tx, colleague, room.people.school, "SCHOOL_OFFICER")
    for person in (colleague, room.people.other_officer, room.people.secretary, room.people.stranger):
        with pytest.raises(NotPermittedOrAbsent):
            await evidence.receiving(room.database, person, upload)
        with pytest.raises(NotPermittedOrAbsent):
            await evidence.finish_upload(room.database, room.blobs, person, upload)
    assert (await evidence.receiving(room.database, room.officer, upload)).id == upload


async def test_half_a_file_cannot_be_finished(room: Room) -> None:
    upload = await room.begin(size=5)
    await room.blobs.append(evidence.upload_key(upload), 0, chunks_of(b"abc"))
    with pytest.raises(Blocked) as refused:
        await evidence.finish_upload(room.database, room.blobs, room.officer, upload)
    assert refused.value.reasons == (Reason("UPLOAD_INCOMPLETE", {"received": "3", "size": "5"}),)
    assert await _jobs(room.database) == []


async def test_finishing_twice_is_one_job_and_takes_no_more_bytes(room: Room) -> None:
    upload = await room.sent(pdf())
    await evidence.finish_upload(room.database, room.blobs, room.officer, upload)
    assert await _jobs(room.database) == [{"upload": str(upload)}]
    with pytest.raises(Blocked, match="UPLOAD_CLOSED"):
        await evidence.receiving(room.database, room.officer, upload)


async def test_the_job_goes_with_the_transaction_that_causes_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def enqueue_and_fail(*arguments: Any) -> None:
        await enqueue(*arguments)
        raise ConnectionResetError

    monkeypatch.setattr("workflows.evidence.sending.enqueue", enqueue_and_fail)
    upload = await room.begin(size=3)
    await room.send(upload, b"abc")
    with pytest.raises(ConnectionResetError):
        await evidence.finish_upload(room.database, room.blobs, room.officer, upload)
    assert await _jobs(room.database) == []
    assert (await room.look(upload)).state == "RECEIVING"


# The check.


async def test_a_good_file_becomes_a_version_that_tells_only_what_the_server_found(room: Room, tmp_path: Path) -> None:
    content = pdf("Программа развития", "Учебный план")
    upload = await room.check(await room.sent(content, "Программа_2026.pdf", CODES))
    assert (upload.state, upload.refusal, upload.known_as) == ("READY", None, None)
    [document] = await room.documents()
    assert (document.id, document.title, document.public) == (upload.document_id, "Программа 2026", False)
    assert document.criterion_codes == CODES
    [version] = await room.versions(document.id)
    assert (version.number, version.file_name, version.media_type) == (1, "Программа_2026.pdf", "application/pdf")
    assert (version.size, version.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (version.page_count, version.scan) == (2, "NOT_CONFIGURED")
    assert await room.bytes_of(version.id) == content
    assert blobs_in(tmp_path / "blobs") == [evidence.evidence_key(version.id)]


async def test_the_trail_says_who_brought_what(room: Room) -> None:
    content = pdf()
    document = await room.taken(content)
    async with room.database.working() as tx:
        [entry] = await tx.values(
            "SELECT to_jsonb(a) FROM working.audit_entry a WHERE evaluation_id = :id AND action = 'upload'",
            id=room.evaluation,
        )
    assert (entry["person_id"], entry["role"]) == (str(room.officer), "school")
    digest = hashlib.sha256(content).hexdigest()
    assert entry["details"] == {"document": str(document), "sha256": digest, "note": "Устав.pdf"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("устав.docx", pdf(), "FILE_NOT_AS_NAMED"),
        ("устав.pdf", b"<script>alert(1)</script>", "FILE_TYPE_NOT_ACCEPTED"),
        ("устав.pdf", pdf(password="1"), "FILE_ENCRYPTED"),
        ("устав.pdf", pdf()[:200], "FILE_BROKEN"),
    ],
)
async def test_a_bad_file_becomes_nothing_and_the_sender_is_told_why(
    room: Room, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    upload = await room.check(await room.sent(content, name))
    assert upload.state == "REFUSED"
    assert upload.refusal == {"code": code, "details": {"name": name}}
    assert await room.documents() == []
    assert blobs_in(tmp_path / "blobs") == []


async def _clean(chunks: AsyncIterator[bytes]) -> bool:
    return b"".join([chunk async for chunk in chunks]).startswith(b"%PDF")


async def _infected(chunks: AsyncIterator[bytes]) -> bool:
    return not await _clean(chunks)


async def test_the_scanner_s_word_counts(room: Room) -> None:
    upload = await room.check(await room.sent(pdf("Чисто")), _clean)
    assert upload.document_id
    assert upload.scan == (await room.versions(upload.document_id))[0].scan == "CLEAN"
    upload = await room.check(await room.sent(pdf("Вирус")), _infected)
    assert upload.refusal
    assert (upload.refusal["code"], upload.scan) == ("FILE_INFECTED", "INFECTED")
    assert len(await room.documents()) == 1


async def test_without_the_scanner_s_word_the_file_waits(room: Room) -> None:
    async def silent(_chunks: AsyncIterator[bytes]) -> bool:
        raise ScannerFailed

    upload = await room.sent(pdf())
    with pytest.raises(ScannerFailed):
        await room.check(upload, silent)
    waiting = await room.look(upload)
    assert (waiting.state, waiting.scan) == ("CHECKING", "PENDING")
    assert (await room.check(upload, _clean)).state == "READY"


async def test_a_deadline_that_passes_during_the_check_counts(room: Room, tmp_path: Path) -> None:
    upload = await room.sent(pdf())
    await room.move_deadline(_past())
    checked = await room.check(upload)
    assert checked.refusal
    assert (checked.state, checked.refusal["code"]) == ("REFUSED", "DEADLINE_PASSED")
    assert blobs_in(tmp_path / "blobs") == []


async def test_an_officer_who_left_the_school_during_the_check_brings_nothing(room: Room) -> None:
    upload = await room.sent(pdf())
    async with room.database.working() as tx:
        await tx.run("DELETE FROM working.membership WHERE person_id = :id", id=room.officer)
    await evidence.accept_upload(room.database, room.blobs, upload, None)
    async with room.database.working() as tx:
        [found] = await stored.uploads_by_id(tx, [upload])
        [documents] = await stored.documents_of(tx, [room.evaluation])
    assert found
    assert (found.refusal, documents) == ({"code": "NOT_PERMITTED_OR_ABSENT", "details": {}}, [])


async def test_the_job_run_twice_makes_one_version(room: Room) -> None:
    upload = await room.sent(pdf())
    first = await room.check(upload)
    assert await room.check(upload) == first
    assert first.document_id
    [version] = await room.versions(first.document_id)
    assert await room.bytes_of(version.id) == pdf()


async def test_the_job_run_by_two_workers_at_once_makes_one_version(room: Room) -> None:
    content = pdf()
    upload = await room.sent(content)
    await asyncio.gather(*(room.check(upload) for _ in range(2)), return_exceptions=True)
    await room.check(upload)
    [document] = await room.documents()
    [version] = await room.versions(document.id)
    assert await room.bytes_of(version.id) == content


class Dying(Exception):
    """The process dies here."""


@pytest.mark.parametrize("after", ["copy", "insert_version", "finish_upload", "delete"])
async def test_a_worker_that_dies_anywhere_loses_nothing_and_doubles_nothing(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    content = pdf()
    upload = await room.sent(content, codes=CODES)
    owner: Any = room.blobs if hasattr(room.blobs, after) else stored
    original = getattr(owner, after)

    async def die_after(*arguments: Any, **named: Any) -> None:
        await original(*arguments, **named)
        raise Dying

    with monkeypatch.context() as patched:
        patched.setattr(owner, after, die_after)
        with pytest.raises(Dying):
            await room.check(upload)
    assert (await room.check(upload)).state == "READY"
    [document] = await room.documents()
    [version] = await room.versions(document.id)
    assert await room.bytes_of(version.id) == content
    assert blobs_in(tmp_path / "blobs") == [evidence.evidence_key(version.id)]


async def test_bytes_that_the_store_lost_are_asked_for_again(room: Room) -> None:
    upload = await room.sent(pdf())
    await room.blobs.delete(evidence.upload_key(upload))
    checked = await room.check(upload)
    assert checked.refusal
    assert checked.refusal["code"] == "FILE_CHECK_FAILED"
