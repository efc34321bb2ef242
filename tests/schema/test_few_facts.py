"""Screens of many cases read few facts of each, and all facts of those alone that cannot answer without them."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from typing import cast as cast_to
from uuid import UUID

from schema.cases import asked_of
from schema.context import Info
from schema.ids import global_id
from storage.cases import read_cases
from storage.database import Database
from tests.asking import context_of, told
from tests.situations import before_the_commission, cast, decided, submitted
from tests.statements import statements_sent
from workflows import bulk
from workflows.cases import case_of
from workflows.rules.case import Case

CHOICES = "query ($ids: [ID!]) { viewer { chosenCases(ids: $ids) { choices { action can } } } }"
PREVIEW = """query ($ids: [ID!], $action: String!) { viewer { chosenCases(ids: $ids) { preview(action: $action) {
  available blockedBy { code } evaluation { id } } } } }"""
SITTINGS = """{ viewer { sittings { agenda { evaluation { id meeting { quorum eligible present }
  minutes { signedAt } } } } } }"""
MEETING = """query ($id: ID!) { node(id: $id) { ... on Evaluation { transitions { name }
  meeting { members { voted } motion { votesFor carried } } minutes { record { eligible quorum } } } } }"""


def facts_in(statements: list[str]) -> list[str]:
    """Which facts these statements read, one after another."""
    return [facts for sql in statements for facts in ("few_facts", "case_facts") if f"access.{facts}(" in sql]


async def asked(database: Database, folder: Path, person: UUID, query: str, **variables: Any) -> tuple[Any, list[str]]:
    """The answer, and which facts were read for it, one statement after another."""
    context = await context_of(database, folder, person)
    with statements_sent() as statements:
        data = await told(context, query, **variables)
    return data.get("viewer") or data["node"], facts_in(statements)


async def test_what_can_be_done_in_many_cases_is_what_the_rules_say_with_all_facts(
    database: Database, tmp_path: Path
) -> None:
    people = await cast(database)
    cases = [await submitted(database, people), await decided(database, people, "nok_uod")]
    ids = [global_id("evaluation", one) for one in cases]
    async with database.reading(people.secretary) as tx:
        whole = {row.id: case_of(row, people.secretary) for row in await read_cases(tx, cases)}
    expected = bulk.choices([bulk.available(whole[one]) for one in cases])
    assert {"accept_submission", "publish"} == {one.step.action for one in expected}

    answer, read = await asked(database, tmp_path, people.secretary, CHOICES, ids=ids)
    assert answer["chosenCases"]["choices"] == [{"action": one.step.action, "can": one.can} for one in expected]
    assert read == ["few_facts"]
    for choice in expected:
        answer, _ = await asked(database, tmp_path, people.secretary, PREVIEW, ids=ids, action=choice.step.action)
        told = [[reason["code"] for reason in one["blockedBy"]] for one in answer["chosenCases"]["preview"]]
        assert told == [[reason.code for reason in bulk.why_not(whole[one], choice.step.action)] for one in cases]


async def test_votes_and_minutes_of_every_sitting_are_told_by_few_facts(database: Database, tmp_path: Path) -> None:
    people = await cast(database)
    ahead, over = await before_the_commission(database, people), await decided(database, people, "nok_uod")
    answer, read = await asked(database, tmp_path, people.secretary, SITTINGS)
    agenda = [point["evaluation"] for sitting in answer["sittings"] for point in sitting["agenda"]]
    assert {one["id"]: (one["meeting"], one["minutes"]) for one in agenda} == {
        global_id("evaluation", ahead): ({"quorum": 3, "eligible": 5, "present": 0}, [{"signedAt": None}]),
        global_id("evaluation", over): ({"quorum": 3, "eligible": 5, "present": 5}, [{"signedAt": None}]),
    }
    assert read == ["few_facts"]

    answer, read = await asked(database, tmp_path, people.secretary, MEETING, id=global_id("evaluation", over))
    assert answer["meeting"]["motion"] == {"votesFor": 3, "carried": True}
    assert [member["voted"] for member in answer["meeting"]["members"]] == [True] * 5
    assert answer["minutes"] == [{"record": {"eligible": 5, "quorum": 3}}]
    assert read == ["case_facts"], "what was read for the steps is not read again"


async def test_all_facts_are_read_of_the_cases_alone_that_cannot_answer_without_them(
    database: Database, tmp_path: Path
) -> None:
    people = await cast(database)
    early, late = await submitted(database, people), await before_the_commission(database, people, "nok_uod")

    def unanswered(case: Case) -> str:
        return f"{case.facts.claims_unanswered} unanswered" if case.facts.members else "none yet"

    context = await context_of(database, tmp_path, people.secretary)
    with statements_sent() as statements:
        told = await asked_of(cast_to(Info, SimpleNamespace(context=context)), [late, early], unanswered)
        await context.forget_reads()
    assert told == ["0 unanswered", "none yet"]
    assert facts_in(statements) == ["few_facts", "case_facts"]
