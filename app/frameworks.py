"""Framework versions as files, for everybody once published; and the files that drafts begin from."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.answers import ABSENT, Refused, read_body
from app.published import FOR_A_WHILE
from app.signin import person_asking
from schema.ids import key_of
from storage import criteria, frameworks
from storage.database import Database
from workflows.frameworks import drafts, framework_of
from workflows.frameworks.exchange import UnreadableFramework, as_json, read_plain
from workflows.frameworks.workbooks import json_of, workbook_of
from workflows.rules.framework import Framework

LARGEST = 2 * 1024 * 1024
KINDS = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def _file(framework: Framework, form: str, headers: dict[str, str]) -> Response:
    content = as_json(framework) if form == "json" else await workbook_of(framework)
    name = f'attachment; filename="{framework.code}.{framework.number}.{form}"'
    return Response(content, media_type=KINDS[form], headers={**headers, "Content-Disposition": name})


async def get_framework(request: Request) -> Response:
    """`GET /frameworks/{code}.{number}.json|xlsx`: a published version, as `areopag framework export` writes it."""
    code, number, form = (request.path_params[name] for name in ("code", "number", "form"))
    if form not in KINDS or number > 1_000_000:
        raise Refused(404, "NOT_FOUND")
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        row = await frameworks.version_of(transaction, code, number)
    if row is None:
        raise Refused(404, "NOT_FOUND")
    return await _file(framework_of(row.code, row.number, row.body), form, FOR_A_WHILE)


async def get_draft(request: Request) -> Response:
    """`GET /frameworks/drafts/{id}.json|xlsx`: a draft that is sound, for the secretariat."""
    holder = await person_asking(request)
    key, form = key_of(request.path_params["id"], "frameworkdraft"), request.path_params["form"]
    if holder is None or key is None or form not in KINDS:
        raise Refused(404, ABSENT)
    database: Database = request.app.state.database
    async with database.reading(holder.id) as transaction:
        row = (await frameworks.drafts_by_id(transaction, [key]))[0]
    if row is None:
        raise Refused(404, ABSENT)
    sound = drafts.sound(row)
    if sound is None:
        raise Refused(409, "FRAMEWORK_NOT_SOUND")
    return await _file(sound, form, {"Cache-Control": "private, no-store"})


async def post_file(request: Request) -> Response:
    """`POST /frameworks/file?name=…`: what a .json, .yaml or .xlsx says, as JSON a draft can begin from."""
    holder = await person_asking(request)
    if holder is None:
        raise Refused(404, ABSENT)
    database: Database = request.app.state.database
    async with database.reading(holder.id) as transaction:
        if not await criteria.is_secretary(transaction):
            raise Refused(404, ABSENT)
    content = await read_body(request, LARGEST)
    name = request.query_params.get("name", "").lower()
    try:
        if name.endswith(".xlsx"):
            found = await json_of(content)
        else:
            found = json.dumps(read_plain(content, name or "file.json"), ensure_ascii=False)
    except UnreadableFramework as error:
        raise Refused(422, "FRAMEWORK_UNREADABLE", {"what": str(error)[:300]}) from None
    return JSONResponse({"content": found}, headers={"Cache-Control": "no-store"})


routes = [
    Route("/frameworks/file", post_file, methods=["POST"]),
    Route("/frameworks/drafts/{id}.{form}", get_draft, methods=["GET"]),
    Route("/frameworks/{code}.{number:int}.{form}", get_framework, methods=["GET"]),
]
