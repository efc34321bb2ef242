"""Alembic's entry: runs the versions on the connection that `storage.migrate` hands over."""

from alembic import context

from storage.tables import metadata

OURS = {"working", "published"}


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic should compare this schema with the tables."""
    return kind != "schema" or name in OURS


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_schemas=True,
    include_name=ours,
    version_table_schema="working",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
