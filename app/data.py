"""`/data`: tables of everything published, streamed as they are asked for, and the nightly dumps with their seals."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from app.answers import Refused
from app.dumps import MEDIA, NAMES
from app.dumps.lines import csv_lines, json_lines
from app.published import FOR_EVERY_SITE
from app.verify import PACKAGE
from storage.database import Database
from storage.dumps import TABLES, Extent, through
from storage.jobs import enqueue_unless_there

LINES = {"csv": csv_lines, "jsonl": json_lines}
BY_NAME = {table.name: table for table in TABLES}
AT_ONCE = 4
"""Tables being streamed at the same time; each holds a connection for as long as its reader takes."""
_streaming = asyncio.Semaphore(AT_ONCE)


async def stream_table(request: Request) -> Response:
    """`GET /data/{table}.csv` or `.jsonl`: the table as it is now, sent while it is read."""
    table, lines = BY_NAME.get(request.path_params["table"]), LINES.get(request.path_params["kind"])
    if table is None or lines is None:
        raise Refused(404, "NOT_FOUND")
    if _streaming.locked():
        raise Refused(503, "TOO_MANY_DOWNLOADS", headers={"Retry-After": "30"})
    database: Database = request.app.state.database
    stack = AsyncExitStack()
    await stack.enter_async_context(_streaming)
    try:
        transaction = await stack.enter_async_context(database.reading(None))
        within = Extent(await through(transaction), as_of=None)
    except BaseException:
        await stack.aclose()
        raise

    async def body() -> AsyncIterator[bytes]:
        async with stack:
            async for chunk in lines(table, table.batches(transaction, within)):
                yield chunk

    name = f"{table.name}.{request.path_params['kind']}"
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Areopag-Through": str(within.through),
        **FOR_EVERY_SITE,
    }
    return StreamingResponse(body(), media_type=MEDIA[request.path_params["kind"]], headers=headers)


async def begin_dumps(request: Request) -> None:
    """Have the nightly dumps written now, where they are not being written already; for a server that has none yet."""
    database: Database = request.app.state.database
    async with database.working() as transaction:
        await enqueue_unless_there(transaction, "write_dumps", {"timestamp": "0"})


async def get_dump(request: Request) -> Response:
    """`GET /data/{format}/{file}`: a file of the newest nightly dump, its data package, or the seal of that.

    Before the first night they are written when the first is asked for.
    """
    kind, name = request.path_params["format"], request.path_params["file"]
    folder: Path = request.app.state.settings.data / "dumps" / kind
    if kind not in MEDIA or name not in NAMES:
        raise Refused(404, "NOT_FOUND")
    if not (folder / PACKAGE).is_file():
        await begin_dumps(request)
        raise Refused(503, "DUMPS_BEING_WRITTEN", headers={"Retry-After": "60"})
    if not (folder / name).is_file():
        raise Refused(404, "NOT_FOUND")
    media = "application/json" if name.endswith(".json") else MEDIA[kind]
    return FileResponse(folder / name, media_type=media, headers={"Cache-Control": "no-cache", **FOR_EVERY_SITE})


routes = [
    Route("/data/{format}/{file}", get_dump, methods=["GET"]),
    Route("/data/{table}.{kind}", stream_table, methods=["GET"]),
]
