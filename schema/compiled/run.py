"""One execution of a compiled operation: the places of the answer that wait, and how they are filled by level."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql.execution.values import VariableValues
from strawberry.types import Info

from schema.context import Context, Pieces

Write = Callable[[Any, list[Any], "Run"], None]
"""Writes a value into an answer: texts, bytes of them, and lists for what a resolver has yet to bring."""

# The value of the root: resolvers of the root are given None, and None is written as null anywhere else.
ROOT = object()


class Unfit(Exception):
    """Only the ordinary executor can answer this."""


class Unread(NamedTuple):
    """Stands for an object that need not be read where its text is kept."""

    alike: Hashable
    """What the method of this name would answer for the object."""
    own: Hashable
    """What two of them have in common whose own parts are the same, whatever else is published."""
    key: Any
    """By which it is read."""
    read: Callable[[Info[Context, None], Sequence[Any]], Awaitable[Sequence[Any]]]
    """Brings the objects with these keys, in their order."""


@dataclass(slots=True, eq=False)
class Waiting:
    """A place in the answer that a resolver has yet to fill."""

    of: "Later"
    source: Any
    out: list[Any]
    place: int


class Piece(NamedTuple):
    """Under what a piece of an answer is kept."""

    key: Hashable
    lasts: bool
    """Whether it stands when more is published."""


class Made(NamedTuple):
    """A piece of the answer that is being written, and what is written so far."""

    piece: Piece
    inner: list[Any]


@dataclass
class Run:
    """One execution: what resolvers are told, and the places that wait."""

    info: Info[Context, None]
    variables: VariableValues
    pieces: Pieces | None = None
    made: list["Made"] = field(default_factory=list)
    """Pieces of the answer that are to be kept when they are complete."""
    arguments: dict[int, dict[str, Any]] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Later:
    """A field whose resolver waits for something."""

    resolve: Callable[[Any, Run], Awaitable[Any]]
    together: Callable[[Any, Sequence[Any]], Awaitable[Sequence[Any]]] | None
    write: Write


def whole(out: list[Any], run: Run) -> bytes:
    """The answer in one piece; of its pieces those are kept that are less than half of it.

    A larger one is kept with the answer, and would take the place of many that others begin with.
    """
    for made in run.made:
        made.inner[:] = [joined(made.inner)]
    answer = joined(out)
    if run.pieces is not None:
        for piece, (text,) in run.made:
            if 2 * len(text) < len(answer):
                run.pieces.keep(piece.key, text, lasts=piece.lasts)
    return answer


async def fill(waiting: Sequence[Waiting], run: Run) -> None:
    """Have the resolvers of a level bring their values, and write them; what waits then is the next level."""
    groups: dict[Later, list[Waiting]] = {}
    for one in waiting:
        groups.setdefault(one.of, []).append(one)
    if all(len(group) == 1 for group in groups.values()):
        # Nothing to gather; a task each would cost more than it brings.
        for one in waiting:
            put(one, await one.of.resolve(one.source, run), run)
        return
    found = await asyncio.gather(*(_resolved(of, group, run) for of, group in groups.items()), return_exceptions=True)
    for group, values in zip(groups.values(), found, strict=True):
        if isinstance(values, BaseException):
            raise values
        for one, value in zip(group, values, strict=True):
            put(one, value, run)


async def _resolved(of: Later, group: Sequence[Waiting], run: Run) -> Sequence[Any]:
    if of.together and len(group) > 1:
        return await of.together(run.info, [one.source for one in group])
    # Each is waited for, also when another fails: none may be at work any more when the ordinary executor begins.
    found = await asyncio.gather(*(of.resolve(one.source, run) for one in group), return_exceptions=True)
    for value in found:
        if isinstance(value, BaseException):
            raise value
    return found


def put(one: Waiting, value: Any, run: Run) -> None:
    """Write what a resolver brought into its place."""
    inner: list[Any] = []
    one.of.write(value, inner, run)
    one.out[one.place] = inner


def joined(out: list[Any]) -> bytes:
    """The answer in one piece."""
    return b"".join(
        [part if type(part) is bytes else part.encode() if type(part) is str else joined(part) for part in out]
    )
