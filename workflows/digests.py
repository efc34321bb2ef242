"""Telling people by letter what waits for them: at most one letter a day, with what is news since the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from textwrap import shorten
from uuid import UUID
from zoneinfo import ZoneInfo

from storage import cases, digests, followups
from storage.database import Database, Transaction
from storage.digests import NewsRow, OpenCaseRow, ReaderRow
from storage.evaluations import cases_that_may_wait
from storage.followups import TrackRow
from workflows.cases import case_of, track_case
from workflows.conflicts import settling_since
from workflows.letters import Letter, Post, put_in_post
from workflows.messages import message
from workflows.messages.dates import moment
from workflows.processes import calendar_for, waiting_for_the_office
from workflows.rules.case import Case
from workflows.rules.deadlines import due_after, usual_time_to_answer
from workflows.rules.definition import Definition
from workflows.rules.process_parts import CaseRole, Step, Text
from workflows.rules.waiting import FRESH, NewsKind, answered_lately, news_of, waiting_in

FIRST_HOUR, LAST_HOUR = 9, 20
LONGEST_SUBJECT = 120
"""Of a condition or an appeal, in a letter."""


SETTLE = Text(ru=message("action.settle_conflicts", "ru"), en=message("action.settle_conflicts", "en"))
ASKED_FOR = Text(ru=message("document_request.answered", "ru"), en=message("document_request.answered", "en"))


@dataclass(frozen=True)
class Item:
    """One thing of one case, or of a condition or appeal beside it, to write of, and by when it is to be done."""

    case: OpenCaseRow
    about: str | None
    """What the condition or appeal is about, or the criterion that a document was asked for."""
    title: Text
    due: datetime | None
    zone: tzinfo
    news: NewsRow


async def write_digests(database: Database, post: Post) -> int:
    """Write to everybody for whom there is news and whose day it is; answers to how many."""
    async with database.working() as transaction:
        readers = await digests.readers(transaction, FIRST_HOUR, LAST_HOUR)
    written = 0
    for reader in readers:
        written += await _write(database, post, reader)
    return written


async def _write(database: Database, post: Post, reader: ReaderRow) -> bool:
    # What is told is read as the person themselves: nobody is written to about what they may not read.
    async with database.acting(reader.person_id) as transaction:
        items = await _news(transaction, reader.person_id)
        if not items:
            return False
        letter = _letter(reader, items, post.address)
        key = await put_in_post(transaction, post, letter)
        # Conditions that began together wait for the same step since the same moment: one notice tells of them.
        told = list(dict.fromkeys(item.news for item in items))
        await digests.keep_digest(transaction, key, reader, letter.subject, letter.text, told)
        return True


async def _news(transaction: Transaction, person: UUID) -> list[Item]:
    """What the person was not told yet, what is due soonest first."""
    may_wait = await cases_that_may_wait(transaction, *waiting_for_the_office())
    under_way = {row.id: row for row in await digests.named_cases(transaction, may_wait)}
    told = set(await digests.told(transaction))
    found: list[Item] = []
    rows = await cases.read_cases(transaction, list(under_way))
    tracks = await followups.tracks_of(transaction, [row.id for row in rows])
    for row, beside in zip(rows, tracks, strict=True):
        named, zone, whole = under_way[row.id], ZoneInfo(row.timezone), case_of(row, person)
        found += _of(whole, named.state_since, None, told, named, zone)
        for track in beside:
            heard = track.subject["of"] == "appeal"
            case = track_case(whole, track, await followups.hearing(transaction, track.id) if heard else [])
            found += _of(case, track.state_since, track, told, named, zone)
        found += [one for one in _answers(whole, named, zone) if one.news not in told]
        since = settling_since(whole)
        if since and row.now - FRESH < since:
            about = NewsRow(row.id, "settle_conflicts", "WAITING", since)
            if about not in told:
                found.append(Item(named, None, SETTLE, None, zone, about))
    return sorted(found, key=lambda item: (item.due is None, item.due or item.case.state_since))


def _of(
    case: Case, since: datetime, track: TrackRow | None, told: set[NewsRow], named: OpenCaseRow, zone: tzinfo
) -> Iterator[Item]:
    """What is news in a case or a track, and was not told."""
    for waiting in waiting_in(case):
        action = f"{track.kind}:{waiting.step.action}" if track else waiting.step.action
        for news in news_of(waiting, since, case.now):
            about = NewsRow(named.id, action, news.kind, news.moment)
            if about not in told:
                subject = track.subject["text"] if track else None
                yield Item(named, subject, waiting.step.title, waiting.due, zone, about)
                break


def _answers(case: Case, named: OpenCaseRow, zone: tzinfo) -> Iterator[Item]:
    """That the school has answered what the person asked it for."""
    for one in answered_lately(case):
        assert one.answered_at, "what is answered has its moment"
        about = NewsRow(named.id, "request_document", "ANSWERED", one.answered_at)
        yield Item(named, one.criterion, ASKED_FOR, None, zone, about)


def _letter(reader: ReaderRow, items: list[Item], address: str) -> Letter:
    language = reader.language
    parts = [_part(item, address, language) for item in items]
    text = message("DIGEST.text", language, {"items": "\n\n".join(parts), "link": f"{address}/account"})
    return Letter(reader.email, message("DIGEST.subject", language, {"count": str(len(items))}), text + "\n")


def _school(case: OpenCaseRow, language: str) -> str:
    known = case.school_en if language == "en" else case.school_ru
    return known or message("school.hidden", language)


def _part(item: Item, address: str, language: str) -> str:
    due = moment(item.due, item.zone, language) if item.due else ""
    details = {
        "number": item.case.number,
        "school": _school(item.case, language),
        "step": getattr(item.title, language),
        "about": f" ({shorten(item.about, LONGEST_SUBJECT, placeholder=' …')})" if item.about else "",
        "news": item.news.kind,
        "due": f" {message('DIGEST.due', language, {'moment': due})}" if due else "",
        "link": f"{address}/work/{item.case.number}",
    }
    return message("DIGEST.item", language, details)


@dataclass(frozen=True)
class Preview:
    """A letter that a process sends about one step, with an example case."""

    track: Text | None
    """The condition or appeal beside the case that the step belongs to."""
    step: Step
    to: tuple[CaseRole, ...]
    kind: NewsKind
    letter: Letter


def previews(process: Definition, language: str, address: str, now: datetime) -> list[Preview]:
    """Every kind of letter the process sends, in its own order, made by what makes those that are sent."""
    tracks = [(track.title, process.track(track.code)) for track in process.tracks]
    parts: list[tuple[Text | None, Definition]] = [(None, process), *tracks]
    example = Example(language, address, now)
    of_steps = [one for track, part in parts for one in _previews(track, part, example)]
    return of_steps + list(_previews_of_requests(process, example))


@dataclass(frozen=True)
class Example:
    """The case that letters are shown with beforehand, in which everything happens now."""

    language: str
    address: str
    now: datetime

    def letter(self, about: str | None, title: Text, due: datetime | None, action: str, kind: NewsKind) -> Letter:
        """The letter that tells of one thing of it."""
        case = OpenCaseRow(UUID(int=0), f"{self.now.year}-001", "Школа № 1", "School No. 1", self.now)
        item = Item(case, about, title, due, UTC, NewsRow(case.id, action, kind, self.now))
        return _letter(ReaderRow(UUID(int=0), "", self.language), [item], self.address)


def _previews_of_requests(process: Definition, example: Example) -> Iterator[Preview]:
    """What the school is told of documents it is asked for, and who asked of its answer."""
    if not process.has_step("request_document"):
        return
    asking, answering = process.step("request_document"), process.step("answer_document_request")
    due = usual_time_to_answer(example.now, UTC, calendar_for(process))
    kinds: list[NewsKind] = ["WAITING", "REMINDER", "OVERDUE"]
    for kind in kinds:
        letter = example.letter(None, answering.title, due, answering.action, kind)
        yield Preview(None, answering, answering.who, kind, letter)
    letter = example.letter("1.1", ASKED_FOR, None, asking.action, "ANSWERED")
    yield Preview(None, asking, asking.who, "ANSWERED", letter)


def _previews(track: Text | None, part: Definition, example: Example) -> Iterator[Preview]:
    about = getattr(track, example.language) if track else None
    seen = set[tuple[str, tuple[CaseRole, ...]]]()
    for state in part.states:
        for step in part.steps:
            to = tuple(role for role in step.who if role in state.waiting_for)
            if not step.task or state.code not in step.sources or not to or (step.action, to) in seen:
                continue
            seen.add((step.action, to))
            name = step.until or state.deadline
            counted = part.deadline(name) if name else None
            due = due_after(counted, example.now, UTC, calendar_for(part)) if counted else None
            kinds: list[NewsKind] = ["WAITING"]
            kinds += ["REMINDER"] if counted and counted.remind else []
            kinds += ["OVERDUE"] if counted else []
            for kind in kinds:
                yield Preview(track, step, to, kind, example.letter(about, step.title, due, step.action, kind))
