"""The short way for a query by address whose answer is kept: the same bytes, headers, limits and line in the log.

What the rest of the application does for such a request comes to this; whatever is not the usual case goes on to it:
somebody signed in, an address not asked before, an answer not kept, an allowance used up.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app import graphql
from app.answers import Refused
from app.graphql import ASK_AGAIN, FOR_A_WEEK, LONGEST_REMEMBERED, Asked, BadRequest, caching_of, headers_by_address
from app.guards import RawHeaders, security_headers, with_missing
from app.kept import Answer
from app.settings import Settings
from schema.limits import cost_of
from schema.published_only import asks_only_what_is_published

LONGEST_ACCEPT = 200


@dataclass(frozen=True)
class Understood:
    """What an address asks for, in which type, what that costs, and under which key its answer is kept."""

    operation: Asked
    media: str
    cost: int
    key: Hashable


@lru_cache(maxsize=512)
def understood(address: bytes, accept: bytes) -> Understood | None:
    """What is asked for by this address with this header; None where it is not published records alone."""
    try:
        operation, media = graphql.in_address(address), graphql.media_type(accept.decode("latin-1"))
    except (BadRequest, Refused):
        return None
    if not asks_only_what_is_published(operation.query):
        return None
    return Understood(operation, media, cost_of(operation.query, operation.variables or {}), operation.key(media))


class AskedAgain:
    """Answers from what is kept, before the application is asked."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._safe = security_headers(settings)
        self._headers = lru_cache(maxsize=1024)(self._headers_of)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        concerned = scope["type"] == "http" and scope["path"] == "/graphql" and scope["method"] == "GET"
        if concerned and await self._answered(scope, send):
            return
        await self._app(scope, receive, send)

    async def _answered(self, scope: Scope, send: Send) -> bool:
        accept, known_tags, address = b"*/*", b"", scope["query_string"]
        for name, value in reversed(scope["headers"]):
            if name == b"accept":
                accept = value
            elif name == b"if-none-match":
                known_tags = value
            elif name in (b"cookie", b"authorization"):
                return False
        if len(address) > LONGEST_REMEMBERED or len(accept) > LONGEST_ACCEPT:
            return False
        state, client = scope["app"].state, scope["client"]
        who = client[0] if client else ""
        asked = understood(address, accept) if state.allowances.reads(who, None) else None
        if asked is None:
            return False
        answer: Answer | None = state.kept.find(await state.edition.now(), asked.key)
        if answer is None:
            return False
        allowance = state.allowances.spend_if_there(who, asked.cost)
        if allowance is None:
            return False
        caching = caching_of(asked.operation) if asked.operation.kept else ASK_AGAIN
        known = answer.tag.encode() in known_tags
        headers = self._headers(answer.tag, None if known else len(answer.content), caching, asked.media)
        if caching != FOR_A_WEEK:
            told = [(name.lower().encode(), value.encode()) for name, value in allowance.headers().items()]
            headers = [*headers, *told]
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if known else answer.content})
        return True

    def _headers_of(self, tag: str, length: int | None, caching: str, media: str) -> RawHeaders:
        """The headers of an answer of this length, or of none where it is not sent again."""
        headers = headers_by_address(tag, caching)
        if length is None:
            response = Response(status_code=304, headers=headers)
        else:
            headers["Content-Length"] = str(length)
            response = Response(media_type=f"{media}; charset=utf-8", headers=headers)
        return with_missing(response.raw_headers, self._safe)
