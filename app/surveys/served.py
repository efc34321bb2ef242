"""`/answer`: the door for a code, and `/answer/{code}`: the form behind it, once for each code."""

from pathlib import Path
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from app.answers import read_body
from app.pages.markup import Html, join, link, tag, text, void
from app.pages.words import Language, language_of
from app.signin import visitor_of
from app.surveys.words import said
from storage.database import Database
from workflows import surveys
from workflows.messages.dates import day
from workflows.people import TooManyAttempts
from workflows.rules.process_parts import Text
from workflows.rules.surveys import LONGEST_ANSWER, Question, WrongAnswer
from workflows.surveys import Asked, CodeUnknown, CodeUsed, SurveyClosed

STYLE = Path(__file__).parent / "answer.css"
LARGEST_FORM = 512 * 1024
LONGEST_CODE = 40
MOST_FIELDS = 200
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
TOLD: dict[type[Exception], tuple[int, str]] = {
    CodeUnknown: (404, "UNKNOWN"),
    CodeUsed: (410, "USED"),
    SurveyClosed: (410, "CLOSED"),
    WrongAnswer: (422, "WRONG"),
    TooManyAttempts: (429, "OFTEN"),
}


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang", "")
    return language_of(asked or request.headers.get("accept-language", ""))


def _page(request: Request, title: str, *content: object, status: int = 200) -> HTMLResponse:
    language = _language(request)
    other = "en" if language == "ru" else "ru"
    # The address of the present page, in the other language; a code in it is one's own.
    turn = tag("a", said("other", language), href=f"{quote(request.url.path)}?lang={other}", hreflang=other)
    head = join(
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("link", rel="icon", href="/icon.svg", type="image/svg+xml"),
        void("link", rel="stylesheet", href="/answer.css"),
        tag("title", f"{title} · {said('product', language)}"),
    )
    body = join(tag("header", tag("span", said("product", language)), turn), tag("main", tag("h1", title), *content))
    whole = join(Html("<!doctype html>"), tag("html", tag("head", head), tag("body", body), lang=language))
    return HTMLResponse(str(whole), status_code=status, headers=PRIVATE)


def _told(request: Request, trouble: Exception) -> Response:
    """What stood in the way, and what to do."""
    language = _language(request)
    status, name = TOLD[type(trouble)]
    minutes = trouble.minutes if isinstance(trouble, TooManyAttempts) else 0
    more = said(f"{name}_more", language, minutes=minutes, longest=LONGEST_ANSWER)
    after: object = ""
    if name == "UNKNOWN":
        after = _door(language)
    if name == "WRONG":
        after = tag("p", link(f"{quote(request.url.path)}?lang={language}", said("back", language)))
    answer = _page(request, said(name, language), tag("p", more), after, status=status)
    if isinstance(trouble, TooManyAttempts):
        answer.headers["Retry-After"] = str(trouble.seconds)
    return answer


def _door(language: Language) -> Html:
    return tag(
        "form",
        tag("label", said("code", language), for_="code"),
        void(
            "input",
            id="code",
            name="code",
            required="",
            maxlength=str(LONGEST_CODE),
            autocomplete="off",
            autocapitalize="characters",
            spellcheck="false",
        ),
        void("input", type="hidden", name="lang", value=language),
        tag("button", said("go", language)),
        action="/answer",
        method="post",
    )


async def get_door(request: Request) -> Response:
    """`GET /answer`: where a code is entered; the address on a poster."""
    language = _language(request)
    return _page(request, said("door", language), tag("p", said("door_more", language)), _door(language))


