"""A compiled operation answers with the bytes of the ordinary executor, or leaves the word to it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any, NoReturn
from uuid import UUID

import pytest
from graphql import OperationDefinitionNode, parse, print_ast
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kept import Kept, PiecesOfEdition
from schema.compiled import Unfit
from schema.context import Context, Pieces
from schema.ids import global_id
from schema.limits import core_of
from schema.publications import Publication
from schema.published_only import PUBLISHED, asks_only_what_is_published
from schema.root import operations, schema
from storage.database import Database
from storage.keys import load_signer
from storage.public_schools import schools_by_id
from tests.access.inference import client_queries
from tests.asking import told
from tests.lives import Life, accredited
from tests.schema.questions import Known, Writer
from tests.situations import cast, framework_id
from tests.statements import statements_sent

KNOWN = core_of(schema)


@pytest.fixture(scope="module")
async def life(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Life]:
    """A region in which an accreditation is published, with a correction and the end of a condition behind it."""
    database = Database(module_url)
    signer = await load_signer(database, tmp_path_factory.mktemp("keys"))
    made = await accredited(database, signer, await cast(database), conditions=2)
    await made.step(made.cast.secretary, "correct", "Опечатка в адресе")
    await made.track_step(made.cast.secretary, "condition", "escalate", "Плана нет")
    yield made
    await database.close()


@pytest.fixture(scope="module")
async def known(life: Life) -> Known:
    """What there is to be asked for."""
    cast, framework = life.cast, global_id("framework", framework_id())
    places = [global_id("territory", key) for key in (cast.region, cast.municipality, cast.other_municipality)]
    async with life.database.working() as tx:
        at = [moment.isoformat() for moment in await tx.values("SELECT published_at FROM published.record")]
        number = await tx.value("SELECT number FROM working.evaluation")
        documents = await tx.values("SELECT id FROM working.evidence_document")
    context = Context(life.database, None, None, life.signer)  # type: ignore[arg-type] # no question reads a file
    pages = await told(
        context,
        """{ publications(first: 1) { pageInfo { endCursor } } schools(first: 1) { pageInfo { endCursor } }
        frameworks(first: 1) { pageInfo { endCursor } } changesSince(first: 1) { pageInfo { endCursor } } }""",
    )
    cursors = [page["pageInfo"]["endCursor"] for page in pages.values()]
    schools = [global_id("school", key) for key in (cast.school, cast.other_school)]
    evaluation = global_id("evaluation", life.evaluation)
    return {
        "ID": [framework, *schools, evaluation, *places, *(global_id("document", key) for key in documents), "none"],
        "territoryId": places,
        "schoolId": schools,
        "framework": [framework, global_id("framework", framework_id("nok_uod"))],
        "String": [number, "школа", "№ 1", "School 2", 'a"b\\c \u2028'],
        "PublicationNumber": [1, 2, 3.0, 77],
        "frameworkCode": ["esg_2015", "nok_uod"],
        "outcome": ["accredited", "accredited_with_conditions"],
        "asOf": [*at, "2031-12-31T23:59:59.999+03:00"],
        "first": [1, 3, 3.0, 20],
        "after": cursors[:3],
        "ChangeCursor": cursors[3:],
    }


async def both(
    life: Life, query: str, person: UUID | None, variables: dict[str, Any], name: str | None = None
) -> bytes | None:
    """The compiled operation's answer, which must be that of the ordinary executor; None where it leaves it to that.

    What asks for published records only is answered from kept pieces too, as far as there are any.
    """

    def context(pieces: Pieces | None = None) -> Context:
        return Context(life.database, None, person, life.signer, pieces=pieces)  # type: ignore[arg-type] # no question reads a file

    compiled = operations.of(query, name)
    made, asking = None, context()
    if compiled is not None:
        try:
            made = await compiled.answer(asking, variables)
        except Exception:  # noqa: BLE001 - as `app.graphql.sooner` does: the ordinary executor must meet it too
            made = None
        finally:
            await asking.forget_reads()
    ordinary = context()
    try:
        told = await schema.execute(query, variable_values=variables, context_value=ordinary, operation_name=name)
    finally:
        await ordinary.forget_reads()
    if made is not None and asks_only_what_is_published(query):
        assert compiled
        pieces = PiecesOfEdition(Kept(), Kept(), "1")
        assert made == await compiled.answer(context(pieces), variables), query
        assert made == await compiled.answer(context(pieces), variables), query
    if made is not None:
        assert told.errors is None, (query, told.errors)
        assert made == json.dumps({"data": told.data}, ensure_ascii=False, separators=(",", ":")).encode(), query
        assert asking.absence == ordinary.absence, query
    return made


def asking(life: Life, actor: str) -> UUID | None:
    """Who asks."""
    cast = life.cast
    return {"observer": None, "school": cast.officer, "expert": cast.experts[0], "secretary": cast.secretary}[actor]


ACTORS = ("observer", "school", "expert", "secretary")


@pytest.mark.parametrize("roots", [sorted(PUBLISHED - {"__typename"}), ["viewer", "node"]], ids=["published", "of own"])
@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**63))
async def test_any_question_is_answered_with_the_same_bytes_either_way(
    life: Life, known: Known, roots: list[str], seed: int
) -> None:
    chance = Random(seed)
    asked = Writer(KNOWN, known, chance, roots).question()
    await both(life, asked.text, asking(life, chance.choice(ACTORS)), asked.variables, asked.name)


async def test_most_questions_need_not_be_left_to_it(life: Life, known: Known) -> None:
    asked = [Writer(KNOWN, known, Random(seed)).question() for seed in range(40)]
    answers = [await both(life, one.text, life.cast.secretary, one.variables, one.name) for one in asked]
    assert sum(answer is not None for answer in answers) > len(answers) / 2


@pytest.mark.parametrize("actor", ACTORS)
async def test_what_the_client_asks_is_compiled_and_the_same_bytes(life: Life, actor: str) -> None:
    async with life.database.working() as tx:
        number = await tx.value("SELECT number FROM working.evaluation")
        school = await tx.value("SELECT organisation_id FROM working.evaluation")
    values = {
        "String!": number,
        "PublicationNumber!": 2,
        "Int!": 5,
        "Int": 5,
        "ID!": f"school-{school.hex}",
        "Language!": "RU",
        "[TrialValueInput!]!": [],
    }
    answered = set()
    for name, query in client_queries().items():
        asked = operations.of(query, None)
        (operation,) = (part for part in parse(query).definitions if isinstance(part, OperationDefinitionNode))
        kinds = {one.variable.name.value: print_ast(one.type) for one in operation.variable_definitions or ()}
        variables = {name: values[kind] for name, kind in kinds.items() if kind in values}
        if await both(life, query, asking(life, actor), variables) is not None:
            assert asked
            answered.add(name)
    assert answered == set(client_queries())


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { queryType { name } } }",
        "query ($no: Boolean!) { frameworks { nodes { id @skip(if: $no) } } }",
        "{ nothingLikeThis }",
    ],
)
async def test_what_is_unusual_is_left_to_the_ordinary_executor(life: Life, query: str) -> None:
    assert await both(life, query, None, {"no": False}) is None


OF_OTHERS = "... on Node { ... on Person { id } }"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (f"{{ publications(first: 1) {{ nodes {{ {OF_OTHERS} }} }} }}", '{"publications":{"nodes":[{}]}}'),
        (f"{{ publication(number: 1) {{ school {{ {OF_OTHERS} }} }} }}", '{"publication":{"school":{}}}'),
        (
            f"{{ viewer {{ evaluations {{ nodes {{ school {{ {OF_OTHERS} }} }} }} }} }}",
            '{"viewer":{"evaluations":{"nodes":[{"school":{}}]}}}',
        ),
        ('{ node(id: "school-SCHOOL") { ... on Person { id } } }', '{"node":{}}'),
    ],
)
async def test_an_object_of_which_nothing_is_asked_is_written_empty(life: Life, query: str, told: str) -> None:
    asked = query.replace("SCHOOL", life.cast.school.hex)
    assert await both(life, asked, life.cast.officer, {}) == f'{{"data":{told}}}'.encode()


async def test_a_list_that_is_too_long_is_left_to_whoever_tells_the_limits(life: Life) -> None:
    query = "query ($first: Int) { publications(first: $first) { nodes { number } } }"
    assert await both(life, query, None, {"first": 2}) is not None
    assert await both(life, query, None, {"first": 100_000}) is None
    assert await both(life, query, None, {"first": "many"}) is None


LISTS = "{{ one: publications(first: {0}) {{ nodes {{ {1} }} }} other: publications(first: 4) {{ nodes {{ {1} }} }} }}"
OWN_PARTS = "number correctedBy school { name { ru } rural } outcome { code } __typename"


@pytest.mark.parametrize(
    ("asked", "lasts"), [(OWN_PARTS, True), (f"{OWN_PARTS} school {{ latest {{ total }} }}", False)]
)
async def test_what_was_written_of_a_record_stands_for_the_edition_and_its_own_parts_for_good(
    life: Life, asked: str, *, lasts: bool
) -> None:
    of_edition: Kept[bytes] = Kept()
    of_every: Kept[bytes] = Kept()

    async def answer(query: str, edition: str) -> bytes:
        compiled = operations.of(query, None)
        assert compiled
        kept = PiecesOfEdition(of_edition, of_every, edition)
        return await compiled.answer(Context(life.database, None, None, life.signer, pieces=kept), {})  # type: ignore[arg-type] # no question reads a file

    query = LISTS.format(5, asked)
    first = await answer(query, "1")
    pieces, none = (of_every, of_edition) if lasts else (of_edition, of_every)
    assert not none._answers
    pieces._answers.update(dict.fromkeys(pieces._answers, b'"as it was kept"'))
    as_kept = b'{"data":{"one":{"nodes":["as it was kept"]},"other":{"nodes":["as it was kept"]}}}'
    assert await answer(query, "1") == as_kept
    assert await answer(LISTS.format(6, asked), "1") == first
    assert await answer(query, "2") == (as_kept if lasts else first)


async def test_what_another_part_of_the_question_read_before_the_register_changed_is_not_kept_for_good(
    life: Life,
) -> None:
    compiled = operations.of(LISTS.format(5, OWN_PARTS), None)
    assert compiled
    pieces: Kept[bytes] = Kept()
    context = Context(life.database, None, None, life.signer, pieces=PiecesOfEdition(Kept(), pieces, "1"))  # type: ignore[arg-type] # no question reads a file
    (school,) = await schools_by_id(life.database.observers, [life.cast.school])
    assert school
    before = replace(school, name_ru="Прежнее имя", since=school.since - timedelta(days=1))
    context.loader_as_of(schools_by_id, None).know(school.id, before)
    with pytest.raises(Unfit):
        await compiled.answer(context, {})
    assert not pieces._answers


async def test_what_is_the_better_part_of_an_answer_is_kept_with_that_alone(life: Life) -> None:
    pieces: Kept[bytes] = Kept()
    compiled = operations.of("{ publications(first: 5) { nodes { number sha256 criteria { code } } } }", None)
    assert compiled
    context = Context(life.database, None, None, life.signer, pieces=PiecesOfEdition(pieces, pieces, "1"))  # type: ignore[arg-type] # no question reads a file
    await compiled.answer(context, {})
    assert not pieces._answers


async def test_a_page_of_records_that_are_written_reads_their_numbers_alone(life: Life) -> None:
    pieces: Kept[bytes] = Kept()
    compiled = operations.of(
        "{ publications(first: 5) { edges { cursor node { kind school { id } } } pageInfo { endCursor } } }",
        None,
    )
    assert compiled

    async def answer() -> tuple[bytes, int]:
        kept = PiecesOfEdition(Kept(), pieces, "1")
        with statements_sent() as sent:
            context = Context(life.database, None, None, life.signer, pieces=kept)  # type: ignore[arg-type] # no question reads a file
            return await compiled.answer(context, {}), len(sent)

    first, read = await answer()
    assert await answer() == (first, 1)
    assert read > 1


async def test_what_a_record_says_is_taken_from_its_bytes(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    query = """{ publications(first: 2) { nodes { number outcome { code title { ru } } validTo
        school { latest { summary criteria { code score title { en } citations { page quote } } } } } }
        publication(number: 1) { total vote { votesFor heldAt } school { id } documents { fileName pageCount } } }"""

    def made(_publication: Publication) -> NoReturn:
        raise AssertionError("nothing of the record need be made")

    for part in ("head", "whole"):
        monkeypatch.setattr(Publication, part, property(made))
    compiled = operations.of(query, None)
    assert compiled
    answer = await compiled.answer(Context(life.database, None, None, life.signer), {})  # type: ignore[arg-type] # no question reads a file
    monkeypatch.undo()
    assert await both(life, query, None, {}) == answer
