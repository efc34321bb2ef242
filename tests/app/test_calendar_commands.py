"""A region's calendar: loaded by the command line, and what its days off do to deadlines of its schools."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.situations import cast, in_panel_formation, step, version_of
from workflows import panels
from workflows.calendars import CalendarUnusable, load_calendar, loaded, read_calendar
from workflows.processes import calendar_for, newest
from workflows.rules.deadlines import end_of_day, local_day, working_days_after

ZONE = ZoneInfo("Asia/Krasnoyarsk")


def written(folder: Path, text: str) -> Path:
    path = folder / "region.yaml"
    path.write_text(text, encoding="utf-8")
    return path


async def test_a_deadline_passes_over_the_days_off_of_the_schools_own_region(
    database: Database, tmp_path: Path
) -> None:
    people = await cast(database)
    evaluation = await in_panel_formation(database, people)
    for place, expert in enumerate(people.experts[:3]):
        version = await version_of(database, evaluation)
        await panels.seat_expert(database, people.secretary, evaluation, version, expert, lead=place == 0)
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.evaluation SET process_code = 'accreditation', process_version = 2 WHERE id = :id",
            id=evaluation,
        )
        today = local_day(await tx.now(), ZONE)
    process = newest("accreditation")
    assert process
    plain = calendar_for(process)
    off = working_days_after(today, 3, plain)
    text = f"region: Область\nsource: Закон области\nyears: {{{off.year}: {{{off}: День области}}}}\n"
    assert await load_calendar(database, read_calendar(written(tmp_path, text))) == 1
    assert [(row.place, row.day, row.title) for row in await loaded(database)] == [("Область", off, "День области")]

    await step(database, people.secretary, evaluation, "start_review")
    async with database.working() as tx:
        due = await tx.value(
            "SELECT due_at FROM working.deadline WHERE evaluation_id = :id AND name = 'review'", id=evaluation
        )
    expected = working_days_after(today, 15, plain.with_days_off([off]))
    assert due == end_of_day(expected, ZONE)
    assert expected > working_days_after(today, 15, plain)


async def test_a_year_that_is_loaded_again_is_replaced_and_other_years_stay(database: Database, tmp_path: Path) -> None:
    await cast(database)
    for text in (
        "region: Region\nyears: {2027: {2027-03-09: Old}, 2028: {2028-03-09: Kept}}\n",
        "region: Region\nyears: {2027: {2027-04-12: New}}\n",
    ):
        await load_calendar(database, read_calendar(written(tmp_path, text)))
    assert [row.title for row in await loaded(database)] == ["New", "Kept"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("region: Region\nyears: {2027: {2028-03-09: Day}}\n", "put it under its own year"),
        ("region: Region\n", "years: Field required"),
        ("region: Region\nyears: {2027: {2027-03-09: Day}}\nextra: 1\n", "extra: Extra inputs"),
        ("region: [", "cannot be read"),
        ("region: Школа № 1\nyears: {2027: {2027-03-09: Day}}\n", "0 regions or municipalities"),
    ],
)
async def test_what_is_wrong_with_a_file_is_told(database: Database, tmp_path: Path, text: str, says: str) -> None:
    await cast(database)
    with pytest.raises(CalendarUnusable, match=says):
        await load_calendar(database, read_calendar(written(tmp_path, text)))
