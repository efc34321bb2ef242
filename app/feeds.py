"""For programs that follow, find or show results elsewhere: Atom feeds, sitemaps, robots.txt and badges."""

from datetime import UTC, datetime
from textwrap import shorten, wrap
from uuid import UUID
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.acts import done, done_on, leaves_the_decision, words_for
from app.answers import Refused
from app.conditions import became
from app.named import named
from app.published import FOR_EVERY_SITE
from app.totals import total_number
from app.validity import has_ended
from schema.ids import global_id, key_of
from storage import feeds, public_schools, publications, territories
from storage.database import Database
from storage.feeds import NewsRow
from storage.public_schools import SchoolRow
from storage.territories import TerritoryRow
from workflows.messages.dates import day
from workflows.rules.definition_diagram import Language
from workflows.rules.records import moment, sha256_of

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 50
PAGES_AT_ONCE = 20_000
"""Addresses in one sitemap; the protocol allows 50,000."""
ALWAYS_ASK = {"Cache-Control": "no-cache", **FOR_EVERY_SITE}
WORDS: dict[str, dict[Language, str]] = {
    "result": {"ru": "результат", "en": "a result"},
    "of": {"ru": "из", "en": "of"},
    "author": {"ru": "Ареопаг", "en": "Areopag"},
    "all": {"ru": "Ареопаг: опубликованные результаты", "en": "Areopag: published results"},
    "none": {"ru": "оценки пока не было", "en": "not evaluated yet"},
    "until": {"ru": "действует до", "en": "valid until"},
    "ended": {"ru": "срок истёк", "en": "expired on"},
    "about": {"ru": "Независимая оценка · Ареопаг", "en": "Independent evaluation · Areopag"},
}


def language_in(request: Request) -> Language:
    """The language an address asks for by `?lang=en`; Russian otherwise, as what is followed was from the start."""
    return "en" if request.query_params.get("lang") == "en" else "ru"


def address(request: Request) -> str:
    """What stands before a path in an address that others keep."""
    return str(request.app.state.settings.public_url or request.base_url).rstrip("/")


