"""`GET /deadlines.ics`: the deadlines of the cases a person sees, for their calendar program."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.answers import ABSENT, Refused
from app.signin import person_asking
from storage.cases import running_deadlines
from storage.database import Database
from workflows.messages import message
from workflows.processes import definition
from workflows.rules.icalendar import Due, icalendar


async def get_deadlines(request: Request) -> Response:
    """Deadlines that run in cases under way; `language` is ru or en. A bearer token that only reads is enough."""
    holder = await person_asking(request)
    if holder is None:
        raise Refused(401, ABSENT)
    language = "en" if request.query_params.get("language") == "en" else "ru"
    database: Database = request.app.state.database
    async with database.reading(holder.id) as transaction:
        rows = await running_deadlines(transaction)
        now = await transaction.now()
    base = str(request.base_url).rstrip("/")
    found = []
    for row in rows:
        process = definition(row.process_code, row.process_version)
        title = getattr(process.deadline(row.name).title, language)
        known = row.school_en if language == "en" else row.school_ru
        school = known or message("school.hidden", language)
        found.append(
            Due(
                f"{row.number}-{row.name}",
                row.due_at,
                f"{title}: {school}",
                f"{row.number} · {getattr(process.title, language)}",
                f"{base}/work/{row.number}",
            )
        )
    name = {"ru": "Сроки оценок", "en": "Deadlines of evaluations"}[language]
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="deadlines.ics"'}
    return Response(icalendar(found, now, name), media_type="text/calendar", headers=headers)


routes = [Route("/deadlines.ics", get_deadlines, methods=["GET"])]
