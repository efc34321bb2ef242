"""In which language somebody reads the pages that are served whole: chosen by a link, remembered, or the browser's."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from app.guards import cookie_name
from app.pages.words import Language, language_of

COOKIE = "areopag_language"
REMEMBERED = timedelta(days=365)


def language_for(request: Request) -> Language:
    """The language that the address asks for with `lang`, the one asked for before, or the browser's first."""
    remembered = request.cookies.get(cookie_name(request.app.state.settings, COOKIE))
    return language_of(request.query_params.get("lang") or remembered or request.headers.get("accept-language", ""))


def remember(request: Request, answer: Response) -> None:
    """Keep the language of an address that names one, for pages whose addresses do not."""
    if "lang" not in request.query_params:
        return
    settings = request.app.state.settings
    answer.set_cookie(
        cookie_name(settings, COOKIE),
        language_for(request),
        max_age=int(REMEMBERED.total_seconds()),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
