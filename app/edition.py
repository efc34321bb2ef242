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
        self._waiting: list[asyncio.Future[str]] = []
        self._asking: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    async def now(self) -> str:
        """The edition that stands at some moment after this call."""
        waiter: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        if len(self._waiting) == 1:
            task = asyncio.create_task(self._ask())
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        return await waiter

    async def _ask(self) -> None:
        async with self._turn:
            # From here on it is too late to join: the statement may already have looked.
            asked, self._waiting = self._waiting, []
            try:
                found = await edition(self._database.observers)
            except Exception as error:  # noqa: BLE001 - whoever asked is told
                for waiter in asked:
                    if not waiter.done():
                        waiter.set_exception(error)
            else:
                for waiter in asked:
                    if not waiter.done():
                        waiter.set_result(found)
