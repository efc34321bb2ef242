"""What follows or replaces a password: the second step, passkeys, invitations, and a new password by letter."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.answers import Refused
from app.cookies import STEP_COOKIE, forget_cookie, keep_cookie, keep_session, kept_cookie
from app.parts import post_of
from app.signin import admitted, body_of, person_asking, text_in, too_often, visitor_of
from storage.keys import Sealer
from storage.sessions import HolderRow
from workflows import invitations, passkeys, resets, second_step
from workflows.letters import Post
from workflows.people import TooManyAttempts
from workflows.rules.refusals import InvalidInput

PASSKEY_COOKIE = "areopag_passkey"
NO_STORE = {"Cache-Control": "no-store"}
REFUSALS: dict[type[Exception], tuple[int, str]] = {
    second_step.StepUnknown: (401, "STEP_UNKNOWN"),
    second_step.WrongCode: (401, "WRONG_CODE"),
    second_step.AlreadyEnrolled: (409, "ALREADY_ENROLLED"),
    passkeys.PasskeyRefused: (401, "PASSKEY_REFUSED"),
    invitations.InvitationUnknown: (404, "INVITATION_UNKNOWN"),
    resets.ResetUnknown: (404, "RESET_UNKNOWN"),
}


@asynccontextmanager
async def _told() -> AsyncIterator[None]:
    """Turns what a door says into an answer."""
    try:
        yield
    except TooManyAttempts as too_many:
        raise too_often(too_many) from None
    except InvalidInput as invalid:
        problem = invalid.problems[0]
        raise Refused(422, problem.code, dict(problem.details)) from None
    except tuple(REFUSALS) as refusal:
        raise Refused(*REFUSALS[type(refusal)]) from None


def _sealer(request: Request) -> Sealer:
    sealer: Sealer = request.app.state.signer.sealer()
    return sealer


def _post(request: Request) -> Post:
    return post_of(request.app.state.settings, request.app.state.signer)


def _place(request: Request) -> passkeys.Place:
    return passkeys.Place(request.app.state.settings.address)


async def fresh(request: Request) -> HolderRow:
    """The person asking, who has signed in a moment ago: nobody else changes the ways to sign in.

    Raises Refused.
    """
    asking = await person_asking(request)
    if asking is None or asking.session is None:
        raise Refused(401, "NOT_SIGNED_IN")
    if not asking.fresh:
        raise Refused(403, "SIGN_IN_AGAIN")
    return asking


# The second step.


async def enrol_at_the_door(request: Request) -> Response:
    """`POST /session/second/enrolment`: the secret for a new authenticator app, for whoever may not come in without."""
    await body_of(request)
    token = kept_cookie(request, STEP_COOKIE) or ""
    async with _told():
        enrolment = await second_step.enrol_at_the_door(request.app.state.database, _sealer(request), token)
    return JSONResponse({"secret": enrolment.secret, "address": enrolment.address}, headers=NO_STORE)


async def finish_step(request: Request) -> Response:
    """`POST /session/second` with `code`: the session; with the first code of a new app, recovery codes too."""
    code = text_in(await body_of(request), "code")[:100]
    token = kept_cookie(request, STEP_COOKIE) or ""
    async with _told():
        session, codes = await second_step.finish(
            request.app.state.database, _sealer(request), token, code, visitor_of(request)
        )
    answer = JSONResponse({"recoveryCodes": codes}, headers=NO_STORE)
    forget_cookie(request, answer, STEP_COOKIE)
    await keep_session(request, answer, session.token)
    return answer


async def begin_authenticator(request: Request) -> Response:
    """`POST /session/authenticator`: the secret for the authenticator app of somebody who is signed in."""
    asking = await fresh(request)
    async with _told(), request.app.state.database.working() as transaction:
        enrolment = await second_step.enrol(transaction, _sealer(request), asking.id)
    return JSONResponse({"secret": enrolment.secret, "address": enrolment.address}, headers=NO_STORE)


async def confirm_authenticator(request: Request) -> Response:
    """`PUT /session/authenticator` with the app's first `code`: recovery codes, told this once."""
    asking = await fresh(request)
    code = text_in(await body_of(request), "code")[:100]
    async with _told():
        codes = await second_step.confirm_for(request.app.state.database, _sealer(request), asking.id, code)
    return JSONResponse({"recoveryCodes": codes}, headers=NO_STORE)


async def remove_authenticator(request: Request) -> Response:
    """`DELETE /session/authenticator`."""
    asking = await fresh(request)
    await second_step.remove(request.app.state.database, asking.id)
    return Response(status_code=204, headers=NO_STORE)


# Passkeys.


def _with_options(request: Request, browser: str, options: dict[str, Any]) -> Response:
    answer = JSONResponse(options, headers=NO_STORE)
    keep_cookie(request, answer, PASSKEY_COOKIE, browser, passkeys.CEREMONY)
    return answer


