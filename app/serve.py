"""Running the web server: takes the port first, tells where to go once it answers, stops gracefully."""

import asyncio
import gc
import socket
import sys
from multiprocessing import get_context

import uvicorn
from starlette.applications import Starlette

from app.asgi import create_app, prepare
from app.connections import BoundedProtocol, most_connections
from app.parts import migrate_apart, open_parts
from app.settings import Mode, Settings
from storage.embedded import cluster_of

GRACE = 10
"""Seconds that requests under way have to end when the server stops."""


LOOKED_AT = (20_000, 20, 20)
"""How many more objects are made than forgotten until Python looks for those that only hold each other, and how often
until it looks among older ones. A request makes thousands that go by themselves; to look after every 700, as is usual,
takes a fifth of the time of an answer."""


class Server(uvicorn.Server):
    """Says where to go when it is there."""

    def __init__(self, config: uvicorn.Config, app: Starlette, greeting: str) -> None:
        super().__init__(config)
        self._app = app
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then greet."""
        await super().startup(sockets)
        # What is there from the start stays: to go through it again and again would hold everybody for a third of a
        # second each time.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*LOOKED_AT)
        if self.started and not self.should_exit:
            BoundedProtocol.at_once = self._app.state.at_once
            sys.stdout.write(self._greeting)
            sys.stdout.flush()


def people_table() -> str:
    """Who can sign in to the demo, a line each."""
    from app.demo.people import PEOPLE

    rows = [("login", "password", "who"), *((p.login, p.password, f"{p.name.ru} — {p.role.ru}") for p in PEOPLE)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(f"  {login:<{widths[0]}}  {password:<{widths[1]}}  {who}" for login, password, who in rows)


def greeting(settings: Settings) -> str:
    """Where to go, and in demo mode how to sign in."""
    address = settings.public_url or f"http://localhost:{settings.port}"
    lines = ["", f"Areopag is at {address}   (API: {address}/graphql, stop with Ctrl-C)"]
    if settings.mode is Mode.DEMO:
        lines += ["", "This is a demo. Sign in as:", people_table()]
    return "\n".join([*lines, "", ""])


def listening(settings: Settings) -> socket.socket | None:
    """The port, taken; None when somebody else has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
    except OSError:
        taken.close()
        return None
    return taken


def _prepare(settings: Settings) -> None:
    async def run() -> None:
        async with open_parts(settings) as parts:
            await prepare(parts)

    asyncio.run(run())


def prepared_apart(settings: Settings) -> bool:
    """Make the demo in a process of its own: what makes its files would stay in the server's memory for good.

    False when that failed; the process has said why.
    """
    new = settings.database_url is None and not cluster_of(settings.data).exists()
    if settings.mode is not Mode.DEMO or not new:
        return True
    apart = get_context("spawn").Process(target=_prepare, args=(settings,))
    apart.start()
    apart.join()
    return apart.exitcode == 0


def serve(settings: Settings) -> int:
    """Serve until told to stop; answers the exit code."""
    port = listening(settings)
    if port is None:
        sys.stderr.write(
            f"Port {settings.port} of {settings.host} is in use. Stop what uses it or choose another:"
            " make run PORT=8001\n"
        )
        return 1
    if not prepared_apart(settings):
        return 3
    app = create_app(settings, migrate_apart)
    BoundedProtocol.most = most_connections()
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = Server(config, app, greeting(settings))
    try:
        server.run(sockets=[port])
    except KeyboardInterrupt:
        return 0
    return 0 if server.started else 3
