"""Examples to learn from: near the top of the scale, standing, and three at most."""

from decimal import Decimal
from pathlib import Path

import pytest

from storage.database import Database
from storage.exemplars import EACH, exemplars_of
from storage.keys import load_signer
from tests.situations import Cast, cast, framework_id
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

NOK = framework_id("nok_uod")
OTHERS = Text(ru="НОК", en="NOK")


@pytest.fixture
async def people(database: Database) -> Cast:
    made = await cast(database)
    await publications.mirror_register(database)
    return made


async def test_what_comes_near_the_top_of_a_scale_is_an_example_and_the_newest_are_told(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    signer = await load_signer(database, tmp_path)
    numbers = []
    for openness, comfort in ((95, 90), (89, 91), (100, 20), (90, 10), (99, 0)):
        scores = {"1.1": Decimal(openness), "2.1": Decimal(comfort)}
        result = ExternalResult(people.school, NOK, Decimal(50), None, OTHERS, scores)
        numbers.append(await publications.publish_external(database, signer, result))
    async with database.reading(None) as transaction:
        found = await exemplars_of(transaction, NOK)
        assert await exemplars_of(transaction, framework_id("hgios4")) == []
    told = {code: [row.number for row in found if row.criterion == code] for code in ("1.1", "2.1")}
    assert told == {"1.1": [5, 4, 3][:EACH], "2.1": [2, 1]}
    assert {row.criterion for row in found} == {"1.1", "2.1"}
