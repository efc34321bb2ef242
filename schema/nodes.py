"""Global object identification: the `Node` interface, and which room finds the node behind an id."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import key_of, kind_of


@strawberry.interface(description="Anything with an id that can be asked for again by that id alone.")
class Node:
    """A thing with a global id."""

    id: strawberry.ID = strawberry.field(description="Opaque, stable: `evaluation-1f0c…`.")


NodeLoader = Callable[[Info, UUID], Awaitable[Node | None]]
L = TypeVar("L", bound=NodeLoader)

_loaders: dict[str, NodeLoader] = {}


def node(kind: str) -> Callable[[L], L]:
    """Register the function that finds nodes of a kind, for the person asking: `@node("evaluation")`.

    It answers None both for what does not exist and for what the person may not see.
    """

    def register(load: L) -> L:
        if kind in _loaders:
            raise ValueError(f"two loaders for nodes of kind {kind}")
        _loaders[kind] = load
        return load

    return register


def node_kinds() -> frozenset[str]:
    """Every kind that `node(id)` can find."""
    return frozenset(_loaders)


async def find_node(info: Info, value: str) -> Node | None:
    """The node with this global id, or None for an unknown kind, a malformed id, or nothing to see."""
    load = _loaders.get(kind_of(value))
    key = key_of(value, kind_of(value))
    found = await load(info, key) if load and key else None
    info.context.absence |= found is None
    return found
