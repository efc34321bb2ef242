"""The process library: each process is walked from its beginning to its end by the acts of its people."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.errors import InsufficientPrivilege

from schema.context import Context
from schema.ids import global_id
from storage import evaluations as stored
from storage import schools
from storage.blobs.local import LocalBlobs
from storage.database import Database
from storage.digests import named_cases
from storage.keys import Signer
from storage.openings import openings_of
from storage.panels import seats_of
from storage.people import add_membership, add_person
from storage.reports import consensus_of
from tests.asking import told
from tests.lives import TODAY, Life, begun
from tests.situations import Cast, cast, framework_id, scored_codes
from workflows import reports
from workflows.calls import NewCall, open_call
from workflows.clock import strike_all
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


async def record(life: Life) -> dict[str, Any]:
    """The newest record."""
    async with life.database.reading(None) as tx:
        found: dict[str, Any] = json.loads(
            await tx.value("SELECT body FROM published.record ORDER BY number DESC LIMIT 1")
        )
    return found


async def test_independent_quality_evaluation_is_calculated_without_a_commission(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await begun(database, signer, people, "independent-quality-evaluation", "nok_uod")
    await life.let_pass("submission")
    assert await strike_all(database) == 1
    office = people.secretary
    await life.step(office, "record_survey", "Опрошено 312 родителей")
    with pytest.raises(Blocked, match="CONSENSUS_MISSING"):
        await life.step(office, "send_to_organisation")
    for code in scored_codes("nok_uod"):
        await reports.write_consensus(database, office, life.evaluation, code, 0, Decimal(80), "По данным сбора")
    await life.step(office, "send_to_organisation")
    await reports.claim_error(database, people.officer, life.evaluation, "key", None, "Ошибка в числе мест")
    await life.step(people.officer, "finish_accuracy_check")
    with pytest.raises(Blocked, match="CLAIMS_UNANSWERED"):
        await life.step(office, "confirm", "Расчёт по приказу", outcome="established")
    async with database.working() as tx:
        claim = await tx.value("SELECT id FROM working.accuracy_claim")
    await reports.answer_claim(database, office, claim, accepted=True, answer="Исправлено")
    await life.step(office, "confirm", "Расчёт по приказу", outcome="established")
    await life.publish()
    result = await record(life)
    assert (result["result"]["outcome"]["code"], result["result"]["total"]) == ("established", "80")
    assert (result["vote"], result["panel"]) == (None, [])
    assert [said["text"] for said in result["statements"]] == ["Опрошено 312 родителей"]


async def test_what_an_inspector_counted_makes_the_indicator_and_is_told_with_it(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await begun(database, signer, people, "independent-quality-evaluation", "nok_uod", number=2)
    await life.let_pass("submission")
    assert await strike_all(database) == 1
    counts = {"I_stand": 12, "N_stand": 14, "I_site": 45, "N_site": 50}
    writing = (database, people.secretary, life.evaluation, "1.1", 0)
    for value, given, problem in ((Decimal(1), counts, "VALUE_BESIDE_COUNTS"), (None, {"n": 1}, "COUNTS_ASKED")):
        with pytest.raises(InvalidInput, match=problem):
            await reports.write_consensus(*writing, value, "", given)
    await reports.write_consensus(*writing, None, "Нет режима работы", counts)
    async with database.acting(people.secretary) as tx:
        ((row, *_),) = await consensus_of(tx, [life.evaluation])
    told = "I_stand = 12; N_stand = 14; I_site = 45; N_site = 50\nНет режима работы"
    assert (row.value, row.position, row.version) == (Decimal("87.86"), told, 1)


async def test_peers_review_a_school_which_alone_decides_to_share(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await begun(database, signer, people, "peer-review")
    await life.step(people.officer, "ask_peers", "Как мы учим читать?")
    await life.seat(2)
    await life.step(people.secretary, "start_visit")
    lead, peer = people.experts[:2]
    await life.step(peer, "record_impression", "Дети читают вслух")
    await life.agree_on("reviewed", 2)
    await life.step(lead, "hand_over", "Хорошая школа", outcome="reviewed")
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await life.step(people.secretary, "share")
    assert await life.records() == []
    await life.step(people.officer, "share")
    assert await life.state() == "shared"
    assert (await record(life))["report"]["reasons"] == "Хорошая школа"


async def test_a_peer_review_that_is_not_shared_stays_with_the_school(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await begun(database, signer, people, "peer-review")
    await life.step(people.officer, "ask_peers", "Как мы учим читать?")
    await life.seat(2)
    await life.step(people.secretary, "start_visit")
    await life.agree_on("reviewed", 2)
    await life.step(people.experts[0], "hand_over", "Вывод", outcome="reviewed")
    await life.let_pass("reading")
    assert await strike_all(database) == 1
    assert await life.state() == "kept"
    assert await life.records() == []


async def entrants(database: Database, people: Cast, count: int) -> list[Cast]:
    """Schools with nothing to do with anybody of the jury, each with its officer."""
    made = []
    async with database.working() as tx:
        for place in range(count):
            school = await schools.add_organisation(
                tx, "SCHOOL", f"Школа {place}", f"School {place}", people.municipality
            )
            officer = await add_person(tx, f"Ответственный {place}", f"Officer {place}")
            await add_membership(tx, officer, school, "SCHOOL_OFFICER")
            made.append(replace(people, school=school, officer=officer))
    return made


async def entered(life: Life) -> None:
    """The school enters, and a jury of three sits."""
    await life.prepare_documents()
    await life.step(life.cast.officer, "enter", "Читательский клуб")
    await life.seat(3)
    await life.step(life.cast.secretary, "pass_to_jury")


async def award(life: Life, outcome: str) -> None:
    """The jury's chair awards what the jury scored, and the secretary publishes."""
    lead = life.cast.experts[0]
    for code in scored_codes():
        await reports.write_consensus(life.database, lead, life.evaluation, code, 0, Decimal(2), "Жюри согласно")
    await life.step(lead, "give_award", "Лучшая практика", outcome=outcome)
    await life.publish()


