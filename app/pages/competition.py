"""`/competitions/{id}`: the published results of a competition, by place; equal entries share their places."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.feeds import address
from app.named import localized, named
from app.pages.head import head
from app.pages.markup import Html, join, link, table, tag, wide
from app.pages.school import places_words
from app.pages.served import published_page
from app.pages.shell import missing, whole
from app.pages.words import Language, word
from app.totals import total_number
from schema.ids import global_id, key_of
from storage import public_schools, publications
from storage.database import Transaction
from storage.public_schools import SchoolRow
from storage.publications import PublicationRow
from storage.wanted import Wanted

MOST = 2000
"""Entries of a competition that are shown; none had as many."""


async def get_competition(request: Request) -> Response:
    """`GET /competitions/{id}`."""
    key = key_of(request.path_params["id"], "call")
    if key is None:
        return await missing(request)
    return await published_page(
        request, lambda transaction, language: _competition(request, transaction, key, language)
    )


async def _competition(request: Request, transaction: Transaction, key: UUID, language: Language) -> bytes:
    where = f"{address(request)}/competitions/{global_id('call', key)}"
    found = await publications.publications(transaction, Wanted(competition=key.hex), "COMPETITION_PLACE", None, MOST)
    schools = await public_schools.schools_by_id(transaction, [row.school_id for row in found])
    entries = [(row, school) for row, school in zip(found, schools, strict=True) if school]
    if not entries:
        content = join(
            tag("h1", word("competition", language)),
            tag("p", word("competition_none", language)),
            tag("p", link("/schools", word("find_school", language))),
        )
        return whole(request, word("competition", language), Html(""), content, language)
    of_all = entries[0][0].head["competition"]
    title = localized(of_all["call"]["title"], language)
    lead = word("competition_lead", language).format(published=len(entries), entries=of_all["entries"])
    columns = [word(name, language) for name in ("school", "competition_place", "jury_score", "award")]
    shown = table(title, columns, [_entry(row, school, language) for row, school in entries])
    content = join(tag("h1", title), tag("p", lead), wide(shown, title))
    return whole(request, title, head(title, lead, where, language), content, language)


def _entry(row: PublicationRow, school: SchoolRow, language: Language) -> list[object]:
    competition, outcome = row.head["competition"], row.head["result"]["outcome"]
    return [
        link(f"/publications/{row.number}", named(school, language)),
        places_words(competition),
        total_number(competition["score"], language),
        localized(outcome["title"], language) if outcome else "–",
    ]


routes = [Route("/competitions/{id}", get_competition, methods=["GET"])]
