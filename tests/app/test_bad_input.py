"""Bad input gets an error that a person can act on: never a 500, never anything half written."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schema.ids import global_id
from storage.database import Database
from tests.situations import PROCESS, Cast, cast, deadlines, framework_id, opened, version_of
from workflows import people

RESULT = """{ __typename
  ... on Evaluation { id number version }
  ... on Blocked { reasons { code message { ru en } unblock } }
  ... on StaleVersion { current message { ru en } }
  ... on InvalidInput { problems { path code message { ru en } } }
  ... on NotPermittedOrAbsent { message { ru en } } }"""


class Asking:
    """People at their programs, by bearer token."""

    def __init__(self, browser: httpx.AsyncClient, database: Database, cast_: Cast) -> None:
        self.browser, self.database, self.people = browser, database, cast_

    async def ask(self, person: Any, query: str, **variables: Any) -> httpx.Response:
        """The answer to an operation of this person."""
        token = await people_token(self.database, person)
        return await self.browser.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}"},
        )

    async def act(self, person: Any, name: str, kind: str, **given_: Any) -> dict[str, Any]:
        """The result of a mutation of this person."""
        answer = await self.ask(
            person, f"mutation ($input: {kind}!) {{ {name}(input: $input) {RESULT} }}", input=given_
        )
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert "errors" not in body, body
        result: dict[str, Any] = body["data"][name]
        return result


async def people_token(database: Database, person: Any) -> str:
    """A token of somebody who needs no account for this."""
    async with database.working() as transaction:
        login = f"login-{person}"
        await transaction.run(
            "INSERT INTO working.account (person_id, login, password_hash) VALUES (:person, :login, 'x')"
            " ON CONFLICT DO NOTHING",
            person=person,
            login=login,
        )
    return await people.create_token(database, login, timedelta(hours=1))


@pytest.fixture
async def asking(client: httpx.AsyncClient, database: Database) -> Asking:
    """A server with the cast."""
    return Asking(client, database, await cast(database))


def opening(people_: Cast, **changes: Any) -> dict[str, Any]:
    """A good input of openEvaluation, with changes."""
    return {
        "idempotencyKey": str(uuid4()),
        "schoolId": global_id("organisation", people_.school),
        "frameworkVersionId": global_id("framework", framework_id()),
        "processCode": PROCESS,
        "deadlines": [{"name": one.name, "dueAt": one.due_at.isoformat()} for one in deadlines()],
        **changes,
    }


async def test_every_wrong_input_is_told_with_its_place_in_both_languages(asking: Asking) -> None:
    late = [{"name": "submission", "dueAt": "2020-01-01T00:00:00Z"}]
    result = await asking.act(
        asking.people.secretary,
        "openEvaluation",
        "OpenEvaluationInput",
        **opening(asking.people, schoolId="organisation-nonsense", processCode=PROCESS, deadlines=late),
    )
    assert result["__typename"] == "InvalidInput"
    told = {(problem["path"], problem["code"]) for problem in result["problems"]}
    assert ("input.schoolId", "UNKNOWN_CODE") in told
    assert ("input.deadlines.0.dueAt", "NOT_IN_FUTURE") in told
    assert ("input.deadlines", "DEADLINE_MISSING") in told
    assert all(problem["message"]["ru"] and problem["message"]["en"] for problem in result["problems"])
    async with asking.database.working() as transaction:
        assert await transaction.value("SELECT count(*) FROM working.evaluation") == 0


async def test_a_repeated_request_opens_one_evaluation_and_its_key_serves_no_other(asking: Asking) -> None:
    given_ = opening(asking.people)
    kind = "OpenEvaluationInput"
    first = await asking.act(asking.people.secretary, "openEvaluation", kind, **given_)
    again = await asking.act(asking.people.secretary, "openEvaluation", kind, **given_)
    assert first["number"] == again["number"]
    other = given_ | {"frameworkVersionId": global_id("framework", framework_id("nok_uod"))}
    refused = await asking.act(asking.people.secretary, "openEvaluation", kind, **other)
    assert refused["problems"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"


async def test_what_is_not_ours_and_what_does_not_exist_answer_alike(asking: Asking) -> None:
    evaluation = global_id("evaluation", await opened(asking.database, asking.people))
    answers = [
        await asking.act(person, "submit", "StepInput", evaluationId=key, expectedVersion=1)
        for person in (asking.people.other_officer, asking.people.stranger)
        for key in (evaluation, global_id("evaluation", uuid4()), "evaluation-nonsense", "person-" + "0" * 32, "")
    ]
    assert {answer["__typename"] for answer in answers} == {"NotPermittedOrAbsent"}
    assert len({str(answer) for answer in answers}) == 1


async def test_the_wrong_stage_the_wrong_role_and_a_stale_version_say_so(asking: Asking) -> None:
    key = await opened(asking.database, asking.people)
    version = await version_of(asking.database, key)
    step = {"evaluationId": global_id("evaluation", key), "expectedVersion": version}
    wrong_role = await asking.act(asking.people.secretary, "submit", "StepInput", **step)
    assert [reason["code"] for reason in wrong_role["reasons"]] == ["NOT_YOUR_ROLE"]
    wrong_stage = await asking.act(asking.people.secretary, "publish", "StepInput", **step)
    assert [reason["code"] for reason in wrong_stage["reasons"]] == ["WRONG_STATE"]
    stale = await asking.act(asking.people.officer, "submit", "StepInput", **step | {"expectedVersion": version + 7})
    assert (stale["__typename"], stale["current"]) == ("StaleVersion", version)


async def test_submitting_too_early_lists_all_that_is_missing_each_with_a_link(asking: Asking) -> None:
    key = await opened(asking.database, asking.people)
    number = None
    async with asking.database.working() as transaction:
        number = await transaction.value("SELECT number FROM working.evaluation WHERE id = :id", id=key)
    result = await asking.act(
        asking.people.officer,
        "submit",
        "StepInput",
        evaluationId=global_id("evaluation", key),
        expectedVersion=await version_of(asking.database, key),
    )
    assert result["__typename"] == "Blocked"
    assert len(result["reasons"]) == 20
    assert {reason["unblock"] for reason in result["reasons"]} >= {f"/work/{number}/criteria/1.1"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"criterionCode": "9.9"}, "UNKNOWN_CODE"),
        ({"score": "7"}, "OFF_SCALE"),
        ({"score": "2.5"}, "NOT_A_LEVEL"),
        ({"text": "ы" * 20_001}, "TOO_LONG"),
    ],
)
async def test_a_self_assessment_that_cannot_be_is_refused(asking: Asking, changes: dict[str, str], code: str) -> None:
    key = await opened(asking.database, asking.people)
    given_ = {
        "evaluationId": global_id("evaluation", key),
        "criterionCode": "1.1",
        "expectedVersion": 0,
        "score": "2",
        "text": "мы делаем",
    }
    query = "mutation ($input: AssessInput!) { assess(input: $input) { ... on InvalidInput { problems { code } } } }"
    answer = await asking.ask(asking.people.officer, query, input=given_ | changes)
    assert answer.json()["data"]["assess"]["problems"] == [{"code": code}]
    async with asking.database.working() as transaction:
        assert await transaction.value("SELECT count(*) FROM working.self_assessment") == 0


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
async def test_whatever_stands_in_an_input_the_server_makes_no_error(asking: Asking, value: Any) -> None:
    query = "mutation ($input: AssessInput!) { assess(input: $input) { __typename } }"
    answer = await asking.ask(
        asking.people.officer,
        query,
        input={
            "evaluationId": value,
            "criterionCode": value,
            "expectedVersion": value,
            "score": value,
            "text": value,
        },
    )
    assert answer.status_code in (200, 400)
    faults = [error for error in answer.json().get("errors", []) if "errorId" in error.get("extensions", {})]
    assert faults == []


@pytest.mark.parametrize(
    ("number", "status", "told"),
    [
        ("NaN", 400, "The body is not JSON that can be read."),
        ("-Infinity", 400, "The body is not JSON that can be read."),
        ("1e999", 200, "Variable '$first' has invalid value: Int cannot represent non-integer value: inf"),
    ],
)
async def test_a_number_that_json_or_the_api_does_not_have_is_told(
    asking: Asking, number: str, status: int, told: str
) -> None:
    query = "query ($first: Int) { schools(first: $first) { totalCount } }"
    body = f'{{"query": "{query}", "variables": {{"first": {number}}}}}'
    answer = await asking.browser.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, [error["message"] for error in answer.json()["errors"]]) == (status, [told])
