"""Conflicts of interest through the API: who is shown what, whose task they are, and what each act answers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from schema.context import Context
from schema.ids import global_id
from storage.blobs.local import LocalBlobs
from storage.database import Database
from storage.keys import Signer
from tests.asking import told
from tests.lives import Life, begun
from tests.situations import Cast, cast, in_panel_formation, in_review, version_of

CASE = """query ($number: String!) { viewer { evaluation(number: $number) {
    conflicts { kind stops waived declared canBeWaivedBy youCanWaive youCanOpen person { id } }
    declaredTies { kind note sinceYear untilYear person { id } }
    recusalRequests { id kind note person { id } answer { granted reason } }
    waivers { kind by reason person { id } }
} } }"""
TASKS = "{ viewer { tasks { action role evaluation { number } blockedBy { code } } } }"


@dataclass
class Api:
    """The API on one case."""

    database: Database
    signer: Signer
    folder: Path
    evaluation: UUID

    async def ask(self, person: UUID, query: str, **variables: object) -> Any:
        """The data of an answer that has no errors."""
        context = Context(self.database, LocalBlobs(self.folder), person, self.signer)
        return await told(context, query, **variables)

    async def case(self, person: UUID) -> Any:
        """What a person is shown of the conflicts in the case; None where the case is closed to them."""
        return (await self.ask(person, CASE, number=await self.number()))["viewer"]["evaluation"]

    async def number(self) -> str:
        """The number of the case."""
        async with self.database.working() as tx:
            number: str = await tx.value("SELECT number FROM working.evaluation WHERE id = :id", id=self.evaluation)
        return number

    async def act(self, person: UUID, name: str, **given: object) -> str:
        """The type of what a mutation answers."""
        version = await version_of(self.database, self.evaluation)
        asked = {"evaluationId": global_id("evaluation", self.evaluation), "expectedVersion": version, **given}
        if "requestId" in asked:
            del asked["evaluationId"]
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}"
        answer: str = (await self.ask(person, query, input=asked))[name]["__typename"]
        return answer

    async def settling(self, person: UUID) -> list[tuple[str, list[str]]]:
        """The tasks of settling conflicts: in which role, and why."""
        tasks = (await self.ask(person, TASKS))["viewer"]["tasks"]
        mine = [task for task in tasks if task["action"] == "settle_conflicts"]
        return [(task["role"], [reason["code"] for reason in task["blockedBy"]]) for task in mine]


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


async def test_a_declared_tie_is_the_secretary_s_task_until_it_is_waived(
    database: Database, signer: Signer, people: Cast, tmp_path: Path
) -> None:
    api = Api(database, signer, tmp_path, await in_review(database, people))
    expert, colleague = people.experts[1], people.experts[2]
    whose = {"id": global_id("person", expert)}
    years = {"sinceYear": 2005, "untilYear": 2010}
    assert await api.settling(people.secretary) == []
    assert await api.act(expert, "declareConflict", kind="OTHER", note="учились", **years) == "Evaluation"
    assert await api.settling(people.secretary) == [("SECRETARY", ["PANEL_CONFLICT_TO_WAIVE"])]
    assert await api.settling(expert) == []
    told = {"kind": "OTHER", "declared": True, "canBeWaivedBy": ["SECRETARY", "CHAIR"], "person": whose}
    standing = {**told, "stops": True, "waived": False}
    words = [{"kind": "OTHER", "note": "учились", **years, "person": whose}]
    closed: dict[str, list[Any]] = {"conflicts": [], "declaredTies": [], "recusalRequests": [], "waivers": []}
    assert await api.case(people.secretary) == {
        **closed,
        "conflicts": [{**standing, "youCanWaive": True, "youCanOpen": True}],
    }
    # Whoever is held back reads their own words, that it stands and who can waive it, and nothing else of the case.
    mine = [{**standing, "youCanWaive": False, "youCanOpen": False}]
    assert await api.case(expert) == {**closed, "conflicts": mine, "declaredTies": words}
    assert await api.case(colleague) == await api.case(people.officer) == closed
    given = {"personId": whose["id"], "kind": "OTHER", "reason": "Двадцать лет назад"}
    assert await api.act(colleague, "waiveConflict", **given) == "Blocked"
    assert await api.act(people.secretary, "waiveConflict", **given) == "Evaluation"
    assert await api.settling(people.secretary) == []
    shown = await api.case(people.secretary)
    assert [(one["stops"], one["waived"]) for one in shown["conflicts"]] == [(False, True)]
    assert shown["waivers"] == [{"kind": "OTHER", "by": "SECRETARY", "reason": "Двадцать лет назад", "person": whose}]


async def test_reading_what_somebody_declared_of_a_tie_leaves_an_entry_that_they_see(
    database: Database, signer: Signer, people: Cast, tmp_path: Path
) -> None:
    api = Api(database, signer, tmp_path, await in_review(database, people))
    expert, colleague = people.experts[1], people.experts[2]
    whose = {"evaluationId": global_id("evaluation", api.evaluation), "personId": global_id("person", expert)}
    opens = "mutation ($input: OpenTiesInput!) { openTies(input: $input) { __typename } }"
    entries = """query ($number: String!) { viewer { evaluation(number: $number) {
        openings { kind person { id } } history { action title { en } } } } }"""
    for note in ("учились", "дружим"):
        assert await api.act(expert, "declareConflict", kind="OTHER", note=note) == "Evaluation"
    for stranger in (colleague, people.officer, people.members[0]):
        answer = await api.ask(stranger, opens, input=whose)
        assert answer["openTies"]["__typename"] == "NotPermittedOrAbsent"
    assert (await api.case(people.secretary))["declaredTies"] == []
    # Asked twice, it is opened once; another secretary opens it for themselves.
    for _ in range(2):
        assert (await api.ask(people.secretary, opens, input=whose))["openTies"]["__typename"] == "Evaluation"
    shown = await api.case(people.secretary)
    assert [tie["note"] for tie in shown["declaredTies"]] == ["дружим", "учились"]
    assert [one["youCanOpen"] for one in shown["conflicts"]] == [False]
    opened = {"kind": "TIE", "person": {"id": global_id("person", people.secretary)}}
    kept = (await api.ask(people.secretary, entries, number=await api.number()))["viewer"]["evaluation"]
    assert kept["openings"] == [opened, opened]
    assert [one["title"]["en"] for one in kept["history"] if one["action"] == "open_ties"] == [
        "The secretary read what was declared of a tie to the school"
    ]
    seen = (await api.ask(expert, entries, number=await api.number()))["viewer"]["evaluation"]
    assert [one["kind"] for one in seen["openings"]] == ["TIE", "TIE"]


async def test_the_register_says_of_whom_a_tie_can_be_waived(
    database: Database, signer: Signer, people: Cast, tmp_path: Path
) -> None:
    api = Api(database, signer, tmp_path, await in_panel_formation(database, people))
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.expert SET municipality_id = :near WHERE person_id = :person",
            near=people.municipality,
            person=people.experts[0],
        )
    query = "query ($number: String!) { viewer { evaluation(number: $number) { candidates { waivable barredBy { code }"
    found = await api.ask(people.secretary, query + " person { id } } } } }", number=await api.number())
    candidates = {one["person"]["id"]: one for one in found["viewer"]["evaluation"]["candidates"]}
    neighbour = candidates[global_id("person", people.experts[0])]
    assert neighbour["waivable"] == ["SAME_MUNICIPALITY"]
    assert [reason["code"] for reason in neighbour["barredBy"]] == ["CANDIDATE_CONFLICT_TO_WAIVE"]
    assert candidates[global_id("person", people.experts[1])]["waivable"] == []


async def test_a_school_asks_for_a_recusal_and_reads_the_answer(
    database: Database, signer: Signer, people: Cast, tmp_path: Path
) -> None:
    life: Life = await begun(database, signer, people, "peer-review")
    await life.step(people.officer, "ask_peers", "Как у нас с чтением?")
    await life.seat(2)
    await life.step(people.secretary, "start_visit")
    api = Api(database, signer, tmp_path, life.evaluation)
    query = "query ($number: String!) { viewer { evaluation(number: $number) { seats { id person { id } } } } }"
    seats = (await api.ask(people.officer, query, number=await api.number()))["viewer"]["evaluation"]["seats"]
    whom = global_id("person", people.experts[1])
    seat = next(one["id"] for one in seats if one["person"]["id"] == whom)
    asked = {"seatId": seat, "kind": "FAMILY"}
    assert await api.act(people.officer, "requestRecusal", **asked, note=" ") == "InvalidInput"
    assert await api.act(people.officer, "requestRecusal", **asked, note="Сестра директора") == "Evaluation"
    assert await api.settling(people.secretary) == [("SECRETARY", ["RECUSAL_REQUESTS_OPEN"])]
    (request,) = (await api.case(people.secretary))["recusalRequests"]
    answer = {"requestId": request["id"], "granted": True, "reason": "Проверено"}
    assert await api.act(people.officer, "answerRecusalRequest", **answer) == "Blocked"
    assert await api.act(people.experts[0], "answerRecusalRequest", **answer) == "NotPermittedOrAbsent"
    assert await api.act(people.secretary, "answerRecusalRequest", **answer) == "Evaluation"
    assert (await api.case(people.officer))["recusalRequests"] == [
        {
            "id": request["id"],
            "kind": "FAMILY",
            "note": "Сестра директора",
            "person": {"id": whom},
            "answer": {"granted": True, "reason": "Проверено"},
        }
    ]
    assert (await api.case(people.experts[0]))["recusalRequests"] == []
    assert await api.case(people.experts[1]) is None
