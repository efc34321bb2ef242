"""The web client's built files: assets that never change under their name, and one page for every screen."""

import asyncio
import gzip
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount
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


SCREENS = (
    "/",
    "/account",
    "/calls",
    "/cases",
    "/cases/acts",
    "/cases/acts/$id",
    "/cases/chosen",
    "/cases/letters",
    "/cases/new",
    "/cases/retention",
    "/compare",
    "/competitions/$id",
    "/data",
    "/forgotten",
    "/frameworks",
    "/frameworks/crosswalk",
    "/frameworks/drafts/$id",
    "/invitation",
    "/invitations",
    "/meetings/$number",
    "/methods",
    "/methods/$framework",
    "/publications/$number",
    "/reset",
    "/schools",
    "/schools/$id",
    "/sign-in",
    "/sittings",
    "/territories/$id",
    "/work",
    "/work/$number",
    "/work/$number/accuracy",
    "/work/$number/checklist",
    "/work/$number/criteria/$code",
    "/work/$number/desk",
    "/work/$number/evidence",
    "/work/$number/matrix",
    "/work/$number/panel",
    "/work/$number/redact",
    "/work/$number/report",
    "/work/$number/surveys",
    "/work/$number/surveys/new",
)
"""The addresses of the client's screens, as its routes have them; a test compares. Any other address is nothing."""
_SCREEN = re.compile("|".join(re.sub(r"\$\w+", "[^/]+", screen) + "/?" for screen in SCREENS))


def is_screen(path: str) -> bool:
    """Whether the client has a screen for addresses of this form."""
    return _SCREEN.fullmatch(path) is not None


async def page(_request: Request, status: int = 200) -> Response:
    """The client's page, for every address that is a screen of its own."""
    found = DIST / "index.html"
    if not found.is_file():
        return PlainTextResponse("The web client is not built. Run `make setup`.\n", status_code=503)
    return FileResponse(found, status_code=status, headers={"Cache-Control": ASK_AGAIN})


def client_routes() -> list[BaseRoute]:
    """The files whose names carry their hash."""
    return [Mount("/assets", Assets(directory=DIST / "assets", check_dir=False))]
