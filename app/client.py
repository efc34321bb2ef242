"""The web client's built files: assets that never change under their name, and one page for every screen."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent.parent / "web" / "dist"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


class Assets(StaticFiles):
    """Files whose names carry the hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for good."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOREVER if response.status_code in (200, 206, 304) else "no-store"
        return response


async def page(request: Request) -> Response:
    """A file from the top of the client, or its page for every address that is a screen of the client's own."""
    wanted = (DIST / request.path_params["path"]).resolve()
    found = wanted if wanted.is_relative_to(DIST) and wanted.is_file() else DIST / "index.html"
    if not found.is_file():
        return PlainTextResponse("The web client is not built. Run `make setup`.\n", status_code=503)
    return FileResponse(found, headers={"Cache-Control": ASK_AGAIN})


def client_routes() -> list[BaseRoute]:
    """The routes, to stand last."""
    return [
        Mount("/assets", Assets(directory=DIST / "assets", check_dir=False)),
        Route("/{path:path}", page, methods=["GET"]),
    ]
