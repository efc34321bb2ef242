"""When an absence is told: whole ticks after the question, so that time does not tell what is closed from what is not.

PostgreSQL asks a policy only about a row that is there, so what is closed is found out a little later than what never
was.
"""

import asyncio
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Many times what it takes to find out whether somebody may read a thing.
TICK_SECONDS = 0.025
TIMER_SECONDS = 0.002


def tell_absence(request: Request) -> None:
    """The answer to this request says that something is not there, or not for whoever asks."""
    request.state.absence = True


class WholeTicks:
    """Holds an answer that tells an absence until the tick; every other answer goes at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        began, state = time.monotonic(), scope.setdefault("state", {})

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and state.get("absence"):
                await whole_tick(began)
            await send(message)

        await self._app(scope, receive, answer)


async def whole_tick(began: float) -> None:
    """Wait to the next tick after this moment of `time.monotonic`, when a question came."""
    gone = time.monotonic() - began
    await _until(began + gone - gone % TICK_SECONDS + TICK_SECONDS)


async def _until(moment: float) -> None:
    """Wait to the moment itself: a loop's timer counts in whole milliseconds from now, which tells when now was."""
    await asyncio.sleep(moment - time.monotonic() - TIMER_SECONDS)
    while time.monotonic() < moment:  # noqa: ASYNC110 -- what is waited for is the moment, and no event tells it
        await asyncio.sleep(0)
