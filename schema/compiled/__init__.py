"""Answers requests by way of an operation that was compiled once: the same bytes as the ordinary executor's, sooner.

The ordinary executor asks the same questions of every value: which fields, which resolver, which arguments, which type.
Here they are asked once a document. What comes of it is a tree of small functions, made from the types of the schema
and nothing else, each of which writes the JSON of one place straight into the answer; objects in between are not kept.

Whatever is not the usual case is left to the ordinary executor: documents with directives or introspection are not
compiled, and where a resolver raises or a value does not fit its type, the query is answered once more the ordinary
way. Queries change nothing, so that is safe, and errors are told by one voice only. A mutation, compiled where it is a
single act, is left to it before anything is done; afterwards only its answer is, with what the act answered or raised.

An object of a type with a method `alike` is written once for as long as what is published stands: what that method
answers is equal for objects of which every answer says the same. Where a resolver may leave that to it (the context
has `pieces`), it answers with `Unread` in the place of such an object, and those are read that are not written yet.
Where nothing is asked but the object's own parts, which are its attributes, what stands in its text, and attributes of
what fields with `OWN` in their metadata lead to, what was written for an `Unread` stands when more is published.

Resolvers that wait are gathered level by level, so that loaders get the keys of a whole level at once. A field may
bring a way to resolve many sources at once, under `TOGETHER` in its metadata.
"""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from strawberry import Schema
from strawberry.types import Info

from schema.compiled.acts import Done, ToldOtherwise, done_by, tell_what_was_done
from schema.compiled.compiler import OWN, TOGETHER, Compiler
from schema.compiled.run import ROOT, Run, Unfit, Unread, fill, put, whole
from schema.compiled.variables import Variables
from schema.context import Context
from schema.limits import CACHED_TEXT, core_of, excesses, judged, parsed, problems
from schema.measures import page_sizes

__all__ = [
    "OWN",
    "TOGETHER",
    "Done",
    "Operation",
    "Operations",
    "ToldOtherwise",
    "Unfit",
    "Unread",
    "tell_what_was_done",
]


class Operation:
    """A compiled query, or a compiled act."""

    def __init__(self, schema: Schema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        compiler, core = Compiler(schema, document), core_of(schema)
        self.acts = operation.operation is OperationType.MUTATION
        root = core.mutation_type if self.acts else core.query_type
        assert root, "there are queries and acts"
        self._document = document
        self._variables = Variables(core, operation.variable_definitions or ())
        write_root = compiler.act_of if self.acts else compiler.object_of
        self._write = write_root(root, [operation.selection_set])
        self._sizes = page_sizes(document)
        self._allowed = lru_cache(maxsize=64)(self._fits)

    async def answer(self, context: Context, variables: Mapping[str, Any]) -> bytes:
        """The whole answer as JSON.

        Raises Unfit, or what a resolver raised: then the ordinary executor has the word. Raises ToldOtherwise where it
        has, but an act was done.
        """
        given = tuple(variables.get(name) for name in self._sizes)
        if not all(isinstance(size, Hashable) for size in given) or not self._allowed(given):
            raise Unfit
        values = self._variables.read(variables)
        # Of the executor's own state resolvers are told the context only; whoever asks for more is left to it.
        info: Info[Context, None] = Info(_raw_info=cast(Any, SimpleNamespace(context=context)), _field=cast(Any, None))
        run = Run(info, values, context.pieces)
        out: list[Any] = []
        self._write(ROOT, out, run)
        if self.acts:
            await self._act(run)
        else:
            await _fill_all(run)
        return b'{"data":%b}' % whole(out, run)

    @staticmethod
    async def _act(run: Run) -> None:
        (act,), run.waiting = run.waiting, []
        # Arguments are read here; nothing is done before it is waited for.
        done = await done_by(act.of.resolve(act.source, run))
        try:
            put(act, done.again(), run)
            await _fill_all(run)
        except Exception:  # noqa: BLE001 - whatever it is, the ordinary executor tells it
            raise ToldOtherwise(done) from None

    def _fits(self, sizes: tuple[Any, ...]) -> bool:
        return not excesses(self._document, dict(zip(self._sizes, sizes, strict=True)))


async def _fill_all(run: Run) -> None:
    while run.waiting:
        waiting, run.waiting = run.waiting, []
        await fill(waiting, run)


class Operations:
    """The compiled operations of a schema, the ones asked for last."""

    def __init__(self, schema: Schema, most: int = 256) -> None:
        self._schema = schema
        self._compiled = lru_cache(maxsize=most)(self._compile)

    def of(self, query: str, name: str | None) -> Operation | None:
        """The compiled operation of this name in a document; None for whoever must ask the ordinary executor."""
        return self._compiled(query, name) if len(query) <= CACHED_TEXT else None

    def _compile(self, query: str, name: str | None) -> Operation | None:
        try:
            document = parsed(query)
            operation = get_operation_ast(document, name)
            if operation is None or operation.operation is OperationType.SUBSCRIPTION:
                return None
            # What asks too much is not even validated: that alone may take long.
            if judged(query, {}).refused or problems(core_of(self._schema), query):
                return None
            return Operation(self._schema, document, operation)
        except (GraphQLError, Unfit):
            return None
