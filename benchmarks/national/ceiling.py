"""The ceiling: bare Starlette routes, each returning the bytes of one statement written by hand, and constant bytes.

`uvicorn benchmarks.national.ceiling:app` with DATABASE_URL. No GraphQL, no checks, no row security.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

STATEMENTS = {
    part.split("\n", 1)[0].strip(): part.split("\n", 1)[1]
    for part in Path(__file__).with_name("ceiling.sql").read_text(encoding="utf-8").split("-- @")[1:]
}
CONSTANT = json.dumps({"data": {"text": "Стандарт качества школы. " * 400}}, ensure_ascii=False).encode()


def _answer(body: str | bytes) -> Response:
    return Response(body, media_type="application/json; charset=utf-8")


def _asked(name: str) -> Route:
    """`GET /name?…`: the answer of the statement of this name, with the parameters of the address."""

    async def answer(request: Request) -> Response:
        async with request.app.state.pool.connection() as connection:
            cursor = await connection.execute(STATEMENTS[name], dict(request.query_params), prepare=True)
            return _answer((await cursor.fetchone())[0])

    return Route(f"/{name}", answer)


async def save(request: Request) -> Response:
    """`POST /save`: twenty scores of one review in one transaction, refused where its version is another."""
    given = await request.json()
    async with request.app.state.pool.connection() as connection, connection.transaction():
        parameters = {**given, "scores": json.dumps(given["scores"])}
        for step in ("save_scores", "save_forget", "save_citations"):
            await connection.execute(STATEMENTS[step], parameters, prepare=True)
        cursor = await connection.execute(STATEMENTS["save_review"], parameters, prepare=True)
        return _answer((await cursor.fetchone())[0])


async def constant(_request: Request) -> Response:
    """`GET /constant`: the same bytes, as many as a page of a list has."""
    return _answer(CONSTANT)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    async with AsyncConnectionPool(
        os.environ["DATABASE_URL"], min_size=4, max_size=10, kwargs={"autocommit": True}
    ) as app.state.pool:
        yield


READS = ("list", "detail", "summary", "search", "workspace")
app = Starlette(
    routes=[*map(_asked, READS), Route("/save", save, methods=["POST"]), Route("/constant", constant)],
    lifespan=_lifespan,
)