async def test_a_competition_ranks_its_entries_and_equal_ones_share_their_places(
    database: Database, signer: Signer, people: Cast
) -> None:
    new = NewCall("competition", framework_id(), "Лучшая практика", "Best practice")
    call = await open_call(database, people.secretary, "key", new)
    schools_ = await entrants(database, people, 3)
    best, one, other = [await begun(database, signer, them, "competition", call=call) for them in schools_]
    for life in (best, one, other):
        await entered(life)
    lead = people.experts[0]
    for life, value in ((best, 3), (one, 2)):
        await life.review(3, value)
        await life.step(lead, "close_scoring")
    with pytest.raises(Blocked, match="ENTRIES_UNSCORED"):
        await best.step(lead, "give_award", "Рано", outcome="winner")
    with pytest.raises(Blocked, match="CALL_CLOSED"):
        await begun(database, signer, (await entrants(database, people, 1))[0], "competition", call=call)
    assert await places(database, signer, people.secretary) == [("100", 1, 1), ("50", 2, 2), (None, None, None)]
    assert await places(database, signer, lead) == [(None, None, None)] * 3
    await other.review(3, 2)
    await other.step(lead, "close_scoring")
    assert await places(database, signer, people.secretary) == [("100", 1, 1), ("50", 2, 3), ("50", 2, 3)]
    with pytest.raises(Blocked, match="CONSENSUS_MISSING"):
        await best.step(lead, "give_award", "Лучшая практика", outcome="winner")
    for life, outcome in ((best, "winner"), (one, "laureate"), (other, "laureate")):
        await award(life, outcome)
    result = await record(other)
    assert (result["format"], result["result"]["outcome"]["code"]) == ("areopag-record/6", "laureate")
    assert result["competition"] == {
        "call": {"id": call.hex, "title": {"ru": "Лучшая практика", "en": "Best practice"}},
        "first": 2,
        "last": 3,
        "entries": 3,
        "score": "50",
        "break_ties_by": [],
    }
    assert [said["kind"] for said in result["statements"]] == ["entry", "award"]
    asked = """query ($call: ID!) { publications(filter: {competitionId: $call}) {
        totalCount nodes { competition { firstPlace lastPlace entries score } } } }"""
    told = (await answer(database, signer, None, asked, call=global_id("call", call)))["publications"]
    assert told["totalCount"] == 3
    assert {"firstPlace": 2, "lastPlace": 3, "entries": 3, "score": "50"} in [
        one["competition"] for one in told["nodes"]
    ]
    other_call = global_id("call", uuid4())
    assert (await answer(database, signer, None, asked, call=other_call))["publications"]["totalCount"] == 0


