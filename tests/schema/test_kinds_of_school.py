"""A framework says which schools a criterion is not asked of: their cases leave it out from the opening on, the rules
take it as not applicable, and the published result says so."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from schema.ids import global_id
from storage.database import Database
from storage.keys import load_signer
from tests import situations
from tests.asking import ask
from tests.situations import Cast, cast, decided, opened, scored_codes, version_of
from workflows import evaluations, frameworks, publications, schools
from workflows.rules.framework import Framework
from workflows.rules.refusals import InvalidInput

LEFT_OUT = "3.3"


@pytest.fixture
async def people(database: Database, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, and a framework `kinds`: that of НОК, of which evening schools are not asked 3.3."""
    plain = next(known for known in frameworks.supplied() if known.code == "nok_uod").model_dump(mode="json")
    (part,) = [part for part in plain["criteria"] if part["code"] == LEFT_OUT]
    part["not_for"] = ["EVENING"]
    framework = Framework.model_validate(plain | {"code": "kinds"})
    await frameworks.bring_in(database, framework)
    known = (*frameworks.supplied(), framework)
    monkeypatch.setattr(frameworks, "supplied", lambda: known)
    return await cast(database)


@pytest.fixture
async def evening(database: Database, people: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The same, where the school is an evening school."""
    await schools.say_kind(database, str(people.school), "EVENING")
    codes = [code for code in scored_codes("kinds") if code != LEFT_OUT]
    monkeypatch.setattr(situations, "scored_codes", lambda _code="kinds": codes)
    return people


ASKED = "{ viewer { evaluations(first: 1) { nodes { criteria { code } notApplicable { code notFor } } } } }"


async def asked(database: Database, folder: Path, person: UUID) -> tuple[list[str], list[Any]]:
    data = await ask(database, folder, person, ASKED)
    (found,) = data["viewer"]["evaluations"]["nodes"]
    return [part["code"] for part in found["criteria"]], found["notApplicable"]


async def test_a_school_of_the_kind_is_not_asked_and_another_is(
    database: Database, evening: Cast, tmp_path: Path
) -> None:
    evaluation = await opened(database, evening, "kinds")
    codes, left_out = await asked(database, tmp_path, evening.officer)
    assert LEFT_OUT not in codes
    assert {"K3", "3.1", "3.2"} <= set(codes)
    assert left_out == [{"code": LEFT_OUT, "notFor": ["EVENING"]}]
    with pytest.raises(InvalidInput, match="NOT_APPLICABLE_HERE"):
        await evaluations.assess(database, evening.officer, evaluation, LEFT_OUT, 0, None, "Всё равно")
    # What was left out at the opening stays so, whatever the register says later.
    await schools.say_kind(database, str(evening.school), "GENERAL")
    assert (await asked(database, tmp_path, evening.officer))[1] == left_out


async def test_a_general_school_is_asked_everything(database: Database, people: Cast, tmp_path: Path) -> None:
    await schools.say_kind(database, str(people.school), "GENERAL")
    await opened(database, people, "kinds")
    codes, left_out = await asked(database, tmp_path, people.officer)
    assert (LEFT_OUT in codes, left_out) == (True, [])


async def published(database: Database, people: Cast, folder: Path) -> None:
    """Record 1: the result of the school."""
    evaluation = await decided(database, people, "kinds")
    signer = await load_signer(database, folder)
    version = await version_of(database, evaluation)
    await publications.publish(database, signer, people.secretary, evaluation, version)


async def test_the_result_is_complete_without_it_and_says_why(
    database: Database, evening: Cast, tmp_path: Path
) -> None:
    await published(database, evening, tmp_path)
    query = """{ publication(number: 1) { total totalMaximum criteria { code score notApplicable }
        derivation { maximum steps { code outcome { en } } } } }"""
    found = (await ask(database, tmp_path, None, query))["publication"]
    assert (found["total"], found["totalMaximum"]) == ("2", "100")
    assert found["derivation"][0]["maximum"] == "100"
    async with database.reading(None) as transaction:
        record = await transaction.value("SELECT body FROM published.record WHERE number = 1")
    assert json.loads(record)["format"] == "areopag-record/7"
    assert [part["code"] for part in found["criteria"] if part["notApplicable"]] == [LEFT_OUT]
    steps = {step["code"]: step["outcome"]["en"] for step in found["derivation"][0]["steps"]}
    assert (steps["3.2"], steps[LEFT_OUT], steps["K3"]) == ("2", "not applicable", "2")


async def test_everybody_finds_schools_and_results_by_the_kind_the_register_says(
    database: Database, evening: Cast, tmp_path: Path
) -> None:
    await published(database, evening, tmp_path)
    query = """{ of: schools(filter: {schoolKind: EVENING}) { nodes { id schoolKind } }
        others: schools(filter: {schoolKind: PRIMARY}) { totalCount }
        results: publications(filter: {schoolKind: EVENING}) { nodes { number } }
        ofOthers: publications(filter: {schoolKind: PRIMARY}) { totalCount } }"""
    found = await ask(database, tmp_path, None, query)
    assert found["of"]["nodes"] == [{"id": global_id("school", evening.school), "schoolKind": "EVENING"}]
    assert found["results"]["nodes"] == [{"number": 1}]
    assert (found["others"], found["ofOthers"]) == ({"totalCount": 0}, {"totalCount": 0})
    await schools.say_kind(database, str(evening.school), "PRIMARY")
    await publications.mirror_register(database)
    found = await ask(database, tmp_path, None, query)
    assert (found["of"]["nodes"], found["others"]) == ([], {"totalCount": 1})


@pytest.mark.parametrize(("name", "kind"), [("Нет такой школы", "EVENING"), (None, "LYCEUM")])
async def test_the_kind_of_nobody_knows_which_school_is_not_said(
    database: Database, people: Cast, name: str | None, kind: str
) -> None:
    with pytest.raises(schools.SchoolUnclear):
        await schools.say_kind(database, name or str(people.school), kind)


DESCRIBE = """mutation {{ describeSchool(input: {{schoolId: "{school}", kind: EVENING}}) {{
    __typename ... on Organisation {{ schoolKind }} }} }}"""


async def test_the_secretary_says_the_kind_and_what_it_was_stays_in_the_trail(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    describe = DESCRIBE.format(school=global_id("organisation", people.school))
    for person in (people.officer, None):
        answer = await ask(database, tmp_path, person, describe)
        assert answer["describeSchool"]["__typename"] == "NotPermittedOrAbsent"
    for _ in range(2):
        answer = await ask(database, tmp_path, people.secretary, describe)
        assert answer["describeSchool"] == {"__typename": "Organisation", "schoolKind": "EVENING"}
    async with database.working() as transaction:
        told = await transaction.values(
            "SELECT jsonb_build_array(person_id, details, change) FROM working.audit_entry"
            " WHERE action = 'describe_school'"
        )
    assert told == [
        [str(people.secretary), {"school": people.school.hex}, {"before": None, "after": "EVENING"}],
    ], "the second act changed nothing"
