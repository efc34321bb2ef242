"""`/schools` and `/schools/{id}`: the client's page with the content in it already, made once an edition."""

import gzip
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
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
from app.pages.finding import choices, finding
from app.pages.head import head
from app.pages.language import language_for, remember
from app.pages.markup import Html, join, link, table, tag, wide
from app.pages.school import localized, result_words, school_head, school_page
from app.pages.shell import missing, whole
from app.pages.words import Language, word
from schema.ids import global_id, key_of
from schema.paging import UNWRITABLE, cursor_of, key_of_cursor
from storage import public_schools, publications
from storage.database import Database, Transaction
from storage.publications import PublicationRow, Wanted
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
        sent = HTMLResponse(gzip.compress(answer.content, 5), headers={**headers, "Content-Encoding": "gzip"})
    else:
        sent = HTMLResponse(answer.content, headers=headers)
    remember(request, sent)
    return sent


Make = Callable[[Transaction, Language], Awaitable[bytes | None]]
"""Makes a page in a language from what is published; None where there is nothing to show."""


async def published_page(request: Request, make: Make) -> Response:
    """A page made from what is published alone, once an edition; whoever is signed in gets the client."""
    if for_the_client(request):
        return await page(request)
    language = language_for(request)
    built = str((DIST / "index.html").stat().st_mtime)
    # What holds until a day says so differently on the next.
    known = ("page", request.url.path, language, address(request), built, datetime.now(UTC).date())
    edition = await request.app.state.edition.value()
    kept: KeptAnswers = request.app.state.kept
    answer = kept.find(edition, known)
    if answer is None:
        database: Database = request.app.state.database
        async with database.reading(None) as transaction:
            made = await make(transaction, language)
        if made is None:
            return await missing(request)
        answer = Answer(made)
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
    about = school_head(school, latest, language, base)
    return whole(name, about, school_page(school, record, history, acts, language, base), language)


FILTERS = ("q", "where", "kind", "method", "decision", "after")
NOWHERE = UUID(int=0)
"""The key of no territory: what an id that is none of this kind stands for."""


def _after(cursor: str | None) -> tuple[str, UUID] | None:
    """The place behind which the page begins; an unreadable one is the beginning."""
    try:
        place = key_of_cursor(cursor, 2)
    except GraphQLError:
        return None
    key = key_of(place[1], "school") if place else None
    return (place[0], key) if place and key else None


async def get_schools(request: Request) -> Response:
    """`GET /schools`: the list, by page, search, territory, kind, framework and decision; what is chosen to be
    compared is the client's."""
    if request.query_params.keys() - {*FILTERS, "lang"} or for_the_client(request):
        return await page(request)
    language = language_for(request)
    asked = {name: UNWRITABLE.sub("", request.query_params.get(name, "")).strip()[:LONGEST_SEARCH] for name in FILTERS}
    search, where = asked["q"], asked["where"]
    after = _after(request.query_params.get("after") or None)
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        offered = await choices(transaction, where)
        meant = await as_meant(transaction, search or None, None)
        wanted = Wanted(
            search=meant,
            territory=(key_of(where, "territory") or NOWHERE) if where else None,
            framework_code=asked["method"] or None,
            outcome=asked["decision"] or None,
            school_kind=asked["kind"] or None,
        )
        count = await public_schools.count_schools(transaction, wanted)
        rows = await public_schools.schools(transaction, wanted, after, PAGE + 1)
        latest = await publications.latest_of(transaction, [row.id for row in rows[:PAGE]])
    found: list[list[object]] = [
        [
            link(f"/schools/{global_id('school', row.id)}", row.name_ru if language == "ru" else row.name_en),
            join(result_words(result, language), _on(result, language)),
        ]
        for row, result in zip(rows, latest, strict=False)
    ]
    more: object = ""
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        there = {**asked, "after": cursor_of(last.name_ru, global_id("school", last.id))}
        more = tag("p", link("/schools?" + urlencode({k: v for k, v in there.items() if v}), word("next", language)))
    listed = (
        wide(
            table(word("schools", language), [word("school", language), word("latest", language)], found),
            word("schools", language),
        )
        if found
        else tag("p", word("nothing", language))
    )
    read_as = tag("p", word("read_as", language), " «", str(meant), "»") if search and meant != search else ""
    counted = tag("p", f"{word('found', language)}: {count}", class_="served-note") if rows else ""
    content = join(
        tag("h1", word("schools", language)), finding(offered, asked, language), read_as, counted, listed, more
    )
    title = word("schools", language)
    about = head(title, word("home_lead", language), f"{address(request)}/schools", language)
    return page_answer(request, Answer(whole(title, about, content, language, asked=asked)))


def _on(result: PublicationRow | None, language: Language) -> Html:
    """On which framework."""
    if result is None:
        return Html("")
    return tag("p", localized(result.head["framework"]["title"], language), class_="served-note")


routes = [
    Route("/schools", get_schools, methods=["GET"]),
    Route("/schools/{id}", get_school, methods=["GET"]),
]
