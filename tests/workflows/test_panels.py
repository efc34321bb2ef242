"""Who may sit in a panel, who leads it, and what happens when somebody steps aside."""

from uuid import UUID

import pytest

from storage import people as register
from storage.database import Database
from tests.situations import Cast, cast, in_panel_formation, in_review, state_of, step, version_of
from workflows import conflicts, panels, reviews
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent


async def seat(database: Database, people: Cast, evaluation: UUID, expert: UUID, *, lead: bool = False) -> None:
    version = await version_of(database, evaluation)
    await panels.seat_expert(database, people.secretary, evaluation, version, expert, lead=lead)


async def refusal_to_seat(database: Database, people: Cast, evaluation: UUID, expert: UUID) -> list[tuple[str, str]]:
    """The reasons why an expert cannot be seated, each with the kind of conflict."""
    with pytest.raises(Blocked) as refused:
        await seat(database, people, evaluation, expert)
    return [(reason.code, reason.details.get("kind", "")) for reason in refused.value.reasons]


async def another_expert(database: Database, *, employer: UUID | None = None, municipality: UUID | None = None) -> UUID:
    async with database.working() as tx:
        expert = await register.add_person(tx, "Ещё эксперт", "Another expert")
        await register.add_expert(tx, expert, constituency="PARENT", employer=employer, municipality=municipality)
        return expert


async def seats(database: Database, evaluation: UUID) -> dict[UUID, tuple[UUID, bool]]:
    """Active seats by person: the seat and whether it leads."""
    async with database.working() as tx:
        rows = await tx.values(
            "SELECT jsonb_build_array(person_id, id, lead) FROM working.seat"
            " WHERE evaluation_id = :id AND removed_at IS NULL AND recused_at IS NULL",
            id=evaluation,
        )
    return {UUID(person): (UUID(key), lead) for person, key, lead in rows}


async def test_a_conflict_from_the_register_bars_a_seat_and_says_which(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people, "nok_uod")
    colleague = await another_expert(database, employer=people.school)
    founder = await another_expert(database, employer=people.municipality)
    neighbour = await another_expert(database, municipality=people.municipality)
    assert await refusal_to_seat(database, people, evaluation, colleague) == [("CANDIDATE_CONFLICT", "EMPLOYMENT")]
    assert await refusal_to_seat(database, people, evaluation, founder) == [("CANDIDATE_CONFLICT", "ORGANISATION_TREE")]
    assert await refusal_to_seat(database, people, evaluation, neighbour) == [
        ("CANDIDATE_CONFLICT_TO_WAIVE", "SAME_MUNICIPALITY")
    ]
    assert await seats(database, evaluation) == {}


async def test_a_declared_tie_bars_a_seat(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people, "nok_uod")
    async with database.working() as tx:
        await register.add_tie(tx, people.experts[0], people.school, "FAMILY", "дочь учится здесь")
    assert await refusal_to_seat(database, people, evaluation, people.experts[0]) == [
        ("CANDIDATE_DECLARED_CONFLICT", "FAMILY")
    ]


async def test_a_panel_has_as_many_seats_as_the_process_says_and_one_for_each(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people, "nok_uod")
    await seat(database, people, evaluation, people.experts[0], lead=True)
    assert await refusal_to_seat(database, people, evaluation, people.experts[0]) == [("ALREADY_SEATED", "")]
    await seat(database, people, evaluation, people.experts[1])
    with pytest.raises(Blocked, match="PANEL_INCOMPLETE"):
        await step(database, people.secretary, evaluation, "start_review")
    await seat(database, people, evaluation, people.experts[2])
    assert await refusal_to_seat(database, people, evaluation, people.experts[3]) == [("PANEL_FULL", "")]
    await step(database, people.secretary, evaluation, "start_review")
    assert await state_of(database, evaluation) == "individual_review"


async def test_somebody_who_is_no_expert_is_not_seated(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people, "nok_uod")
    with pytest.raises(NotPermittedOrAbsent):
        await seat(database, people, evaluation, people.stranger)


async def test_the_lead_passes_from_one_seat_to_another(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people, "nok_uod")
    first, second = people.experts[:2]
    await seat(database, people, evaluation, first, lead=True)
    await seat(database, people, evaluation, second)
    held = await seats(database, evaluation)
    version = await version_of(database, evaluation)
    await panels.appoint_lead(database, people.secretary, evaluation, version, held[second][0])
    held = await seats(database, evaluation)
    assert (held[first][1], held[second][1]) == (False, True)
    version = await version_of(database, evaluation)
    await panels.unseat_expert(database, people.secretary, evaluation, version, held[first][0])
    assert set(await seats(database, evaluation)) == {second}


async def test_who_steps_aside_sees_the_case_no_more_and_is_not_seated_again(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people, "nok_uod")
    leaving, replacing = people.experts[1], people.experts[3]
    version = await version_of(database, evaluation)
    await conflicts.recuse(database, leaving, evaluation, version, "знаком с директором")
    async with database.reading(leaving) as tx:
        assert await tx.values("SELECT id FROM working.evaluation") == []
        assert await tx.values("SELECT id FROM working.review") == []
    with pytest.raises(NotPermittedOrAbsent):
        await reviews.score(database, leaving, evaluation, 1, "1.1", None, "поздно", [])
    assert await refusal_to_seat(database, people, evaluation, leaving) == [("CANDIDATE_RECUSED", "")]
    await seat(database, people, evaluation, replacing)
    assert set(await seats(database, evaluation)) == {people.experts[0], people.experts[2], replacing}
