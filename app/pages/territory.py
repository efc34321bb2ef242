"""`/territories/{id}`: a region or municipality, how its schools stand and how evenly they serve their pupils."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.feeds import address
from app.named import localized, named
from app.pages.below import below_part
from app.pages.head import head
from app.pages.markup import Html, join, link, table, tag, void, wide
from app.pages.past import asks, day_form, day_in, moment_of, of_day, past_told, then
from app.pages.school import result_words
from app.pages.served import published_page
from app.pages.shell import missing, whole
from app.pages.territory_criteria import criteria_part
from app.pages.territory_voices import voices_part
from app.pages.words import Language, number, word
from schema.ids import global_id, key_of
from storage import frameworks, public_schools, publications, territories
from storage.database import Transaction
from storage.frameworks import FrameworkRow
from storage.public_schools import SchoolRow
from storage.publications import PublicationRow
from storage.territories import RatingRow, TerritoryRow, TotalRow, VoiceRow
from storage.wanted import Wanted
from workflows.rules.equity import Equity, Measured, Served, equity_of
from workflows.rules.scoring import rounded
from workflows.rules.statistics import Summary, summary_of

MOST_SCHOOLS = 100
TENTH = Decimal("0.1")
SHAPES = {"above": "▲", "below": "▼", "unclear": "●", "none_yet": "○"}
"""Beside words and colours."""


@dataclass(frozen=True)
class Shown:
    """Everything the page of a territory is made from."""

    territory: TerritoryRow
    above: TerritoryRow | None
    within: Sequence[TerritoryRow]
    totals: Mapping[UUID, Mapping[UUID, Sequence[TotalRow]]]
    """The totals of the territory and of those within it, by territory and framework version."""
    frameworks: Mapping[UUID, FrameworkRow]
    ratings: Sequence[RatingRow]
    voices: Sequence[VoiceRow]
    schools: Sequence[tuple[SchoolRow, PublicationRow | None]]
    on: date | None
    """The day that it is about, where that is past."""

    def place(self, row: TerritoryRow, language: Language) -> Html:
        """A link to a territory, as of the same day."""
        return link(then(f"/territories/{global_id('territory', row.id)}", self.on), named(row, language))


async def shown_of(transaction: Transaction, key: UUID, on: date | None = None) -> Shown | None:
    """What is known of a territory, or was on a day; None where there is none with this key."""
    as_of = await moment_of(transaction, on)
    territory = (await territories.territories_by_id(transaction, [key], as_of))[0]
    if territory is None:
        return None
    above = None
    if territory.parent_id:
        above = (await territories.territories_by_id(transaction, [territory.parent_id], as_of))[0]
    within = (await territories.municipalities_of(transaction, [key], as_of))[0]
    keys = [key, *(row.id for row in within)]
    totals = {
        place: {framework: list(group) for framework, group in groupby(rows, key=lambda row: row.framework_id)}
        for place, rows in zip(keys, await territories.totals_in(transaction, keys, as_of), strict=True)
    }
    used = list(totals[key])
    known = await frameworks.frameworks_of(transaction, used)
    schools = await public_schools.schools(transaction, Wanted(territory=key, as_of=as_of), None, MOST_SCHOOLS)
    latest = await publications.latest_of(transaction, [row.id for row in schools], as_of)
    return Shown(
        territory,
        above,
        within,
        totals,
        {framework: row for framework, row in zip(used, known, strict=True) if row},
        (await territories.ratings_in(transaction, [key], as_of))[0],
        (await territories.voices_in(transaction, [key], as_of))[0],
        list(zip(schools, latest, strict=True)),
        on,
    )


def territory_page(shown: Shown, language: Language) -> Html:
    """The page."""
    territory = shown.territory
    up = (
        shown.place(shown.above, language)
        if shown.above
        else link(then("/schools", shown.on), word("all_schools", language))
    )
    scored = any(row.total is not None for group in shown.totals[territory.id].values() for row in group)
    return join(
        tag("p", up),
        tag("h1", named(territory, language)),
        past_told(shown.on, f"/territories/{global_id('territory', territory.id)}", language),
        tag("p", f"{word('in_register', language)}: {territory.schools}"),
        tag(
            "p",
            link(
                f"/feeds/{global_id('territory', territory.id)}.atom?lang={language}",
                word("follow_territory", language),
            ),
        ),
        tag("h2", word("standing", language)),
        tag("p", word("standing_more", language)) if scored else "",
        "" if shown.frameworks else tag("p", word("nothing_published", language)),
        *(_framework(shown, key, row, language) for key, row in shown.frameworks.items()),
        _within(shown, language),
        _schools(shown, language),
        day_form(f"/territories/{global_id('territory', territory.id)}", shown.on, language),
    )


def _framework(shown: Shown, key: UUID, row: FrameworkRow, language: Language) -> Html:
    title = localized(row.body["title"], language)
    heading = tag("h3", link(f"/methods/{row.code}.{row.number}", title))
    schools = shown.totals[shown.territory.id][key]
    rated = criteria_part(row.body, [one for one in shown.ratings if one.framework_id == key], language)
    families = voices_part(row.body, [one for one in shown.voices if one.framework_id == key], language)
    if all(one.total is None for one in schools):
        none = tag("p", f"{word('evaluated', language)}: {len(schools)}. {word('no_total', language)}")
        return join(heading, none, rated, families)
    most = Decimal(row.body["maximum"] or 100)
    places: list[tuple[object, Sequence[TotalRow]]] = [(tag("strong", named(shown.territory, language)), schools)]
    for place in shown.within:
        found = shown.totals[place.id].get(key)
        if found:
            places.append((shown.place(place, language), found))
    tiles = _tiles(shown, key, schools, most, language) if shown.within else Html("")
    columns = [word(name, language) for name in ("place", "evaluated", "mean", "interval", "range")]
    rows = [_standing(name, found, most, language) for name, found in places]
    served = [Served(one.total, one.pupils, one.rural) for one in schools if one.total is not None]
    return join(
        heading,
        tiles,
        wide(table(title, columns, rows), title),
        _equity(served, language),
        below_part(served, shown.territory.schools, most, title, language),
        rated,
        families,
    )


def _tiles(shown: Shown, key: UUID, schools: Sequence[TotalRow], most: Decimal, language: Language) -> Html:
    """A region as tiles, one a municipality; the table behind has the figures."""
    mean = summary_of([row.total for row in schools if row.total is not None]).mean
    tiles = []
    for place in shown.within:
        totals = [row.total for row in shown.totals[place.id].get(key, ()) if row.total is not None]
        summary = summary_of(totals) if totals else None
        side = side_of(summary, mean, most)
        figure = told(summary.mean, language) if summary else "–"
        tiles.append(
            tag(
                "li",
                tag("span", tag("span", SHAPES[side], aria_hidden="true"), f" {figure}", class_="served-figure"),
                shown.place(place, language),
                tag("span", word(side, language), class_="served-note"),
                class_=f"served-{side}",
            )
        )
    listed = tag("ul", *tiles, class_="served-tiles", aria_label=word("tiles", language))
    return join(listed, tag("p", word("tiles_more", language), class_="served-note"))


def side_of(summary: Summary | None, mean: Decimal, most: Decimal) -> str:
    """On which side of the region's mean a place stands, where that is more than chance; `sides.ts` says the same."""
    if summary is None:
        return "none_yet"
    if tells_nothing(summary, most) or summary.lower is None or summary.upper is None:
        return "unclear"
    if summary.lower > mean:
        return "above"
    return "below" if summary.upper < mean else "unclear"


