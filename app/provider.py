"""Signing in through an OpenID provider: `POST /session/provider` says where to go, the callback is the way back."""

from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from app.answers import Refused
from app.cookies import STEP_COOKIE, forget_cookie, keep_cookie, keep_session, kept_cookie
from app.oidc import AnswerRefused, OpenIdProvider, ProviderUnreachable
from app.signin import body_of, inner_path, person_asking, visitor_of
from workflows import providers
from workflows.admission import STEP, SecondStep

log = structlog.get_logger("areopag")

VISIT_COOKIE = "areopag_visit"
CALLBACK = "/session/provider/callback"


def _provider(request: Request) -> OpenIdProvider:
    provider: OpenIdProvider | None = request.app.state.provider
    if provider is None:
        raise Refused(404, "NOT_FOUND")
    return provider


async def begin_visit(request: Request) -> Response:
    """`POST /session/provider` with `next`: the address to go to. With `link`, a person who signed in a moment ago
    links the identity to their account."""
    provider = _provider(request)
    body = await body_of(request)
    linking = None
    if body.get("link"):
        asking = await person_asking(request)
        if asking is None or not asking.fresh:
            raise Refused(403, "SIGN_IN_AGAIN")
        linking = asking.id
    browser, visit = await providers.begin_visit(request.app.state.database, inner_path(body.get("next")), linking)
    try:
        address = await provider.authorization_address(visit.state, visit.nonce, visit.verifier)
    except ProviderUnreachable as gone:
        log.warning("the OpenID provider cannot be reached", reason=str(gone))
        raise Refused(503, "PROVIDER_UNREACHABLE") from None
    answer = JSONResponse({"address": address}, headers={"Cache-Control": "no-store"})
    keep_cookie(request, answer, VISIT_COOKIE, browser, providers.VISIT)
    return answer


async def end_visit(request: Request) -> Response:
    """`GET /session/provider/callback`: the browser comes back; it goes on to the client, signed in or told why not."""
    provider = _provider(request)
    try:
        answer = await _ended(request, provider)
    except Refused as refused:
        answer = _told(refused.code)
    forget_cookie(request, answer, VISIT_COOKIE)
    return answer


async def _ended(request: Request, provider: OpenIdProvider) -> Response:
    given, database = request.query_params, request.app.state.database
    browser = kept_cookie(request, VISIT_COOKIE)
    try:
        visit = await providers.end_visit(database, browser or "", given.get("state", ""))
        if "code" not in given:
            raise Refused(401, "PROVIDER_SAID_NO")
        proven = await provider.redeem(given["code"], given.get("iss"), visit.verifier, visit.nonce)
        if visit.linking:
            await providers.link(database, visit.linking, proven.issuer, proven.subject)
            return RedirectResponse(visit.following, 303)
        session = await providers.sign_in(
            database, proven.issuer, proven.subject, proven.amr, proven.id_token, visitor_of(request)
        )
    except providers.VisitUnknown:
        raise Refused(401, "VISIT_UNKNOWN") from None
    except ProviderUnreachable as gone:
        log.warning("the OpenID provider cannot be reached", reason=str(gone))
        raise Refused(503, "PROVIDER_UNREACHABLE") from None
    except AnswerRefused as refused:
        log.warning("an answer of the OpenID provider was refused", reason=str(refused))
        raise Refused(401, "PROVIDER_NOT_BELIEVED") from None
    except providers.NoAccountHere:
        raise Refused(401, "NO_ACCOUNT_HERE") from None
    except providers.IdentityOfAnother:
        raise Refused(409, "IDENTITY_OF_ANOTHER") from None
    if isinstance(session, SecondStep):
        ways, following = ",".join(session.ways), quote(visit.following, safe="")
        asked = RedirectResponse(f"/sign-in?step={ways}&next={following}", 303)
        keep_cookie(request, asked, STEP_COOKIE, session.token, STEP)
        return asked
    answer = RedirectResponse(visit.following, 303)
    await keep_session(request, answer, session.token)
    return answer


def _told(code: str) -> Response:
    return RedirectResponse(f"/sign-in?problem={quote(code)}", 303, headers={"Cache-Control": "no-store"})


routes = [
    Route("/session/provider", begin_visit, methods=["POST"]),
    Route(CALLBACK, end_visit, methods=["GET"]),
]
