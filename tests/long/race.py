"""Sixteen people press the same button at once, through three server processes: exactly one effect, round after round.

`make race ROUNDS=1000`. Each round puts one case back before its decision and sends sixteen identical decisions over
HTTP; afterwards there must be one decision, one entry in the trail, one success, and fifteen who were told.
"""

import asyncio
import shutil
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg

from schema.ids import global_id
from storage import people
from storage.database import Database
from storage.embedded import start_embedded
from storage.keys import load_signer
from storage.migrate import migrate
from tests.lives import Life, begun
from tests.long.results import keep
from tests.long.served import server
from tests.short_lived import short_lived_folder
from tests.situations import cast
from workflows.people import create_token

AT_ONCE, SERVERS = 16, 3
DECIDE = "mutation D($input: StepInput!) { decide(input: $input) { __typename } }"


async def before_the_decision(database: Database, folder: Path) -> Life:
    """A case whose motion has carried and waits for the chair."""
    signer = await load_signer(database, folder)
    life = await begun(database, signer, await cast(database), "complaint-review")
    office = life.cast.secretary
    await life.step(office, "register_complaint", "Жалоба")
    await life.seat(2)
    await life.step(office, "send_experts")
    await life.declare_none(*life.cast.experts[:2])
    await life.step(life.cast.experts[0], "report_facts", "Факты")
    await life.step(life.cast.officer, "give_reply", "Ответ")
    await life.refer()
    await life.declare_none(*life.cast.members, life.cast.chair)
    await life.vote(outcome="founded")
    async with database.working() as tx:
        await people.add_account(tx, life.cast.chair, "chair", None)
    return life


def put_back(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[int, int]:
    """Before the decision again; answers with the case's version and how many decisions the trail holds."""
    connection.execute("DELETE FROM working.decision")
    connection.execute(
        "UPDATE working.evaluation SET state = 'commission', version = version + 1,"
        " discloses = ARRAY['submission', 'case_to_panel', 'case_to_commission']"
    )
    found = connection.execute(
        "SELECT version, (SELECT count(*) FROM working.audit_entry WHERE action = 'decide') FROM working.evaluation"
    ).fetchone()
    assert found
    return int(str(found[0])), int(str(found[1]))


def effects(connection: psycopg.Connection[tuple[object, ...]], before: int) -> tuple[int, int]:
    """How many decisions there are, and how many the trail has gained."""
    found = connection.execute(
        "SELECT (SELECT count(*) FROM working.decision),"
        " (SELECT count(*) FROM working.audit_entry WHERE action = 'decide')"
    ).fetchone()
    assert found
    return int(str(found[0])), int(str(found[1])) - before


async def race(url: str, folder: Path, rounds: int) -> int:
    """Run; answers how many rounds had another number of effects than one."""
    database = Database(url)
    life = await before_the_decision(database, folder)
    token = await create_token(database, "chair", timedelta(hours=5))
    await database.close()
    doubles = 0
    told: Counter[str] = Counter()
    async with AsyncExitStack() as stack:
        addresses = []
        for place in range(SERVERS):
            (folder / f"server{place}").mkdir()
            served = await stack.enter_async_context(server(url, folder / f"server{place}"))
            addresses.append(served.address)
        client = await stack.enter_async_context(
            httpx.AsyncClient(trust_env=False, timeout=60, headers={"Authorization": f"Bearer {token}"})
        )
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        begin = time.perf_counter()
        for number in range(1, rounds + 1):
            version, before = put_back(connection)
            given = {"evaluationId": global_id("evaluation", life.evaluation), "expectedVersion": version}
            body = {"query": DECIDE, "variables": {"input": given}}
            answers = await asyncio.gather(
                *(client.post(f"{addresses[n % SERVERS]}/graphql", json=body) for n in range(AT_ONCE))
            )
            kinds = Counter(answer.json()["data"]["decide"]["__typename"] for answer in answers)
            told += kinds
            doubles += effects(connection, before) != (1, 1) or kinds["Evaluation"] != 1
            if number % 100 == 0:
                print(f"{number} rounds, {(time.perf_counter() - begin) / number * 1000:.0f} ms a round", flush=True)
    print(", ".join(f"{count} × {kind}" for kind, count in told.most_common()))
    found: dict[str, object] = {
        "servers": SERVERS,
        "at_once": AT_ONCE,
        "rounds": rounds,
        "double_effects": doubles,
        "ms_a_round": round((time.perf_counter() - begin) / rounds * 1000),
        "answers": dict(told.most_common()),
    }
    keep("race", found)
    return doubles


def main() -> int:
    """The command line: how many rounds."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = short_lived_folder()
    embedded = start_embedded(folder)
    try:
        url = embedded.get_uri()
        migrate(url)
        doubles = asyncio.run(race(url, folder, rounds))
    finally:
        embedded.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{rounds} rounds, {doubles} double effects")
    return 1 if doubles else 0


if __name__ == "__main__":
    sys.exit(main())
