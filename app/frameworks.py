"""Framework versions as files, for everybody once published; and the files that drafts begin from."""

import csv
import io
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.answers import ABSENT, Refused, read_body
from app.published import FOR_A_WHILE
from app.signin import person_asking
from schema.ids import key_of
from storage import crosswalks, frameworks, people
from storage.database import Database
from workflows.frameworks import drafts, framework_of
from workflows.frameworks.crosswalks import links_from
from workflows.frameworks.exchange import UnreadableFramework, as_json, read_plain
from workflows.frameworks.workbooks import json_of, workbook_of
from workflows.rules.cells import neutral
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


async def get_crosswalk(request: Request) -> Response:
    """`GET /frameworks/{code}.{number}/{code}.{number}.csv`: which criteria of two versions correspond."""
    code, number, other, other_number = (request.path_params[name] for name in ("code", "number", "other", "beside"))
    if max(number, other_number) > 1_000_000:
        raise Refused(404, "NOT_FOUND")
    database: Database = request.app.state.database
    async with database.reading(None) as transaction:
        one = await frameworks.version_of(transaction, code, number)
        two = await frameworks.version_of(transaction, other, other_number)
        row = await crosswalks.crosswalk_between(transaction, one.id, two.id) if one and two and one != two else None
    if one is None or two is None or row is None:
        raise Refused(404, "NOT_FOUND")
    lines = io.StringIO()
    table = csv.writer(lines, lineterminator="\r\n")
    table.writerow(
        ["criterion", "title_ru", "title_en", "kind", "strength", "other", "other_title_ru", "other_title_en"]
    )
    titles, others = ({part["code"]: part["title"] for part in version.body["criteria"]} for version in (one, two))
    for link in links_from(row, one.id):
        here, there = titles[link.code], others[link.other]
        cells = (link.code, here["ru"], here["en"], link.kind, link.strength, link.other, there["ru"], there["en"])
        table.writerow([neutral(cell) for cell in cells])
    name = f'attachment; filename="{one.code}.{one.number}-{two.code}.{two.number}.csv"'
    content = lines.getvalue().encode("utf-8-sig")
    return Response(content, media_type="text/csv", headers={**FOR_A_WHILE, "Content-Disposition": name})


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
        if not await people.is_secretary(transaction):
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
    Route("/frameworks/{code}.{number:int}/{other}.{beside:int}.csv", get_crosswalk, methods=["GET"]),
    Route("/frameworks/{code}.{number:int}.{form}", get_framework, methods=["GET"]),
]
