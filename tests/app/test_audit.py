"""The trail as evidence (threat T8): whatever somebody with the database changes is found, offline."""

import ast
import asyncio
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest

from app import audit_verifier
from app.audit_verifier import verify
from storage.database import Database
from storage.keys import Signer, load_signer
from tests.situations import cast, decided
from workflows import audit

VERIFIER = Path(audit_verifier.__file__)


async def exported(database: Database, signer: Signer, folder: Path) -> Path:
    """The trail in a file."""
    target = folder / "trail"
    target.write_bytes(b"".join([line async for line in audit.export(database, signer)]))
    return target


def as_owner(url: str) -> psycopg.Connection[Any]:
    """Somebody who has the whole database, past every trigger that would stop them."""
    connection = psycopg.connect(url)
    connection.execute("SET session_replication_role = replica")
    return connection


@contextmanager
def kept(url: str, table: str) -> Iterator[psycopg.Connection[Any]]:
    """A table that is as before when the body is done, whatever was committed in it."""
    with as_owner(url) as connection:
        connection.execute(f"CREATE TABLE kept AS SELECT * FROM working.{table}")
        yield connection
        connection.execute(f"DELETE FROM working.{table}")
        connection.execute(f"INSERT INTO working.{table} OVERRIDING SYSTEM VALUE SELECT * FROM kept")
        connection.execute("DROP TABLE kept")


async def decided_case(database: Database) -> UUID:
    """A case that went through every stage up to its decision."""
    return await decided(database, await cast(database))


async def test_a_trail_nobody_touched_is_as_it_was(database: Database, signer: Signer, tmp_path: Path) -> None:
    await decided_case(database)
    trail = await exported(database, signer, tmp_path)
    verdict = verify(trail, {signer.key_id: signer.public_key})
    assert verdict.wrong == []
    async with database.working() as tx:
        assert verdict.entries == await tx.value("SELECT count(*) FROM working.audit_entry")
    assert verdict.checkpoints == 1
    assert await audit.disagreements(database) == []