async def answer(database: Database, signer: Signer, person: UUID | None, query: str, **variables: object) -> Any:
    """What the API answers somebody."""
    context = Context(database, LocalBlobs(Path("/nowhere")), person, signer)
    return await told(context, query, **variables)


async def places(database: Database, signer: Signer, person: UUID) -> list[tuple[str | None, int | None, int | None]]:
    """The entries of the one competition as the API shows them: result, first and last place."""
    asked = "{ viewer { calls { entries { score firstPlace lastPlace } } } }"
    (call,) = (await answer(database, signer, person, asked))["viewer"]["calls"]
    return [(one["score"], one["firstPlace"], one["lastPlace"]) for one in call["entries"]]


async def test_only_the_secretary_opens_a_competition_of_a_process_that_ranks(database: Database, people: Cast) -> None:
    new = NewCall("competition", framework_id(), "Конкурс", "Competition")
    with pytest.raises(NotPermittedOrAbsent):
        await open_call(database, people.experts[0], "key", new)
    with pytest.raises(InvalidInput, match="UNKNOWN_CODE"):
        await open_call(database, people.secretary, "key", replace(new, process_code="accreditation"))


async def test_in_an_anonymous_competition_the_jury_does_not_know_whose_entry_it_reads(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await begun(database, signer, people, "blind-competition", "nok_uod")
    await life.prepare_documents()
    await life.step(people.officer, "enter", "Читательский клуб")
    await life.seat(3)
    await life.step(people.secretary, "pass_to_jury")
    await life.review(3, value=80)
    lead, juror = people.experts[:2]

    async def known_to(person: UUID) -> tuple[list[UUID | None], int, list[str]]:
        """Which school it is, how many cases a search for its name finds, and which of its names stand in deadlines."""
        async with database.reading(person) as tx:
            (row,) = await stored.evaluations_by_id(tx, [life.evaluation])
            found = await stored.count_evaluations(tx, stored.Chosen(search="Школа"))
            named = [one.school_ru for one in await named_cases(tx, [life.evaluation]) if one.school_ru]
            with pytest.raises(InsufficientPrivilege, match="permission denied"):
                await tx.value("SELECT organisation_id FROM working.evaluation")
        return [row.organisation_id if row else None], found, named

    everything: tuple[list[UUID | None], int, list[str]] = ([people.school], 1, ["Школа № 1"])
    nothing: tuple[list[UUID | None], int, list[str]] = ([None], 0, [])
    assert await known_to(juror) == await known_to(lead) == nothing
    assert await known_to(people.officer) == await known_to(people.secretary) == everything
    async with database.reading(people.officer) as tx:
        assert (await seats_of(tx, [life.evaluation]))[0] == []
    await life.step(lead, "close_scoring")
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await life.step(juror, "open_identity", "Интересно")
    await life.step(lead, "open_identity", "Заявка похожа на прошлогоднюю")
    assert await known_to(lead) == everything
    assert await known_to(juror) == nothing
    async with database.reading(people.officer) as tx:
        ((opened,),) = await openings_of(tx, [life.evaluation])
    assert (opened.what, opened.role, opened.reason) == ("SCHOOL", "lead", "Заявка похожа на прошлогоднюю")
    with pytest.raises(Blocked, match="NOTHING_HIDDEN"):
        await life.step(lead, "open_identity", "Ещё раз")
    for code in scored_codes("nok_uod"):
        await reports.write_consensus(database, lead, life.evaluation, code, 0, Decimal(80), "Жюри согласно")
    await life.step(lead, "give_award", "Лучшая практика", outcome="winner")
    assert await known_to(juror) == everything
    await life.publish()
    assert (await record(life))["result"]["outcome"]["code"] == "winner"


async def test_a_competition_without_an_entry_lapses(database: Database, signer: Signer, people: Cast) -> None:
    life = await begun(database, signer, people, "competition")
    await life.let_pass("entry")
    assert await strike_all(database) == 1
    assert await life.state() == "lapsed"


async def test_a_thematic_follow_up_looks_at_one_condition(database: Database, signer: Signer, people: Cast) -> None:
    life = await begun(database, signer, people, "thematic-follow-up")
    await life.step(people.secretary, "name_condition", "Обновить мебель")
    await life.step(people.officer, "give_account", "Обновили")
    await life.seat(1)
    await life.step(people.secretary, "send_expert")
    await life.step(people.experts[0], "report_finding", "Мебель новая в двух классах из трёх")
    await life.step(people.officer, "waive_remark")
    await life.step(people.secretary, "conclude", "Частично", outcome="partly")
    await life.publish()
    result = await record(life)
    assert result["result"]["outcome"]["code"] == "partly"
    assert [said["kind"] for said in result["statements"]] == ["subject", "account"]
    assert "двух классах" not in json.dumps(result, ensure_ascii=False)


async def test_a_complaint_is_reviewed_by_a_definition_alone(database: Database, signer: Signer, people: Cast) -> None:
    life = await begun(database, signer, people, "complaint-review")
    await life.step(people.secretary, "register_complaint", "Детей не кормят, мама Иванова")
    async with database.working() as tx:
        due = await tx.value("SELECT due_at FROM working.deadline WHERE name = 'decision'")
    assert timedelta(days=25) < due.date() - TODAY < timedelta(days=45)
    await life.seat(2)
    await life.step(people.secretary, "send_experts")
    lead, other = people.experts[:2]
    with pytest.raises(Blocked, match="DECLARE_FIRST"):
        await life.step(other, "record_fact", "Столовая работает")
    await life.declare_none(lead, other)
    await life.step(other, "record_fact", "Столовая работает")
    await life.step(lead, "report_facts", "Столовая работает, меню однообразно")
    async with database.reading(people.officer) as tx:
        assert await tx.values("SELECT kind FROM working.statement ORDER BY at") == ["findings"]
    await life.step(people.officer, "give_reply", "Меню расширим")
    await life.refer()
    await life.declare_none(*people.members, people.chair)
    await life.vote("+-+-+", outcome="partly_founded")
    await life.decide()
    await life.step(people.secretary, "write_summary", "Жалоба обоснована частично, меню расширяется")
    await life.publish()
    result = await record(life)
    assert result["result"]["outcome"]["code"] == "partly_founded"
    assert [said["kind"] for said in result["statements"]] == ["reply", "summary"]
    assert "Иванова" not in json.dumps(result, ensure_ascii=False)


async def test_the_chairs_vote_breaks_a_tie_where_the_rules_say_so(
    database: Database, signer: Signer, people: Cast
) -> None:
    life = await begun(database, signer, people, "complaint-review")
    await life.step(people.secretary, "register_complaint", "Жалоба")
    await life.seat(2)
    await life.step(people.secretary, "send_experts")
    await life.declare_none(people.experts[0])
    await life.step(people.experts[0], "report_facts", "Факты")
    await life.let_pass("reply")
    assert await strike_all(database) == 1
    await life.refer()
    await life.declare_none(*people.members, people.chair)
    await life.vote("+--0+", outcome="founded")
    await life.decide()
    assert await life.state() == "decided"
