"""Publishing: all of it or nothing, in the order of numbers, for ever."""

import asyncio
import json
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from storage import publications as stored
from storage import publishing, schools
from storage.database import Database
from storage.keys import Signer
from storage.wanted import Wanted
from tests import situations
from tests.situations import Cast, cast, decided, framework_id, state_of, version_of
from workflows import conflicts, publications
from workflows.publications import CannotPublish, ExternalResult
from workflows.rules.process_parts import Text
from workflows.rules.record_shape import checked
from workflows.rules.records import canonical, sha256_of, verifies
from workflows.rules.refusals import Blocked, StaleVersion

SOURCE = Text(ru="Отчёт оператора", en="The operator's report")


def of_others(school: UUID, total: str = "87.72", **scores: str) -> ExternalResult:
    values = {code: Decimal(value) for code, value in scores.items()}
    return ExternalResult(school, framework_id("nok_uod"), Decimal(total), None, SOURCE, values)


async def publish(database: Database, signer: Signer, people: Cast, evaluation: UUID) -> dict[str, Any]:
    version = await version_of(database, evaluation)
    await publications.publish(database, signer, people.secretary, evaluation, version)
    record: dict[str, Any] = json.loads((await records(database))[-1].body)
    return record


async def records(database: Database) -> list[stored.RecordBytes]:
    """Every record, as an observer reads them."""
    async with database.reading(None) as tx:
        return await tx.rows(
            stored.RecordBytes,
            "SELECT number, body, sha256, signature, key_id, public_key"
            " FROM published.record JOIN published.signing_key USING (key_id) ORDER BY number",
        )


async def visible(database: Database) -> dict[str, list[Any]]:
    """Everything an observer can read at all, table by table."""
    async with database.reading(None) as tx:
        tables = await tx.values("SELECT table_name FROM information_schema.tables WHERE table_schema = 'published'")
        return {
            table: await tx.values(f"SELECT to_jsonb(t) FROM published.{table} t ORDER BY to_jsonb(t)::text")
            for table in tables
        }


async def test_a_record_says_what_was_found_decided_and_answered(database: Database, signer: Signer) -> None:
    people = await cast(database)
    record = await publish(database, signer, people, await decided(database, people))
    assert (record["number"], record["kind"], record["corrects"]) == (1, "RESULT", None)
    assert record["school"]["name"]["ru"] == "Школа № 1"
    assert record["school"]["municipality"]["name"]["ru"] == "Ближний район"
    assert record["school"]["region"]["name"]["ru"] == "Область"
    assert record["framework"]["code"] == "esg_2015"
    assert record["process"]["code"] == situations.PROCESS
    assert record["result"]["outcome"]["code"] == "accredited_with_conditions"
    assert (record["result"]["valid_from"], record["result"]["valid_to"]) == ("2026-09-01", "2031-08-31")
    assert record["report"]["summary"] == "Общий вывод"
    assert [condition["text"] for condition in record["conditions"]] == ["Обновить сайт"]
    assert [seat["lead"] for seat in record["panel"]] == [True, False, False]
    vote = record["vote"]
    assert (vote["for"], vote["against"], vote["abstained"], vote["recused"]) == (3, 1, 1, 0)
    assert record["dissents"] == ["Рано подтверждать качество"]
    assert record["claims"] == [
        {"claim": "Учеников 400, а не 300", "criterion": None, "answer": "Исправлено", "accepted": True}
    ]
    first = record["criteria"][0]
    assert (first["score"], first["self_score"], first["position"]) == ("2", "3", "Позиция 1.1")
    assert first["level"]["en"] == "Partially compliant"
    assert [part["code"] for part in record["criteria"]] == situations.scored_codes()


async def test_a_total_is_that_of_the_frameworks_rule(database: Database, signer: Signer) -> None:
    people = await cast(database)
    record = await publish(database, signer, people, await decided(database, people, "nok_uod"))
    assert (record["result"]["total"], record["result"]["maximum"]) == ("2", "100")
    groups = [part for part in record["criteria"] if part["scale"] is None]
    assert [(part["code"], part["score"]) for part in groups] == [(f"K{n}", "2") for n in range(1, 6)]


async def test_rules_of_a_framework_s_own_give_a_grade_and_a_record_of_the_second_format(
    database: Database, signer: Signer
) -> None:
    people = await cast(database)
    record = await publish(database, signer, people, await decided(database, people, "naac_university"))
    assert record["format"] == "areopag-record/2"
    assert record["framework"]["aggregation"] == "RULES"
    assert record["result"]["total"] == "2"
    assert record["result"]["grade"] == {"code": "C", "title": {"ru": "C", "en": "C"}}