async def test_t8_every_single_flipped_bit_of_an_export_is_found(
    database: Database, signer: Signer, tmp_path: Path
) -> None:
    await decided_case(database)
    trail = await exported(database, signer, tmp_path)
    sound = trail.read_bytes()
    chance = Random(8)
    lines = [line for line in sound.splitlines(keepends=True) if not line.startswith(b"E")]
    ends = len(sound) - len(lines[-1])
    # Bits of the first and last lines, which no line after them hashes, and a sample of the others.
    bits = [*range(0, 8 * 120, 31), *range(8 * ends, 8 * len(sound), 3), *chance.sample(range(8 * len(sound)), 100)]
    for bit in bits:
        changed = bytearray(sound)
        changed[bit // 8] ^= 1 << bit % 8
        trail.write_bytes(changed)
        assert verify(trail, {signer.key_id: signer.public_key}).wrong, f"bit {bit} of {8 * len(sound)}"
    for cut in (lines[-1], sound[:-1], sound + b"\n", sound + lines[-1], b""):
        trail.write_bytes(cut)
        assert verify(trail).wrong


TAMPERING = {
    "an act of somebody else": "UPDATE working.audit_entry SET person_id = NULL WHERE action = 'decide'",
    "another moment": "UPDATE working.audit_entry SET at = at - interval '1 day' WHERE action = 'cast_vote'",
    "another role": "UPDATE working.audit_entry SET role = 'secretary' WHERE action = 'decide'",
    "other rules": "UPDATE working.audit_entry SET process = 'light/1' WHERE action = 'decide'",
    "another state": "UPDATE working.audit_entry SET to_state = 'published' WHERE action = 'decide'",
    "another vote": "UPDATE working.audit_entry SET change = jsonb_set(change, '{after,choice}', '\"FOR\"')"
    " WHERE change #>> '{after,choice}' = 'AGAINST'",
    "another note": "UPDATE working.audit_entry SET details = '{\"criterion\": \"9\"}' WHERE action = 'score'",
    "an entry less": "DELETE FROM working.audit_entry WHERE action = 'write_dissent'",
    "an end less": "DELETE FROM working.audit_entry WHERE action = 'decide'",
    "two entries swapped": "UPDATE working.audit_entry SET number = 1000 - number",
}


async def test_t8_whatever_is_changed_in_the_database_is_found_by_the_next_export(
    database: Database, signer: Signer, tmp_path: Path, owner_url: str
) -> None:
    await decided_case(database)
    await audit.checkpoint(database, signer)
    missed = []
    for name, statement in TAMPERING.items():
        with kept(owner_url, "audit_entry") as connection:
            assert connection.execute(statement).rowcount > 0, name
            connection.commit()
            trail = await exported(database, signer, tmp_path)
            if not verify(trail, {signer.key_id: signer.public_key}).wrong:
                missed.append(name)
    assert missed == []


async def test_t8_a_chain_written_anew_after_a_checkpoint_is_found(
    database: Database, signer: Signer, tmp_path: Path, owner_url: str
) -> None:
    await decided_case(database)
    await audit.checkpoint(database, signer)
    with as_owner(owner_url) as connection:
        connection.execute("UPDATE working.audit_entry SET role = 'secretary' WHERE action = 'decide'")
    # Whoever has the database can compute every hash again; the signature they cannot.
    forged = await exported(database, signer, tmp_path)
    entries = [line.split(b"\t") for line in forged.read_bytes().splitlines() if line.startswith(b"E\t")]
    last: dict[str, bytes] = {}
    with as_owner(owner_url) as connection:
        for _kind, _digest, content, _sealed in entries:
            said = json.loads(content)
            chain = said["evaluation"]
            said["previous"] = last.get(chain, bytes(32)).hex()
            last[chain] = hashlib.sha256(audit_verifier.canonical(said).encode()).digest()
            connection.execute(
                "UPDATE working.audit_entry SET previous = %s, hash = %s WHERE evaluation_id"
                " IS NOT DISTINCT FROM %s AND number = %s",
                (bytes.fromhex(said["previous"]), last[chain], chain and UUID(chain), said["number"]),
            )
    wrong = verify(await exported(database, signer, tmp_path), {signer.key_id: signer.public_key}).wrong
    assert len(wrong) == 1
    assert "is not the one that was signed" in wrong[0]


async def test_t8_an_export_signed_with_another_key_is_refused(
    database: Database, signer: Signer, tmp_path: Path
) -> None:
    await decided_case(database)
    (tmp_path / "other").mkdir()
    other = await load_signer(database, tmp_path / "other")
    trail = await exported(database, other, tmp_path)
    assert verify(trail).wrong == []
    assert verify(trail, {signer.key_id: signer.public_key}).wrong


async def test_t8_a_decision_or_state_that_the_trail_does_not_know_is_told(database: Database, owner_url: str) -> None:
    await decided_case(database)
    for table, change, expected in (
        ("evaluation", "UPDATE working.evaluation SET state = 'published'", "state"),
        ("motion", "UPDATE working.motion SET outcome = 'accredited'", "decision"),
        ("decision", "UPDATE working.decision SET votes_for = 5", "decision"),
        ("vote", "UPDATE working.vote SET choice = 'FOR'", "decision"),
        ("decision", "DELETE FROM working.decision", "decision"),
    ):
        with kept(owner_url, table) as connection:
            connection.execute(change)
            connection.commit()
            (told,) = await audit.disagreements(database)
            assert told.endswith(f": {expected}"), change
    assert await audit.disagreements(database) == []


async def test_details_can_be_erased_and_the_chain_still_holds(
    database: Database, signer: Signer, tmp_path: Path
) -> None:
    await decided_case(database)
    trail = await exported(database, signer, tmp_path)
    lines = trail.read_bytes().splitlines()
    entries = [number for number, line in enumerate(lines) if line.startswith(b"E\t")]
    lines[entries[3]] = b"\t".join([*lines[entries[3]].split(b"\t")[:3], b"erased"])
    body = json.loads(lines[-1].split(b"\t")[3])
    body["sha256"] = hashlib.sha256(b"".join(line + b"\n" for line in lines[:-1])).hexdigest()
    end = audit_verifier.canonical(body)
    lines[-1] = f"Z\t{signer.sign(end.encode())}\t{signer.key_id}\t{end}".encode()
    trail.write_bytes(b"".join(line + b"\n" for line in lines))
    verdict = verify(trail, {signer.key_id: signer.public_key})
    assert (verdict.wrong, verdict.erased) == ([], 1)


async def test_scores_and_votes_keep_what_stood_before(database: Database) -> None:
    await decided_case(database)
    async with database.working() as tx:
        scores = await tx.values(
            "SELECT change FROM working.audit_entry WHERE action = 'write_consensus' ORDER BY id LIMIT 1"
        )
        votes = await tx.values(
            "SELECT change -> 'after' ->> 'choice' FROM working.audit_entry WHERE action = 'cast_vote' ORDER BY id"
        )
    assert scores == [{"before": None, "after": {"value": "2", "position": "Позиция 1.1"}}]
    assert votes == ["FOR", "FOR", "AGAINST", "ABSTAIN", "FOR"]


async def test_nobody_reads_what_the_trail_keeps_for_itself(database: Database) -> None:
    people = await cast(database)
    await decided(database, people)
    for person in (people.secretary, people.chair, people.officer):
        async with database.reading(person) as tx:
            with pytest.raises(Exception, match="permission denied"):
                await tx.value("SELECT change FROM working.audit_entry LIMIT 1")


async def test_a_second_checkpoint_covers_what_came_after_the_first(
    database: Database, signer: Signer, tmp_path: Path
) -> None:
    people = await cast(database)
    await decided(database, people, "nok_uod")
    assert await audit.checkpoint(database, signer) == 1
    assert await audit.checkpoint(database, signer) is None
    await decided(database, people)
    trail = await exported(database, signer, tmp_path)
    verdict = verify(trail, {signer.key_id: signer.public_key})
    assert (verdict.wrong, verdict.checkpoints) == ([], 2)


def test_the_verifier_is_short_and_stands_alone() -> None:
    source = VERIFIER.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 200
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert imported - sys.stdlib_module_names == {"cryptography"}


async def test_the_verifier_runs_by_itself(database: Database, signer: Signer, tmp_path: Path) -> None:
    await decided_case(database)
    trail = await exported(database, signer, tmp_path)
    alone = shutil.copy(VERIFIER, tmp_path)
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({signer.key_id: signer.public_key}))
    run = [sys.executable, "-I", alone, str(trail), "--keys", str(keys)]

    async def answers() -> tuple[int | None, bytes]:
        started = await asyncio.create_subprocess_exec(*run, stdout=asyncio.subprocess.PIPE)
        said, _ = await started.communicate()
        return started.returncode, said

    code, said = await answers()
    assert code == 0
    assert b"nothing was changed" in said
    trail.write_bytes(trail.read_bytes().replace(b"AGAINST", b"FAVOURS", 1))
    assert (await answers())[0] == 1
