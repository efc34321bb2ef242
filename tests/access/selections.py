"""Writes the queries of the checks from the schema itself, so that a new field is asked for without being listed."""

from collections.abc import Iterator, Mapping

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)

from schema.root import schema

SDL: GraphQLSchema = schema._schema
ROOTS = frozenset({"Query", "Mutation", "Subscription"})
WORLDS_APART = ("Publication", "Published", "Change", "Territory", "LikeSchools")
"""Types of the published world: anybody reads them."""


def object_types() -> dict[str, GraphQLObjectType]:
    """Every type of the API that has fields."""
    return {
        name: found
        for name, found in SDL.type_map.items()
        if isinstance(found, GraphQLObjectType) and not name.startswith("__")
    }


def is_published(name: str) -> bool:
    """Whether a type belongs to the published world."""
    return name.startswith(WORLDS_APART)


def _needs_argument(field: GraphQLField) -> bool:
    return any(isinstance(argument.type, GraphQLNonNull) for argument in field.args.values())


def selection_of(
    kind: GraphQLNamedType, arguments: Mapping[str, str], above: tuple[str, ...] = (), deepest: int = 9
) -> str:
    """Every field of a type, and of the types below, each type once on a path; empty for a scalar.

    `arguments` are those of fields that need some, by `Type.field`.
    """
    if isinstance(kind, GraphQLUnionType):
        parts = [f"... on {one.name} {selection_of(one, arguments, above, deepest)}" for one in kind.types]
        return "{ __typename " + " ".join(parts) + " }"
    if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return ""
    chosen = ["__typename"]
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        given = arguments.get(f"{kind.name}.{name}")
        if below.name in above or len(above) >= deepest or (given is None and _needs_argument(field)):
            continue
        chosen.append(f"{name}{given or ''} {selection_of(below, arguments, (*above, kind.name), deepest)}".strip())
    return "{ " + " ".join(chosen) + " }" if len(chosen) > 1 else "{ __typename }"


def fields_in_pieces(kind: GraphQLObjectType, arguments: Mapping[str, str], most: int = 400) -> Iterator[list[str]]:
    """The fields of a type with all below them, in pieces that one request may ask for."""
    piece: list[str] = []
    size = 0
    for name, field in kind.fields.items():
        given = arguments.get(f"{kind.name}.{name}")
        if given is None and _needs_argument(field):
            continue
        text = f"{name}{given or ''} {selection_of(get_named_type(field.type), arguments, (kind.name,))}".strip()
        words = len(text.split())
        if piece and size + words > most:
            yield piece
            piece, size = [], 0
        piece.append(text)
        size += words
    if piece:
        yield piece
