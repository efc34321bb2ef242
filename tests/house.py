"""A started server with people who have accounts, for the tests of a file about signing in; a browser for each test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from starlette.applications import Starlette

from app.asgi import create_app
from app.settings import Mode, Settings
from storage import people
from storage.database import Database
from tests.conftest import in_shape
from tests.situations import Cast, cast
from workflows.people import hash_password

ADDRESS = "http://areopag.test"
PASSWORD = "правильный пароль"
_HASH = hash_password(PASSWORD)


@dataclass(frozen=True)
class House:
    """The server, its database, and the people: `officer`, `secretary`, `chair` and `admin` can sign in."""

    app: Starlette
    database: Database
    people: Cast
    admin: UUID
    agency: UUID

    def browser(self, address: str = "192.0.2.1") -> httpx.AsyncClient:
        """A browser at this network address."""
        transport = httpx.ASGITransport(app=self.app, client=(address, 50000))
        return httpx.AsyncClient(transport=transport, base_url=ADDRESS)

    async def signed_in(self, login: str) -> httpx.AsyncClient:
        """A browser in which this person has signed in."""
        browser = self.browser()
        answer = await browser.post("/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 204, answer.text
        return browser

    async def clean(self) -> None:
        """As on the first day, as far as the doors are concerned."""
        async with self.database.working() as tx:
            for table in DOORS:
                await tx.run(f"DELETE FROM working.{table}")
            await tx.run("UPDATE working.account SET disabled_at = NULL, password_hash = :hash", hash=_HASH)


UNDER_WAY = "status = 'doing' OR (status = 'todo' AND coalesce(scheduled_at, now()) <= now())"
DOORS = ("session", "access_token", "sign_in_failure", "ceremony")


@asynccontextmanager
async def house(url: str, folder: Path, **known: Any) -> AsyncIterator[House]:
    """The server, started with these settings on this database."""
    settings = Settings(
        mode=Mode.DEVELOPMENT,
        data=folder,
        database_url=url,
        workers_in_server=False,
        log_level="error",
        public_url=ADDRESS,
    ).model_copy(update=known)
    app = create_app(settings, in_shape)
    async with app.router.lifespan_context(app):
        database: Database = app.state.database
        people_ = await cast(database)
        async with database.working() as tx:
            admin = await people.add_person(tx, "Администратор", "Administrator")
            agency = await people.agency(tx, "Агентство", "Agency")
            await people.add_membership(tx, admin, agency, "ADMINISTRATOR")
            for login, person in (
                ("officer", people_.officer),
                ("secretary", people_.secretary),
                ("chair", people_.chair),
                ("admin", admin),
            ):
                await people.add_account(tx, person, login, _HASH, f"{login}@agency.test")
        yield House(app, database, people_, admin, agency)


async def asked(browser: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    """The data of an operation that must not fail."""
    answer = await browser.post("/graphql", json={"query": query, "variables": variables})
    body: dict[str, Any] = answer.json()
    assert "errors" not in body, body
    data: dict[str, Any] = body["data"]
    return data


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that happens soon."""
    async with asyncio.timeout(seconds):
        for _ in iter(condition, True):
            await asyncio.sleep(0.05)


async def until_idle(database: Database) -> None:
    """Wait until no work is under way; what waits for a later time may wait."""
    await until_none(database, f"procrastinate_jobs WHERE {UNDER_WAY}")


async def until_none(database: Database, table: str) -> None:
    """Wait until a table, or what a condition leaves of it, is empty."""
    left = 1
    async with asyncio.timeout(20):
        while left:
            await asyncio.sleep(0.05)
            async with database.working() as tx:
                left = await tx.value(f"SELECT count(*) FROM {table}")
