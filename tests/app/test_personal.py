"""A person's data: whole when they ask for it, gone when they ask for that, while decisions and the trail stand."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.audit_verifier import verify
from storage import identities, people, personal
from storage.database import Database
from storage.keys import load_signer
from storage.openings import openings_without_a_case
from tests.situations import Cast, cast, decided
from workflows import audit
from workflows import personal as acts
from workflows.admission import digest_of

CANARY = "Канарейкин Иннокентий"


async def known(database: Database, cast_: Cast, person: UUID) -> None:
    """Let the person have an account with everything around it, all of it speaking of them."""
    async with database.working() as tx:
        await people.add_account(tx, person, "canary-login", "canary-hash", "canary@mail.test")
        await people.add_token(tx, digest_of("canary-token"), person, timedelta(days=1), "canary-label")
        await identities.link(tx, person, "https://id.test", "canary-subject")
        await people.add_tie(tx, person, cast_.other_school, "FAMILY", "canary-note")
        await tx.run(
            "UPDATE working.person SET name_ru = :name, name_en = 'Canary' WHERE id = :id", name=CANARY, id=person
        )
        await tx.run("UPDATE working.expert SET qualification = 'canary-school' WHERE person_id = :id", id=person)
        await tx.run(
            "INSERT INTO working.session (digest, person_id, expires_at, user_agent, address)"
            " VALUES ('\\x01', :id, now() + interval '1 day', 'canary-browser', 'canary-address')",
            id=person,
        )
        await tx.run("INSERT INTO working.sign_in_failure (login, address) VALUES ('canary-login', 'x')")


async def everything(database: Database) -> str:
    """The whole working database in one text."""
    async with database.working() as tx:
        tables = await tx.values(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'working' AND tablename <> 'alembic_version'"
        )
        rows = [await tx.values(f"SELECT to_jsonb(t)::text FROM working.{table} t") for table in tables]
    return "\n".join(row for table in rows for row in table)


async def test_t17_an_export_holds_whatever_names_the_person_and_no_secret(database: Database) -> None:
    cast_ = await cast(database)
    await decided(database, cast_)
    expert = cast_.experts[0]
    await known(database, cast_, expert)
    found = json.dumps(await acts.export(database, expert), ensure_ascii=False, default=str)
    for told in (CANARY, "canary-login", "canary@mail.test", "canary-label", "canary-subject", "canary-note"):
        assert told in found
    for told in ("canary-school", "canary-browser", "canary-address", "Обоснование 1"):
        assert told in found
    assert "Обоснование 2" not in found
    assert "canary-hash" not in found
    assert "canary-token" not in found
    async with database.working() as tx:
        named = {f"{place.name}.{place.column}" for place in await personal.places(tx)}
        assert "audit_entry.person_id" in named
        assert await tx.value("SELECT count(*) FROM working.audit_entry WHERE action = 'export_person'") == 1


async def test_whose_data_were_exported_reads_that_they_were_and_so_does_an_administrator(
    database: Database, tmp_path: Path
) -> None:
    cast_ = await cast(database)
    signer = await load_signer(database, tmp_path)
    async with database.working() as tx:
        administrator = await people.add_person(tx, "Администратор", "Administrator")
        await people.add_membership(tx, administrator, cast_.region, "ADMINISTRATOR")
    await acts.export(database, cast_.stranger)
    assert [line async for line in audit.export(database, signer)]

    async def read_by(person: UUID) -> list[tuple[str, str]]:
        async with database.reading(person) as tx:
            return [(row.what, row.role) for row in await openings_without_a_case(tx)]

    assert await read_by(cast_.stranger) == [("PERSON", "administrator")]
    assert await read_by(administrator) == [("TRAIL", "administrator"), ("PERSON", "administrator")]
    assert await read_by(cast_.secretary) == await read_by(cast_.officer) == []


async def test_t17_erasure_leaves_no_trace_of_who_it_was_and_breaks_no_chain(
    database: Database, tmp_path: Path
) -> None:
    signer = await load_signer(database, tmp_path)
    cast_ = await cast(database)
    evaluation = await decided(database, cast_)
    expert = cast_.experts[0]
    await known(database, cast_, expert)
    assert "anary" in await everything(database)
    await acts.erase(database, expert)
    left = await everything(database)
    assert "anary" not in left
    assert CANARY not in left
    async with database.reading(cast_.secretary) as tx:
        named = await people.people(tx, [expert])
        seats = await tx.value("SELECT count(*) FROM working.seat WHERE evaluation_id = :id", id=evaluation)
    assert named[0]
    assert named[0].name_ru == acts.ERASED_RU
    assert seats == 3
    trail = tmp_path / "trail"
    trail.write_bytes(b"".join([line async for line in audit.export(database, signer)]))
    assert verify(trail, {signer.key_id: signer.public_key}).wrong == []
    assert await audit.disagreements(database) == []


async def test_nobody_is_erased_twice_or_out_of_nowhere(database: Database) -> None:
    cast_ = await cast(database)
    await acts.erase(database, cast_.stranger)
    for person in (cast_.stranger, uuid4()):
        with pytest.raises(acts.PersonUnknown):
            await acts.erase(database, person)
    with pytest.raises(acts.PersonUnknown):
        await acts.export(database, uuid4())