async def test_a_record_names_no_person_and_no_document_that_is_not_public(database: Database, signer: Signer) -> None:
    people = await cast(database)
    await publish(database, signer, people, await decided(database, people))
    text = (await records(database))[0].body
    async with database.working() as tx:
        names = await tx.values("SELECT name_ru FROM working.person UNION SELECT name_en FROM working.person")
        keys = await tx.values("SELECT replace(id::text, '-', '') FROM working.person")
    private = [situations.PRIVATE_DOCUMENT, "тайна личного дела", "6" * 64, "Обоснование"]
    assert [word for word in (*names, *keys, *private) if word in text] == []
    assert situations.PUBLIC_SHA256 in text
    assert "цитата 1" in text


async def test_an_area_of_a_public_page_is_published_in_a_record_of_the_fourth_format(
    database: Database, signer: Signer
) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)
    async with database.working() as tx:
        await tx.run("UPDATE working.citation SET area = '{0.1,0.25,0.5,0.3333}' WHERE quote LIKE 'цитата 1'")
        await tx.run("UPDATE working.citation SET area = '{0,0,0.9999,0.7777}' WHERE quote LIKE 'тайна%'")
    record = await publish(database, signer, people, evaluation)
    assert record["format"] == "areopag-record/4"
    cited = {part["quote"]: part.get("area") for one in record["criteria"] for part in one["citations"]}
    area = {"left": "0.1", "top": "0.25", "width": "0.5", "height": "0.3333"}
    assert cited == {"цитата 1": area, "цитата 2": None, "цитата 3": None}


async def test_what_a_recused_expert_cited_is_not_published(database: Database, signer: Signer) -> None:
    people = await cast(database)
    evaluation = await situations.in_consensus(database, people)
    version = await version_of(database, evaluation)
    await conflicts.recuse(database, people.experts[2], evaluation, version, "Родственники в школе")
    async with database.working() as tx:
        cited = await stored_citations(tx, evaluation)
    assert cited == {"цитата 1", "цитата 2"}


async def stored_citations(tx: Any, evaluation: UUID) -> set[str | None]:
    from storage.reviews import public_citations

    return {row.quote for row in await public_citations(tx, evaluation)}


async def test_a_record_can_be_checked_with_its_bytes_and_the_public_key_alone(
    database: Database, signer: Signer
) -> None:
    people = await cast(database)
    await publish(database, signer, people, await decided(database, people))
    record = (await records(database))[0]
    async with database.reading(None) as tx:
        key = (await stored.signing_keys(tx))[record.key_id]
    content = record.body.encode()
    assert verifies(content, record.signature, key)
    assert sha256_of(content) == record.sha256
    assert canonical(checked(json.loads(content))) == content


async def test_publishing_moves_the_case_and_is_on_its_trail(database: Database, signer: Signer) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)
    await publish(database, signer, people, evaluation)
    assert await state_of(database, evaluation) == "published"
    async with database.working() as tx:
        entry = await tx.value("SELECT to_jsonb(a) FROM working.audit_entry a ORDER BY id DESC LIMIT 1")
    assert (entry["action"], entry["to_state"], entry["details"]) == ("publish", "published", {"publication": 1})


async def test_before_the_commit_an_observer_sees_nothing_and_after_it_everything(
    database: Database, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)
    await publications.mirror_register(database)
    before = await visible(database)
    derive = publishing.derive
    looked = []

    async def look(*arguments: Any) -> None:
        await derive(*arguments)
        looked.append(await visible(database))

    monkeypatch.setattr(publishing, "derive", look)
    await publish(database, signer, people, evaluation)
    after = await visible(database)
    assert looked == [before]
    assert {name for name in after if after[name] != before[name]} == {"record", "result"}


async def test_what_fails_half_way_leaves_nothing(
    database: Database, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)
    before, version = await visible(database), await version_of(database, evaluation)

    async def fail(*_arguments: Any, **_named: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("storage.audit.append", fail)
    with pytest.raises(OSError, match="disk is full"):
        await publications.publish(database, signer, people.secretary, evaluation, version)
    monkeypatch.undo()
    assert await visible(database) == before
    assert (await state_of(database, evaluation), await version_of(database, evaluation)) == ("decided", version)
    assert (await publish(database, signer, people, evaluation))["number"] == 1


async def test_only_the_secretary_publishes_and_only_once(database: Database, signer: Signer) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)
    version = await version_of(database, evaluation)
    for person in (people.chair, people.experts[0]):
        with pytest.raises(Blocked):
            await publications.publish(database, signer, person, evaluation, version)
    await publish(database, signer, people, evaluation)
    with pytest.raises(StaleVersion):
        await publications.publish(database, signer, people.secretary, evaluation, version)
    with pytest.raises(Blocked):
        await publish(database, signer, people, evaluation)
    assert len(await records(database)) == 1


