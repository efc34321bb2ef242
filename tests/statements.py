"""What is sent to the database while a test looks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage.lines import Answer, Line, Statement


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """Every statement sent meanwhile, in order, also those that begin transactions and end those that change something;
    not how a new connection is made ready."""
    sent: list[str] = []
    usual = Line.ask

    async def noted(self: Line, *statements: Statement) -> list[Answer]:
        sent.extend([one.sql for one in statements])
        return await usual(self, *statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Line, "ask", noted)
        yield sent
