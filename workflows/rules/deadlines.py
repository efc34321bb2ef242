"""When something is due: days and working days counted in the zone of the organisation, and how late is too late.

Source: Civil Code of the Russian Federation, articles 191-194: a term begins on the day after the event, ends with the
last moment of its last day, and a term that ends on a day off ends on the next working day. Working days are those of
the production calendar (Labour Code, articles 111 and 112). Nothing here reads a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from workflows.rules.process_parts import DeadlineKind

DAY = timedelta(days=1)
SATURDAY = 5
FIXED_DAYS_OFF = frozenset(
    {(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)
"""Labour Code, article 112: what is off in a year whose calendar is not decreed yet."""

Standing = Literal["open", "late", "over"]
REMINDED_AT = time(9)


@dataclass(frozen=True)
class Calendar:
    """Days that differ from the week: `off` though the week would work, `working` though it would rest."""

    code: str
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    """Years that were decreed. In others the fixed holidays count, and their shifts are not known."""

    def works(self, day: date) -> bool:
        """Whether this is a working day."""
        if day in self.working:
            return True
        if day in self.off or day.weekday() >= SATURDAY:
            return False
        return day.year in self.years or not self.years or (day.month, day.day) not in FIXED_DAYS_OFF

    def with_days_off(self, days: Iterable[date]) -> "Calendar":
        """The same calendar where these days are off too: a region's own holidays."""
        added = frozenset(days)
        return Calendar(self.code, self.off | added, self.working - added, self.years)


WEEK = Calendar("week")
"""The plain week: five days of work."""


def calendar_of(document: Mapping[str, Mapping[int, Mapping[str, Iterable[date]]]], code: str) -> Calendar:
    """A calendar from its file: `years: {2026: {days_off: [...], days_worked: [...]}}`."""
    years = document["years"]
    return Calendar(
        code,
        frozenset(day for year in years.values() for day in year.get("days_off", ())),
        frozenset(day for year in years.values() for day in year.get("days_worked", ())),
        frozenset(years),
    )


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Which day it is then, there."""
    return moment.astimezone(zone).date()


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The last moment of a day there, however long that day is."""
    midnight = datetime.combine(day + DAY, time(), tzinfo=zone)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def working_days_after(day: date, count: int, calendar: Calendar) -> date:
    """The working day that is `count` working days after this day; the day itself is not counted."""
    while count:
        day += DAY
        count -= calendar.works(day)
    return day


def next_working_day(day: date, calendar: Calendar) -> date:
    """This day if it is a working day, or the first one after it."""
    while not calendar.works(day):
        day += DAY
    return day


def due_after(kind: DeadlineKind, begin: datetime, zone: tzinfo, calendar: Calendar) -> datetime:
    """When a deadline of this kind ends that is counted from `begin`.

    Calendar days that would end on a day off end on the next working day, where the process names a calendar.
    """
    first = local_day(begin, zone)
    if kind.working_days is not None:
        return end_of_day(working_days_after(first, kind.working_days, calendar), zone)
    return end_of_term(first + kind.length * DAY, zone, calendar)


def end_of_term(last: date, zone: tzinfo, calendar: Calendar) -> datetime:
    """When a term ends whose last day is this, or the next working day where a calendar is named."""
    return end_of_day(last if calendar is WEEK else next_working_day(last, calendar), zone)


def end_of_grace(kind: DeadlineKind, due: datetime, zone: tzinfo) -> datetime:
    """Until when a step is still taken, marked late."""
    if not kind.grace_days:
        return due
    return end_of_day(local_day(due, zone) + kind.grace_days * DAY, zone)


def standing(kind: DeadlineKind, due: datetime, now: datetime, zone: tzinfo) -> Standing:
    """Whether a step this deadline bounds can be taken now; the last moment still counts."""
    if now <= due:
        return "open"
    return "late" if kind.kind == "soft" or now <= end_of_grace(kind, due, zone) else "over"


def usual_time_to_answer(now: datetime, zone: tzinfo, calendar: Calendar) -> datetime:
    """Until when a school answers a request for a document where nobody names a day: five working days."""
    return end_of_day(working_days_after(local_day(now, zone), 5, calendar), zone)


def day_before(due: datetime, zone: tzinfo) -> datetime:
    """Nine in the morning of the day before."""
    return datetime.combine(local_day(due, zone) - DAY, REMINDED_AT, tzinfo=zone).astimezone(UTC)


def reminders(kind: DeadlineKind, due: datetime, zone: tzinfo) -> list[datetime]:
    """When those it waits for are reminded: at nine in the morning of the days the process names."""
    last = local_day(due, zone)
    return sorted(datetime.combine(last - days * DAY, REMINDED_AT, tzinfo=zone).astimezone(UTC) for days in kind.remind)
