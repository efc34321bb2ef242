"""People are told by letter what waits for them: once, in their language, and nothing they may not read."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage import document_requests
from storage.database import Database
from storage.keys import Sealer
from tests.situations import Cast, be_at, cast, in_review, scored_codes, version_of
from workflows import digests, letters
from workflows.conflicts import NewTie, declare_conflict
from workflows.digests import previews
from workflows.document_requests import Wanted, answer_document_request, request_document
from workflows.letters import Letter, Post
from workflows.processes import newest
from workflows.rules.conflicts import ConflictKind

ADDRESS = "https://areopag.example"


class Box:
    """Who was written to, and what; letters are taken from where the mail job takes them."""

    def __init__(self, database: Database) -> None:
        self.database, self.letters = database, dict[str, Letter]()
        self.post = Post(ADDRESS, Sealer(AESGCM(bytes(32))), sends=True)

    async def write(self) -> dict[str, Letter]:
        """Write to everybody whose day it is, and send; answers with the letters by address."""
        await digests.write_digests(self.database, self.post)
        self.letters.clear()
        async with self.database.working() as tx:
            keys = await tx.values("SELECT id FROM working.letter ORDER BY created_at, id")
        for key in keys:
            await letters.send(self.database, self.post.sealer, key, self._take)
        return dict(self.letters)

    async def _take(self, _key: UUID, letter: Letter) -> None:
        self.letters[letter.to.partition("@")[0]] = letter


@pytest.fixture
async def people(database: Database) -> Cast:
    """The cast, all with an address for letters, where it is noon now."""
    made = await cast(database)
    named = {"officer": made.officer, "secretary": made.secretary, "lead": made.experts[0], "expert": made.experts[1]}
    async with database.working() as tx:
        await tx.run("DELETE FROM working.account")
        for login, person in named.items():
            await tx.run(
                "INSERT INTO working.account (person_id, login, email) VALUES (:person, :login, :email)",
                person=person,
                login=login,
                email=f"{login}@x.example",
            )
    await be_at(database, 12)
    return made


@pytest.fixture
def box(database: Database, people: Cast) -> Box:
    """Where letters arrive."""
    return Box(database)


async def later(database: Database, passes: timedelta) -> None:
    """Let everything that happened so far have happened that much earlier; deadlines come that much nearer."""
    async with database.working() as tx:
        for table, column in (
            ("evaluation", "state_since"),
            ("deadline", "due_at"),
            ("digest", "written_at"),
            ("notice", "at"),
            ("held", "since"),
            ("document_request", "asked_at"),
            ("document_request", "answered_at"),
        ):
            await tx.run(f"UPDATE working.{table} SET {column} = {column} - CAST(:passes AS interval)", passes=passes)


async def test_whoever_a_case_waits_for_is_told_once_and_nobody_else(
    database: Database, people: Cast, box: Box
) -> None:
    await in_review(database, people)
    told = await box.write()
    assert set(told) == {"lead", "expert"}
    text = told["expert"].text
    assert "Сдать заключение. Теперь ваш шаг. Срок: " in text
    assert f"{ADDRESS}/work/" in text
    assert await box.write() == {}
    await later(database, timedelta(days=1))
    assert await box.write() == {}


async def test_a_new_conflict_of_interest_is_told_to_the_secretary_once(
    database: Database, people: Cast, box: Box
) -> None:
    evaluation = await in_review(database, people)
    await box.write()
    tie = NewTie(ConflictKind.FAMILY, "Сестра директора")
    await declare_conflict(database, people.experts[1], evaluation, await version_of(database, evaluation), tie)
    told = await box.write()
    assert set(told) == {"secretary"}
    assert "Разобрать конфликт интересов. Теперь ваш шаг." in told["secretary"].text
    assert "Сестра" not in told["secretary"].text
    await later(database, timedelta(days=1))
    assert "secretary" not in await box.write()


async def test_who_asked_for_a_document_is_told_once_that_the_school_answered(
    database: Database, people: Cast, box: Box
) -> None:
    evaluation = await in_review(database, people)
    code = scored_codes()[0]
    await request_document(database, people.experts[1], evaluation, "1", Wanted(code, "Нет программы", None))
    asked = await box.write()
    assert "Ответить на запрос документа. Теперь ваш шаг. Срок: " in asked["officer"].text
    await later(database, timedelta(days=1))
    async with database.reading(people.officer) as tx:
        ((request,),) = await document_requests.requests_of(tx, [evaluation])
    await answer_document_request(database, people.officer, request.id, [], "Программы нет")
    told = await box.write()
    assert set(told) == {"expert"}
    assert f"Запрошенный документ ({code}). Школа ответила.\n{ADDRESS}/work/" in told["expert"].text
    assert "Программы нет" not in told["expert"].text
    await later(database, timedelta(days=1))
    assert await box.write() == {}


async def test_a_letter_is_in_the_language_of_its_reader_and_can_be_refused(
    database: Database, people: Cast, box: Box
) -> None:
    async with database.working() as tx:
        await tx.run("UPDATE working.account SET language = 'en' WHERE login = 'expert'")
        await tx.run("UPDATE working.account SET digests = false WHERE login = 'lead'")
    await in_review(database, people)
    told = await box.write()
    assert set(told) == {"expert"}
    assert "Submit the review. It is your turn now. Due " in told["expert"].text
    assert told["expert"].subject == "Areopag: what waits for you (1)"


async def test_a_reminder_comes_on_its_days_and_that_the_deadline_passed_is_told_once(
    database: Database, people: Cast, box: Box
) -> None:
    evaluation = await in_review(database, people)
    await box.write()
    async with database.working() as tx:
        # Another process, which reminds of this deadline a day before and a day after it.
        await tx.run(
            "UPDATE working.evaluation SET process_code = 'accreditation', process_version = 2 WHERE id = :case",
            case=evaluation,
        )
        left = await tx.value(
            "SELECT due_at - now() FROM working.deadline WHERE evaluation_id = :case AND name = 'review'",
            case=evaluation,
        )
    assert isinstance(left, timedelta)
    expected = ("Напоминаем. Срок: ", None, "Просрочено. Срок: ", "Напоминаем. Срок: ", None)
    for passes, words in zip(
        (left - timedelta(days=1), *[timedelta(days=n) for n in (0.5, 1, 1, 1)]), expected, strict=True
    ):
        await later(database, passes)
        told = await box.write()
        assert words in told["expert"].text if words else told == {}


async def test_a_server_that_stood_still_does_not_send_what_is_old(database: Database, people: Cast, box: Box) -> None:
    await in_review(database, people)
    await later(database, timedelta(days=2.1))
    assert await box.write() == {}


async def test_nobody_is_written_to_at_night(database: Database, people: Cast, box: Box) -> None:
    await in_review(database, people)
    for hour in (3, 8, 21):
        await be_at(database, hour)
        assert await box.write() == {}
    await be_at(database, 9)
    assert set(await box.write()) == {"lead", "expert"}


async def test_a_letter_is_kept_as_it_was_sent_with_what_became_of_it(
    database: Database, people: Cast, box: Box
) -> None:
    await in_review(database, people)
    await digests.write_digests(database, box.post)
    async with database.working() as tx:
        refused, taken = await tx.values("SELECT id FROM working.letter ORDER BY id")
    await letters.give_up(database, refused, "550")
    await letters.send(database, box.post.sealer, taken, box._take)
    [sent] = box.letters.values()
    async with database.working() as tx:
        kept = await tx.values("SELECT text FROM working.digest WHERE sent_at IS NOT NULL")
        assert kept == [sent.text]
        assert await tx.values("SELECT refusal FROM working.digest WHERE sent_at IS NULL") == ["550"]


async def test_whoever_left_a_case_is_told_nothing_of_it(database: Database, people: Cast, box: Box) -> None:
    evaluation = await in_review(database, people)
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.seat SET recused_at = now() WHERE evaluation_id = :case AND person_id = :person",
            case=evaluation,
            person=people.experts[1],
        )
    assert set(await box.write()) == {"lead"}


def test_what_is_shown_beforehand_is_what_a_process_sends_word_for_word() -> None:
    process = newest("accreditation")
    assert process
    found = previews(process, "en", "http://areopag.test", datetime(2026, 11, 2, 9, tzinfo=UTC))
    first = [one for one in found if one.step.action == "submit"]
    assert [(one.kind, one.to) for one in first] == [(kind, ("school",)) for kind in ("WAITING", "REMINDER", "OVERDUE")]
    assert first[1].letter.subject == "Areopag: what waits for you (1)"
    assert "2026-001, School No. 1\nSubmit for evaluation. A reminder. Due " in first[1].letter.text
    # A step that the case does not wait for is no news to anybody.
    assert "close_review" not in {one.step.action for one in found}
    requests = [(one.step.action, one.to, one.kind) for one in found if "document" in one.step.action]
    assert requests == [
        *[("answer_document_request", ("school",), kind) for kind in ("WAITING", "REMINDER", "OVERDUE")],
        ("request_document", ("expert", "secretary"), "ANSWERED"),
    ]
    plan = next(one for one in found if one.track and one.step.action == "submit_plan")
    assert plan.track
    assert (plan.track.en, plan.to, plan.kind) == ("Follow-up of a condition", ("school",), "WAITING")
    assert f"{plan.step.title.en} ({plan.track.en}). " in plan.letter.text
