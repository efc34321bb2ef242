"""Input objects of what a request gives, each type's made by a plan that is drawn up once.

Strawberry finds out for every value of every input anew which type it has and what the fields of that are called: for
twenty scores with their citations several hundred times.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from functools import cached_property
from typing import Any

from strawberry import Schema
from strawberry.types.arguments import InputContext
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryObjectDefinition,
    StrawberryOptional,
    get_object_definition,
)
from strawberry.types.field import StrawberryField

Convert = Callable[[Any, InputContext], Any]


def plan_inputs(schema: Schema) -> None:
    """Have every input object of the schema made by a plan; the same comes of it as before."""
    for known in schema.schema_converter.type_map.values():
        definition = known.definition
        if isinstance(definition, StrawberryObjectDefinition) and definition.is_input:
            definition.from_input = _Plan(definition, schema.config.name_converter.from_field)


class _Plan:
    """Makes the input objects of one type."""

    def __init__(self, definition: StrawberryObjectDefinition, name_of: Callable[[StrawberryField], str]) -> None:
        self._definition = definition
        self._name_of = name_of

    @cached_property
    def _fields(self) -> list[tuple[str, str, Convert | None]]:
        return [
            (self._name_of(field), field.python_name, _conversion(field.resolve_type()))
            for field in self._definition.fields
        ]

    @cached_property
    def _absent(self) -> dict[str, None]:
        return {
            field.python_name: None
            for field in self._definition.fields
            if field.default_value is MISSING and field.default_factory is MISSING
        }

    def __call__(self, kind: type[Any], given: Mapping[str, Any], context: InputContext) -> Any:
        """The object; fields that are not given and have no default are null."""
        values: dict[str, Any] = dict(self._absent)
        for name, attribute, convert in self._fields:
            if name in given:
                value = given[name]
                values[attribute] = value if convert is None or value is None else convert(value, context)
        return kind(**values)


def _conversion(kind: Any) -> Convert | None:
    """What makes of a value that is not null what the type says; None where the executor has done so already."""
    assert not isinstance(kind, StrawberryMaybe), "nothing given and null given are the same in this API"
    if isinstance(kind, StrawberryOptional):
        return _conversion(kind.of_type)
    if isinstance(kind, StrawberryList):
        inner = _conversion(kind.of_type)
        if inner is None:
            return lambda values, _context: list(values)
        return lambda values, context: [value if value is None else inner(value, context) for value in values]
    definition = get_object_definition(kind)
    if definition is None:
        return None
    return lambda value, context: definition.from_input(kind, value, context) if definition.from_input else None