def answered(request: Request, content: bytes, media: str) -> Response:
    """Content that may change at any moment: kept by its hash, asked for each time, sent only when it changed."""
    headers = {**ALWAYS_ASK, "ETag": f'"{sha256_of(content)[:32]}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media, headers=headers)


def result_in_words(row: NewsRow, language: Language) -> str:
    """The result in a few words."""
    said = WORDS["result"][language]
    if row.outcome:
        said = row.outcome[language] or row.outcome["ru"]
    elif row.total:
        said = total_number(row.total, language)
        if row.maximum:
            said += f" {WORDS['of'][language]} {total_number(row.maximum, language)}"
    return said


def news_in_words(row: NewsRow, language: Language) -> tuple[str, str]:
    """A record as a headline, and what follows it: what was done about an earlier one and why, or what was found."""
    school, result = row.school[language] or row.school["ru"], result_in_words(row, language)
    if row.corrects is None:
        return f"{school}: {result}", row.summary or result
    act = words_for(row.because, row.kind, language)
    more = (row.because or {}).get("text")
    if leaves_the_decision(row.because):
        more = "; ".join(f"{became(one, language)}. {one['text']}" for one in row.became)
    return f"{school}: {result} ({act})", more or act


def atom(base: str, path: str, title: str, rows: list[NewsRow], language: Language) -> bytes:
    """An Atom feed (RFC 4287)."""
    feed = ET.Element("feed", xmlns=ATOM, attrib={"xml:lang": language})

    def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        child = ET.SubElement(parent, name, attributes)
        child.text = text or None
        return child

    add(feed, "id", base + path)
    add(feed, "title", title)
    add(feed, "updated", moment(rows[0].published_at if rows else datetime(2026, 1, 1, tzinfo=UTC)))
    add(feed, "link", rel="self", type="application/atom+xml", href=base + path)
    add(add(feed, "author"), "name", WORDS["author"][language])
    for row in rows:
        entry = add(feed, "entry")
        add(entry, "id", f"{base}/published/{row.number}.json")
        headline, more = news_in_words(row, language)
        add(entry, "title", headline)
        add(entry, "updated", moment(row.published_at))
        add(entry, "published", moment(row.published_at))
        add(entry, "link", rel="alternate", type="text/html", href=f"{base}/publications/{row.number}")
        add(entry, "link", rel="enclosure", type="application/json", href=f"{base}/published/{row.number}.json")
        add(entry, "summary", more)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode").encode()


async def get_feed(request: Request) -> Response:
    """`GET /feeds/all.atom`, `/feeds/school-….atom`, `/feeds/territory-….atom`: the newest records."""
    name = request.path_params["name"]
    school, territory = key_of(name, "school"), key_of(name, "territory")
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        found: SchoolRow | TerritoryRow | None = None
        if school:
            found = (await public_schools.schools_by_id(transaction, [school]))[0]
        elif territory:
            found = (await territories.territories_by_id(transaction, [territory]))[0]
        if found is None and name != "all":
            raise Refused(404, "NOT_FOUND")
        rows = await feeds.news(transaction, NEWEST, territory=territory, school=school)
    language = language_in(request)
    title = WORDS["all"][language]
    if found:
        title = f"{named(found, language)} — {WORDS['author'][language]}"
    path = request.url.path + ("?lang=en" if language == "en" else "")
    content = atom(address(request), path, title, rows, language)
    return answered(request, content, "application/atom+xml")


async def get_sitemap_index(request: Request) -> Response:
    """`GET /sitemap.xml`: where the sitemaps are."""
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        count = await feeds.count_places(transaction)
    maps = "".join(
        f"<sitemap><loc>{escape(address(request))}/sitemap-{page}.xml</loc></sitemap>"
        for page in range(1, 1 + max(1, -(-count // PAGES_AT_ONCE)))
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    content = f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{space}">{maps}</sitemapindex>'
    return answered(request, content.encode(), "application/xml")


async def get_sitemap(request: Request) -> Response:
    """`GET /sitemap-{page}.xml`: the pages of frameworks, schools, territories and publications; first what is always
    there."""
    page: int = request.path_params["page"]
    base = escape(address(request))
    database: Database = request.app.state.database
    found = [f"<url><loc>{base}{path}</loc></url>" for path in ALWAYS_THERE] if page == 1 else []
    async with database.reading(None) as transaction:
        async for kind, key, changed in feeds.places(transaction, (page - 1) * PAGES_AT_ONCE, PAGES_AT_ONCE):
            where = global_id(SINGULAR[kind], UUID(key)) if kind in SINGULAR else key.lstrip("0")
            when = f"<lastmod>{moment(changed)}</lastmod>" if changed else ""
            found.append(f"<url><loc>{base}/{kind}/{where}</loc>{when}</url>")
    if not found and page > 1:
        raise Refused(404, "NOT_FOUND")
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    content = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{space}">{"".join(found)}</urlset>'
    return answered(request, content.encode(), "application/xml")


ALWAYS_THERE = ("/", "/schools", "/methods", "/data", "/guide", "/glossary", "/certificates")
SINGULAR = {"schools": "school", "territories": "territory"}


async def get_robots(request: Request) -> Response:
    """`GET /robots.txt`: everything published may be found; the rest is nobody's business."""
    closed = "".join(
        f"Disallow: {path}\n" for path in ("/graphql", "/session", "/files/", "/work", "/cases", "/answer")
    )
    return PlainTextResponse(f"User-agent: *\n{closed}Sitemap: {address(request)}/sitemap.xml\n", headers=ALWAYS_ASK)


async def get_badge(request: Request) -> Response:
    """`GET /badges/school-….svg`: a school's newest result as a small picture, for the school's own site."""
    key = key_of(request.path_params["school"], "school")
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        found = (await public_schools.schools_by_id(transaction, [key]))[0] if key else None
        if found is None:
            raise Refused(404, "NOT_FOUND")
        row = await feeds.standing(transaction, found.id)
        newest = (await publications.history_of(transaction, [found.id]))[0][:1]
        # What was done last is told of what it was done about: the result shown, or the one that is no more.
        acts = [
            await publications.whole(transaction, one)
            for one in newest
            if one.corrects and (row is None or row.number == one.number)
        ]
        # What became of a condition leaves the decision and its time as they are.
        acts = [act for act in acts if not leaves_the_decision(act.body.get("because"))]
    language = language_in(request)
    name = named(found, language)
    said = result_in_words(row, language) if row else WORDS["none"][language]
    ended = bool(row and row.valid_to and has_ended(row.valid_to))
    until = ""
    if row and row.valid_to:
        until = f"{WORDS['ended' if ended else 'until'][language]} {day(row.valid_to, language)}"
    for act in acts:
        said, until = (
            (said, done_on(act, language)) if row else (done(act, language), day(act.published_at.date(), language))
        )
    content = badge(name, said, until, language, tone=tone_of(row, ended))
    return answered(request, content.encode(), SVG)


SVG = "image/svg+xml"
TONES = {"good": ("✓", "#1a7f45"), "warn": ("!", "#a15c00"), "bad": ("✕", "#a8271d"), "plain": ("·", "#5b6472")}
"""Mark and colour of a badge."""
LONGEST_NAME, ONE_LINE, HALF_LINE, LONGEST_NOTE = 34, 28, 32, 40
"""How many letters fit beside the mark: of the name, of the result on one line and on each of two, of the note."""


def tone_of(row: NewsRow | None, ended: bool) -> str:
    """How a result is marked on a badge: with conditions it is not one without, as everywhere else."""
    if row is None or row.positive is None or ended or row.contest:
        return "plain"
    if not row.positive:
        return "bad"
    return "warn" if row.conditional else "good"


def badge(name: str, said: str, until: str, language: Language, *, tone: str) -> str:
    """The picture; what it says stands in its title too, for who does not see it."""
    mark, colour = TONES[tone]
    whole = f"{name}: {said}" + (f", {until}" if until else "")
    lines = [said] if len(said) <= ONE_LINE else wrap(said, HALF_LINE, max_lines=2, placeholder="…")
    # The width of letters is the reader's: on one line the wider fonts would cut off “with conditions”.
    said_at = (43,) if len(lines) == 1 else (37, 51)
    size = "14" if len(lines) == 1 and len(lines[0]) <= ONE_LINE else "12.5"
    told = "".join(
        f'<text x="60" y="{y}" font-size="{size}" font-weight="600">{escape(line)}</text>'
        for y, line in zip(said_at, lines, strict=True)
    )
    note = until or WORDS["about"][language]
    fit = ' textLength="268" lengthAdjust="spacingAndGlyphs"' if len(note) > LONGEST_NOTE else ""
    above, below = (24, 61) if len(lines) == 1 else (20, 65)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="340" height="72" role="img"'
        f' lang="{language}" aria-label={quoteattr(whole)}>'
        f"<title>{escape(whole)}</title>"
        '<rect x=".5" y=".5" width="339" height="71" rx="8" fill="#fff" stroke="#d5d9e0"/>'
        f'<circle cx="32" cy="36" r="16" fill="{colour}"/>'
        f'<text x="32" y="42" text-anchor="middle" fill="#fff" font-size="18" font-family="sans-serif">{mark}</text>'
        '<g font-family="Golos Text, PT Sans, sans-serif" fill="#1d2430">'
        f'<text x="60" y="{above}" font-size="13">{escape(_shortened(name))}</text>'
        f"{told}"
        f'<text x="60" y="{below}" font-size="11"{fit} fill="#5b6472">{escape(note)}</text>'
        "</g></svg>"
    )


def _shortened(name: str) -> str:
    """As many whole words of a name as fit; of a first word that does not fit, its beginning."""
    words = shorten(name, LONGEST_NAME, placeholder="…")
    return words if words != "…" else f"{name[: LONGEST_NAME - 1]}…"


routes = [
    Route("/feeds/{name}.atom", get_feed, methods=["GET"]),
    Route("/sitemap.xml", get_sitemap_index, methods=["GET"]),
    Route("/sitemap-{page:int}.xml", get_sitemap, methods=["GET"]),
    Route("/robots.txt", get_robots, methods=["GET"]),
    Route("/badges/{school}.svg", get_badge, methods=["GET"]),
]