def _standing(name: object, schools: Sequence[TotalRow], most: Decimal, language: Language) -> list[object]:
    totals = [row.total for row in schools if row.total is not None]
    if not totals:
        return [name, len(schools), "–", "–", "–"]
    summary = summary_of(totals)
    lowest, highest = told(summary.lowest, language), told(summary.highest, language)
    return [
        name,
        len(schools),
        told(summary.mean, language),
        _interval(summary, most, language),
        lowest if lowest == highest else f"{lowest} – {highest}",
    ]


def told(value: Decimal, language: Language) -> str:
    """A mean or a total, to two decimals."""
    return number(f"{rounded(value):f}", language)


def tells_nothing(summary: Summary, most: Decimal) -> bool:
    """Without two schools there is no interval; with a few it can be wider than the scale, and then tells nothing."""
    return summary.lower is None or summary.upper is None or summary.lower < 0 or summary.upper > most


def _interval(summary: Summary, most: Decimal, language: Language) -> str:
    if tells_nothing(summary, most) or summary.lower is None or summary.upper is None:
        return word("too_few", language)
    return word("from_to", language).format(told(summary.lower, language), told(summary.upper, language))


def _equity(schools: Sequence[Served], language: Language) -> Html:
    found = equity_of(schools)
    if found is None:
        return Html("")
    facts = [("spread", _spread(found.spread, language))]
    if found.worst_served is not None and found.everybody is not None:
        worst = word("worst_is", language).format(
            point_told(found.worst_served, language), point_told(found.everybody, language)
        )
        facts.append(("worst", worst))
    facts.append(("gap", _gap(found, language)))
    listed = [join(tag("dt", word(name, language)), tag("dd", said)) for name, said in facts if said]
    return join(tag("h4", word("evenly", language)), tag("dl", *listed))


