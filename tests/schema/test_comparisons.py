"""What anybody is told of a school among schools of like context."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from schema.ids import global_id
from storage import schools
from storage.database import Database
from storage.keys import load_signer
from tests.asking import ask
from tests.situations import framework_id
from workflows import frameworks, publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

SOURCE = Text(ru="НОК УОД 2022", en="NOK 2022")
# Pupils, rural, total: the first six are like each other; a small one, a town school and one without a result are not.
SCHOOLS: list[tuple[int, bool, str | None]] = [
    *(
        (100 + 10 * place, True, total)
        for place, total in enumerate(("87.72", "87.52", "86.46", "86.10", "84.42", "78.44"))
    ),
    (20, True, "10"),
    (120, False, "99"),
    (130, True, None),
]
QUERY = """query ($id: ID!) { school(id: $id) {
  likeSchools { schools fewestPupils mostPupils mean lower upper band } } }"""


@pytest.fixture
async def region(database: Database, tmp_path: Path) -> list[UUID]:
    """A region with these schools and their published results."""
    await frameworks.seed(database)
    async with database.working() as tx:
        top = await schools.add_organisation(tx, "REGION", "Республика", "Republic")
        below = await schools.add_organisation(tx, "MUNICIPALITY", "Кожуун", "District", top)
        keys = [
            await schools.add_organisation(
                tx, "SCHOOL", f"Школа {place}", f"School {place}", below, pupils=pupils, rural=rural
            )
            for place, (pupils, rural, _) in enumerate(SCHOOLS)
        ]
    signer = await load_signer(database, tmp_path)
    for key, (_, _, total) in zip(keys, SCHOOLS, strict=True):
        if total is not None:
            result = ExternalResult(key, framework_id("nok_uod"), Decimal(total), None, SOURCE, {})
            await publications.publish_external(database, signer, result)
    return keys


EVENLY = """{ territories { frameworks { schools equity {
  spread spreadLower spreadUpper everybody worstServed gap gapLower gapUpper } } } }"""


async def told(database: Database, folder: Path, school: UUID) -> Any:
    """What an observer is told of this school."""
    found = await ask(database, folder, None, QUERY, id=global_id("school", school))
    return found["school"]["likeSchools"]


async def test_a_school_stands_beside_those_like_it_and_nobody_gets_a_rank(
    database: Database, region: list[UUID], tmp_path: Path
) -> None:
    found = await told(database, tmp_path, region[0])
    # The other five: 87.52, 86.46, 86.10, 84.42, 78.44; s = 3.6129, t(4) = 2.7764.
    assert found == {
        "schools": 5,
        "fewestPupils": 110,
        "mostPupils": 150,
        "mean": "84.59",
        "lower": "80.1",
        "upper": "89.07",
        "band": "UNCLEAR",
    }
    for without in region[6:]:
        assert await told(database, tmp_path, without) is None


async def test_a_territory_tells_how_evenly_it_serves_its_pupils(
    database: Database, region: list[UUID], tmp_path: Path
) -> None:
    found = await ask(database, tmp_path, None, EVENLY)
    ((standing,),) = [territory["frameworks"] for territory in found["territories"]]
    # 890 pupils; a quarter are the 20 of the small school, the 150 of the weakest large one, and 52.5 of the next.
    quarter = (20 * Decimal(10) + 150 * Decimal("78.44") + Decimal("52.5") * Decimal("84.42")) / Decimal("222.5")
    equity = standing["equity"]
    assert standing["schools"] == 8
    assert Decimal(equity["worstServed"]) == round(quarter, 2)
    assert (equity["gap"], equity["gapLower"]) == (None, None), "one town school is not compared with the country"
    assert Decimal(equity["spreadLower"]) < Decimal(equity["spread"]) < Decimal(equity["spreadUpper"])


BY_CRITERION = """{ territories { frameworks { criteria {
  criterionCode criterionTitle { en } parentCode scale { maximum } schools mean lower upper } } } }"""


async def test_a_territory_tells_how_its_schools_are_rated_on_each_criterion_by_their_newest_results(
    database: Database, region: list[UUID], tmp_path: Path
) -> None:
    signer = await load_signer(database, tmp_path)

    async def rate(school: UUID, corrects: int | None = None, **scores: str) -> int:
        given = {code.replace("_", ".").removeprefix("c"): Decimal(score) for code, score in scores.items()}
        result = ExternalResult(school, framework_id("nok_uod"), None, None, SOURCE, given)
        return await publications.publish_external(database, signer, result, corrects=corrects)

    await rate(region[0], c1_2="10", c1_1="10")
    first = await rate(region[0], c1_2="70", c1_1="80")
    await rate(region[1], c1_1="90")
    await rate(region[2], c1_1="99")
    await rate(region[0], first, c1_2="71", c1_1="83.5")
    found = await ask(database, tmp_path, None, BY_CRITERION)
    criterion, single = found["territories"][0]["frameworks"][0]["criteria"]
    assert [single[part] for part in ("criterionCode", "schools", "mean", "lower", "upper")] == [
        "1.2",
        1,
        "71",
        None,
        None,
    ]
    # 83.5, 90, 99: s = 7.7835, t(2) = 4.3027; 90.83 ± 19.34.
    assert criterion == {
        "criterionCode": "1.1",
        "criterionTitle": criterion["criterionTitle"],
        "parentCode": "K1",
        "scale": {"maximum": "100"},
        "schools": 3,
        "mean": "90.83",
        "lower": "71.5",
        "upper": "110.17",
    }
    await publications.rebuild(database)
    assert await ask(database, tmp_path, None, BY_CRITERION) == found
