"""What a decision asks a school to do is followed up, and what became of it is published."""

import json
from datetime import timedelta

import pytest

from tests.lives import TODAY, Life, to_signing
from workflows.cases import was_met
from workflows.processes import newest
from workflows.rules.refusals import Blocked


async def test_a_condition_is_followed_until_it_is_satisfied(life: Life) -> None:
    school, office = life.cast.officer, life.cast.secretary
    await life.track_step(school, "condition", "submit_plan", "Купим мебель")
    await life.track_step(office, "condition", "return_plan", "Назовите сроки")
    await life.track_step(school, "condition", "submit_plan", "Купим мебель к марту")
    await life.track_step(office, "condition", "accept_plan")
    await life.track_step(school, "condition", "report_progress", "Договор подписан")
    await life.track_step(school, "condition", "request_extension", "Поставка задержалась")
    track = (await life.tracks("condition"))[-1]
    later = TODAY + timedelta(days=200)
    await life.track_step(office, "condition", "grant_extension", "Продлеваем", later)
    extended = (await life.tracks("condition"))[-1]
    assert track.due_at
    assert extended.due_at
    assert (extended.due_at + timedelta(hours=7)).date() == later > (track.due_at + timedelta(hours=7)).date()
    await life.track_step(school, "condition", "report_done", "Мебель стоит")
    await life.track_step(office, "condition", "find_unsatisfied", "Не во всех классах")
    await life.track_step(school, "condition", "report_done", "Во всех")
    await life.track_step(office, "condition", "find_satisfied", "Проверили на месте")
    track = (await life.tracks("condition"))[-1]
    assert track.state == "satisfied"
    with pytest.raises(Blocked, match="WRONG_STATE"):
        await life.track_step(office, "condition", "escalate", "Поздно")


async def test_what_became_of_a_condition_is_published_and_its_internal_texts_are_not(life: Life) -> None:
    school, office = life.cast.officer, life.cast.secretary
    for person, action, text in (
        (school, "submit_plan", "Купим мебель"),
        (office, "accept_plan", None),
        (school, "report_done", "Мебель стоит"),
        (office, "find_satisfied", "Проверили на месте"),
    ):
        await life.track_step(person, "condition", action, text)
    assert await life.records() == [("RESULT", None, None), ("CORRECTION", 1, "follow_up")]
    async with life.database.reading(None) as tx:
        first, second = map(json.loads, await tx.values("SELECT body FROM published.record ORDER BY number"))
    assert second["format"] == "areopag-record/9"
    assert [one.get("state") for one in first["conditions"]] == [None, None]
    still_open, met = second["conditions"]
    assert "state" not in still_open
    assert (met["state"]["code"], met["state"]["title"]["ru"]) == ("satisfied", "Выполнено")
    assert second["because"]["text"] is None
    assert "Проверили на месте" not in json.dumps(second, ensure_ascii=False)
    assert second["result"] == first["result"]


async def test_a_condition_is_found_satisfied_while_the_decision_is_suspended_and_told_when_it_holds_again(
    life: Life,
) -> None:
    office = life.cast.secretary
    await life.step(office, "suspend", "Проверяем жалобу")
    await life.track_step(office, "condition", "escalate", "Плана нет")
    assert await life.records() == [("RESULT", None, None), ("WITHDRAWAL", 1, "suspension")]
    await life.step(office, "reinstate", "Жалоба не подтвердилась")
    async with life.database.reading(None) as tx:
        record = json.loads(await tx.value("SELECT body FROM published.record ORDER BY number DESC LIMIT 1"))
    assert record["because"]["kind"] == "reinstatement"
    assert "escalated" in [one["state"]["code"] for one in record["conditions"] if "state" in one]


async def test_two_conditions_of_the_same_words_and_day_are_followed_up_each_by_itself(life: Life) -> None:
    async with life.database.working() as tx:
        await tx.run(
            "UPDATE working.track SET subject = subject || jsonb_build_object('text', 'Подготовить план', 'due_on',"
            " '2099-01-01', 'criterion_code', CASE subject ->> 'position' WHEN '0' THEN '1.1' ELSE '1.2' END)"
        )
        await tx.run(
            "UPDATE working.motion SET conditions = (SELECT jsonb_agg(t.subject - 'of' - 'position'"
            " ORDER BY (t.subject ->> 'position')::int) FROM working.track t WHERE t.kind = 'condition')"
        )
    await life.track_step(life.cast.secretary, "condition", "escalate", "Плана нет", place=0)
    async with life.database.reading(None) as tx:
        record = json.loads(await tx.value("SELECT body FROM published.record WHERE number = 2"))
    assert [(one["criterion"], "state" in one) for one in record["conditions"]] == [("1.1", True), ("1.2", False)]


async def test_a_condition_that_was_dropped_and_is_set_again_is_followed_up_again(life: Life) -> None:
    for conditions in (1, 2):
        await to_signing(life, outcome="accredited_with_conditions", conditions=conditions)
        await life.step(life.cast.secretary, "sign")
        await life.step(life.cast.chair, "sign")
        await life.publish()
    assert [(track.subject["text"], track.state) for track in await life.tracks("condition")] == [
        ("Условие 1", "awaiting_plan"),
        ("Условие 2", "lifted"),
        ("Условие 2", "awaiting_plan"),
    ]
    async with life.database.reading(None) as tx:
        record = json.loads(await tx.value("SELECT body FROM published.record WHERE number = 3"))
    assert [one.get("state") for one in record["conditions"]] == [None, None]


async def test_a_condition_that_was_given_up_and_is_set_again_starts_anew_and_one_that_was_met_stays_met(
    life: Life,
) -> None:
    school, office = life.cast.officer, life.cast.secretary
    for person, action, text in (
        (school, "submit_plan", "Купим мебель"),
        (office, "accept_plan", None),
        (school, "report_done", "Мебель стоит"),
        (office, "find_satisfied", "Проверили на месте"),
    ):
        await life.track_step(person, "condition", action, text, place=0)
    await life.track_step(office, "condition", "escalate", "Плана нет", place=1)
    texts = [track.subject["text"] for track in await life.tracks("condition")]
    await to_signing(life, outcome="accredited_with_conditions", conditions=2)
    await life.step(office, "sign")
    await life.step(life.cast.chair, "sign")
    await life.publish()
    assert [(track.subject["text"], track.state) for track in await life.tracks("condition")] == [
        (texts[0], "satisfied"),
        (texts[1], "escalated"),
        (texts[1], "awaiting_plan"),
    ]
    process = newest("accreditation")
    assert process
    follow_up = process.track("condition")
    assert [was_met(follow_up, track.state) for track in await life.tracks("condition")] == [True, False, None]
    assert was_met(follow_up, "lifted") is None
    await life.step(office, "correct", "Опечатка в адресе")
    async with life.database.reading(None) as tx:
        records = map(json.loads, await tx.values("SELECT body FROM published.record ORDER BY number"))
    ends = [[one.get("state") for one in record["conditions"]] for record in records]
    assert [[end and end["code"] for end in each] for each in ends] == [
        [None, None],
        ["satisfied", None],
        ["satisfied", "escalated"],
        ["satisfied", None],
        ["satisfied", None],
    ]
