"""T4, T17: letters, calendars, exports and whatever is made of a record tell nobody what is closed to them."""

from pathlib import Path

import pytest

from tests.access.channels import channel_answers
from tests.access.planting import World
from tests.access.reached import api_of
from tests.access.world import seeded_world


@pytest.fixture
def planted(owner_url: str) -> tuple[str, World]:
    """A planted world of this test's own, and its database."""
    return owner_url, seeded_world(owner_url)


async def test_t4_t17_no_letter_calendar_export_page_feed_report_or_log_tells_what_is_closed(
    planted: tuple[str, World], tmp_path: Path
) -> None:
    url, world = planted
    async with api_of(url, tmp_path, world) as api:
        tally = await channel_answers(api, url, tmp_path)
    assert (sorted(set(tally.leaks)), tally.closed) == ([], [])
    assert tally.checks > 100
