"""Values that stand in a JSON text, written without being made: the bytes of the text are put into the answer.

A record in full has a thousand values, of which an operation asks for some hundred. Of each operation's selection comes
a type for msgspec, which looks at what is selected and leaves each text in it as the bytes it is, and a function that
puts these bytes between the names of the answer. Both say the same text by the same bytes: JSON in canonical form
(RFC 8785) and what PostgreSQL writes of `jsonb` escape as `json` does here. What is no text is read and written like
anywhere else.

Texts are not looked at, so whoever declares a field as said answers for what stands there: of records the shape is
checked before they are signed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

import msgspec
from graphql import (
    FieldNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
)
from msgspec import Raw

from schema.compiled.leaves import is_text, text_of
from schema.compiled.run import Unfit
from schema.said import Said

Bytes = Callable[[Any], bytes]
"""What makes JSON of something that was read."""
NULL = b"null"


@dataclass
class Shape:
    """What is read of an object of JSON: what each member is read as, or the shape of the objects it holds."""

    members: dict[str, object] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    """Members that are lists."""

    def of_object(self, name: str, *, listed: bool = False) -> "Shape":
        """The shape of a member that is an object, or a list of them."""
        inner = self.of_value(name, Shape(), listed=listed)
        if not isinstance(inner, Shape):
            raise Unfit
        return inner

    def of_value(self, name: str, kind: object, *, listed: bool = False) -> object:
        """What a member is read as, or the values of a list: this, if it is asked for the first time."""
        if name in self.members and (name in self.lists) is not listed:
            raise Unfit
        if listed:
            self.lists.add(name)
        return self.members.setdefault(name, kind)

    def type(self) -> type[msgspec.Struct]:
        """The type that reads it; its fields in the order in which canonical JSON has them."""
        fields: list[tuple[str, Any, Any]] = []
        for name, kind in sorted(self.members.items()):
            inner: Any = kind.type() if isinstance(kind, Shape) else kind
            if name in self.lists:
                fields.append((_attribute(name), list[inner] | None, None))
            else:
                fields.append(
                    (_attribute(name), inner, Raw(NULL)) if inner is Raw else (_attribute(name), inner | None, None)
                )
        names = {_attribute(name): name for name in self.members}
        return msgspec.defstruct("Part", fields, rename=names, gc=False)


def _attribute(name: str) -> str:
    return f"said_{name}"


class Member(NamedTuple):
    """A part of an object of the answer."""

    before: str
    """What is written before its value."""
    kind: GraphQLOutputType | None = None
    """The type of its value; None: nothing more is written."""
    said: Said = Said(())
    nodes: Sequence[FieldNode] = ()


class Splicer:
    """Reads and writes what stands in the JSON text of one object; `members_of` tells what is asked of those in it."""

    def __init__(self, members_of: Callable[[GraphQLObjectType, Sequence[FieldNode]], Iterable[Member]]) -> None:
        self._members_of = members_of
        self._shape = Shape()
        self._names: dict[str, Any] = {"unfit": _unfit, "null": NULL}

    def parts(self) -> frozenset[str]:
        """The members of the text that are asked for."""
        return frozenset(self._shape.members)

    def reader(self) -> Callable[[str | bytes], Any]:
        """What reads the text, once every writer is made."""
        return msgspec.json.Decoder(self._shape.type()).decode

    def writer(self, members: Iterable[Member]) -> Bytes:
        """What writes these members of what was read."""
        return self._made(self._shape, members)

    def _made(self, shape: Shape, members: Iterable[Member]) -> Bytes:
        written = _joined(self._members(shape, "said", members))
        made: Bytes = eval(f"lambda said: {written}", self._names)  # noqa: S307 - of names of the schema and the document
        return made

    def _members(self, shape: Shape, at: str, members: Iterable[Member]) -> list[str]:
        """Expressions that write members of what the expression `at` stands for."""
        parts = []
        for member in members:
            parts.append(repr(member.before.encode()))
            if member.kind is not None:
                parts += self._value(shape, at, member, member.kind)
        return parts

    def _value(self, shape: Shape, at: str, member: Member, kind: GraphQLOutputType) -> list[str]:
        *above, name = member.said.path
        missing = []
        for outer in above:
            shape, before, at = shape.of_object(outer), at, self._name()
            missing.append(f"({at} := {before}.{_attribute(outer)}) is None")
        value, inner = f"{at}.{_attribute(name)}", kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(inner, GraphQLObjectType):
            return self._object(shape.of_object(name), value, missing, member._replace(kind=kind))
        if _is_spliced(kind, member.said):
            shape.of_value(name, Raw)
            return [_unless(missing, "null", value)]
        if isinstance(inner, GraphQLList):
            write = self._list(shape, name, member, kind)
        else:
            shape.of_value(name, Any)
            write = _leaf(kind, member.said)
        return [f"{self._name(write)}({_unless(missing, 'None', value)})"]

    def _object(self, shape: Shape, at: str, missing: list[str], member: Member) -> list[str]:
        present, kind = isinstance(member.kind, GraphQLNonNull), member.kind
        inner: Any = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if present and not missing:
            # Where nothing stands there, it has no attribute: that does not fit either.
            return self._braced(shape, at, inner, member)
        known = self._name()
        missing = [*missing, f"({known} := {at}) is None"]
        return [_unless(missing, "unfit()" if present else "null", _joined(self._braced(shape, known, inner, member)))]

    def _braced(self, shape: Shape, at: str, kind: GraphQLObjectType, member: Member) -> list[str]:
        return [*self._members(shape, at, self._members_of(kind, member.nodes)), repr(b"}")]

    def _list(self, shape: Shape, name: str, member: Member, kind: GraphQLOutputType) -> Bytes:
        present = isinstance(kind, GraphQLNonNull)
        of: Any = kind.of_type.of_type if isinstance(kind, GraphQLNonNull) else kind.of_type  # type: ignore[union-attr] # a list
        named = of.of_type if isinstance(of, GraphQLNonNull) else of
        item: Bytes | None = None
        if isinstance(named, GraphQLObjectType):
            inner = shape.of_object(name, listed=True)
            members = [*self._members_of(named, member.nodes), Member("}")]
            item = self._made(inner, members)
        elif _is_spliced(of, member.said):
            shape.of_value(name, Raw, listed=True)
        else:
            shape.of_value(name, Any, listed=True)
            item = _leaf(of, member.said)
        return _listed(item, member.said.absent, present=present)

    def _name(self, value: Any = None) -> str:
        name = f"known{len(self._names)}"
        self._names[name] = value
        return name


def _is_spliced(kind: GraphQLOutputType, said: Said) -> bool:
    return is_text(kind) and said.made is None


def _leaf(kind: GraphQLOutputType, said: Said) -> Bytes:
    """What writes values that are no texts, or are made of one: not many different ones."""
    text, made, absent = text_of(kind), said.made, said.absent

    @lru_cache(maxsize=256, typed=True)
    def write(value: Any) -> bytes:
        if value is None:
            return text(absent).encode()
        return text(value if made is None else made(value)).encode()

    return write


def _listed(item: Bytes | None, absent: Any, *, present: bool) -> Bytes:
    """What writes a list of such values; None: of texts that are there."""

    def write(values: Any) -> bytes:
        if values is None:
            if absent is None and present:
                raise Unfit
            return NULL if absent is None else b"[]"
        return b"[%b]" % b",".join(values if item is None else [item(value) for value in values])

    return write


def _unless(missing: list[str], otherwise: str, written: str) -> str:
    return f"({otherwise} if {' or '.join(missing)} else {written})" if missing else written


def _joined(parts: Sequence[str]) -> str:
    return f"b''.join(({', '.join(parts)},))"


def _unfit() -> NoReturn:
    raise Unfit
