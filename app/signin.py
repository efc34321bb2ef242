"""Who is asking: `POST /session` signs in, `DELETE` signs out, `GET` tells; scripts bring a bearer token instead."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.answers import Refused, read_body
from app.guards import session_cookie
from app.settings import Mode, Settings
from schema.ids import global_id
from storage.database import Database
from storage.people import PersonRow
from workflows import people

LONGEST_BODY = 10_000


async def person_asking(request: Request) -> PersonRow | None:
    """The person behind the request's bearer token or session cookie; None for nobody.

    Raises Refused for a bearer token that is none: a script should not take an observer's answer for its own.
    """
    database: Database = request.app.state.database
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        holder = await people.holder_of_token(database, token.strip())
        if holder is None:
            raise Refused(401, "TOKEN_NOT_VALID", headers={"WWW-Authenticate": "Bearer"})
        return holder
    cookie = request.cookies.get(session_cookie(request.app.state.settings))
    return await people.holder_of_session(database, cookie) if cookie else None


async def credentials(request: Request) -> tuple[str, str]:
    """Login and password from the body.

    Raises Refused for anything but a JSON object with both.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "WRONG_CONTENT_TYPE")
    try:
        body: Any = json.loads(await read_body(request, LONGEST_BODY))
        login, password = body["login"], body["password"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise Refused(400, "UNREADABLE_REQUEST") from None
    if not isinstance(login, str) or not isinstance(password, str) or not _writable(login + password):
        raise Refused(400, "UNREADABLE_REQUEST")
    return login, password


def _writable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


async def sign_in(request: Request) -> Response:
    """`POST /session`: a new session, whatever the browser had before."""
    settings: Settings = request.app.state.settings
    login, password = await credentials(request)
    lasts = timedelta(hours=settings.session_hours)
    try:
        session = await people.sign_in(
            request.app.state.database,
            login,
            password,
            address=request.client.host if request.client else "",
            user_agent=request.headers.get("user-agent", ""),
            lasts=lasts,
        )
    except people.WrongLoginOrPassword:
        raise Refused(401, "WRONG_LOGIN_OR_PASSWORD") from None
    except people.TooManyAttempts as too_many:
        details, wait = {"minutes": str(too_many.minutes)}, {"Retry-After": str(too_many.seconds)}
        raise Refused(429, "TOO_MANY_ATTEMPTS", details, wait) from None
    await _forget_session(request)
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        session_cookie(settings),
        session.token,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return answer


async def sign_out(request: Request) -> Response:
    """`DELETE /session`: the server forgets the session, so a copied cookie is worth nothing."""
    settings: Settings = request.app.state.settings
    await _forget_session(request)
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    answer.delete_cookie(
        session_cookie(settings), path="/", secure=settings.secure_cookies, httponly=True, samesite="lax"
    )
    return answer


async def _forget_session(request: Request) -> None:
    cookie = request.cookies.get(session_cookie(request.app.state.settings))
    if cookie:
        await people.sign_out(request.app.state.database, cookie)


async def tell_session(request: Request) -> Response:
    """`GET /session`: the mode, who is signed in, and in demo mode whom one can sign in as."""
    settings: Settings = request.app.state.settings
    person = await person_asking(request)
    body: dict[str, Any] = {"mode": settings.mode.value, "person": None}
    if person:
        name = {"ru": person.name_ru, "en": person.name_en}
        body["person"] = {"id": global_id("person", person.id), "name": name}
    if settings.mode is Mode.DEMO:
        from app.demo.people import PEOPLE

        body["people"] = [asdict(demo) for demo in PEOPLE]
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


routes = [
    Route("/session", tell_session, methods=["GET"]),
    Route("/session", sign_in, methods=["POST"]),
    Route("/session", sign_out, methods=["DELETE"]),
]
