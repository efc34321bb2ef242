"""The short ways stand before the application: whatever they do not answer goes on to it, as if they were not there."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.datastructures import State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.answers import SECONDS_FOR_A_BODY
from app.connections import AT_ONCE
from app.graphql_request import LONGEST_REMEMBERED
from app.open_queries import Head, OpenAnswers, OpenQueries, Written, head_of
from app.settings import Settings
from app.signed_in_queries import SignedInQueries

Way = Callable[[State, str, bytes], Awaitable[Written | None]]
"""Finds the answer to a text, for a client; None where the application has to tell it."""


class ShortWays:
    """Answers queries that bring no credentials, or the session of a browser, before the application is asked."""

    def __init__(self, app: ASGIApp, settings: Settings, answers: OpenAnswers) -> None:
        self._app = app
        self._answers = answers
        self._open = OpenQueries(answers)
        self._signed_in = SignedInQueries(settings, answers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        head = head_of(scope) if scope["type"] == "http" else None
        way = self._way(head, scope) if head is not None else None
        if head is not None and way is not None:
            text, receive = await text_of(scope, receive)
            client = scope["client"]
            written = await way(scope["app"].state, client[0] if client else "", text) if text is not None else None
            if written is not None:
                await send_written(scope, send, written)
                self._answers.log(head, written.status)
                return
        await self._app(scope, receive, send)

    def _way(self, head: Head, scope: Scope) -> Way | None:
        if not head.cookie:
            return partial(self._open.written, head)
        token = self._signed_in.token(head, scope)
        return partial(self._signed_in.written, head, token) if token else None


async def send_written(scope: Scope, send: Send, answer: Written) -> None:
    """Send an answer, in one piece where the connection can."""
    at_once = scope.get("extensions", {}).get(AT_ONCE)
    if at_once is not None:
        await at_once(*answer)
        return
    headers = [tuple(line.split(b": ", 1)) for line in answer.lines.split(b"\r\n")[:-1]]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def text_of(scope: Scope, receive: Receive) -> tuple[bytes | None, Receive]:
    """The text in which a request says what it asks for, unless it is long or late; and how whoever comes after
    receives the same once more."""
    if scope["method"] != "POST":
        text = scope["query_string"]
        return (text if len(text) <= LONGEST_REMEMBERED else None), receive
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
    return (body if whole and len(body) <= LONGEST_REMEMBERED else None), again
