"""Minutes of a meeting on paper: what the screen shows, to whom the screen shows it."""

import io
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pypdf
import pytest

from app.guards import HARMLESS
from schema.ids import global_id
from storage import people as stored
from storage import sittings
from storage.database import Database
from storage.keys import load_signer
from tests.lives import Life, begun
from tests.situations import Cast, cast
from workflows.people import create_token
from workflows.sittings import sign_minutes, write_minutes

READERS = ("secretary", "officer")


@pytest.fixture
async def life(database: Database, tmp_path: Path) -> Life:
    """A complaint that the commission has decided, four members for it and one against."""
    people = await cast(database)
    life = await begun(database, await load_signer(database, tmp_path), people, "complaint-review")
    await life.step(people.secretary, "register_complaint", "Жалоба")
    await life.seat(2)
    await life.step(people.secretary, "send_experts")
    await life.declare_none(*people.experts[:2])
    await life.step(people.experts[0], "report_facts", "Факты")
    await life.step(people.officer, "give_reply", "Ответ")
    await life.refer()
    await life.declare_none(people.chair, *people.members)
    await life.vote("+-+++", outcome="founded")
    await write_minutes(database, people.secretary, life.evaluation, 0, "Слушали директора.\n#panic() $x$")
    await life.decide()
    return life


async def get(client: httpx.AsyncClient, token: str, path: str) -> httpx.Response:
    return await client.get(path, headers={"Authorization": f"Bearer {token}"})


async def tokens(database: Database, people: Cast) -> dict[str, str]:
    """Reading tokens of the secretary and of the school."""
    async with database.working() as tx:
        for login in READERS:
            await stored.add_account(tx, getattr(people, login), login, None)
    return {login: await create_token(database, login, timedelta(days=1), scope="READ") for login in READERS}


def words_of(pdf: bytes) -> str:
    """Everything that can be read, in single spaces."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return re.sub(r"\s+", " ", " ".join(pages))


async def test_minutes_are_printed_in_both_languages_for_whoever_reads_them(
    client: httpx.AsyncClient, database: Database, life: Life
) -> None:
    people, token = life.cast, await tokens(database, life.cast)
    async with database.reading(people.secretary) as tx:
        ((row,),) = await sittings.minutes_of(tx, [life.evaluation])
    path = f"/minutes/{global_id('sitting', row.sitting_id)}/{global_id('evaluation', life.evaluation)}.pdf"

    unsigned = await get(client, token["secretary"], path)
    assert (unsigned.status_code, unsigned.headers["content-type"]) == (200, "application/pdf")
    assert unsigned.headers["cache-control"] == "private, no-store"
    assert unsigned.headers["content-security-policy"] == HARMLESS
    told = words_of(unsigned.content)
    assert "Протокол не подписан" in told
    assert "Принят: за – 4, против – 1, воздержались – 0" in told
    assert "Слушали директора. #panic() $x$" in told

    await sign_minutes(database, people.chair, life.evaluation, row.version)
    told = words_of((await get(client, token["secretary"], f"{path}?lang=en")).content)
    assert "Minutes of the commission’s meeting: School No. 1" in told
    assert "Carried: 4 for, 1 against, 0 abstained" in told
    assert "Signed: " in told

    # The school has no part in the meeting: its minutes are to it as those of a sitting that never was.
    closed = await get(client, token["officer"], path)
    absent = await get(client, token["officer"], path.replace(life.evaluation.hex, uuid4().hex))
    assert (closed.status_code, closed.json()) == (absent.status_code, absent.json())
    assert closed.status_code == 404
    assert (await client.get(path)).json() == absent.json()
