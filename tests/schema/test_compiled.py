"""A compiled operation answers with the bytes of the ordinary executor, or leaves the word to it."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn
from uuid import UUID

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    OperationDefinitionNode,
    get_named_type,
    is_required_argument,
    parse,
    print_ast,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kept import Kept, PiecesOfEdition
from schema.compiled import Unfit
from schema.context import Context, Pieces
from schema.limits import core_of
from schema.publications import Publication
from schema.published_only import asks_only_what_is_published
from schema.root import operations, schema
from storage.database import Database
from storage.keys import load_signer
from storage.public_schools import schools_by_id
from tests.access.inference import client_queries
from tests.lives import Life, accredited
from tests.situations import cast
from tests.statements import statements_sent

KNOWN = core_of(schema)
DEEPEST, WIDEST = 5, 5
LEFT_ALONE = {"account"}
"""The keys of the house are asked for at a browser only."""


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


def given_for(name: str, life: Life) -> str | None:
    """A value for an argument that cannot be left out."""
    known = {"number": '"2026-001"', "id": f'"evaluation-{life.evaluation.hex}"', "text": '"школа"'}
    return known.get(name)


@st.composite
def selection(draw: Callable[..., Any], kind: GraphQLOutputType, life: Life, depth: int = 0) -> str:
    """Some fields of a type, each with some of theirs."""
    named = get_named_type(kind)
    if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
        of = draw(st.sampled_from(KNOWN.get_possible_types(named)))
        return f"{{ __typename ... on {of.name} {draw(selection(of, life, depth))} }}"
    assert isinstance(named, GraphQLObjectType)
    parts = []
    names = [name for name in named.fields if name not in LEFT_ALONE]
    for position, name in enumerate(
        draw(st.lists(st.sampled_from([*names, "__typename"]), min_size=1, max_size=WIDEST))
    ):
        alias = f"a{position}: " if draw(st.booleans()) else f"b{position}: "
        if name == "__typename":
            parts.append(alias + name)
            continue
        known = named.fields[name]
        arguments = []
        for argument, wanted in known.args.items():
            value = given_for(argument, life) if is_required_argument(wanted) else None
            if argument == "number" and str(wanted.type) == "PublicationNumber!":
                value = draw(st.sampled_from(("1", "2", "77")))
            if argument == "first" and draw(st.booleans()):
                value = draw(st.sampled_from(("1", "3")))
            if value:
                arguments.append(f"{argument}: {value}")
        text = f"{alias}{name}{'(' + ', '.join(arguments) + ')' if arguments else ''}"
        if isinstance(get_named_type(known.type), GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType):
            if depth >= DEEPEST:
                continue
            text += f" {draw(selection(known.type, life, depth + 1))}"
        parts.append(text)
    return f"{{ __typename {' '.join(parts)} }}"


async def both(life: Life, query: str, person: UUID | None, variables: dict[str, Any]) -> bytes | None:
    """The compiled operation's answer, which must be that of the ordinary executor; None where it leaves it to that.

    What asks for published records only is answered from kept pieces too, as far as there are any.
    """

    def context(pieces: Pieces | None = None) -> Context:
        return Context(life.database, None, person, life.signer, pieces=pieces)  # type: ignore[arg-type] # no question reads a file

    compiled = operations.of(query, None)
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
        told = await schema.execute(query, variable_values=variables, context_value=ordinary)
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


@pytest.mark.parametrize("actor", ["observer", "school", "expert", "secretary"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
async def test_any_query_is_answered_with_the_same_bytes_either_way(
    life: Life, actor: str, data: st.DataObject
) -> None:
    query_type = KNOWN.query_type
    assert query_type
    await both(life, data.draw(selection(query_type, life)), asking(life, actor), {})


@pytest.mark.parametrize("actor", ["observer", "school", "expert", "secretary"])
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
