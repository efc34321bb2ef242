"""The short way for queries about what is published by whoever brings no credentials: the same bytes, headers, limits
and line in the log as by the way through the whole application.

What the application does for such a request comes to this. Whatever is not the usual case goes on to it: somebody
signed in, a text that cannot be compiled, an answer with errors, an allowance used up.
"""

import asyncio
import time
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import graphql
from app.allowances import Allowances
from app.answers import SECONDS_FOR_A_BODY, Refused
from app.connections import AT_ONCE
from app.graphql import FOR_A_WEEK, FOR_NOBODY_ELSE, LONGEST_REMEMBERED, Asked, BadRequest
from app.guards import security_headers, with_missing
from app.kept import Answer
from app.logs import new_request_id, request_lines, sane_request_id
from app.settings import Settings
from schema.limits import cost_of
from schema.published_only import asks_only_what_is_published

LONGEST_ACCEPT = 200
LONGEST_LENGTH = 5
"""Digits of a length that may be short enough."""
JSON = (b"application/json", b"application/json; charset=utf-8", b"application/json;charset=utf-8")


@dataclass(frozen=True)
class Understood:
    """What a request asks for, in which type, what that costs, and under which key its answer is kept."""

    operation: Asked
    media: str
    cost: int
    key: Hashable


@lru_cache(maxsize=1024)
def understood(method: str, text: bytes, accept: bytes) -> Understood | None:
    """What is asked for in this address or body; None where it is not published records alone."""
    try:
        media = graphql.media_type(accept.decode("latin-1"))
        operation = graphql.in_address(text) if method == "GET" else graphql.in_body(text)
    except (BadRequest, Refused):
        return None
    if not asks_only_what_is_published(operation.query):
        return None
    return Understood(operation, media, cost_of(operation.query, operation.variables or {}), operation.key(media))


class Head(NamedTuple):
    """What the headers of a request say, as far as it concerns an answer from here."""

    accept: bytes
    known_tags: bytes
    request_id: str


def head_of(scope: Scope) -> Head | None:
    """What the headers say; None where they are not those of a usual query of nobody known."""
    accept, known_tags, content, length, request_id = b"*/*", b"", b"", b"", ""
    for name, value in reversed(scope["headers"]):
        if name == b"accept":
            accept = value
        elif name == b"if-none-match":
            known_tags = value
        elif name == b"content-type":
            content = value
        elif name == b"content-length":
            length = value
        elif name == b"x-request-id":
            request_id = sane_request_id(value)
        elif name in (b"cookie", b"authorization"):
            return None
    if len(accept) > LONGEST_ACCEPT:
        return None
    if scope["method"] == "POST" and not (
        content in JSON and length.isdigit() and len(length) < LONGEST_LENGTH and int(length) <= LONGEST_REMEMBERED
    ):
        return None
    return Head(accept, known_tags, request_id or new_request_id())


class OpenQueries:
    """Answers them before the application is asked."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._safe = security_headers(settings)
        self._lines = lru_cache(maxsize=1024)(self._lines_of)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["path"] == "/graphql" and scope["method"] in ("GET", "POST"):
            began, head = time.perf_counter(), head_of(scope)
            if head is not None:
                text = scope["query_string"]
                if scope["method"] == "POST":
                    text, receive = await _body(receive)
                if text is not None and len(text) <= LONGEST_REMEMBERED:
                    status = await self._answered(scope, text, head, send)
                    if status:
                        ms = round((time.perf_counter() - began) * 1000, 1)
                        request_lines.write(head.request_id, scope["method"], scope["path"], status, ms)
                        return
        await self._app(scope, receive, send)

    async def _answered(self, scope: Scope, text: bytes, head: Head, send: Send) -> int | None:
        """Answers, with which status; None where the application has to."""
        method, state, client = scope["method"], scope["app"].state, scope["client"]
        who, allowances = client[0] if client else "", cast(Allowances, state.allowances)
        asked = understood(method, text, head.accept) if allowances.reads(who, None) else None
        if asked is None:
            return None
        try:
            edition = await state.edition.value()
        except Exception:  # noqa: BLE001 - whatever it is, the application meets it too, and tells it
            return None
        answer: Answer | None = state.kept.find(edition, asked.key)
        beside = 0 if answer else asked.operation.price_of_reading()
        allowance = allowances.spend_if_there(who, asked.cost, beside)
        if allowance is None:
            return None
        answer = answer or await graphql.answer_anew(state, asked.operation, edition, asked.key)
        if answer is None:
            allowances.give_back(who, asked.cost)
            return None
        caching = graphql.caching_of(asked.operation) if method == "GET" else None
        known = caching is not None and answer.tag.encode() in head.known_tags
        tag = answer.tag if caching else None
        lines = self._lines(tag, None if known else len(answer.content), caching, asked.media)
        told = allowance.lines() if caching != FOR_A_WEEK else ""
        lines += f"{told}x-request-id: {head.request_id}\r\n".encode()
        status = 304 if known else 200
        await _send(scope, send, status, lines, b"" if known else answer.content)
        return status

    def _lines_of(self, tag: str | None, length: int | None, caching: str | None, media: str) -> bytes:
        """The headers of an answer of this length, or of none where it is not sent again, as they go over the line."""
        headers = graphql.headers_by_address(tag, caching) if tag and caching else dict(FOR_NOBODY_ELSE)
        if length is None:
            response = Response(status_code=304, headers=headers)
        else:
            headers["Content-Length"] = str(length)
            response = Response(media_type=f"{media}; charset=utf-8", headers=headers)
        return b"".join([b"%b: %b\r\n" % header for header in with_missing(response.raw_headers, self._safe)])


async def _send(scope: Scope, send: Send, status: int, lines: bytes, body: bytes) -> None:
    at_once = scope.get("extensions", {}).get(AT_ONCE)
    if at_once is not None:
        await at_once(status, lines, body)
        return
    headers = [tuple(line.split(b": ", 1)) for line in lines.split(b"\r\n")[:-1]]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _body(receive: Receive) -> tuple[bytes | None, Receive]:
    """The body, unless it is long or late, and how whoever comes after receives the same once more."""
    came: deque[Message] = deque()
    body, more = b"", True
    try:
        async with asyncio.timeout(SECONDS_FOR_A_BODY):
            while more and len(body) <= LONGEST_REMEMBERED:
                came.append(await receive())
                body += came[-1].get("body", b"")
                more = came[-1].get("more_body", False)
    except TimeoutError:
        pass

    async def again() -> Message:
        return came.popleft() if came else await receive()

    whole = not more and came[-1]["type"] == "http.request"
    return body if whole else None, again
