"""Which documents ask for nothing but what is published: their answers are the same for everybody, for an edition."""

from functools import lru_cache

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from schema.limits import CACHED_TEXT, parsed

PUBLISHED = frozenset(
    {
        "__typename",
        "changesSince",
        "crosswalk",
        "crosswalks",
        "exemplars",
        "framework",
        "frameworks",
        "publication",
        "publications",
        "school",
        "schools",
        "territories",
        "territory",
    }
)
"""The top fields that read published tables only. `node` is none of them: it leads into the working world as well."""


@lru_cache(maxsize=512)
def asks_only_what_is_published(query: str) -> bool:
    """Whether every operation of the document is a query of such fields; decided from the text alone."""
    document, operations = _queries(query)
    return bool(operations) and all(_top_fields(document, one.selection_set) <= PUBLISHED for one in operations)


@lru_cache(maxsize=512)
def asks_beside_what_is_published(query: str) -> bool:
    """Whether every operation of the document is a query, and one of other fields as well."""
    return bool(_queries(query)[1]) and not asks_only_what_is_published(query)


def _queries(query: str) -> tuple[DocumentNode, list[OperationDefinitionNode]]:
    """The document and its operations; none where one of them is no query."""
    try:
        document = parsed(query if len(query) <= CACHED_TEXT else "")
    except GraphQLError:
        return DocumentNode(), []
    operations = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    return document, operations if all(one.operation is OperationType.QUERY for one in operations) else []


def _top_fields(document: DocumentNode, selections: SelectionSetNode) -> set[str]:
    fragments = {
        part.name.value: part.selection_set for part in document.definitions if isinstance(part, FragmentDefinitionNode)
    }
    found: set[str] = set()
    waiting = [selections]
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FieldNode):
                found.add(selection.name.value)
            elif isinstance(selection, FragmentSpreadNode):
                # Taken out, so that a fragment within itself ends here; validation refuses it.
                spread = fragments.pop(selection.name.value, None)
                waiting += [spread] if spread else []
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
    return found
