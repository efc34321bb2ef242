"""Pages with the content in them already, made once an edition; and `/schools/{id}`, the one of a school."""

import gzip
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.client import DIST, page
from app.feeds import address
from app.guards import session_cookie
from app.kept import Answer, KeptAnswers
from app.named import named
from app.pages.language import language_for, remember
from app.pages.markup import join, tag
from app.pages.past import asks, day_in, moment_of, today
from app.pages.school import school_head, school_page, school_top
from app.pages.shell import missing, whole
from app.pages.words import Language, word
from schema.ids import key_of
from storage import public_schools, publications, territories
from storage.database import Database, Transaction


def for_the_client(request: Request) -> bool:
    """Whoever is signed in gets the client at once: it knows what else they may do here."""
    signed_in = session_cookie(request.app.state.settings) in request.cookies
    return signed_in or not (DIST / "index.html").is_file()


def page_answer(request: Request, answer: Answer) -> Response:
    """A page, packed where the browser can unpack it, and not sent twice."""
    headers = {"ETag": answer.tag, "Cache-Control": "no-cache", "Vary": "Accept-Language, Accept-Encoding, Cookie"}
    if answer.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        sent = HTMLResponse(gzip.compress(answer.content, 5), headers={**headers, "Content-Encoding": "gzip"})
    else:
        sent = HTMLResponse(answer.content, headers=headers)
    remember(request, sent)
    return sent


Make = Callable[[Transaction, Language], Awaitable[bytes | None]]
"""Makes a page in a language from what is published; None where there is nothing to show."""


async def published_page(request: Request, make: Make, day: date | None = None) -> Response:
    """A page made from what is published alone, once an edition; whoever is signed in gets the client.

    `day` is the day that the page is about, where it is about the past.
    """
    if for_the_client(request):
        return await page(request)
    language, state = language_for(request), request.app.state

    async def anew() -> Answer | None:
        database: Database = state.database
        async with database.reading(None) as transaction:
            made = await make(transaction, language)
        return None if made is None else Answer(made)

    if day is not None:
        # Days are very many: kept, they would drive out what many ask for.
        answer = await anew()
    else:
        built = str((DIST / "index.html").stat().st_mtime)
        # What holds until a day says so differently on the next.
        known = ("page", request.url.path, language, address(request), built, today())
        edition = await state.edition.value()
        kept: KeptAnswers = state.kept
        answer = kept.find(edition, known)
        if answer is None and (answer := await anew()) is not None:
            kept.keep(edition, known, answer)
    return await missing(request) if answer is None else page_answer(request, answer)


async def get_school(request: Request) -> Response:
    """`GET /schools/{id}`: the page of a school."""
    key = key_of(request.path_params["id"], "school")
    if key is None:
        return await missing(request)
    day = day_in(request.query_params)
    return await published_page(
        request, lambda transaction, language: _school(request, transaction, key, language, day), day
    )


async def _school(
    request: Request, transaction: Transaction, key: UUID, language: Language, day: date | None
) -> bytes | None:
    base = address(request)
    as_of = await moment_of(transaction, day)
    then = (await public_schools.schools_by_id(transaction, [key], as_of))[0]
    school = then or (await public_schools.schools_by_id(transaction, [key]))[0]
    if school is None:
        return None
    around = [place for place in (school.municipality_id, school.region_id) if place]
    places = await territories.places_by_id(transaction, around, as_of)
    top = school_top(school, [places[place] for place in around if place in places], day, language)
    latest = (await publications.latest_of(transaction, [key], as_of))[0]
    record = await publications.whole(transaction, latest) if latest else None
    history = (await publications.history_of(transaction, [key], as_of))[0]
    acts = {row.number: await publications.whole(transaction, row) for row in history if row.corrects}
    name = named(school, language)
    about = school_head(school, latest, language, base, day)
    content = (
        join(top, school_page(school, record, history, acts, language, base, day))
        if then
        else join(top, tag("p", word("not_yet", language)))
    )
    return whole(request, name, about, content, language, asked=asks(day))


routes = [
    Route("/schools/{id}", get_school, methods=["GET"]),
]
