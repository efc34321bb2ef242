"""What stands in front of every route: headers that keep a browser safe, and a check of where a request came from."""

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.answers import Refused
from app.places import origin_of
from app.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION_COOKIE = "areopag_session"


def cookie_name(settings: Settings, name: str) -> str:
    """The name a cookie goes by; the prefix lets no other host of the domain set it."""
    return f"__Host-{name}" if settings.secure_cookies else name


def session_cookie(settings: Settings) -> str:
    """The name of the session's cookie."""
    return cookie_name(settings, SESSION_COOKIE)


def content_security_policy(settings: Settings) -> str:
    """What the client's pages may load and run. Nothing inline runs; evidence may go straight to the bucket."""
    origin = settings.evidence.origin
    bucket = f" {origin}" if origin else ""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            # React Aria places things with style attributes.
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' blob: data:",
            f"connect-src 'self'{bucket}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


RawHeaders = list[tuple[bytes, bytes]]


def security_headers(settings: Settings) -> RawHeaders:
    """What keeps a browser safe, for every answer that does not bring its own."""
    headers = {
        "Content-Security-Policy": content_security_policy(settings),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
    if settings.secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def with_missing(headers: RawHeaders, safe: RawHeaders) -> RawHeaders:
    """The headers of an answer with those of `safe` that it does not bring."""
    given = {name for name, _ in headers}
    return [*headers, *(header for header in safe if header[0] not in given)]


# Chromium shows a PDF by an element of its own in the page, which `object-src` must let in.
HARMLESS = "default-src 'none'; object-src 'self'; sandbox; frame-ancestors 'self'"
"""The content security policy of bytes that a browser shows by itself: nothing in them runs or fetches anything."""


class SecurityHeaders:
    """Adds the headers to every answer that does not bring its own."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._safe = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = with_missing(message["headers"], self._safe)
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


class ForeignOrigin:
    """Whether another site made a browser send a request with these headers."""

    def __init__(self, settings: Settings) -> None:
        self._public = origin_of(settings.public_url) if settings.public_url else None

    def __call__(self, headers: Headers) -> bool:
        """Whether it did."""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return True
        origin = headers.get("origin")
        if origin is None:
            return False
        # A browser writes an origin as scheme://host; whatever else stands there is nobody's.
        return origin.lower() != self._public and origin.lower().partition("://")[2] != headers.get("host", "").lower()


class SameOrigin:
    """Refuses what another site makes a signed-in browser send, and attempts to sign a browser in from outside.

    Requests without a cookie (scripts with a token, observers) may come from anywhere.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._is_foreign = ForeignOrigin(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            headers = Headers(scope=scope)
            if self._concerned(scope["path"], headers) and self._is_foreign(headers):
                await Refused(403, "FOREIGN_ORIGIN").response()(scope, receive, send)
                return
        await self._app(scope, receive, send)

    @staticmethod
    def _concerned(path: str, headers: Headers) -> bool:
        cookies = cookie_parser(headers.get("cookie", ""))
        return path.partition("/session")[0] == "" or SESSION_COOKIE in cookies or f"__Host-{SESSION_COOKIE}" in cookies
