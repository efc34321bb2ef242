"""Certificates as Verifiable Credentials: one for each decision, the list of those that ended, and the keys."""

import json
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.answers import Refused
from app.kept import Answer
from app.published import FOR_A_WHILE, FOR_EVERY_SITE, found_record
from schema.ids import global_id
from storage import publications
from storage.database import Database
from workflows.rules.credentials import ENTRIES, Issuer, certificate, did_document, status_list
from workflows.rules.records import moment

CREDENTIAL = "application/vc"


def issuer_of(request: Request) -> Issuer:
    """This server, at the address its settings name: nothing is signed for whatever host a request names."""
    signer = request.app.state.signer
    return Issuer(request.app.state.settings.address, signer.key_id, signer.sign)


def _answer(request: Request, body: object, media: str, headers: dict[str, str]) -> Response:
    made = Answer(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
    headers = {**headers, "ETag": made.tag}
    if made.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(made.content, media_type=media, headers=headers)


async def get_credential(request: Request) -> Response:
    """`GET /credentials/{number}`: the certificate of a decision."""
    found = await found_record(request)
    record = json.loads(found.body)
    school = f"/schools/{global_id('school', UUID(record['school']['id']))}"
    made = certificate(record, found.body.encode(), school, issuer_of(request))
    if made is None:
        raise Refused(404, "NOT_FOUND")
    return _answer(request, made, CREDENTIAL, {"Cache-Control": "no-cache", **FOR_EVERY_SITE})


async def get_status(request: Request) -> Response:
    """`GET /credentials/status/{page}`: which certificates no longer hold."""
    return await _listed(request, "revocation")


async def get_suspensions(request: Request) -> Response:
    """`GET /credentials/suspensions/{page}`: which certificates do not hold for the time being."""
    return await _listed(request, "suspension")


async def _listed(request: Request, how: publications.End) -> Response:
    page: int = request.path_params["page"]
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        ended = await publications.ended(transaction, how, page * ENTRIES, (page + 1) * ENTRIES)
    if page > 0 and not ended.newest:
        raise Refused(404, "NOT_FOUND")
    made = status_list(how, page, ended.numbers, moment(ended.as_of), issuer_of(request))
    return _answer(request, made, CREDENTIAL, {"Cache-Control": "no-cache", **FOR_EVERY_SITE})


async def get_did(request: Request) -> Response:
    """`GET /.well-known/did.json`: the keys of did:web."""
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        keys = await publications.signing_keys(transaction)
    return _answer(request, did_document(request.app.state.settings.address, keys), "application/did+json", FOR_A_WHILE)


routes = [
    Route("/.well-known/did.json", get_did, methods=["GET"]),
    Route("/credentials/status/{page:int}", get_status, methods=["GET"]),
    Route("/credentials/suspensions/{page:int}", get_suspensions, methods=["GET"]),
    Route("/credentials/{number}", get_credential, methods=["GET"]),
]
