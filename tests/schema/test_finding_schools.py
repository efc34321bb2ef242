"""Schools are found by what holds of their results: a decision that holds or ran out, when it was made, or none."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.database import Database
from storage.keys import load_signer
from tests.asking import ask
from tests.situations import Cast, cast, decided, framework_id, version_of
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

FIRST, SECOND = "Школа № 1", "Школа № 2"


@pytest.fixture
async def people(database: Database, tmp_path: Path, owner_url: str) -> Cast:
    """School 1 has two decisions, on ESG until the end of September and on НОК until the end of October; of school 2
    others have published a total."""
    made = await cast(database)
    signer = await load_signer(database, tmp_path)
    for number, (framework, until) in enumerate((("esg_2015", "2026-09-30"), ("nok_uod", "2026-10-31")), 1):
        evaluation = await decided(database, made, framework)
        version = await version_of(database, evaluation)
        await publications.publish(database, signer, made.secretary, evaluation, version)
        with psycopg.connect(owner_url) as owner:
            dates = (until, number)
            owner.execute(
                "UPDATE published.result SET valid_from = '2026-01-01', decided_on = '2026-01-01', valid_to = %s"
                " WHERE number = %s",
                dates,
            )
    result = ExternalResult(made.other_school, framework_id("nok_uod"), Decimal(62), None, Text(ru="НОК", en="NOK"), {})
    await publications.publish_external(database, signer, result)
    return made


async def found(database: Database, folder: Path, which: dict[str, Any]) -> list[str]:
    """The names of the schools; their count must be right."""
    query = "query ($which: SchoolFilter) { schools(filter: $which) { totalCount nodes { name { ru } } } }"
    answer = (await ask(database, folder, None, query, which=which))["schools"]
    names = [school["name"]["ru"] for school in answer["nodes"]]
    assert answer["totalCount"] == len(names)
    return names


async def test_schools_are_found_by_their_decisions(database: Database, people: Cast, tmp_path: Path) -> None:
    expected: list[tuple[dict[str, Any], list[str]]] = [
        ({"validOn": "2025-12-31"}, []),
        ({"validOn": "2026-01-01"}, [FIRST]),
        ({"validOn": "2026-10-31"}, [FIRST]),
        ({"validOn": "2026-11-01"}, []),
        ({"validOn": "2026-10-31", "frameworkCode": "esg_2015"}, []),
        ({"decidedFrom": "2026-01-01", "decidedTo": "2026-01-01"}, [FIRST]),
        ({"decidedFrom": "2026-01-02"}, []),
        ({"decidedTo": "2025-12-31"}, []),
        ({"evaluated": True}, [FIRST, SECOND]),
        ({"evaluated": False}, []),
    ]
    for which, names in expected:
        assert await found(database, tmp_path, which) == names, which


async def test_a_decision_has_run_out_only_where_no_other_holds(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    expected: list[tuple[dict[str, Any], list[str]]] = [
        ({"expiredOn": "2026-10-31"}, []),
        ({"expiredOn": "2026-10-31", "frameworkCode": "esg_2015"}, [FIRST]),
        ({"expiredOn": "2026-09-30", "frameworkCode": "esg_2015"}, []),
        ({"expiredOn": "2026-11-01"}, [FIRST]),
        ({"expiredOn": "2026-11-01", "outcome": "refused"}, []),
    ]
    for which, names in expected:
        assert await found(database, tmp_path, which) == names, which


async def test_results_are_found_by_what_has_run_out(database: Database, people: Cast, tmp_path: Path) -> None:
    query = "query ($which: PublicationFilter) { publications(filter: $which) { nodes { number } } }"
    answer = await ask(database, tmp_path, None, query, which={"expiredOn": "2026-10-31"})
    assert answer["publications"]["nodes"] == [{"number": 1}]


async def test_a_school_without_a_result_is_found_as_such(database: Database, tmp_path: Path) -> None:
    await cast(database)
    await publications.mirror_register(database)
    assert await found(database, tmp_path, {"evaluated": False}) == [FIRST, SECOND]
    assert await found(database, tmp_path, {"evaluated": True}) == []
