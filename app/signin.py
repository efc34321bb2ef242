"""Who is asking: `POST /session` signs in, `DELETE` signs out, `GET` tells; scripts bring a bearer token instead."""

import json
import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.answers import Refused, read_body
from app.cookies import STEP_COOKIE, forget_cookie, forget_session, keep_cookie, keep_session
from app.guards import SESSION_COOKIE, session_cookie
from app.oidc import OpenIdProvider
from app.settings import Mode, Settings
from schema.ids import global_id
from storage.database import Database
from storage.sessions import HolderRow
from workflows import admission, people
from workflows.admission import SecondStep, Session, Visitor
from workflows.messages import message

INSUFFICIENT = 'Bearer error="insufficient_scope"'
LONGEST_BODY = 10_000
PROBLEMS = (
    "IDENTITY_OF_ANOTHER",
    "NO_ACCOUNT_HERE",
    "PROVIDER_NOT_BELIEVED",
    "PROVIDER_SAID_NO",
    "PROVIDER_UNREACHABLE",
    "VISIT_UNKNOWN",
)
"""What may go wrong at an OpenID provider, to be told when the browser is back."""
INNER_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]{0,1000}")


async def person_asking(request: Request, *, acting: bool = False) -> HolderRow | None:
    """The person behind the request's bearer token or session cookie; None for nobody.

    Raises Refused for a bearer token that is none (a script should not take an observer's answer for its own), and
    for one that may only read when `acting`.
    """
    database: Database = request.app.state.database
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        holder = await admission.holder_of_token(database, token.strip())
        if holder is None:
            raise Refused(401, "TOKEN_NOT_VALID", headers={"WWW-Authenticate": "Bearer"})
        if acting and holder.scope == "READ":
            raise Refused(403, "TOKEN_ONLY_READS", headers={"WWW-Authenticate": INSUFFICIENT})
        return holder
    cookie = request.cookies.get(session_cookie(request.app.state.settings))
    return await admission.holder_of_session(database, cookie) if cookie else None


def visitor_of(request: Request) -> Visitor:
    """The browser at the door."""
    settings: Settings = request.app.state.settings
    return Visitor(
        address=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
        lasts=timedelta(hours=settings.session_hours),
        strict=settings.strict,
    )


def inner_path(following: object) -> str:
    """A path inside the client to go on to; whatever would lead elsewhere becomes its beginning."""
    return following if isinstance(following, str) and INNER_PATH.fullmatch(following) else "/"


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object in the body.

    Raises Refused for anything else.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "WRONG_CONTENT_TYPE")
    try:
        body: Any = json.loads(await read_body(request, LONGEST_BODY))
    except (ValueError, RecursionError):
        raise Refused(400, "UNREADABLE_REQUEST") from None
    if not isinstance(body, dict):
        raise Refused(400, "UNREADABLE_REQUEST")
    return body


def text_in(body: dict[str, Any], name: str) -> str:
    """A text of the body.

    Raises Refused when it is missing, no text, or none that a database keeps.
    """
    value = body.get(name)
    if not isinstance(value, str) or not _writable(value):
        raise Refused(400, "UNREADABLE_REQUEST")
    return value


def _writable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def too_often(too_many: people.TooManyAttempts) -> Refused:
    """The answer to whoever guesses too often."""
    details, wait = {"minutes": str(too_many.minutes)}, {"Retry-After": str(too_many.seconds)}
    return Refused(429, "TOO_MANY_ATTEMPTS", details, wait)


async def admitted(request: Request, session: Session | SecondStep) -> Response:
    """204 with a new session; or 202 and which second step is to follow."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(session, SecondStep):
        asked = JSONResponse({"ways": session.ways}, status_code=202, headers=headers)
        keep_cookie(request, asked, STEP_COOKIE, session.token, admission.STEP)
        return asked
    answer = Response(status_code=204, headers=headers)
    await keep_session(request, answer, session.token)
    return answer


async def sign_in(request: Request) -> Response:
    """`POST /session`: a new session, whatever the browser had before; or 202 and the ways of a second step."""
    body = await body_of(request)
    login, password = text_in(body, "login"), text_in(body, "password")
    try:
        session = await people.sign_in(request.app.state.database, login, password, visitor_of(request))
    except people.WrongLoginOrPassword:
        raise Refused(401, "WRONG_LOGIN_OR_PASSWORD") from None
    except people.TooManyAttempts as too_many:
        raise too_often(too_many) from None
    return await admitted(request, session)


async def sign_out(request: Request) -> Response:
    """`DELETE /session`: the server forgets the session, so a copied cookie is worth nothing. Where an OpenID provider
    should forget the person too, the answer has the address to go to."""
    settings: Settings = request.app.state.settings
    id_token = await forget_session(request)
    provider: OpenIdProvider | None = request.app.state.provider
    there = await provider.logout_address(id_token, f"{settings.address}/") if provider and id_token else None
    headers = {"Cache-Control": "no-store"}
    answer = JSONResponse({"address": there}, headers=headers) if there else Response(status_code=204, headers=headers)
    forget_cookie(request, answer, SESSION_COOKIE)
    return answer


async def tell_session(request: Request) -> Response:
    """`GET /session`: the mode, who is signed in, what else one can sign in with, and in demo mode as whom; with
    `problem`, what that code means."""
    settings: Settings = request.app.state.settings
    person = await person_asking(request)
    provider = {"name": settings.oidc_name} if request.app.state.provider else None
    body: dict[str, Any] = {"mode": settings.mode.value, "person": None, "provider": provider}
    if person:
        name = {"ru": person.name_ru, "en": person.name_en}
        body["person"] = {"id": global_id("person", person.id), "name": name}
    if settings.mode is Mode.DEMO:
        from app.demo.people import PEOPLE

        body["people"] = [asdict(demo) for demo in PEOPLE]
    if (problem := request.query_params.get("problem", "")) in PROBLEMS:
        body["problem"] = {"code": problem, "message": {word: message(problem, word) for word in ("ru", "en")}}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


routes = [
    Route("/session", tell_session, methods=["GET"]),
    Route("/session", sign_in, methods=["POST"]),
    Route("/session", sign_out, methods=["DELETE"]),
]