def point_told(value: Decimal, language: Language) -> str:
    """A figure in points, to one decimal."""
    # From the figure that the API publishes, half up: page and client must not say 72.7 and 72.8 of the same.
    return number(f"{rounded(value).quantize(TENTH, ROUND_HALF_UP):f}", language)


def _ends(lower: Decimal | None, upper: Decimal | None, language: Language) -> str:
    if lower is None or upper is None:
        return ""
    return word("ends", language).format(point_told(lower, language), point_told(upper, language))


def _spread(spread: Measured, language: Language) -> str:
    ends = _ends(spread.lower, spread.upper, language)
    return word("spread_is", language).format(point_told(spread.value, language), ends)


def _gap(found: Equity, language: Language) -> str:
    gap = found.gap
    if gap is None or gap.lower is None or gap.upper is None:
        return ""
    if gap.lower <= 0 <= gap.upper:
        return word("gap_unclear", language).format(_ends(gap.lower, gap.upper, language))
    if gap.lower > 0:
        return word("gap_town", language).format(point_told(gap.value, language), _ends(gap.lower, gap.upper, language))
    ends = _ends(-gap.upper, -gap.lower, language)
    return word("gap_country", language).format(point_told(-gap.value, language), ends)


def _within(shown: Shown, language: Language) -> Html:
    if not shown.within:
        return Html("")
    listed = [
        tag(
            "li",
            shown.place(row, language),
            f" – {word('in_register', language).lower()}: {row.schools}",
        )
        for row in shown.within
    ]
    return join(tag("h2", word("municipalities", language)), tag("ul", *listed))


def _schools(shown: Shown, language: Language) -> Html:
    rows: list[list[object]] = [
        [
            link(then(f"/schools/{global_id('school', row.id)}", shown.on), named(row, language)),
            join(
                result_words(latest, language, shown.on),
                tag("span", f" · {localized(latest.head['framework']['title'], language)}") if latest else "",
            ),
        ]
        for row, latest in shown.schools
    ]
    there = "/schools?" + urlencode({"where": global_id("territory", shown.territory.id), **asks(shown.on)})
    more = tag("p", link(there, word("search_within", language)))
    title, columns = word("schools", language), [word("school", language), word("latest", language)]
    return join(tag("h2", title), wide(table(title, columns, rows), title), more)


async def get_territory(request: Request) -> Response:
    """`GET /territories/{id}`; with `on`, as it was on a day."""
    key = key_of(request.path_params["id"], "territory")
    if key is None:
        return await missing(request)
    base, on = address(request), day_in(request.query_params)

    async def made(transaction: Transaction, language: Language) -> bytes | None:
        shown = await shown_of(transaction, key, on)
        if shown is None:
            return await _not_yet(request, transaction, key, on, language) if on else None
        name = named(shown.territory, language)
        evaluated = len({row.school_id for group in shown.totals[key].values() for row in group})
        said = (
            f"{word('in_register', language)}: {shown.territory.schools}. {word('evaluated', language)}: {evaluated}."
        )
        where = f"/territories/{global_id('territory', key)}"
        feed = void(
            "link",
            rel="alternate",
            type="application/atom+xml",
            href=f"/feeds/{global_id('territory', key)}.atom?lang={language}",
        )
        about = head(name, of_day(on, said, language), base + where, language, feed, asked=asks(on))
        return whole(request, name, about, territory_page(shown, language), language, asked=asks(on))

    return await published_page(request, made, on)


async def _not_yet(request: Request, transaction: Transaction, key: UUID, on: date, language: Language) -> bytes | None:
    """The page of a territory on a day before it was known; None where it is not known to this day."""
    territory = (await territories.territories_by_id(transaction, [key]))[0]
    if territory is None:
        return None
    here, name = f"/territories/{global_id('territory', key)}", named(territory, language)
    content = join(
        tag("h1", name),
        past_told(on, here, language),
        tag("p", word("territory_not_yet", language)),
        day_form(here, on, language),
    )
    said = of_day(on, word("territory_not_yet", language), language)
    about = head(name, said, address(request) + here, language, asked=asks(on))
    return whole(request, name, about, content, language, asked=asks(on))


routes = [Route("/territories/{id}", get_territory, methods=["GET"])]
