"""How much one request may ask for: size, depth, width and cost, judged before anything is validated or run.

What a document asks for is told by `schema.measures`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Visitor,
    parse,
    specified_rules,
    visit,
)
from graphql.validation import validate
from strawberry import Schema
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import ExecutionContext

from schema.measures import Measure, measured, page_sizes
from schema.mistakes import Mistake

TOKENS = 2000
"""Words and signs; the longest operation of the client has half as many. Reading one takes about 10 µs."""
DEPTH = 15
ALIASES = 50
DIRECTIVES = 50
FRAGMENTS = 100
OPERATIONS = 20
REPETITIONS = 50
FIELDS = 1500
COST = 50_000
LIMIT_EXCEEDED = "LIMIT_EXCEEDED"

# A text this long at most is remembered for long, so that the memory stays small.
CACHED_TEXT = 20_000


def excesses(document: DocumentNode, variables: Mapping[str, Any]) -> list[GraphQLError]:
    """What the document asks too much of; empty when it may go on."""
    return _weighed(document, variables)[1]


def _weighed(document: DocumentNode, variables: Mapping[str, Any]) -> tuple[Measure, list[GraphQLError]]:
    """What the document asks for, and what it asks too much of; of one with too many parts only the latter is known."""
    fragments = sum(isinstance(part, FragmentDefinitionNode) for part in document.definitions)
    operations = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    parts = {"fragments": (fragments, FRAGMENTS), "operations": (len(operations), OPERATIONS)}
    if beyond := _beyond(parts):
        return Measure(), beyond
    total = measured(document, variables)
    asked = {
        "levels of depth": (total.depth, DEPTH),
        "fields": (total.fields, FIELDS),
        "aliases": (total.aliases, ALIASES),
        "directives": (total.directives, DIRECTIVES),
        "repeated fields": (total.repetitions, REPETITIONS),
        "points of cost": (total.cost, COST),
    }
    return total, _beyond(asked)


def _beyond(asked: Mapping[str, tuple[int, int]]) -> list[GraphQLError]:
    return [_too_much(what, count, limit) for what, (count, limit) in asked.items() if count > limit]


def _too_much(what: str, count: int | str, limit: int) -> GraphQLError:
    shown = str(count) if isinstance(count, str) or count < 10**9 else "10^9+"
    return Mistake("REQUEST_ASKS_TOO_MUCH", {"count": shown, "what": what, "limit": str(limit)}, LIMIT_EXCEEDED)


def unnamed(document: DocumentNode, context: ExecutionContext) -> list[GraphQLError]:
    """Of several operations the request must name one; strawberry would run the first."""
    operations = sum(isinstance(part, OperationDefinitionNode) for part in document.definitions)
    named = context._provided_operation_name is not None  # noqa: SLF001 - the public name falls back to the first
    return [Mistake("OPERATION_UNNAMED")] if operations > 1 and not named else []


TOKEN = re.compile(
    r'#[^\n]*|("""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\\?\Z)|"(?:[^"\\\n]|\\.)*+"?|[\w.+-]+|[^\s,\w])', re.DOTALL
)
"""A comment, or at least one word or sign. What is not closed is taken to the end, so that no text is gone through
twice."""


def _has_too_many_tokens(text: str) -> bool:
    """Seen at a glance: the parser, which counts them too, takes a hundred times as long to come to the limit."""
    if len(text) <= TOKENS:
        return False
    tokens = (found for found in TOKEN.finditer(text) if found[1])
    return next(islice(tokens, TOKENS, None), None) is not None


def _read(text: str) -> DocumentNode | GraphQLError:
    if _has_too_many_tokens(text):
        return _too_much("words and signs", f"{TOKENS}+", TOKENS)
    try:
        return parse(text, max_tokens=TOKENS, no_location=len(text) > CACHED_TEXT)
    except RecursionError:
        return Mistake("REQUEST_TOO_DEEP", code=LIMIT_EXCEEDED)
    except GraphQLError as error:
        return error


class _Text:
    """A text that was read, and whether that was paid for."""

    def __init__(self, text: str) -> None:
        self.document = _read(text)
        self.paid = False


_remembered, _remembered_shortly = lru_cache(maxsize=256)(_Text), lru_cache(maxsize=4)(_Text)


