"""`/compare?schools=…`: two to five schools side by side, where they were evaluated on the same framework version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.client import page
from app.feeds import address
from app.kept import Answer
from app.named import localized, named
from app.pages.asked import LONGEST_SEARCH
from app.pages.bars import scale_of
from app.pages.head import head
from app.pages.language import language_for
from app.pages.markup import Html, join, link, table, tag, void, wide
from app.pages.school import level_counts, out_of, total_told
from app.pages.served import for_the_client, page_answer
from app.pages.shell import whole
from app.pages.words import Language, word
from app.validity import has_ended
from schema.ids import global_id, key_of
from schema.paging import UNWRITABLE
from storage import public_schools, publications
from storage.database import Database, Transaction
from storage.public_schools import SchoolRow
from storage.publications import PublicationRow, WholeRow
from storage.searching import as_meant
from storage.wanted import Wanted
from workflows.messages.dates import day

MOST = 5
FOUND = 10


@dataclass(frozen=True)
class Compared:
    """A school with the newest result that stands on each framework version, by the framework's id."""

    school: SchoolRow
    results: Mapping[str, PublicationRow]

    def name(self, language: Language) -> str:
        """Its name."""
        return named(self.school, language)

    @property
    def id(self) -> str:
        """As addresses have it."""
        return global_id("school", self.school.id)


async def compared(transaction: Transaction, ids: Sequence[str]) -> list[Compared]:
    """The schools with these ids, in their order; others are left out."""
    keys = [key for key in (key_of(one, "school") for one in dict.fromkeys(ids)) if key][:MOST]
    rows = await public_schools.schools_by_id(transaction, keys)
    found = []
    for row, history in zip(rows, await publications.history_of(transaction, keys), strict=True):
        standing: dict[str, PublicationRow] = {}
        for result in history:
            if result.kind != "WITHDRAWAL" and not result.corrected_by and result.head["result"]:
                standing.setdefault(result.head["framework"]["id"], result)
        if row:
            found.append(Compared(row, standing))
    return found


def _address(schools: Sequence[str], **more: str) -> str:
    return "/compare?" + urlencode({"schools": ",".join(schools), **more}, safe=",")


def _chosen(schools: Sequence[Compared], language: Language) -> Html:
    ids = [one.id for one in schools]
    listed = [
        tag(
            "li",
            link(f"/schools/{one.id}", one.name(language)),
            " – ",
            link(_address([other for other in ids if other != one.id]), word("take_away", language)),
        )
        for one in schools
    ]
    return tag("ul", *listed) if listed else Html("")


def _adding(
    schools: Sequence[Compared],
    search: str,
    found: Sequence[tuple[SchoolRow, PublicationRow | None]],
    language: Language,
) -> Html:
    """A search for one more school, and what it found."""
    ids = [one.id for one in schools]
    form = tag(
        "form",
        void("input", type="hidden", name="schools", value=",".join(ids)),
        tag("label", word("add_school", language), void("input", type="search", name="q", value=search)),
        tag("button", word("find", language)),
        action="/compare",
        role="search",
    )
    offered = [
        tag(
            "li",
            link(
                _address([*ids, global_id("school", row.id)]),
                f"{word('add', language)}: {named(row, language)}",
            ),
        )
        for row, latest in found
        if latest and global_id("school", row.id) not in ids
    ]
    nothing = tag("p", word("nothing", language)) if search and not offered else ""
    return join(form, tag("ul", *offered) if offered else nothing)


async def _tables(transaction: Transaction, schools: Sequence[Compared], language: Language) -> Html:
    """A table for each framework version that at least two of the schools have a result on."""
    shared = [
        framework
        for framework in dict.fromkeys(key for one in schools for key in one.results)
        if sum(framework in one.results for one in schools) > 1
    ]
    if len(schools) > 1 and not shared:
        return join(tag("h2", word("not_alike", language)), tag("p", word("not_alike_more", language)))
    made = []
    for framework in shared:
        own = [
            (one, await publications.whole(transaction, one.results[framework]))
            for one in schools
            if framework in one.results
        ]
        without = [one.name(language) for one in schools if framework not in one.results]
        made.append(
            join(
                _table(own, language),
                tag("p", f"{word('without', language)} {', '.join(without)}.") if without else "",
            )
        )
    return join(*made)


