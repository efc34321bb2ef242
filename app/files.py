"""The bytes of evidence: `/uploads/{id}` takes them in a row or in parts, `GET /files/{id}` gives them to whom row
security lets read."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from urllib.parse import quote
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from app.answers import ABSENT, Refused, read_body
from app.guards import HARMLESS
from app.signin import person_asking
from schema.ids import key_of
from storage import evidence as stored
from storage.blobs import LINK_SECONDS, PART, BlobStore, Link, PartDamaged, WrongOffset
from storage.evidence import UploadRow, VersionRow
from workflows import evidence, privacy
from workflows.extraction.unreadable import Unreadable
from workflows.rules.files import INLINE, JPEG, PDF
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
MD5 = re.compile(r"[A-Za-z0-9+/]{22}==")


NOBODY_ELSE = {"Cache-Control": "private, max-age=0, must-revalidate", "Vary": "Cookie, Authorization"}
AWAY_SECONDS = 5
MOST_LINKS = 64
LONGEST_QUESTION = 16 * 1024


async def store_away(_request: Request, _away: Exception) -> Response:
    """Starlette's exception handler for a store that does not answer."""
    return Refused(503, "STORE_UNAVAILABLE", None, {"Retry-After": str(AWAY_SECONDS)}).response()


def _absent() -> Refused:
    return Refused(404, ABSENT)


async def _person(request: Request, *, acting: bool = False) -> UUID:
    person = await person_asking(request, acting=acting)
    if person is None:
        raise _absent()
    return person.id


async def _upload(request: Request, person: UUID) -> UploadRow:
    key = key_of(request.path_params["upload"], "upload")
    if key is None:
        raise _absent()
    try:
        return await evidence.receiving(request.app.state.database, person, key)
    except NotPermittedOrAbsent:
        raise _absent() from None
    except Blocked as blocked:
        reason = blocked.reasons[0]
        raise Refused(409, reason.code, dict(reason.details)) from None


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body as it comes, no more of it than was announced. A lost connection ends it: what came is kept."""
    too_large = Refused(413, "REQUEST_TOO_LARGE", {"longest": str(most)}, {"Connection": "close"})
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared[:18]) > most:
        raise too_large
    taken = 0
    try:
        async for chunk in request.stream():
            taken += len(chunk)
            if taken > most:
                raise too_large
            if chunk:
                yield chunk
    except ClientDisconnect:
        return


async def put_part(request: Request) -> Response:
    """`PUT /uploads/{id}` with the header `Upload-Offset`: one part; answers how many bytes are here now."""
    person = await _person(request, acting=True)
    upload = await _upload(request, person)
    offset = request.headers.get("upload-offset", "")
    if not re.fullmatch(r"\d{1,15}", offset):
        raise Refused(400, "UPLOAD_OFFSET_NEEDED")
    blobs: BlobStore = request.app.state.blobs
    try:
        async with aclosing(_bounded(request, upload.size - int(offset))) as chunks:
            here = await blobs.append(evidence.upload_key(upload.id), int(offset), chunks)
    except WrongOffset as wrong:
        details = {"received": str(wrong.received)}
        raise Refused(409, "WRONG_OFFSET", details, {"Upload-Offset": str(wrong.received)}) from None
    await evidence.received(request.app.state.database, person, upload.id, here)
    return JSONResponse({"received": here}, headers={"Upload-Offset": str(here), "Cache-Control": "no-store"})


async def tell_received(request: Request) -> Response:
    """`HEAD /uploads/{id}`: the header `Upload-Offset` says where to continue."""
    upload = await _upload(request, await _person(request))
    blobs: BlobStore = request.app.state.blobs
    here = await blobs.received(evidence.upload_key(upload.id))
    return Response(headers={"Upload-Offset": str(here), "Cache-Control": "no-store"})


async def tell_parts(request: Request) -> Response:
    """`GET /uploads/{id}`: how large a part is, which are here, and how many bytes have come without a gap."""
    upload = await _upload(request, await _person(request))
    blobs: BlobStore = request.app.state.blobs
    key = evidence.upload_key(upload.id)
    parts, here = await asyncio.gather(blobs.parts(key, upload.size), blobs.received(key))
    told = {"size": upload.size, "partSize": PART, "received": here, "parts": sorted(parts)}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


async def sign_links(request: Request) -> Response:
    """`POST /uploads/{id}/links`: where to `PUT` each of these parts, in any order, within a minute."""
    upload = await _upload(request, await _person(request))
    try:
        asked = json.loads(await read_body(request, LONGEST_QUESTION))["parts"]
        parts = [evidence.part_of(upload, int(one["number"]), str(one["md5"])) for one in asked[:MOST_LINKS]]
    except (ValueError, TypeError, LookupError):
        raise Refused(400, "PART_UNKNOWN") from None
    blobs: BlobStore = request.app.state.blobs
    links = []
    for part in parts:
        if part is None or not MD5.fullmatch(part.md5):
            raise Refused(400, "PART_UNKNOWN")
        link = await blobs.link(evidence.upload_key(upload.id), part)
        here = Link(f"{request.url.path.removesuffix('/links')}/parts/{part.number}", {"Content-MD5": part.md5})
        url, headers = (link or here).url, dict((link or here).headers)
        links.append({"number": part.number, "url": url, "headers": headers})
    return JSONResponse({"links": links, "seconds": LINK_SECONDS}, headers={"Cache-Control": "no-store"})


async def put_one_part(request: Request) -> Response:
    """`PUT /uploads/{id}/parts/{n}` with the header `Content-MD5`: one part of the size that `GET` told."""
    upload = await _upload(request, await _person(request))
    md5 = request.headers.get("content-md5", "")
    part = evidence.part_of(upload, request.path_params["number"], md5)
    if part is None or not MD5.fullmatch(md5):
        raise Refused(400, "PART_UNKNOWN")
    blobs: BlobStore = request.app.state.blobs
    try:
        async with aclosing(_bounded(request, part.size)) as chunks:
            await blobs.put_part(evidence.upload_key(upload.id), part, chunks)
    except PartDamaged:
        raise Refused(400, "PART_DAMAGED") from None
    except WrongOffset:
        raise Refused(409, "UPLOAD_CLOSED") from None
    return JSONResponse({"number": part.number}, headers={"Cache-Control": "no-store"})


def _span(header: str | None, size: int) -> tuple[int, int] | None:
    """The one range a header asks for, end excluded; None where the whole file answers it."""
    asked = RANGE.fullmatch((header or "").strip())
    if asked is None or not any(asked.groups()):
        return None
    first, last = asked.groups()
    start, end = (int(first), int(last) + 1 if last else size) if first else (max(size - int(last), 0), size)
    if start >= size or end <= start:
        raise HTTPException(416, headers={"Content-Range": f"bytes */{size}"})
    return start, min(end, size)


async def get_file(request: Request) -> Response:
    """`GET /files/{id}`: a version's bytes, whole or a range, with headers that keep a browser from running them."""
    person = await _person(request)
    version = await _version(request, person)
    blobs: BlobStore = request.app.state.blobs
    try:
        copy = await privacy.copy_to_read(request.app.state.database, blobs, person, version)
    except Unreadable as unreadable:
        raise Refused(409, unreadable.code, {"name": version.file_name}) from None
    # A copy has other bytes, and says so by its own hash.
    read = replace(version, id=copy.id, size=copy.size, sha256=copy.sha256) if copy else version
    return await given(request, read, blobs)


