"""Questions to the API written at random from its schema, in every way that GraphQL has of asking the same.

Arguments are given, left out or null, in the text or by variables, which have defaults or not; fields are asked under
other names and once more under the same; selections stand in fragments, of types and of interfaces, one in another.
"""

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, NamedTuple, TypeVar

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    is_composite_type,
)

T = TypeVar("T")
Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
Known = Mapping[str, Sequence[Any]]
"""Values that arguments may have, by the argument's name or the name of its type."""

LEFT_ALONE = {"account"}
"""The keys of the house are asked for at a browser only."""
DEEPEST, WIDEST, MOST_FIELDS = 8, 5, 30


class Question(NamedTuple):
    """A request."""

    text: str
    variables: dict[str, Any]
    name: str | None


class Writer:
    """Writes one question; `chance` says what is drawn."""

    def __init__(self, schema: GraphQLSchema, known: Known, chance: Random, roots: Sequence[str] = ()) -> None:
        self._schema, self._known, self._chance = schema, known, chance
        self._roots = roots
        self._fragments: dict[str, tuple[Composite, str]] = {}
        self._declared: list[str] = []
        self._given: dict[str, Any] = {}
        self._names: dict[tuple[str, str, str], str] = {}
        self._left = MOST_FIELDS
        self._directs = self._is(0.05)

    def question(self) -> Question:
        """The question."""
        query = self._schema.query_type
        assert query
        selection = self._selection(query, 0)
        name = "Asked" if self._is(0.5) else ""
        declared = f"({', '.join(self._declared)})" if self._declared else ""
        parts = [f"query {name}{declared} {selection}" if name or declared or self._is(0.5) else selection]
        parts += [f"fragment {name} on {kind.name} {text}" for name, (kind, text) in self._fragments.items()]
        several = bool(name) and self._is(0.1)
        if several:
            parts.append("query Other { __typename }")
        self._chance.shuffle(parts)
        if self._is(0.1):
            self._given["nobodyAskedFor"] = [{"this": None}]
        return Question(" ".join(parts), self._given, name if several or (name and self._is(0.3)) else None)

    def _is(self, likely: float) -> bool:
        return self._chance.random() < likely

    def _one(self, choices: Sequence[T]) -> T:
        return choices[self._chance.randrange(len(choices))]

    def _selection(self, kind: Composite, depth: int) -> str:
        """Some of what may be asked of a type, in braces."""
        parts: list[str] = []
        for _ in range(self._chance.randint(1, WIDEST)):
            parts += self._part(kind, depth)
        return f"{{ {' '.join(parts or ['__typename'])} }}"

    def _part(self, kind: Composite, depth: int) -> list[str]:
        way = self._chance.random()
        if way < 0.05:
            return [f"{self._one(('', 'itself: '))}__typename{self._directive()}"]
        if way < 0.1 and depth > 0:
            return [f"...{self._directive()} {self._selection(kind, depth)}"]
        if way < 0.18 or isinstance(kind, GraphQLUnionType):
            of = self._narrower(kind)
            return [f"... on {of.name}{self._directive()} {self._selection(of, depth)}"]
        if way < 0.27:
            return [f"...{self._fragment(kind, depth)}{self._directive()}"]
        return self._fields(kind, depth)

    def _narrower(self, kind: Composite) -> Composite:
        """A type that some of what is of this type is of."""
        if isinstance(kind, GraphQLObjectType):
            wider: list[Composite] = [kind, *kind.interfaces]
            return self._one(wider)
        narrower: list[Composite] = [kind, *3 * self._schema.get_possible_types(kind)]
        return self._one(narrower)

    def _fragment(self, kind: Composite, depth: int) -> str:
        fitting = [name for name, (of, _) in self._fragments.items() if self._members(kind) & self._members(of)]
        if fitting and self._is(0.5):
            return self._one(fitting)
        of = self._narrower(kind)
        text = self._selection(of, depth)
        # What is written by now may be spread in those that are written later, so none is within itself.
        name = f"F{len(self._fragments)}"
        self._fragments[name] = (of, text)
        return name

    def _members(self, kind: Composite) -> set[str]:
        if isinstance(kind, GraphQLObjectType):
            return {kind.name}
        return {possible.name for possible in self._schema.get_possible_types(kind)}

    def _fields(self, kind: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> list[str]:
        names = [name for name in kind.fields if name not in LEFT_ALONE]
        if kind is self._schema.query_type and self._roots:
            names = list(self._roots)
        name = self._one(names)
        field = kind.fields[name]
        below = get_named_type(field.type)
        if self._left <= 0 or (is_composite_type(below) and depth >= DEEPEST):
            return []
        self._left -= 1
        head = self._head(kind, name, self._arguments(field.args)) + self._directive()
        if not isinstance(below, Composite):
            return [head] * self._one((1, 1, 1, 1, 1, 2))
        # Asked once more under the same name, the two selections are one.
        return [f"{head} {self._selection(below, depth + 1)}" for _ in range(self._one((1, 1, 1, 1, 2)))]

    def _head(self, kind: GraphQLNamedType, name: str, arguments: str) -> str:
        """The field with its arguments, under a name that stands for just these."""
        known = self._names.setdefault(
            (kind.name, name, arguments), name if not arguments and self._is(0.7) else f"n{len(self._names)}"
        )
        return f"{name}{arguments}" if known == name else f"{known}: {name}{arguments}"

    def _directive(self) -> str:
        if not self._directs or self._is(0.8):
            return ""
        condition = self._value("if", GraphQLNonNull(self._schema.type_map["Boolean"]), has_default=False)  # type: ignore[arg-type] # a scalar
        return f" @{self._one(('skip', 'include'))}(if: {condition})"

    def _arguments(self, arguments: Mapping[str, GraphQLArgument]) -> str:
        given = [
            f"{name}: {self._value(name, one.type, has_default=one.default_value is not Undefined)}"
            for name, one in arguments.items()
            if isinstance(one.type, GraphQLNonNull) or self._is(0.4)
        ]
        self._chance.shuffle(given)
        return f"({', '.join(given)})" if given else ""

    def _value(self, name: str, kind: GraphQLInputType, *, has_default: bool) -> str:
        """A value, as it is written in the text."""
        if self._is(0.35):
            return self._variable(name, kind, has_default=has_default)
        if isinstance(kind, GraphQLNonNull):
            return self._written(self._plain(name, kind.of_type), kind.of_type)
        return "null" if self._is(0.15) else self._written(self._plain(name, kind), kind)

    def _variable(self, name: str, kind: GraphQLInputType, *, has_default: bool) -> str:
        variable = f"v{len(self._declared)}"
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        default = f" = {self._written(self._plain(name, bare), bare, constant=True)}" if self._is(0.4) else ""
        needed = isinstance(kind, GraphQLNonNull) and not default and not has_default
        strict = needed or self._is(0.2)
        self._declared.append(f"${variable}: {bare}{'!' if strict else ''}{default}")
        way = self._chance.random()
        if way < 0.6 or (strict and not default):
            self._given[variable] = self._plain(name, bare)
        elif way < 0.7 and not isinstance(kind, GraphQLNonNull) and not strict:
            self._given[variable] = None
        return f"${variable}"

    def _plain(self, name: str, kind: GraphQLInputType) -> Any:
        """A value as JSON has it."""
        if isinstance(kind, GraphQLNonNull):
            return self._plain(name, kind.of_type)
        if isinstance(kind, GraphQLList):
            values = [self._plain(name, kind.of_type) for _ in range(self._chance.randint(0, 3))]
            # A single value may stand in the place of a list of it.
            return values[0] if len(values) == 1 and self._is(0.5) else values
        if isinstance(kind, GraphQLEnumType):
            return self._one(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return {
                member: None
                if self._is(0.1) and not isinstance(field.type, GraphQLNonNull)
                else self._plain(member, field.type)
                for member, field in kind.fields.items()
                if isinstance(field.type, GraphQLNonNull) or self._is(0.2)
            }
        return self._one(self._known.get(name) or self._known.get(kind.name) or ANY[kind.name])

    def _written(self, value: Any, kind: GraphQLInputType, *, constant: bool = False) -> str:
        """The same in the text of a document; parts of it may be variables there, unless it is to be constant."""
        inner: Any = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if value is None:
            return "null"
        if isinstance(inner, GraphQLList):
            items = value if isinstance(value, list) else [value]
            return f"[{', '.join(self._written(item, inner.of_type, constant=constant) for item in items)}]"
        if isinstance(inner, GraphQLInputObjectType):
            parts = [self._member(name, value[name], inner.fields[name], constant=constant) for name in value]
            return f"{{{', '.join(parts)}}}"
        return str(value) if isinstance(inner, GraphQLEnumType) else json.dumps(value, ensure_ascii=False)

    def _member(self, name: str, value: Any, field: GraphQLInputField, *, constant: bool) -> str:
        if not constant and self._is(0.3):
            return f"{name}: {self._variable(name, field.type, has_default=field.default_value is not Undefined)}"
        return f"{name}: {self._written(value, field.type, constant=constant)}"


ANY: Known = {
    "Int": (0, 1, 2, 3.0, 7, 20),
    "Float": (0.5, 1, 100.0),
    "Decimal": ("1.5", 2, "0"),
    "Boolean": (True, False),
    "String": ("", "школа", "№ 5", "School 7", "1.1", 'a"b\\c\n/ \u2028'),
    "ID": ("", "school-00000000000000000000000000000000", "nothing", 7),
    "DateTime": ("2026-01-01T00:00:00Z", "2031-12-31T23:59:59.999+03:00", "yesterday"),
    "Date": ("2026-09-01", "2031-01-01", "today"),
    "PublicationNumber": (1, 2, 3.0, 77),
    "ChangeCursor": ("", "AAAA"),
}
