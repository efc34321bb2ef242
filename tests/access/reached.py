"""The API on a planted world, as each actor reaches it, and the tally of what was checked."""

import hashlib
import io
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
import psycopg

from app.asgi import create_app
from app.logs import set_up_logs
from app.settings import Mode, Settings
from tests.access.planting import CaseOf, Row, World
from tests.conftest import in_shape

CANARY = re.compile(r"cnry\d{6}x|[0-9a-f]{32}")
OBSERVER = "observer"


@dataclass
class Tally:
    """What was checked, and what was wrong."""

    checks: int = 0
    leaks: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Self") -> "Self":
        self.checks += other.checks
        self.leaks += other.leaks
        self.closed += other.closed
        return self


def whole(answer: httpx.Response) -> str:
    """Every byte of an answer that can tell something: its headers and its body."""
    return "\n".join(f"{name}: {value}" for name, value in answer.headers.items()) + answer.text


class Api:
    """The API of a running server on a planted world."""

    def __init__(self, client: httpx.AsyncClient, world: World, log: io.StringIO) -> None:
        self.client = client
        self.world = world
        self.log = log
        self._headers = {actor: {"Authorization": f"Bearer token-of-{actor}"} for actor in world.actors}

    async def send(
        self,
        actor: str,
        query: str,
        variables: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """One request of an actor; an observer brings no token."""
        sent = {**self._headers.get(actor, {}), **(headers or {})}
        answer = await self.client.post("/graphql", json={"query": query, "variables": variables}, headers=sent)
        assert answer.status_code != 429, "whoever is told to wait is told nothing, and nothing would be checked"
        return answer

    async def get(self, actor: str, method: str, path: str, **headers: str) -> httpx.Response:
        """A request that is no GraphQL."""
        return await self.client.request(method, path, headers={**self._headers.get(actor, {}), **headers})

    def betrayed(self, actor: str, text: str, case: CaseOf | None = None) -> list[Row]:
        """The rows that a text tells of and the actor may not know."""
        rows = {id(row): row for word in CANARY.findall(text) if (row := self.world.canaries.get(word))}
        return [row for row in rows.values() if not self._may(actor, row, case)]

    def _may(self, actor: str, row: Row, case: CaseOf | None) -> bool:
        if actor == OBSERVER:
            return False
        if row.table == "dissent" and self.world.may_hear(actor, row):
            return True
        # The person asking is told their own name and places anywhere.
        if case is None or row.table in ("membership", "organisation") or self.world.actors[actor] in row.owners:
            return self.world.may_read(actor, row)
        return self.world.may_show(actor, row, case)


@asynccontextmanager
async def api_of(url: str, folder: Path, world: World, mode: Mode = Mode.DEVELOPMENT) -> AsyncIterator[Api]:
    """A server on the database of a planted world, with a token for every actor and its log kept."""
    with psycopg.connect(url) as connection:
        for actor, person in world.actors.items():
            digest = hashlib.sha256(f"token-of-{actor}".encode()).digest()
            connection.execute(
                "INSERT INTO working.account (person_id, login, password_hash) VALUES (%s, %s, 'x')"
                " ON CONFLICT DO NOTHING",
                [person, f"login-{actor}"],
            )
            connection.execute(
                "INSERT INTO working.access_token (digest, person_id, expires_at) VALUES (%s, %s, 'infinity')"
                " ON CONFLICT DO NOTHING",
                [digest, person],
            )
    settings = Settings(
        mode=mode,
        data=folder,
        database_url=url,
        workers_in_server=False,
        log_level="info",
        points_a_minute=10**12,
    )
    app = create_app(settings, in_shape)
    log = io.StringIO()
    set_up_logs(settings, log)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://areopag.test") as client:
            yield Api(client, world, log)
    logging.getLogger().handlers = []
