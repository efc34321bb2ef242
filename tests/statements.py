"""What is sent to the database while a test looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import AsyncConnection


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """Every statement sent meanwhile, in order, also those that begin and end transactions; not how a new connection
    is made ready."""
    sent: list[str] = []
    usual = AsyncConnection.execute

    async def noted(self: AsyncConnection[Any], query: Any, *given: Any, **options: Any) -> Any:
        if not query.startswith("SET ROLE"):
            sent.append(query)
        return await usual(self, query, *given, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AsyncConnection, "execute", noted)
        yield sent
