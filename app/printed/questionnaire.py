"""A survey's form on paper, for people without a telephone: its questions, where to write, and how the sheet comes in.

`GET /surveys/{survey}.pdf?lang=ru|en`, by its id. Read as the person asking: row security decides whether there is one.
"""

from collections.abc import Iterator
from typing import cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.answers import ABSENT, Refused
from app.feeds import address
from app.pages.words import Language
from app.printed.maker import Maker, NotMade
from app.printed.parts import Shown, lang_of, notice, prose, qr_code
from app.printed.words import said
from app.signin import person_asking
from schema.ids import key_of
from storage import surveys
from storage.database import Database
from storage.surveys import SurveyRow
from workflows.messages.dates import day
from workflows.rules.process_parts import Text
from workflows.rules.surveys import Question
from workflows.surveys import questionnaire_of

LINES = 4
"""To write a text on."""
LONGEST_ROW = 12
"""Options shorter than this stand in one row, as those of a scale do."""


async def get_questionnaire(request: Request) -> Response:
    """The form; Russian unless English is asked for."""
    holder = await person_asking(request)
    language = cast(Language, request.query_params.get("lang", "ru"))
    key = key_of(request.path_params["survey"], "survey")
    if holder is None or key is None or language not in ("ru", "en"):
        raise Refused(404, ABSENT)
    database: Database = request.app.state.database
    async with database.reading(holder.id) as transaction:
        row = (await surveys.surveys_by_id(transaction, [key]))[0]
    if row is None:
        raise Refused(404, ABSENT)
    maker: Maker = request.app.state.maker
    try:
        made = await maker.make(content_of(row, language, address(request)), row.opened_at)
    except NotMade:
        raise Refused(503, "REPORT_NOT_MADE", headers={"Retry-After": "30"}) from None
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'inline; filename="survey-{language}.pdf"',
    }
    return Response(made, media_type="application/pdf", headers=headers)


def content_of(row: SurveyRow, language: Language, base: str) -> Shown:
    """Everything the form shows, for `report.typ`."""
    title = row.title_en if language == "en" else row.title_ru
    intro = row.intro_en if language == "en" else row.intro_ru
    door = f"{base}/answer"
    parts: list[Shown] = [prose(intro)] if intro else []
    parts.append(
        notice(
            "plain",
            said("form_private", language),
            [
                said("form_how", language),
                said("form_small", language, threshold=row.threshold),
                said("form_until", language, day=day(row.closes_at.date(), language)),
            ],
        )
    )
    parts.append({"kind": "card", "label": said("form_code", language)})
    parts += _questions(questionnaire_of(row).questions, language)
    parts.append(
        {
            "kind": "door",
            "code": qr_code(door),
            "alt": said("form_code_alt", language, address=door),
            "text": said("form_door", language, address=door.partition("://")[2]),
        }
    )
    return {
        "lang": language,
        "title": title,
        "author": said("author", language),
        "description": said("form_footer", language),
        "keywords": [said("form_footer", language)],
        "house": said("house", language),
        "record": "",
        "footer": said("form_footer", language),
        "place": "",
        "parts": parts,
    }


def _questions(questions: tuple[Question, ...], language: Language) -> Iterator[Shown]:
    for place, question in enumerate(questions, start=1):
        options = [_in(option.title, language) for option in question.options]
        yield {
            "kind": "question",
            "title": f"{place}. {_in(question.title, language)}",
            "lang": lang_of(_in(question.title, language)),
            "how": said("form_text" if question.kind == "TEXT" else "form_one", language),
            "options": options,
            "beside": bool(options) and all(len(option) < LONGEST_ROW for option in options),
            "lines": LINES if question.kind == "TEXT" else 0,
        }


def _in(text: Text, language: Language) -> str:
    return text.en if language == "en" else text.ru


routes = [Route("/surveys/{survey}.pdf", get_questionnaire, methods=["GET"])]
