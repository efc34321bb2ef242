"""What a panel says together, and the school's check of its facts."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from storage.database import Database
from tests.situations import agreed, cast, condition, in_consensus, scored_codes, state_of, step, version_of
from workflows import reports
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion


async def claims(database: Database, evaluation: UUID) -> list[UUID]:
    async with database.working() as tx:
        return await tx.values("SELECT id FROM working.accuracy_claim WHERE evaluation_id = :id", id=evaluation)


async def agreements(database: Database) -> int:
    async with database.working() as tx:
        count: int = await tx.value("SELECT count(*) FROM working.agreement")
        return count


async def test_only_the_lead_writes_the_position_and_under_its_own_version(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_consensus(database, people, "nok_uod")
    lead, other = people.experts[:2]
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await reports.write_consensus(database, other, evaluation, "1.1", 0, Decimal(2), "не ведущий")
    await reports.write_consensus(database, lead, evaluation, "1.1", 0, Decimal(70), "согласны")
    with pytest.raises(StaleVersion):
        await reports.write_consensus(database, lead, evaluation, "1.1", 0, Decimal(80), "с другой вкладки")
    with pytest.raises(InvalidInput, match="OFF_SCALE"):
        await reports.write_consensus(database, lead, evaluation, "1.2", 0, Decimal(101), "больше ста")


async def test_agreement_waits_for_the_whole(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_consensus(database, people)
    with pytest.raises(Blocked) as early:
        await reports.agree(database, people.experts[1], evaluation, await version_of(database, evaluation))
    assert {reason.code for reason in early.value.reasons} == {"CONSENSUS_MISSING", "REPORT_INCOMPLETE"}


async def test_a_changed_text_asks_everybody_again(database: Database) -> None:
    people = await cast(database)
    evaluation = await agreed(database, people)
    assert await agreements(database) == 3
    with pytest.raises(Blocked, match="ALREADY_AGREED"):
        await reports.agree(database, people.experts[1], evaluation, await version_of(database, evaluation))
    first = scored_codes()[0]
    await reports.write_consensus(database, people.experts[0], evaluation, first, 1, Decimal(3), "передумали")
    assert await agreements(database) == 0
    with pytest.raises(Blocked, match="PANEL_NOT_AGREED"):
        await step(database, people.experts[0], evaluation, "send_report_to_school")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"proposed_outcome": "excellent"}, "input.proposedOutcome: UNKNOWN_CODE"),
        ({"summary": "ы" * 20_001}, "input.summary: TOO_LONG"),
        ({"criterion_code": "9.9"}, "input.conditions.0.criterionCode: UNKNOWN_CODE"),
        ({"owner": " "}, "input.conditions.0.owner: BLANK"),
    ],
)
async def test_a_report_that_cannot_be_is_refused(database: Database, changed: dict[str, str], problem: str) -> None:
    people = await cast(database)
    evaluation = await in_consensus(database, people, "nok_uod")
    asked = condition("nok_uod")
    given = {"summary": "Вывод", "proposed_outcome": "accredited"} | {
        name: value for name, value in changed.items() if not hasattr(asked, name)
    }
    asked = type(asked)(**{**vars(asked), **{name: v for name, v in changed.items() if hasattr(asked, name)}})
    with pytest.raises(InvalidInput) as refused:
        await reports.write_report(
            database,
            people.experts[0],
            evaluation,
            0,
            summary=given["summary"],
            strengths="",
            recommendations="",
            proposed_outcome=given["proposed_outcome"],
            conditions=[asked],
        )
    assert str(refused.value) == problem


async def test_every_claim_of_the_school_is_answered_before_the_commission_meets(database: Database) -> None:
    people = await cast(database)
    evaluation = await agreed(database, people)
    lead, secretary = people.experts[0], people.secretary
    await step(database, lead, evaluation, "send_report_to_school")
    key = str(uuid4())
    for _ in range(2):
        await reports.claim_error(database, people.officer, evaluation, key, "1.1", "Учеников 400")
    await reports.claim_error(database, people.officer, evaluation, str(uuid4()), None, "Лишнее")
    kept, dropped = await claims(database, evaluation)
    await reports.withdraw_claim(database, people.officer, dropped)
    assert await claims(database, evaluation) == [kept]
    await step(database, people.officer, evaluation, "finish_accuracy_check")
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await reports.withdraw_claim(database, people.officer, kept)
    with pytest.raises(Blocked, match="CLAIMS_UNANSWERED"):
        await step(database, secretary, evaluation, "refer_to_commission")
    with pytest.raises(InvalidInput, match="BLANK"):
        await reports.answer_claim(database, lead, kept, accepted=True, answer=" ")
    await reports.answer_claim(database, lead, kept, accepted=True, answer="Исправили")
    async with database.reading(people.officer) as tx:
        assert await tx.values("SELECT answer FROM working.accuracy_claim") == ["Исправили"]


async def test_a_claim_of_another_school_is_nowhere(database: Database) -> None:
    people = await cast(database)
    evaluation = await agreed(database, people)
    await step(database, people.experts[0], evaluation, "send_report_to_school")
    await reports.claim_error(database, people.officer, evaluation, str(uuid4()), None, "Наше")
    (claim,) = await claims(database, evaluation)
    with pytest.raises(NotPermittedOrAbsent):
        await reports.withdraw_claim(database, people.other_officer, claim)


async def test_the_secretary_closes_the_check_only_after_its_deadline(database: Database) -> None:
    people = await cast(database)
    evaluation = await agreed(database, people)
    await step(database, people.experts[0], evaluation, "send_report_to_school")
    with pytest.raises(Blocked, match="DEADLINE_NOT_PASSED"):
        await step(database, people.secretary, evaluation, "close_accuracy_check")
    async with database.working() as tx:
        await tx.run("UPDATE working.deadline SET due_at = now() - interval '1 second' WHERE name = 'accuracy_check'")
    with pytest.raises(Blocked, match="DEADLINE_PASSED"):
        await reports.claim_error(database, people.officer, evaluation, str(uuid4()), None, "поздно")
    await step(database, people.secretary, evaluation, "close_accuracy_check")
    assert await state_of(database, evaluation) == "finalisation"
