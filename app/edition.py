"""Which edition of the published world stands now: asked of the database by many at once with one small statement.

Whatever is published changes the edition in the same commit, so an answer made from published tables alone is the
answer for as long as its edition stands. Who asks while a statement is under way waits for the next one: an edition
is never older than the question, and a reader always sees what was published before he asked.
"""

import asyncio

from storage.database import Database
from storage.moments import edition


class Edition:
    """The edition, for everybody who asks in this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next: asyncio.Task[str] | None = None
        self._turn = asyncio.Lock()

    async def now(self) -> str:
        """The edition that stands at some moment after this call."""
        if self._next is None:
            self._next = asyncio.create_task(self._ask())
        return await asyncio.shield(self._next)

    async def _ask(self) -> str:
        async with self._turn:
            # From here on it is too late to join: the statement may already have looked.
            self._next = None
            return await edition(self._database.observers)
