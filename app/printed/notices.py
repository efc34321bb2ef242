"""What a reader of a record must know before anything else: what was done about it, and whether its time is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.acts import leaves_the_decision, suspends, words_for
from app.named import localized
from app.pages.words import Language
from app.printed.parts import notice
from app.printed.words import said
from app.validity import has_ended
from storage import publications
from storage.database import Transaction
from storage.publications import PublicationRow, WholeRow
from workflows.messages.dates import day

Part = Mapping[str, Any]


@dataclass(frozen=True)
class Later:
    """What is known besides a record: of which day it is told, and what was published after it."""

    on: date | None = None
    """None stands for today."""
    after: WholeRow | None = None
    """The record that was published about this one, as of that day."""
    stands_now: bool = True
    """Whether nothing was published about it to this day: only then do its files open."""


NOTHING_LATER = Later()


async def after(transaction: Transaction, row: PublicationRow, as_of: datetime | None) -> WholeRow | None:
    """The record that was published about this one until then, if there is one."""
    found = await publications.publication(transaction, row.corrected_by, as_of) if row.corrected_by else None
    return await publications.whole(transaction, found) if found else None


def stands(row: WholeRow) -> bool:
    """Whether no later record was published about it, and it is no withdrawal."""
    return row.kind != "WITHDRAWAL" and not row.corrected_by


def ended(row: WholeRow, later: Later) -> bool:
    """Whether the decision stands, but the day until which it holds is over."""
    valid_to = row.body["result"]["valid_to"]
    return bool(stands(row) and valid_to and has_ended(valid_to, later.on))


def notices_of(row: WholeRow, language: Language, base: str, later: Later) -> list[dict[str, object]]:
    """That the record does not stand, withdraws or corrects another, has run out, or is not ours."""
    body, found = row.body, []
    because = body.get("because")
    why = _why(because)
    if row.corrected_by:
        found.append(("warn", *_ceased(row.corrected_by, later.after, language, base)))
    if row.kind == "WITHDRAWAL":
        title = said(_step(because), language, number=row.corrects)
        found.append(("warn", title, [*why, said("withdrawal_more", language)]))
    elif row.kind == "CORRECTION":
        act = _act(because, row.kind, language)
        title = said("correction", language, number=row.corrects)
        found.append(("plain", title, [act, *_same(because, language), *why]))
    if ended(row, later):
        title = said("ended", language, day=day(body["result"]["valid_to"], language))
        found.append(("warn", title, [said("ended_more", language)]))
    if body["source"]:
        found.append(("plain", said("source", language), [localized(body["source"], language)]))
    return [notice(tone, title, lines) for tone, title, lines in found]


def in_short(row: WholeRow, language: Language, base: str, later: Later) -> str | None:
    """What is told of the record instead of what it says, where it does not stand or its time is over."""
    told = notices_of(row, language, base, later)
    return next((str(one["title"]) for one in told if one["tone"] == "warn"), None)


def _ceased(number: int, after: WholeRow | None, language: Language, base: str) -> tuple[str, list[str]]:
    """That the record does not stand, because of which later one, and what that one did."""
    address = f"{base}/publications/{number}"
    if after is None:
        return said("ceased", language, number=number), [said("ceased_more", language, address=address)]
    because = after.body.get("because")
    why = _why(because)
    if after.kind == "WITHDRAWAL":
        title = said(f"ceased_{_step(because)}", language, number=number)
        return title, [*why, said("ceased_more", language, address=address)]
    act = _act(because, after.kind, language)
    title = said("replaced", language, number=number)
    return title, [act, *_same(because, language), *why, said("replaced_more", language, address=address)]


def _why(because: Part | None) -> list[str]:
    return [because["text"] or ""] if because else []


def _same(because: Part | None, language: Language) -> list[str]:
    return [said("same_decision", language)] if leaves_the_decision(because) else []


def _step(because: Part | None) -> str:
    return "suspension" if suspends(because) else "withdrawal"


def _act(because: Part | None, kind: str, language: Language) -> str:
    act = words_for(because, kind, language)
    return act[0].upper() + act[1:]
