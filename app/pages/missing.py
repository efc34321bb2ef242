"""What remains: files at the top of the client, its screens, and for every other address a page that helps further."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from app.client import ASK_AGAIN, DIST, is_screen, page
from app.pages.shell import missing


async def anything(request: Request) -> Response:
    """`GET` of any other address: a file from the top of the client, a screen of its own, or nothing."""
    path: str = request.path_params["path"]
    wanted = (DIST / path).resolve()
    if wanted.is_relative_to(DIST) and wanted.is_file():
        return FileResponse(wanted, headers={"Cache-Control": ASK_AGAIN})
    return await page(request) if is_screen(f"/{path}") else await missing(request)


routes = [Route("/{path:path}", anything, methods=["GET"])]
