"""What remains: files at the top of the client, its screens, and for every other address a page that helps further."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from app.client import ASK_AGAIN, DIST, is_screen, page
from app.pages.shell import missing
from app.published import NUMBER
from storage import publications
from storage.database import Database


async def anything(request: Request) -> Response:
    """`GET` of any other address: a file from the top of the client, a screen of its own, or nothing."""
    path: str = request.path_params["path"]
    wanted = (DIST / path).resolve()
    if wanted.is_relative_to(DIST) and wanted.is_file():
        return FileResponse(wanted, headers={"Cache-Control": ASK_AGAIN})
    return await page(request) if is_screen(f"/{path}") else await missing(request)


async def publication(request: Request) -> Response:
    """`GET /publications/{number}`: the client's screen of a record, where there is one of this number."""
    digits: str = request.path_params["number"]
    found = None
    if NUMBER.fullmatch(digits):
        database: Database = request.app.state.database
        async with database.reading(None) as transaction:
            found = await publications.record_bytes(transaction, int(digits))
    return await page(request) if found else await missing(request)


routes = [
    Route("/publications/{number}", publication, methods=["GET"]),
    Route("/{path:path}", anything, methods=["GET"]),
]