def _table(own: Sequence[tuple[Compared, WholeRow]], language: Language) -> Html:
    bodies = [row.body for _, row in own]
    framework = bodies[0]["framework"]
    title = localized(framework["title"], language)
    columns: list[object] = [
        word("criterion", language),
        *(link(f"/schools/{one.id}", one.name(language)) for one, _ in own),
    ]
    totalled = any(body["result"]["total"] is not None for body in bodies)
    rows: list[list[object]] = [
        [word("decision", language), *(_decision(body, language) for body in bodies)],
        [
            word("total" if totalled else "levels", language),
            *((_total if totalled else level_counts)(body, language) for body in bodies),
        ],
        [word("decided_day", language), *(_when(row, language) for _, row in own)],
        [word("valid", language), *(_until(body, language) for body in bodies)],
    ]
    longest: Sequence[Mapping[str, Any]] = max((body["criteria"] for body in bodies), key=len)
    for part in longest:
        scores = [_score(body, part["code"], language) for body in bodies]
        rows.append([f"{part['code']}. {localized(part['title'], language)}", *scores])
    method = link(f"/methods/{framework['code']}.{framework['number']}", word("what_asked", language))
    return join(tag("h2", title), tag("p", method), wide(table(title, columns, rows), title, even=True))


def _decision(body: Mapping[str, Any], language: Language) -> str:
    outcome = body["result"]["outcome"]
    return localized(outcome["title"], language) if outcome else word("no_decision", language)


def _total(body: Mapping[str, Any], language: Language) -> str:
    result = body["result"]
    return total_told(result, language) if result["total"] is not None else "–"


def _when(row: WholeRow, language: Language) -> str:
    return day(row.body["result"]["decided_on"] or row.published_at.date(), language)


def _until(body: Mapping[str, Any], language: Language) -> str:
    until = body["result"]["valid_to"]
    if not until:
        return "–"
    return f"{day(until, language)} ({word('over', language)})" if has_ended(until) else day(until, language)


def _score(body: Mapping[str, Any], code: str, language: Language) -> str:
    part = next((one for one in body["criteria"] if one["code"] == code), None)
    if part is None or part["score"] is None:
        return "–"
    scale = scale_of(part, body["criteria"])
    score = out_of(part["score"], scale["maximum"] if scale else None, language)
    return f"{localized(part['level'], language)} ({score})" if part["level"] else score


async def get_comparison(request: Request) -> Response:
    """`GET /compare?schools=id,id`; `q` looks for one more."""
    if for_the_client(request):
        return await page(request)
    language = language_for(request)
    asked = request.query_params
    ids = asked.get("schools", "")[:2000].split(",")
    search = UNWRITABLE.sub("", asked.get("q", "")).strip()[:LONGEST_SEARCH]
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        schools = await compared(transaction, ids)
        found: list[tuple[SchoolRow, PublicationRow | None]] = []
        if search and len(schools) < MOST:
            meant = await as_meant(transaction, search, None)
            rows = await public_schools.schools(transaction, Wanted(search=meant), None, FOUND)
            latest = await publications.latest_of(transaction, [row.id for row in rows])
            found = list(zip(rows, latest, strict=True))
        tables = await _tables(transaction, schools, language)
    content = join(
        tag("h1", word("compare", language)),
        tag("p", word("compare_lead", language)),
        _chosen(schools, language),
        _adding(schools, search, found, language) if len(schools) < MOST else "",
        tag("p", word("choose_two", language)) if len(schools) < len("ab") else tables,
    )
    title = _title(schools, language)
    here, chosen = f"{address(request)}/compare", {"schools": ",".join(one.id for one in schools)}
    about = head(title, word("compare_lead", language), here, language, asked=chosen)
    return page_answer(request, Answer(whole(request, title, about, content, language, asked=asked)))


def _title(schools: Sequence[Compared], language: Language) -> str:
    """Which schools stand side by side: that is what whoever is sent the address reads first."""
    names = ", ".join(one.name(language) for one in schools)
    return f"{word('compare', language)}: {names}" if names else word("compare", language)


routes = [Route("/compare", get_comparison, methods=["GET"])]
