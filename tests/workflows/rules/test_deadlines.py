"""When something is due: in the organisation's zone, to the last moment of the day, through every change of clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.processes import calendars
from workflows.rules.deadlines import (
    WEEK,
    due_after,
    end_of_day,
    end_of_grace,
    local_day,
    next_working_day,
    reminders,
    standing,
    working_days_after,
)
from workflows.rules.process_parts import DeadlineKind, Text

RUSSIA = calendars()["russia"]
MOMENT = timedelta(microseconds=1)
# Clocks that never change, that change at two, that skip midnight, and that repeat the hour before it.
ZONES = [
    ZoneInfo(name)
    for name in ("Asia/Krasnoyarsk", "Europe/Moscow", "Europe/Berlin", "America/Havana", "Africa/Cairo", "Asia/Beirut")
]
zones = st.sampled_from(ZONES)
moments = st.integers(946_684_800, 1_924_905_600).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def kind(**rules: object) -> DeadlineKind:
    """A deadline with these rules; ten days unless they say otherwise."""
    length = {} if "working_days" in rules else {"days": 10}
    return DeadlineKind.model_validate({"name": "answer", "title": Text(ru="О", en="A"), **length, **rules})


@given(days, zones)
def test_a_day_ends_at_its_last_moment_there(day: date, zone: ZoneInfo) -> None:
    end = end_of_day(day, zone)
    assert local_day(end, zone) == day
    assert local_day(end + MOMENT, zone) > day


@given(moments, st.integers(1, 120), zones)
def test_calendar_days_are_counted_by_the_calendar_there_and_not_by_hours(
    begin: datetime, count: int, zone: ZoneInfo
) -> None:
    due = due_after(kind(days=count), begin, zone, WEEK)
    assert local_day(due, zone) - local_day(begin, zone) == timedelta(days=count)
    assert due == end_of_day(local_day(due, zone), zone)


@given(moments, st.integers(1, 60), zones)
def test_working_days_end_on_a_working_day_with_as_many_of_them_passed(
    begin: datetime, count: int, zone: ZoneInfo
) -> None:
    last = local_day(due_after(kind(working_days=count), begin, zone, RUSSIA), zone)
    first = local_day(begin, zone)
    passed = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert RUSSIA.works(last)
    assert sum(RUSSIA.works(day) for day in passed) == count


@given(days, st.integers(1, 40), st.integers(1, 40))
def test_counting_on_is_counting_at_once(day: date, one: int, other: int) -> None:
    on = working_days_after(working_days_after(day, one, RUSSIA), other, RUSSIA)
    assert on == working_days_after(day, one + other, RUSSIA)


@pytest.mark.parametrize(
    ("begin", "count", "expected"),
    [
        (date(2025, 12, 30), 1, date(2026, 1, 12)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 5, 8), 1, date(2026, 5, 12)),
        (date(2025, 10, 31), 1, date(2025, 11, 1)),
        (date(2025, 11, 1), 1, date(2025, 11, 5)),
    ],
)
def test_holidays_and_moved_days_off_are_those_decreed(begin: date, count: int, expected: date) -> None:
    assert working_days_after(begin, count, RUSSIA) == expected


def test_a_year_not_decreed_yet_has_the_fixed_holidays() -> None:
    assert next_working_day(date(2031, 1, 1), RUSSIA) == date(2031, 1, 9)
    assert next_working_day(date(2031, 6, 12), RUSSIA) == date(2031, 6, 13)


def test_a_region_adds_its_own_holidays() -> None:
    festival = date(2026, 8, 31)
    assert working_days_after(date(2026, 8, 28), 1, RUSSIA) == festival
    assert working_days_after(date(2026, 8, 28), 1, RUSSIA.with_days_off([festival])) == date(2026, 9, 1)


@given(moments, st.integers(1, 60), zones, st.sets(days, max_size=30), st.booleans())
def test_with_a_regions_holidays_a_deadline_ends_on_a_day_that_works_there_and_never_earlier(
    begin: datetime, count: int, zone: ZoneInfo, festivals: set[date], in_working_days: bool
) -> None:
    rule = kind(working_days=count) if in_working_days else kind(days=count)
    first, there = local_day(begin, zone), RUSSIA.with_days_off(festivals)
    here, last = (local_day(due_after(rule, begin, zone, calendar), zone) for calendar in (RUSSIA, there))
    assert here <= last
    assert there.works(last)
    passed = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    if in_working_days:
        assert sum(there.works(day) for day in passed) == count
    if not festivals & set(passed):
        assert here == last


@given(days, st.sets(days, max_size=20), st.sets(days, max_size=20))
def test_holidays_of_a_region_and_its_municipality_add_up_in_any_order(
    day: date, region: set[date], town: set[date]
) -> None:
    both = RUSSIA.with_days_off(region | town)
    assert RUSSIA.with_days_off(region).with_days_off(town) == both
    assert both.works(day) == (RUSSIA.works(day) and day not in region | town)


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    begin = datetime(2026, 4, 21, 12, tzinfo=UTC)
    assert local_day(due_after(kind(days=10), begin, UTC, RUSSIA), UTC) == date(2026, 5, 4)
    assert local_day(due_after(kind(days=10), begin, UTC, WEEK), UTC) == date(2026, 5, 1)


def test_an_hour_repeated_at_midnight_belongs_to_the_day_that_ends() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    change = date(2023, 10, 26)
    assert end_of_day(change, cairo) - end_of_day(change - timedelta(days=1), cairo) == timedelta(hours=25)


@given(moments, zones, st.integers(-3, 3))
def test_a_hard_deadline_is_over_a_soft_one_late_and_grace_in_between(due: datetime, zone: ZoneInfo, off: int) -> None:
    now = due + off * MOMENT
    assert standing(kind(), due, now, zone) == ("over" if off > 0 else "open")
    assert standing(kind(kind="soft"), due, now, zone) == ("late" if off > 0 else "open")
    graced = kind(grace_days=3)
    assert standing(graced, due, now, zone) == ("late" if off > 0 else "open")
    end = end_of_grace(graced, due, zone)
    assert local_day(end, zone) - local_day(due, zone) == timedelta(days=3)
    assert standing(graced, due, end, zone) == "late"
    assert standing(graced, due, end + MOMENT, zone) == "over"


@given(moments, zones)
def test_reminders_come_in_the_morning_of_the_days_named(due: datetime, zone: ZoneInfo) -> None:
    found = reminders(kind(remind=(7, 1, -2)), due, zone)
    assert [local_day(due, zone) - local_day(moment, zone) for moment in found] == [
        timedelta(days=days) for days in (7, 1, -2)
    ]
    assert {moment.astimezone(zone).hour for moment in found} <= {9}
