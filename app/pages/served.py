"""`/schools` and `/schools/{id}`: the client's page with the content in it already, made once an edition."""

import gzip
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode
from uuid import UUID

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.client import DIST, page
from app.feeds import address
from app.guards import session_cookie
from app.kept import Answer, KeptAnswers
from app.pages.markup import Html, join, link, table, tag, void
from app.pages.school import result_words, school_head, school_page
from app.pages.shell import missing, whole
from app.pages.words import Language, language_of, word
from schema.ids import global_id, key_of
from schema.paging import UNWRITABLE, cursor_of, key_of_cursor
from storage import public_schools, publications
from storage.database import Database, Transaction
from storage.publications import Wanted
from storage.searching import as_meant

PAGE = 20
LONGEST_SEARCH = 200


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
        return HTMLResponse(gzip.compress(answer.content, 5), headers={**headers, "Content-Encoding": "gzip"})
    return HTMLResponse(answer.content, headers=headers)


Make = Callable[[Transaction, Language], Awaitable[bytes | None]]
"""Makes a page in a language from what is published; None where there is nothing to show."""


async def published_page(request: Request, make: Make) -> Response:
    """A page made from what is published alone, once an edition; whoever is signed in gets the client."""
    if for_the_client(request):
        return await page(request)
    language = language_of(request.headers.get("accept-language", ""))
    built = str((DIST / "index.html").stat().st_mtime)
    known = ("page", request.url.path, language, address(request), built)
    edition = await request.app.state.edition.now()
    kept: KeptAnswers = request.app.state.kept
    answer = kept.find(edition, known)
    if answer is None:
        database: Database = request.app.state.database
        async with database.reading(None) as transaction:
            made = await make(transaction, language)
        if made is None:
            return await missing(request)
        answer = Answer.of(made)
        kept.keep(edition, known, answer)
    return page_answer(request, answer)


async def get_school(request: Request) -> Response:
    """`GET /schools/{id}`: the page of a school."""
    key = key_of(request.path_params["id"], "school")
    if key is None:
        return await missing(request)
    base = address(request)
    return await published_page(request, lambda transaction, language: _school(transaction, key, language, base))


async def _school(transaction: Transaction, key: UUID, language: Language, base: str) -> bytes | None:
    school = (await public_schools.schools_by_id(transaction, [key]))[0]
    if school is None:
        return None
    latest = (await publications.latest_of(transaction, [key]))[0]
    record = await publications.whole(transaction, latest) if latest else None
    history = (await publications.history_of(transaction, [key]))[0]
    acts = {row.number: await publications.whole(transaction, row) for row in history if row.corrects}
    name = school.name_ru if language == "ru" else school.name_en
    head = school_head(school, latest, language, base)
    return whole(name, head, school_page(school, record, history, acts, language), language)


async def get_schools(request: Request) -> Response:
    """`GET /schools`: the list, by page and by search; other filters are the client's."""
    language = language_of(request.headers.get("accept-language", ""))
    asked = request.query_params
    search = UNWRITABLE.sub("", asked.get("q", "")).strip()[:LONGEST_SEARCH]
    try:
        place = key_of_cursor(asked.get("after") or None, 2)
    except GraphQLError:
        place = None
    if asked.keys() - {"q", "after"} or for_the_client(request):
        return await page(request)
    key = key_of(place[1], "school") if place else None
    after = (place[0], key) if place and key else None
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        meant = await as_meant(transaction, search or None, None)
        rows = await public_schools.schools(transaction, Wanted(search=meant), after, PAGE + 1)
        latest = await publications.latest_of(transaction, [row.id for row in rows[:PAGE]])
    form = tag(
        "form",
        tag("label", word("search", language), void("input", type="search", name="q", value=search)),
        tag("button", word("find", language)),
        action="/schools",
        role="search",
    )
    found: list[list[object]] = [
        [
            link(f"/schools/{global_id('school', row.id)}", row.name_ru if language == "ru" else row.name_en),
            result_words(result, language),
        ]
        for row, result in zip(rows, latest, strict=False)
    ]
    more: object = ""
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        there = {"q": search, "after": cursor_of(last.name_ru, global_id("school", last.id))}
        more = tag("p", link("/schools?" + urlencode({k: v for k, v in there.items() if v}), word("next", language)))
    listed = (
        table(word("schools", language), [word("school", language), word("latest", language)], found)
        if found
        else tag("p", word("nothing", language))
    )
    read_as = tag("p", word("read_as", language), " «", str(meant), "»") if search and meant != search else ""
    content = join(tag("h1", word("schools", language)), form, read_as, listed, more)
    return page_answer(request, Answer.of(whole(word("schools", language), Html(""), content, language)))


routes = [
    Route("/schools", get_schools, methods=["GET"]),
    Route("/schools/{id}", get_school, methods=["GET"]),
]
