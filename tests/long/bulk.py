"""One act in two hundred cases, with the server killed in the middle: `make bulk CASES=200`.

A server begins to extend the deadline of every case, is killed (-9) when a third is done, and another one goes on. At
the end every case has its report and moved exactly once.
"""

import asyncio
import shutil
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from schema.ids import global_id
from storage import people, schools
from storage.database import Database
from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.long.results import keep
from tests.long.served import server
from tests.short_lived import short_lived_folder
from tests.situations import PROCESS, cast, deadlines, framework_id
from workflows.evaluations import open_evaluation
from workflows.people import create_token

PATIENCE = 600
BEGIN = """mutation B($input: BeginBulkActInput!) {
  beginBulkAct(input: $input) { __typename ... on BulkAct { id total } } }"""
REPORT = "query R($id: ID!) { viewer { bulkAct(id: $id) { total done refused endedAt } } }"
MOVED = "SELECT evaluation_id FROM working.audit_entry WHERE action = 'extend_deadline'"


async def opened(database: Database, count: int) -> list[str]:
    """So many cases, each of a school of its own; answers with their ids, and a secretary has an account."""
    office = (await cast(database)).secretary
    async with database.working() as tx:
        region = await schools.add_organisation(tx, "REGION", "Край", "Territory")
        district = await schools.add_organisation(tx, "MUNICIPALITY", "Район", "District", region)
    found = []
    for number in range(count):
        async with database.working() as tx:
            school = await schools.add_organisation(tx, "SCHOOL", f"Школа {number}", f"School {number}", district)
        case = await open_evaluation(
            database,
            office,
            f"bulk {number}",
            school=school,
            framework=framework_id(),
            process_code=PROCESS,
            deadlines=deadlines(),
        )
        found.append(global_id("evaluation", case))
    async with database.working() as tx:
        await people.add_account(tx, office, "office", None)
    return found


async def asked(client: httpx.AsyncClient, address: str, query: str, **variables: Any) -> Any:
    """The data of an answer."""
    answer = await client.post(f"{address}/graphql", json={"query": query, "variables": variables})
    return answer.json()["data"]


async def until(client: httpx.AsyncClient, address: str, act: str, settled: int) -> dict[str, Any]:
    """The report once so many cases are settled."""
    for _ in range(PATIENCE * 5):
        found: dict[str, Any] = (await asked(client, address, REPORT, id=act))["viewer"]["bulkAct"]
        if found["done"] + found["refused"] >= settled:
            return found
        await asyncio.sleep(0.2)
    raise TimeoutError(f"{settled} cases were not settled in {PATIENCE} seconds")


async def run(url: str, folder: Path, count: int) -> dict[str, object]:
    """What came of it."""
    database = Database(url)
    ids = await opened(database, count)
    token = await create_token(database, "office", timedelta(hours=5))
    day = (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
    given = {"idempotencyKey": "k", "step": "extend_deadline", "text": "Карантин", "day": day, "evaluationIds": ids}
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(trust_env=False, timeout=60, headers=headers) as client:
        begin = time.perf_counter()
        async with server(url, folder, jobs=True) as first:
            act = (await asked(client, first.address, BEGIN, input=given))["beginBulkAct"]["id"]
            at_kill = await until(client, first.address, act, count // 3)
            await first.kill()
        killed = time.perf_counter()
        async with server(url, folder, jobs=True) as second:
            report = await until(client, second.address, act, count)
            again = (await asked(client, second.address, BEGIN, input=given))["beginBulkAct"]["id"]
        ended = time.perf_counter()
    async with database.working() as tx:
        moves = Counter(await tx.values(MOVED))
    await database.close()
    return {
        "cases": count,
        "done_when_killed": at_kill["done"],
        "done": report["done"],
        "refused": report["refused"],
        "moved_once": sum(times == 1 for times in moves.values()),
        "moved_more_than_once": sum(times > 1 for times in moves.values()),
        "asked_again_is_the_same_act": again == act,
        "seconds_to_the_kill": round(killed - begin),
        "seconds_from_the_kill_to_the_end": round(ended - killed),
    }


def main() -> int:
    """The command line: how many cases."""
    folder = short_lived_folder()
    embedded = start_embedded(folder)
    try:
        url = embedded.get_uri()
        migrate(url)
        found = asyncio.run(run(url, folder, int(sys.argv[1])))
    finally:
        embedded.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    keep("bulk", found)
    print(", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in found.items()))
    return 0 if found["moved_once"] == found["done"] == found["cases"] else 1


if __name__ == "__main__":
    sys.exit(main())