async def enter(request: Request) -> Response:
    """`POST /answer` with `code`: on to the form."""
    try:
        form = await _form(request)
    except WrongAnswer:
        form = {}
    code = surveys.normal(form.get("code", "")[:LONGEST_CODE])
    language = "en" if form.get("lang") == "en" else "ru"
    if not code:
        return _told(request, CodeUnknown())
    return RedirectResponse(f"/answer/{code}?lang={language}", status_code=303, headers=PRIVATE)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form. Raises WrongAnswer for more of them than any form of ours has."""
    body = await read_body(request, LARGEST_FORM)
    try:
        return dict(parse_qsl(body.decode("utf-8", errors="replace"), max_num_fields=MOST_FIELDS))
    except ValueError:
        raise WrongAnswer("fields") from None


async def get_form(request: Request) -> Response:
    """`GET /answer/{code}`: the questions."""
    database: Database = request.app.state.database
    code: str = request.path_params["code"]
    try:
        asked = await surveys.look(database, code[:LONGEST_CODE], visitor_of(request).address)
    except tuple(TOLD) as trouble:
        return _told(request, trouble)
    language = _language(request)
    row = asked.survey
    intro = row.intro_ru if language == "ru" else row.intro_en
    return _page(
        request,
        row.title_ru if language == "ru" else row.title_en,
        *(tag("p", line) for line in intro.splitlines() if line.strip()),
        tag("p", said("private", language, threshold=row.threshold), class_="note"),
        tag("p", said("public", language), class_="note") if row.public else "",
        tag("p", said("until", language, day=day(row.closes_at.date(), language)), class_="note"),
        _questions(asked, surveys.normal(code), language),
    )


def _of(both: Text, language: Language) -> str:
    return both.ru if language == "ru" else both.en


def _questions(asked: Asked, code: str, language: Language) -> Html:
    return tag(
        "form",
        *(_question(question, place, language) for place, question in enumerate(asked.questionnaire.questions, 1)),
        tag("p", said("once", language), class_="note"),
        tag("button", said("send", language)),
        action=f"/answer/{code}?lang={language}",
        method="post",
        autocomplete="off",
    )


def _question(question: Question, place: int, language: Language) -> Html:
    title = f"{place}. {_of(question.title, language)}"
    if question.kind == "TEXT":
        more = f"more-{question.code}"
        return tag(
            "div",
            tag("label", title, for_=question.code),
            tag("p", said("text_more", language), id=more, class_="note"),
            tag(
                "textarea",
                id=question.code,
                name=question.code,
                rows="4",
                maxlength=str(LONGEST_ANSWER),
                aria_describedby=more,
            ),
            class_="question",
        )
    options = [(option.code, _of(option.title, language)) for option in question.options]
    choices = [
        tag(
            "label",
            void(
                "input",
                type="radio",
                name=question.code,
                value=value,
                checked="" if value == "" else None,
            ),
            tag("span", shown),
        )
        for value, shown in [*options, ("", said("skip", language))]
    ]
    return tag("fieldset", tag("legend", text(title)), *choices, class_="question")


async def send_form(request: Request) -> Response:
    """`POST /answer/{code}`: the answers, once."""
    database: Database = request.app.state.database
    try:
        form = await _form(request)
        code: str = request.path_params["code"]
        await surveys.answer(database, code[:LONGEST_CODE], form, visitor_of(request).address)
    except tuple(TOLD) as trouble:
        return _told(request, trouble)
    return RedirectResponse(f"/answer/done?lang={_language(request)}", status_code=303, headers=PRIVATE)


async def get_thanks(request: Request) -> Response:
    """`GET /answer/done`: after the answers are in; a reload sends nothing again."""
    language = _language(request)
    return _page(request, said("thanks", language), tag("p", said("thanks_more", language)))


async def get_style(_request: Request) -> Response:
    """`GET /answer.css`: how the pages look."""
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


routes = [
    Route("/answer.css", get_style, methods=["GET"]),
    Route("/answer", get_door, methods=["GET"]),
    Route("/answer", enter, methods=["POST"]),
    Route("/answer/done", get_thanks, methods=["GET"]),
    Route("/answer/{code}", get_form, methods=["GET"]),
    Route("/answer/{code}", send_form, methods=["POST"]),
]
