"""The short ways for queries about what is published by whoever brings no credentials: the same bytes, headers, limits
and line in the log as by the way through the whole application.

What the application does for such a request comes to this. Whatever is not the usual case goes on to it: somebody
signed in, a text that cannot be compiled, an answer with errors, an allowance used up. The shortest way, for an answer
that is kept, is `app/at_once.py`.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from starlette.datastructures import State
from starlette.responses import Response

from app import graphql
from app.allowances import Allowance, Allowances
from app.answers import Refused
from app.graphql import FOR_A_WEEK, FOR_NOBODY_ELSE
from app.graphql_request import LONGEST_REMEMBERED, Asked, BadRequest, in_address, in_body, media_type
from app.guards import security_headers, with_missing
from app.kept import Answer
from app.logs import new_request_id, request_lines, sane_request_id
from app.settings import Settings
from schema.limits import cost_of
from schema.published_only import asks_only_what_is_published

MOST_REMEMBERED = 4096
"""How many questions are understood once, about as many as answers are kept: the lists of 85 regions with all their
results of 40,000 schools have 1,920 pages of 50."""
LONGEST_ACCEPT = 200
LONGEST_LENGTH = 5
"""Digits of a length that may be short enough."""
JSON = (b"application/json", b"application/json; charset=utf-8", b"application/json;charset=utf-8")
PATH = "/graphql"
HEAD = "areopag.head"
"""Where in the scope of a request stands what its head says."""


@dataclass(frozen=True)
class Understood:
    """What a request asks for, in which type, what that costs, and under which key its answer is kept."""

    operation: Asked
    media: str
    cost: int
    key: Hashable
    caching: str | None
    """For how long others may keep the answer to a query by address; None for one in a body."""


@lru_cache(maxsize=MOST_REMEMBERED)
def understood(method: str, text: bytes, accept: bytes) -> Understood | None:
    """What is asked for in this address or body; None where it is not published records alone."""
    try:
        media = media_type(accept.decode("latin-1"))
        operation = in_address(text) if method == "GET" else in_body(text)
    except (BadRequest, Refused):
        return None
    if not asks_only_what_is_published(operation.query):
        return None
    caching = graphql.caching_of(operation) if method == "GET" else None
    cost = cost_of(operation.query, operation.variables or {})
    return Understood(operation, media, cost, operation.key(media), caching)


class Head(NamedTuple):
    """What the head of a request says, as far as it concerns an answer from here."""

    method: str
    accept: bytes
    known_tags: bytes
    cookie: bytes
    request_id: str
    began: float
    """By `time.monotonic`."""


def head_of(scope: Any) -> Head | None:
    """What the head says, looked at once; None where it is not that of a usual query."""
    if HEAD not in scope:
        scope[HEAD] = _head_of(scope)
    head: Head | None = scope[HEAD]
    return head


def _head_of(scope: Any) -> Head | None:
    method = scope["method"]
    if scope["path"] != PATH or method not in ("GET", "POST"):
        return None
    began, given = time.monotonic(), dict(reversed(scope["headers"]))
    accept, cookie = given.get(b"accept", b"*/*"), given.get(b"cookie", b"")
    if b"authorization" in given or len(accept) > LONGEST_ACCEPT:
        return None
    if b"cookie" in given and sum(name == b"cookie" for name, _ in scope["headers"]) > 1:
        return None
    if method == "POST" and not _is_short_json(given.get(b"content-type", b""), given.get(b"content-length", b"")):
        return None
    request_id = sane_request_id(given.get(b"x-request-id", b"")) or new_request_id()
    return Head(method, accept, given.get(b"if-none-match", b""), cookie, request_id, began)


def _is_short_json(content: bytes, length: bytes) -> bool:
    return content in JSON and length.isdigit() and len(length) < LONGEST_LENGTH and int(length) <= LONGEST_REMEMBERED


class Written(NamedTuple):
    """An answer as it goes over the line."""

    status: int
    lines: bytes
    body: bytes


class OpenAnswers:
    """Writes the answers to such queries, and the line in the log."""

    def __init__(self, settings: Settings) -> None:
        self._safe = security_headers(settings)
        self._lines = lru_cache(maxsize=MOST_REMEMBERED)(self._lines_of)

    def written(self, head: Head, asked: Understood, answer: Answer, allowance: Allowance) -> Written:
        """The answer to this request, which costs this."""
        known = asked.caching is not None and answer.tag.encode() in head.known_tags
        tag = answer.tag if asked.caching else None
        lines = self._lines(tag, None if known else len(answer.content), asked.caching, asked.media)
        lines += _about(head, allowance if asked.caching != FOR_A_WEEK else None)
        return Written(304, lines, b"") if known else Written(200, lines, answer.content)

    def for_nobody_else(self, head: Head, media: str, content: bytes, allowance: Allowance) -> Written:
        """An answer that may depend on who asks."""
        return Written(200, self._lines(None, len(content), None, media) + _about(head, allowance), content)

    @staticmethod
    def log(head: Head, status: int) -> None:
        """A line for a request that was answered."""
        ms = round((time.monotonic() - head.began) * 1000, 1)
        request_lines.write(head.request_id, head.method, PATH, status, ms)

    def _lines_of(self, tag: str | None, length: int | None, caching: str | None, media: str) -> bytes:
        """The headers of an answer of this length, or of none where it is not sent again, as they go over the line."""
        headers = graphql.headers_by_address(tag, caching) if tag and caching else dict(FOR_NOBODY_ELSE)
        if length is None:
            response = Response(status_code=304, headers=headers)
        else:
            headers["Content-Length"] = str(length)
            response = Response(media_type=f"{media}; charset=utf-8", headers=headers)
        return b"".join([b"%b: %b\r\n" % header for header in with_missing(response.raw_headers, self._safe)])


def _about(head: Head, allowance: Allowance | None) -> bytes:
    """The lines that are another request's for each."""
    return f"{allowance.lines() if allowance else ''}x-request-id: {head.request_id}\r\n".encode()


class OpenQueries:
    """Finds the answers to them."""

    def __init__(self, answers: OpenAnswers) -> None:
        self._answers = answers

    async def written(self, head: Head, state: State, client: str, text: bytes) -> Written | None:
        """The answer; None where the application has to tell it."""
        allowances: Allowances = state.allowances
        asked = understood(head.method, text, head.accept) if allowances.reads(client, None) else None
        if asked is None:
            return None
        try:
            edition = await state.edition.value()
        except Exception:  # noqa: BLE001 - whatever it is, the application meets it too, and tells it
            return None
        answer: Answer | None = state.kept.find(edition, asked.key)
        beside = 0 if answer else asked.operation.price_of_reading()
        allowance = allowances.spend_if_there(client, asked.cost, beside)
        if allowance is None:
            return None
        answer = answer or await graphql.answer_anew(state, asked.operation, edition, asked.key)
        if answer is None:
            allowances.give_back(client, asked.cost)
            return None
        return self._answers.written(head, asked, answer, allowance)
