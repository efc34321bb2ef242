"""The web client's built files: assets that never change under their name, and one page for every screen."""

import asyncio
import gzip
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent.parent / "web" / "dist"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

PACKED = {".js", ".mjs", ".css", ".svg"}


@lru_cache(maxsize=256)
def _packed(path: str) -> bytes:
    """A file whose name carries its hash, so that it is packed once."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


class Assets(StaticFiles):
    """Files whose names carry the hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for good; packed where that makes it smaller and the browser can unpack it."""
        response = await super().get_response(path, scope)
        packable = isinstance(response, FileResponse) and Path(path).suffix in PACKED
        if packable and response.status_code == 200 and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            assert isinstance(response, FileResponse)
            content = await asyncio.to_thread(_packed, str(response.path))
            packed = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            response = Response(content, media_type=response.media_type, headers=packed)
        response.headers["Cache-Control"] = FOREVER if response.status_code in (200, 206, 304) else "no-store"
        return response


async def page(request: Request) -> Response:
    """A file from the top of the client, or its page for every address that is a screen of the client's own."""
    wanted = (DIST / request.path_params.get("path", "")).resolve()
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
