"""A decision lives on: reply, signatures, embargo, conditions, appeal, correction, withdrawal, reopening, expiry."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.audit_verifier import verify
from schema.context import Context
from storage.blobs.local import LocalBlobs
from storage.keys import Sealer
from tests.asking import told
from tests.lives import FIVE_YEARS, TODAY, Life, begun, other_people, to_signing
from tests.situations import be_at, version_of
from workflows import audit
from workflows.clock import strike_all
from workflows.digests import write_digests
from workflows.followups import (
    cast_appeal_vote,
    file_appeal,
    recuse_appeal_member,
    seat_appeal_member,
    strike_tracks,
    take_track_step,
)
from workflows.letters import Post
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion
from workflows.steps import Given, take


async def test_an_accreditation_walks_from_opening_to_a_record_with_the_schools_reply(life: Life) -> None:
    assert await life.state() == "published"
    assert await life.records() == [("RESULT", None, None)]
    async with life.database.reading(None) as tx:
        record = json.loads(await tx.value("SELECT body FROM published.record"))
    assert record["format"] == "areopag-record/3"
    assert [(s["kind"], s["text"]) for s in record["statements"]] == [("reply", "Благодарим комиссию")]
    assert [track.state for track in await life.tracks("condition")] == ["awaiting_plan", "awaiting_plan"]
    async with life.database.working() as tx:
        validity = await tx.value("SELECT due_at FROM working.deadline WHERE name = 'validity'")
    assert (validity + timedelta(hours=7)).date() == FIVE_YEARS


async def test_two_people_sign_and_the_same_one_does_not_twice(life: Life) -> None:
    await to_signing(life)
    with pytest.raises(Blocked, match="SIGNATURES_MISSING"):
        await life.publish()
    await life.step(life.cast.secretary, "sign")
    with pytest.raises(Blocked, match="ALREADY_SIGNED"):
        await life.step(life.cast.secretary, "sign")
    with pytest.raises(Blocked, match="SIGNATURES_MISSING"):
        await life.publish()
    await life.step(life.cast.chair, "sign")
    await life.publish()


async def test_nothing_is_published_before_the_embargo_ends(life: Life) -> None:
    await to_signing(life)
    await life.step(life.cast.secretary, "sign")
    await life.step(life.cast.chair, "sign")
    await life.step(life.cast.secretary, "set_embargo", day=TODAY + timedelta(days=3))
    with pytest.raises(Blocked, match="EMBARGO"):
        await life.publish()
    assert len(await life.records()) == 1
    await life.let_pass("embargo")
    await life.publish()
    assert (await life.records())[-1] == ("CORRECTION", 1, "revision")


async def test_a_late_report_is_taken_and_marked_late(life: Life) -> None:
    async with life.database.working() as tx:
        await tx.run("UPDATE working.track SET due_at = now() - interval '1 day'")
    await life.track_step(life.cast.officer, "condition", "submit_plan", "План")
    async with life.database.working() as tx:
        assert await tx.value("SELECT late FROM working.statement WHERE kind = 'plan'")


async def test_a_step_asks_for_its_text_and_for_nothing_else(life: Life) -> None:
    office = life.cast.secretary
    for given, problem in (
        (Given(), "input.text: STATEMENT_NEEDED"),
        (Given("Причина", TODAY + timedelta(days=1)), "input.day: NOT_ASKED"),
    ):
        version = await version_of(life.database, life.evaluation)
        with pytest.raises(InvalidInput, match=problem):
            await take(life.database, life.signer, office, life.evaluation, version, "correct", given)
    with pytest.raises(InvalidInput, match="UNKNOWN_CODE"):
        await life.step(office, "decide")
    with pytest.raises(NotPermittedOrAbsent):
        await life.step(office, "no_such_step")
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await life.step(office, "annul_on_appeal", "Сам")
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await life.step(life.cast.officer, "correct", "Хочу иначе")


async def test_the_three_outcomes_of_a_change_of_mind_are_traceable(life: Life) -> None:
    await life.step(life.cast.secretary, "correct", "Опечатка в адресе")
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Условия не учтены")
    others = await other_people(life.database)
    await life.hear(*others, ruling="amend")
    await life.track_step(
        others[0], "appeal", "amend", "Добавляем условие", outcome="accredited_with_conditions", conditions=3
    )
    assert [track.state for track in await life.tracks("appeal")] == ["amended"]
    assert [track.state for track in await life.tracks("condition")] == ["awaiting_plan"] * 3
    await life.step(life.cast.secretary, "withdraw", "Школа закрыта")
    assert await life.state() == "withdrawn"
    assert [track.state for track in await life.tracks("condition")] == ["lifted"] * 3
    assert await life.records() == [
        ("RESULT", None, None),
        ("CORRECTION", 1, "error"),
        ("CORRECTION", 2, "appeal"),
        ("WITHDRAWAL", 3, "withdrawal"),
    ]
    async with life.database.reading(None) as tx:
        amended = json.loads(await tx.value("SELECT body FROM published.record WHERE number = 3"))
    assert amended["result"]["outcome"]["code"] == "accredited_with_conditions"
    assert amended["because"]["text"] == "Добавляем условие"
    assert amended["vote"] is None
    assert await audit.disagreements(life.database) == []
    async with life.database.working() as tx:
        await tx.run("UPDATE working.motion SET conditions = '[]' WHERE round = 2")
        number = await tx.value("SELECT number FROM working.evaluation")
    assert await audit.disagreements(life.database) == [f"{number}: decision"]


async def test_a_condition_that_an_appeal_drops_is_followed_up_no_more(life: Life) -> None:
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Второе условие невыполнимо")
    others = await other_people(life.database)
    await life.hear(*others, ruling="amend")
    await life.track_step(
        others[0], "appeal", "amend", "Снимаем второе", outcome="accredited_with_conditions", conditions=1
    )
    kept, dropped = await life.tracks("condition")
    assert (kept.state, dropped.state, dropped.due_at) == ("awaiting_plan", "lifted", None)
    async with life.database.working() as tx:
        told = await tx.values(
            "SELECT details FROM working.audit_entry WHERE evaluation_id = :id AND action = 'condition:lift'",
            id=life.evaluation,
        )
    assert told == [{"track": str(dropped.id), "from": "awaiting_plan", "to": "lifted"}]


@pytest.mark.parametrize(
    ("ruling", "of_track", "of_case", "record", "of_conditions"),
    [
        ("uphold", "upheld", "published", None, "awaiting_plan"),
        ("annul", "annulled", "withdrawn", ("WITHDRAWAL", 1, "appeal"), "lifted"),
        ("remit", "remitted", "finalisation", None, "awaiting_plan"),
    ],
)
async def test_an_appeal_ends_as_ruled_and_the_case_follows_at_once(
    life: Life,
    ruling: str,
    of_track: str,
    of_case: str,
    record: tuple[str, int, str] | None,
    of_conditions: str,
) -> None:
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Не согласны")
    others = await other_people(life.database)
    await life.hear(*others, ruling=ruling)
    await life.track_step(others[0], "appeal", ruling, "Так решили")
    assert [track.state for track in await life.tracks("appeal")] == [of_track]
    assert await life.state() == of_case
    assert [*await life.records()][1:] == ([record] if record else [])
    assert {track.state for track in await life.tracks("condition")} == {of_conditions}


async def test_an_appeal_is_heard_by_others_than_decided(life: Life) -> None:
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Не согласны")
    with pytest.raises(Blocked, match="APPEAL_OPEN"):
        await life.step(life.cast.secretary, "withdraw", "Нельзя")
    await life.track_step(life.cast.secretary, "appeal", "admit")
    (track,) = await life.tracks("appeal")
    for involved in (life.cast.experts[0], life.cast.members[0], life.cast.chair, life.cast.secretary):
        with pytest.raises(Blocked, match="APPEAL_MEMBER_INVOLVED"):
            await seat_appeal_member(life.database, life.cast.secretary, track.id, track.version, involved, chair=False)
    with pytest.raises(Blocked, match="APPEAL_MEMBER_CONFLICT"):
        await seat_appeal_member(
            life.database, life.cast.secretary, track.id, track.version, life.cast.officer, chair=False
        )
    with pytest.raises(Blocked, match="APPEAL_INCOMPLETE"):
        await life.track_step(life.cast.secretary, "appeal", "begin_hearing")
    others = await other_people(life.database)
    for place, person in enumerate(others):
        (track,) = await life.tracks("appeal")
        await seat_appeal_member(life.database, life.cast.secretary, track.id, track.version, person, chair=place == 0)
    await life.track_step(life.cast.secretary, "appeal", "begin_hearing")
    with pytest.raises(Blocked, match="APPEAL_NO_QUORUM"):
        await life.track_step(others[0], "appeal", "uphold", "Рано")
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await life.track_step(others[1], "appeal", "uphold", "Не я председатель")
    async with life.database.working() as tx:
        await tx.run(
            "INSERT INTO working.conflict_of_interest (person_id, organisation_id, kind, declared_by, note)"
            " VALUES (:person, :school, 'FAMILY', :person, '')",
            person=others[1],
            school=life.cast.school,
        )
    with pytest.raises(Blocked, match="APPEAL_NOT_INDEPENDENT"):
        await life.track_step(others[2], "appeal", "give_opinion", "Мнение")
    (track,) = await life.tracks("appeal")
    await recuse_appeal_member(
        life.database, life.cast.secretary, track.id, track.version, others[1], "Сестра директора"
    )
    for person in (others[0], others[2]):
        await cast_appeal_vote(life.database, person, track.id, "uphold")
    with pytest.raises(NotPermittedOrAbsent):
        await cast_appeal_vote(life.database, others[1], track.id, "annul")
    await life.track_step(others[0], "appeal", "uphold", "Решение обосновано")
    assert [track.state for track in await life.tracks("appeal")] == ["upheld"]


async def test_an_appeal_is_voted_on_with_a_quorum_of_its_own_and_the_chair_breaks_a_tie(life: Life) -> None:
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Не согласны")
    chair, one, other = await other_people(life.database)
    await life.hear(chair, one, other, ruling=None)
    (track,) = await life.tracks("appeal")
    await cast_appeal_vote(life.database, chair, track.id, "annul")
    with pytest.raises(Blocked) as refused:
        await life.track_step(chair, "appeal", "annul", "Рано")
    (reason,) = refused.value.reasons
    assert (reason.code, dict(reason.details)) == ("APPEAL_NO_QUORUM", {"cast": "1", "quorum": "2", "eligible": "3"})
    await cast_appeal_vote(life.database, one, track.id, "uphold")
    with pytest.raises(InvalidInput, match="UNKNOWN_CODE"):
        await cast_appeal_vote(life.database, other, track.id, "give_opinion")
    await cast_appeal_vote(life.database, other, track.id, "abstain")
    with pytest.raises(Blocked, match="RULING_NOT_CARRIED"):
        await life.track_step(chair, "appeal", "uphold", "За это председатель не голосовал")
    assert await ballots(life, one) == ["uphold"]
    assert await ballots(life, life.cast.secretary) == []
    await life.track_step(chair, "appeal", "annul", "Голоса разделились, решил председатель")
    assert await life.state() == "withdrawn"
    assert await ballots(life, one) == await ballots(life, life.cast.secretary) == ["abstain", "annul", "uphold"]
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await cast_appeal_vote(life.database, one, track.id, "annul")


async def ballots(life: Life, person: UUID) -> list[str]:
    """The votes on appeals that a person reads."""
    async with life.database.reading(person) as tx:
        return await tx.values("SELECT ruling FROM working.appeal_ballot ORDER BY ruling")


async def tasks(life: Life, person: UUID) -> list[tuple[str, str]]:
    """What waits for a person beside the case itself, through the API: the step, and what it is about."""
    context = Context(life.database, LocalBlobs(Path("/nowhere")), person, life.signer)
    asked = (await told(context, "{ viewer { tasks { action track { text } } } }"))["viewer"]["tasks"]
    return [(one["action"], one["track"]["text"]) for one in asked if one["track"]]


async def test_what_waits_beside_a_case_is_among_the_tasks_and_in_letters(life: Life) -> None:
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Не согласны")
    plans = [("submit_plan", "Условие 1"), ("submit_plan", "Условие 2")]
    assert await tasks(life, life.cast.officer) == plans
    assert await tasks(life, life.cast.secretary) == [("admit", "Не согласны")]
    chair, one, other = await other_people(life.database)
    await life.hear(chair, one, other, ruling=None)
    vote = ("cast_appeal_vote", "Не согласны")
    assert await tasks(life, one) == [vote]
    assert await tasks(life, chair) == [vote, ("uphold", "Не согласны")]
    (track,) = await life.tracks("appeal")
    await cast_appeal_vote(life.database, one, track.id, "annul")
    assert await tasks(life, one) == []
    assert await tasks(life, life.cast.stranger) == []
    async with life.database.working() as tx:
        await tx.run("DELETE FROM working.account")
        await tx.run(
            "INSERT INTO working.account (person_id, login, email) VALUES (:person, 'school', 'school@x.example')",
            person=life.cast.officer,
        )
    await be_at(life.database, 12)
    post = Post("https://areopag.example", Sealer(AESGCM(bytes(32))), sends=True)
    assert await write_digests(life.database, post) == 1
    async with life.database.reading(life.cast.officer) as tx:
        told = await tx.values("SELECT action FROM working.notice ORDER BY action")
    async with life.database.working() as tx:
        text = await tx.value("SELECT text FROM working.digest")
    assert told == ["condition:submit_plan"]
    assert "Представить план (Условие 1). Теперь ваш шаг." in text
    assert "Представить план (Условие 2)" in text


async def test_who_hears_an_appeal_reads_the_report_and_strangers_nothing(life: Life) -> None:
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Не согласны")
    others = await other_people(life.database)
    await life.hear(*others)
    seen = {}
    for name, person in (("appeal", others[0]), ("stranger", life.cast.stranger), ("school", life.cast.officer)):
        async with life.database.reading(person) as tx:
            seen[name] = (
                await tx.value("SELECT count(*) FROM working.report"),
                await tx.value("SELECT count(*) FROM working.track"),
                await tx.values("SELECT DISTINCT kind FROM working.statement ORDER BY kind"),
                await tx.value("SELECT count(*) FROM working.seat"),
            )
    assert seen["appeal"] == (1, 3, ["grounds", "interview", "opinion", "reply", "visit_finding"], 0)
    assert seen["stranger"] == (0, 0, [], 0)
    assert seen["school"][2] == ["grounds", "reply", "visit_agenda"]


async def test_an_appeal_comes_in_time_or_in_the_days_of_grace_marked_late_or_not_at_all(life: Life) -> None:
    await life.let_pass("appeal")
    version = await version_of(life.database, life.evaluation)
    with pytest.raises(Blocked, match="DEADLINE_PASSED"):
        await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Поздно")
    async with life.database.working() as tx:
        await tx.run("UPDATE working.deadline SET due_at = now() - interval '1 hour' WHERE name = 'appeal'")
    await file_appeal(life.database, life.cast.officer, life.evaluation, "key", version, "Почти вовремя")
    async with life.database.working() as tx:
        assert await tx.value("SELECT late FROM working.statement WHERE kind = 'grounds'")


async def test_a_suspended_decision_is_withdrawn_for_everybody_until_it_is_reinstated(life: Life) -> None:
    await life.step(life.cast.secretary, "suspend", "Идёт проверка")
    assert await life.state() == "suspended"
    await life.step(life.cast.secretary, "reinstate", "Проверка прошла")
    assert await life.state() == "published"
    assert [(kind, why) for kind, _, why in await life.records()] == [
        ("RESULT", None),
        ("WITHDRAWAL", "suspension"),
        ("CORRECTION", "reinstatement"),
    ]


async def test_a_decision_expires_by_itself_and_a_new_evaluation_may_begin_before(life: Life) -> None:
    renewal = await begun(life.database, life.signer, life.cast, "accreditation")
    assert await renewal.state() == "preparation"
    assert await strike_all(life.database) == 0
    await life.let_pass("validity")
    assert await strike_all(life.database) == 1
    assert await life.state() == "expired"


async def test_what_nobody_answers_in_time_the_clock_closes(life: Life) -> None:
    await life.step(life.cast.secretary, "reopen", "Уточнение")
    await life.refer()
    await life.vote()
    await life.decide()
    await life.step(life.cast.secretary, "announce_decision")
    await life.let_pass("reply")
    assert await strike_all(life.database) == 1
    assert await life.state() == "signing"
    assert await strike_tracks(life.database, life.signer) == 0


async def test_a_stale_or_foreign_step_of_a_track_changes_nothing(life: Life) -> None:
    track = (await life.tracks("condition"))[-1]
    with pytest.raises(StaleVersion):
        await take_track_step(life.database, life.signer, life.cast.officer, track.id, 7, "submit_plan", Given("План"))
    with pytest.raises(NotPermittedOrAbsent):
        await take_track_step(life.database, life.signer, life.cast.stranger, track.id, 1, "submit_plan", Given("План"))
    assert (await life.tracks("condition"))[-1] == track


async def test_the_trail_of_a_whole_life_verifies(life: Life, tmp_path: Path) -> None:
    await life.track_step(life.cast.officer, "condition", "submit_plan", "План")
    trail = tmp_path / "trail"
    trail.write_bytes(b"".join([line async for line in audit.export(life.database, life.signer)]))
    assert verify(trail, {life.signer.key_id: life.signer.public_key}).wrong == []
    assert await audit.disagreements(life.database) == []
