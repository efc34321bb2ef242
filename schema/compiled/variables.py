"""Variables of requests, each read by a function that is made once an operation, from its type.

graphql-core finds out for every value anew what type it has and which fields that has: for twenty scores with their
citations several hundred times.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
    is_required_input_field,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from graphql.utilities.coerce_input_value import coerce_default_value

from schema.compiled.run import Unfit

Read = Callable[[Any], Any]
"""Makes of a value of JSON what graphql-core makes of it; raises Unfit for what does not fit."""


class Variables:
    """Reads the variables of one operation."""

    def __init__(self, core: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> None:
        self._core, self._definitions = core, definitions
        self._readers = []
        for definition in definitions:
            signature = get_variable_signature(core, definition)
            if isinstance(signature, GraphQLError):
                raise Unfit
            self._readers.append((signature, _reader_of(signature.type, frozenset())))

    def read(self, given: Mapping[str, Any]) -> VariableValues:
        """The values as the ordinary executor reads them.

        Raises Unfit where it would refuse them.
        """
        values = VariableValues({}, {})
        for signature, read in self._readers:
            value = given.get(signature.name, Undefined)
            if value is not Undefined:
                values.coerced[signature.name] = read(value)
            elif signature.default is not None or isinstance(signature.type, GraphQLNonNull):
                return self._read_usually(given)
            values.sources[signature.name] = VariableValueSource(signature, value)
        return values

    def _read_usually(self, given: Mapping[str, Any]) -> VariableValues:
        values = get_variable_values(self._core, self._definitions, dict(given))
        if isinstance(values, list):
            raise Unfit
        return values


def _reader_of(kind: GraphQLInputType, above: frozenset[str]) -> Read:
    """Reads values of a type that stands within these."""
    if isinstance(kind, GraphQLNonNull):
        inner = _reader_of(kind.of_type, above)

        def present(value: Any) -> Any:
            if value is None:
                raise Unfit
            return inner(value)

        return present
    if isinstance(kind, GraphQLList):
        return _list_of(_reader_of(kind.of_type, above))
    if isinstance(kind, GraphQLInputObjectType):
        return _object_of(kind, above)
    assert isinstance(kind, GraphQLScalarType | GraphQLEnumType), "no other type is left"
    coerce = kind.coerce_input_value

    def leaf(value: Any) -> Any:
        if value is None:
            return None
        try:
            made = coerce(value)
        except Exception:  # noqa: BLE001 - graphql-core takes whatever a scalar raises for a value it does not know
            raise Unfit from None
        if made is Undefined:
            raise Unfit
        return made

    return leaf


def _list_of(inner: Read) -> Read:
    def read(value: Any) -> Any:
        if value is None:
            return None
        # A single value may stand in the place of a list of it.
        return [inner(item) for item in value] if type(value) is list else [inner(value)]

    return read


def _object_of(kind: GraphQLInputObjectType, above: frozenset[str]) -> Read:
    if kind.name in above or kind.is_one_of:
        raise Unfit
    fields = [
        (name, field.out_name or name, _reader_of(field.type, above | {kind.name}), _where_absent(field))
        for name, field in kind.fields.items()
    ]
    made_of = kind.out_type

    def read(value: Any) -> Any:
        if value is None:
            return None
        if type(value) is not dict:
            raise Unfit
        made, known = {}, 0
        for name, attribute, inner, absent in fields:
            if name in value:
                made[attribute] = inner(value[name])
                known += 1
            elif absent is Unfit:
                raise Unfit
            elif absent is not Undefined:
                made[attribute] = absent
        if known != len(value):
            raise Unfit
        return made_of(made)

    return read


def _where_absent(field: GraphQLInputField) -> Any:
    """What stands for a field that is not given: Undefined for nothing at all, Unfit where it must be given."""
    return Unfit if is_required_input_field(field) else coerce_default_value(field)
