"""`/publications/{number}`: a record whole, from the same parts as its printed report."""

from typing import cast
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.client import page
from app.feeds import address
from app.pages.head import head
from app.pages.markup import Html, join, link, tag, unbroken, void
from app.pages.report import Part, drawn
from app.pages.school import localized, result_words
from app.pages.served import published_page
from app.pages.shell import missing, whole
from app.pages.words import Language, word
from app.printed.content import content_of
from app.published import NUMBER
from schema.ids import global_id
from storage import frameworks, publications
from storage.database import Transaction
from storage.publications import WholeRow
from workflows.rules.credentials import is_decision


def record_page(row: WholeRow, rules: Part | None, language: Language, base: str) -> Html:
    """The page."""
    content = content_of(row, rules, language, base)
    files = [
        link(f"/published/{row.number}.pdf?lang={language}", word("printed", language)),
        link(f"/published/{row.number}.json", word("signed", language)),
    ]
    if is_decision(row.body):
        files.append(link(f"/certificates/{row.number}?lang={language}", word("certificate", language)))
    return join(
        tag("p", link(f"/schools/{global_id('school', row.school_id)}", content["title"])),
        tag("h1", unbroken(str(content["record"]))),
        tag("p", content["place"], class_="served-note") if content["place"] else "",
        drawn(cast(list[Part], content["parts"]), base, language),
        tag("ul", *(tag("li", file) for file in files)),
    )


async def _made(transaction: Transaction, number: int, language: Language, base: str) -> bytes | None:
    found = await publications.publication(transaction, number, None)
    if found is None:
        return None
    row = await publications.whole(transaction, found)
    framework = None
    if row.evaluation_number is not None:
        framework = (await frameworks.frameworks_of(transaction, [UUID(row.head["framework"]["id"])]))[0]
    title = f"{localized(row.body['school']['name'], language)}, {word('record', language).lower()} № {number}"
    said = row.body["report"]["summary"] if row.body["report"] else ""
    shown = head(
        title,
        said or result_words(row, language),
        f"{base}/publications/{number}",
        language,
        void("link", rel="alternate", type="application/json", href=f"/published/{number}.json"),
        void("link", rel="alternate", type="application/pdf", href=f"/published/{number}.pdf?lang={language}"),
    )
    page = record_page(row, framework.body if framework else None, language, base)
    return whole(title, shown, page, language)


async def get_record_page(request: Request) -> Response:
    """`GET /publications/{number}`; with `on`, as of a day, it is the client's."""
    digits: str = request.path_params["number"]
    if not NUMBER.fullmatch(digits):
        return await missing(request)
    if "on" in request.query_params:
        return await page(request)
    base = address(request)
    return await published_page(request, lambda tx, language: _made(tx, int(digits), language, base))


routes = [Route("/publications/{number}", get_record_page, methods=["GET"])]
