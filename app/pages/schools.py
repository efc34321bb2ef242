"""`/schools`: the list, by page and by what is asked, now or as it was on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.client import page
from app.feeds import address
from app.kept import Answer
from app.named import localized, named
from app.pages.asked import FILTERS, asked_in, wanted_by
from app.pages.finding import choices, finding, narrowed
from app.pages.head import head
from app.pages.language import language_for
from app.pages.markup import Html, join, link, table, tag, wide
from app.pages.past import asks, day_in, past_told
from app.pages.school import result_words
from app.pages.served import for_the_client, page_answer
from app.pages.shell import whole
from app.pages.words import Language, word
from schema.ids import global_id
from schema.publications.places import cursor_of_school, place_of_school
from storage import moments, public_schools, publications, territories
from storage.database import Database
from storage.public_schools import SchoolPlace, SchoolRow
from storage.publications import PublicationRow
from storage.searching import as_meant
from storage.territories import PlaceRow

PAGE = 20


def _after(cursor: str | None) -> SchoolPlace | None:
    """The place behind which the page begins; an unreadable one is the beginning."""
    try:
        return place_of_school(cursor)
    except GraphQLError:
        return None


async def get_schools(request: Request) -> Response:
    """`GET /schools`; what is chosen to be compared is the client's."""
    query = request.query_params
    if query.keys() - {*FILTERS, "on", "after", "lang"} or for_the_client(request):
        return await page(request)
    language, asked, day = language_for(request), asked_in(query), day_in(query)
    wanted, place = wanted_by(asked, day), _after(query.get("after") or None)
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        if wanted.as_of:
            await moments.settled(transaction, wanted.as_of)
        offered = await choices(transaction, asked.get("where"))
        meant = await as_meant(transaction, wanted.search, wanted.as_of)
        wanted = replace(wanted, search=meant)
        count = await public_schools.count_schools(transaction, wanted)
        rows = await public_schools.schools(transaction, wanted, place, PAGE + 1)
        latest = await publications.latest_of(transaction, [row.id for row in rows[:PAGE]], wanted.as_of)
        around = {row.municipality_id for row in rows if row.municipality_id}
        places = await territories.places_by_id(transaction, around, wanted.as_of)
    said = {**asked, **asks(day)}
    more: object = ""
    if len(rows) > PAGE:
        there = {**said, "after": cursor_of_school(rows[PAGE - 1])}
        more = tag("p", link("/schools?" + urlencode(there), word("next", language)))
    read_as = tag("p", word("read_as", language), " «", str(meant), "»") if meant != asked.get("q") else ""
    counted = tag("p", f"{word('found', language)}: {count}", class_="served-note") if rows else ""
    content = join(
        tag("h1", word("schools", language)),
        past_told(day, "/schools" + ("?" + urlencode(asked) if asked else ""), language),
        finding(offered, asked, language, day),
        narrowed(offered, asked, language, day),
        read_as,
        counted,
        _listed(rows[:PAGE], latest, places, day, language)
        if rows
        else tag("p", word("nothing_then" if day else "nothing", language)),
        more,
    )
    title = word("schools", language)
    here = {**said, "after": query.get("after", "") if place else ""}
    about = head(title, word("home_lead", language), f"{address(request)}/schools", language, asked=here)
    return page_answer(request, Answer(whole(request, title, about, content, language, asked=here)))


def _listed(
    rows: Sequence[SchoolRow],
    latest: list[PublicationRow | None],
    places: Mapping[UUID, PlaceRow],
    day: date | None,
    language: Language,
) -> Html:
    """The page of the list."""
    then = f"?on={day.isoformat()}" if day else ""
    found: list[list[object]] = [
        [
            join(
                link(f"/schools/{global_id('school', row.id)}{then}", named(row, language)),
                _in(places.get(row.municipality_id) if row.municipality_id else None, language),
            ),
            join(result_words(result, language, day), _on(result, language)),
        ]
        for row, result in zip(rows, latest, strict=True)
    ]
    title = word("schools", language)
    return wide(table(title, [word("school", language), word("latest", language)], found), title)


def _in(place: PlaceRow | None, language: Language) -> Html:
    """Where it stands: many schools are called alike."""
    if place is None:
        return Html("")
    name = named(place, language)
    return tag("span", name, class_="served-note served-below-it")


def _on(result: PublicationRow | None, language: Language) -> Html:
    """On which framework."""
    if result is None:
        return Html("")
    return tag("p", localized(result.head["framework"]["title"], language), class_="served-note")


routes = [Route("/schools", get_schools, methods=["GET"])]
