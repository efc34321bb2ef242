"""T5: a conflict of interest that appears after seating stops the next act, whoever changed what."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from storage import people as register
from storage import personal
from storage.database import Database
from tests.situations import (
    Cast,
    agreed,
    cast,
    in_consensus,
    in_panel_formation,
    in_review,
    put_to_the_vote,
    state_of,
    step,
    version_of,
)
from workflows import conflicts, decisions, panels, reports, reviews
from workflows.conflicts import NewTie
from workflows.holding import LookedAt, hold_all
from workflows.rules.conflicts import ConflictKind
from workflows.rules.quorum import VoteChoice
from workflows.rules.refusals import Blocked, InvalidInput, Problem

CHANGES = {
    "is employed by the school": (
        "UPDATE working.expert SET employer_id = :school WHERE person_id = :person",
        ConflictKind.EMPLOYMENT,
    ),
    "is employed by the founder": (
        "UPDATE working.expert SET employer_id = :municipality WHERE person_id = :person",
        ConflictKind.ORGANISATION_TREE,
    ),
    "is made an officer of the school": (
        "INSERT INTO working.membership (person_id, organisation_id, role) VALUES (:person, :school, 'SCHOOL_OFFICER')",
        ConflictKind.EMPLOYMENT,
    ),
    "works where the school is merged into": (
        "UPDATE working.organisation SET parent_id = :other_school WHERE id = :school",
        ConflictKind.ORGANISATION_TREE,
    ),
    "works in what becomes a branch of the school": (
        "UPDATE working.organisation SET parent_id = :school WHERE id = :other_school",
        ConflictKind.ORGANISATION_TREE,
    ),
    "lives where the school moves to": (
        "UPDATE working.organisation SET parent_id = :other_municipality WHERE id = :school",
        ConflictKind.SAME_MUNICIPALITY,
    ),
    "moves to where the school is": (
        "UPDATE working.expert SET municipality_id = :municipality WHERE person_id = :person",
        ConflictKind.SAME_MUNICIPALITY,
    ),
    "is found to have left a post at the school": (
        """INSERT INTO working.conflict_of_interest (person_id, organisation_id, kind, source, until_year)
        VALUES (:person, :school, 'EMPLOYMENT', 'REGISTER', extract(year FROM now()) - 1)""",
        ConflictKind.EMPLOYMENT,
    ),
}


async def change(database: Database, people: Cast, person: UUID, what: str) -> None:
    """The world changes for this person, by hands that know nothing of any case."""
    statement = CHANGES[what][0]
    names = ("school", "municipality", "other_school", "other_municipality")
    known = {name: getattr(people, name) for name in names if f":{name}" in statement}
    async with database.working() as tx:
        await tx.run(statement, **known, **({"person": person} if ":person" in statement else {}))


async def trace(database: Database, evaluation: UUID) -> tuple[int, int]:
    """The version of the case and the length of its trail: what a refused act leaves as it was."""
    async with database.working() as tx:
        entries = await tx.value("SELECT count(*) FROM working.audit_entry WHERE evaluation_id = :id", id=evaluation)
    return await version_of(database, evaluation), entries


async def refused(database: Database, evaluation: UUID, act: Awaitable[object]) -> list[str]:
    """The kinds of conflict an act is refused for; it has left nothing behind."""
    before = await trace(database, evaluation)
    with pytest.raises(Blocked) as stopped:
        await act
    assert await trace(database, evaluation) == before
    return [reason.details["kind"] for reason in stopped.value.reasons if reason.code.startswith("OWN_CONFLICT")]


@pytest.mark.parametrize("what", CHANGES)
async def test_t5_an_expert_whose_world_changed_after_seating_scores_no_more(database: Database, what: str) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    expert = people.experts[1]
    await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(2), "начал читать", [])
    looked_at = LookedAt()
    assert await hold_all(database, looked_at) == 0
    await change(database, people, expert, what)
    scoring = reviews.score(database, expert, evaluation, 2, "1.1", Decimal(3), "дочитал", [])
    assert CHANGES[what][1] in await refused(database, evaluation, scoring)
    assert await hold_all(database, looked_at) == 1
    async with database.working() as tx:
        assert expert in await tx.values("SELECT person_id FROM working.held WHERE because = 'CONFLICT'")


ACTS: dict[
    str, tuple[Callable[[Database, Cast], Awaitable[UUID]], Callable[[Database, Cast, UUID], Awaitable[object]]]
] = {
    "hand a review in": (in_review, lambda d, p, e: reviews.submit_review(d, p.experts[0], e, 1)),
    "close the review": (in_review, lambda d, p, e: step(d, p.experts[0], e, "close_review")),
    "write the panel's position": (
        in_consensus,
        lambda d, p, e: reports.write_consensus(d, p.experts[0], e, "1.1", 0, Decimal(2), "Позиция"),
    ),
    "send the report": (agreed, lambda d, p, e: step(d, p.experts[0], e, "send_report_to_school")),
}


@pytest.mark.parametrize("act", ACTS)
async def test_t5_every_act_of_the_panel_is_stopped(database: Database, act: str) -> None:
    people = await cast(database)
    brought, done = ACTS[act]
    evaluation = await brought(database, people)
    await change(database, people, people.experts[0], "is employed by the school")
    assert await refused(database, evaluation, done(database, people, evaluation)) == ["EMPLOYMENT"]


async def test_t5_every_act_of_the_commission_is_stopped(database: Database) -> None:
    people = await cast(database)
    evaluation, motion = await put_to_the_vote(database, people)
    for person in (people.members[0], people.chair):
        await change(database, people, person, "is made an officer of the school")
        voting = decisions.cast_vote(database, person, evaluation, motion, VoteChoice.FOR)
        assert await refused(database, evaluation, voting) == ["EMPLOYMENT"]
    deciding = decisions.decide(database, people.chair, evaluation, await version_of(database, evaluation))
    assert await refused(database, evaluation, deciding) == ["EMPLOYMENT"]


async def test_t5_a_panel_edited_past_the_rules_does_not_begin_and_its_member_does_not_act(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    replaced, put_in = people.experts[1], people.experts[3]
    await change(database, people, put_in, "is employed by the school")
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.seat SET person_id = :now WHERE evaluation_id = :id AND person_id = :was",
            now=put_in,
            was=replaced,
            id=evaluation,
        )
    scoring = reviews.score(database, put_in, evaluation, 1, "1.1", Decimal(3), "читаю", [])
    assert await refused(database, evaluation, scoring) == ["EMPLOYMENT"]


async def test_t5_a_conflict_one_declares_oneself_stops_the_next_act_and_leaves_the_way_out(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    expert = people.experts[1]
    tie = NewTie(ConflictKind.CO_AUTHOR, "учебник", since=2019)
    await reviews.score(database, expert, evaluation, 1, "1.1", None, "начал читать", [])
    version = await version_of(database, evaluation)
    await conflicts.declare_conflict(database, expert, evaluation, version, replace(tie, kind=ConflictKind.CONSULTANCY))
    scoring = reviews.score(database, expert, evaluation, 2, "1.1", None, "дочитал", [])
    assert await refused(database, evaluation, scoring) == ["CONSULTANCY"]
    version = await version_of(database, evaluation)
    await conflicts.declare_conflict(database, expert, evaluation, version, tie)
    version = await version_of(database, evaluation)
    await conflicts.recuse(database, expert, evaluation, version, "готовил программу")
    assert await state_of(database, evaluation) == "individual_review"


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        (3000, None, [Problem("input.sinceYear", "YEAR_NOT_SENSIBLE")]),
        (None, 1800, [Problem("input.untilYear", "YEAR_NOT_SENSIBLE")]),
        (2020, 2019, [Problem("input.untilYear", "YEARS_OUT_OF_ORDER")]),
    ],
)
async def test_years_that_cannot_be_are_told(
    database: Database, since: int | None, until: int | None, wrong: list[Problem]
) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    version = await version_of(database, evaluation)
    tie = NewTie(ConflictKind.FAMILY, "", since, until)
    with pytest.raises(InvalidInput) as refusal:
        await conflicts.declare_conflict(database, people.experts[1], evaluation, version, tie)
    assert [replace(one, details=()) for one in refusal.value.problems] == wrong


async def test_the_register_remembers_a_post_that_was_left(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people)
    expert = people.experts[0]
    async with database.working() as tx:
        for employer in (people.school, people.other_school):
            await tx.run(
                "UPDATE working.expert SET employer_id = :employer WHERE person_id = :person",
                employer=employer,
                person=expert,
            )
    version = await version_of(database, evaluation)
    with pytest.raises(Blocked) as stopped:
        await panels.seat_expert(database, people.secretary, evaluation, version, expert, lead=False)
    assert [(reason.code, reason.details) for reason in stopped.value.reasons] == [
        ("CANDIDATE_CONFLICT", {"kind": "EMPLOYMENT"})
    ]


async def test_who_acted_for_a_school_wrote_documents_with_it(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people)
    async with database.working() as tx:
        ties = await tx.value("SELECT access.ties_of(:person)", person=people.officer)
        year = await tx.value("SELECT extract(year FROM now())::int")
    written = [tie for tie in ties if tie["kind"] == "CO_AUTHOR"]
    assert written == [
        {"kind": "CO_AUTHOR", "organisation": str(people.school), "declared": False, "until": year, "told_at": None}
    ]
    assert await state_of(database, evaluation) == "panel_formation"


async def test_what_the_register_remembers_goes_with_the_person(database: Database) -> None:
    people = await cast(database)
    async with database.working() as tx:
        await register.add_membership(tx, people.experts[0], people.school, "SCHOOL_HEAD")
        assert await personal.erase(tx, people.experts[0], "Удалён", "Erased")
        assert await tx.value("SELECT access.ties_of(:person)", person=people.experts[0]) == []
