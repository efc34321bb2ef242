"""`GET /certificates/{number}.pdf?lang=ru|en`: the certificate of a decision that stands, signed."""

import asyncio
from typing import cast
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.answers import Refused
from app.certificates.content import content_of
from app.certificates.standing import found
from app.feeds import ALWAYS_ASK
from app.kept import Answer, KeptAnswers
from app.pages.words import Language
from app.printed.maker import Maker, NotMade
from app.published import FOR_A_WHILE, NUMBER
from app.settings import Settings
from storage.database import Database
from storage.keys import Signer
from storage.publications import WholeRow
from storage.stamps import Stamp, load_stamp
from workflows.rules.credentials import is_decision
from workflows.rules.stamps import Statement, digest_of

LANGUAGES = ("ru", "en")


async def stamp_of(settings: Settings) -> Stamp:
    """What this server signs certificates with.

    Raises StampUnusable.
    """
    return await load_stamp(settings.data, urlsplit(settings.address).netloc, settings.stamp)


async def get_certificate(request: Request) -> Response:
    """The certificate; what no longer stands has none, and whoever asks is told why on the page of its code."""
    digits: str = request.path_params["number"]
    language = request.query_params.get("lang", "ru")
    if not NUMBER.fullmatch(digits) or language not in LANGUAGES:
        raise Refused(404, "NOT_FOUND")
    number = int(digits)
    edition, key = await request.app.state.edition.value(), ("certificate", number, language)
    kept: KeptAnswers = request.app.state.kept
    answer = kept.find(edition, key)
    if answer is None:
        database: Database = request.app.state.database
        async with database.reading(None) as transaction:
            known = await found(transaction, number)
        if known is None or not is_decision(known.record.body):
            raise Refused(404, "NOT_FOUND")
        if known.later:
            return RedirectResponse(f"/certificates/{number}", 303, headers=ALWAYS_ASK)
        answer = Answer(await _made(request, known.record, cast(Language, language)))
        kept.keep(edition, key, answer)
    named = f'attachment; filename="areopag-certificate-{number}-{language}.pdf"'
    headers = {**ALWAYS_ASK, "ETag": answer.tag, "Content-Disposition": named}
    if answer.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(answer.content, media_type="application/pdf", headers=headers)


async def _made(request: Request, record: WholeRow, language: Language) -> bytes:
    """A new certificate, for the address that the settings name: nothing is signed for whatever host a request names.

    Raises Refused where none can be made now.
    """
    settings: Settings = request.app.state.settings
    maker: Maker = request.app.state.maker
    content = content_of(record, language, settings.address)
    try:
        pdf = await maker.make(content, record.published_at, "certificate")
    except NotMade:
        raise Refused(503, "REPORT_NOT_MADE", headers={"Retry-After": "30"}) from None
    return await asyncio.to_thread(_stamped, pdf, await stamp_of(settings), record, request.app.state.signer)


def _stamped(pdf: bytes, stamp: Stamp, record: WholeRow, signer: Signer) -> bytes:
    """Signed; the key that signs records vouches for the stamp."""
    from app.certificates.stamping import stamped

    certificates = digest_of((stamp.certificate, *stamp.chain))
    vouched = signer.sign(stamp.certificate)
    statement = Statement(record.number, record.sha256, signer.key_id, vouched, certificates)
    return stamped(pdf, stamp, statement)


async def get_authority(request: Request) -> Response:
    """`GET /certificates/authority.pem`: the X.509 certificates that lead from the signature to an authority."""
    stamp = await stamp_of(request.app.state.settings)
    return Response(stamp.pem(), media_type="application/x-pem-file", headers=FOR_A_WHILE)


routes = [
    Route("/certificates/authority.pem", get_authority, methods=["GET"]),
    Route("/certificates/{number}.pdf", get_certificate, methods=["GET"]),
]
