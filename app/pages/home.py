"""`/`: find a school; what was published lately; and the territories."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.feeds import address
from app.named import localized, named
from app.pages.finding import Choices, choices, finding
from app.pages.head import head
from app.pages.markup import Html, join, link, tag, void
from app.pages.school import result_words
from app.pages.served import published_page
from app.pages.shell import whole
from app.pages.words import Language, word
from schema.ids import global_id
from storage import publications
from storage.database import Transaction
from storage.publications import WholeRow
from storage.territories import PlaceRow
from storage.wanted import Wanted
from workflows.messages.dates import day

NEWEST = 8


async def get_home(request: Request) -> Response:
    """`GET /`."""
    base = address(request)

    async def made(transaction: Transaction, language: Language) -> bytes:
        rows = await publications.publications(transaction, Wanted(), "NEWEST", None, NEWEST)
        bodies = await publications.bodies_of(transaction, [row.number for row in rows])
        newest = [WholeRow(**vars(row), body=body) for row, body in zip(rows, bodies, strict=True)]
        title = word("home_title", language)
        feed = void("link", rel="alternate", type="application/atom+xml", href=f"/feeds/all.atom?lang={language}")
        shown = head(title, word("home_lead", language), f"{base}/", language, feed)
        return whole(request, title, shown, home_page(await choices(transaction), newest, language), language)

    return await published_page(request, made)


def home_page(found: Choices, newest: list[WholeRow], language: Language) -> Html:
    """The page."""
    lately = tag("ul", *(tag("li", _entry(row, language)) for row in newest), class_="served-list")
    return join(
        tag("h1", word("home", language)),
        tag("p", word("home_lead", language)),
        finding(found, {}, language),
        tag("h2", word("lately", language)),
        lately if newest else tag("p", word("nothing_published", language)),
        tag("p", link("/schools", word("all_schools", language))),
        tag("p", link(f"/feeds/all.atom?lang={language}", word("follow_all", language))),
        join(tag("h2", word("territories", language)), _territories(found, language)) if found.regions else "",
    )


def _entry(row: WholeRow, language: Language) -> Html:
    school = row.body["school"]
    place = f"{localized(school['municipality']['name'], language)} · " if school["municipality"] else ""
    return join(
        link(f"/schools/{global_id('school', row.school_id)}", localized(school["name"], language)),
        tag("p", result_words(row, language)),
        tag("p", f"{place}{day(row.published_at.date(), language)}", class_="served-note"),
    )


def _territories(found: Choices, language: Language) -> Html:
    return tag(
        "ul",
        *(
            tag(
                "li",
                _place(region, language),
                tag("ul", *(tag("li", _place(row, language)) for row in within))
                if (within := found.within.get(region.id))
                else "",
            )
            for region in found.regions
        ),
    )


def _place(row: PlaceRow, language: Language) -> Html:
    return link(f"/territories/{global_id('territory', row.id)}", named(row, language))


routes = [Route("/", get_home, methods=["GET"])]
