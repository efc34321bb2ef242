"""What is decided of conflicts of interest: waivers, recusals by others, and requests of the school for one."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from storage import cases
from storage import conflicts as stored
from storage.database import Database, Transaction
from storage.keys import Signer
from tests.lives import Life, begun
from tests.situations import cast, in_panel_formation, in_review, put_to_the_vote, state_of, version_of
from workflows import conflicts, decisions, panels, publications, reviews
from workflows.conflicts import NewTie
from workflows.holding import LookedAt, hold_all
from workflows.rules.conflicts import ConflictKind
from workflows.rules.quorum import VoteChoice
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent

FAMILY, MUNICIPALITY, OTHER = ConflictKind.FAMILY, ConflictKind.SAME_MUNICIPALITY, ConflictKind.OTHER
ASKED = NewTie(FAMILY, "Сестра директора", since=2020)


async def declare(database: Database, person: UUID, evaluation: UUID, kind: ConflictKind) -> None:
    tie = NewTie(kind, "учились вместе")
    await conflicts.declare_conflict(database, person, evaluation, await version_of(database, evaluation), tie)


async def waive(
    database: Database, by: UUID, evaluation: UUID, about: UUID, kind: ConflictKind = OTHER, why: str = "Давно"
) -> None:
    version = await version_of(database, evaluation)
    await conflicts.waive_conflict(database, by, evaluation, version, about, kind, why)


async def recuse(database: Database, by: UUID, evaluation: UUID, about: UUID) -> None:
    version = await version_of(database, evaluation)
    await conflicts.recuse_member(database, by, evaluation, version, about, "Связан со школой")


async def visited(database: Database, signer: Signer) -> Life:
    """A peer review under way: the school is shown who its two visitors are."""
    people = await cast(database)
    life = await begun(database, signer, people, "peer-review")
    await life.step(people.officer, "ask_peers", "Как у нас с чтением?")
    await life.seat(2)
    await life.step(people.secretary, "start_visit")
    return life


async def ask(life: Life, about: UUID, officer: UUID | None = None, tie: NewTie = ASKED) -> UUID:
    """The school asks for a recusal; answers with the request."""
    async with life.database.working() as tx:
        seat = await tx.value(
            "SELECT id FROM working.seat WHERE evaluation_id = :id AND person_id = :person",
            id=life.evaluation,
            person=about,
        )
    version = await version_of(life.database, life.evaluation)
    by = officer or life.cast.officer
    await conflicts.request_recusal(life.database, by, life.evaluation, version, seat, tie)
    async with life.database.working() as tx:
        key: UUID = await tx.value(
            "SELECT id FROM working.conflict_of_interest WHERE source = 'SCHOOL' ORDER BY declared_at DESC LIMIT 1"
        )
    return key


async def answer(life: Life, by: UUID, request: UUID, *, granted: bool) -> None:
    version = await version_of(life.database, life.evaluation)
    await conflicts.answer_recusal_request(
        life.database, by, request, version, granted=granted, reason="Проверили документы"
    )


async def requests_as(life: Life, person: UUID) -> list[tuple[str, bool | None, str | None]]:
    """What somebody reads of the requests of the case: the grounds, and what was decided."""
    async with life.database.reading(person) as tx:
        rows = (await stored.requests_of(tx, [life.evaluation]))[0]
    return [(row.note, row.granted, row.reason) for row in rows]


async def trail(database: Database, evaluation: UUID, action: str) -> list[dict[str, Any]]:
    """What the trail keeps of an act: who, in which role, and with what."""
    async with database.working() as tx:
        return await tx.values(
            "SELECT jsonb_build_object('person', person_id, 'role', role, 'details', details, 'change', change)"
            " FROM working.audit_entry WHERE evaluation_id = :id AND action = :action ORDER BY number",
            id=evaluation,
            action=action,
        )


async def test_a_candidate_with_a_tie_that_can_be_waived_is_seated_once_it_is(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people)
    neighbour = people.experts[0]
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.expert SET municipality_id = :near WHERE person_id = :person",
            near=people.municipality,
            person=neighbour,
        )
    async with database.reading(people.secretary) as tx:
        shown = {one.row.person_id: one.barred_by for one in await panels.candidates(tx, evaluation, None)}
    assert [(one.code, one.details) for one in shown[neighbour]] == [
        ("CANDIDATE_CONFLICT_TO_WAIVE", {"kind": "SAME_MUNICIPALITY", "by": "secretary,chair"})
    ]
    assert shown[people.experts[1]] == ()
    version = await version_of(database, evaluation)
    with pytest.raises(Blocked, match="CANDIDATE_CONFLICT_TO_WAIVE"):
        await panels.seat_expert(database, people.secretary, evaluation, version, neighbour, lead=True)
    await waive(database, people.secretary, evaluation, neighbour, MUNICIPALITY, "Других экспертов нет")
    version = await version_of(database, evaluation)
    await panels.seat_expert(database, people.secretary, evaluation, version, neighbour, lead=True)
    (kept,) = await trail(database, evaluation, "waive_conflict")
    assert kept == {
        "person": str(people.secretary),
        "role": "secretary",
        "details": {"kind": "SAME_MUNICIPALITY"},
        "change": {"after": {"person": str(neighbour), "kind": "SAME_MUNICIPALITY", "reason": "Других экспертов нет"}},
    }


async def test_what_bars_is_waived_by_nobody_and_what_can_be_only_by_those_the_process_names(
    database: Database,
) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    expert = people.experts[1]
    await declare(database, expert, evaluation, FAMILY)
    with pytest.raises(Blocked, match="NOTHING_TO_WAIVE"):
        await waive(database, people.secretary, evaluation, expert, FAMILY)
    await declare(database, expert, evaluation, OTHER)
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await waive(database, people.experts[0], evaluation, expert)
    with pytest.raises(NotPermittedOrAbsent):
        await waive(database, people.secretary, evaluation, people.stranger)
    with pytest.raises(InvalidInput):
        await waive(database, people.secretary, evaluation, expert, why=" ")
    await waive(database, people.secretary, evaluation, expert)
    with pytest.raises(Blocked, match="NOTHING_TO_WAIVE"):
        await waive(database, people.secretary, evaluation, expert)
    with pytest.raises(Blocked, match="OWN_CONFLICT"):
        await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(2), "читаю", [])


async def test_t5_what_is_declared_after_a_waiver_stops_again(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    expert = people.experts[1]
    await declare(database, expert, evaluation, OTHER)
    await waive(database, people.secretary, evaluation, expert)
    await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(2), "читаю", [])
    await declare(database, expert, evaluation, OTHER)
    with pytest.raises(Blocked, match="OWN_CONFLICT_TO_WAIVE"):
        await reviews.score(database, expert, evaluation, 2, "1.1", Decimal(3), "дочитал", [])


async def test_a_waiver_is_published_with_its_reason_and_without_whose_it_is(
    database: Database, signer: Signer
) -> None:
    people = await cast(database)
    evaluation, motion = await put_to_the_vote(database, people)
    member = people.members[0]
    await declare(database, member, evaluation, OTHER)
    with pytest.raises(Blocked, match="OWN_CONFLICT_TO_WAIVE"):
        await decisions.cast_vote(database, member, evaluation, motion, VoteChoice.FOR)
    await waive(database, people.chair, evaluation, member, why="Учились вместе тридцать лет назад")
    for voter in (*people.members[:3], people.chair):
        await decisions.cast_vote(database, voter, evaluation, motion, VoteChoice.FOR)
    await decisions.decide(database, people.chair, evaluation, await version_of(database, evaluation))
    version = await version_of(database, evaluation)
    await publications.publish(database, signer, people.secretary, evaluation, version)
    async with database.reading(None) as tx:
        body = await tx.value("SELECT body FROM published.record")
    record = json.loads(body)
    (waiver,) = record["waivers"]
    assert record["format"] == "areopag-record/5"
    assert {name: waiver[name] for name in ("kind", "by", "reason")} == {
        "kind": "OTHER",
        "by": "chair",
        "reason": "Учились вместе тридцать лет назад",
    }
    assert member.hex not in body
    assert str(member) not in body


async def test_a_vote_of_somebody_with_a_conflict_holds_the_decision_until_the_chair_recuses_them(
    database: Database,
) -> None:
    people = await cast(database)
    evaluation, motion = await put_to_the_vote(database, people)
    member = people.members[0]
    for voter in (*people.members[:3], people.chair):
        await decisions.cast_vote(database, voter, evaluation, motion, VoteChoice.FOR)
    with pytest.raises(Blocked, match="NO_CONFLICT_KNOWN"):
        await recuse(database, people.chair, evaluation, member)
    await declare(database, member, evaluation, FAMILY)
    version = await version_of(database, evaluation)
    with pytest.raises(Blocked) as held:
        await decisions.decide(database, people.chair, evaluation, version)
    assert [reason.code for reason in held.value.reasons] == ["VOTE_CONFLICT"]
    with pytest.raises(Blocked, match="OWN_CONFLICT"):
        await decisions.cast_vote(database, member, evaluation, motion, VoteChoice.AGAINST)
    await recuse(database, people.chair, evaluation, member)
    async with database.reading(member) as tx:
        assert await tx.values("SELECT id FROM working.evaluation") == []
    await decisions.decide(database, people.chair, evaluation, await version_of(database, evaluation))
    async with database.working() as tx:
        counted = await tx.values("SELECT jsonb_build_array(votes_for, recused, eligible) FROM working.decision")
        by = await tx.values("SELECT decided_by FROM working.recusal")
    assert (counted, by) == ([[3, 1, 4]], [people.chair])


async def test_the_secretary_recuses_from_the_panel_and_the_chair_only_from_the_commission(database: Database) -> None:
    people = await cast(database)
    evaluation, _ = await put_to_the_vote(database, people)
    with pytest.raises(NotPermittedOrAbsent):
        await recuse(database, people.chair, evaluation, people.experts[1])
    with pytest.raises(NotPermittedOrAbsent):
        await recuse(database, people.chair, evaluation, people.chair)
    await recuse(database, people.secretary, evaluation, people.experts[1])
    for table in ("evaluation", "review", "score", "evidence_document"):
        async with database.reading(people.experts[1]) as tx:
            assert await tx.values(f"SELECT 1 FROM working.{table}") == []


async def test_a_school_asks_for_a_recusal_and_is_told_what_was_decided(database: Database, signer: Signer) -> None:
    life = await visited(database, signer)
    people = life.cast
    lead, other = people.experts[:2]
    refused, granted = await ask(life, lead), await ask(life, other)
    with pytest.raises(Blocked, match="RECUSAL_ASKED_ALREADY"):
        await ask(life, other)
    version = await version_of(database, life.evaluation)
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await conflicts.answer_recusal_request(
            database, people.officer, granted, version, granted=True, reason="Сами решим"
        )
    await answer(life, people.secretary, refused, granted=False)
    await answer(life, people.secretary, granted, granted=True)
    with pytest.raises(Blocked, match="RECUSAL_ANSWERED"):
        await answer(life, people.secretary, refused, granted=True)
    decided = [(ASKED.note, False, "Проверили документы"), (ASKED.note, True, "Проверили документы")]
    assert await requests_as(life, people.officer) == decided
    assert await requests_as(life, people.secretary) == decided
    for outside in (lead, other, people.other_officer, people.stranger):
        assert await requests_as(life, outside) == []
    async with database.reading(other) as tx:
        assert await tx.values("SELECT id FROM working.evaluation") == []
    assert len(await trail(database, life.evaluation, "request_recusal")) == 2
    assert [one["details"] for one in await trail(database, life.evaluation, "answer_recusal_request")] == [
        {"granted": False},
        {"granted": True},
    ]


async def test_what_a_school_says_bars_nobody_until_it_is_found_to_be_so(database: Database, signer: Signer) -> None:
    life = await visited(database, signer)
    lead, other = life.cast.experts[:2]
    await ask(life, other)
    await life.step(other, "record_impression", "Дети читают вслух")
    await life.agree_on("reviewed", 2)
    with pytest.raises(Blocked, match="RECUSAL_REQUESTS_OPEN"):
        await life.step(lead, "hand_over", "Хорошо", outcome="reviewed")


async def test_a_request_that_was_granted_counts_in_the_next_case_of_the_school(
    database: Database, signer: Signer
) -> None:
    life = await visited(database, signer)
    other = life.cast.experts[1]
    await answer(life, life.cast.secretary, await ask(life, other), granted=True)
    again = await begun(database, signer, life.cast, "peer-review", "nok_uod")
    await again.step(life.cast.officer, "ask_peers", "А с математикой?")
    version = await version_of(database, again.evaluation)
    with pytest.raises(Blocked) as barred:
        await panels.seat_expert(database, life.cast.secretary, again.evaluation, version, other, lead=False)
    assert [(reason.code, reason.details) for reason in barred.value.reasons] == [
        ("CANDIDATE_DECLARED_CONFLICT", {"kind": "FAMILY"})
    ]


async def test_t4_a_school_that_is_not_shown_its_panel_can_name_nobody_of_it(
    database: Database, signer: Signer
) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    life = Life(database, signer, people, evaluation)
    with pytest.raises(NotPermittedOrAbsent):
        await ask(life, people.experts[0])
    assert await requests_as(life, people.secretary) == []
    assert await state_of(database, evaluation) == "individual_review"


async def test_t7_two_answers_at_once_have_one_effect(database: Database, signer: Signer) -> None:
    life = await visited(database, signer)
    request = await ask(life, life.cast.experts[1])
    version = await version_of(database, life.evaluation)
    answers = await asyncio.gather(
        *(
            conflicts.answer_recusal_request(
                database, life.cast.secretary, request, version, granted=granted, reason="Решено"
            )
            for granted in (True, False)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in answers) == ["StaleVersion", "UUID"]
    assert len(await trail(database, life.evaluation, "answer_recusal_request")) == 1


async def before_its_jury(database: Database, signer: Signer) -> Life:
    """A competition whose jury scores."""
    life = await begun(database, signer, await cast(database), "competition", "nok_uod")
    await life.prepare_documents()
    await life.step(life.cast.officer, "enter", "Читательский клуб")
    await life.seat(3)
    await life.step(life.cast.secretary, "pass_to_jury")
    return life


async def under_a_complaint(database: Database, signer: Signer) -> Life:
    """A complaint whose two experts look for facts."""
    life = await begun(database, signer, await cast(database), "complaint-review", "nok_uod")
    await life.step(life.cast.secretary, "register_complaint", "Детей не кормят")
    await life.seat(2)
    await life.step(life.cast.secretary, "send_experts")
    return life


async def looked_at_again(database: Database, signer: Signer) -> Life:
    """A follow-up whose one expert looks at what was done."""
    life = await begun(database, signer, await cast(database), "thematic-follow-up", "nok_uod")
    await life.step(life.cast.secretary, "name_condition", "Обновить мебель")
    await life.step(life.cast.officer, "give_account", "Обновили")
    await life.seat(1)
    await life.step(life.cast.secretary, "send_expert")
    return life


@pytest.mark.parametrize("situation", [before_its_jury, under_a_complaint, looked_at_again])
async def test_in_every_process_with_experts_a_school_may_object_and_a_tie_be_waived(
    database: Database, signer: Signer, situation: Callable[[Database, Signer], Awaitable[Life]]
) -> None:
    life = await situation(database, signer)
    secretary, expert = life.cast.secretary, life.cast.experts[0]
    await declare(database, expert, life.evaluation, OTHER)
    await waive(database, secretary, life.evaluation, expert)
    await answer(life, secretary, await ask(life, expert), granted=True)
    assert await requests_as(life, life.cast.officer) == [("Сестра директора", True, "Проверили документы")]
    async with database.reading(expert) as tx:
        assert await tx.values("SELECT id FROM working.evaluation") == []
    async with database.working() as tx:
        assert await tx.value("SELECT recused_at IS NOT NULL FROM working.seat WHERE person_id = :id", id=expert)


async def read_of(life: Life, person: UUID) -> tuple[bool, int]:
    """Whether somebody sees that there is the case, and how many of its statements they read."""
    async with life.database.reading(person) as tx:
        seen = await tx.value("SELECT true FROM working.evaluation WHERE id = :id", id=life.evaluation)
        return bool(seen), int(await tx.value("SELECT count(*) FROM working.statement"))


async def test_where_the_process_asks_first_nobody_reads_the_case_before_having_declared(
    database: Database, signer: Signer
) -> None:
    life = await under_a_complaint(database, signer)
    lead, other = life.cast.experts[:2]
    assert await read_of(life, lead) == await read_of(life, other) == (True, 0)
    await life.declare_none(lead)
    assert await read_of(life, lead) == (True, 1)
    with pytest.raises(Blocked, match="ALREADY_DECLARED"):
        await life.declare_none(lead)
    await declare(database, other, life.evaluation, OTHER)
    assert await read_of(life, other) == (True, 0), "a tie that stops keeps the case closed"
    await waive(database, life.cast.secretary, life.evaluation, other)
    assert await read_of(life, other) == (True, 1)
    assert len(await trail(database, life.evaluation, "declare_no_conflict")) == 1


async def test_only_cases_in_which_ties_may_have_changed_are_looked_at(
    database: Database, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = await visited(database, signer)
    looked_at, read = LookedAt(), []
    reading = cases.read_cases

    async def watched(transaction: Transaction, ids: Sequence[UUID], *, few: bool = False) -> list[cases.CaseRow]:
        read.append(list(ids))
        return await reading(transaction, ids, few=few)

    monkeypatch.setattr(cases, "read_cases", watched)

    async def looks_after(change: str, **given: object) -> bool:
        async with database.working() as tx:
            await tx.run(change, **given)
        read.clear()
        await hold_all(database, looked_at)
        return read == [[life.evaluation]]

    expert, school = life.cast.experts[0], life.cast.school
    member = "INSERT INTO working.membership (person_id, organisation_id, role) VALUES (:person, :school, :role)"
    region = "INSERT INTO working.organisation (kind, name_ru, name_en) VALUES ('REGION', 'Я', 'Z')"
    assert not await looks_after("SELECT 1"), "nobody has a tie"
    assert not await looks_after(member, person=expert, school=life.cast.other_school, role="SCHOOL_OFFICER")
    assert not await looks_after(member, person=life.cast.secretary, school=school, role="SCHOOL_OFFICER")
    assert await looks_after(member, person=expert, school=school, role="SCHOOL_OFFICER")
    assert await looks_after("SELECT 1"), "somebody is held back in it since"
    assert not await looks_after("SELECT 1")
    assert not await looks_after("UPDATE working.person SET name_en = 'Other'")
    assert await looks_after(region)
    assert await looks_after("UPDATE working.evaluation SET process_version = 1")
    assert await looks_after("UPDATE working.seat SET removed_at = now() WHERE person_id = :person", person=expert)
    async with database.working() as tx:
        assert await tx.values("SELECT person_id FROM working.held WHERE because = 'CONFLICT'") == []
    assert not await looks_after(region)


async def test_who_is_barred_reads_nothing_more_until_it_is_decided_and_can_still_step_aside(
    database: Database, signer: Signer
) -> None:
    life = await visited(database, signer)
    lead, other = life.cast.experts[:2]
    assert await read_of(life, other) == (True, 1)
    looked_at = LookedAt()
    assert await hold_all(database, looked_at) == 0
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.expert SET employer_id = :school WHERE person_id = :person",
            school=life.cast.school,
            person=other,
        )
    assert (await hold_all(database, looked_at), await hold_all(database, LookedAt())) == (1, 0)
    assert await read_of(life, other) == (True, 0)
    assert await read_of(life, lead) == (True, 1)
    version = await version_of(database, life.evaluation)
    await conflicts.recuse(database, other, life.evaluation, version, "Перешёл работать в школу")
    assert await read_of(life, other) == (False, 0)
