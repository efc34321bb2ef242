"""Sittings of the commission: the agenda in its order, and minutes that are made from the acts and signed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from storage import sittings as stored
from storage.database import Database
from storage.keys import Signer
from storage.sittings import MinutesRow
from tests.lives import Life, begun
from tests.situations import Cast, cast, version_of
from workflows import conflicts, decisions, sittings
from workflows.rules.minutes import Record
from workflows.rules.quorum import VoteChoice
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion

TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


async def before_the_commission(
    database: Database, signer: Signer, people: Cast, framework: str = "esg_2015", at: datetime = TOMORROW
) -> Life:
    """A complaint that the commission takes up at this moment."""
    life = await begun(database, signer, people, "complaint-review", framework)
    await life.step(people.secretary, "register_complaint", "Жалоба")
    await life.seat(2)
    await life.step(people.secretary, "send_experts")
    await life.declare_none(*people.experts[:2])
    await life.step(people.experts[0], "report_facts", "Факты")
    await life.step(people.officer, "give_reply", "Ответ")
    await decisions.refer_to_commission(
        database, people.secretary, life.evaluation, await version_of(database, life.evaluation), at
    )
    await life.declare_none(people.chair, *people.members)
    return life


async def agenda(database: Database, person: UUID) -> list[list[tuple[UUID, int, int]]]:
    """Every agenda the person sees: each case, its place, and how many minutes after the beginning it is taken up."""
    async with database.reading(person) as tx:
        found = await stored.latest_sittings(tx, 10)
        points = await stored.agendas_of(tx, [one.id for one in found])
    return [
        [
            (point.evaluation_id, point.position, (point.held_at - sitting.held_at) // timedelta(minutes=1))
            for point in of
        ]
        for sitting, of in zip(found, points, strict=True)
    ]


async def put(life: Life, position: int, minutes: int, at: datetime = TOMORROW, place: str | None = None) -> None:
    """The secretary puts a case on an agenda."""
    version = await version_of(life.database, life.evaluation)
    await sittings.put_on_agenda(
        life.database,
        life.cast.secretary,
        life.evaluation,
        version,
        at,
        position=position,
        minutes=minutes,
        place=place,
    )


async def minutes(life: Life, person: UUID) -> MinutesRow:
    """The minutes of the present meeting as this person reads them."""
    async with life.database.reading(person) as tx:
        return (await stored.minutes_of(tx, [life.evaluation]))[0][0]


async def test_several_cases_are_one_sitting_in_an_order_that_gives_each_its_time(
    database: Database, signer: Signer, people: Cast
) -> None:
    one, two, three = [
        await before_the_commission(database, signer, people, framework)
        for framework in ("esg_2015", "nok_uod", "hgios4")
    ]
    chair, first, second, third = people.chair, one.evaluation, two.evaluation, three.evaluation
    assert await agenda(database, chair) == [[(first, 1, 0), (second, 2, 30), (third, 3, 60)]]
    await put(three, 1, 45)
    assert await agenda(database, chair) == [[(third, 1, 0), (first, 2, 45), (second, 3, 75)]]
    later = TOMORROW + timedelta(days=7)
    await put(first_of := one, 1, 20, later, place="Зал 3")
    assert await agenda(database, chair) == [[(first_of.evaluation, 1, 0)], [(third, 1, 0), (second, 2, 45)]]
    async with database.reading(people.members[0]) as tx:
        assert [(one.held_at, one.place) for one in await stored.latest_sittings(tx, 10)] == [
            (later, "Зал 3"),
            (TOMORROW, ""),
        ]


async def test_a_member_who_steps_aside_sees_the_rest_of_the_agenda_alone(
    database: Database, signer: Signer, people: Cast
) -> None:
    one = await before_the_commission(database, signer, people)
    two = await before_the_commission(database, signer, people, "nok_uod")
    member, version = people.members[0], await version_of(database, one.evaluation)
    await conflicts.recuse(database, member, one.evaluation, version, "знаком с директором")
    assert await agenda(database, member) == [[(two.evaluation, 2, 30)]]
    assert await agenda(database, people.officer) == []


@pytest.mark.parametrize(("position", "minutes", "wrong"), [(0, 30, "position"), (1, 0, "plannedMinutes")])
async def test_an_agenda_counts_from_one_and_gives_every_case_some_time(
    database: Database, signer: Signer, people: Cast, position: int, minutes: int, wrong: str
) -> None:
    life = await before_the_commission(database, signer, people)
    with pytest.raises(InvalidInput, match=f"input.{wrong}: OUT_OF_RANGE"):
        await put(life, position, minutes)


async def test_minutes_say_who_sat_who_stepped_aside_what_was_voted_and_who_dissented(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await before_the_commission(database, signer, people)
    evaluation, aside = life.evaluation, people.members[2]
    await conflicts.recuse(database, aside, evaluation, await version_of(database, evaluation), "родственник")
    await life.vote("--", outcome="unfounded")
    await decisions.cast_vote(database, people.chair, evaluation, await _motion(life), VoteChoice.FOR)
    await decisions.cast_vote(database, people.members[3], evaluation, await _motion(life), VoteChoice.AGAINST)
    await life.vote("+-", outcome="founded")
    dissenting = people.members[1]
    await decisions.write_dissent(database, dissenting, evaluation, await _motion(life), "Фактов мало")
    await decisions.cast_vote(database, people.chair, evaluation, await _motion(life), VoteChoice.FOR)
    await decisions.cast_vote(database, people.members[3], evaluation, await _motion(life), VoteChoice.AGAINST)
    await life.decide()
    await sittings.write_minutes(database, people.secretary, evaluation, 0, "Школа выступила первой")
    await sittings.sign_minutes(database, people.chair, evaluation, 1)
    signed = await minutes(life, people.members[0])
    assert (signed.text, signed.signed_by) == ("Школа выступила первой", people.chair)
    record = Record.model_validate(signed.record)
    assert [(one.name.ru, one.chair, one.part) for one in record.members] == [
        ("Председатель", True, "VOTED"),
        ("Член комиссии 1", False, "VOTED"),
        ("Член комиссии 2", False, "VOTED"),
        ("Член комиссии 3", False, "RECUSED"),
        ("Член комиссии 4", False, "VOTED"),
    ]
    assert (record.eligible, record.quorum) == (4, 3)
    down, carried = record.motions
    assert (down.outcome.en, down.votes_for, down.votes_against, down.carried) == ("Unfounded", 1, 3, False)
    assert (carried.votes_for, carried.votes_against, carried.carried, carried.by_casting_vote) == (2, 2, True, True)
    assert [(one.name.ru, one.choice.value) for one in carried.ballots] == [
        ("Председатель", "FOR"),
        ("Член комиссии 1", "FOR"),
        ("Член комиссии 2", "AGAINST"),
        ("Член комиссии 4", "AGAINST"),
    ]
    assert [(one.name.ru, one.text) for one in carried.dissents] == [("Член комиссии 2", "Фактов мало")]


async def _motion(life: Life) -> UUID:
    async with life.database.working() as tx:
        found: UUID = await tx.value("SELECT id FROM working.motion ORDER BY round DESC LIMIT 1")
    return found


async def test_minutes_are_completed_until_the_chair_signs_what_was_read(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await before_the_commission(database, signer, people)
    evaluation, secretary, chair = life.evaluation, people.secretary, people.chair
    await sittings.write_minutes(database, secretary, evaluation, 0, "Черновик")
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await sittings.sign_minutes(database, chair, evaluation, 1)
    await life.vote("+++", outcome="founded")
    await life.decide()
    await sittings.write_minutes(database, secretary, evaluation, 1, "Полный текст")
    with pytest.raises(StaleVersion):
        await sittings.sign_minutes(database, chair, evaluation, 1)
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await sittings.sign_minutes(database, people.members[0], evaluation, 2)
    await sittings.sign_minutes(database, chair, evaluation, 2)
    for act in (
        sittings.write_minutes(database, secretary, evaluation, 3, "Иначе"),
        sittings.sign_minutes(database, chair, evaluation, 3),
    ):
        with pytest.raises(Blocked, match="MINUTES_SIGNED"):
            await act
    with pytest.raises(NotPermittedOrAbsent):
        await sittings.write_minutes(database, people.stranger, evaluation, 3, "Иначе")
    assert (await minutes(life, chair)).text == "Полный текст"
