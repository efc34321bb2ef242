"""The commission: who votes, when there is a quorum, what carries, and that one decision comes of it."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from storage.database import Database
from tests.situations import (
    Cast,
    before_the_commission,
    cast,
    motion,
    put_to_the_vote,
    state_of,
    version_of,
)
from workflows import conflicts, decisions
from workflows.rules.quorum import VoteChoice
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion

FOR, AGAINST, ABSTAIN = VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.ABSTAIN


async def vote(database: Database, people: Cast, evaluation: UUID, moved: UUID, *choices: VoteChoice) -> None:
    """Members vote in this order, the chair last."""
    for member, choice in zip((*people.members, people.chair), choices, strict=False):
        await decisions.cast_vote(database, member, evaluation, moved, choice)


async def decide(database: Database, people: Cast, evaluation: UUID) -> None:
    await decisions.decide(database, people.chair, evaluation, await version_of(database, evaluation))


async def decision(database: Database, person: UUID) -> list[dict[str, int]]:
    async with database.reading(person) as tx:
        return await tx.values(
            "SELECT jsonb_build_object('for', votes_for, 'against', votes_against, 'abstained', abstained,"
            " 'recused', recused, 'eligible', eligible, 'quorum', quorum) FROM working.decision"
        )


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"outcome": "excellent"}, "input.outcome: UNKNOWN_CODE"),
        ({"valid_to": None}, "input.validTo: VALIDITY_NEEDED"),
        ({"valid_to": date(2026, 8, 31)}, "input.validTo: VALIDITY_OUT_OF_ORDER"),
        ({"reasons": " "}, "input.reasons: BLANK"),
    ],
)
async def test_a_motion_that_cannot_be_is_refused(database: Database, changed: dict[str, object], problem: str) -> None:
    people = await cast(database)
    evaluation = await before_the_commission(database, people)
    wrong = replace(motion(), **changed)  # type: ignore[arg-type] # one field at a time, named by the parameters
    version = await version_of(database, evaluation)
    with pytest.raises(InvalidInput) as refused:
        await decisions.propose_motion(database, people.chair, evaluation, version, wrong)
    assert str(refused.value) == problem


async def test_only_the_chair_moves_and_nobody_replaces_a_motion_under_vote(database: Database) -> None:
    people = await cast(database)
    evaluation, moved = await put_to_the_vote(database, people)
    propose = decisions.propose_motion
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await propose(database, people.members[0], evaluation, await version_of(database, evaluation), motion())
    await vote(database, people, evaluation, moved, FOR)
    with pytest.raises(Blocked, match="VOTE_OPEN"):
        await propose(database, people.chair, evaluation, await version_of(database, evaluation), motion())


async def test_without_a_quorum_nothing_is_decided_and_a_recused_member_leaves_its_base(database: Database) -> None:
    people = await cast(database)
    evaluation, moved = await put_to_the_vote(database, people)
    await vote(database, people, evaluation, moved, FOR)
    await decisions.cast_vote(database, people.chair, evaluation, moved, FOR)
    with pytest.raises(Blocked) as refused:
        await decide(database, people, evaluation)
    (reason,) = refused.value.reasons
    assert (reason.code, dict(reason.details)) == ("NO_QUORUM", {"cast": "2", "quorum": "3", "eligible": "5"})
    for member in people.members[2:]:
        await conflicts.recuse(
            database, member, evaluation, await version_of(database, evaluation), "знаком с директором"
        )
    await decide(database, people, evaluation)
    assert await decision(database, people.chair) == [
        {"for": 2, "against": 0, "abstained": 0, "recused": 2, "eligible": 3, "quorum": 2}
    ]


async def test_the_vote_of_who_steps_aside_afterwards_does_not_count(database: Database) -> None:
    people = await cast(database)
    evaluation, moved = await put_to_the_vote(database, people)
    await vote(database, people, evaluation, moved, FOR, AGAINST, AGAINST, FOR, FOR)
    recusing = people.members[0]
    await conflicts.recuse(database, recusing, evaluation, await version_of(database, evaluation), "родственник")
    with pytest.raises(Blocked, match="MOTION_NOT_CARRIED"):
        await decide(database, people, evaluation)
    with pytest.raises(NotPermittedOrAbsent):
        await decisions.cast_vote(database, recusing, evaluation, moved, FOR)


async def test_a_motion_voted_down_is_followed_by_another(database: Database) -> None:
    people = await cast(database)
    evaluation, moved = await put_to_the_vote(database, people)
    await vote(database, people, evaluation, moved, FOR, FOR, AGAINST, AGAINST, ABSTAIN)
    with pytest.raises(Blocked, match="MOTION_NOT_CARRIED"):
        await decide(database, people, evaluation)
    other = replace(motion(), outcome="refused", valid_from=None, valid_to=None)
    version = await version_of(database, evaluation)
    await decisions.propose_motion(database, people.chair, evaluation, version, other)
    with pytest.raises(NotPermittedOrAbsent):
        await decisions.cast_vote(database, people.members[0], evaluation, moved, FOR)
    async with database.working() as tx:
        second = await tx.value("SELECT id FROM working.motion ORDER BY round DESC LIMIT 1")
    await vote(database, people, evaluation, second, FOR, FOR, FOR, FOR, FOR)
    await decide(database, people, evaluation)
    async with database.reading(people.chair) as tx:
        outcome = "SELECT m.outcome FROM working.decision d JOIN working.motion m ON m.id = d.motion_id"
        assert await tx.values(outcome) == ["refused"]


async def test_a_vote_can_be_changed_until_the_meeting_is_closed_and_a_dissent_needs_a_vote(database: Database) -> None:
    people = await cast(database)
    evaluation, moved = await put_to_the_vote(database, people)
    member = people.members[0]
    with pytest.raises(Blocked, match="NOT_VOTED"):
        await decisions.write_dissent(database, member, evaluation, moved, "Рано")
    await vote(database, people, evaluation, moved, AGAINST, FOR, FOR, FOR, FOR)
    await decisions.write_dissent(database, member, evaluation, moved, "Рано")
    await decisions.cast_vote(database, member, evaluation, moved, FOR)
    await decide(database, people, evaluation)
    assert (await decision(database, member))[0]["for"] == 5
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await decisions.cast_vote(database, member, evaluation, moved, AGAINST)


async def test_a_decision_is_made_once_however_many_press(database: Database) -> None:
    people = await cast(database)
    evaluation, moved = await put_to_the_vote(database, people)
    await vote(database, people, evaluation, moved, FOR, FOR, FOR, FOR, FOR)
    version = await version_of(database, evaluation)
    pressed = await asyncio.gather(
        *(decisions.decide(database, people.chair, evaluation, version) for _ in range(4)), return_exceptions=True
    )
    assert len([one for one in pressed if one == evaluation]) == 1
    assert all(isinstance(one, Blocked | StaleVersion) for one in pressed if one != evaluation)
    assert len(await decision(database, people.chair)) == 1
    assert await state_of(database, evaluation) == "decided"
