"""Values without fields as JSON, the same as the ordinary executor and `json` make of them."""

from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

from graphql import GraphQLEnumType, GraphQLInt, GraphQLNonNull, GraphQLOutputType, GraphQLScalarType

from schema.compiled.run import Unfit

Text = Callable[[Any], str]
TEXTS = ("String", "ID")
LARGEST_INT = 2**31
"""Integers of GraphQL lie from minus this to below it."""


def is_leaf(kind: GraphQLOutputType) -> bool:
    """Whether values of the type have no fields, and are no lists."""
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return isinstance(inner, GraphQLScalarType | GraphQLEnumType)


def is_text(kind: GraphQLOutputType) -> bool:
    """Whether values of the type are texts, and written as they are."""
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return isinstance(inner, GraphQLScalarType) and inner.name in TEXTS


def present(inner: Text) -> Text:
    """What makes the same JSON, and raises Unfit for nothing."""

    def text(value: Any) -> str:
        if value is None:
            raise Unfit
        return inner(value)

    return text


def text_of(kind: GraphQLOutputType) -> Text:
    """What makes JSON of values of the type; raises Unfit for values that do not fit."""
    if isinstance(kind, GraphQLNonNull):
        return present(text_of(kind.of_type))
    if isinstance(kind, GraphQLEnumType):
        return lru_cache(maxsize=256)(lambda value: "null" if value is None else _json(kind.serialize(value)))
    if not isinstance(kind, GraphQLScalarType):
        raise Unfit
    serialize = kind.serialize
    if kind.name in TEXTS:

        def text(value: Any) -> str:
            if type(value) is str:
                return encode_basestring(value)
            return "null" if value is None else _json(serialize(value))

        return text
    if kind.name == "Int":
        return _integer
    return lambda value: "null" if value is None else _json(serialize(value))


def _integer(value: Any) -> str:
    if type(value) is int and -LARGEST_INT <= value < LARGEST_INT:
        return repr(value)
    return "null" if value is None else _json(GraphQLInt.serialize(value))


def _json(value: Any) -> str:
    if type(value) is str:
        return encode_basestring(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if type(value) is int or (type(value) is float and isfinite(value)):
        return repr(value)
    raise Unfit
