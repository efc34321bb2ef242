"""The number of SQL statements behind a screen does not depend on the number of rows it shows."""

from pathlib import Path
from typing import Any
from uuid import UUID

from storage import schools
from storage.database import Database
from tests.asking import context_of, told
from tests.situations import PROCESS, Cast, cast, deadlines, decided, framework_id, opened
from tests.statements import statements_sent
from workflows import evaluations

LIST = """
{ viewer {
    tasks { action dueAt blockedBy { code } evaluation { number school { name { ru } } } progress { done total } }
    evaluations(first: 50) { totalCount nodes {
      number version state { code title { ru } } stateSince
      school { name { ru } municipality { name { ru } } region { name { ru } } }
      framework { code title { ru } } currentDeadline { dueAt } myRoles
      transitions { name available blockedBy { code message { ru } } }
      publicationNumber } } } }
"""
DETAIL = """
query ($number: String!) { viewer { evaluation(number: $number) {
  number school { name { ru } municipality { name { ru } } } framework { criteria { code scale { levels { value } } } }
  deadlines { name dueAt } transitions { name blockedBy { code } } remarks { text }
  selfAssessments { criterion { code title { ru } } score text documents { title } }
  documents { title criterionCodes versions { fileName pages { number text } } current { id } }
  uploads { fileName } seats { person { name { ru } } constituency reviewState progress { done total } }
  candidates { person { name { ru } } employer { name { ru } } municipality { name { ru } } barredBy { code } }
  reviews { label { ru } expert { name { ru } } progress { done }
            scores { criterion { code } value justification complete citations { page documentTitle version { id } } } }
  consensus { criterion { code } value position spread { lowest highest divergent } }
  report { summary total conditions { text } } agreements { person { name { ru } } agreed }
  accuracyClaims { text answer } meeting { members { person { name { ru } } choice } motion { votesFor } }
  decision { outcome { code } dissents } history { title { ru } at } publicationNumber } } }
"""
OBSERVER = """
{ publications(first: 50) { totalCount nodes { number total school { name { ru } municipality { name { ru } }
    latest { number } history { number } } criteria { code score } } }
  schools(first: 50) { nodes { name { ru } latest { number } } }
  territories { name { ru } schoolCount municipalities { name { ru } frameworks { schools mean } } } }
"""


async def statements_of(
    database: Database, folder: Path, person: UUID | None, query: str, **variables: Any
) -> tuple[int, dict[str, Any]]:
    """How many statements a query takes, and its answer."""
    context = await context_of(database, folder, person)
    with statements_sent() as statements:
        data = await told(context, query, **variables)
    return len(statements), data


async def open_more(database: Database, people: Cast, count: int) -> None:
    """Evaluations of further schools."""
    async with database.working() as transaction:
        more = [
            await schools.add_organisation(transaction, "SCHOOL", f"Школа {n}", f"School {n}", people.municipality)
            for n in range(count)
        ]
    for school in more:
        await evaluations.open_evaluation(
            database,
            people.secretary,
            f"key {school}",
            school=school,
            framework=framework_id(),
            process_code=PROCESS,
            deadlines=deadlines(),
        )


async def test_a_list_of_fifty_takes_as_many_statements_as_a_list_of_two(database: Database, tmp_path: Path) -> None:
    people = await cast(database)
    await opened(database, people)
    await open_more(database, people, 1)
    await statements_of(database, tmp_path, people.secretary, LIST)  # What a framework says is read once a process.
    few, answer = await statements_of(database, tmp_path, people.secretary, LIST)
    assert len(answer["viewer"]["evaluations"]["nodes"]) == 2
    await open_more(database, people, 48)
    many, answer = await statements_of(database, tmp_path, people.secretary, LIST)
    assert len(answer["viewer"]["evaluations"]["nodes"]) == 50
    assert many == few


async def test_a_case_in_full_takes_a_constant_number_of_statements(database: Database, tmp_path: Path) -> None:
    people = await cast(database)
    small, large = await decided(database, people, "esg_2015"), await decided(database, people, "nok_uod")
    numbers = {}
    async with database.working() as transaction:
        for key in (small, large):
            numbers[key] = await transaction.value("SELECT number FROM working.evaluation WHERE id = :id", id=key)
    ten, answer = await statements_of(database, tmp_path, people.secretary, DETAIL, number=numbers[small])
    assert len(answer["viewer"]["evaluation"]["reviews"][0]["scores"]) == 10
    fourteen, answer = await statements_of(database, tmp_path, people.secretary, DETAIL, number=numbers[large])
    assert len(answer["viewer"]["evaluation"]["reviews"][0]["scores"]) == 14
    assert ten == fourteen
    assert ten <= 40
