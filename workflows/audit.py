"""The trail as evidence: signed checkpoints over every chain, the export that is checked offline, and whether what the
tables say now is what the trail says was done."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime

from storage import audit, openings, publications
from storage.audit import Checkpoint, canonical
from storage.database import Database, Transaction
from storage.keys import Signer
from workflows.rules.records import moment

FORMAT = "areopag-audit/1"


async def checkpoint(database: Database, signer: Signer) -> int | None:
    """Sign where every chain stands, if anything was added since the last time; answers with its number."""
    async with database.working() as transaction:
        heads = await audit.heads_since_checkpoint(transaction)
        if not heads:
            return None
        last = await audit.last_checkpoint(transaction)
        number = last.number + 1 if last else 1
        body = canonical(
            {
                "at": moment(await transaction.now()),
                "heads": [[head.chain, head.number, head.hash] for head in heads],
                "number": number,
                "previous": hashlib.sha256(last.body.encode()).hexdigest() if last else audit.NOTHING.hex(),
            }
        )
        await audit.insert_checkpoint(transaction, Checkpoint(number, body, signer.sign(body.encode()), signer.key_id))
        return number


async def trusted_keys(database: Database, signer: Signer) -> dict[str, str]:
    """The public keys that may have signed, by id; the present one as its file has it."""
    async with database.working() as transaction:
        return {**await publications.signing_keys(transaction), signer.key_id: signer.public_key}


async def export(database: Database, signer: Signer) -> AsyncIterator[bytes]:
    """The whole trail, line by line, as docs/audit.md describes it; signed at its end."""
    async with database.working() as transaction:
        await audit.append(transaction, None, "export_trail", "administrator")
        await openings.insert(transaction, "TRAIL", "administrator")
    await checkpoint(database, signer)
    whole = hashlib.sha256()
    async with database.working() as transaction:
        # Checkpoints before entries: what is added meanwhile makes chains longer, never shorter than signed.
        signed = await audit.checkpoints(transaction)
        now = await transaction.now()
        async for line in _lines(transaction, signed, await publications.signing_keys(transaction), now):
            whole.update(line)
            yield line
    end = canonical({"at": moment(now), "checkpoints": len(signed), "sha256": whole.hexdigest()})
    yield _line("Z", signer.sign(end.encode()), signer.key_id, end)


async def _lines(
    transaction: Transaction, signed: list[Checkpoint], keys: object, now: datetime
) -> AsyncIterator[bytes]:
    yield _line("F", canonical({"exported_at": moment(now), "format": FORMAT, "keys": keys}))
    async for entry in audit.entries(transaction):
        sealed = audit.sealed_of(entry.salt, entry.details, entry.change)
        yield _line("E", bytes(entry.hash).hex(), audit.content_of(entry, sealed), sealed)
    for one in signed:
        yield _line("C", one.signature, one.key_id, one.body)


def _line(*parts: str) -> bytes:
    return "\t".join(parts).encode() + b"\n"


async def disagreements(database: Database) -> list[str]:
    """Cases whose state or decision is not what their trail says was done; by number, and what differs."""
    async with database.working() as transaction:
        return await audit.disagreements(transaction)
