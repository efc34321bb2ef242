"""Why something cannot be done, as a value: a code, and the facts its message is filled with."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """One obstacle. The texts for each code, in Russian and English, are in `workflows/messages`."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)
    criterion: str | None = None
    unblock: str | None = None
    """A path in the client that helps; `{number}` stands for the evaluation's number."""
