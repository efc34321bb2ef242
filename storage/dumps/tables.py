"""What a table of a dump is: columns that say what they mean, and rows that are read a batch at a time."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.database import Transaction
from storage.moments import settled

Kind = Literal["integer", "string", "number", "date", "datetime", "boolean"]
Cell = str | int | bool | datetime | None
"""A value; exact numbers and dates are texts, as records have them."""
Batches = AsyncIterator[Sequence[Sequence[Cell]]]
"""Some rows after others, each time as the values of every column: what is done to a column is done at one go."""


@dataclass(frozen=True)
class DumpColumn:
    """A column: its name, what it holds, and what that means."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Extent:
    """How far a dump reaches: the newest record in it, and the moment the register is shown as of; None is now."""

    through: int
    as_of: datetime | None


@dataclass(frozen=True)
class DumpTable(ABC):
    """A table of a dump; `key` names the columns that tell one row from every other."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[DumpColumn, ...]

    @abstractmethod
    def batches(self, transaction: Transaction, within: Extent) -> Batches:
        """Its rows, read from the database as they are asked for. There is none without rows."""


async def through(transaction: Transaction) -> int:
    """The number of the newest record."""
    number: int = await transaction.value("SELECT coalesce(max(number), 0) FROM published.record")
    return number


async def extent(transaction: Transaction) -> Extent:
    """Everything published by now, with the register of the same moment."""
    now = await transaction.value("SELECT clock_timestamp()")
    await settled(transaction, now)
    return Extent(await through(transaction), now)
