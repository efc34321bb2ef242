"""Every migration runs on an empty and on a filled database, and leaves exactly the tables that the code declares."""

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import sql
from sqlalchemy import Engine, NullPool, create_engine, text

from storage.access.applied import create_roles
from storage.database import driver_url
from storage.migrate import alembic_config, migrate
from storage.tables import metadata

# One published case of the school in `tests/situations.py`, row by row, as the tables stood at the first migration.
FILLED = Path(__file__).with_name("filled_0001.json.gz")


def engine_of(url: str) -> Engine:
    return create_engine(driver_url(url), poolclass=NullPool)


def drift(url: str) -> list[Any]:
    """What a new migration would have to change."""

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "schema" or name in ("working", "published")

    with engine_of(url).connect() as connection:
        options = {"include_schemas": True, "include_name": ours, "version_table_schema": "working"}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def fill(url: str) -> dict[str, int]:
    """Bring the database to the first migration and put the kept rows in; answers how many each table holds."""
    kept: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress(FILLED.read_bytes()))
    with engine_of(url).begin() as connection:
        create_roles(connection)
        for schema in ("working", "published", "access"):
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        command.upgrade(alembic_config(connection), "0001")
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        for table, rows in kept.items():
            columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
            connection.execute(
                sql.SQL(
                    "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE"
                    " SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"
                ).format(table=sql.Identifier(*table.split(".")), columns=columns),
                [json.dumps(rows)],
            )
    return {table: len(rows) for table, rows in kept.items()}


def test_from_nothing_to_the_present_shape_and_again(empty_url: str) -> None:
    for _ in range(2):
        migrate(empty_url)
    assert drift(empty_url) == []


def test_servers_that_start_together_migrate_once(empty_url: str) -> None:
    with ThreadPoolExecutor() as servers:
        list(servers.map(migrate, [empty_url] * 3))
    assert drift(empty_url) == []


def test_a_filled_database_keeps_every_row(empty_url: str) -> None:
    before = fill(empty_url)
    migrate(empty_url)
    assert drift(empty_url) == []
    with psycopg.connect(empty_url) as connection:
        after = {
            table: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*table.split(".")))
            ).fetchone()
            for table in before
        }
    assert after == {table: (count,) for table, count in before.items()}
