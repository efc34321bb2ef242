"""What anybody can ask of the published world."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import GraphQLError

from schema.context import Context
from schema.ids import global_id
from storage import schools
from storage.blobs import open_blobs
from storage.database import Database
from storage.keys import Signer
from tests.asking import answer, told
from tests.situations import Cast, cast, decided, framework_id, placed, version_of
from tests.statements import statements_sent
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

SOURCE = Text(ru="НОК УОД 2022", en="NOK 2022")
# НОК УОД 2022, Erzin district: the published totals of seven organisations; the page says: mean 83.86.
ERZIN = ("87.72", "87.52", "86.46", "86.10", "84.42", "78.44", "76.38")


@dataclass
class Api:
    """The API as one person or, by default, as an observer asks it."""

    database: Database
    signer: Signer
    folder: Path

    async def ask(self, query: str, person: UUID | None = None, **variables: Any) -> Any:
        """The data of an answer that has no errors."""
        return await told(self._context(person), query, **variables)

    async def wrong(self, query: str, **variables: Any) -> GraphQLError:
        """The first error of an answer."""
        errors = (await answer(self._context(None), query, **variables)).errors
        assert errors
        return errors[0]

    def _context(self, person: UUID | None) -> Context:
        return Context(self.database, open_blobs("local", self.folder / "blobs"), person, self.signer)

    async def of_others(self, school: UUID, total: str, **more: Any) -> int:
        """Publish a result that others made."""
        result = ExternalResult(school, framework_id("nok_uod"), Decimal(total), None, SOURCE, {})
        return await publications.publish_external(self.database, self.signer, result, **more)


@pytest.fixture
async def api(database: Database, signer: Signer, tmp_path: Path) -> Api:
    return Api(database, signer, tmp_path)


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


async def erzin(api: Api) -> tuple[UUID, list[UUID]]:
    """The district with its seven organisations and their published totals."""
    async with api.database.working() as tx:
        region = await schools.add_organisation(tx, "REGION", "Республика Тыва", "Republic of Tuva")
        district = await schools.add_organisation(tx, "MUNICIPALITY", "Эрзинский кожуун", "Erzin District", region)
        keys = [
            await schools.add_organisation(tx, "SCHOOL", f"Организация {place}", f"Organisation {place}", district)
            for place in range(1, len(ERZIN) + 1)
        ]
    for key, total in zip(keys, ERZIN, strict=True):
        await api.of_others(key, total)
    return district, keys


LIST = """
query ($filter: PublicationFilter, $search: String, $asOf: DateTime, $orderBy: PublicationOrder, $first: Int,
       $after: String) {
  publications(filter: $filter, search: $search, asOf: $asOf, orderBy: $orderBy, first: $first, after: $after) {
    totalCount nodes { number } pageInfo { hasNextPage endCursor }
  }
}"""


async def numbers(api: Api, **asked: Any) -> list[int]:
    """The numbers of a list, read page by page; its count must be right."""
    found: list[int] = []
    after = None
    while True:
        page = (await api.ask(LIST, first=2, after=after, **asked))["publications"]
        found += [node["number"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found


PUBLISH = """
mutation ($id: ID!, $version: Int!) {
  publish(input: {evaluationId: $id, expectedVersion: $version}) {
    __typename
    ... on Evaluation { state { code } publicationNumber }
    ... on Blocked { reasons { code } }
  }
}"""
WHOLE = """
query ($number: PublicationNumber!) { publication(number: $number) {
  id number kind sha256 keyId recordUrl pdfUrl corrects correctedBy evaluationNumber
  school { name { ru } latest { number } history { number } municipality { name { en } } region { name { en } } }
  framework { code number title { en } } process { en } outcome { code positive title { ru } }
  total totalMaximum decidedOn validFrom validTo source { en } summary strengths recommendations
  criteria { code parentCode title { en } scale { kind levels { value } } score level { en } selfScore position
             citations { documentTitle page quote } }
  conditions { text criterionCode owner dueOn } panel { constituency lead }
  vote { votesFor votesAgainst abstained recused quorum eligible heldAt } dissents
  accuracyClaims { claim answer accepted } documents { title fileName mediaType pageCount sha256 }
} }"""


async def test_the_secretary_publishes_and_everybody_reads(api: Api, people: Cast) -> None:
    evaluation = await decided(api.database, people)
    asked = {"id": global_id("evaluation", evaluation), "version": await version_of(api.database, evaluation)}
    refused = (await api.ask(PUBLISH, people.officer, **asked))["publish"]
    assert refused == {"__typename": "Blocked", "reasons": [{"code": "NOT_YOUR_ROLE"}]}
    assert (await api.ask(PUBLISH, None, **asked))["publish"] == {"__typename": "NotPermittedOrAbsent"}
    assert await numbers(api) == []
    done = (await api.ask(PUBLISH, people.secretary, **asked))["publish"]
    assert done == {"__typename": "Evaluation", "state": {"code": "published"}, "publicationNumber": 1}

    found = (await api.ask(WHOLE, number=1))["publication"]
    assert found["school"]["name"]["ru"] == "Школа № 1"
    assert found["school"]["latest"] == {"number": 1}
    assert found["process"]["en"] == "Public-professional evaluation"
    assert found["outcome"]["code"] == "accredited_with_conditions"
    assert (found["recordUrl"], found["pdfUrl"]) == ("/published/1.json", "/published/1.pdf")
    assert found["criteria"][0]["scale"]["levels"] == [{"value": "1"}, {"value": "2"}, {"value": "3"}]
    assert found["criteria"][0]["level"] == {"en": "Partially compliant"}
    assert {cited["documentTitle"] for part in found["criteria"] for cited in part["citations"]} == {
        "Отчёт о самообследовании"
    }
    assert found["vote"]["votesFor"] == 3
    assert found["dissents"] == ["Рано подтверждать качество"]
    assert found["accuracyClaims"] == [{"claim": "Учеников 400, а не 300", "answer": "Исправлено", "accepted": True}]
    assert [document["pageCount"] for document in found["documents"]] == [2]


async def test_everybody_gets_the_same_answer(api: Api, people: Cast) -> None:
    await api.of_others(people.school, "80")
    answers = [await api.ask(WHOLE, person, number=1) for person in (None, people.secretary, people.stranger)]
    assert answers[0] == answers[1] == answers[2]


async def test_the_mean_of_the_published_totals_is_the_published_mean(api: Api, people: Cast) -> None:
    district, _ = await erzin(api)
    query = """query ($id: ID!) { territory(id: $id) { name { en } kind schoolCount parent { name { en } }
      frameworks { framework { code number } schools mean lower upper lowest highest } } }"""
    found = (await api.ask(query, id=global_id("territory", district)))["territory"]
    assert found == {
        "name": {"en": "Erzin District"},
        "kind": "MUNICIPALITY",
        "schoolCount": 7,
        "parent": {"name": {"en": "Republic of Tuva"}},
        "frameworks": [
            {
                "framework": {"code": "nok_uod", "number": 1},
                "schools": 7,
                "mean": "83.86",
                "lower": "79.63",
                "upper": "88.1",
                "lowest": "76.38",
                "highest": "87.72",
            }
        ],
    }


async def test_a_mean_counts_each_school_once_with_its_newest_result(api: Api, people: Cast) -> None:
    first = await api.of_others(people.school, "50")
    await api.of_others(people.school, "80")
    await api.of_others(people.school, "51", corrects=first)
    query = "query ($id: ID!) { territory(id: $id) { frameworks { schools mean lower upper } } }"
    key = global_id("territory", people.region)
    only = {"schools": 1, "mean": "80", "lower": None, "upper": None}
    assert (await api.ask(query, id=key))["territory"]["frameworks"] == [only]
    await api.of_others(people.other_school, "90")
    both = (await api.ask(query, id=key))["territory"]["frameworks"][0]
    # t(1) = 12.7062, s = 7.0711: 85 ± 63.53
    assert both == {"schools": 2, "mean": "85", "lower": "21.47", "upper": "148.53"}


async def test_a_framework_without_totals_has_no_mean(api: Api, people: Cast) -> None:
    evaluation = await decided(api.database, people)
    version = await version_of(api.database, evaluation)
    await publications.publish(api.database, api.signer, people.secretary, evaluation, version)
    query = "{ territories { frameworks { framework { code } schools mean } municipalities { schoolCount } } }"
    assert (await api.ask(query))["territories"] == [
        {
            "frameworks": [{"framework": {"code": "esg_2015"}, "schools": 1, "mean": None}],
            "municipalities": [{"schoolCount": 1}, {"schoolCount": 1}],
        }
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (None, [7, 6, 5, 4, 3, 2, 1]),
        ("OLDEST", [1, 2, 3, 4, 5, 6, 7]),
        ("TOTAL_HIGHEST", [1, 2, 3, 4, 5, 6, 7]),
        ("SCHOOL_NAME", [1, 2, 3, 4, 5, 6, 7]),
    ],
)
async def test_pages_join_into_the_whole_list(api: Api, people: Cast, order: str | None, expected: list[int]) -> None:
    await erzin(api)
    assert await numbers(api, orderBy=order) == expected


async def test_entries_of_a_competition_come_by_their_places(api: Api, people: Cast) -> None:
    call = {"id": uuid4().hex, "title": {"ru": "Лучшая практика", "en": "Best practice"}}
    for place in (4, 2, 1, 2, None):
        number = await api.of_others(people.school, "50")
        if place:
            await placed(api.database, number, call, place, place, "80")
    assert await numbers(api, orderBy="COMPETITION_PLACE") == [3, 2, 4, 1, 5]
    entries = {"competitionId": f"call-{call['id']}"}
    assert await numbers(api, filter=entries, orderBy="COMPETITION_PLACE") == [3, 2, 4, 1]


async def test_results_without_a_total_come_last_by_total(api: Api, people: Cast) -> None:
    await api.of_others(people.school, "0")
    without = ExternalResult(people.other_school, framework_id("nok_uod"), None, None, SOURCE, {})
    await publications.publish_external(api.database, api.signer, without)
    await api.of_others(people.other_school, "50")
    assert await numbers(api, orderBy="TOTAL_HIGHEST") == [3, 1, 2]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("организации", 7),  # another case of the same Russian word
        ("organisations", 7),  # the plural of the English one
        ("организ 3", 1),  # the beginnings of words
        ("100%", 0),
        ("_", 0),
        ("нет такой", 0),
        ("  ", 7),
        ("'\"&|!():*<->\\", 0),
        ("я" * 5000, 0),
    ],
)
async def test_search_finds_schools_by_their_names(api: Api, people: Cast, search: str, expected: int) -> None:
    await erzin(api)
    assert len(await numbers(api, search=search)) == expected


@pytest.mark.parametrize("moment", ["2026-13-45", "yesterday", "2026-09-01T12:00:00"])
async def test_a_moment_that_is_none_is_told_how_to_be_written(api: Api, moment: str) -> None:
    assert "2026-09-01T12:00:00Z" in str(await api.wrong(LIST, asOf=moment))


async def test_filters_narrow_the_list(api: Api, people: Cast) -> None:
    evaluation = await decided(api.database, people)
    version = await version_of(api.database, evaluation)
    await publications.publish(api.database, api.signer, people.secretary, evaluation, version)
    await api.of_others(people.other_school, "80")
    expected: list[tuple[dict[str, str], list[int]]] = [
        ({"schoolId": global_id("school", people.school)}, [1]),
        ({"territoryId": global_id("territory", people.region)}, [2, 1]),
        ({"territoryId": global_id("territory", people.other_municipality)}, [2]),
        ({"frameworkCode": "nok_uod"}, [2]),
        ({"outcome": "accredited_with_conditions"}, [1]),
        ({"outcome": "accredited"}, []),
        ({"validOn": "2026-09-01"}, [1]),
        ({"validOn": "2031-09-01"}, []),
        ({"schoolId": "nonsense"}, []),
        ({"territoryId": global_id("school", people.school)}, []),
    ]
    for asked, found in expected:
        assert await numbers(api, filter=asked) == found, asked


async def test_a_school_that_moves_takes_its_results_along(api: Api, people: Cast) -> None:
    first = await api.of_others(people.school, "70")
    last = await api.of_others(people.school, "80")
    before = (await api.ask(ONE, number=last))["publication"]["publishedAt"]
    place = {"id": people.school, "above": people.other_municipality}
    async with api.database.working() as tx:
        await tx.run("UPDATE working.organisation SET parent_id = :above WHERE id = :id", **place)
    await publications.mirror_register(api.database)
    here, there, around = (
        {"territoryId": global_id("territory", key)}
        for key in (people.municipality, people.other_municipality, people.region)
    )
    both = [last, first]
    for asked, found, then in ((here, [], both), (there, both, []), (around, both, both)):
        assert await numbers(api, filter=asked) == found
        assert await numbers(api, filter=asked, orderBy="OLDEST") == found[::-1]
        assert await numbers(api, filter=asked, orderBy="SCHOOL_NAME") == found[::-1]
        assert await numbers(api, filter=asked, asOf=before) == then


ONE = """query ($number: PublicationNumber!, $asOf: DateTime) { publication(number: $number, asOf: $asOf) {
  number kind corrects correctedBy publishedAt } }"""


async def test_as_of_a_moment_the_list_is_what_it_was(api: Api, people: Cast) -> None:
    before = datetime.now(UTC) - timedelta(days=1)
    first = await api.of_others(people.school, "80")
    second = await api.of_others(people.school, "81", corrects=first)
    moments = [(await api.ask(ONE, number=number))["publication"]["publishedAt"] for number in (first, second)]
    assert await numbers(api, asOf=before.isoformat()) == []
    assert await numbers(api, asOf=moments[0]) == [first]
    assert await numbers(api, asOf=moments[1]) == [second]
    then = (await api.ask(ONE, number=first, asOf=moments[0]))["publication"]
    now = (await api.ask(ONE, number=first))["publication"]
    assert (then["correctedBy"], now["correctedBy"]) == (None, second)
    assert (await api.ask(ONE, number=second, asOf=moments[0]))["publication"] is None
    assert (await api.ask(ONE, number=second))["publication"] == {
        "number": second,
        "kind": "CORRECTION",
        "corrects": first,
        "correctedBy": None,
        "publishedAt": moments[1],
    }


@pytest.mark.parametrize("number", [0, 99, 2**31, 2**53])
async def test_a_number_nobody_published_under_is_nothing(api: Api, people: Cast, number: int) -> None:
    assert (await api.ask(ONE, number=number))["publication"] is None


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_the_ends_of_time_can_be_asked_for(api: Api, people: Cast, moment: str) -> None:
    await api.of_others(people.school, "80")
    assert len(await numbers(api, asOf=moment)) == int(moment.startswith("9"))


FEED = """query ($cursor: ChangeCursor, $first: Int) { changesSince(cursor: $cursor, first: $first) {
  edges { cursor node { number kind publication { corrects } } } pageInfo { hasNextPage endCursor } } }"""


async def test_the_feed_goes_on_where_it_stopped(api: Api, people: Cast) -> None:
    first = await api.of_others(people.school, "80")
    await api.of_others(people.school, "81", corrects=first)
    page = (await api.ask(FEED, first=1))["changesSince"]
    assert [edge["node"]["number"] for edge in page["edges"]] == [1]
    rest = (await api.ask(FEED, cursor=page["pageInfo"]["endCursor"]))["changesSince"]
    assert [edge["node"] for edge in rest["edges"]] == [
        {"number": 2, "kind": "CORRECTION", "publication": {"corrects": 1}}
    ]
    nothing = (await api.ask(FEED, cursor=rest["pageInfo"]["endCursor"]))["changesSince"]
    assert nothing == {"edges": [], "pageInfo": {"hasNextPage": False, "endCursor": rest["pageInfo"]["endCursor"]}}
    await api.of_others(people.school, "82")
    news = (await api.ask(FEED, cursor=nothing["pageInfo"]["endCursor"]))["changesSince"]
    assert [edge["node"]["number"] for edge in news["edges"]] == [3]


SCHOOLS = """query ($filter: SchoolFilter, $search: String, $first: Int, $after: String) {
  schools(filter: $filter, search: $search, first: $first, after: $after) {
    totalCount nodes { name { ru } latest { number } } pageInfo { hasNextPage endCursor } } }"""


async def test_schools_are_found_evaluated_or_not(api: Api, people: Cast) -> None:
    await api.of_others(people.school, "80")
    first = (await api.ask(SCHOOLS, first=1))["schools"]
    assert first["totalCount"] == 2
    assert first["nodes"] == [{"name": {"ru": "Школа № 1"}, "latest": {"number": 1}}]
    second = (await api.ask(SCHOOLS, after=first["pageInfo"]["endCursor"]))["schools"]
    assert second["nodes"] == [{"name": {"ru": "Школа № 2"}, "latest": None}]
    assert not second["pageInfo"]["hasNextPage"]
    for asked, count in (
        ({"filter": {"frameworkCode": "nok_uod"}}, 1),
        ({"filter": {"outcome": "accredited"}}, 0),
        ({"filter": {"territoryId": global_id("territory", people.other_municipality)}}, 1),
        ({"search": "школы"}, 2),
        ({"search": "№ 2"}, 1),
    ):
        assert (await api.ask(SCHOOLS, None, **asked))["schools"]["totalCount"] == count, asked


async def test_a_school_tells_its_history(api: Api, people: Cast) -> None:
    first = await api.of_others(people.school, "80")
    await api.of_others(people.school, "81", corrects=first)
    query = "query ($id: ID!) { school(id: $id) { pupils latest { number } history { number correctedBy } } }"
    assert (await api.ask(query, id=global_id("school", people.school)))["school"] == {
        "pupils": 400,
        "latest": {"number": 2},
        "history": [{"number": 2, "correctedBy": None}, {"number": 1, "correctedBy": 2}],
    }


async def test_published_nodes_are_found_by_their_ids(api: Api, people: Cast) -> None:
    await api.of_others(people.school, "80")
    query = "query ($id: ID!) { node(id: $id) { __typename id } }"
    for kind, key, name in (
        ("school", people.school, "PublishedSchool"),
        ("territory", people.region, "Territory"),
        ("publication", UUID(int=1), "Publication"),
    ):
        asked = global_id(kind, key)
        assert (await api.ask(query, id=asked))["node"] == {"__typename": name, "id": asked}
    for asked in (global_id("publication", UUID(int=2**31)), global_id("school", people.region), "school-", "x"):
        assert (await api.ask(query, id=asked))["node"] is None


async def test_the_number_of_statements_does_not_grow_with_the_answer(api: Api, people: Cast) -> None:
    query = """{
      publications(first: 100) { nodes { school { name { ru } municipality { name { ru } } region { schoolCount }
                                latest { number } history { number } } criteria { code } } }
      schools(first: 100) { nodes { latest { number } municipality { frameworks { mean framework { code } } } } }
      territories { municipalities { frameworks { mean framework { code } } } }
    }"""

    async def fewest() -> int:
        """What is read once is read by then; that loads of one moment share a statement is likely, not certain."""
        counts = []
        for _ in range(4):
            with statements_sent() as sent:
                await api.ask(query)
            counts.append(len(sent))
        return min(counts)

    await api.of_others(people.school, "80")
    few = await fewest()
    for place, total in enumerate(ERZIN):
        async with api.database.working() as tx:
            district = await schools.add_organisation(
                tx, "MUNICIPALITY", f"Район {place}", f"Area {place}", people.region
            )
            school = await schools.add_organisation(tx, "SCHOOL", f"Школа {place}", f"School {place}", district)
        await api.of_others(school, total)
    evaluation = await decided(api.database, people)
    version = await version_of(api.database, evaluation)
    await publications.publish(api.database, api.signer, people.secretary, evaluation, version)
    by_chance = 2  # of the seven that a statement for each municipality would add
    assert 0 < await fewest() <= few + by_chance
