"""Fields whose values stand in a JSON text, and where: compiled operations take them from its bytes.

Their resolvers say the same of the same text, for the ordinary executor.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

SAID = "said"
"""In the metadata of a field: where its value stands."""


@dataclass(frozen=True)
class Said:
    """Where in an object of JSON a value stands, and what it is."""

    path: tuple[str, ...]
    """The names that lead to it; where one of them leads to nothing, there is no value."""
    made: Callable[[Any], Any] | None = None
    """What the API makes of a text or number that is there; None: it is shown as it stands."""
    absent: Any = None
    """The value where there is none."""


def said(*path: str, made: Callable[[Any], Any] | None = None, absent: Any = None) -> Mapping[str, Said]:
    """The metadata of a field whose value stands there."""
    return {SAID: Said(path, made, absent)}
