"""What was known on a day that is over: how an address asks for it, and how a page says that it shows the past."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from app.pages.markup import Html, link, tag, void
from app.pages.words import Language, word
from storage import moments
from storage.database import Transaction
from workflows.messages.dates import day as written

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST = date(2000, 1, 1)
"""Nothing was published here before; nobody has pages made for the days of centuries."""


def today() -> date:
    """The day it is, in UTC."""
    return datetime.now(UTC).date()


def day_in(query: Mapping[str, str]) -> date | None:
    """The day that an address asks about with `on`; None stands for now, and for what is no day that is over."""
    text = query.get("on", "")
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day < today() else None


def end_of(day: date) -> datetime:
    """The last second of a day, in UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC)


async def moment_of(transaction: Transaction, day: date | None) -> datetime | None:
    """The moment as of which a day that is over is read, once nothing can be published before it any more; None for
    now."""
    if day is None:
        return None
    moment = end_of(day)
    await moments.settled(transaction, moment)
    return moment


def asks(day: date | None) -> dict[str, str]:
    """What an address says to ask about this day."""
    return {"on": day.isoformat()} if day else {}


def then(path: str, day: date | None) -> str:
    """The address of a page as of the day that this one is about."""
    return f"{path}?{urlencode(asks(day))}" if day else path


def past_told(day: date | None, now: str, language: Language) -> Html:
    """That a page shows the past, and a way back to `now`; nothing on a page of the present."""
    if day is None:
        return Html("")
    return tag(
        "div",
        tag("p", tag("strong", word("past", language).format(written(day, language)))),
        tag("p", word("past_more", language)),
        tag("p", link(now, word("past_back", language))),
        class_="served-notice served-plain",
    )


def of_day(day: date | None, said: str, language: Language) -> str:
    """What is said of a page where only a sentence is read: on a page of the past, of which day it is."""
    return f"{word('past', language).format(written(day, language))}. {said}" if day else said


def day_field(day: date | None, language: Language) -> Html:
    """The field that asks about a day."""
    field = void("input", type="date", name="on", max=today().isoformat(), value=day.isoformat() if day else None)
    return tag("label", word("on_day", language), field)


def day_form(here: str, day: date | None, language: Language) -> Html:
    """A form of its own that asks about the page at `here` on a day."""
    return tag("form", day_field(day, language), tag("button", word("show", language)), action=here)
