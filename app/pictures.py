"""Pictures of processes: `GET /processes/{code}.{version}.svg` and `.mmd`, the same for everybody."""

import re
from typing import cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.answers import Refused
from workflows.processes import definitions
from workflows.rules.definition_diagram import Language, mermaid, svg
from workflows.rules.process_parts import Audience

VERSION = re.compile(r"[1-9][0-9]{0,5}")


async def get_picture(request: Request) -> Response:
    """A definition, drawn. `language` is ru or en, `readers` whose names are used, `here` the state to mark."""
    code, version, form = (request.path_params[name] for name in ("code", "version", "form"))
    found = definitions().get((code, int(version))) if VERSION.fullmatch(version) else None
    language = request.query_params.get("language", "ru")
    readers = request.query_params.get("readers", "public")
    here = request.query_params.get("here")
    if found is None or form not in {"svg", "mmd"} or language not in {"ru", "en"}:
        raise Refused(404, "NOT_FOUND")
    if readers not in {"public", "school", "internal"} or (here and here not in {s.code for s in found.states}):
        raise Refused(404, "NOT_FOUND")
    draw, kind = (svg, "image/svg+xml") if form == "svg" else (mermaid, "text/plain")
    drawn = draw(found, cast(Language, language), cast(Audience, readers), here)
    headers = {
        "Cache-Control": "public, max-age=3600",
        # The picture brings its own style and nothing else.
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return Response(drawn, media_type=kind, headers=headers)


routes = [Route("/processes/{code}.{version}.{form}", get_picture, methods=["GET"])]
