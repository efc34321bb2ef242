"""The whole schema, joined from the rooms."""

import importlib
import importlib.util
from collections.abc import Iterator

import strawberry
from graphql import GraphQLError
from strawberry.types.execution import ExecutionContext

from schema.context import Info
from schema.limits import Limits
from schema.nodes import Node, find_node
from schema.scalars import schema_config

ROOMS = ["publications", "schools", "territories", "changes", "frameworks", "viewer", "evaluation_acts", "panel_acts", "review_acts", "decision_acts", "evidence", "evidence_acts", "publication_acts"]


def _found(suffix: str) -> Iterator[type]:
    for room in ROOMS:
        if importlib.util.find_spec(f"schema.{room}"):
            try:
                module = importlib.import_module(f"schema.{room}")
            except ImportError as error:
                print("NOT YET", room, error)
                continue
            for name, value in vars(module).items():
                if name.endswith(suffix) and isinstance(value, type) and value.__module__ == module.__name__:
                    yield value


class Schema(strawberry.Schema):
    """Errors are logged where they are masked, with their place and without what people wrote."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave the errors to whoever answers."""


@strawberry.type
class NodeQueries:
    @strawberry.field(description="Anything by its id; null for what does not exist and for what is closed to you.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        """Find a node."""
        return await find_node(info, id)


Query = strawberry.type(type("Query", (*_found("Queries"), NodeQueries), {"__doc__": "Query"}))
_mutations = list(_found("Mutations"))
Mutation = strawberry.type(type("Mutation", tuple(_mutations), {})) if _mutations else None
schema = Schema(Query, Mutation, config=schema_config(), extensions=[Limits])
