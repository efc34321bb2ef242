"""The files of documents that a school made public and a published record names: for everybody, as long as they are."""

import re
from contextlib import suppress
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.absences import tell_absence
from app.answers import Refused
from app.files import given
from app.pages.shell import missing
from app.published import NUMBER
from workflows import privacy
from workflows.extraction.unreadable import Unreadable

SHA256 = re.compile(r"[0-9a-f]{64}")
# Whoever keeps the bytes asks each time whether they are still open.
ASK_AGAIN = {"Cache-Control": "public, no-cache"}


async def get_public_file(request: Request) -> Response:
    """`GET /published/{number}/documents/{sha256}`: what a record names by this hash, without what the file says of
    itself, whole or a range, with headers that keep a browser from running it."""
    number, sha256 = request.path_params["number"], request.path_params["sha256"]
    database, blobs = request.app.state.database, request.app.state.blobs
    found = None
    if NUMBER.fullmatch(number) and SHA256.fullmatch(sha256):
        # What cannot be given without telling who made it is not given at all.
        with suppress(Unreadable):
            found = await privacy.public_file(database, blobs, int(number), sha256)
    if found is None:
        tell_absence(request)
        if "text/html" in request.headers.get("accept", ""):
            return await missing(request, "no_document", client=False)
        raise Refused(404, "NOT_FOUND")
    version, copy = found
    read = replace(version, id=copy.id, size=copy.size, sha256=copy.sha256) if copy else version
    return await given(request, read, blobs, ASK_AGAIN)


routes = [Route("/published/{number}/documents/{sha256}", get_public_file, methods=["GET"])]
