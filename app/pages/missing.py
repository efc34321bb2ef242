"""What remains: files at the top of the client, its screens, and for every other address a page that helps further."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from app.client import ASK_AGAIN, DIST, is_screen, page
from app.pages.shell import missing
from schema.ids import key_of
from storage import frameworks, publications, territories
from storage.database import Database, Transaction

LARGEST_NUMBER = 999_999_999


async def _is_there(transaction: Transaction, room: str, key: str) -> bool:
    """Whether there is a thing of this key in a room that everybody may read."""
    if room == "publications":
        number = int(key) if key.isdecimal() and len(key) <= len(str(LARGEST_NUMBER)) else 0
        return (await publications.record_bytes(transaction, number)) is not None
    if room == "territories":
        territory = key_of(key, "territory")
        return territory is not None and (await territories.territories_by_id(transaction, [territory]))[0] is not None
    framework = key_of(key, "framework")
    return framework is not None and (await frameworks.frameworks_of(transaction, [framework]))[0] is not None


async def anything(request: Request) -> Response:
    """`GET` of any other address: a file from the top of the client, a screen of its own, or nothing."""
    path: str = request.path_params["path"]
    wanted = (DIST / path).resolve()
    if wanted.is_relative_to(DIST) and wanted.is_file():
        return FileResponse(wanted, headers={"Cache-Control": ASK_AGAIN})
    return await page(request) if is_screen(f"/{path}") else await missing(request)


async def published_thing(request: Request) -> Response:
    """`GET` of the screen of a published thing."""
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        there = await _is_there(transaction, request.url.path.split("/")[1], request.path_params["key"])
    return await page(request) if there else await missing(request)


routes = [
    *(
        Route(f"/{room}/{{key}}", published_thing, methods=["GET"])
        for room in ("publications", "territories", "methods")
    ),
    Route("/{path:path}", anything, methods=["GET"]),
]
