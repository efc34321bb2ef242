"""Published records as files: exactly the bytes that were hashed and signed, and the keys to check them with."""

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.answers import Refused
from storage import publications
from storage.database import Database
from storage.publications import RecordBytes
from workflows.rules.record_shape import json_schema
from workflows.rules.seals import Seal, sealed

# One address a record, so that what is cached for ever is cached once: no leading zeros.
NUMBER = re.compile(r"[1-9][0-9]{0,8}")
FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
FOR_A_WHILE = {"Cache-Control": "public, max-age=300", **FOR_EVERY_SITE}


async def found_record(request: Request) -> RecordBytes:
    """The record whose number stands in the address.

    Raises Refused.
    """
    digits: str = request.path_params["number"]
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        found = await publications.record_bytes(transaction, int(digits)) if NUMBER.fullmatch(digits) else None
    if found is None:
        raise Refused(404, "NOT_FOUND")
    return found


def _for_ever(request: Request, content: bytes, tag: str, headers: dict[str, str]) -> Response:
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "ETag": f'"{tag}"', **headers, **FOR_EVERY_SITE}
    known = request.headers.get("if-none-match", "")
    if headers["ETag"] in known or known.strip() == "*":
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


async def get_record(request: Request) -> Response:
    """`GET /published/{number}.json`: a record; hash and signature stand in the headers."""
    found = await found_record(request)
    headers = {
        "Areopag-Signature": found.signature,
        "Areopag-Key-Id": found.key_id,
        "Access-Control-Expose-Headers": "ETag, Areopag-Signature, Areopag-Key-Id",
    }
    return _for_ever(request, found.body.encode(), found.sha256, headers)


async def get_sealed(request: Request) -> Response:
    """`GET /published/{number}.sealed.json`: a record with its seal, for `areopag verify`."""
    found = await found_record(request)
    seal = Seal(found.sha256, found.signature, found.key_id, found.public_key)
    return _for_ever(request, sealed(found.body.encode(), seal) + b"\n", f"sealed-{found.sha256}", {})


async def get_keys(request: Request) -> Response:
    """`GET /published/keys.json`: every public key that ever signed a record, raw Ed25519 in base64, by its id."""
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        keys = await publications.signing_keys(transaction)
    return JSONResponse(dict(keys), headers=FOR_A_WHILE)


async def get_schema(_request: Request) -> Response:
    """`GET /published/schema.json`: the JSON Schema of a record."""
    return JSONResponse(json_schema(), media_type="application/schema+json", headers=FOR_A_WHILE)


routes = [
    Route("/published/schema.json", get_schema, methods=["GET"]),
    Route("/published/keys.json", get_keys, methods=["GET"]),
    Route("/published/{number}.sealed.json", get_sealed, methods=["GET"]),
    Route("/published/{number}.json", get_record, methods=["GET"]),
]
