"""The web application: routes, what stands before them, and what lives as long as the server."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app import (
    certificates,
    credentials,
    data,
    deadlines,
    doors,
    feeds,
    files,
    frameworks,
    graphql,
    pages,
    pictures,
    printed,
    provider,
    public_files,
    published,
    signin,
    surveys,
)
from app.absences import WholeTicks
from app.allowances import Allowances, shared
from app.answers import Refused, refuse
from app.at_once import AnswersAtOnce
from app.certificates.served import stamp_of
from app.client import client_routes
from app.guards import SameOrigin, SecurityHeaders
from app.jobs import worker
from app.kept import Kept, KeptAnswers
from app.logs import RequestLog
from app.oidc import provider_of
from app.open_queries import OpenAnswers
from app.pages import data as open_data
from app.pages import glossary, missing, record
from app.parts import Parts, open_parts, post_of
from app.printed.maker import Maker
from app.settings import Mode, Settings
from app.short_ways import ShortWays
from storage.blobs import StoreUnavailable
from storage.moments import EDITION

MOST_OF_PIECES = 64 * 1024 * 1024
"""How many bytes are kept of pieces that stand whatever is published, and a quarter of it of others: those of a list
with all 96,000 results of 40,000 schools are 28 million, each once."""


async def healthz(_request: Request) -> Response:
    """`GET /healthz`: the server can serve."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:
    """`GET /readyz`: the database answers too."""
    ready = await request.app.state.database.answers()
    body = {"status": "ok" if ready else "database unreachable"}
    return JSONResponse(body, status_code=200 if ready else 503, headers={"Cache-Control": "no-store"})


async def prepare(parts: Parts) -> None:
    """What the mode asks for before the first request: in demo mode, the demo region."""
    if parts.settings.mode is Mode.DEMO:
        from app.demo.load import load_demo

        await load_demo(parts.database, parts.blobs, parts.signer)


def create_app(settings: Settings, migrate: Callable[[str], None]) -> Starlette:
    """The application for these settings; its lifespan migrates the database, and opens and closes the parts."""

    answers = OpenAnswers(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            parts = await stack.enter_async_context(open_parts(settings, migrate))
            await stamp_of(settings)  # One that cannot be used is told now, not with the first certificate.
            await prepare(parts)
            if settings.workers_in_server:
                post = post_of(settings, parts.signer)
                await stack.enter_async_context(worker(parts.database, parts.blobs, settings, post))
            app.state.settings = settings
            app.state.database = parts.database
            app.state.edition = edition = parts.database.asked_often(EDITION)
            stack.push_async_callback(edition.close)
            app.state.kept = kept = KeptAnswers()
            app.state.pieces = Kept[bytes](MOST_OF_PIECES // 4)
            app.state.lasting_pieces = Kept[bytes](MOST_OF_PIECES)
            app.state.allowances = allowances = Allowances(settings.points_a_minute)
            await stack.enter_async_context(shared(allowances, parts.database))
            app.state.at_once = AnswersAtOnce(answers, edition, kept, allowances)
            app.state.maker = Maker()
            app.state.blobs = parts.blobs
            app.state.signer = parts.signer
            app.state.provider = provider_of(settings)
            yield

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *graphql.routes,
            *signin.routes,
            *provider.routes,
            *doors.routes,
            *files.routes,
            *open_data.routes,
            *glossary.routes,
            *published.routes,
            *public_files.routes,
            *credentials.routes,
            *certificates.routes,
            *printed.routes,
            *data.routes,
            *frameworks.routes,
            *feeds.routes,
            *pages.routes,
            *record.routes,
            *pictures.routes,
            *deadlines.routes,
            *surveys.routes,
            *client_routes(),
            *missing.routes,
        ],
        middleware=[
            Middleware(ShortWays, settings=settings, answers=answers),
            Middleware(RequestLog),
            Middleware(WholeTicks),
            Middleware(SecurityHeaders, settings=settings),
            Middleware(SameOrigin, settings=settings),
        ],
        exception_handlers={Refused: refuse, StoreUnavailable: files.store_away},
        lifespan=lifespan,
    )
