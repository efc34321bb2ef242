"""What answers take from the bytes of a record's text is what the text says there."""

import json
from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
)
from hypothesis import given
from hypothesis import strategies as st

from schema.limits import core_of
from schema.root import schema
from schema.said import SAID, Said
from storage.database import Database
from workflows.rules.record_shape import json_schema
from workflows.rules.records import canonical

RECORD = json_schema()
TYPES = {"String": "string", "ID": "string", "Int": "integer", "Boolean": "boolean"}
SHOWN_AS_IT_STANDS = st.text(st.characters(exclude_categories=["Cs"]))


def named(part: dict[str, Any]) -> dict[str, Any]:
    """The part of the record's schema that a reference leads to."""
    while "$ref" in part:
        part = RECORD["$defs"][part["$ref"].rpartition("/")[2]]
    return part


def may_be(part: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """What a value is, and whether it may be null."""
    choices = [named(choice) for choice in part.get("anyOf", [part])]
    (value,) = [choice for choice in choices if choice.get("type") != "null"]
    return value, len(choices) > 1


def at(part: dict[str, Any], path: tuple[str, ...]) -> tuple[dict[str, Any], bool]:
    """What stands at the end of a path, and whether there may be nothing."""
    nothing = False
    for name in path:
        assert name in part["properties"], (path, part)
        nothing = nothing or name not in part["required"]
        part, null = may_be(named(part["properties"][name]))
        nothing = nothing or null
    return part, nothing


def said_in(kind: GraphQLObjectType) -> Iterator[tuple[GraphQLField, Said]]:
    """The fields of a type whose values stand in a text."""
    for field in kind.fields.values():
        definition = field.extensions.get("strawberry-definition")
        if definition and isinstance(said := definition.metadata.get(SAID), Said):
            yield field, said


def disagreements(kind: GraphQLObjectType, part: dict[str, Any]) -> Iterator[tuple[str, Said]]:
    """Fields of a type that say of the record what its schema does not."""
    for field, said in said_in(kind):
        found, nothing = at(part, said.path)
        of: GraphQLOutputType = field.type
        if isinstance(of, GraphQLNonNull):
            of = of.of_type
            if nothing and said.absent is None:
                yield kind.name, said
        if isinstance(of, GraphQLList):
            inner = of.of_type
            of = inner.of_type if isinstance(inner, GraphQLNonNull) else inner
            found = named(found["items"]) if found.get("type") == "array" else {}
        if isinstance(of, GraphQLObjectType):
            yield from disagreements(of, found) if found.get("type") == "object" else [(kind.name, said)]
        elif said.made is None and found.get("type") != TYPES.get(get_named_type(of).name):
            yield kind.name, said


def test_fields_say_of_a_record_what_its_schema_has_there() -> None:
    publication = core_of(schema).type_map["Publication"]
    assert isinstance(publication, GraphQLObjectType)
    assert len(list(said_in(publication))) > 20
    assert list(disagreements(publication, RECORD)) == []


@given(text=SHOWN_AS_IT_STANDS)
def test_a_text_of_a_record_is_the_same_bytes_in_an_answer(text: str) -> None:
    assert canonical({"text": text}) == b'{"text":%b}' % json.dumps(text, ensure_ascii=False).encode()


async def test_a_text_of_a_short_part_is_the_same_bytes_in_an_answer(module_url: str) -> None:
    database = Database(module_url)
    text = "".join(chr(code) for code in range(1, 0x2100)) + "\u2028\ufeff\uffff😀"
    try:
        async with database.working() as tx:
            told = await tx.value("SELECT CAST(CAST(:text AS jsonb) AS text)", text=json.dumps(text))
    finally:
        await database.close()
    assert told == json.dumps(text, ensure_ascii=False)
