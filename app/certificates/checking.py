"""`/certificates` and `/certificates/{number}`: whether a certificate holds, for who scans its code or has its file.

Everything here works without JavaScript. A file that somebody sends is compared with its signature as bytes; nothing
opens it, and nothing of it is kept.
"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from app.answers import read_body
from app.certificates.content import FINGERPRINT, total_told
from app.certificates.forms import file_in
from app.certificates.standing import Found, Standing, found, is_favourable
from app.certificates.words import said
from app.feeds import address
from app.named import localized
from app.pages.acts import act_told
from app.pages.head import head
from app.pages.language import language_for, remember
from app.pages.markup import Html, join, link, tag, void
from app.pages.shell import whole
from app.pages.words import Language
from app.published import NUMBER
from schema.ids import global_id
from storage import publications
from storage.database import Database
from workflows.messages.dates import day
from workflows.rules.credentials import is_decision
from workflows.rules.seals import Verdict
from workflows.rules.stamps import check_stamped, is_stamped

LARGEST_FILE = 4 * 1024 * 1024
MARKS = {
    Standing.VALID: "✓",
    Standing.EXPIRED: "–",
    Standing.REPLACED: "↻",
    Standing.SUSPENDED: "‖",
    Standing.WITHDRAWN: "✕",
}
"""Beside the word, so that colour is never alone."""
HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}


def _language(request: Request) -> Language:
    return language_for(request)


def _page(request: Request, title: str, *content: object, status: int = 200, of: Found | None = None) -> Response:
    """A page at the address asked for; `of` a certificate, which may be sent on."""
    language = _language(request)
    shown = _head(request, of, language) if of else Html("")
    made = whole(request, title, shown, join(*content), language, client=False, asked=request.query_params)
    answer = HTMLResponse(made, status, HEADERS)
    remember(request, answer)
    return answer


def _head(request: Request, of: Found, language: Language) -> Html:
    """What messengers tell of a certificate that is sent on: not whether it holds, as they keep what they once read."""
    school = localized(of.record.body["school"]["name"], language)
    asked = {"h": request.query_params.get("h", "")}
    here = address(request) + request.url.path
    return head(said("about", language, school=school), said("about_more", language), here, language, asked=asked)


def _forms(language: Language) -> Html:
    by_number = tag(
        "form",
        tag("label", said("number", language), void("input", name="number", inputmode="numeric", required="")),
        void("input", type="hidden", name="lang", value=language),
        tag("button", said("show", language)),
        action="/certificates",
    )
    by_file = tag(
        "form",
        tag(
            "label",
            said("file", language),
            void("input", type="file", name="file", accept="application/pdf", required=""),
        ),
        tag("button", said("check_file", language)),
        action=f"/certificates?lang={language}",
        method="post",
        enctype="multipart/form-data",
    )
    return join(
        tag("h2", said("by_file", language)),
        tag("p", said("by_file_more", language)),
        by_file,
        tag("h2", said("by_number", language)),
        by_number,
    )


async def get_door(request: Request) -> Response:
    """`GET /certificates`: where a number or a file is given."""
    language, asked = _language(request), request.query_params.get("number", "").strip()
    number_alone = asked.removeprefix("№").strip()
    if NUMBER.fullmatch(number_alone):
        return RedirectResponse(f"/certificates/{number_alone}?lang={language}", 303, headers=HEADERS)
    if asked:
        return _none(request, "no_certificate", said("no_certificate_more", language))
    return _page(
        request,
        said("door", language),
        tag("h1", said("door", language)),
        tag("p", said("door_lead", language)),
        _forms(language),
    )


async def check(request: Request) -> Response:
    """`POST /certificates` with a file: whether it is as it was signed, and what became of the decision."""
    language = _language(request)
    content = file_in(await read_body(request, LARGEST_FILE), request.headers.get("content-type", ""))
    if not content:
        words = (tag("h1", said("no_file", language)), tag("p", said("no_file_more", language)), _forms(language))
        return _page(request, said("no_file", language), *words, status=422)
    database: Database = request.app.state.database
    if not is_stamped(content):
        why = tag("p", said("unsigned_more", language))
        verdict = _verdict(said("unsigned", language), "bad", "✕")
        return _page(request, said("unsigned", language), verdict, why, _forms(language))
    async with database.reading(None) as transaction:
        checked = check_stamped(content, await publications.signing_keys(transaction))
        statement = checked.statement
        known = await found(transaction, statement.number) if statement else None
    genuine = checked.checked.verdict is Verdict.GENUINE and statement and known
    if not genuine or not statement or not known or known.record.sha256 != statement.sha256:
        verdict = _verdict(said("altered", language), "bad", "✕")
        return _page(
            request, said("altered", language), verdict, tag("p", said("altered_file", language)), _forms(language)
        )
    lead = tag("p", said("genuine_file", language))
    return _page(request, _title(known, language), _told(known, lead, language))


async def get_certificate_page(request: Request) -> Response:
    """`GET /certificates/{number}?h=…`: what the code on a certificate leads to."""
    digits: str = request.path_params["number"]
    language = _language(request)
    database: Database = request.app.state.database
    known = None
    if NUMBER.fullmatch(digits):
        async with database.reading(None) as transaction:
            known = await found(transaction, int(digits))
    if known is None:
        return _none(request, "no_certificate", said("no_certificate_more", language))
    if not is_decision(known.record.body):
        whole_record = link(f"/publications/{known.record.number}", said("whole", language))
        return _none(request, "no_decision", said("no_decision_more", language), " ", whole_record)
    shown = request.query_params.get("h")
    if shown is None:
        return _page(request, _title(known, language), _told(known, Html(""), language), of=known)
    if shown != known.record.sha256[:FINGERPRINT]:
        why = said("altered_code", language, number=known.record.number)
        words = (_verdict(said("altered", language), "bad", "✕"), tag("p", why), _record(known, language))
        return _page(request, said("altered", language), *words)
    lead = tag("p", said("genuine_code", language))
    return _page(request, _title(known, language), _told(known, lead, language), of=known)


def _none(request: Request, what: str, *why: object) -> Response:
    """There is no certificate of this number, and why; another may be asked for."""
    language = _language(request)
    title = said(what, language)
    return _page(request, title, tag("h1", title), tag("p", *why), _forms(language), status=404)


def _headline(known: Found, language: Language) -> str:
    """What is said first: what became of the decision, or the decision where it holds and is nothing to show off.

    A large “Valid” would be read as praise of the school.
    """
    if known.standing is Standing.VALID and not is_favourable(known.record.body):
        return localized(known.record.body["result"]["outcome"]["title"], language)
    return said(known.standing.value, language)


def _title(known: Found, language: Language) -> str:
    return f"{_headline(known, language)}: {localized(known.record.body['school']['name'], language)}"


def _verdict(words: str, tone: str, mark: str) -> Html:
    return tag(
        "h1",
        tag("span", mark, class_="served-mark", aria_hidden="true"),
        f" {words}",
        class_=f"served-verdict served-{tone}",
    )


def _told(known: Found, lead: Html, language: Language) -> Html:
    """The verdict, what happened since, and what the record says."""
    standing, until = known.standing, known.record.body["result"]["valid_to"]
    more = said(
        f"{standing.value}_more",
        language,
        number=known.later[-1].number if known.later else "",
        last=day(until, language) if until else "",
    )
    good = standing is Standing.VALID and is_favourable(known.record.body)
    mark = MARKS[standing] if good or standing is not Standing.VALID else "✕"
    acts = [tag("li", act_told(row, language)) for row in known.later]
    return join(
        _verdict(_headline(known, language), "good" if good else "bad" if mark == "✕" else "warn", mark),
        tag("p", tag("strong", more)),
        lead,
        join(tag("h2", said("later", language)), tag("ol", *acts)) if acts else "",
        _record(known, language),
    )


def _record(known: Found, language: Language) -> Html:
    row, body = known.record, known.record.body
    result = body["result"]
    school = f"/schools/{global_id('school', row.school_id)}"
    span = {name: day(result[name], language) for name in ("valid_from", "valid_to") if result[name]}
    facts: list[tuple[str, object]] = [
        ("school", link(school, localized(body["school"]["name"], language))),
        ("outcome", localized(result["outcome"]["title"], language)),
        ("total", total_told(result, language)),
        ("decided", day(result["decided_on"], language) if result["decided_on"] else None),
        (
            "holds",
            said("span", language, first=span["valid_from"], last=span["valid_to"]) if len(span) == len("ab") else None,
        ),
        (
            "method",
            said(
                "version",
                language,
                title=localized(body["framework"]["title"], language),
                number=body["framework"]["number"],
            ),
        ),
        ("record", said("record_of", language, number=row.number, day=day(row.published_at.date(), language))),
        ("hash", tag("code", row.sha256)),
    ]
    listed = [join(tag("dt", said(name, language)), tag("dd", value)) for name, value in facts if value]
    newest = known.later[-1] if known.later else row
    links: list[object] = []
    if newest is row:
        links.append(link(f"/certificates/{row.number}.pdf?lang={language}", said("download", language)))
    elif is_decision(newest.body):
        links.append(link(f"/certificates/{newest.number}", said("new_one", language, number=newest.number)))
    links += [
        link(f"/publications/{newest.number}", said("whole", language)),
        link("/guide/records#certificates-on-paper", said("offline", language)),
    ]
    return join(
        tag("h2", said("what", language)),
        tag("dl", *listed),
        tag("ul", *(tag("li", one) for one in links)),
    )


routes = [
    Route("/certificates", get_door, methods=["GET"]),
    Route("/certificates", check, methods=["POST"]),
    Route("/certificates/{number}", get_certificate_page, methods=["GET"]),
]
