"""What is asked at `/graphql`, as GraphQL over HTTP has it: one request, in the body or in the address."""

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request

from app.answers import Refused, read_body
from schema import trusted
from schema.limits import price_of_reading
from schema.paging import UNWRITABLE
from workflows.messages import message

LARGEST_REQUEST = 1_000_000
LONGEST_TEXT = 60_000
"""Characters of an operation; the longest of the client has 8,000. What it is about stands in the variables."""
SIZE_OF_MOST, BYTES_FOR_A_POINT = 20_000, 50
"""Up to this size the body of a request costs nothing; a whole score sheet with its texts has less."""
LONGEST_REMEMBERED = 2_000
"""What is asked by an address or a body no longer than this is understood once."""
RESPONSE, PLAIN = "application/graphql-response+json", "application/json"
ESCAPE = re.compile(r"\\u(0000|d[89a-f])", re.IGNORECASE)
"""How JSON brings a NUL or half a surrogate pair; a whole pair looks like it and is let pass after a closer look."""
NUL_ESCAPE = re.compile(r"\\u(0000|\{0+\})")


class BadRequest(Exception):
    """The HTTP request is no GraphQL request. What is said has texts in `workflows/messages`."""

    def __init__(
        self,
        status: int,
        said: str,
        details: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(said)
        self.status = status
        self.said = said
        self.details = details
        self.headers = headers or {}

    def text(self, language: str) -> str:
        """What is told, in one language."""
        return message(self.said, language, self.details)


@dataclass(frozen=True)
class Asked:
    """A well-formed GraphQL request."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    kept: bool = False
    """Whether the text is one the server keeps, asked for by its hash."""
    size: int = 0
    """Bytes of the body it came in."""

    @cached_property
    def variables_json(self) -> str:
        """The variables as text."""
        return json.dumps(self.variables, sort_keys=True)

    def price_of_reading(self) -> int:
        """What it costs, in points, that the request is long or its text new."""
        of_size = max(0, self.size - SIZE_OF_MOST) // BYTES_FOR_A_POINT
        return of_size if self.kept else of_size + price_of_reading(self.query)

    def key(self, media: str) -> Hashable:
        """What an answer in this type is kept under."""
        return "graphql", self.query, self.variables_json, self.operation_name, media


@lru_cache(maxsize=128)
def media_type(accept: str) -> str:
    """The type to answer in, by the header of that name: the plain one unless the client names the newer one first.

    Raises BadRequest when it takes neither.
    """
    wanted = [part.strip().lower() for part in accept.split(",")]
    for part in sorted(wanted, key=_weight, reverse=True):
        name = part.partition(";")[0].strip()
        if name == RESPONSE:
            return RESPONSE
        if name in (PLAIN, "application/*", "*/*", ""):
            return PLAIN
    raise BadRequest(406, "ANSWER_TYPE_UNKNOWN", {"newer": RESPONSE, "plain": PLAIN})


def _weight(part: str) -> float:
    found = re.search(r";\s*q=([01](?:\.\d+)?)", part)
    return float(found[1]) if found else 1.0


async def asked_in_body(request: Request) -> Asked:
    """The request in a JSON body.

    Raises BadRequest or Refused when there is none.
    """
    content_type, _, options = request.headers.get("content-type", "").lower().partition(";")
    if content_type.strip() != PLAIN or ("charset" in options and "utf-8" not in options):
        raise BadRequest(415, "REQUEST_TYPE_UNKNOWN", {"plain": PLAIN})
    return in_body(await read_body(request, LARGEST_REQUEST))


def in_body(body: bytes) -> Asked:
    """The request in a JSON body.

    Raises BadRequest or Refused when there is none.
    """
    try:
        text = body.decode()
        value = json.loads(text, parse_constant=_no_json)
    except (ValueError, RecursionError):
        raise BadRequest(400, "REQUEST_NO_JSON", {"what": "body"}) from None
    return replace(asked(value, escapes=ESCAPE.search(text) is not None), size=len(body))


def _no_json(constant: str) -> None:
    raise ValueError(f"{constant} is a number of Python's, not of JSON")


def asked_in_address(request: Request) -> Asked:
    """The request in the address; queries only.

    Raises BadRequest when there is none.
    """
    address = request.scope["query_string"]
    return (in_address if len(address) <= LONGEST_REMEMBERED else in_address.__wrapped__)(address)


@lru_cache(maxsize=512)
def in_address(address: bytes) -> Asked:
    """The request in the query string of an address.

    Raises BadRequest or Refused when there is none.
    """
    parameters = QueryParams(address)
    value: dict[str, Any] = {name: parameters.get(name) for name in ("query", "documentId", "operationName")}
    for name in ("variables", "extensions"):
        if parameters.get(name):
            try:
                value[name] = json.loads(parameters[name], parse_constant=_no_json)
            except (ValueError, RecursionError):
                raise BadRequest(400, "REQUEST_NO_JSON", {"what": name}) from None
    return asked(value)


def asked(value: object, *, escapes: bool = True) -> Asked:
    """The request in a JSON value; without escapes in it, no text has characters that cannot be kept.

    Raises BadRequest when it is not one.
    """
    if not isinstance(value, dict):
        raise BadRequest(400, "REQUEST_NO_OBJECT")
    query, variables, name = value.get("query"), value.get("variables"), value.get("operationName")
    identifier = value.get("documentId")
    if identifier is not None:
        query = kept_text(identifier, query)
    if not isinstance(query, str) or not query.strip():
        raise BadRequest(400, "QUERY_MISSING")
    if len(query) > LONGEST_TEXT:
        raise Refused(413, "REQUEST_TOO_LARGE", {"longest": str(LONGEST_TEXT)})
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest(400, "PART_NO_OBJECT", {"part": "variables"})
    if name is not None and not isinstance(name, str):
        raise BadRequest(400, "PART_NO_TEXT", {"part": "operationName"})
    extensions = value.get("extensions")
    if extensions is not None and not isinstance(extensions, dict):
        raise BadRequest(400, "PART_NO_OBJECT", {"part": "extensions"})
    if NUL_ESCAPE.search(query) or UNWRITABLE.search(query) or (escapes and not writable(variables)):
        raise BadRequest(400, "REQUEST_UNWRITABLE")
    return Asked(query, variables, name or None, kept=identifier is not None)


def kept_text(identifier: object, query: object) -> str:
    """The text of the kept document of this id.

    Raises BadRequest or Refused when there is none.
    """
    if query is not None or not isinstance(identifier, str):
        raise BadRequest(400, "QUERY_OR_DOCUMENT")
    found = trusted.document(identifier)
    if found is None:
        raise Refused(404, "DOCUMENT_UNKNOWN")
    return found


def writable(value: object) -> bool:
    """Whether every text in a JSON value can be kept in the database."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str) and UNWRITABLE.search(part):
            return False
    return True
