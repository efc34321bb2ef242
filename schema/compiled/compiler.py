"""Turns selections into functions that write."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values
from strawberry import Schema
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from schema.compiled.leaves import Text, is_leaf, is_text, present, text_of
from schema.compiled.objects import Step, kept, with_text, without_text
from schema.compiled.plain import Leaf, text_of_leaves, text_of_list, text_of_object
from schema.compiled.run import ROOT, Later, Run, Unfit, Waiting, Write
from schema.compiled.spliced import Member, Splicer
from schema.limits import core_of
from schema.said import SAID, Said

TOGETHER = "together"
"""In the metadata of a field: `async (info, sources) -> values`, which resolves the field of many sources at once."""
OWN = "own"
"""In the metadata of a field: that attributes of what it leads to are taken for the object's own parts."""

Nodes = Sequence[FieldNode]
Fields = dict[str, list[FieldNode]]


class Compiler:
    """Turns selections into functions that write."""

    def __init__(self, schema: Schema, document: DocumentNode) -> None:
        self._schema, self._core = schema, core_of(schema)
        self._fragments = {
            part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)
        }

    def object_of(self, kind: GraphQLObjectType, selections: Sequence[SelectionSetNode]) -> Write:
        """Writes an object of this type."""
        fields: Fields = {}
        for selection in selections:
            self._collect(kind, selection, fields)
        splicer = Splicer(self._members_of)
        steps: list[Step] = []
        for sort, parts in groupby(self._parts(kind, fields), key=type):
            # Leaves that follow each other are written at one go.
            if sort is Leaf:
                steps.append(Step(_written(text_of_leaves(cast(list[Leaf], list(parts))))))
            elif sort is Member:
                steps.append(Step(_written(splicer.writer(cast(list[Member], list(parts)))), of_text=True))
            else:
                steps += [Step(part) for part in cast(list[Write], list(parts))]
        fits = _fits_type(kind)
        write_parts = with_text(steps, splicer) if splicer.parts() else without_text(steps)

        def write(value: Any, out: list[Any], run: Run) -> None:
            if value is None:
                out.append("null")
                return
            if fits is not None and not fits(value):
                raise Unfit
            write_parts(value, out, run)

        alike = getattr(_origin(kind), "alike", None)
        if alike is None:
            return write
        return kept(write, alike, keeps=not self._has_arguments(selections), own=self._is_own(kind, fields))

    def act_of(self, kind: GraphQLObjectType, selections: Sequence[SelectionSetNode]) -> Write:
        """Writes the answer of the one act that is asked for.

        Raises Unfit for several, which are done one after another whatever comes of each.
        """
        fields: Fields = {}
        for selection in selections:
            self._collect(kind, selection, fields)
        known = [kind.fields.get(nodes[0].name.value) for nodes in fields.values()]
        if len(known) != 1 or known[0] is None or not _definition(known[0]).is_async:
            raise Unfit
        return self.object_of(kind, selections)

    def _is_own(self, kind: GraphQLObjectType, fields: Fields) -> bool:
        """Whether nothing is asked of objects of this type but their own parts."""
        has_text = hasattr(_origin(kind), "text_with")
        for nodes in fields.values():
            known = kind.fields.get(nodes[0].name.value)
            if known is None or (has_text and self._said(known, nodes)):
                continue
            made = _definition(known)
            if not self._is_plain(known.type, nodes) or (made.base_resolver and not made.metadata.get(OWN)):
                return False
        return True

    def _has_arguments(self, selections: Sequence[SelectionSetNode]) -> bool:
        return any(
            (isinstance(part, FieldNode) and bool(part.arguments))
            or self._has_arguments([inner] if (inner := self._inner(part)) else [])
            for selection in selections
            for part in selection.selections
        )

    def _inner(self, part: SelectionNode) -> SelectionSetNode | None:
        if isinstance(part, FieldNode | InlineFragmentNode):
            return part.selection_set
        return self._fragments[part.name.value].selection_set  # type: ignore[attr-defined] # a spread is all that is left

    def _parts(self, kind: GraphQLObjectType, fields: Fields) -> Iterator[Leaf | Member | Write]:
        has_text = hasattr(_origin(kind), "text_with")
        before = "{"
        for name, nodes in fields.items():
            before += f'"{name}":'
            asked = nodes[0].name.value
            if asked == "__typename":
                yield Leaf(f"{before}{encode_basestring(kind.name)}")
            elif asked not in kind.fields:
                raise Unfit
            else:
                known = kind.fields[asked]
                made = _definition(known)
                if has_text and (said := self._said(known, nodes)):
                    yield Member(before, known.type, said, nodes)
                elif made.base_resolver is None and self._is_plain(known.type, nodes):
                    yield Leaf(before, made.python_name, self._plain(known.type, nodes), is_text=is_text(known.type))
                else:
                    yield self._field(before, known, made, nodes)
            before = ","
        if not fields:
            # All that is asked is asked of other types.
            yield Leaf("{")

    def _collect(
        self, kind: GraphQLObjectType, selection: SelectionSetNode, fields: dict[str, list[FieldNode]]
    ) -> None:
        for part in selection.selections:
            if part.directives:
                raise Unfit
            if isinstance(part, FieldNode):
                fields.setdefault((part.alias or part.name).value, []).append(part)
                continue
            if isinstance(part, InlineFragmentNode):
                condition, inner = part.type_condition, part.selection_set
            else:
                fragment = self._fragments[part.name.value]  # type: ignore[attr-defined] # a spread is all that is left
                condition, inner = fragment.type_condition, fragment.selection_set
            if condition is None or self._meets(kind, condition.name.value):
                self._collect(kind, inner, fields)

    def _meets(self, kind: GraphQLObjectType, condition: str) -> bool:
        named = self._core.type_map[condition]
        return named is kind or (
            isinstance(named, GraphQLInterfaceType | GraphQLUnionType) and self._core.is_sub_type(named, kind)
        )

    def _field(self, before: str, known: GraphQLField, made: StrawberryField, nodes: Nodes) -> Write:
        write = self._value(known.type, nodes)
        if made.base_resolver is None:
            get = attrgetter(made.python_name)

            def plain(source: Any, out: list[Any], run: Run) -> None:
                out.append(before)
                write(get(source), out, run)

            return plain
        call = self._call(known, made, nodes[0])
        if not made.is_async:

            def resolved(source: Any, out: list[Any], run: Run) -> None:
                out.append(before)
                write(call(source, run), out, run)

            return resolved
        together = made.metadata.get(TOGETHER) if not nodes[0].arguments else None
        later = Later(call, together, write)

        def awaited(source: Any, out: list[Any], run: Run) -> None:
            out.append(before)
            run.waiting.append(Waiting(later, source, out, len(out)))
            out.append(None)

        return awaited

    def _call(self, known: GraphQLField, made: StrawberryField, node: FieldNode) -> Callable[[Any, Run], Any]:
        resolver = made.base_resolver
        assert resolver, "fields without one are read"
        function = cast(Callable[..., Any], resolver.wrapped_func)
        if resolver.root_parameter or resolver.parent_parameter or not resolver.self_parameter:
            raise Unfit
        named = resolver.info_parameter.name if resolver.info_parameter else None

        def arguments(variables: VariableValues) -> dict[str, Any]:
            return convert_arguments(
                get_argument_values(known, node, variables),
                made.arguments,
                scalar_registry=self._schema.schema_converter.scalar_registry,
                config=self._schema.config,
            )

        if not made.arguments:
            if named is None:
                return lambda source, _run: function(None if source is ROOT else source)
            return lambda source, run: function(None if source is ROOT else source, **{named: run.info})
        identity = id(node)

        def call(source: Any, run: Run) -> Any:
            given = run.arguments.get(identity)
            if given is None:
                given = run.arguments[identity] = arguments(run.variables)
                if named is not None:
                    given[named] = run.info
            return function(None if source is ROOT else source, **given)

        return call

    def _said(self, known: GraphQLField | None, nodes: Nodes) -> Said | None:
        """Where in its object's text the value stands, if all that is asked of it stands there."""
        said = _definition(known).metadata.get(SAID) if known and not nodes[0].arguments else None
        inner = get_named_type(known.type) if known else None
        if not isinstance(said, Said):
            return None
        if isinstance(inner, GraphQLObjectType):
            for below in self._fields_of(inner, nodes).values():
                name = below[0].name.value
                if name != "__typename" and not self._said(inner.fields.get(name), below):
                    return None
        return said if isinstance(inner, GraphQLObjectType) or is_leaf(cast(GraphQLOutputType, inner)) else None

    def _members_of(self, kind: GraphQLObjectType, nodes: Nodes) -> Iterator[Member]:
        """What is asked of an object of which all stands in a text."""
        before, fields = "{", self._fields_of(kind, nodes)
        for name, below in fields.items():
            asked = below[0].name.value
            before += f'"{name}":'
            if asked == "__typename":
                yield Member(before + encode_basestring(kind.name))
            else:
                known = kind.fields[asked]
                yield Member(before, known.type, _definition(known).metadata[SAID], below)
            before = ","
        if not fields:
            yield Member("{")

    def _is_plain(self, kind: GraphQLOutputType, nodes: Nodes) -> bool:
        """Whether everything that is asked of values of this type is an attribute."""
        inner = get_named_type(kind)
        if not isinstance(inner, GraphQLObjectType):
            return is_leaf(cast(GraphQLOutputType, inner))
        if hasattr(_origin(inner), "alike"):
            return False
        for below in self._fields_of(inner, nodes).values():
            asked = below[0].name.value
            known = inner.fields.get(asked)
            if known and (_definition(known).base_resolver or not self._is_plain(known.type, below)):
                return False
        return True

    def _plain(self, kind: GraphQLOutputType, nodes: Nodes, *, there: bool = False) -> Text:
        """What makes JSON of such a value; raises Unfit for nothing where it has to be `there`."""
        if isinstance(kind, GraphQLNonNull):
            return self._plain(kind.of_type, nodes, there=True)
        if isinstance(kind, GraphQLObjectType):
            parts = cast(list[Leaf], list(self._parts(kind, self._fields_of(kind, nodes))))
            return text_of_object(parts, _origin(kind) if kind.is_type_of else None, present=there)
        text = text_of_list(self._plain(kind.of_type, nodes)) if isinstance(kind, GraphQLList) else text_of(kind)
        return present(text) if there else text

    def _fields_of(self, kind: GraphQLObjectType, nodes: Nodes) -> Fields:
        fields: Fields = {}
        for node in nodes:
            if node.selection_set:
                self._collect(kind, node.selection_set, fields)
        return fields

    def _value(self, kind: GraphQLOutputType, nodes: Nodes) -> Write:
        if self._is_plain(kind, nodes):
            return _written(self._plain(kind, nodes))
        if isinstance(kind, GraphQLNonNull):
            return _present(self._value(kind.of_type, nodes))
        if isinstance(kind, GraphQLList):
            return _list_of(self._value(kind.of_type, nodes))
        if isinstance(kind, GraphQLObjectType):
            return self.object_of(kind, [node.selection_set for node in nodes if node.selection_set])
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            return self._abstract(kind, nodes)
        raise Unfit

    def _abstract(self, kind: GraphQLInterfaceType | GraphQLUnionType, nodes: Nodes) -> Write:
        writers: dict[type, Write] = {}

        def write(value: Any, out: list[Any], run: Run) -> None:
            if value is None:
                out.append("null")
                return
            found = writers.get(type(value))
            if found is None:
                definition = getattr(type(value), "__strawberry_definition__", None)
                named = self._core.get_type(definition.name) if definition else None
                if not isinstance(named, GraphQLObjectType) or not self._core.is_sub_type(kind, named):
                    raise Unfit
                found = self.object_of(named, [node.selection_set for node in nodes if node.selection_set])
                writers[type(value)] = found
            found(value, out, run)

        return write


def _definition(known: GraphQLField) -> StrawberryField:
    made = known.extensions.get("strawberry-definition")
    if not isinstance(made, StrawberryField) or made.extensions or made.permission_classes:
        raise Unfit
    return made


def _written(text: Callable[[Any], str | bytes]) -> Write:
    return lambda value, out, _run: out.append(text(value))


def _origin(kind: GraphQLObjectType) -> type:
    return cast(type, kind.extensions["strawberry-definition"].origin)


def _fits_type(kind: GraphQLObjectType) -> Callable[[Any], bool] | None:
    if kind.is_type_of is None:
        return None
    origin = _origin(kind)
    return lambda value: type(value) is origin


def _present(write: Write) -> Write:
    def written(value: Any, out: list[Any], run: Run) -> None:
        if value is None:
            raise Unfit
        write(value, out, run)

    return written


def _list_of(write: Write) -> Write:
    def written(value: Any, out: list[Any], run: Run) -> None:
        if value is None:
            out.append("null")
            return
        if type(value) is not list:
            raise Unfit
        before = "["
        for item in value:
            out.append(before)
            before = ","
            write(item, out, run)
        out.append("]" if value else "[]")

    return written
