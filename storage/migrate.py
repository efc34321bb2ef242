"""Brings a database to the present shape: schemas, tables, job queue, then grants and row policies from `access`."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, NullPool, create_engine, text

from storage.access.applied import apply_access, create_roles
from storage.database import driver_url
from storage.shape import note

# One migration at a time, whoever starts it: servers may start together.
MIGRATION_LOCK = 4_242_001


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, made here so that no second settings file exists."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(url: str) -> None:
    """Run every missing migration and apply the declared access; safe to run again and again, and concurrently."""
    engine = create_engine(driver_url(url), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            create_roles(connection)
            for schema in ("working", "published", "access"):
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
            command.upgrade(alembic_config(connection), "head")
            install_job_queue(connection)
            apply_access(connection)
            connection.exec_driver_sql(note())
    finally:
        engine.dispose()


def install_job_queue(connection: Connection) -> None:
    """Create procrastinate's tables and functions where they are missing."""
    if connection.execute(text("SELECT to_regclass('public.procrastinate_jobs')")).scalar() is None:
        connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


if __name__ == "__main__":
    # An address may hold a password, which the arguments of a process would show to everybody on the machine.
    migrate(sys.stdin.read())