async def test_of_two_who_press_the_button_at_once_one_publishes(database: Database, signer: Signer) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)
    version = await version_of(database, evaluation)
    outcomes = await asyncio.gather(
        *(publications.publish(database, signer, people.secretary, evaluation, version) for _ in range(4)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if outcome != evaluation]
    assert len(refused) == 3
    assert all(isinstance(outcome, StaleVersion | Blocked) for outcome in refused)
    assert len(await records(database)) == 1


async def test_numbers_have_no_gaps_and_grow_with_time_when_many_publish_at_once(
    database: Database, signer: Signer
) -> None:
    people = await cast(database)
    good = [of_others(people.school, str(number)) for number in range(12)]
    bad = [of_others(people.school, "1", **{"no such code": "1"}) for _ in range(6)]
    mixed = [result for pair in zip(good[:6], bad, strict=True) for result in pair] + good[6:]
    outcomes = await asyncio.gather(
        *(publications.publish_external(database, signer, result) for result in mixed), return_exceptions=True
    )
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, int)) == list(range(1, 13))
    async with database.reading(None) as tx:
        times = await tx.values("SELECT published_at FROM published.record ORDER BY number")
    assert all(earlier < later for earlier, later in pairwise(times))


async def test_a_number_is_given_out_only_when_the_one_before_is_decided(database: Database) -> None:
    async def number() -> int:
        async with database.working() as tx:
            return (await publishing.next_place(tx)).number

    async with database.working() as tx:
        assert (await publishing.next_place(tx)).number == 1
        waiting = asyncio.create_task(number())
        await asyncio.wait([waiting], timeout=0.3)
        assert not waiting.done()
    assert await waiting == 1


async def test_a_feed_reader_who_asks_all_the_time_gets_every_record_once(database: Database, signer: Signer) -> None:
    people = await cast(database)
    seen: list[int] = []

    async def read() -> None:
        while len(seen) < 10:
            async with database.reading(None) as tx:
                seen.extend(row.number for row in await stored.changes(tx, seen[-1] if seen else 0, 3))

    results = [publications.publish_external(database, signer, of_others(people.school)) for _ in range(10)]
    await asyncio.wait_for(asyncio.gather(read(), *results), 30)
    assert seen == list(range(1, 11))


@pytest.mark.parametrize("change", ["UPDATE published.record SET body = '{}'", "DELETE FROM published.record"])
async def test_nobody_changes_a_record_not_even_the_owner_of_the_table(
    database: Database, owner_url: str, signer: Signer, change: str
) -> None:
    people = await cast(database)
    await publications.publish_external(database, signer, of_others(people.school))
    with psycopg.connect(owner_url) as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute(change)
    for opened in (database.working(), database.acting(people.secretary), database.reading(None)):
        with pytest.raises((InsufficientPrivilege, ReadOnlySqlTransaction)):
            async with opened as tx:
                await tx.run(change)
    assert len(await records(database)) == 1


@pytest.mark.parametrize("table", ["record", "result", "signing_key", "school", "territory", "framework"])
async def test_only_the_server_writes_what_is_published(database: Database, table: str) -> None:
    people = await cast(database)
    with pytest.raises(InsufficientPrivilege, match="permission denied"):
        async with database.acting(people.secretary) as tx:
            await tx.run(f"INSERT INTO published.{table} DEFAULT VALUES")


async def test_results_of_others_stand_as_they_were_published(database: Database, signer: Signer) -> None:
    people = await cast(database)
    number = await publications.publish_external(
        database, signer, of_others(people.school, "87.72", **{"K1": "97.5", "1.1": "99"})
    )
    record = json.loads((await records(database))[number - 1].body)
    assert (record["evaluation"], record["process"], record["vote"]) == (None, None, None)
    assert record["source"] == {"ru": "Отчёт оператора", "en": "The operator's report"}
    assert record["result"]["total"] == "87.72"
    assert [(part["code"], part["score"]) for part in record["criteria"]] == [("K1", "97.5"), ("1.1", "99")]


