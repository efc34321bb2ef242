"""Minutes of a case at a sitting of the commission, as a file to print: what the screen beside it shows, no more.

`GET /minutes/{sitting}/{evaluation}.pdf?lang=ru|en`, both by their ids: numbers of cases stand in no log. Read as the
person asking: row security decides whether there are any. Nothing is kept: minutes grow until they are signed.
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import cast
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.answers import ABSENT, Refused
from app.feeds import address
from app.guards import HARMLESS
from app.pages.words import Language
from app.printed.maker import Maker, NotMade
from app.printed.parts import Shown, heading, notice, prose
from app.printed.words import said
from app.signin import person_asking
from schema.ids import key_of
from storage import cases, people, schools, sittings
from storage.database import Database, Transaction
from storage.evaluations import EvaluationRow, evaluations_by_id
from storage.schools import OrganisationRow
from storage.sittings import MinutesRow
from workflows.cases import case_of
from workflows.messages import message
from workflows.messages.dates import day, moment
from workflows.rules.minutes import Moved, Name, Part, Record
from workflows.sittings import present_record


async def get_minutes(request: Request) -> Response:
    """The minutes, as far as the person asking may read them; Russian unless English is asked for."""
    holder = await person_asking(request)
    language = cast(Language, request.query_params.get("lang", "ru"))
    sitting = key_of(request.path_params["sitting"], "sitting")
    evaluation = key_of(request.path_params["evaluation"], "evaluation")
    if holder is None or sitting is None or evaluation is None or language not in ("ru", "en"):
        raise Refused(404, ABSENT)
    database: Database = request.app.state.database
    async with database.reading(holder.id) as transaction:
        (case,) = await evaluations_by_id(transaction, [evaluation])
        rows = (await sittings.minutes_of(transaction, [case.id]))[0] if case else []
        row = next((one for one in rows if one.sitting_id == sitting), None)
        if case is None or row is None:
            raise Refused(404, ABSENT)
        content = await _content(transaction, case, row, language, address(request))
    maker: Maker = request.app.state.maker
    try:
        made = await maker.make(content, row.signed_at or row.held_at)
    except NotMade:
        raise Refused(503, "REPORT_NOT_MADE", headers={"Retry-After": "30"}) from None
    name = f'inline; filename="minutes-{case.number}-{language}.pdf"'
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": name,
        "Content-Security-Policy": HARMLESS,
    }
    return Response(made, media_type="application/pdf", headers=headers)


async def _content(
    transaction: Transaction, case: EvaluationRow, row: MinutesRow, language: Language, base: str
) -> Shown:
    (whole,) = await cases.read_cases(transaction, [case.id])
    record = Record.model_validate(row.record) if row.record else None
    if record is None and row.present:
        (seated,) = await sittings.seated_in(transaction, [case.id])
        (moved,) = await sittings.moved_in(transaction, [case.id])
        record = present_record(case_of(whole, transaction.person), row, seated, moved)
    known = (await schools.organisations(transaction, [case.organisation_id]))[0] if case.organisation_id else None
    signer = (await people.people(transaction, [row.signed_by]))[0] if row.signed_by else None
    signed_by = Name(ru=signer.name_ru, en=signer.name_en) if signer else None
    return content_of(
        case.number, _school(known, language), row, record, signed_by, ZoneInfo(whole.timezone), language, base
    )


def _school(known: OrganisationRow | None, language: Language) -> str:
    if known is None:
        return message("school.hidden", language)
    return known.name_en if language == "en" else known.name_ru


def content_of(
    number: str,
    school: str,
    row: MinutesRow,
    record: Record | None,
    signed_by: Name | None,
    zone: tzinfo,
    language: Language,
    base: str,
) -> Shown:
    """Everything the minutes show, for `report.typ`."""
    title = said("minutes_title", language)
    parts: list[Shown] = [_signature(row, signed_by, zone, language)]
    if record:
        parts += [_facts(record, zone, language), *_motions(record, language)]
    if row.text:
        parts += [heading(said("minutes_course", language)), prose(row.text)]
    return {
        "lang": language,
        "title": f"{title}: {school}",
        "author": said("author", language),
        "description": said("minutes_of", language, number=number, moment=moment(row.held_at, zone, language)),
        "keywords": [title],
        "house": said("house", language),
        "record": said("minutes_case", language, number=number),
        "footer": said("minutes_footer", language, number=number, address=f"{base}/work/{number}"),
        "place": said("minutes_of", language, number=number, moment=moment(row.held_at, zone, language)),
        "parts": parts,
    }


def _signature(row: MinutesRow, signed_by: Name | None, zone: tzinfo, language: Language) -> Shown:
    if row.signed_at is None or signed_by is None:
        return notice("warn", said("minutes_unsigned", language), [said("minutes_unsigned_more", language)])
    who = getattr(signed_by, language)
    told = said("minutes_signed", language, who=who, moment=moment(row.signed_at, zone, language))
    return notice("good", told, [])


def _facts(record: Record, zone: tzinfo, language: Language) -> Shown:
    def named(part: Part) -> str:
        chair = said("minutes_chair", language)
        return ", ".join(
            f"{getattr(one.name, language)} ({chair})" if one.chair else getattr(one.name, language)
            for one in record.members
            if one.part == part
        )

    pairs = (
        ("minutes_begins", moment(record.starts_at, zone, language)),
        ("minutes_place", record.place),
        ("minutes_point", str(record.position)),
        ("minutes_quorum", said("minutes_quorum_of", language, quorum=record.quorum, eligible=record.eligible)),
        ("minutes_voted", named("VOTED")),
        ("minutes_recused", named("RECUSED")),
        ("minutes_absent", named("ABSENT")),
        ("minutes_decided", moment(record.decided_at, zone, language) if record.decided_at else ""),
    )
    return {"kind": "facts", "rows": [[said(term, language), value, False] for term, value in pairs if value]}


def _motions(record: Record, language: Language) -> Iterator[Shown]:
    for one in record.motions:
        yield heading(said("minutes_motion", language, round=one.round, outcome=getattr(one.outcome, language)))
        yield {"kind": "prose", "paragraphs": _became(one, language), "lang": language}
        if one.reasons:
            yield prose(one.reasons)
        if one.ballots:
            told = [
                f"{getattr(vote.name, language)} – {said(f'minutes_{vote.choice}', language)}" for vote in one.ballots
            ]
            yield heading(said("minutes_ballots", language), 2)
            yield {"kind": "items", "texts": told}
        for dissent in one.dissents:
            name = getattr(dissent.name, language)
            yield heading(said("minutes_dissent", language, name=name), 2)
            yield {"kind": "opinions", "texts": [prose(dissent.text)]}


def _became(one: Moved, language: Language) -> list[str]:
    state = "open" if one.carried is None else "carried" if one.carried else "down"
    counts = {"yes": one.votes_for, "no": one.votes_against, "abstained": one.abstained}
    became = said(f"minutes_{state}", language)
    if one.votes_for is not None:
        became = f"{became}: {said('minutes_counted', language, **counts)}"
    found = [became]
    if one.valid_from and one.valid_to:
        first, last = day(one.valid_from, language), day(one.valid_to, language)
        found.append(said("holds", language, first=first, last=last))
    if one.by_casting_vote:
        found.append(said("minutes_casting", language))
    return found


routes = [Route("/minutes/{sitting}/{evaluation}.pdf", get_minutes, methods=["GET"])]
