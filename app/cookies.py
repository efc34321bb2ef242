"""The cookies a browser keeps for us: named, guarded and forgotten in one way."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from app.guards import SESSION_COOKIE, cookie_name, session_cookie
from app.settings import Settings
from workflows import admission

STEP_COOKIE = "areopag_step"
"""Keeps somebody in mind who has shown one thing and must show another."""


def keep_cookie(request: Request, answer: Response, name: str, value: str, lasts: timedelta) -> None:
    """Have the browser keep a secret that no script of a page can read and no other site makes it send in an act."""
    settings: Settings = request.app.state.settings
    answer.set_cookie(
        cookie_name(settings, name),
        value,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )


def kept_cookie(request: Request, name: str) -> str | None:
    """What the browser kept under this name."""
    return request.cookies.get(cookie_name(request.app.state.settings, name))


def forget_cookie(request: Request, answer: Response, name: str) -> None:
    """Have the browser forget it."""
    settings: Settings = request.app.state.settings
    answer.delete_cookie(
        cookie_name(settings, name), path="/", secure=settings.secure_cookies, httponly=True, samesite="lax"
    )


async def keep_session(request: Request, answer: Response, token: str) -> None:
    """Put a new session into the browser; what it had before ends, so that nobody can have placed it there."""
    settings: Settings = request.app.state.settings
    await forget_session(request)
    keep_cookie(request, answer, SESSION_COOKIE, token, timedelta(hours=settings.session_hours))


async def forget_session(request: Request) -> str | None:
    """End the browser's session; answers the provider's token it was begun with, if any."""
    token = request.cookies.get(session_cookie(request.app.state.settings))
    return await admission.sign_out(request.app.state.database, token) if token else None
