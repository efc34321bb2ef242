"""`/publications/{number}`: a record whole, from the same parts as its printed report."""

from datetime import date
from typing import cast
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.feeds import address
from app.named import localized
from app.pages.head import head
from app.pages.markup import Html, join, link, tag, unbroken, void
from app.pages.past import asks, day_form, day_in, moment_of, of_day, past_told, then
from app.pages.report import Part, drawn
from app.pages.school import result_words
from app.pages.served import published_page
from app.pages.shell import missing, whole
from app.pages.words import Language, word
from app.printed.content import content_of
from app.printed.notices import NOTHING_LATER, Later, after, in_short
from app.printed.words import said
from app.published import NUMBER
from schema.ids import global_id
from storage import frameworks, publications
from storage.database import Transaction
from storage.publications import WholeRow
from workflows.messages.dates import day
from workflows.rules.credentials import is_decision


def record_page(row: WholeRow, rules: Part | None, language: Language, base: str, later: Later = NOTHING_LATER) -> Html:
    """The page, of now or as it was on the day that `later` tells of."""
    on, content = later.on, content_of(row, rules, language, base, later)
    files = [
        link(f"/published/{row.number}.pdf?lang={language}", word("printed", language)),
        link(f"/published/{row.number}.json", word("signed", language)),
    ]
    if is_decision(row.body):
        files.append(link(f"/certificates/{row.number}?lang={language}", word("certificate", language)))
    return join(
        _top(row, language, on),
        tag("p", content["place"], class_="served-note") if content["place"] else "",
        _of_competition(row, language),
        drawn(cast(list[Part], content["parts"]), base, language),
        tag("ul", *(tag("li", file) for file in files)),
        day_form(f"/publications/{row.number}", on, language),
    )


def _of_competition(row: WholeRow, language: Language) -> Html:
    """Where the other entries stand."""
    competition = row.body.get("competition")
    if not competition:
        return Html("")
    call = competition["call"]
    return tag("p", link(f"/competitions/{global_id('call', UUID(call['id']))}", localized(call["title"], language)))


def _top(row: WholeRow, language: Language, on: date | None) -> Html:
    """Whose record it is, which, and whether the page is about the past."""
    school = then(f"/schools/{global_id('school', row.school_id)}", on)
    name = said("record", language, number=row.number, day=day(row.published_at.date(), language))
    return join(
        tag("p", link(school, localized(row.body["school"]["name"], language))),
        tag("h1", unbroken(name)),
        past_told(on, f"/publications/{row.number}", language),
    )


async def _made(
    request: Request, transaction: Transaction, number: int, language: Language, on: date | None
) -> bytes | None:
    base = address(request)
    as_of = await moment_of(transaction, on)
    known = await publications.publication(transaction, number, as_of)
    now = await publications.publication(transaction, number, None) if on else known
    found = known or now
    if found is None or now is None:
        return None
    later = Later(on, await after(transaction, found, as_of), stands_now=now.corrected_by is None)
    row = await publications.whole(transaction, found)
    framework = None
    if row.evaluation_number is not None:
        framework = (await frameworks.frameworks_of(transaction, [UUID(row.head["framework"]["id"])]))[0]
    title = f"{localized(row.body['school']['name'], language)}, {word('record_within', language).format(number)}"
    summary = row.body["report"]["summary"] if row.body["report"] else None
    result = ". ".join(part for part in (result_words(row, language, on), summary) if part)
    shown = head(
        title,
        of_day(on, in_short(row, language, base, later) or result, language),
        f"{base}/publications/{number}",
        language,
        void("link", rel="alternate", type="application/json", href=f"/published/{number}.json"),
        void("link", rel="alternate", type="application/pdf", href=f"/published/{number}.pdf?lang={language}"),
        asked=asks(on),
    )
    page = (
        record_page(row, framework.body if framework else None, language, base, later)
        if known
        else join(
            _top(row, language, on),
            tag("p", word("record_not_yet", language)),
            day_form(f"/publications/{number}", on, language),
        )
    )
    return whole(request, title, shown, page, language, asked=asks(on))


async def get_record_page(request: Request) -> Response:
    """`GET /publications/{number}`; with `on`, as it was on a day."""
    digits: str = request.path_params["number"]
    if not NUMBER.fullmatch(digits):
        return await missing(request)
    on = day_in(request.query_params)
    return await published_page(request, lambda tx, language: _made(request, tx, int(digits), language, on), on)


routes = [Route("/publications/{number}", get_record_page, methods=["GET"])]
