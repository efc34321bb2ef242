"""A server with one planted region, and copies of it: whatever is tried on one is never met on another."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.access.planting import World
from tests.access.world import seeded_world
from tests.conftest import CARELESS, named
from tests.short_lived import short_lived_folder

PLANTED = "planted"


@contextmanager
def planted_server() -> Iterator[tuple[str, World]]:
    """The address of a server of one's own with a planted database to copy, and what is planted there."""
    folder = short_lived_folder()
    server = start_embedded(folder)
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in CARELESS:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {PLANTED}".encode())
        migrate(named(address, PLANTED))
        yield address, seeded_world(named(address, PLANTED))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cloned(server: str) -> Iterator[tuple[str, Path]]:
    """The address of a copy of the planted database, and a folder beside it."""
    name = f"clone_{os.getpid()}_{uuid4().hex[:8]}"
    folder = short_lived_folder()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {PLANTED} STRATEGY FILE_COPY".encode())
        try:
            yield named(server, name), folder
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            shutil.rmtree(folder, ignore_errors=True)
