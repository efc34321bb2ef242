"""Input objects made by a plan are the same as strawberry's own."""

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    print_type,
)
from graphql.utilities import coerce_input_value
from strawberry.types.arguments import convert_argument
from strawberry.types.base import StrawberryObjectDefinition

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
