"""What the API answers in a test that has no server: the schema itself is asked."""

from pathlib import Path
from typing import Any
from uuid import UUID

from schema.context import Context
from schema.root import schema
from storage.blobs import open_blobs
from storage.database import Database
from storage.keys import load_signer


async def ask(database: Database, folder: Path, person: UUID | None, query: str, **variables: Any) -> Any:
    """The data of an answer without errors, to this person or to an observer."""
    signer = await load_signer(database, folder)
    context = Context(database, open_blobs("local", folder / "blobs"), person, signer)
    try:
        result = await schema.execute(query, variable_values=variables, context_value=context)
    finally:
        await context.forget_reads()
    assert result.errors is None, result.errors
    return result.data