async def test_a_correction_takes_the_place_of_what_it_corrects(database: Database, signer: Signer) -> None:
    people = await cast(database)
    first = await publications.publish_external(database, signer, of_others(people.school, "80"))
    newer = await publications.publish_external(database, signer, of_others(people.school, "90"))
    second = await publications.publish_external(database, signer, of_others(people.school, "81"), corrects=first)
    third = await publications.publish_external(database, signer, of_others(people.school, "82"), corrects=second)
    async with database.reading(None) as tx:
        standing = await stored.publications(tx, Wanted(), "OLDEST", None, 10)
        chain = (await stored.history_of(tx, [people.school]))[0]
        latest = (await stored.latest_of(tx, [people.school]))[0]
    assert [row.number for row in standing] == [newer, third]
    assert [(row.number, row.corrects, row.corrected_by) for row in chain] == [
        (third, second, None),
        (second, first, third),
        (newer, None, None),
        (first, None, second),
    ]
    # A correction of an old result is not a new result.
    assert latest is not None
    assert latest.number == newer


@pytest.mark.parametrize("wrong", ["absent", "another school", "already corrected", "an evaluation's"])
async def test_what_cannot_be_corrected_is_refused(database: Database, signer: Signer, wrong: str) -> None:
    people = await cast(database)
    school, number = people.school, 7
    if wrong != "absent":
        number = await publications.publish_external(database, signer, of_others(people.school))
    if wrong == "another school":
        school = people.other_school
    if wrong == "already corrected":
        await publications.publish_external(database, signer, of_others(people.school), corrects=number)
    if wrong == "an evaluation's":
        number = (await publish(database, signer, people, await decided(database, people)))["number"]
    count = len(await records(database))
    with pytest.raises(CannotPublish):
        await publications.publish_external(database, signer, of_others(school), corrects=number)
    assert len(await records(database)) == count


async def test_two_corrections_of_one_record_at_once_make_one(database: Database, signer: Signer) -> None:
    people = await cast(database)
    number = await publications.publish_external(database, signer, of_others(people.school))
    outcomes = await asyncio.gather(
        *(publications.publish_external(database, signer, of_others(people.school), corrects=number) for _ in "ab"),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CannotPublish", "int"]


async def test_derived_tables_are_rebuilt_from_the_records_alone(database: Database, signer: Signer) -> None:
    people = await cast(database)
    await publish(database, signer, people, await decided(database, people))
    first = await publications.publish_external(database, signer, of_others(people.other_school, "80"))
    await publications.publish_external(database, signer, of_others(people.other_school, "81"), corrects=first)
    before = await visible(database)
    async with database.working() as tx:
        await tx.run("DELETE FROM published.result")
    await publications.rebuild(database)
    assert await visible(database) == before


async def test_a_rebuild_changes_no_byte_of_what_is_published(
    database: Database, signer: Signer, owner_url: str
) -> None:
    people = await cast(database)
    await publish(database, signer, people, await decided(database, people))
    first = await publications.publish_external(database, signer, of_others(people.other_school, "80"))
    await publications.publish_external(database, signer, of_others(people.other_school, "81"), corrects=first)
    async with database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Лицей' WHERE id = :id", id=people.school)
    await publications.mirror_register(database)

    def everything() -> dict[str, bytes]:
        """The rows of every published table as PostgreSQL writes them out."""
        with psycopg.connect(owner_url) as connection:
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'published'").fetchall()
            tables = {}
            for (name,) in names:
                rows = f"COPY (SELECT t FROM published.{name} t ORDER BY CAST(t AS text)) TO STDOUT"
                with connection.cursor().copy(rows) as copy:
                    tables[str(name)] = b"".join(bytes(part) for part in copy)
            return tables

    before = everything()
    assert before["result"]
    async with database.working() as tx:
        await tx.run("DELETE FROM published.result")
    assert everything() != before
    await publications.rebuild(database)
    await publications.rebuild(database)
    assert everything() == before


async def test_the_register_is_followed_and_nothing_but_schools_is_shown(database: Database) -> None:
    people = await cast(database)
    await publications.mirror_register(database)
    async with database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Лицей № 1' WHERE id = :id", id=people.school)
        founder = await schools.add_organisation(tx, "OTHER", "Учредитель", "Founder", people.municipality)
        await schools.add_organisation(tx, "SCHOOL", "Частная школа", "Private School", founder)
    await publications.mirror_register(database)
    async with database.reading(None) as tx:
        shown = await tx.values("SELECT json_build_array(name_ru, region_id) FROM published.school ORDER BY name_ru")
        places = await tx.values("SELECT name_ru FROM published.territory ORDER BY name_ru")
    assert [name for name, _ in shown] == ["Лицей № 1", "Частная школа", "Школа № 2"]
    assert shown[1][1] is None
    assert places == ["Ближний район", "Дальний район", "Область"]


async def test_an_unchanged_register_is_not_written_again(database: Database) -> None:
    await cast(database)
    places = []
    for _ in range(2):
        await publications.mirror_register(database)
        async with database.reading(None) as tx:
            places.append(await tx.values("SELECT ctid::text FROM published.school ORDER BY id"))
    assert places[0] == places[1]
