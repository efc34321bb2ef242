"""Telling people by letter what waits for them: at most one letter a day, with what is news since the last."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

from storage import cases, digests
from storage.database import Database, Transaction
from storage.digests import NewsRow, OpenCaseRow, ReaderRow
from workflows.cases import case_of
from workflows.conflicts import settling_since
from workflows.letters import Letter, Post, put_in_post
from workflows.messages import message
from workflows.messages.dates import moment
from workflows.rules.definition import Text
from workflows.rules.waiting import FRESH, news_of, waiting_in

FIRST_HOUR, LAST_HOUR = 9, 20


SETTLE = Text(ru=message("action.settle_conflicts", "ru"), en=message("action.settle_conflicts", "en"))


@dataclass(frozen=True)
class Item:
    """One thing of one case to write of, and by when it is to be done."""

    case: OpenCaseRow
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
        await digests.keep_digest(transaction, key, reader, letter.subject, letter.text, [item.news for item in items])
        return True


async def _news(transaction: Transaction, person: UUID) -> list[Item]:
    """What the person was not told yet, what is due soonest first."""
    under_way = {row.id: row for row in await digests.open_cases(transaction)}
    told = set(await digests.told(transaction))
    found = []
    for row in await cases.read_cases(transaction, list(under_way)):
        named, case, zone = under_way[row.id], case_of(row, person), ZoneInfo(row.timezone)
        for waiting in waiting_in(case):
            for news in news_of(waiting, named.state_since, row.now):
                about = NewsRow(row.id, waiting.step.action, news.kind, news.moment)
                if about not in told:
                    found.append(Item(named, waiting.step.title, waiting.due, zone, about))
                    break
        since = settling_since(case)
        if since and row.now - FRESH < since:
            about = NewsRow(row.id, "settle_conflicts", "WAITING", since)
            if about not in told:
                found.append(Item(named, SETTLE, None, zone, about))
    return sorted(found, key=lambda item: (item.due is None, item.due or item.case.state_since))


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
        "news": item.news.kind,
        "due": f" {message('DIGEST.due', language, {'moment': due})}" if due else "",
        "link": f"{address}/work/{item.case.number}",
    }
    return message("DIGEST.item", language, details)
