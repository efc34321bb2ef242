"""`GET /published/{number}.pdf?lang=ru|en`: a record as a report to print, kept for as long as its edition stands."""

from typing import cast
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.answers import Refused
from app.feeds import ALWAYS_ASK, address
from app.guards import HARMLESS
from app.kept import Answer, KeptAnswers
from app.pages.past import today
from app.pages.words import Language
from app.printed.content import content_of
from app.printed.maker import Maker, NotMade
from app.printed.notices import Later, after
from app.published import NUMBER
from storage import frameworks, publications
from storage.database import Database

LANGUAGES = ("ru", "en")


async def get_report(request: Request) -> Response:
    """The report; Russian unless English is asked for."""
    digits: str = request.path_params["number"]
    language = request.query_params.get("lang", "ru")
    if not NUMBER.fullmatch(digits) or language not in LANGUAGES:
        raise Refused(404, "NOT_FOUND")
    answer = await _report(request, int(digits), cast(Language, language))
    headers = {**ALWAYS_ASK, "ETag": answer.tag, "Content-Disposition": _named(digits, language)}
    if answer.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers |= {"Content-Security-Policy": HARMLESS}
    return Response(answer.content, media_type="application/pdf", headers=headers)


def _named(number: str, language: str) -> str:
    return f'inline; filename="areopag-{number}-{language}.pdf"'


async def _report(request: Request, number: int, language: Language) -> Answer:
    """The kept report, or a new one.

    Raises Refused where nothing is published under this number, or no report can be made now.
    """
    base = address(request)
    edition = await request.app.state.edition.value()
    # What holds until a day says so differently on the next.
    key = ("report", number, language, base, today())
    kept: KeptAnswers = request.app.state.kept
    answer = kept.find(edition, key)
    if answer:
        return answer
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        row = await publications.publication(transaction, number, None)
        if row is None:
            raise Refused(404, "NOT_FOUND")
        record = await publications.whole(transaction, row)
        later = Later(after=await after(transaction, row, None))
        framework = None
        if row.evaluation_number is not None:
            framework = (await frameworks.frameworks_of(transaction, [UUID(row.head["framework"]["id"])]))[0]
    content = content_of(record, framework.body if framework else None, language, base, later)
    maker: Maker = request.app.state.maker
    try:
        answer = Answer(await maker.make(content, row.published_at))
    except NotMade:
        raise Refused(503, "REPORT_NOT_MADE", headers={"Retry-After": "30"}) from None
    kept.keep(edition, key, answer)
    return answer


routes = [Route("/published/{number}.pdf", get_report, methods=["GET"])]
