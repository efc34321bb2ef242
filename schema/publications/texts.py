"""How the fields of a record come by what its text says: its short parts, all of it, or the bytes themselves.

Lists read the short parts of their records only; the others are fetched where they are asked for, of many records at
once.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from schema.context import Info
from storage import publications as stored
from storage.publications import PublicationRow

SHORT = frozenset(stored.HEAD)


class OfText:
    """What is told of one record, from its text."""

    row: PublicationRow

    @cached_property
    def head(self) -> Mapping[str, Any]:
        """The short parts of the record."""
        if self.row.text is None:
            return self.row.head
        return {part: self.whole.get(part) for part in stored.HEAD}

    @cached_property
    def whole(self) -> Mapping[str, Any]:
        """All parts of the record, from its text."""
        whole: Mapping[str, Any] = json.loads(self.row.text or b"")
        return whole

    async def body(self, info: Info) -> Mapping[str, Any]:
        """All parts of the record, of which most are long."""
        if self.row.text is not None:
            return self.whole
        return await info.context.loader(stored.bodies_of, published=True).load(self.row.number)

    def text_with(self, parts: frozenset[str]) -> bytes | None:
        """The record's text, or of its short parts where these are among them; None where it is yet to be read."""
        if self.row.text is not None:
            return self.row.text
        return self.row.short if parts <= SHORT else None

    @staticmethod
    async def texts(info: Info, records: "Sequence[OfText]") -> list[str]:
        """The texts of records, each whole."""
        return await info.context.loader(stored.texts_of, published=True).load_many(one.row.number for one in records)
