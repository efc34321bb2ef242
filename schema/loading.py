"""Gathers what many resolvers ask for into one statement.

Unlike the usual loader, which sends whatever was asked for in one turn of the event loop, this one keeps gathering
until the connection is free. All resolvers of a level have asked by then, so the number of statements is that of the
query's levels and never depends on rows or timing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Loader(Generic[K, V]):
    """Loads values by key, each key once; `load` answers in the keys' order, `turn` is held while it runs."""

    def __init__(self, load: Callable[[Sequence[K]], Awaitable[Sequence[V]]], turn: asyncio.Lock) -> None:
        self._load = load
        self._turn = turn
        self._asked: dict[K, asyncio.Future[V]] = {}
        self._waiting: list[K] = []
        self._fetching: set[asyncio.Task[None]] = set()

    def _ask(self, key: K) -> "asyncio.Future[V]":
        future = self._asked.get(key)
        if future is None:
            future = self._asked[key] = asyncio.get_running_loop().create_future()
            self._waiting.append(key)
            if len(self._waiting) == 1:
                task = asyncio.create_task(self._fetch())
                self._fetching.add(task)
                task.add_done_callback(self._fetching.discard)
        return future

    def asked(self, key: K) -> bool:
        """Whether the value for a key was asked for already."""
        return key in self._asked

    def know(self, key: K, value: V) -> None:
        """The value for a key, brought along by another statement; nobody need ask for it."""
        if key not in self._asked:
            self._asked[key] = asyncio.get_running_loop().create_future()
            self._asked[key].set_result(value)

    async def load(self, key: K) -> V:
        """The value for a key."""
        return await asyncio.shield(self._ask(key))

    async def load_many(self, keys: Iterable[K]) -> list[V]:
        """The values for these keys, in their order."""
        asked = [self._ask(key) for key in keys]
        return [future.result() if future.done() else await asyncio.shield(future) for future in asked]

    async def _fetch(self) -> None:
        async with self._turn:
            keys, self._waiting = self._waiting, []
            try:
                values = await self._load(keys)
            except Exception as error:  # noqa: BLE001 - whoever asked is told
                for key in keys:
                    self._asked[key].set_exception(error)
            else:
                for key, value in zip(keys, values, strict=True):
                    self._asked[key].set_result(value)
