"""The feed of changes under many publishers: no reader misses a record, gets one twice, or out of order."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

from schema.context import Context
from storage.blobs import open_blobs
from storage.database import Database
from storage.keys import Signer
from tests.asking import told
from tests.situations import cast, framework_id
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

FEED = """query ($cursor: ChangeCursor, $first: Int) {
  changesSince(cursor: $cursor, first: $first) { nodes { number } pageInfo { endCursor } } }"""


async def feed_is_read_while_records_are_published(
    database: Database, signer: Signer, *, publishers: int, each: int, readers: int
) -> None:
    """Readers go on from their last cursor, with pages of different sizes, until they have seen everything."""
    people = await cast(database)
    blobs = open_blobs("local", Path("/nonexistent"))
    wanted = list(range(1, publishers * each + 1))

    async def publish(total: int) -> None:
        for _ in range(each):
            source = Text(ru="НОК", en="NOK")
            result = ExternalResult(people.school, framework_id("nok_uod"), Decimal(total), None, source, {})
            await publications.publish_external(database, signer, result)

    async def page(cursor: str | None, size: int) -> Any:
        context = Context(database, blobs, None, signer)
        return (await told(context, FEED, cursor=cursor, first=size))["changesSince"]

    async def read(size: int) -> list[int]:
        seen: list[int] = []
        cursor = None
        while len(seen) < len(wanted):
            found = await page(cursor, size)
            seen += [node["number"] for node in found["nodes"]]
            cursor = found["pageInfo"]["endCursor"] or cursor
            await asyncio.sleep(0)
        return seen

    reading = [asyncio.create_task(read(1 + reader % 7)) for reader in range(readers)]
    await asyncio.gather(*(publish(total) for total in range(publishers)))
    for seen in await asyncio.gather(*reading):
        assert seen == wanted


async def test_every_reader_gets_every_record_once_and_in_order(database: Database, signer: Signer) -> None:
    await feed_is_read_while_records_are_published(database, signer, publishers=6, each=3, readers=4)
