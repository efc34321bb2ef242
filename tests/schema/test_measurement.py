"""Results with their derivation, and a panel's agreement, as those who may read them are told."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from storage.database import Database
from storage.keys import load_signer
from tests.asking import ask
from tests.situations import Cast, cast, decided, framework_id, in_consensus, submitted, version_of
from workflows import publications
from workflows.frameworks import drafts, supplied


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


DERIVATION = "derivation { code outcome { en } steps { place parent kind code weight outcome { en ru } } }"


def leaf_codes(steps: list[dict[str, Any]]) -> list[str]:
    return [step["code"] for step in steps if step["kind"] == "SCORE"]


async def test_anybody_can_open_a_published_total_down_to_the_panel_s_values(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    evaluation = await decided(database, people, "nok_uod")
    signer = await load_signer(database, tmp_path)
    await publications.publish(database, signer, people.secretary, evaluation, await version_of(database, evaluation))
    found = await ask(database, tmp_path, None, f"{{ publication(number: 1) {{ total grade {{ en }} {DERIVATION} }} }}")
    publication = found["publication"]
    (derivation,) = publication["derivation"]
    steps = derivation["steps"]
    assert (publication["total"], publication["grade"], derivation["outcome"]["en"]) == ("2", None, "2.00")
    assert [step["code"] for step in steps if step["parent"] == 0] == ["K1", "K2", "K3", "K4", "K5"]
    assert len(leaf_codes(steps)) == 14
    assert {step["outcome"]["en"] for step in steps if step["kind"] == "SCORE"} == {"2"}
    assert [step["place"] for step in steps] == list(range(len(steps)))


WORKING = f"""{{ viewer {{ evaluations(first: 1) {{ nodes {{
  report {{ total {DERIVATION} }}
  consensus {{ spread {{ divergent reason {{ en }} }} }}
  panelAgreement {{
    experts criteria enough expertsNeeded criteriaNeeded exact adjacent comparable
    coefficients {{ name value lower upper }}
    severities {{ leniency raw review {{ label {{ en }} }} }} }} }} }} }} }}"""


async def working(database: Database, folder: Path, person: UUID) -> Any:
    return (await ask(database, folder, person, WORKING))["viewer"]["evaluations"]["nodes"][0]


async def test_the_lead_sees_how_far_the_panel_agrees_and_nobody_outside_does(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    await in_consensus(database, people)
    found = await working(database, tmp_path, people.experts[0])
    agreement = found["panelAgreement"]
    # Three experts who gave 1, 2 and 3 throughout: of three pairs two are neighbours, none is equal.
    assert (agreement["experts"], agreement["criteria"], agreement["enough"]) == (3, 10, True)
    assert (agreement["exact"], agreement["adjacent"]) == ("0", "0.667")
    assert agreement["coefficients"][0]["name"] == "alpha (ordinal)"
    assert float(agreement["coefficients"][0]["value"]) < 0
    assert [severity["raw"] for severity in agreement["severities"]] == ["-0.5", "0", "0.5"]
    assert found["consensus"][0]["spread"] == {
        "divergent": True,
        "reason": {
            "en": "The scores 1 and 3 lie more than one level apart. Talk about what each saw in the documents."
        },
    }
    assert (await working(database, tmp_path, people.officer))["panelAgreement"] is None


async def test_of_a_small_panel_nothing_is_said(database: Database, people: Cast, tmp_path: Path) -> None:
    await in_consensus(database, people, "naac_university")
    agreement = (await working(database, tmp_path, people.experts[0]))["panelAgreement"]
    assert (agreement["criteria"], agreement["enough"], agreement["criteriaNeeded"]) == (7, False, 10)
    assert (agreement["coefficients"], agreement["severities"]) == ([], [])
    assert agreement["adjacent"] is not None


async def test_before_the_reviews_are_open_there_is_no_agreement_to_see(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    await submitted(database, people)
    assert (await working(database, tmp_path, people.secretary))["panelAgreement"] is None


TRIAL = """{ viewer { frameworkDrafts {
  trial(values: [
    {criterionCode: "1", value: "10"}, {criterionCode: "2", value: "5"}, {criterionCode: "3", notApplicable: true},
    {criterionCode: "4", counts: [{code: "trained", count: 3}, {code: "all", count: 4}]},
    {criterionCode: "9", value: "1"}
  ]) { code outcome { en } } } } }"""


async def test_the_rules_of_a_draft_are_tried_on_values_and_counts(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    """Seven indicators: the second is off its scale and therefore missing, the fourth is made of counts."""
    found = next(known for known in supplied() if known.code == "rf_state_accreditation_primary").model_dump(
        mode="json"
    )
    title = {"ru": "Счётчик", "en": "A count"}
    found["criteria"][3]["inputs"] = [{"code": code, "title": title} for code in ("trained", "all")]
    share = {"kind": "RATIO", "of": {"kind": "INPUT", "of": "trained"}, "by": {"kind": "INPUT", "of": "all"}}
    found["scoring"]["formulas"]["4"] = {"kind": "SCALED", "of": share | {"zero": "MISSING"}, "by": "10"}
    found["scoring"]["results"][0]["rule"]["missing"] = "SKIP"
    await drafts.begin(database, people.secretary, "begin", None, json.dumps(found))
    data = await ask(database, tmp_path, people.secretary, TRIAL)
    (draft,) = data["viewer"]["frameworkDrafts"]
    assert [(result["code"], result["outcome"]["en"]) for result in draft["trial"]] == [
        ("points", "17.5"),
        ("conformity", "Does not conform"),
    ]
    assert (await ask(database, tmp_path, people.experts[0], TRIAL))["viewer"]["frameworkDrafts"] == []


async def test_the_secretariat_sees_who_scored_with_whom_and_nobody_else_does(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    await in_consensus(database, people)
    of = f"framework-{framework_id().hex}"
    asked = f'expertSeverities(frameworkVersionId: "{of}")'
    query = f"{{ viewer {{ {asked} {{ casesNeeded experts {{ cases scores leniency }} }} }} }}"

    async def seen_by(person: UUID) -> Any:
        return (await ask(database, tmp_path, person, query))["viewer"]["expertSeverities"]

    # One case is too few to say anything of any of the three.
    assert await seen_by(people.secretary) == {
        "casesNeeded": 3,
        "experts": [{"cases": 1, "scores": 10, "leniency": None}] * 3,
    }
    for person in (people.experts[0], people.officer, people.chair):
        assert (await seen_by(person))["experts"] == []