async def begin_passkey(request: Request) -> Response:
    """`POST /session/passkeys`: what the browser asks the device for."""
    asking = await fresh(request)
    async with _told():
        begun = await passkeys.begin_enrolment(request.app.state.database, _place(request), asking.id)
    return _with_options(request, *begun)


async def finish_passkey(request: Request) -> Response:
    """`PUT /session/passkeys` with the device's `answer` and a `label`."""
    asking = await fresh(request)
    body = await body_of(request)
    browser, label = kept_cookie(request, PASSKEY_COOKIE) or "", text_in(body, "label")
    async with _told():
        await passkeys.finish_enrolment(
            request.app.state.database, _place(request), asking.id, browser, _object_in(body, "answer"), label
        )
    return Response(status_code=204, headers=NO_STORE)


async def begin_passkey_sign_in(request: Request) -> Response:
    """`POST /session/passkey`: the challenge for a device; the same for everybody."""
    await body_of(request)
    return _with_options(request, *await passkeys.begin_sign_in(request.app.state.database, _place(request)))


async def sign_in_with_passkey(request: Request) -> Response:
    """`PUT /session/passkey` with the device's `answer`: the session."""
    answer = _object_in(await body_of(request), "answer")
    browser = kept_cookie(request, PASSKEY_COOKIE) or ""
    async with _told():
        session = await passkeys.sign_in(
            request.app.state.database, _place(request), browser, answer, visitor_of(request)
        )
    return await admitted(request, session)


def _object_in(body: dict[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    if not isinstance(value, dict):
        raise Refused(400, "UNREADABLE_REQUEST")
    return value


# Invitations, and a new password.


async def look_at_invitation(request: Request) -> Response:
    """`POST /session/invitation/look` with `token`: what the link invites to."""
    token = text_in(await body_of(request), "token")
    async with _told():
        row = await invitations.look(request.app.state.database, token, visitor_of(request).address)
    body = {
        "name": {"ru": row.name_ru, "en": row.name_en},
        "role": row.role,
        "organisation": {"ru": row.organisation_ru, "en": row.organisation_en},
        "login": row.email,
    }
    return JSONResponse(body, headers=NO_STORE)


async def accept_invitation(request: Request) -> Response:
    """`POST /session/invitation` with `token`, and `login` and `password` for a new account; without them, whoever is
    signed in becomes what the link invites to as well."""
    body = await body_of(request)
    token, database, visitor = text_in(body, "token"), request.app.state.database, visitor_of(request)
    async with _told():
        if "login" in body:
            login, password = text_in(body, "login"), text_in(body, "password")
            return await admitted(request, await invitations.accept(database, token, login, password, visitor))
        asking = await person_asking(request)
        if asking is None or asking.session is None:
            raise Refused(401, "NOT_SIGNED_IN")
        await invitations.accept_as(database, token, asking.id, visitor.address)
    return Response(status_code=204, headers=NO_STORE)


async def ask_for_reset(request: Request) -> Response:
    """`POST /session/reset` with `login`: the same answer for every login."""
    login = text_in(await body_of(request), "login")
    async with _told():
        await resets.ask(request.app.state.database, _post(request), login, visitor_of(request).address)
    return Response(status_code=202, headers=NO_STORE)


async def choose_password(request: Request) -> Response:
    """`PUT /session/reset` with `token` and `password`."""
    body = await body_of(request)
    token, password = text_in(body, "token"), text_in(body, "password")
    async with _told():
        await resets.choose(request.app.state.database, token, password, visitor_of(request).address)
    return Response(status_code=204, headers=NO_STORE)


async def change_password(request: Request) -> Response:
    """`PUT /session/password` with `current` and `password`."""
    asking = await person_asking(request)
    if asking is None or asking.session is None:
        raise Refused(401, "NOT_SIGNED_IN")
    body, address = await body_of(request), visitor_of(request).address
    current, password = text_in(body, "current"), text_in(body, "password")
    async with _told():
        await resets.change(request.app.state.database, asking.id, asking.session, current, password, address)
    return Response(status_code=204, headers=NO_STORE)


routes = [
    Route("/session/second", finish_step, methods=["POST"]),
    Route("/session/second/enrolment", enrol_at_the_door, methods=["POST"]),
    Route("/session/authenticator", begin_authenticator, methods=["POST"]),
    Route("/session/authenticator", confirm_authenticator, methods=["PUT"]),
    Route("/session/authenticator", remove_authenticator, methods=["DELETE"]),
    Route("/session/passkeys", begin_passkey, methods=["POST"]),
    Route("/session/passkeys", finish_passkey, methods=["PUT"]),
    Route("/session/passkey", begin_passkey_sign_in, methods=["POST"]),
    Route("/session/passkey", sign_in_with_passkey, methods=["PUT"]),
    Route("/session/invitation/look", look_at_invitation, methods=["POST"]),
    Route("/session/invitation", accept_invitation, methods=["POST"]),
    Route("/session/reset", ask_for_reset, methods=["POST"]),
    Route("/session/reset", choose_password, methods=["PUT"]),
    Route("/session/password", change_password, methods=["PUT"]),
]