async def get_shown(request: Request) -> Response:
    """`GET /files/{id}/shown`: the PDF that an office file is shown as. It says nothing of its authors to anybody."""
    version = await _version(request, await _person(request))
    if version.shown_id is None or version.shown_size is None or version.shown_sha256 is None:
        raise _absent()
    shown = replace(
        version,
        id=version.shown_id,
        size=version.shown_size,
        sha256=version.shown_sha256,
        media_type=PDF.media_type,
        file_name=f"{version.file_name}{PDF.endings[0]}",
    )
    return await given(request, shown, request.app.state.blobs)


async def get_thumbnail(request: Request) -> Response:
    """`GET /files/{id}/thumbnail`: the first page as a small JPEG, for whoever may read the file."""
    person = await _person(request)
    version = await _version(request, person)
    if not privacy.has_thumbnail(version):
        raise _absent()
    blobs: BlobStore = request.app.state.blobs
    try:
        made = await privacy.thumbnail_of(request.app.state.database, blobs, person, version)
    except Unreadable:
        raise _absent() from None
    name = f"{version.file_name}{JPEG.endings[0]}"
    shown = replace(version, id=made.id, size=made.size, sha256=made.sha256, media_type=JPEG.media_type, file_name=name)
    return await given(request, shown, blobs)


async def _version(request: Request, person: UUID) -> VersionRow:
    key = key_of(request.path_params["version"], "version")
    version = None
    if key is not None:
        async with request.app.state.database.reading(person) as transaction:
            version = (await stored.versions_by_id(transaction, [key]))[0]
    if version is None:
        raise _absent()
    if version.deleted_at:
        raise Refused(410, "EVIDENCE_DELETED")
    return version


async def given(
    request: Request, version: VersionRow, blobs: BlobStore, more: Mapping[str, str] = NOBODY_ELSE
) -> Response:
    """The bytes of a version or of a copy of one, as the request asks for them; `more` are headers that say who else
    may keep them."""
    headers = {**_file_headers(version), **more}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    span = None
    if request.headers.get("if-range") in (None, headers["ETag"]):
        span = _span(request.headers.get("range"), version.size)
    start, end = span or (0, version.size)
    headers["Content-Length"] = str(end - start)
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{version.size}"
    status = 206 if span else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    chunks = blobs.read(evidence.evidence_key(version.id), start, end)
    first = await anext(chunks)
    return StreamingResponse(_with(first, chunks), status_code=status, headers=headers)


def _file_headers(version: VersionRow) -> dict[str, str]:
    shown = "inline" if version.media_type in INLINE else "attachment"
    plain = re.sub(r'[^ -~]|["\\]', "_", version.file_name)
    return {
        "Content-Type": version.media_type,
        "Content-Disposition": f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(version.file_name, safe='')}",
        "Content-Security-Policy": HARMLESS,
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": f'"{version.sha256}"',
    }


async def _with(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    """The same pieces; the first is read beforehand, so that missing bytes are a fault and no half answer."""
    async with aclosing(rest):
        yield first
        async for chunk in rest:
            yield chunk


routes = [
    Route("/uploads/{upload}", tell_received, methods=["HEAD"]),
    Route("/uploads/{upload}", tell_parts, methods=["GET"]),
    Route("/uploads/{upload}/links", sign_links, methods=["POST"]),
    Route("/uploads/{upload}/parts/{number:int}", put_one_part, methods=["PUT"]),
    Route("/uploads/{upload}", put_part, methods=["PUT"]),
    Route("/files/{version}/shown", get_shown, methods=["GET"]),
    Route("/files/{version}/thumbnail", get_thumbnail, methods=["GET"]),
    Route("/files/{version}", get_file, methods=["GET"]),
]
