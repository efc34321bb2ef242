"""Answers outside GraphQL when a request is refused: a code, and what to do in both languages."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.absences import tell_absence
from workflows.messages import message

ABSENT = "NOT_PERMITTED_OR_ABSENT"


class Refused(Exception):
    """The request is not carried out. The code has texts in `workflows/messages`."""

    def __init__(
        self,
        status: int,
        code: str,
        details: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.details = details or {}
        self.headers = {"Cache-Control": "no-store", **(headers or {})}

    def text(self, language: str) -> str:
        """The message in one language."""
        return message(self.code, language, self.details)

    def response(self) -> JSONResponse:
        """As JSON."""
        body = {"code": self.code, "message": {"ru": self.text("ru"), "en": self.text("en")}}
        return JSONResponse(body, status_code=self.status, headers=self.headers)


async def refuse(request: Request, refused: Exception) -> Response:
    """Starlette's exception handler for `Refused`."""
    assert isinstance(refused, Refused)
    if refused.code == ABSENT:
        tell_absence(request)
    return refused.response()


SECONDS_FOR_A_BODY = 60
"""How long the body of a request may take that is read whole: a megabyte on a line of 150 kilobits a second."""


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body.

    Raises Refused when it is larger than the limit, as soon as that is known, and when it does not come in time.
    """
    declared = request.headers.get("content-length", "0")
    body = bytearray()
    if not declared.isdecimal() or int(declared[:18]) <= limit:
        try:
            async with asyncio.timeout(SECONDS_FOR_A_BODY):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > limit:
                        break
                else:
                    return bytes(body)
        except TimeoutError:
            raise Refused(408, "REQUEST_TOO_SLOW", headers={"Connection": "close"}) from None
    raise Refused(413, "REQUEST_TOO_LARGE", {"longest": str(limit)}, {"Connection": "close"})
