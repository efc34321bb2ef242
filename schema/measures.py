"""What a document asks for, in numbers: how deep, how wide, how many lines of lists; told from its text alone.

Fragments are measured once and remembered, so a document that doubles itself at each fragment is measured as quickly
as any other; the limiters that come with strawberry walk every path through it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    print_ast,
)

PAGE, LONGEST_PAGE = 20, 100
PAGES = frozenset({"edges", "nodes"})
"""Whatever is asked for these is a connection: a page of a list, also where nobody says how long it is to be."""
PAGED = frozenset({"schools", "searchEvidence"})
"""So are these, whose lines stand in no connection."""


class Measure(NamedTuple):
    """What a selection asks for, its fragments written out."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    repetitions: int = 0
    cost: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both together."""
        return Measure(
            depth=max(self.depth, other.depth),
            fields=self.fields + other.fields,
            aliases=self.aliases + other.aliases,
            directives=self.directives + other.directives,
            repetitions=self.repetitions + other.repetitions,
            cost=self.cost + other.cost,
        )


class Measuring:
    """Measures the operations of one document."""

    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._variables = _defaults(document) | {name: value for name, value in variables.items() if value is not None}
        self._fragments = {
            part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)
        }
        self._measured: dict[str, Measure] = {}
        self._of_pages: dict[str, bool] = {}

    def of(self, selections: SelectionSetNode | None) -> Measure:
        """All that the selections ask for."""
        if selections is None:
            return Measure()
        names = list(_names(selections))
        total = Measure(repetitions=len(names) - len(set(names)))
        for selection in selections.selections:
            total = total.beside(self._one(selection))
        return total

    def _one(self, selection: SelectionNode) -> Measure:
        if isinstance(selection, FragmentSpreadNode):
            inner = self._fragment(selection.name.value)
        else:
            inner = self.of(getattr(selection, "selection_set", None))
        inner = inner._replace(directives=inner.directives + len(selection.directives or ()))
        if not isinstance(selection, FieldNode):
            return inner
        return Measure(
            depth=inner.depth + 1,
            fields=inner.fields + 1,
            aliases=inner.aliases + (selection.alias is not None),
            directives=inner.directives,
            repetitions=inner.repetitions,
            cost=1 + inner.cost * self._page(selection),
        )

    def _fragment(self, name: str) -> Measure:
        if name not in self._measured:
            # While it is being measured it counts nothing: a cycle ends here, and validation refuses it.
            self._measured[name] = Measure()
            if name in self._fragments:
                self._measured[name] = self.of(self._fragments[name].selection_set)
        return self._measured[name]

    def _page(self, field: FieldNode) -> int:
        if not field.selection_set:
            return 1
        for argument in field.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                if isinstance(value, IntValueNode):
                    return _lines(int(value.value[:9]))
                return _lines(self._variables.get(value.name.value) if isinstance(value, VariableNode) else None)
        return PAGE if field.name.value in PAGED or self._has_pages(field.selection_set) else 1

    def _has_pages(self, selections: SelectionSetNode) -> bool:
        """Whether what these ask is asked of a connection."""
        return any(self._is_of_pages(selection) for selection in selections.selections)

    def _is_of_pages(self, selection: SelectionNode) -> bool:
        if isinstance(selection, FieldNode):
            return selection.name.value in PAGES
        if isinstance(selection, InlineFragmentNode):
            return self._has_pages(selection.selection_set)
        name = selection.name.value  # type: ignore[attr-defined] # a spread is all that is left
        if name not in self._of_pages:
            # As above: a cycle ends here.
            self._of_pages[name] = False
            if name in self._fragments:
                self._of_pages[name] = self._has_pages(self._fragments[name].selection_set)
        return self._of_pages[name]


def _lines(asked: Any) -> int:
    """Of how many lines a page is for which this many are asked: 100.0 is a whole number as well."""
    whole = isinstance(asked, int) or (isinstance(asked, float) and asked.is_integer())
    return int(min(max(asked, 1), LONGEST_PAGE)) if whole else PAGE


def _defaults(document: DocumentNode) -> dict[str, int]:
    """What variables are where they are not given; where operations differ, the most."""
    found: dict[str, int] = {}
    for part in document.definitions:
        for declared in (part.variable_definitions or ()) if isinstance(part, OperationDefinitionNode) else ():
            if isinstance(declared.default_value, IntValueNode):
                name = declared.variable.name.value
                found[name] = max(int(declared.default_value.value[:9]), found.get(name, 0))
    return found


def _names(selections: SelectionSetNode) -> Iterator[str]:
    """The names the selections answer under. Validation compares each with every other of the same name."""
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            yield (selection.alias or selection.name).value
        elif isinstance(selection, InlineFragmentNode):
            yield from _names(selection.selection_set)


def measured(document: DocumentNode, variables: Mapping[str, Any]) -> Measure:
    """What all operations of the document ask for together."""
    measuring = Measuring(document, variables)
    total = Measure()
    for part in document.definitions:
        if isinstance(part, OperationDefinitionNode):
            total = total.beside(measuring.of(part.selection_set))
    return total


def page_sizes(document: DocumentNode) -> tuple[str, ...]:
    """The variables that may say how long a page is: the measure of a document depends on no others."""
    return tuple(
        dict.fromkeys(
            declared.variable.name.value
            for part in document.definitions
            if isinstance(part, OperationDefinitionNode)
            for declared in part.variable_definitions or ()
            if print_ast(declared.type) in ("Int", "Int!")
        )
    )
