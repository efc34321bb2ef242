"""Input objects made by a plan are the same as strawberry's own, and variables are read as graphql-core reads them."""

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    parse,
    print_type,
)
from graphql.utilities import coerce_input_value
from strawberry.types.arguments import convert_argument
from strawberry.types.base import StrawberryObjectDefinition

from schema.compiled import Unfit
from schema.compiled.variables import Variables
from schema.limits import core_of
from schema.root import schema

SAMPLES = {
    "Int": 3,
    "Float": 1.5,
    "String": "слово",
    "ID": "person-1",
    "Boolean": True,
    "Decimal": "2.5",
    "Date": "2026-11-29",
    "DateTime": "2026-11-29T12:00:00Z",
    "JSON": {"a": [1]},
    "ByteCount": 7,
    "PublicationNumber": 1,
}
CORE: GraphQLSchema = core_of(schema)
INPUTS = [kind for kind in CORE.type_map.values() if isinstance(kind, GraphQLInputObjectType)]


def sample(kind: Any, *, whole: bool) -> Any:
    """A value of a type as JSON has it; not whole: only what must be there, and no line in any list."""
    if isinstance(kind, GraphQLNonNull):
        return sample(kind.of_type, whole=whole)
    if isinstance(kind, GraphQLList):
        return [sample(kind.of_type, whole=whole)] if whole else []
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        fields = {name: field for name, field in kind.fields.items() if whole or isinstance(field.type, GraphQLNonNull)}
        return {name: sample(field.type, whole=whole) for name, field in fields.items()}
    return SAMPLES[kind.name]


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "least"])
@pytest.mark.parametrize("kind", INPUTS, ids=lambda kind: kind.name)
def test_what_is_made_by_a_plan_is_what_strawberry_makes(
    kind: GraphQLInputObjectType, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = schema.schema_converter.type_map
    given = coerce_input_value(sample(kind, whole=whole), kind)
    assert isinstance(given, dict), print_type(kind)

    definition = known[kind.name].definition
    assert isinstance(definition, StrawberryObjectDefinition)

    def made() -> object:
        return convert_argument(given, definition.origin, schema.schema_converter.scalar_registry, schema.config)

    planned = made()
    for name in (other.name for other in INPUTS):
        monkeypatch.setattr(known[name].definition, "from_input", None)
    assert planned == made()


def read(kind: GraphQLInputObjectType, value: Any) -> Any:
    """What a request's variable of this type is read as."""
    document = parse(f"query ($given: {kind.name}) {{ __typename }}")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    return Variables(CORE, operation.variable_definitions or ()).read({"given": value}).coerced["given"]


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "least"])
@pytest.mark.parametrize("kind", INPUTS, ids=lambda kind: kind.name)
def test_what_is_read_by_functions_made_once_is_what_graphql_core_reads(
    kind: GraphQLInputObjectType, whole: bool
) -> None:
    given = sample(kind, whole=whole)
    assert read(kind, given) == coerce_input_value(given, kind)
    assert read(kind, None) is None
    for wrong in ([given], "text", {**given, "nobody knows": 1}, *without_one(kind, given), *spoilt(kind, given)):
        if coerce_input_value(wrong, kind) is Undefined:
            with pytest.raises(Unfit):
                read(kind, wrong)
        else:
            assert read(kind, wrong) == coerce_input_value(wrong, kind)


def without_one(kind: GraphQLInputObjectType, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The value, each time without one of its fields."""
    return [{other: given[other] for other in given if other != name} for name in given if name in kind.fields]


def spoilt(kind: GraphQLInputObjectType, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The value, each time with something in one of its fields that may not belong there."""
    return [{**given, name: wrong} for name in kind.fields for wrong in (None, {"a": 1}, True, "\N{SNOWMAN}", -1)]