def _text(text: str) -> _Text:
    return _remembered(text) if len(text) <= CACHED_TEXT else _remembered_shortly(text)


def parsed(text: str) -> DocumentNode:
    """The document of a text, from memory where it was read before: a request is read once, whoever asks for it.

    Raises GraphQLError for what is no document.
    """
    read = _text(text).document
    if isinstance(read, Mistake):
        raise Mistake(read.said, read.details, LIMIT_EXCEEDED)
    if isinstance(read, GraphQLError):
        raise GraphQLError(read.message, None, read.source, read.positions, extensions=read.extensions)
    return read


class Judged(NamedTuple):
    """What comes of a text before anything is run."""

    cost: int
    """In points, 1 at least: every field counts one, those of a list once for each line asked for."""
    refused: bool
    """It is no document, or one that asks too much."""
    excesses: list[GraphQLError]
    """What it asks too much of."""


OF_A_CHARACTER = 10
COST_OF_NOTHING = 1_000
"""What a request costs that is none, or asks too much."""


def price_of_reading(query: str) -> int:
    """What it costs, beside the cost of a request, that its text has to be read: once, while it is remembered."""
    text = _text(query)
    price = 0 if text.paid else OF_A_CHARACTER * len(query)
    text.paid = True
    return price


def judged(query: str, variables: Mapping[str, Any]) -> Judged:
    """What a request costs and asks too much of; a text is judged once for each length of its pages."""
    judge = _judged if len(query) <= CACHED_TEXT else _judged_shortly
    # What is no number counts as none; whole ones are equal whether they are written with a point or without.
    return judge(
        query, tuple((name, size) for name in _sizes_in(query) if isinstance(size := variables.get(name), int | float))
    )


def cost_of(query: str, variables: Mapping[str, Any]) -> int:
    """What a request costs, in points."""
    return judged(query, variables).cost


def _judge(query: str, sizes: tuple[tuple[str, Any], ...]) -> Judged:
    try:
        document = parsed(query)
    except GraphQLError:
        return Judged(COST_OF_NOTHING, refused=True, excesses=[])
    total, found = _weighed(document, dict(sizes))
    if found:
        return Judged(COST_OF_NOTHING, refused=True, excesses=found)
    return Judged(max(1, total.cost), refused=False, excesses=[])


_judged, _judged_shortly = lru_cache(maxsize=1024)(_judge), lru_cache(maxsize=4)(_judge)


@lru_cache(maxsize=256)
def _sizes_in(query: str) -> tuple[str, ...]:
    try:
        return page_sizes(parsed(query))
    except GraphQLError:
        return ()


def core_of(schema: Schema) -> GraphQLSchema:
    """The schema as graphql-core knows it."""
    return schema._schema  # noqa: SLF001 - the one way to it


@lru_cache(maxsize=256)
def problems(schema: GraphQLSchema, query: str) -> list[GraphQLError]:
    """What of a document the schema does not know, the first twenty.

    Remembered by its text: for the hash of a document the whole of it is gone through.
    """
    return validate(schema, parsed(query), specified_rules, max_errors=20)


@lru_cache(maxsize=256)
def about_the_schema(query: str) -> list[GraphQLError]:
    """What of a document asks the API about itself, which strangers are told by its contract instead."""
    found: list[GraphQLError] = []

    class Asked(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            if node.name.value in ("__schema", "__type"):
                found.append(Mistake("INTROSPECTION_CLOSED", code="INTROSPECTION_CLOSED", nodes=[node]))

    visit(parsed(query), Asked())
    return found[:1]


class Limits(SchemaExtension):
    """Parses, measures and validates each document; what was found valid is remembered."""

    def on_parse(self) -> Iterator[None]:
        """Take the parsed document from memory where it was seen before."""
        context = self.execution_context
        if context.query:
            context.graphql_document = parsed(context.query)
        yield

    def on_validate(self) -> Iterator[None]:
        """Refuse what asks too much, then what the schema does not know."""
        context = self.execution_context
        document, query = context.graphql_document, context.query
        if document is not None and query is not None:
            context.pre_execution_errors = (
                judged(query, context.variables or {}).excesses
                or ([] if context.context.explores else about_the_schema(query))
                or unnamed(document, context)
                or problems(core_of(context.schema), query)
            )
        yield
