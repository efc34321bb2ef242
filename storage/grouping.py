"""Puts the rows of one statement back to the keys that asked for them, for loaders."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def many_of(keys: Sequence[K], rows: Iterable[V], key: Callable[[V], K]) -> list[list[V]]:
    """For each key, in the keys' order, its rows in the order they came."""
    found: dict[K, list[V]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return [found.get(wanted, []) for wanted in keys]


def one_of(keys: Sequence[K], rows: Iterable[V], key: Callable[[V], K]) -> list[V | None]:
    """For each key, in the keys' order, its row or None."""
    found = {key(row): row for row in rows}
    return [found.get(wanted) for wanted in keys]
