"""What the API answers in a test that has no server: the schema itself is asked."""

from pathlib import Path
from typing import Any
from uuid import UUID

from strawberry.types import ExecutionResult

from schema.context import Context
from schema.root import schema
from storage.blobs import open_blobs
from storage.database import Database
from storage.keys import load_signer


async def context_of(database: Database, folder: Path, person: UUID | None) -> Context:
    """What a request of this person, or of an observer, knows of."""
    signer = await load_signer(database, folder)
    return Context(database, open_blobs("local", folder / "blobs"), person, signer)


async def answer(context: Context, query: str, /, **variables: Any) -> ExecutionResult:
    """What a request is answered, its errors too."""
    try:
        result = await schema.execute(query, variable_values=variables, context_value=context)
    finally:
        await context.forget_reads()
    assert isinstance(result, ExecutionResult)
    return result


async def told(context: Context, query: str, /, **variables: Any) -> Any:
    """The data of an answer without errors."""
    result = await answer(context, query, **variables)
    assert result.errors is None, result.errors
    return result.data


async def ask(database: Database, folder: Path, person: UUID | None, query: str, /, **variables: Any) -> Any:
    """The same, to this person or to an observer."""
    return await told(await context_of(database, folder, person), query, **variables)
