"""A document that is missing: who asks, how the school answers, what each learns, and when it waits for whom."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from storage import cases, document_requests, evidence
from storage.blobs import open_blobs
from storage.database import Database
from storage.document_requests import DocumentRequestRow
from tests.documents import pdf
from tests.evidence_room import Room
from tests.situations import Cast, cast, in_consensus, in_review, opened, scored_codes
from workflows.cases import case_of
from workflows.document_requests import (
    Wanted,
    answer_document_request,
    request_document,
    withdraw_document_request,
)
from workflows.processes import newest
from workflows.rules.deadlines import WEEK, Calendar, end_of_day, end_of_term, working_days_after
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent
from workflows.rules.waiting import Waiting, news_of, waiting_in

ZONE = ZoneInfo("Asia/Krasnoyarsk")
CODE = scored_codes()[0]
MISSING = "Нет программы развития на 2026 год"


async def ask(database: Database, person: UUID, evaluation: UUID, day: date | None = None) -> None:
    await request_document(database, person, evaluation, str(uuid4()), Wanted(CODE, MISSING, day))


async def requests(database: Database, person: UUID, evaluation: UUID) -> list[DocumentRequestRow]:
    async with database.reading(person) as tx:
        return (await document_requests.requests_of(tx, [evaluation]))[0]


async def author(database: Database, person: UUID, request: UUID) -> UUID | None:
    async with database.reading(person) as tx:
        found = (await document_requests.authors_of(tx, [request]))[0]
    return found.person_id if found else None


async def given(database: Database, person: UUID, request: UUID) -> list[str]:
    async with database.reading(person) as tx:
        return [row.title for row in (await document_requests.given_for(tx, [request]))[0]]


async def waiting(database: Database, person: UUID, evaluation: UUID) -> list[Waiting]:
    async with database.reading(person) as tx:
        (row,) = await cases.read_cases(tx, [evaluation])
    return [one for one in waiting_in(case_of(row, person)) if one.step.action == "answer_document_request"]


async def asked(database: Database) -> tuple[Cast, UUID, DocumentRequestRow]:
    """A case in review in which an expert misses a document."""
    people = await cast(database)
    evaluation = await in_review(database, people)
    await ask(database, people.experts[1], evaluation)
    (request,) = await requests(database, people.officer, evaluation)
    return people, evaluation, request


async def test_a_school_is_asked_without_learning_by_whom_and_finds_it_among_its_tasks_and_letters(
    database: Database,
) -> None:
    people, evaluation, request = await asked(database)
    assert (request.criterion_code, request.text, request.role, request.state) == (CODE, MISSING, "expert", "WAITING")
    (task,) = await waiting(database, people.officer, evaluation)
    assert (task.role, task.due, task.since) == ("school", request.due_at, request.asked_at)
    told = [
        news.kind
        for moment in (request.asked_at, task.reminders[0], request.due_at + timedelta(hours=1))
        for news in news_of(task, request.asked_at, moment)[:1]
    ]
    assert told == ["WAITING", "REMINDER", "OVERDUE"]
    assert await waiting(database, people.secretary, evaluation) == []
    # Experts know of it all, but one another only once they read one another's reviews.
    seen = [(person, await author(database, person, request.id)) for person in (people.officer, *people.experts[:2])]
    assert [known for _, known in seen] == [None, None, people.experts[1]]
    assert await author(database, people.secretary, request.id) == people.experts[1]
    for nobody in (people.other_officer, people.stranger, people.experts[3], people.members[0]):
        assert await requests(database, nobody, evaluation) == []
    async with database.reading(people.officer) as tx:
        trail = await tx.values("SELECT action FROM working.audit_entry WHERE action = 'request_document'")
    assert trail == []


async def test_a_file_sent_for_the_request_comes_though_the_case_is_handed_in_and_is_its_answer(
    database: Database, tmp_path: Path
) -> None:
    people, evaluation, request = await asked(database)
    room = Room(database, open_blobs("local", tmp_path), people, evaluation)
    content = pdf("Программа развития")
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await room.begin("Программа.pdf", len(content))
    await room.check(await room.sent(content, "Программа.pdf", request=request.id))
    # It is there for the panel already, and the request is answered once the school says so.
    assert await given(database, people.experts[1], request.id) == ["Программа"]
    async with database.reading(people.experts[0]) as tx:
        documents = (await evidence.documents_of(tx, [evaluation]))[0]
    assert [one.criterion_codes for one in documents if one.title == "Программа"] == [[CODE]]
    assert len(await waiting(database, people.officer, evaluation)) == 1
    await answer_document_request(database, people.officer, request.id, [], "")
    (kept,) = await requests(database, people.experts[1], evaluation)
    assert (kept.state, kept.answer) == ("GIVEN", "")
    assert kept.answered_at is not None
    assert kept.answered_at < kept.due_at
    assert await waiting(database, people.officer, evaluation) == []
    with pytest.raises(Blocked, match="DOCUMENT_REQUEST_ANSWERED"):
        await room.begin("Ещё.pdf", len(content), request=request.id)


async def test_a_school_names_a_document_that_is_there_or_says_why_there_is_none(database: Database) -> None:
    people, evaluation, request = await asked(database)
    await ask(database, people.secretary, evaluation)
    by_office = next(one for one in await requests(database, people.officer, evaluation) if one.id != request.id)
    assert by_office.role == "secretary"
    async with database.reading(people.officer) as tx:
        documents = (await evidence.documents_of(tx, [evaluation]))[0]
    with pytest.raises(InvalidInput, match=r"input\.text: DOCUMENT_OR_REASON"):
        await answer_document_request(database, people.officer, request.id, [], "  ")
    with pytest.raises(NotPermittedOrAbsent):
        await answer_document_request(database, people.officer, request.id, [uuid4()], "вот он")
    await answer_document_request(database, people.officer, request.id, [documents[0].id], "стр. 2")
    await answer_document_request(database, people.officer, by_office.id, [], "Программу утвердят в октябре")
    seen = {one.id: (one.state, one.answer) for one in await requests(database, people.experts[0], evaluation)}
    assert seen == {
        request.id: ("GIVEN", "стр. 2"),
        by_office.id: ("DECLINED", "Программу утвердят в октябре"),
    }
    assert await given(database, people.experts[0], request.id) == [documents[0].title]
    with pytest.raises(Blocked, match="DOCUMENT_REQUEST_ANSWERED"):
        await answer_document_request(database, people.officer, request.id, [], "ещё раз")


async def test_whoever_asked_withdraws_the_request_and_the_school_need_not_answer(database: Database) -> None:
    people, evaluation, request = await asked(database)
    await ask(database, people.experts[2], evaluation)
    for person, refusal in (
        (people.officer, "NOT_YOUR_ROLE"),
        (people.experts[0], "NO_REQUEST_TO_WITHDRAW"),
        (people.experts[2], "NOT_YOUR_DOCUMENT_REQUEST"),
    ):
        with pytest.raises(Blocked, match=refusal):
            await withdraw_document_request(database, person, request.id)
    for nobody in (people.other_officer, people.stranger, people.experts[3]):
        with pytest.raises(NotPermittedOrAbsent):
            await withdraw_document_request(database, nobody, request.id)
    await withdraw_document_request(database, people.experts[1], request.id)
    with pytest.raises(Blocked, match="DOCUMENT_REQUEST_WITHDRAWN"):
        await answer_document_request(database, people.officer, request.id, [], "Принесём завтра")
    other = next(one for one in await requests(database, people.officer, evaluation) if one.id != request.id)
    await withdraw_document_request(database, people.secretary, other.id)
    kept = await requests(database, people.officer, evaluation)
    assert [(one.state, one.answered_at, one.withdrawn_at is None) for one in kept] == [("WITHDRAWN", None, False)] * 2
    assert await waiting(database, people.officer, evaluation) == []
    # Who withdrew it is in the trail, which the school does not read, and in no row that it does.
    async with database.working() as tx:
        rows = await tx.values("SELECT to_jsonb(r)::text FROM working.document_request r")
    assert not [row for row in rows if str(people.experts[1]) in row or str(people.secretary) in row]


async def test_what_is_answered_is_not_withdrawn(database: Database) -> None:
    people, _, request = await asked(database)
    await answer_document_request(database, people.officer, request.id, [], "Программы нет")
    with pytest.raises(Blocked, match="NO_REQUEST_TO_WITHDRAW"):
        await withdraw_document_request(database, people.experts[1], request.id)


async def test_the_asker_names_the_last_day_or_the_school_has_five_working_days(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    today = datetime.now(ZONE).date()
    await ask(database, people.experts[0], evaluation, today + timedelta(days=9))
    await ask(database, people.experts[0], evaluation)
    usual, named = await requests(database, people.officer, evaluation)
    assert usual.due_at == end_of_day(working_days_after(today, 5, WEEK), ZONE)
    assert named.due_at == end_of_day(today + timedelta(days=9), ZONE)
    with pytest.raises(InvalidInput, match=r"input\.day: NOT_IN_FUTURE"):
        await ask(database, people.experts[0], evaluation, today - timedelta(days=1))


def test_a_last_day_that_is_off_becomes_the_next_working_day_of_the_calendar() -> None:
    saturday = date(2026, 10, 3)
    calendar = Calendar("region", off=frozenset([date(2026, 10, 5)]))
    assert end_of_term(saturday, ZONE, calendar) == end_of_day(date(2026, 10, 6), ZONE)


async def test_nobody_asks_or_answers_in_anothers_place_(database: Database) -> None:
    people, evaluation, request = await asked(database)
    for person, refusal in (
        (people.officer, Blocked),
        (people.other_officer, NotPermittedOrAbsent),
        (people.experts[3], NotPermittedOrAbsent),
        (people.stranger, NotPermittedOrAbsent),
    ):
        with pytest.raises(refusal):
            await ask(database, person, evaluation)
    for person, refusal in (
        (people.experts[1], Blocked),
        (people.secretary, Blocked),
        (people.other_officer, NotPermittedOrAbsent),
        (people.stranger, NotPermittedOrAbsent),
    ):
        with pytest.raises(refusal):
            await answer_document_request(database, person, request.id, [], "не ваш ответ")
    with pytest.raises(InvalidInput, match=r"input\.criterionCode: UNKNOWN_CODE"):
        await request_document(database, people.experts[0], evaluation, str(uuid4()), Wanted("9.9", MISSING, None))


async def test_before_there_is_a_panel_nothing_is_asked_for(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await ask(database, people.secretary, evaluation)


async def test_a_panel_that_reads_its_reviews_knows_who_asked(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_consensus(database, people)
    await ask(database, people.experts[1], evaluation)
    (request,) = await requests(database, people.experts[0], evaluation)
    assert await author(database, people.experts[0], request.id) == people.experts[1]
    assert await author(database, people.officer, request.id) is None


def test_every_process_with_a_panel_and_documents_lets_it_ask() -> None:
    asking = {}
    for code in ("accreditation", "public-professional-evaluation", "independent-quality-evaluation", "competition"):
        process = newest(code)
        assert process
        asking[code] = process.step("request_document").sources if process.has_step("request_document") else ()
    assert asking == {
        "accreditation": ("individual_review", "site_visit", "consensus", "finalisation"),
        "public-professional-evaluation": ("individual_review", "consensus", "finalisation"),
        "independent-quality-evaluation": (),
        "competition": ("jury", "ranking"),
    }
