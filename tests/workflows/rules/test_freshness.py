"""Evidence grows old: from which day on it does is a rule of its own."""

from datetime import date

import pytest

from workflows.rules.freshness import is_outdated


@pytest.mark.parametrize(
    ("dated_on", "outdated"),
    [
        (date(2023, 9, 1), False),
        (date(2023, 8, 31), True),
        (date(2024, 2, 29), False),
        (date(2026, 9, 1), False),
        (None, False),
    ],
)
def test_a_document_is_outdated_after_three_years(dated_on: date | None, outdated: bool) -> None:
    assert is_outdated(dated_on, date(2026, 9, 1)) is outdated
