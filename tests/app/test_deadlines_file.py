"""Deadlines in a person's own calendar program: theirs alone, in a file every program reads."""

from datetime import UTC, datetime, timedelta

import httpx
from hypothesis import given
from hypothesis import strategies as st

from storage import people as stored
from storage.database import Database
from tests.situations import cast, opened
from workflows.people import create_token
from workflows.rules.icalendar import folded, written


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_a_folded_line_has_at_most_75_octets_and_unfolds_to_itself(line: str) -> None:
    lines = folded(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in lines)
    assert lines[0] + "".join(part[1:] for part in lines[1:]) == line


def test_what_would_end_a_value_is_escaped() -> None:
    assert written("а;б,в\\г\nд") == "а\\;б\\,в\\\\г\\nд"


async def test_each_person_gets_the_deadlines_of_their_own_cases(client: httpx.AsyncClient, database: Database) -> None:
    people = await cast(database)
    await opened(database, people)
    async with database.working() as tx:
        for login, person in (("officer", people.officer), ("other", people.other_officer)):
            await stored.add_account(tx, person, login, None)
    files = {}
    for login in ("officer", "other"):
        token = await create_token(database, login, timedelta(days=1), scope="READ")
        answer = await client.get("/deadlines.ics?language=en", headers={"Authorization": f"Bearer {token}"})
        assert answer.headers["content-type"].startswith("text/calendar")
        files[login] = answer.text
    summaries = [line for line in files["officer"].split("\r\n") if line.startswith("SUMMARY:")]
    assert summaries[0] == "SUMMARY:Submission of the self-evaluation: School No. 1"
    assert len(summaries) == 5
    starts = [line for line in files["officer"].split("\r\n") if line.startswith("DTSTART:")]
    first = datetime.strptime(starts[0], "DTSTART:%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert timedelta(days=29) < first - datetime.now(UTC) < timedelta(days=31)
    assert "VEVENT" not in files["other"]
    assert (await client.get("/deadlines.ics")).status_code == 401
